"""What the sign-in of both services has in common: registered apps, codes, the page a browser shows."""
