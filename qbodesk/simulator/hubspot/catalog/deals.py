"""The properties HubSpot defines on deals (hubspot-api.md §2.3, §7.3); stages come from the portal's pipelines."""

from qbodesk.simulator.hubspot.catalog import columns
from qbodesk.simulator.hubspot.catalog.columns import choice, computed, moment, number, text
from qbodesk.simulator.hubspot.definitions import Property


def properties() -> list[Property]:
    return [
        text("dealname", "Deal Name"),
        number("amount", "Amount", extra={"showCurrencySymbol": True}),
        choice("deal_currency_code", "Currency"),
        choice("dealstage", "Deal Stage", field_type="radio"),
        choice("pipeline", "Pipeline"),
        moment("closedate", "Close Date"),
        choice(
            "dealtype",
            "Deal Type",
            ("newbusiness", "New Business"),
            ("existingbusiness", "Existing Business"),
            field_type="radio",
        ),
        choice("hs_priority", "Priority", ("low", "Low"), ("medium", "Medium"), ("high", "High")),
        text("description", "Deal Description", "textarea"),
        text("hs_next_step", "Next step"),
        text("closed_lost_reason", "Closed Lost Reason", "textarea"),
        text("closed_won_reason", "Closed Won Reason", "textarea"),
        computed("amount_in_home_currency", "Amount in company currency"),
        computed("hs_closed_amount", "Closed Deal Amount"),
        computed("hs_closed_amount_in_home_currency", "Closed Deal Amount In Home Currency"),
        computed("hs_projected_amount", "Weighted amount"),
        computed("hs_projected_amount_in_home_currency", "Weighted amount in company currency"),
        computed("hs_deal_stage_probability", "Deal probability"),
        computed("hs_is_closed", "Is Deal Closed?", "bool"),
        computed("hs_is_closed_won", "Is Closed Won", "bool"),
        computed("hs_is_closed_lost", "Is Closed Lost", "bool"),
        computed("hs_acv", "Annual contract value"),
        computed("hs_arr", "Annual recurring revenue"),
        computed("hs_mrr", "Monthly recurring revenue"),
        computed("hs_tcv", "Total contract value"),
        *columns.activity(),
    ]
