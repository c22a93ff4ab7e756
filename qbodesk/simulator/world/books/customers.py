"""The customers of one company: those of the story, then invented ones; sells them nothing."""

from random import Random

from qbodesk.simulator.world.books.setup import Setup
from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.locales import Locale
from qbodesk.simulator.world.names import Namer
from qbodesk.simulator.world.shapes import Body
from qbodesk.simulator.world.story import CUSTOMERS, StoryCustomer

# Generated customers start here, so that the story may grow without moving them.
FIRST_GENERATED_ID = 101


class CustomerList:
    """Builds the customers of one company in the order of their ids."""

    def __init__(self, locale: Locale, setup: Setup, calendar: Calendar, rng: Random, namer: Namer) -> None:
        self._locale = locale
        self._setup = setup
        self._calendar = calendar
        self._rng = rng
        self._namer = namer

    def build(self, count: int, *, with_story: bool) -> list[Body]:
        """`count` active customers; the story's inactive ones besides, unless the story is cut short."""
        told = [one for one in CUSTOMERS if with_story and one.country == self._locale.code]
        active = sum(one.active for one in told)
        if count < active:
            told = [one for one in told if one.active][:count]
            active = count
        customers = [self._told(one) for one in told]
        customers.extend(self._invented(FIRST_GENERATED_ID + i) for i in range(count - active))
        return customers

    def _told(self, one: StoryCustomer) -> Body:
        firm = one.name.removesuffix(" (deleted)") if one.firm else ""
        body = self._body(one.id, one.name, firm, one.first, one.last, one.email, one.currency)
        body["Active"] = one.active
        if self._locale.code == "US":
            body["Taxable"] = one.taxable
        if one.currency:
            body["BillAddr"] = {
                "Line1": "Deichgrafenweg 8",
                "City": "Greifswald",
                "PostalCode": "17489",
                "Country": "DE",
            }
        if one.parent:
            body |= {"Job": True, "BillWithParent": True, "ParentRef": {"value": one.parent}}
        return body

    def _invented(self, number: int) -> Body:
        rng, namer = self._rng, self._namer
        person = namer.person()
        if rng.random() < 0.25:
            email = f"{person.mailbox}@{self._locale.mail_host}.example" if rng.random() < 0.9 else ""
            body = self._body(str(number), person.full, "", person.first, person.last, email)
        else:
            firm = namer.firm()
            mailbox = person.mailbox if rng.random() < 0.4 else rng.choice(self._locale.mailboxes)
            email = f"{mailbox}@{firm.label}.example" if rng.random() < 0.94 else ""
            body = self._body(str(number), firm.name, firm.name, person.first, person.last, email)
        if self._locale.code == "US":
            body["Taxable"] = rng.random() < 0.88
        return body

    def _body(
        self, number: str, name: str, firm: str, first: str, last: str, email: str, currency: str = ""
    ) -> Body:
        """quickbooks-api.md §9.3."""
        rng, address = self._rng, self._namer.address()
        moment = self._calendar.moment(3_000 - int(number) % 1_700, rng.randint(480, 1_020))
        body: Body = {
            "Id": number,
            "DisplayName": name,
            "GivenName": first,
            "FamilyName": last,
            "PrimaryPhone": {"FreeFormNumber": address.phone},
            "BillAddr": {
                "Line1": address.street,
                "City": address.city,
                **({"CountrySubDivisionCode": address.region} if address.region else {}),
                "PostalCode": address.post,
                "Country": self._locale.code,
            },
            "SalesTermRef": self._setup.term(rng.choice((0, 1, 2, 2, 2, 3))),
            "PreferredDeliveryMethod": "Email" if email else "Print",
            "CurrencyRef": {"value": currency} if currency else self._setup.currency,
            "Active": True,
            "MetaData": {"CreateTime": moment, "LastUpdatedTime": moment},
        }
        if firm:
            body["CompanyName"] = firm
        if email:
            body["PrimaryEmailAddr"] = {"Address": email}
        return body
