"""Tables that keep ids and read rows when they are painted; know no query and no record type."""
