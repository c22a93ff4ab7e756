"""QuickBooks Online and HubSpot on loopback: a program of its own that imports nothing else of qbodesk."""
