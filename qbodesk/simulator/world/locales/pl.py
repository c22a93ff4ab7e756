"""Poland: a hire and service shop for building machines and its invented customers; builds nothing itself."""

from decimal import Decimal as D  # noqa: N817  a price list reads better with one letter

from qbodesk.simulator.world.locales.shapes import Good, Locale, Place, Trade, words

_HOME = Place("Kraków", "małopolskie", "31-###", "+48 12 000 ## ##")
_STEMS = words(
    """
Brzęczykow, Chrząstow, Dębogórsk, Gąsieniczk, Jeżykow, Kłosikow, Łabędzk, Mżawsk, Niedźwiadkow,
Ósmakow, Pszczółkow, Rzęsk, Ściegiennick, Śnieżyńsk, Trzmielew, Wężyńsk, Ząbkow, Źdźbłowsk,
Żabińczyńsk, Żółciakow, Wróbelczyńsk, Świerszczow, Łękawsk, Gżegżółkow, Krzesimowsk, Młynarzow,
Ostrężyńsk, Piórkowick
"""
)


def _family(stem: str, *, female: bool) -> str:
    """Polish adjectival family names end by gender; stems without -sk/-ck take it here."""
    adjective = stem if stem.endswith(("sk", "ck", "zk")) else stem + "sk"
    return adjective + ("a" if female else "i")


PL = Locale(
    code="PL",
    country="Poland",
    currency="PLN",
    timezone="Europe/Warsaw",
    realm_id="9341450000000103",
    firm="Wypożyczalnia Żurawnik",
    legal_name="Wypożyczalnia Żurawnik sp. z o.o.",
    industry="Construction machinery rental",
    slug="zurawnik",
    home=_HOME,
    home_street="ul. Żelazna Grobla 14",
    people=(
        (
            words(
                """
Agnieszka, Bożena, Celina, Danuta, Elżbieta, Felicja, Grażyna, Halina, Iwona, Jagoda, Kalina,
Łucja, Małgorzata, Natalia, Oliwia, Patrycja, Róża, Stanisława, Teresa, Urszula, Wanda,
Zdzisława, Żaneta, Jadwiga
"""
            ),
            tuple(_family(stem, female=True) for stem in _STEMS),
        ),
        (
            words(
                """
Adam, Błażej, Czesław, Damian, Edward, Filip, Grzegorz, Henryk, Ignacy, Józef, Kacper, Łukasz,
Michał, Norbert, Olgierd, Paweł, Rafał, Sławomir, Tadeusz, Wacław, Zbigniew, Żelisław, Wojciech,
Mieczysław
"""
            ),
            tuple(_family(stem, female=False) for stem in _STEMS),
        ),
    ),
    starts=words(
        """
Brzęk, Chmur, Ciern, Dębn, Dźwięk, Gęśl, Głaz, Grzęd, Jaśm, Jesion, Kłąb, Krzem, Kwarc, Leszcz,
Łęg, Łos, Malw, Mgł, Mżaw, Olsz, Pąk, Pszen, Rdest, Ros, Rzęs, Sęk, Słon, Szron, Ściern, Świerk,
Trzcin, Wąs, Wierzb, Wrzos, Zgrzeb, Ziarn, Żar, Żeb, Żołn, Żwir
"""
    ),
    ends=words(
        """
akiel, alec, anek, arnik, awka, ąkol, ejka, elin, enko, esz, iczka, inek, isko, onek, orka, osz,
owicz, ówek, ówka, ulec, unia, usz, ynek, ysta
"""
    ),
    trades=(
        Trade("Stolarnia", "FURNITURE"),
        Trade("Piekarnia", "FOOD_BEVERAGES"),
        Trade("Drukarnia", "PRINTING"),
        Trade("Budownictwo", "CONSTRUCTION"),
        Trade("Ogrody", "FARMING"),
        Trade("Tartak", "BUILDING_MATERIALS"),
        Trade("Cukiernia", "FOOD_BEVERAGES"),
        Trade("Kamieniarstwo", "BUILDING_MATERIALS"),
        Trade("Instalacje", "CONSTRUCTION"),
        Trade("Dachy", "CONSTRUCTION"),
        Trade("Ślusarnia", "MACHINERY"),
        Trade("Szkółka Leśna", "FARMING"),
        Trade("Spedycja", "LOGISTICS_AND_SUPPLY_CHAIN"),
        Trade("Geodezja", "CIVIL_ENGINEERING"),
        Trade("Pracownia Architektury", "ARCHITECTURE_PLANNING"),
        Trade("Hotel", "HOSPITALITY"),
        Trade("Młyn", "FOOD_PRODUCTION"),
        Trade("Huta Szkła", "BUILDING_MATERIALS"),
        Trade("Przychodnia", "HOSPITAL_HEALTH_CARE"),
        Trade("Wytwórnia Świec", "CONSUMER_GOODS"),
        Trade("Elektryka", "CONSTRUCTION"),
        Trade("Brukarstwo", "CONSTRUCTION"),
        Trade("Meble", "FURNITURE"),
        Trade("Pasieka", "FARMING"),
        Trade("Garbarnia", "TEXTILES"),
        Trade("Teatr", "ENTERTAINMENT"),
        Trade("Wydawnictwo", "PUBLISHING"),
        Trade("Żegluga", "TRANSPORTATION_TRUCKING_RAILROAD"),
        Trade("Łożyska", "MACHINERY"),
        Trade("Koparki", "CONSTRUCTION"),
    ),
    trade_first=True,
    forms=("sp. z o.o.", "s.c.", "", "sp.k."),
    streets=words(
        """
Akacjowa, Brzozowa, Cicha, Długa, Fabryczna, Gołębia, Jeżynowa, Kłodzka, Łąkowa, Młyńska,
Ogrodowa, Pszczelna, Różana, Słoneczna, Źródlana, Żwirowa
"""
    ),
    street_pattern="ul. {street} {number}",
    places=(
        _HOME,
        Place("Warszawa", "mazowieckie", "02-###", "+48 22 000 ## ##"),
        Place("Łódź", "łódzkie", "90-###", "+48 42 000 ## ##"),
        Place("Wrocław", "dolnośląskie", "50-###", "+48 71 000 ## ##"),
        Place("Poznań", "wielkopolskie", "60-###", "+48 61 000 ## ##"),
        Place("Gdańsk", "pomorskie", "80-###", "+48 58 000 ## ##"),
        Place("Rzeszów", "podkarpackie", "35-###", "+48 17 000 ## ##"),
        Place("Toruń", "kujawsko-pomorskie", "87-###", "+48 56 000 ## ##"),
        Place("Białystok", "podlaskie", "15-###", "+48 85 000 ## ##"),
        Place("Tarnów", "małopolskie", "33-###", "+48 14 000 ## ##"),
        Place("Częstochowa", "śląskie", "42-###", "+48 34 000 ## ##"),
        Place("Zielona Góra", "lubuskie", "65-###", "+48 68 000 ## ##"),
    ),
    jobs=words(
        """
Właściciel, Księgowość, Kierownik budowy, Dział zakupów, Prezes zarządu, Biuro
"""
    ),
    terms=(("Płatne od razu", 0), ("7 dni", 7), ("14 dni", 14), ("30 dni", 30)),
    taxes=(
        ("23 %", "Stawka podstawowa", D(23)),
        ("8 %", "Stawka obniżona", D(8)),
        ("5 %", "Stawka obniżona na książki i żywność", D(5)),
        ("0 %", "Eksport i dostawy wewnątrzunijne", D(0)),
        ("zw.", "Zwolnione z VAT", D(0)),
    ),
    agency="Urząd Skarbowy",
    goods=(
        Good("", "Materiały", D(0), "23 %", "Category"),
        Good("ZAG-01", "Zagęszczarka, doba", D("180.00"), "23 %"),
        Good("KOP-15", "Koparka 1,5 t, doba", D("620.00"), "23 %"),
        Good("MONT-RUSZ", "Montaż rusztowania, budynek mieszkalny", D("1450.00"), "8 %"),
        Good("INSTR-BHP", "Instrukcja BHP, książka", D("39.00"), "5 %", "NonInventory"),
        Good("SZKOL-OP", "Szkolenie operatora, dzień", D("850.00"), "zw."),
        Good("SERW-GODZ", "Serwis, roboczogodzina", D("165.00"), "23 %"),
        Good("TRANSP-KM", "Transport, kilometr", D("4.20"), "23 %"),
        Good("AGREG-5", "Agregat prądotwórczy 5 kW, doba", D("140.00"), "23 %"),
        Good("MLOT-WYB", "Młot wyburzeniowy, doba", D("110.00"), "23 %"),
        Good("RUSZT-M2", "Rusztowanie, m² za miesiąc", D("9.80"), "23 %"),
        Good("PODN-12", "Podnośnik koszowy 12 m, doba", D("540.00"), "23 %"),
        Good("OLEJ-5L", "Olej hydrauliczny 5 l", D("118.50"), "23 %", "NonInventory", "Materiały"),
        Good("TARCZA-230", "Tarcza diamentowa 230 mm", D("89.90"), "23 %", "Inventory", "Materiały"),
        Good("OGRODZ-3M", "Ogrodzenie budowlane, przęsło 3,5 m", D("155.00"), "23 %", "Inventory"),
        Good("OSUSZ-70", "Osuszacz powietrza, doba", D("75.00"), "23 %"),
        Good("CZESCI-EU", "Części zamienne na eksport", D("430.00"), "0 %", "NonInventory"),
        Good("", "Opłata za mycie maszyny", D("60.00"), "23 %"),
        Good("PILA-STOL", "Piła stołowa, doba", D("95.00"), "23 %", active=False),
    ),
    things=words(
        """
Wiertło, Uszczelka, Łańcuch, Filtr oleju, Świeca zapłonowa, Koło zębate, Pasek klinowy, Śruba,
Łożysko, Zawór, Wąż, Szczotka, Brzeszczot, Klucz, Żarówka, Dźwignia
"""
    ),
    finishes=words(
        """
6 mm, 10 mm, 16 mm, stal, mosiądz, guma, wzmocniona wersja, zestaw
"""
    ),
    memos=(
        "Dziękujemy za współpracę.",
        "W tytule przelewu prosimy podać numer faktury.",
        "Dziękujemy i zapraszamy ponownie!",
        "",
    ),
    accounts=(
        ("Rachunek bieżący", "Bank", "Checking", "Asset"),
        ("Należności", "Accounts Receivable", "AccountsReceivable", "Asset"),
        ("Środki w drodze", "Other Current Asset", "UndepositedFunds", "Asset"),
        ("Towary", "Other Current Asset", "Inventory", "Asset"),
        ("Zobowiązania", "Accounts Payable", "AccountsPayable", "Liability"),
        ("VAT należny", "Other Current Liability", "GlobalTaxPayable", "Liability"),
        ("Usługi", "Income", "ServiceFeeIncome", "Revenue"),
        ("Sprzedaż towarów", "Income", "SalesOfProductIncome", "Revenue"),
        ("Udzielone rabaty", "Income", "DiscountsRefundsGiven", "Revenue"),
        ("Koszt własny sprzedaży", "Cost of Goods Sold", "SuppliesMaterialsCogs", "Expense"),
    ),
    vendors=("Hurtownia Śrubex Żwirosz", "Oleje Rdestówka", "Kurier Ważkowicz"),
    first_number=301,
    projects=words(
        """
Wynajem sprzętu, Modernizacja placu, Remont dachu, Szkolenie załogi, Ogrodzenie budowy, Przegląd
maszyn, Osuszanie piwnic, Rusztowanie elewacji, Dostawa części, Wykop pod fundament
"""
    ),
    mailboxes=("biuro", "ksiegowosc", "faktury", "kontakt"),
    mail_host="poczta-zurawia",
)
