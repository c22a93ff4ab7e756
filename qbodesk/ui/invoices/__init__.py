"""How invoices stand in tables."""
