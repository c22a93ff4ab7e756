"""NOTICES.md names everything a user receives, on every system."""

import re
import tomllib

from tests.helpers.surroundings import ROOT


def name(text):
    return re.sub(r"[-_.]+", "-", text).lower()


def shipped():
    """All that the program needs, however far away and on whatever system, by the lock file."""
    packages = {
        each["name"]: each for each in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    }
    found, waiting = set(), ["qbodesk"]
    while waiting:
        if (next_name := waiting.pop()) not in found:
            found.add(next_name)
            waiting += [each["name"] for each in packages[next_name].get("dependencies", ())]
    return found - {"qbodesk"}


def test_every_library_is_named_and_nothing_else():
    text = (ROOT / "NOTICES.md").read_text("utf-8")
    table = text.split("## Libraries")[1]
    named = {name(each) for each in re.findall(r"^\| ([\w.-]+)(?: \(\w+\))? \| (?!---)", table, re.MULTILINE)}
    qt = {"pyside6-essentials", "pyside6-pdf", "shiboken6"}
    assert named - {"library"} == shipped() - qt
    assert all(re.search(each.replace("-", "[-_]"), text, re.IGNORECASE) for each in qt)


def test_the_texts_it_points_to_are_there():
    text = (ROOT / "NOTICES.md").read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]
    assert len(links) >= 6
    assert [link for link in links if not (ROOT / link).is_file()] == []
