"""Every page and dialog speaks one language: all of its words translated, numbers and dates as that language writes them."""

import gettext
import re

from qbodesk.models.domain.merge_fields import FIELDS, merged
from qbodesk.paths import resource
from tests.ui.screens.conftest import Walk
from tests.ui.screens.pseudo import CLOSE, OPEN, stretched
from tests.ui.screens.stages import ENGLISH, POLISH_LARGE, PSEUDO

_PLACE = re.compile(r"\{[^{}]*\}")
_ENGLISH_FORM = re.compile(
    r"\d,\d{3}\.\d\d\b|[$£€]\d|\b\d{1,2}.(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|\b\d+\.\d\d\b(?!\.)"
)
_RAW = re.compile(r"\bNone\b|Decimal\(|TextLabel|\{[a-z_]+\}|<[a-z_.]+ object at|\bnan\b")


AS_WRITTEN = frozenset({"sync-plan", "settings-mappings"})
"""What shows values digit by digit as HubSpot is sent them, not as a person reads them."""


def _catalogue() -> dict[str, str]:
    """English texts and their Polish ones, where the two differ and no place is filled in."""
    with (resource("translations") / "pl" / "LC_MESSAGES" / "qbodesk.mo").open("rb") as file:
        known = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined] # gettext offers no other way to all texts
    plain = {
        key: text for key, text in known.items() if isinstance(key, str) and key and not _PLACE.search(key)
    }
    return {key.replace("&", ""): text.replace("&", "") for key, text in plain.items() if key != text}


def test_no_english_is_left_in_polish(walk: Walk) -> None:
    known = _catalogue()
    ours = set(known.values())
    found = [
        f"{seen.name}: {text}"
        for seen in walk(POLISH_LARGE)
        for text in seen.texts
        if text in known and text not in ours
    ]
    assert not found, "\n".join(found)


def test_everything_said_was_marked(walk: Walk) -> None:
    """A text of the catalogue that stands there without brackets was translated before this window was opened."""
    known = {key for key in _catalogue() if stretched(key) != key}
    found = [
        f"{seen.name}: {text}"
        for seen in walk(PSEUDO)
        for text in seen.texts
        if text in known and not (OPEN in text or CLOSE in text)
    ]
    assert not found, "\n".join(found)


def test_polish_writes_its_own_numbers_and_dates(walk: Walk) -> None:
    found = [
        f"{seen.name}: {text}"
        for seen in walk(POLISH_LARGE)
        for text in seen.texts
        if seen.name not in AS_WRITTEN and _ENGLISH_FORM.search(text)
    ]
    assert not found, "\n".join(found)


def test_nothing_looks_like_a_program(walk: Walk) -> None:
    found = [
        f"{seen.name}, {look}: {text}"
        for look in (ENGLISH, POLISH_LARGE)
        for seen in walk(look)
        for text in seen.texts
        if _RAW.search(merged(text, dict.fromkeys(FIELDS, "–")))
    ]
    assert not found, "\n".join(found)
