"""Companies and contacts of the portal: some are QuickBooks customers, some nearly, some not; sells nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from qbodesk.simulator.world.crm.account import active_owner, owner_id
from qbodesk.simulator.world.crm.draft import Draft, Properties
from qbodesk.simulator.world.crm.lookalikes import nearly, without_form
from qbodesk.simulator.world.locales import LOCALES
from qbodesk.simulator.world.names import Name, Namer, slug
from qbodesk.simulator.world.shapes import Body, CompanySeed
from qbodesk.simulator.world.story import COMPANIES, CONTACTS, CUSTOMERS

# Of twenty generated companies so many are customers as they are, then nearly by name; the rest are unknown.
_SAME, _NEARLY = 12, 15


@dataclass(slots=True)
class Party:
    """Who a deal can be with: a company and its contacts, or one contact without a company."""

    country: str
    name: str
    label: str
    place: Properties
    company_id: str = ""
    contacts: list[str] = field(default_factory=list)
    customer: Body | None = None


class Crowd:
    """Builds companies first, then contacts; `parties` are the generated ones, for generated deals."""

    def __init__(
        self,
        draft: Draft,
        books: tuple[CompanySeed, ...],
        namers: Mapping[str, Namer],
        rng: Random,
        *,
        story: bool,
    ) -> None:
        self._draft = draft
        self._namers = namers
        self._countries = tuple(namers)
        self._rng = rng
        self._story = story
        self._emails: set[str] = set()
        told = {one.name for one in CUSTOMERS}
        self._firms: list[tuple[str, Body]] = []
        self._persons: list[tuple[str, Body]] = []
        for company in books:
            for customer in company.entities["Customer"]:
                if not (story and customer["DisplayName"] in told):
                    pool = self._firms if customer.get("CompanyName") else self._persons
                    pool.append((company.country, customer))
        rng.shuffle(self._firms)
        rng.shuffle(self._persons)
        self.parties: list[Party] = []

    def build(self, companies: int, contacts: int) -> None:
        """Exactly so many of each, those of the story first."""
        for one in COMPANIES[:companies] if self._story else ():
            place = self._place(one.country)
            properties = _company(one.name, one.label, place, "", owner_id(0))
            self._draft.add("companies", properties, 700, object_id=one.id, touched=30)
        known = {company["id"] for company in self._draft.objects["companies"]}
        for person in CONTACTS[:contacts] if self._story else ():
            self._emails.add(person.email)
            name = Name(person.first, person.last)
            employer = next((one.name for one in COMPANIES if one.id == person.company), "")
            place = self._place(person.country)
            properties = _contact(
                name, person.email, employer, place, LOCALES[person.country].jobs[0], owner_id(0)
            )
            self._draft.add("contacts", properties, 690, object_id=person.id, touched=25)
            if person.company in known:
                self._draft.link("contacts", person.id, "companies", [person.company])
        for i in range(companies - self._draft.count("companies")):
            self._invent_company(i)
        firms = list(self.parties)
        for i in range(contacts - self._draft.count("contacts")):
            if firms and i % 10 != 9:
                self._invent_colleague(firms[(i - i // 10) % len(firms)], i)
            else:
                self._invent_loner(i)

    def _invent_company(self, i: int) -> None:
        rng = self._rng
        country, customer = self._firms.pop() if self._firms and i % 20 < _NEARLY else ("", None)
        if customer:
            name = customer["CompanyName"]
            same = i % 20 < _SAME
            label = _label(customer) if same else ""
            label = label or slug(without_form(name))
            name = name if same else nearly(name, i)
            place, industry = _customers_place(customer, country), ""
        else:
            country = self._any_country()
            firm = self._namers[country].firm()
            name, label, industry = firm.name, firm.label, firm.industry
            place, same = self._place(country), False
        properties = _company(name, label, place, industry, owner_id(active_owner(i)))
        company_id = self._draft.add(
            "companies", properties, 30 + int(rng.random() * 900), touched=1 + i % 200
        )
        self.parties.append(
            Party(country, name, label, place, company_id, customer=customer if same else None)
        )

    def _invent_colleague(self, firm: Party, i: int) -> None:
        """The first contact of a company that is a customer has the customer's name and e-mail."""
        customer = firm.customer
        if customer and not firm.contacts and "PrimaryEmailAddr" in customer:
            name = Name(customer["GivenName"], customer["FamilyName"])
            email = customer["PrimaryEmailAddr"]["Address"]
        else:
            name = self._namers[firm.country].person()
            email = f"{name.mailbox}@{firm.label}.example"
        contact_id = self._person(name, email, firm.name, firm.country, firm.place, i)
        firm.contacts.append(contact_id)
        self._draft.link("contacts", contact_id, "companies", [firm.company_id])

    def _invent_loner(self, i: int) -> None:
        country, customer = self._persons.pop() if self._persons and i % 40 != 39 else ("", None)
        if customer:
            name = Name(customer["GivenName"], customer["FamilyName"])
            email = customer.get("PrimaryEmailAddr", {}).get("Address", "")
            place = _customers_place(customer, country)
        else:
            country = self._any_country()
            name = self._namers[country].person()
            email = f"{name.mailbox}@{LOCALES[country].mail_host}.example" if i % 60 != 59 else ""
            place = self._place(country)
        contact_id = self._person(name, email, "", country, place, i)
        self.parties.append(Party(country, name.full, "", place, contacts=[contact_id]))

    def _person(self, name: Name, email: str, employer: str, country: str, place: Properties, i: int) -> str:
        """No e-mail comes twice: HubSpot refuses the second contact that has it."""
        mailbox, _, host = email.partition("@")
        turn = 2
        while email and email in self._emails:
            email = f"{mailbox}{turn}@{host}"
            turn += 1
        self._emails.add(email)
        jobs = LOCALES[country].jobs
        properties = _contact(name, email, employer, place, jobs[i % len(jobs)], owner_id(active_owner(i)))
        age = 20 + int(self._rng.random() * 900)
        return self._draft.add("contacts", properties, age, touched=1 + i % 150)

    def _any_country(self) -> str:
        """The first country half of the time."""
        rng = self._rng
        return self._countries[0] if rng.random() < 0.5 else rng.choice(self._countries)

    def _place(self, country: str) -> Properties:
        address = self._namers[country].address()
        return {
            "address": address.street,
            "city": address.city,
            "state": address.region,
            "zip": address.post,
            "country": LOCALES[country].country,
            "phone": address.phone,
        }


def _customers_place(customer: Body, country: str) -> Properties:
    address = customer["BillAddr"]
    return {
        "address": address["Line1"],
        "city": address["City"],
        "state": address.get("CountrySubDivisionCode", ""),
        "zip": address["PostalCode"],
        "country": LOCALES[country].country,
        "phone": customer["PrimaryPhone"]["FreeFormNumber"],
    }


def _label(customer: Body) -> str:
    """First label of the domain of a customer's e-mail address."""
    address: str = customer.get("PrimaryEmailAddr", {}).get("Address", "")
    return address.partition("@")[2].removesuffix(".example")


def _company(name: str, label: str, place: Properties, industry: str, owner: str) -> Properties:
    domain = f"{label}.example"
    return {
        "name": name,
        "domain": domain,
        "website": f"https://{domain}",
        "industry": industry,
        "hubspot_owner_id": owner,
        **place,
    }


def _contact(name: Name, email: str, employer: str, place: Properties, job: str, owner: str) -> Properties:
    return {
        "email": email,
        "firstname": name.first,
        "lastname": name.last,
        "company": employer,
        "jobtitle": job if employer else "",
        "lifecyclestage": "customer" if employer else "lead",
        "hubspot_owner_id": owner,
        **place,
    }
