"""Connecting and disconnecting the real services: who is signed in, with what, and for how long. Fetches no records."""
