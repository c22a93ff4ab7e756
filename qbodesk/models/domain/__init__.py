"""Pure rules of invoicing: standard library only, no clock, no database, no network."""
