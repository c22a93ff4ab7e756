"""Messages to customers saved under a name, to be used again; their fields stay unfilled until a draft fills them in."""

from dataclasses import dataclass

from qbodesk.models.cache import connections
from qbodesk.models.cache.engine import Cache
from qbodesk.models.domain.text import fold
from qbodesk.models.errors import InvalidInput
from qbodesk.services.changes import Changes, ChangeSet

_KEY = "message_snippets"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A saved message; names differ in more than case and accents."""

    name: str
    text: str


class Snippets:
    """The saved messages of a workspace."""

    def __init__(self, cache: Cache, changes: Changes) -> None:
        self._cache = cache
        self._changes = changes

    def listed(self) -> tuple[Snippet, ...]:
        """All of them, by name."""
        with self._cache.read() as tx:
            stored = connections.get_setting(tx, _KEY) or []
        return tuple(sorted((Snippet(name, text) for name, text in stored), key=lambda each: fold(each.name)))

    def save(self, snippet: Snippet, *, instead_of: str = "") -> None:
        """Store one, in the place of that of the same name and of the one it was renamed from.

        Raises `InvalidInput` (`SNIPPET_EMPTY`) without a name or a text.
        """
        name, text = " ".join(snippet.name.split()), snippet.text.strip()
        if not name or not text:
            raise InvalidInput("SNIPPET_EMPTY", field="name" if not name else "text")
        gone = {fold(name), fold(instead_of)}
        kept = [each for each in self.listed() if fold(each.name) not in gone]
        self._store([*kept, Snippet(name, text)])

    def delete(self, name: str) -> None:
        """Forget one; an unknown name is no mistake."""
        self._store([each for each in self.listed() if fold(each.name) != fold(name)])

    def _store(self, snippets: list[Snippet]) -> None:
        with self._cache.write() as tx:
            connections.set_setting(tx, _KEY, [[each.name, each.text] for each in snippets])
        self._changes.publish(ChangeSet.of("setting", _KEY))
