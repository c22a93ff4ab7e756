"""The United States: a small web and print studio in Texas and its invented customers; builds nothing."""

from decimal import Decimal as D  # noqa: N817  a price list reads better with one letter

from qbodesk.simulator.world.locales.shapes import Good, Locale, Place, Trade, words

_HOME = Place("Austin", "TX", "787##", "(512) 555-01##")

_FAMILIES = words(
    """
Abernall, Barrowby, Calderson, Delacroft, Easterby, Fennimore, Garrowin, Hathersall, Inglewen,
Jessamer, Kettleby, Lindqvist, Marchetta, Novarro, Oakhurst, Pemberlin, Quillan, Ravensby,
Santoval, Thackeray, Underhay, Vandermoor, Whitlowe, Yarborne, Zellweg, Bramwick, Corrigal,
Dunleavy, Estevan, Farthing, Grangewick, Holloran, Iversby, Kincannon, Loxley, Merriday,
Nightingall, Orrinson, Prewett, Rosenquist
"""
)

US = Locale(
    code="US",
    country="United States",
    currency="USD",
    timezone="America/Chicago",
    realm_id="9341450000000101",
    firm="Larkspindle Studio",
    legal_name="Larkspindle Studio LLC",
    industry="Graphic design services",
    slug="larkspindle-studio",
    home=_HOME,
    home_street="4120 Pecan Spur Road",
    people=(
        (
            words(
                """
Ada, Bonnie, Celeste, Dana, Edith, Fern, Greta, Holly, Imogen, Joyce, Keisha, Lorena, Marisol,
Nadine, Opal, Priya, Quinn, Renata, Sylvie, Tamsin, Ursula, Violet, Willa, Yolanda, Zora, Maeve,
Ines, Noor
"""
            ),
            _FAMILIES,
        ),
        (
            words(
                """
Abel, Boyd, Cyrus, Dexter, Emmett, Felix, Gideon, Hollis, Ira, Jonah, Kendrick, Lionel, Milo,
Nestor, Otis, Percy, Ramiro, Silas, Thaddeus, Ulises, Vernon, Wendell, Xavier, Yusuf, Zeke,
Anselm, Diego, Hiro
"""
            ),
            _FAMILIES,
        ),
    ),
    starts=words(
        """
Agari, Bando, Boboli, Catalo, Chico, Cinco, Dapplo, Embera, Fesque, Galleo, Hacka, Huisa,
Indiga, Jonda, Kingle, Lati, Mayha, Nopala, Ocota, Palo, Persa, Quilla, Ratta, Rimma, Sanda,
Sota, Switcha, Tama, Tumba, Umba, Verma, Whita, Windla, Yaupa, Zinna, Osaga, Madra, Lupa, Cypra,
Bisca
"""
    ),
    ends=words(
        """
bend, bluff, brook, crest, dell, draw, fall, gate, glade, grove, haven, hollow, landing, loft,
mark, notch, pass, reach, row, shade, spur, trace, vale, yard
"""
    ),
    trades=(
        Trade("Dental", "MEDICAL_PRACTICE"),
        Trade("Brewing", "FOOD_BEVERAGES"),
        Trade("Outfitters", "RETAIL"),
        Trade("Roofing", "CONSTRUCTION"),
        Trade("Landscaping", "CONSTRUCTION"),
        Trade("Realty", "REAL_ESTATE"),
        Trade("Robotics", "MACHINERY"),
        Trade("Law Group", "LAW_PRACTICE"),
        Trade("Bakery", "FOOD_BEVERAGES"),
        Trade("Fitness", "SPORTS"),
        Trade("Coffee Roasters", "FOOD_BEVERAGES"),
        Trade("Veterinary", "CONSUMER_SERVICES"),
        Trade("Logistics", "LOGISTICS_AND_SUPPLY_CHAIN"),
        Trade("Cabinets", "FURNITURE"),
        Trade("Nursery", "FARMING"),
        Trade("Books", "RETAIL"),
        Trade("Plumbing", "CONSTRUCTION"),
        Trade("Software", "COMPUTER_SOFTWARE"),
        Trade("Catering", "RESTAURANTS"),
        Trade("Events", "EVENTS_SERVICES"),
        Trade("Optics", "CONSUMER_GOODS"),
        Trade("Insurance", "INSURANCE"),
        Trade("Academy", "EDUCATION_MANAGEMENT"),
        Trade("Motors", "AUTOMOTIVE"),
        Trade("Textiles", "TEXTILES"),
        Trade("Farms", "FARMING"),
        Trade("Travel", "HOSPITALITY"),
        Trade("Marine", "TRANSPORTATION_TRUCKING_RAILROAD"),
        Trade("Audio", "ENTERTAINMENT"),
        Trade("Packaging", "PACKAGING_AND_CONTAINERS"),
    ),
    trade_first=False,
    forms=("LLC", "Inc.", "", "Co."),
    streets=words(
        """
Alder Bend Drive, Bluebonnet Lane, Cedar Fork Road, Dry Creek Avenue, Elm Hollow Street, Foundry
Street, Garnet Way, Hackberry Court, Ironwood Boulevard, Juniper Loop, Kiln Street, Limestone
Trail, Market Street, Old Mill Road, Pecan Street, Quarry Road
"""
    ),
    street_pattern="{number} {street}",
    places=(
        _HOME,
        Place("Round Rock", "TX", "786##", "(512) 555-01##"),
        Place("San Antonio", "TX", "782##", "(210) 555-01##"),
        Place("Houston", "TX", "770##", "(713) 555-01##"),
        Place("Dallas", "TX", "752##", "(214) 555-01##"),
        Place("Tulsa", "OK", "741##", "(918) 555-01##"),
        Place("Santa Fe", "NM", "875##", "(505) 555-01##"),
        Place("Denver", "CO", "802##", "(303) 555-01##"),
        Place("Portland", "OR", "972##", "(503) 555-01##"),
        Place("Savannah", "GA", "314##", "(912) 555-01##"),
        Place("Madison", "WI", "537##", "(608) 555-01##"),
        Place("Burlington", "VT", "054##", "(802) 555-01##"),
    ),
    jobs=words(
        """
Owner, Office manager, Marketing director, Accounts payable, Founder, Operations lead
"""
    ),
    terms=(("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 60", 60)),
    taxes=(("Sales Tax 8.25%", "State and city sales tax", D("8.25")),),
    agency="State Tax Office",
    goods=(
        Good("", "Print", D(0), "NON", "Category"),
        Good("WEB-DESIGN", "Website design", D("4800.00"), "NON"),
        Good("WEB-BUILD", "Website build, two-week sprint", D("3200.00"), "NON"),
        Good("COPY-PAGE", "Copywriting, per page", D("85.00"), "NON"),
        Good("HOST-12", "Managed hosting, 12 months", D("948.00"), "NON"),
        Good("PRINT-BRO", "Brochures, pack of 100", D("129.50"), "TAX", "NonInventory", "Print"),
        Good("CONSULT-HR", "Senior consulting, per hour", D("333.33"), "NON"),
        Good("BOOTH-KIT", "Trade fair booth kit", D("2390.00"), "TAX", "Inventory"),
        Good("SEO-AUDIT", "Search audit", D("1250.00"), "NON"),
        Good("BRAND-WS", "Brand workshop, one day", D("1800.00"), "NON"),
        Good("PHOTO-DAY", "Photo shoot, one day", D("1450.00"), "NON"),
        Good("VIDEO-MIN", "Video editing, per finished minute", D("275.00"), "NON"),
        Good("SUPPORT-M", "Support plan, per month", D("420.00"), "NON"),
        Good("TRAIN-HALF", "Editor training, half a day", D("690.00"), "NON"),
        Good("A11Y-AUDIT", "Accessibility audit", D("1600.00"), "NON"),
        Good("NEWS-TPL", "Newsletter template", D("560.00"), "NON"),
        Good("ICON-SET", "Icon set", D("380.00"), "NON"),
        Good("PRINT-CARD", "Business cards, pack of 250", D("48.75"), "TAX", "NonInventory", "Print"),
        Good("SIGN-ALU", "Aluminum sign, 24 x 36 in", D("215.00"), "TAX", "NonInventory"),
        Good("BANNER-RU", "Roll-up banner", D("149.00"), "TAX", "Inventory"),
        Good("STAND-OAK", "Oak brochure stand", D("310.00"), "TAX", "Inventory"),
        Good("LABEL-ROLL", "Label roll, 500 pieces", D("64.90"), "TAX", "NonInventory"),
        Good("TSHIRT-ORG", "Printed T-shirt, organic cotton", D("19.95"), "TAX", "Inventory"),
        Good("", "Rush fee", D("150.00"), "NON"),
        Good("HOST-OLD", "Shared hosting, 12 months", D("240.00"), "NON", active=False),
    ),
    things=words(
        """
Poster, Flyer, Catalog, Menu board, Window decal, Name badge, Tote bag, Notebook, Envelope,
Sticker sheet, Display case, Light box, Lanyard, Postcard, Folder, Gift card
"""
    ),
    finishes=words(
        """
matte, gloss, linen, kraft, recycled, large, small, two-color
"""
    ),
    memos=(
        "Thank you for your business.",
        "Thank you! Please mention the invoice number with your payment.",
        "It was a pleasure working with you.",
        "",
    ),
    accounts=(
        ("Checking", "Bank", "Checking", "Asset"),
        ("Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable", "Asset"),
        ("Undeposited Funds", "Other Current Asset", "UndepositedFunds", "Asset"),
        ("Inventory Asset", "Other Current Asset", "Inventory", "Asset"),
        ("Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable", "Liability"),
        ("Sales Tax Payable", "Other Current Liability", "SalesTaxPayable", "Liability"),
        ("Services", "Income", "ServiceFeeIncome", "Revenue"),
        ("Sales of Product Income", "Income", "SalesOfProductIncome", "Revenue"),
        ("Discounts given", "Income", "DiscountsRefundsGiven", "Revenue"),
        ("Cost of Goods Sold", "Cost of Goods Sold", "SuppliesMaterialsCogs", "Expense"),
    ),
    vendors=("Ironwood Paper Supply", "Quillfeather Type Foundry", "Mesaverde Courier"),
    first_number=1001,
    projects=words(
        """
Website refresh, Product launch page, Annual report, Trade fair booth, Brand guide, Photo
library, Newsletter setup, Store signage, Support renewal, Online catalog
"""
    ),
    mailboxes=("accounts", "office", "billing", "hello"),
    mail_host="lanternmail",
)
