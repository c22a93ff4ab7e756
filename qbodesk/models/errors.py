"""What can go wrong, as the program's one error family; knows no server's wording.

    QboDeskError                 what the user may read: a `Problem` with a stable code
      NeedsUser                  stop and ask                 SignInExpired PermissionMissing InvalidInput NotInvoiceable
      TryLater                   back off, keep the item      Offline RateLimited ServerTrouble OutcomeUnknown
      Refused                    record as problem, go on     StaleObject Duplicate MissingReference RejectedByServer
      LocalTrouble               tell, offer a way out        CacheLocked CacheCorrupt CacheTooNew DiskFull KeyringUnavailable

Whoever handles an error branches on the four groups only. Anything else that is raised is a bug of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qbodesk.models.problem_texts import TEXTS, UNKNOWN
from qbodesk.models.words import N_, _


@dataclass(frozen=True, slots=True)
class Problem:
    """A record not in step or an action not possible: a stable code and the facts its sentences need.

    Stored as code and facts, shown in the language in force at the time of showing.
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What happened, as a headline."""
        return self._fill(TEXTS.get(self.code, UNKNOWN).title)

    @property
    def detail(self) -> str:
        """Why, in one or two sentences; may be empty."""
        return self._fill(TEXTS.get(self.code, UNKNOWN).detail)

    @property
    def hint(self) -> str:
        """What to do next; may be empty."""
        if "tried" in self.facts:
            return self._fill(
                N_("It was tried {tried} times and is not tried again by itself: it waits for you.")
            )
        return self._fill(TEXTS.get(self.code, UNKNOWN).hint)

    @property
    def sentence(self) -> str:
        """Title, reason and next step in one line, for the command line and tool tips."""
        return " ".join(part for part in (_ended(self.title), self.detail, self.hint) if part)

    def _fill(self, text: str) -> str:
        return _(text).format_map(_Facts(self.facts, self.code)) if text else ""


def enough(problem: Problem, times: int) -> Problem:
    """The same, of what was tried so often that nothing happens by itself any more, whatever its own hint says."""
    return Problem(problem.code, {**problem.facts, "tried": str(times)})


class _Facts(dict[str, str]):
    """Facts for `format_map` that never fail: a fact an old row lacks is shown as a dash."""

    def __init__(self, facts: Mapping[str, str], code: str) -> None:
        super().__init__(facts, code=code)

    def __missing__(self, key: str) -> str:
        return "–"


def _ended(title: str) -> str:
    return title if title.endswith((".", "?", "…")) else f"{title}."


class QboDeskError(Exception):
    """Base of everything the user may read. `code` is a key of `problem_texts`; facts fill its sentences."""

    default_code = "UNEXPECTED"

    def __init__(self, code: str | None = None, /, **facts: object) -> None:
        self.problem = Problem(code or self.default_code, {key: str(value) for key, value in facts.items()})
        super().__init__(self.problem.code, self.problem.facts)

    @property
    def code(self) -> str:
        """The stable code, as in logs, problem rows and `--json` output."""
        return self.problem.code

    def __str__(self) -> str:
        return self.problem.sentence


class NeedsUser(QboDeskError):
    """Only the user can go on: sign in, change the input, decide."""


class SignInExpired(NeedsUser):
    """The server asks to sign in again; nothing is lost."""

    default_code = "SIGN_IN_EXPIRED"


class PermissionMissing(NeedsUser):
    """The connection may not do this (scope, plan, role)."""

    default_code = "PERMISSION_MISSING"


class InvalidInput(NeedsUser):
    """Something typed cannot be used; `field` names the place."""

    default_code = "INVALID_INPUT"

    def __init__(self, code: str | None = None, /, *, field: str = "", **facts: object) -> None:
        super().__init__(code, **facts)
        self.field = field


class NotInvoiceable(NeedsUser):
    """The deal, quote or company does not allow an invoice now."""

    default_code = "NOT_INVOICEABLE"


class TryLater(QboDeskError):
    """Temporary: back off and keep the item. `sent` tells whether a byte of the request may have left."""

    sent = False


class Offline(TryLater):
    """No connection could be made: the request certainly did not arrive."""

    default_code = "OFFLINE"


class RateLimited(TryLater):
    """The server asked to slow down; `after` is the number of seconds it named, if any."""

    default_code = "RATE_LIMITED"

    def __init__(self, code: str | None = None, /, *, after: float | None = None, **facts: object) -> None:
        super().__init__(code, **facts)
        self.after = after


class Postponed(TryLater):
    """This entry alone cannot go on now (it needs an answer of another service); others may. `after` in seconds."""

    default_code = "WAITS_FOR_HUBSPOT"
    after = 60.0


class ServerTrouble(TryLater):
    """The server failed before doing anything we could see (reads, or a write that surely was not applied)."""

    default_code = "SERVER_TROUBLE"


class OutcomeUnknown(TryLater):
    """A write left us and no usable answer came back: it may or may not have been applied."""

    default_code = "OUTCOME_UNKNOWN"
    sent = True


class Refused(QboDeskError):
    """The server said no to this record; others go on."""


class StaleObject(Refused):
    """Somebody changed the record meanwhile."""

    default_code = "STALE_OBJECT"


class Duplicate(Refused):
    """The record, name or number exists already."""

    default_code = "DUPLICATE"


class MissingReference(Refused):
    """The record refers to something that is gone or inactive."""

    default_code = "MISSING_REFERENCE"


class RejectedByServer(Refused):
    """Any other certain refusal; the server's own words are in the facts."""

    default_code = "REJECTED"


class LocalTrouble(QboDeskError):
    """This computer, not a server: the cache file, the disk, the keyring."""


class CacheLocked(LocalTrouble):
    """Another program holds the workspace."""

    default_code = "CACHE_LOCKED"


class WorkspaceRemote(LocalTrouble):
    """The workspace lies on another computer's disk."""

    default_code = "WORKSPACE_REMOTE"


class CacheCorrupt(LocalTrouble):
    """The cache file is damaged."""

    default_code = "CACHE_CORRUPT"


class CacheTooNew(LocalTrouble):
    """The cache file was written by a newer version."""

    default_code = "CACHE_TOO_NEW"


class MigrationFailed(LocalTrouble):
    """Upgrading the cache file failed; the old file is untouched."""

    default_code = "MIGRATION_FAILED"


class DiskFull(LocalTrouble):
    """No space left."""

    default_code = "DISK_FULL"


class KeyringUnavailable(LocalTrouble):
    """No place to keep secrets."""

    default_code = "KEYRING_UNAVAILABLE"
