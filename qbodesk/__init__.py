"""qbodesk: QuickBooks Online invoices from HubSpot deals and quotes, on the desktop."""

__version__ = "0.1.0"
