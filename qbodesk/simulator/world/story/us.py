"""The story of the US company: who is there under which id, and what each deal is there to show."""

from decimal import Decimal

from qbodesk.simulator.world.story.cast import Cast, quote
from qbodesk.simulator.world.story.shapes import line

_US = Cast("US", "USD")

LONG_COMPANY_NAME = (
    "The Amalgamated Society of Independent Letterpress Printers, Bookbinders, Papermakers, Type Founders, "
    "Wood Engravers, Paper Marblers and Sign Painters of the Upper Hill Country and Five Counties South"
)

CUSTOMERS = (
    _US.customer(1, "Meadowgate Dental Group", "ruth.calloway@meadowgate-dental.example", "Ruth Calloway"),
    _US.customer(2, "Copperline Outfitters", "billing@copperline-outfitters.example", "Marta Belwick"),
    _US.customer(3, "Ines Dubarry", "", "Ines Dubarry", firm=False),
    _US.customer(4, "Silverbrok Landscaping", "office@silverbrok.example", "Hugo Tamber"),
    _US.customer(5, "Fenwick Hollow Brewing, Inc.", "books@fenwick-hollow.example", "Dale Orrick"),
    _US.customer(6, "Tidewater Events", "accounts@tidewater-events.example", "Lena Strand"),
    _US.customer(7, "Tidewater Rentals", "accounts@tidewater-events.example", "Lena Strand"),
    _US.customer(8, "O'Malley & Daughters Roofing", "siobhan@omalley-daughters.example", "Siobhán O'Malley"),
    _US.customer(9, "Nuñez Ceramics", "taller@nunez-ceramics.example", "Raúl Nuñez"),
    _US.customer(
        10, "Palisade Youth Choir", "director@palisade-choir.example", "Corinne Ashdale", taxable=False
    ),
    _US.customer(11, "Quarterhorse Tack", "owen.pruett@quarterhorse-tack.example", "Owen Pruett"),
    _US.customer(12, "Halcyon Kayak Tours", "bea.lindell@halcyon-kayak.example", "Bea Lindell"),
    _US.customer(13, "Meadowgate North", "", "Ruth Calloway", parent="1"),
    _US.customer(14, "Gallery Vantier", "hello@gallery-vantier.example", "Simone Vantier"),
    _US.customer(
        15,
        "Brightwater Clinic (deleted)",
        "front.desk@brightwater-clinic.example",
        "Paul Estes",
        active=False,
    ),
)

_MEADOWGATE = _US.company(1, "Meadowgate Dental Group", "meadowgate-dental")
_OSPREY = _US.company(4, "Osprey Ridge Clinic", "osprey-ridge")
_QUARTERHORSE = _US.company(5, "Quarterhorse Tack", "quarterhorse-tack")
_HALCYON = _US.company(6, "Halcyon Kayak Tours", "halcyon-kayak")
_VANTIER = _US.company(7, "Gallery Vantier", "gallery-vantier")
_COPPERLINE = _US.company(8, "Copperline Outfitters", "copperline-outfitters")
_SILVERBROOK = _US.company(9, "Silverbrook Landscaping", "silverbrook-landscaping")
_FENWICK = _US.company(10, "Fenwick Hollow Brewing LLC", "fenwick-hollow-brewing")
_TIDEWATER = _US.company(11, "Tidewater Group", "tidewater-events")
_OMALLEY = _US.company(12, "O'Malley & Daughters Roofing", "omalley-daughters")
_NUNEZ = _US.company(13, "Nunez Ceramics", "nunez-ceramics")
_CHOIR = _US.company(14, "Palisade Youth Choir", "palisade-choir")
_LONG = _US.company(15, LONG_COMPANY_NAME, "letterpress-society")
_BRIGHTWATER = _US.company(16, "Brightwater Clinic", "brightwater-clinic")

_RUTH = _US.contact(1, "Ruth Calloway", "ruth.calloway@meadowgate-dental.example", _MEADOWGATE)
_NADIA = _US.contact(4, "Nadia Ferro", "nadia.ferro@osprey-ridge.example", _OSPREY)
_OWEN = _US.contact(5, "Owen Pruett", "owen.pruett@quarterhorse-tack.example", _QUARTERHORSE)
_BEA = _US.contact(6, "Bea Lindell", "bea.lindell@halcyon-kayak.example", _HALCYON)
_SIMONE = _US.contact(7, "Simone Vantier", "hello@gallery-vantier.example", _VANTIER)
_TOMAS = _US.contact(8, "Tomas Reidel", "tomas.reidel@copperline-outfitters.example", _COPPERLINE)
_HUGO = _US.contact(9, "Hugo Tamber", "hugo@silverbrook-landscaping.example", _SILVERBROOK)
_DALE = _US.contact(10, "Dale Orrick", "dale@fenwick-hollow-brewing.example", _FENWICK)
_LENA = _US.contact(11, "Lena Strand", "accounts@tidewater-events.example", _TIDEWATER)
_SIOBHAN = _US.contact(12, "Siobhán O'Malley", "siobhan@omalley-daughters.example", _OMALLEY)
_RAUL = _US.contact(13, "Raul Nunez", "raul@nunez-ceramics.example", _NUNEZ)
_CORINNE = _US.contact(14, "Corinne Ashdale", "director@palisade-choir.example", _CHOIR)
_AUGUST = _US.contact(15, "August Wexley", "august@letterpress-society.example", _LONG)
_PAUL = _US.contact(16, "Paul Estes", "front.desk@brightwater-clinic.example", _BRIGHTWATER)
_INES = _US.contact(17, "Ines Dubarry", "ines.dubarry@mailhaven.example")
_KIT = _US.contact(18, "Kit Marlowe-Sands", "kit@twofounders.example")
_JUNO = _US.contact(19, "Juno Abara", "juno@twofounders.example")
_NO_MAIL = _US.contact(20, "Walter Grindle")

COMPANIES = (
    _MEADOWGATE,
    _OSPREY,
    _QUARTERHORSE,
    _HALCYON,
    _VANTIER,
    _COPPERLINE,
    _SILVERBROOK,
    _FENWICK,
    _TIDEWATER,
    _OMALLEY,
    _NUNEZ,
    _CHOIR,
    _LONG,
    _BRIGHTWATER,
)
CONTACTS = (
    _RUTH,
    _NADIA,
    _OWEN,
    _BEA,
    _SIMONE,
    _TOMAS,
    _HUGO,
    _DALE,
    _LENA,
    _SIOBHAN,
    _RAUL,
    _CORINNE,
    _AUGUST,
    _PAUL,
    _INES,
    _KIT,
    _JUNO,
    _NO_MAIL,
)

WEBSITE_RELAUNCH = _US.deal(
    1,
    "Website relaunch",
    (_RUTH,),
    _MEADOWGATE,
    (
        line("Website design", "1", "4800.00", "WEB-DESIGN"),
        line("Website build, two-week sprint", "3", "3200.00", "WEB-BUILD"),
        line("Copywriting, per page", "12", "85.00", "COPY-PAGE", percent="10"),
        line("Brochures, pack of 100", "4", "129.50", "PRINT-BRO"),
        line("Managed hosting, 12 months", "1", "948.00", "HOST-12"),
    ),
    (quote(1),),
    customer="1",
)
MISSING_CUSTOMER = _US.deal(
    4,
    "Patient portal",
    (_NADIA,),
    _OSPREY,
    (
        line("Website design", "1", "4800.00", "WEB-DESIGN"),
        line("Accessibility audit", "1", "1600.00", "A11Y-AUDIT"),
    ),
    (quote(4),),
)
EXPIRED_QUOTE = _US.deal(
    5,
    "Spring catalog",
    (_OWEN,),
    _QUARTERHORSE,
    (
        line("Photo shoot, one day", "2", "1450.00", "PHOTO-DAY"),
        line("Brochures, pack of 100", "10", "129.50", "PRINT-BRO"),
    ),
    (quote(5, "just expired"),),
    customer="11",
)
DRAFT_QUOTE = _US.deal(
    6,
    "Menu redesign",
    (_BEA,),
    _HALCYON,
    (line("Brand workshop, one day", "1", "1800.00", "BRAND-WS"),),
    (quote(6, "draft"),),
    stage="contractsent",
    customer="12",
)
AMOUNT_ONLY = _US.deal(
    7, "Conference retainer", (_OWEN,), _QUARTERHORSE, (), amount=Decimal("2750.00"), customer="11"
)
TWO_QUOTES = _US.deal(
    8,
    "Kayak season launch",
    (_BEA,),
    _HALCYON,
    (
        line("Video editing, per finished minute", "6", "275.00", "VIDEO-MIN"),
        line("Roll-up banner", "2", "149.00", "BANNER-RU"),
    ),
    (quote(8), quote(9)),
    customer="12",
)
UNMATCHED_ITEM = _US.deal(
    9,
    "Gallery opening",
    (_SIMONE,),
    _VANTIER,
    (
        line("Neon wall piece", "1", "1875.00", "NEON-01"),
        line("Oak brochure stand", "2", "310.00", "STAND-OAK"),
    ),
    (quote(10),),
    customer="14",
)
BY_COMPANY_NAME = _US.deal(
    10,
    "Store signage",
    (_TOMAS,),
    _COPPERLINE,
    (
        line("Aluminum sign, 24 x 36 in", "4", "215.00", "sign-alu"),
        line("Rush fee", "1", "150.00"),
    ),
    (quote(11),),
    customer="2",
)
BY_PERSON_NAME = _US.deal(
    11,
    "Portrait site",
    (_INES,),
    None,
    (line("Photo shoot, one day", "1", "1450.00", "PHOTO-DAY"),),
    (quote(12),),
    customer="3",
)
NEAR_NAME = _US.deal(
    12,
    "Garden show booth",
    (_HUGO,),
    _SILVERBROOK,
    (line("Trade fair booth kit", "1", "2390.00", "BOOTH-KIT"),),
    (quote(13),),
    owner=6,
)
OTHER_LEGAL_FORM = _US.deal(
    13,
    "Label series",
    (_DALE,),
    _FENWICK,
    (line("Label roll, 500 pieces", "20", "64.90", "LABEL-ROLL", discount="4.90"),),
    (quote(14),),
)
SHARED_EMAIL = _US.deal(
    14,
    "Event season",
    (_LENA,),
    _TIDEWATER,
    (line("Support plan, per month", "6", "420.00", "SUPPORT-M"),),
    (quote(15),),
)
APOSTROPHE = _US.deal(
    15,
    "O'Malley's roof guarantee flyer",
    (_SIOBHAN,),
    _OMALLEY,
    (
        line("Brochures, pack of 100", "3", "129.50", "Print-Bro"),
        line("business cards, pack of 250", "2", "48.75"),
    ),
    (quote(16),),
    customer="8",
)
INACTIVE_ITEM = _US.deal(
    16,
    "Hosting renewal",
    (_OWEN,),
    _QUARTERHORSE,
    (line("Shared hosting, 12 months", "1", "240.00", "HOST-OLD"),),
    (quote(17),),
    customer="11",
)
EXPIRED_LAST_MONTH = _US.deal(
    17,
    "Autumn mailing",
    (_BEA,),
    _HALCYON,
    (line("Newsletter template", "2", "560.00", "NEWS-TPL"),),
    (quote(18, "expired last month"),),
    stage="decisionmakerboughtin",
    customer="12",
)
PENDING_QUOTE = _US.deal(
    18,
    "Choir festival",
    (_CORINNE,),
    _CHOIR,
    (
        line("Printed T-shirt, organic cotton", "60", "19.95", "TSHIRT-ORG"),
        line("Roll-up banner", "1", "149.00", "BANNER-RU"),
    ),
    (quote(19, "pending"),),
    stage="presentationscheduled",
    customer="10",
)
PRECISION = _US.deal(
    19,
    "Scheduling advice",
    (_RUTH,),
    _MEADOWGATE,
    (
        line("Senior consulting, per hour", "2.5", "333.33", "CONSULT-HR"),
        line("Copywriting, per page", "7", "85.00", "COPY-PAGE", percent="12.5"),
        line("Icon set", "3", "380.00", "ICON-SET", discount="30.05"),
    ),
    (quote(20),),
    customer="1",
)
LONG_NAME = _US.deal(
    20,
    "Society yearbook",
    (_AUGUST,),
    _LONG,
    (line("Website design", "1", "4800.00", "WEB-DESIGN"),),
    (quote(21),),
)
NO_CONTACT = _US.deal(
    21, "Walk-in signage", (), _COPPERLINE, (line("Aluminum sign, 24 x 36 in", "1", "215.00", "SIGN-ALU"),)
)
TWO_CONTACTS = _US.deal(
    22, "Two founders", (_KIT, _JUNO), None, (line("Brand workshop, one day", "1", "1800.00", "BRAND-WS"),)
)
NO_EMAIL = _US.deal(
    23,
    "Trade mission folder",
    (_NO_MAIL,),
    None,
    (line("Business cards, pack of 250", "8", "48.75", "PRINT-CARD"),),
)
NO_DIACRITICS = _US.deal(
    24,
    "Ceramics catalog",
    (_RAUL,),
    _NUNEZ,
    (line("Photo shoot, one day", "1", "1450.00", "PHOTO-DAY"),),
    (quote(22),),
)
ACCEPTED_QUOTE = _US.deal(
    25,
    "Support retainer",
    (_CORINNE,),
    _CHOIR,
    (line("Support plan, per month", "1", "420.00", "SUPPORT-M", monthly=True),),
    (quote(23, "accepted"),),
    customer="10",
)
INACTIVE_CUSTOMER = _US.deal(
    26,
    "Clinic wayfinding",
    (_PAUL,),
    _BRIGHTWATER,
    (line("Aluminum sign, 24 x 36 in", "6", "215.00", "SIGN-ALU"),),
    (quote(24),),
)
NOBODY = _US.deal(30, "Cold lead", (), None, (), stage="appointmentscheduled", amount=Decimal("1200.00"))
FOREIGN_CURRENCY = _US.deal(
    31,
    "Lisbon pop-up store",
    (_SIMONE,),
    _VANTIER,
    (line("Trade fair booth kit", "1", "2200.00", "BOOTH-KIT"),),
    (quote(27),),
    customer="14",
    currency="EUR",
)
ALREADY_INVOICED = _US.deal(
    32,
    "Fair booth graphics",
    (_SIMONE,),
    _VANTIER,
    (
        line("Website design", "1", "4800.00", "WEB-DESIGN"),
        line("Rush fee", "1", "150.00"),
    ),
    customer="14",
)

DEALS = (
    WEBSITE_RELAUNCH,
    MISSING_CUSTOMER,
    EXPIRED_QUOTE,
    DRAFT_QUOTE,
    AMOUNT_ONLY,
    TWO_QUOTES,
    UNMATCHED_ITEM,
    BY_COMPANY_NAME,
    BY_PERSON_NAME,
    NEAR_NAME,
    OTHER_LEGAL_FORM,
    SHARED_EMAIL,
    APOSTROPHE,
    INACTIVE_ITEM,
    EXPIRED_LAST_MONTH,
    PENDING_QUOTE,
    PRECISION,
    LONG_NAME,
    NO_CONTACT,
    TWO_CONTACTS,
    NO_EMAIL,
    NO_DIACRITICS,
    ACCEPTED_QUOTE,
    INACTIVE_CUSTOMER,
    NOBODY,
    FOREIGN_CURRENCY,
    ALREADY_INVOICED,
)
