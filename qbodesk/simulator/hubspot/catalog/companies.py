"""The properties HubSpot defines on companies (hubspot-api.md §2.3)."""

from qbodesk.simulator.hubspot.catalog import columns
from qbodesk.simulator.hubspot.catalog.columns import choice, number, phone, text, words
from qbodesk.simulator.hubspot.definitions import Property

_INDUSTRIES = (
    "ACCOUNTING", "AIRLINES_AVIATION", "APPAREL_FASHION", "ARCHITECTURE_PLANNING", "AUTOMOTIVE", "BANKING",
    "BIOTECHNOLOGY", "BUILDING_MATERIALS", "CHEMICALS", "CIVIL_ENGINEERING", "COMPUTER_HARDWARE",
    "COMPUTER_SOFTWARE", "CONSTRUCTION", "CONSUMER_GOODS", "CONSUMER_SERVICES", "DESIGN", "EDUCATION_MANAGEMENT",
    "ELECTRICAL_ELECTRONIC_MANUFACTURING", "ENTERTAINMENT", "EVENTS_SERVICES", "FACILITIES_SERVICES", "FARMING",
    "FINANCIAL_SERVICES", "FOOD_BEVERAGES", "FOOD_PRODUCTION", "FURNITURE", "GRAPHIC_DESIGN",
    "HOSPITAL_HEALTH_CARE", "HOSPITALITY", "HUMAN_RESOURCES", "IMPORT_AND_EXPORT", "INFORMATION_TECHNOLOGY_AND_SERVICES",
    "INSURANCE", "INTERNET", "LAW_PRACTICE", "LEGAL_SERVICES", "LOGISTICS_AND_SUPPLY_CHAIN", "MACHINERY",
    "MANAGEMENT_CONSULTING", "MARKETING_AND_ADVERTISING", "MECHANICAL_OR_INDUSTRIAL_ENGINEERING", "MEDICAL_PRACTICE",
    "NON_PROFIT_ORGANIZATION_MANAGEMENT", "OIL_ENERGY", "PACKAGING_AND_CONTAINERS", "PHARMACEUTICALS", "PRINTING",
    "PROFESSIONAL_TRAINING_COACHING", "PUBLISHING", "REAL_ESTATE", "RENEWABLES_ENVIRONMENT", "RESTAURANTS", "RETAIL",
    "SPORTS", "TELECOMMUNICATIONS", "TEXTILES", "TRANSPORTATION_TRUCKING_RAILROAD", "UTILITIES", "WAREHOUSING",
    "WHOLESALE", "WINE_AND_SPIRITS",
)  # fmt: skip


def properties() -> list[Property]:
    return [
        text("name", "Company name", form_field=True),
        text("domain", "Company Domain Name", form_field=True),
        phone("phone", "Phone Number"),
        text("website", "Website URL"),
        text("address", "Street Address"),
        text("address2", "Street Address 2"),
        text("city", "City"),
        text("state", "State/Region"),
        text("zip", "Postal Code"),
        text("country", "Country/Region"),
        text("timezone", "Time Zone"),
        text("description", "Description", "textarea"),
        text("linkedin_company_page", "LinkedIn Company Page"),
        text("hs_additional_domains", "Additional Domains"),
        choice("industry", "Industry", *words(*_INDUSTRIES)),
        choice("type", "Type", *words("PROSPECT", "PARTNER", "RESELLER", "VENDOR", "OTHER")),
        choice(
            "lifecyclestage",
            "Lifecycle Stage",
            *words("subscriber", "lead", "opportunity", "customer", "evangelist", "other"),
            field_type="radio",
        ),
        number("annualrevenue", "Annual Revenue"),
        number("numberofemployees", "Number of Employees"),
        *columns.activity(),
    ]
