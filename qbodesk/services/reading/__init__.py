"""What screens and commands read: frozen snapshots of the cache, never rows or sessions. Writes nothing."""
