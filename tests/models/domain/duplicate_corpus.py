"""5,200 customers of which 37 pairs are one, with 22 pairs that only look so (features S7). Labels are written by hand.

The crowd is drawn by the simulator's own names; every labelled pair below is typed out, as people type them. Each row gives two
records as (name, given, surname, company, e-mail, phone, postcode[, family]).
"""

from collections.abc import Iterator
from random import Random

from qbodesk.models.domain.duplicates import Party
from qbodesk.simulator.world.locales import LOCALES
from qbodesk.simulator.world.names import Namer

Record = tuple[str, ...]

SAME_EMAIL: list[tuple[Record, Record]] = [
    (("Miller Roofing LLC", "Bob", "Miller", "Miller Roofing LLC", "bob@millerroof.example", "(555) 201-4411", "75201"),
     ("Bob Miller", "Bob", "Miller", "", "BOB@millerroof.example", "(555) 777-0001", "75204")),
    (("Zakład Stolarski Dąb", "Jan", "Dąbek", "Zakład Stolarski Dąb", "jan@dab.example", "+48 42 111 22 33", "90-001"),
     ("Zaklad Stolarski Dab s.c.", "Jan", "Dabek", "Zaklad Stolarski Dab s.c.", "jan@dab.example", "", "")),
    (("Anna Kowalczyk", "Anna", "Kowalczyk", "", "anna.k@poczta.example", "", ""),
     ("Kowalczyk Anna", "Anna", "Kowalczyk", "", "anna.k@poczta.example", "501 222 333", "91-100")),
    (("Hill Dental Practice", "", "", "Hill Dental Practice", "desk@hilldental.example", "0117 496 0101", "BS1 4TR"),
     ("Hill Dental Pratice", "", "", "Hill Dental Pratice", "desk@hilldental.example", "0117 496 0101", "BS1 4TR")),
    (("Greenway Landscaping Inc.", "", "", "Greenway Landscaping Inc.", "office@greenway.example, pay@greenway.example", "", ""),
     ("Greenway Landscaping", "", "", "Greenway Landscaping", "pay@greenway.example", "(555) 300-1000", "60601")),
    (("R. Thompson", "R", "Thompson", "", "rt@post.example", "", "10001"),
     ("Robert Thompson", "Robert", "Thompson", "", "rt@post.example", "(555) 410-2020", "")),
    (("Café Müller", "", "", "Café Müller", "info@cafemueller.example", "", "10115"),
     ("Cafe Muller GmbH", "", "", "Cafe Muller GmbH", "info@cafemueller.example", "030 111 2222", "10115")),
    (("Northside Auto", "Luis", "Ortega", "Northside Auto", "luis@northside.example", "(555) 111-3131", "60614"),
     ("Luis Ortega", "Luis", "Ortega", "", "luis@northside.example", "(555) 111-3131", "")),
    (("Bright & Sons", "", "", "Bright & Sons", "hello@bright.example", "", ""),
     ("Bright and Sons Ltd", "", "", "Bright and Sons Ltd", "hello@bright.example", "", "LS1 2AB")),
    (("Maria Garcia", "Maria", "Garcia", "", "mg@mail.example", "", ""),
     ("Maria Garcia (new)", "Maria", "Garcia", "", "mg@mail.example", "", "")),
    (("Przedszkole Słoneczko", "", "", "Przedszkole Słoneczko", "biuro@sloneczko.example", "61 852 11 22", "60-101"),
     ("Słoneczko Przedszkole Niepubliczne", "", "", "Słoneczko Przedszkole Niepubliczne", "biuro@sloneczko.example", "61 852 11 22", "60-101")),
    (("T&M Plumbing", "", "", "T&M Plumbing", "tm@plumb.example", "(555) 600-7000", "78701"),
     ("TM Plumbing Co.", "", "", "TM Plumbing Co.", "tm@plumb.example", "(555) 600-7000", "78701")),
    (("Old Mill Bakery", "", "", "Old Mill Bakery", "orders@oldmill.example", "01632 960 111", "NE1 1AA"),
     ("The Old Mill Bakery", "", "", "The Old Mill Bakery", "orders@oldmill.example", "01632 960 112", "NE1 1AA")),
    (("Kancelaria Nowicki", "Adam", "Nowicki", "Kancelaria Nowicki", "adam@nowicki.example", "", ""),
     ("Adam Nowicki", "Adam", "Nowicki", "", "adam@nowicki.example", "22 333 44 55", "00-950")),
]  # fmt: skip

SAME_NAME: list[tuple[Record, Record]] = [
    (("Zakład Żółw sp. z o.o.", "", "", "Zakład Żółw sp. z o.o.", "biuro@zolw.example", "42 600 10 10", "90-330"),
     ("ZAKLAD ZOLW Sp. z o. o.", "", "", "ZAKLAD ZOLW Sp. z o. o.", "faktury@zolw.example", "42 600 10 10", "")),
    (("Acme Fabrication, Inc.", "", "", "Acme Fabrication, Inc.", "ap@acmefab.example", "", ""),
     ("Acme Fabrication Incorporated", "", "", "Acme Fabrication Incorporated", "", "(555) 909-1010", "44101")),
    (("Harbour View Hotel Ltd", "", "", "Harbour View Hotel Ltd", "stay@harbourview.example", "01803 960 200", "TQ1 2BG"),
     ("Harbour View Hotel Limited", "", "", "Harbour View Hotel Limited", "accounts@harbourview.example", "01803 960 201", "TQ1 2BG")),
    (("Sunrise Yoga", "", "", "Sunrise Yoga", "", "", ""),
     ("Sunrise Yoga LLC", "", "", "Sunrise Yoga LLC", "om@sunriseyoga.example", "(555) 120-1212", "94110")),
    (("Ewa Wiśniewska", "Ewa", "Wiśniewska", "", "", "600 700 800", "30-001"),
     ("Wisniewska Ewa", "Ewa", "Wisniewska", "", "ewa@w.example", "+48 600 700 800", "")),
    (("Peak Performance Physio", "", "", "Peak Performance Physio", "", "", "80202"),
     ("PEAK PERFORMANCE PHYSIO", "", "", "PEAK PERFORMANCE PHYSIO", "frontdesk@peak.example", "", "80202")),
    (("Dr. Alan Reed", "Alan", "Reed", "", "", "(555) 808-2323", "02139"),
     ("Alan Reed, Dr.", "Alan", "Reed", "", "areed@clinic.example", "(555) 808-2323", "02139")),
    (("Blue-Sky Media GmbH", "", "", "Blue-Sky Media GmbH", "post@bluesky.example", "", "20095"),
     ("Blue Sky Media", "", "", "Blue Sky Media", "", "", "")),
    (("Firma Handlowa „Kogut”", "", "", "Firma Handlowa „Kogut”", "", "81 740 00 01", "20-002"),
     ("Firma Handlowa Kogut", "", "", "Firma Handlowa Kogut", "kogut@fh.example", "81 740 00 01", "20-002")),
    (("Lakeside Vet Clinic", "", "", "Lakeside Vet Clinic", "pets@lakeside.example", "(555) 221-9090", "55401"),
     ("Lakeside Vet Clinic", "", "", "Lakeside Vet Clinic", "billing@lakeside.example", "(555) 221-9090", "55402")),
    (("Ogrody Marzeń Spółka z o.o.", "", "", "Ogrody Marzeń Spółka z o.o.", "", "", "50-100"),
     ("Ogrody Marzeń sp. z o.o.", "", "", "Ogrody Marzeń sp. z o.o.", "biuro@ogrody.example", "71 300 20 20", "")),
    (("Stone Bridge Partners LLP", "", "", "Stone Bridge Partners LLP", "sb@stonebridge.example", "020 7946 0888", "EC1A 1BB"),
     ("Stone Bridge Partners", "", "", "Stone Bridge Partners", "info@stonebridge.example", "020 7946 0888", "EC1A 1BB")),
]  # fmt: skip

SAME_PHONE: list[tuple[Record, Record]] = [
    (("Evergreen Intl Trading", "", "", "Evergreen Intl Trading", "", "(555) 710-1100", "98101"),
     ("Evergreen International Trading Co", "", "", "Evergreen International Trading Co", "ap@evergreen.example", "555-710-1100", "98101")),
    (("Catherine Walsh", "Catherine", "Walsh", "", "", "028 9018 0011", "BT1 5GS"),
     ("Catharine Walsh", "Catharine", "Walsh", "", "cw@home.example", "028 9018 0011", "BT1 5GS")),
    (("Riverside Brewing Company", "", "", "Riverside Brewing Company", "taps@riverside.example", "(555) 340-5060", "97201"),
     ("Riverside Brewery", "", "", "Riverside Brewery", "hello@riverside.example", "(555) 340-5060", "97201")),
    (("J. Lewandowski", "J", "Lewandowski", "", "", "602 111 999", "80-001"),
     ("Jakub Lewandowski", "Jakub", "Lewandowski", "", "jakub@l.example", "602111999", "80-001")),
    (("Summit Electrical Services", "", "", "Summit Electrical Services", "", "(555) 990-1200", "84101"),
     ("Summit Electrical Svcs", "", "", "Summit Electrical Svcs", "", "(555) 990-1200", "84101")),
    (("Hotel Pod Lipami", "", "", "Hotel Pod Lipami", "recepcja@podlipami.example", "12 420 30 30", "31-010"),
     ("Pod Lipami Hotel i Restauracja", "", "", "Pod Lipami Hotel i Restauracja", "biuro@podlipami.example", "12 420 30 30", "31-010")),
    (("Okafor Consulting", "Ngozi", "Okafor", "Okafor Consulting", "", "020 7946 0321", "SE1 9SG"),
     ("Ngozi Okafor", "Ngozi", "Okafor", "", "ngozi@mail.example", "020 7946 0321", "SE1 9SG")),
    (("Pinewood Elementary School", "", "", "Pinewood Elementary School", "", "(555) 402-3030", "30301"),
     ("Pinewood Elem School", "", "", "Pinewood Elem School", "office@pinewood.example", "(555) 402-3030", "30301")),
    (("Silver Lining Events", "", "", "Silver Lining Events", "a@silverlining.example", "(555) 818-8181", "33101"),
     ("Silver Linning Events LLC", "", "", "Silver Linning Events LLC", "b@silverlining.example", "(555) 818-8181", "33101")),
    (("Metalbud Kowal", "", "", "Metalbud Kowal", "", "32 255 10 10", "40-001"),
     ("PPHU Metalbud Kowal", "", "", "PPHU Metalbud Kowal", "metalbud@kowal.example", "32 255 10 10", "40-001")),
    (("Hargreaves & Co Solicitors", "", "", "Hargreaves & Co Solicitors", "", "0113 496 0700", "LS1 5PX"),
     ("Hargreaves Solicitors", "", "", "Hargreaves Solicitors", "law@hargreaves.example", "0113 496 0700", "LS1 5PX")),
]  # fmt: skip

LOOK_ALIKES: list[tuple[Record, Record]] = [
    # families at one address
    (("Anna Nowak", "Anna", "Nowak", "", "", "501 100 100", "90-100"), ("Piotr Nowak", "Piotr", "Nowak", "", "", "501 100 100", "90-100")),
    (("John Carter", "John", "Carter", "", "john@carter.example", "(555) 222-1000", "75001"), ("Emily Carter", "Emily", "Carter", "", "emily@carter.example", "(555) 222-1000", "75001")),
    (("Maria Zielińska", "Maria", "Zielińska", "", "dom@zielinscy.example", "22 600 00 00", "02-100"), ("Tomasz Zieliński", "Tomasz", "Zieliński", "", "dom@zielinscy.example", "22 600 00 00", "02-100")),
    (("Sarah Hughes", "Sarah", "Hughes", "", "", "029 2018 0500", "CF10 1AA"), ("Simon Hughes", "Simon", "Hughes", "", "", "029 2018 0500", "CF10 1AA")),
    (("Wei Chen", "Wei", "Chen", "", "", "(555) 333-1234", "94016"), ("Li Chen", "Li", "Chen", "", "", "(555) 333-1234", "94016")),
    # namesakes
    (("Jan Kowalski", "Jan", "Kowalski", "", "jan@lodz.example", "42 111 00 00", "90-002"), ("Jan Kowalski", "Jan", "Kowalski", "", "jk@gdansk.example", "58 222 00 00", "80-003")),
    (("David Smith", "David", "Smith", "", "ds@one.example", "(555) 101-0001", "10002"), ("David Smith", "David", "Smith", "", "smith@two.example", "(555) 909-0002", "60007")),
    (("Katarzyna Wójcik", "Katarzyna", "Wójcik", "", "kasia@a.example", "", "30-100"), ("Katarzyna Wojcik", "Katarzyna", "Wojcik", "", "kw@b.example", "", "60-200")),
    (("City Taxi", "", "", "City Taxi", "rides@citytaxi.example", "(555) 444-0001", "77001"), ("City Taxi", "", "", "City Taxi", "fleet@taxicity.example", "(555) 555-0002", "19101")),
    # one reception, several firms
    (("Alder Accounting", "", "", "Alder Accounting", "a@alder.example", "(555) 700-7000", "80203"), ("Brightline Software", "", "", "Brightline Software", "b@brightline.example", "(555) 700-7000", "80203")),
    (("Kancelaria Lis", "", "", "Kancelaria Lis", "", "22 555 11 11", "00-001"), ("Studio Fotografii Mewa", "", "", "Studio Fotografii Mewa", "", "22 555 11 11", "00-001")),
    (("Oak Street Dental", "", "", "Oak Street Dental", "", "(555) 611-0000", "43085"), ("Oak Street Pharmacy", "", "", "Oak Street Pharmacy", "", "(555) 612-0000", "43085")),
    # branches and sisters
    (("Drukarnia Szybka Warszawa", "", "", "Drukarnia Szybka Warszawa", "wawa@szybka.example", "22 100 00 01", "00-100"), ("Drukarnia Szybka Kraków", "", "", "Drukarnia Szybka Kraków", "krk@szybka.example", "12 100 00 02", "30-200")),
    (("Fitness First North", "", "", "Fitness First North", "n@ff.example", "(555) 800-0001", "60610"), ("Fitness First South", "", "", "Fitness First South", "s@ff.example", "(555) 800-0002", "60620")),
    (("Nova Ltd", "", "", "Nova Ltd", "hi@nova-london.example", "020 7946 0001", "W1A 1AA"), ("Nova LLP", "", "", "Nova LLP", "hi@nova-leeds.example", "0113 496 0002", "LS2 3CC")),
    (("Orion S.A.", "", "", "Orion S.A.", "", "22 321 00 00", "00-200"), ("Orion sp. z o.o.", "", "", "Orion sp. z o.o.", "", "61 321 00 00", "60-300")),
    # one bookkeeper's mailbox
    (("Piekarnia Kłos", "", "", "Piekarnia Kłos", "biuro@rachunki.example", "42 333 00 01", "90-400"), ("Kwiaciarnia Róża", "", "", "Kwiaciarnia Róża", "biuro@rachunki.example", "42 333 00 02", "91-500")),
    (("Harper Tiling", "", "", "Harper Tiling", "books@ledgerly.example", "(555) 141-0001", "85001"), ("Quick Print", "", "", "Quick Print", "books@ledgerly.example", "(555) 141-0002", "85002")),
    # a customer and what belongs to it
    (("Meridian Group", "", "", "Meridian Group", "ap@meridian.example", "(555) 900-0001", "30309", "7"), ("Meridian Group: Atlanta", "", "", "Meridian Group", "ap@meridian.example", "(555) 900-0001", "30309", "7")),
    (("Osiedle Parkowe", "", "", "Osiedle Parkowe", "zarzad@parkowe.example", "71 200 00 00", "50-001", "8"), ("Osiedle Parkowe: Blok B", "", "", "Osiedle Parkowe", "zarzad@parkowe.example", "71 200 00 00", "50-001", "8")),
    # numbers tell them apart
    (("Unit 12 Holdings", "", "", "Unit 12 Holdings", "", "(555) 121-2121", "11201"), ("Unit 21 Holdings", "", "", "Unit 21 Holdings", "", "(555) 121-2121", "11201")),
    (("Szkoła Podstawowa nr 3", "", "", "Szkoła Podstawowa nr 3", "", "42 700 00 00", "90-700"), ("Szkoła Podstawowa nr 8", "", "", "Szkoła Podstawowa nr 8", "", "42 700 00 00", "90-700")),
]  # fmt: skip

SIZE = 5_200


def corpus() -> tuple[list[Party], set[frozenset[str]]]:
    """All customers in an order that tells nothing, and the ids of the pairs that are one."""
    labelled = [*SAME_EMAIL, *SAME_NAME, *SAME_PHONE]
    parties, one = [], set()
    for number, pair in enumerate([*labelled, *LOOK_ALIKES]):
        made = [_party(f"{number}{side}", record) for side, record in zip("ab", pair, strict=True)]
        parties += made
        if number < len(labelled):
            one.add(frozenset(each.id for each in made))
    parties += list(_crowd(SIZE - len(parties)))
    Random(7).shuffle(parties)
    return parties, one


def _party(record_id: str, record: Record) -> Party:
    name, given, surname, company, email, phone, postcode, *family = record
    return Party(record_id, name, company, given, surname, email, phone, postcode, *family)


def _crowd(count: int) -> Iterator[Party]:
    rng = Random(11)
    namers = [(locale, Namer(locale, "duplicates")) for locale in LOCALES.values()]
    for number in range(count):
        locale, namer = namers[number % len(namers)]
        person, address = namer.person(), namer.address()
        if rng.random() < 0.25:
            email = f"{person.mailbox}{number}@{locale.mail_host}.example"
            yield Party(
                f"c{number}", person.full, "", person.first, person.last, email, address.phone, address.post
            )
        else:
            firm = namer.firm()
            email = f"{rng.choice(locale.mailboxes)}@{firm.label}.example" if rng.random() < 0.94 else ""
            yield Party(
                f"c{number}",
                firm.name,
                firm.name,
                person.first,
                person.last,
                email,
                address.phone,
                address.post,
            )
