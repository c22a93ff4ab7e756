"""What the clients of QuickBooks and HubSpot share on the way to a server; knows neither of them."""
