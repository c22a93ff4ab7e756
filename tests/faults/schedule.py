"""One random day of the program, decided by a seed: what the user does, what breaks, when it dies; then calm. Judges nothing."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from random import Random

import msgspec

from qbodesk.models.domain.outbox import OPEN_STATES, State
from qbodesk.models.domain.sync_plan import Object
from qbodesk.models.errors import LocalTrouble, QboDeskError
from qbodesk.simulator.faults import Chance, Match
from qbodesk.simulator.profiles import PROFILES
from tests.faults import others
from tests.faults.lab import Killed, Lab, opened
from tests.faults.user import User

QUIESCE = 200
LONGEST_IN_FLIGHT = 60
PATIENCE = timedelta(hours=12)
"""Once everything works again nobody waits longer for an entry."""
WEATHER = ("none", "flaky", "flaky", "flaky", "harsh", "harsh")
MEMORIES = ("infinite", "24h", "1h", "none", "none")
_CREATES = Match(method="POST", path_regex="/(invoice|customer)$")
_AT_MONEY = (
    Chance(share=0.10, do="drop_response", match=_CREATES),
    Chance(share=0.10, do="late", ms=(50, 40_000), match=_CREATES),
    Chance(share=0.05, do="drop_request", match=_CREATES),
    Chance(share=0.05, do="status_after", status=500, match=_CREATES),
)
"""What makes documents fares worse than the rest: those are the moments this is about."""


@dataclass
class Day:
    """What a schedule was and what came of it, for the invariants to judge."""

    seed: int
    lab: Lab
    user: User
    dice: Random
    counts: Counter[str] = field(default_factory=Counter)
    memory: str = "infinite"
    restored_at: int = 0
    """How many requests there were when the workspace was last restored."""

    def hash(self) -> str:
        """Two runs of a seed have the same."""
        return sha256("\n".join(self.lab.log).encode()).hexdigest()[:16]

    def say(self, what: str) -> None:
        """Into the trace."""
        self.lab.log.append(f"{self.lab.time.seconds:10.1f}  -- {what}")


@contextmanager
def lived(seed: int, *, rules: bool = False) -> Iterator[Day]:
    """A whole schedule, quiet again at its end; with `rules` somebody switches sync rules on and has them applied meanwhile."""
    dice = Random(f"schedule {seed}")
    rule_dice = Random(f"rules {seed}")
    with opened(seed) as lab, _quiet_log():
        day = Day(seed, lab, User(lab, dice), dice)
        _weather(day)
        for _ in range(dice.randint(5, 14)):
            _guarded(day, dice.choices(_DEEDS, _WEIGHTS)[0])
            if rules and rule_dice.random() < 0.5:
                _guarded(day, rule_deed(rule_dice))
        _calm(day)
        yield day


def _weather(day: Day) -> None:
    servers, dice = day.lab.servers, day.dice
    name = dice.choice(WEATHER)
    servers.live_in(PROFILES[name], day.seed)
    day.memory = dice.choice(MEMORIES)
    servers.remember(day.memory)
    servers.portal.search_lag = dice.uniform(0, 30)
    # Delivered twice by the network to a server that remembers no key, there are two whatever a program does.
    chances = (each for each in servers.faults.chances if each.do != "twice" or day.memory != "none")
    money = _AT_MONEY if name != "none" else ()
    servers.faults.chances = (*money, *(_slower(each) for each in chances))
    day.say(f"weather {name}, keys remembered: {day.memory}")


def _slower(chance: Chance) -> Chance:
    """What is late may be as late as a request can be in flight."""
    return msgspec.structs.replace(chance, ms=(50, 40_000)) if chance.do == "late" else chance


def _guarded(day: Day, deed: Callable[[Day], str]) -> None:
    """Do it; whatever our own errors or a death interrupt goes on with a new process."""
    lab = day.lab
    day.counts[deed.__name__.strip("_")] += 1
    try:
        said = deed(day)
    except Killed as death:
        day.counts["deaths"] += 1
        said = f"died at {death}"
        lab.restart()
        day.user.look_at_all()
    except LocalTrouble as error:
        day.counts["local troubles"] += 1
        said = error.code
        lab.full_disk = 0
        day.user.look_at_all()
    except QboDeskError as error:
        said = error.code
    lab.fuse = None
    day.say(f"{deed.__name__.strip('_')}: {said}")


def rule_deed(dice: Random) -> Callable[[Day], str]:
    """A rule of some company is switched on, everything old is sent by it, or a run is taken back."""
    of = dice.choice(tuple(Object))
    undoes = dice.random() < 0.2

    def _rule(day: Day) -> str:
        workspace = day.lab.ws
        realm_id = dice.choice([each.rule.realm_id for each in workspace.rulebook.rows(of)])
        runs = workspace.rulebook.runs.listed(of, realm_id)
        if undoes and runs:
            return f"undo {workspace.rulebook.undo(runs[0][0].run_id)}"
        workspace.rulebook.set(of, ["enabled=yes"], realm_id)
        with closing(workspace.rulebook.apply(of, realm_id, backfill=True)) as steps:
            planned = sum(1 for _step in steps)
        return f"{of.value} of {realm_id}, {planned} steps"

    return _rule


def _confirm(day: Day) -> str:
    if day.dice.random() < 0.1:
        day.lab.fuse = day.dice.randint(1, 4)
    return day.user.confirm()


def _withdraw(day: Day) -> str:
    return day.user.withdraw()


def _edit(day: Day) -> str:
    return day.user.edit()


def _send(day: Day) -> str:
    day.lab.ws.engine.run(pull=False)
    return ""


def _pass(day: Day) -> str:
    report = day.lab.ws.engine.run(full=day.dice.random() < 0.05)
    return ", ".join(each.problem.code for each in report.connections if each.problem)


def _die(day: Day) -> str:
    """In the middle of a pass, at any step of it."""
    lab = day.lab
    lab.fuse = day.dice.choice((day.dice.randint(1, 15), day.dice.randint(1, 60)))
    lab.ws.engine.run(pull=day.dice.random() < 0.4)
    lab.fuse = None
    lab.restart()
    return "after the pass"


def _some_steps(day: Day) -> str:
    """A pass that is given up between two steps; the user clicks meanwhile."""
    with closing(day.lab.ws.engine.passes()) as steps:
        for _, _step in zip(range(day.dice.randint(1, 6)), steps, strict=False):
            if day.dice.random() < 0.3:
                day.user.withdraw()
    return ""


def _wait(day: Day) -> str:
    seconds = day.dice.choice((1, 10, 60, 119, 121, 600, 4000))
    day.lab.time.wait(seconds)
    return f"{seconds} s"


def _sleep(day: Day) -> str:
    seconds = day.dice.choice((600, 86_400, 3 * 86_400, 14 * 86_400))
    day.lab.time.wait(seconds)
    return f"{seconds} s"


def _clock(day: Day) -> str:
    """Somebody sets the clock; not while a lost request may still arrive (see docs/faults.md)."""
    day.lab.time.wait(LONGEST_IN_FLIGHT)
    day.lab.time.skew = timedelta(seconds=day.dice.choice((0, 0, -86_400, -3600, 3600, 86_400, 30 * 86_400)))
    return str(day.lab.time.skew)


def _others(day: Day) -> str:
    return others.act(day.lab, day.dice)


def _by_hand(day: Day) -> str:
    return others.by_hand(day.lab, day.dice)


def _network(day: Day) -> str:
    day.lab.wire.plugged = not day.lab.wire.plugged
    return "back" if day.lab.wire.plugged else "gone"


def _expired(day: Day) -> str:
    day.lab.servers.tokens.expire()
    return ""


def _revoked(day: Day) -> str:
    for grant in day.lab.servers.tokens.grants():
        day.lab.servers.tokens.disconnect(grant.id)
    return ""


def _sign_in(day: Day) -> str:
    day.lab.connect()
    return ""


def _full_disk(day: Day) -> str:
    """The next commit fails, or one soon."""
    day.lab.full_disk = 1
    day.lab.ws.engine.run(pull=False)
    return ""


def _cut_pull(day: Day) -> str:
    """Others were at work, and the pull that brings it is cut, too late for the next one to look at it again by chance."""
    lab, dice = day.lab, day.dice
    said = others.act(lab, dice)
    lab.time.wait(600)
    if dice.random() < 0.5:
        lab.wire.cut_after = dice.randint(1, 20)
    else:
        lab.fuse = dice.randint(1, 40)
    try:
        lab.ws.engine.run()
    finally:
        lab.wire.cut_after, lab.wire.plugged = None, True
    lab.time.wait(600)
    return said


def _back_up(day: Day) -> str:
    day.lab.back_up()
    return ""


def _restore(day: Day) -> str:
    """Back to the copy, or to the moment before a last pass; the user goes through what waits then, now or later."""
    if not day.lab.backed_up:
        day.lab.back_up()
        day.lab.ws.engine.run(pull=False)
    day.lab.restore()
    day.restored_at = max((each["n"] for each in day.lab.servers.journal.since(writes=False)), default=0)
    day.user.look_at_all()
    day.lab.time.wait(LONGEST_IN_FLIGHT)
    if day.dice.random() < 0.5:
        day.user.review()
        day.lab.ws.recovery.resume()
    return ""


_PLAN: dict[Callable[[Day], str], int] = {
    _confirm: 22, _send: 22, _die: 14, _pass: 8, _some_steps: 5, _wait: 12, _sleep: 3, _withdraw: 8, _edit: 4, _others: 9, _by_hand: 6,
    _network: 4, _clock: 2, _expired: 2, _revoked: 1, _sign_in: 1, _full_disk: 2,
    _cut_pull: 5, _back_up: 5, _restore: 3,
}  # fmt: skip
_DEEDS, _WEIGHTS = tuple(_PLAN), tuple(_PLAN.values())


def _calm(day: Day) -> None:
    """Everything works again; the program may take its time, a person does what only a person can."""
    lab, user = day.lab, day.user
    lab.servers.faults.chances = ()
    lab.wire.plugged, lab.full_disk, lab.time.skew = True, 0, timedelta()
    lab.time.wait(LONGEST_IN_FLIGHT)
    lab.restart()
    lab.connect()
    user.look_at_all()
    latest = lab.time.now() + PATIENCE
    for _ in range(QUIESCE):
        # what a dead sign-in has blocked is set free by a pass that fetches
        lab.ws.engine.run(pull=bool(lab.ws.status.status().entries.get(State.BLOCKED)))
        day.counts["reviews"] += user.review()
        lab.ws.recovery.resume()
        if not _open(lab):
            _settle(lab)
            if not _open(lab):
                break
        wait = lab.ws.engine.due_in()
        lab.time.wait(max(1.0, wait or 0.0))
        if lab.time.now() > latest:
            break
    user.look_at_all()
    day.counts["entries"] += len(lab.ws.status.entries())
    day.counts["confirmed"] += len(user.confirmed)
    day.counts["withdrawn"] += sum(each.withdrawn for each in user.confirmed)
    day.say("calm")


def _settle(lab: Lab) -> None:
    """Once HubSpot's search has everything, one pass fetches, tells and sends all there is."""
    lab.time.wait(LONGEST_IN_FLIGHT)
    lab.ws.engine.run()


def _open(lab: Lab) -> list[str]:
    waiting = OPEN_STATES - {State.REJECTED}
    return [each.op_id for each in lab.ws.status.entries() if each.state in waiting]


@contextmanager
def _quiet_log() -> Iterator[None]:
    """What the program logs about thousands of planned faults is no news."""
    logger = logging.getLogger("qbodesk")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
