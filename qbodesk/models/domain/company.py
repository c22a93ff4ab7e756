"""What of a QuickBooks company's settings decides about invoices; reads no server."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CompanyRules:
    """One QuickBooks company. `connected` means signed in.

    `custom_numbers` is `SalesFormsPrefs.CustomTxnNumbers`, `allows_discount` its `AllowDiscount`. `letterhead` are the
    lines below its name on a document: legal name, address, e-mail, phone.
    """

    realm_id: str
    name: str
    country: str
    home_currency: str
    timezone: str
    multicurrency: bool
    uses_sales_tax: bool
    custom_numbers: bool
    books_closed_until: date | None
    default_term_id: str | None
    default_message: str
    default_item_id: str | None = None
    connected: bool = True
    allows_discount: bool = True
    letterhead: tuple[str, ...] = ()

    @property
    def needs_tax_codes(self) -> bool:
        """Every line needs a tax code; in the US QuickBooks adds the tax by itself."""
        return self.country != "US" and self.uses_sales_tax
