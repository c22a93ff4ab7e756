"""The QuickBooks Online client: calls, records, errors. Stores nothing and decides nothing about invoices."""
