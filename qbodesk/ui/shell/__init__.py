"""What stands around every page: sidebar, toolbar line, status bar, palette. Holds no record."""
