"""The story of the Polish company: who is there under which id, and what each deal is there to show."""

from qbodesk.simulator.world.story.cast import Cast, quote
from qbodesk.simulator.world.story.shapes import line

_PL = Cast("PL", "PLN")

CUSTOMERS = (
    _PL.customer(
        1,
        "Zakład Ciesielski Żółtodziób sp. z o.o.",
        "lucja.zdzblowska@zoltodziob.example",
        "Łucja Źdźbłowska",
    ),
    _PL.customer(2, "Pracownia Gęśla Wąsowiczanka", "biuro@gesla-pracownia.example", "Wąsilla Gęślarz"),
    _PL.customer(3, "Spółdzielnia Pod Jaźwcem", "ksiegowosc@pod-jazwcem.example", "Bożydar Ćwirko"),
    _PL.customer(
        4, "Fährhaus Möwenblick GmbH", "buero@moewenblick.example", "Jörn Petersdorf", currency="EUR"
    ),
)

_CARPENTERS = _PL.company(3, "Zakład Ciesielski Żółtodziób sp. z o.o.", "zoltodziob")
_WORKSHOP = _PL.company(18, "Pracownia Gesla Wasowiczanka", "gesla")
_COOPERATIVE = _PL.company(19, "Spółdzielnia Pod Jaźwcem", "pod-jazwcem")
_LUCJA = _PL.contact(3, "Łucja Źdźbłowska", "lucja.zdzblowska@zoltodziob.example", _CARPENTERS)
_MARIAN = _PL.contact(22, "Marian Gęślarz", "marian@gesla.example", _WORKSHOP)
_BOZYDAR = _PL.contact(23, "Bożydar Ćwirko", "ksiegowosc@pod-jazwcem.example", _COOPERATIVE)

COMPANIES = (_CARPENTERS, _WORKSHOP, _COOPERATIVE)
CONTACTS = (_LUCJA, _MARIAN, _BOZYDAR)

YARD_UPGRADE = _PL.deal(
    3,
    "Modernizacja placu budowy",
    (_LUCJA,),
    _CARPENTERS,
    (
        line("Koparka 1,5 t, doba", "5", "620.00", "KOP-15"),
        line("Zagęszczarka, doba", "5", "180.00", "ZAG-01", percent="10"),
        line("Montaż rusztowania, budynek mieszkalny", "1", "1450.00", "MONT-RUSZ"),
    ),
    (quote(3),),
    customer="1",
)
NO_LETTERS = _PL.deal(
    27,
    "Osuszanie pracowni",
    (_MARIAN,),
    _WORKSHOP,
    (line("Osuszacz powietrza, doba", "14", "75.00", "OSUSZ-70"),),
    (quote(26),),
)
FIVE_RATES = _PL.deal(
    29,
    "Szkolenie i rusztowanie",
    (_BOZYDAR,),
    _COOPERATIVE,
    (
        line("Szkolenie operatora, dzień", "2", "850.00", "SZKOL-OP"),
        line("Montaż rusztowania, budynek mieszkalny", "1", "1450.00", "MONT-RUSZ"),
        line("Instrukcja BHP, książka", "10", "39.00", "INSTR-BHP"),
        line("Transport, kilometr", "37.5", "4.20", "TRANSP-KM"),
        line("Części zamienne na eksport", "1", "430.00", "CZESCI-EU"),
    ),
    (quote(28),),
    customer="3",
)

DEALS = (YARD_UPGRADE, NO_LETTERS, FIVE_RATES)
