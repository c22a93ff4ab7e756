"""One record with everything that belongs to it, as cards; writes nothing."""
