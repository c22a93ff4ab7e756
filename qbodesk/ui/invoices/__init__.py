"""The list of invoices."""
