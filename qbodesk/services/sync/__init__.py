"""Keeping the cache equal to the servers: what to fetch, in which order, and how a record becomes a row."""
