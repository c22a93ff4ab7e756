"""The story of the British company: who is there under which id, and what each deal is there to show."""

from qbodesk.simulator.world.story.cast import Cast, quote
from qbodesk.simulator.world.story.shapes import line

_GB = Cast("GB", "GBP")

CUSTOMERS = (
    _GB.customer(1, "Wharrowby Chair Makers Ltd", "iona.prentis@wharrowby-chairs.example", "Iona Prentis"),
    _GB.customer(2, "Saint Cuthwin's School", "bursar@cuthwins-school.example", "Alan Treece"),
    _GB.customer(3, "Hollowell & Finch Luthiers", "workshop@hollowell-finch.example", "Martha Finch"),
)

_CHAIRS = _GB.company(2, "Wharrowby Chair Makers Ltd", "wharrowby-chairs")
_SCHOOL = _GB.company(17, "Saint Cuthwin's School", "cuthwins-school")
_IONA = _GB.contact(2, "Iona Prentis", "iona.prentis@wharrowby-chairs.example", _CHAIRS)
_ALAN = _GB.contact(21, "Alan Treece", "bursar@cuthwins-school.example", _SCHOOL)

COMPANIES = (_CHAIRS, _SCHOOL)
CONTACTS = (_IONA, _ALAN)

WORKSHOP_REFIT = _GB.deal(
    2,
    "Workshop refit",
    (_IONA,),
    _CHAIRS,
    (
        line("Oak workbench, 1.8 m", "4", "685.00", "BENCH-OAK"),
        line("Bench vice, 150 mm", "4", "142.50", "VICE-150", discount="7.50"),
        line("Printed safety manual", "6", "18.90", "MAN-SAFE"),
    ),
    (quote(2),),
    customer="1",
)
FOUR_RATES = _GB.deal(
    28,
    "Classroom bundle",
    (_ALAN,),
    _SCHOOL,
    (
        line("Bench vice, 150 mm", "12", "142.50", "VICE-150", percent="12.5"),
        line("Heat pump fitting, workshop flat", "1", "1240.00", "INST-HEAT"),
        line("Safety helmet", "24", "24.60", "HELMET-C"),
        line("Band saw course, one day", "2", "195.00", "COURSE-SAW"),
    ),
    (quote(25),),
    customer="2",
)

DEALS = (WORKSHOP_REFIT, FOUR_RATES)
