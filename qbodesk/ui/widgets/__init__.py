"""The parts screens are made of: no screen of the product and no data access."""
