"""Splits long lists of property names, because HubSpot answers a long address with 414; asks for nothing itself."""

from collections.abc import Sequence
from urllib.parse import quote

LONGEST = 5500  # bytes of names in one address; refused near 8 kB, and the rest needs some too (hubspot-api.md §3.5)


def in_chunks(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Each name once, in order, in as few parts as fit into an address; one empty part for no names."""
    chunks: list[list[str]] = [[]]
    length = 0
    for name in dict.fromkeys(names):
        cost = len(quote(name, safe="")) + len("%2C")
        if chunks[-1] and length + cost > LONGEST:
            chunks.append([])
            length = 0
        chunks[-1].append(name)
        length += cost
    return [tuple(chunk) for chunk in chunks]
