"""The properties HubSpot defines on contacts (hubspot-api.md §2.3)."""

from qbodesk.simulator.hubspot.catalog import columns
from qbodesk.simulator.hubspot.catalog.columns import choice, flag, moment, phone, text, words
from qbodesk.simulator.hubspot.definitions import Property


def properties() -> list[Property]:
    return [
        text("email", "Email", form_field=True),
        text("firstname", "First Name", form_field=True),
        text("lastname", "Last Name", form_field=True),
        phone("phone", "Phone Number"),
        phone("mobilephone", "Mobile Phone Number"),
        phone("fax", "Fax Number"),
        text("company", "Company Name", form_field=True),
        text("jobtitle", "Job Title"),
        text("salutation", "Salutation"),
        text("address", "Street Address"),
        text("city", "City"),
        text("state", "State/Region"),
        text("zip", "Postal Code"),
        text("country", "Country/Region"),
        text("website", "Website URL"),
        text("message", "Message", "textarea"),
        text("hs_language", "Preferred language"),
        text("hs_timezone", "Time Zone"),
        text("hs_additional_emails", "Additional email addresses"),
        choice(
            "lifecyclestage",
            "Lifecycle Stage",
            ("subscriber", "Subscriber"),
            ("lead", "Lead"),
            ("marketingqualifiedlead", "Marketing Qualified Lead"),
            ("salesqualifiedlead", "Sales Qualified Lead"),
            ("opportunity", "Opportunity"),
            ("customer", "Customer"),
            ("evangelist", "Evangelist"),
            ("other", "Other"),
            field_type="radio",
        ),
        choice(
            "hs_lead_status",
            "Lead Status",
            *words("NEW", "OPEN", "IN_PROGRESS", "OPEN_DEAL", "UNQUALIFIED", "CONNECTED", "BAD_TIMING"),
        ),
        flag("hs_marketable_status", "Marketing contact status"),
        # The portal keeps it beside lastmodifieddate and fills it at times of its own: clients must not rely on it.
        moment("hs_lastmodifieddate", "Object last modified date/time", read_only=True),
        *columns.activity(),
    ]
