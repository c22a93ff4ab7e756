"""The SQLite cache: tables, queries, migrations. Decides nothing about invoices."""
