"""The United Kingdom: a workshop supplier in Yorkshire and its invented customers; builds nothing itself."""

from decimal import Decimal as D  # noqa: N817  a price list reads better with one letter

from qbodesk.simulator.world.locales.shapes import Good, Locale, Place, Trade, words

_HOME = Place("Leeds", "West Yorkshire", "LS# #@@", "0113 496 0###")
_FAMILIES = words(
    """
Ackersley, Birtwhistle, Cobbleswick, Dewhurst, Eddlestone, Fothergale, Gisborough,
Hebblethwaite, Inchbold, Jaggerson, Kirkbrae, Lumbley, Micklethorn, Netherby, Ormsgill,
Postlewick, Quarmley, Rawcliffe, Sowerthwaite, Tunstead, Uppingdale, Varleigh, Wolstenbury,
Yelland, Applegarth, Bracegirdle, Cleverdon, Drinkall, Entwhistle, Flitcroft, Gledhow, Hoyland
"""
)

GB = Locale(
    code="GB",
    country="United Kingdom",
    currency="GBP",
    timezone="Europe/London",
    realm_id="9341450000000102",
    firm="Thornwick Bench & Tool",
    legal_name="Thornwick Bench & Tool Ltd",
    industry="Machinery and equipment wholesale",
    slug="thornwick-bench",
    home=_HOME,
    home_street="Unit 6, Saltergate Works",
    people=(
        (
            words(
                """
Agnes, Beatrix, Cerys, Dilys, Elspeth, Freya, Gwen, Harriet, Isla, Jemima, Kirsty, Lottie,
Morag, Nerys, Orla, Poppy, Rhiannon, Saoirse, Tabitha, Winifred, Zara, Amara, Bronwen, Farah
"""
            ),
            _FAMILIES,
        ),
        (
            words(
                """
Alistair, Barnaby, Callum, Duncan, Euan, Fergus, Gareth, Hamish, Idris, Jasper, Kieran, Lachlan,
Magnus, Nigel, Owain, Piers, Rhys, Seamus, Tobias, Ewan, Wilfred, Imran, Declan, Rupert
"""
            ),
            _FAMILIES,
        ),
    ),
    starts=words(
        """
Bantle, Bobbin, Brackle, Bramble, Candle, Cobble, Crickle, Dimble, Dunnock, Fettle, Finch,
Gable, Gander, Gimlet, Grindle, Hackle, Hobbin, Kettle, Knapple, Ladle, Linnet, Mottle, Nettle,
Noggin, Pebble, Pippin, Plover, Quince, Ramble, Sickle, Spindle, Tansy, Tattle, Teasel, Thimble,
Treadle, Trundle, Wattle, Whimble, Whittle
"""
    ),
    ends=words(
        """
acre, bourne, cliffe, combe, cote, croft, fold, garth, gill, holt, howe, hurst, mere, moor,
rigg, shaw, sough, stead, thwaite, wharf, wick, wold, worth, yard
"""
    ),
    trades=(
        Trade("Joinery", "CONSTRUCTION"),
        Trade("Ironworks", "MACHINERY"),
        Trade("Boatyard", "TRANSPORTATION_TRUCKING_RAILROAD"),
        Trade("Cycles", "SPORTS"),
        Trade("Upholstery", "FURNITURE"),
        Trade("Restorations", "DESIGN"),
        Trade("Pottery", "DESIGN"),
        Trade("Garage", "AUTOMOTIVE"),
        Trade("Builders", "CONSTRUCTION"),
        Trade("Electrical", "CONSTRUCTION"),
        Trade("School", "EDUCATION_MANAGEMENT"),
        Trade("Stables", "FARMING"),
        Trade("Orchards", "FARMING"),
        Trade("Lettings", "REAL_ESTATE"),
        Trade("Engineering", "MECHANICAL_OR_INDUSTRIAL_ENGINEERING"),
        Trade("Theatre", "ENTERTAINMENT"),
        Trade("Press", "PRINTING"),
        Trade("Glassworks", "BUILDING_MATERIALS"),
        Trade("Timber", "BUILDING_MATERIALS"),
        Trade("Clockmakers", "CONSUMER_GOODS"),
        Trade("Haulage", "TRANSPORTATION_TRUCKING_RAILROAD"),
        Trade("Brewery", "FOOD_BEVERAGES"),
        Trade("Museum", "NON_PROFIT_ORGANIZATION_MANAGEMENT"),
        Trade("Roofers", "CONSTRUCTION"),
        Trade("Masonry", "CONSTRUCTION"),
        Trade("Fabrications", "MACHINERY"),
        Trade("Leather", "TEXTILES"),
        Trade("Instruments", "ENTERTAINMENT"),
        Trade("Kitchens", "FURNITURE"),
        Trade("Gardens", "FARMING"),
    ),
    trade_first=False,
    forms=("Ltd", "LLP", "", "Limited"),
    streets=words(
        """
Abbey Lane, Bridge Street, Canal Road, Dyehouse Lane, Emmet Street, Forge Lane, Granary Row,
High Street, Infirmary Road, Kiln Hill, Mill Lane, Old Station Yard, Quarry Bank, Ropewalk,
Saltergate, Tannery Lane
"""
    ),
    street_pattern="{number} {street}",
    places=(
        _HOME,
        Place("York", "North Yorkshire", "YO# #@@", "01632 960###"),
        Place("Sheffield", "South Yorkshire", "S# #@@", "0114 496 0###"),
        Place("Manchester", "Greater Manchester", "M# #@@", "0161 496 0###"),
        Place("Newcastle upon Tyne", "Tyne and Wear", "NE# #@@", "0191 498 0###"),
        Place("Bristol", "", "BS# #@@", "0117 496 0###"),
        Place("Edinburgh", "", "EH# #@@", "0131 496 0###"),
        Place("Cardiff", "", "CF# #@@", "029 2018 0###"),
        Place("Belfast", "", "BT# #@@", "028 9649 6###"),
        Place("London", "", "SE# #@@", "020 7946 0###"),
        Place("Norwich", "Norfolk", "NR# #@@", "01632 960###"),
        Place("Plymouth", "Devon", "PL# #@@", "01632 960###"),
    ),
    jobs=words(
        """
Director, Workshop manager, Bookkeeper, Purchasing, Partner, Site manager
"""
    ),
    terms=(("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 60", 60)),
    taxes=(
        ("20.0% S", "Standard rate", D("20.0")),
        ("5.0% R", "Reduced rate", D("5.0")),
        ("0.0% Z", "Zero rate", D(0)),
        ("Exempt", "Exempt from VAT", D(0)),
    ),
    agency="Revenue and Customs",
    goods=(
        Good("", "Consumables", D(0), "20.0% S", "Category"),
        Good("BENCH-OAK", "Oak workbench, 1.8 m", D("685.00"), "20.0% S", "Inventory"),
        Good("VICE-150", "Bench vice, 150 mm", D("142.50"), "20.0% S", "Inventory"),
        Good("INST-HEAT", "Heat pump fitting, workshop flat", D("1240.00"), "5.0% R"),
        Good("MAN-SAFE", "Printed safety manual", D("18.90"), "0.0% Z", "NonInventory"),
        Good("COURSE-SAW", "Band saw course, one day", D("195.00"), "Exempt"),
        Good("SERV-HALF", "Machine service, half a day", D("260.00"), "20.0% S"),
        Good("SAW-BAND", "Band saw, 350 mm", D("1495.00"), "20.0% S", "Inventory"),
        Good("DRILL-PIL", "Pillar drill", D("529.00"), "20.0% S", "Inventory"),
        Good("EXTR-200", "Dust extractor, 200 l", D("612.00"), "20.0% S", "Inventory"),
        Good("CLAMP-SET", "Sash clamp set, six pieces", D("118.40"), "20.0% S", "NonInventory"),
        Good("HELMET-C", "Safety helmet", D("24.60"), "0.0% Z", "NonInventory"),
        Good("SHARP-PL", "Plane iron sharpening", D("14.75"), "20.0% S"),
        Good("DELIV-VAN", "Delivery by van", D("65.00"), "20.0% S"),
        Good("LATHE-W", "Wood lathe, 1 m", D("1875.00"), "20.0% S", "Inventory"),
        Good("OIL-5L", "Machine oil, 5 l", D("31.20"), "20.0% S", "NonInventory", "Consumables"),
        Good("ABR-ROLL", "Abrasive roll, 50 m", D("42.35"), "20.0% S", "NonInventory", "Consumables"),
        Good("", "Call-out charge", D("80.00"), "20.0% S"),
        Good("BENCH-PINE", "Pine workbench, 1.5 m", D("320.00"), "20.0% S", "NonInventory", active=False),
    ),
    things=words(
        """
Chisel, Spokeshave, Mallet, Try square, Marking gauge, Router bit, Hand plane, Saw blade, Tool
chest, Work lamp, Trestle, Shelf bracket, Drill chuck, Grinding wheel, File, Hinge
"""
    ),
    finishes=words(
        """
beech, steel, brass, 6 mm, 12 mm, 18 mm, 25 mm, heavy duty
"""
    ),
    memos=(
        "Thank you for your custom.",
        "Please quote the invoice number with your payment.",
        "With thanks from all of us in the workshop.",
        "",
    ),
    accounts=(
        ("Current account", "Bank", "Checking", "Asset"),
        ("Debtors", "Accounts Receivable", "AccountsReceivable", "Asset"),
        ("Undeposited Funds", "Other Current Asset", "UndepositedFunds", "Asset"),
        ("Stock", "Other Current Asset", "Inventory", "Asset"),
        ("Creditors", "Accounts Payable", "AccountsPayable", "Liability"),
        ("VAT Control", "Other Current Liability", "GlobalTaxPayable", "Liability"),
        ("Workshop services", "Income", "ServiceFeeIncome", "Revenue"),
        ("Sales", "Income", "SalesOfProductIncome", "Revenue"),
        ("Discounts given", "Income", "DiscountsRefundsGiven", "Revenue"),
        ("Cost of sales", "Cost of Goods Sold", "SuppliesMaterialsCogs", "Expense"),
    ),
    vendors=("Cobblewick Castings", "Sedgemoor Timber Importers", "Ropewalk Couriers"),
    first_number=5001,
    projects=words(
        """
Bench order, Machine overhaul, Classroom workshop, Extraction system, Tool refresh, Annual
service, Lathe and stand, Safety review, Store fit-out, Sharpening contract
"""
    ),
    mailboxes=("accounts", "office", "enquiries", "hello"),
    mail_host="croftpost",
)
