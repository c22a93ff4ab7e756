"""QuickBooks Online's Accounting API v3 in memory (quickbooks-api.md); serves no other product."""
