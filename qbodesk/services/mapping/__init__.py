"""Field mappings of a workspace: which hold, what they choose from, what they would change. Writes to no server."""

from dataclasses import dataclass

from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.mappings import State, Version
from qbodesk.services.changes import Changes
from qbodesk.services.clock import Chance, Clock
from qbodesk.services.mapping.asked import COMMON
from qbodesk.services.mapping.book import Mappings
from qbodesk.services.mapping.catalogue import Catalogue, Choice
from qbodesk.services.mapping.sources import Sources
from qbodesk.services.mapping.trial import Impact, Looked, Step, Trial, Tried

__all__ = [
    "COMMON",
    "Catalogue",
    "Choice",
    "Impact",
    "Looked",
    "MappingDesk",
    "Mappings",
    "State",
    "Step",
    "Trial",
    "Tried",
    "Version",
]


@dataclass(frozen=True, slots=True)
class MappingDesk:
    """The three together: `book` changes sets, `catalogue` says what there is to choose, `trial` what would happen."""

    book: Mappings
    catalogue: Catalogue
    trial: Trial


def open_desk(cache: Cache, changes: Changes, clock: Clock, chance: Chance) -> MappingDesk:
    """The mappings of an open workspace."""
    sources = Sources(clock)
    catalogue = Catalogue(cache, sources)
    book = Mappings(cache, changes, clock, chance, catalogue)
    return MappingDesk(book, catalogue, Trial(cache, changes, clock, sources, catalogue, book))
