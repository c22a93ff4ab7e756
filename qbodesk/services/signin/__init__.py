"""Connecting and disconnecting the real services: who is signed in, with what, and for how long. Fetches no records."""

from qbodesk.models.cache.connections import ServiceConnection

__all__ = ["ServiceConnection"]
