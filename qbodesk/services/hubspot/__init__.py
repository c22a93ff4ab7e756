"""The HubSpot client: calls, records, errors. Stores nothing and decides nothing about deals."""
