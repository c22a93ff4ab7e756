"""Access tokens for the clients: refreshed, rotated and stored in time. Opens no browser and keeps no file."""
