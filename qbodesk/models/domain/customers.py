"""A QuickBooks customer about to be created; checks and sends nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; the country is an ISO alpha-2 code or free text."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """The form of a new customer. An empty currency means the company's home currency; `tax_id` is NIP, VAT or EIN."""

    display_name: str
    company_name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phone: str = ""
    address: Address = Address()
    currency: str = ""
    tax_id: str = ""
