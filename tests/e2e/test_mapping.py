"""Mappings by command line alone: listed, tried, changed, undone, carried to another workspace, and refused."""

import json
from pathlib import Path

from qbodesk.app.exit_codes import DONE
from qbodesk.app.exit_codes import REFUSED as BAD_INPUT
from tests.helpers.program import Program


def test_a_mapping_is_tried_added_changed_and_taken_back(
    desk: Program, realms: dict[str, str], tmp_path: Path
) -> None:
    us = realms["US"]
    fields = desk("mapping", "fields", "contacts", "--realm", us, "--json").json["fields"]
    assert any(each["key"] == "DisplayName" and each["sample"] for each in fields)
    properties = desk("mapping", "properties", "contacts", "--json").json["properties"]
    assert any(each["key"] == "jobtitle" and not each["read_only"] for each in properties)

    upper = '{"kind": "case", "how": "upper"}'
    words = ("contacts", "DisplayName", "jobtitle", "--rule", "if_empty", "--step", "trim", "--step", upper)
    dry = desk("mapping", "add", *words, "--dry-run", "--json").json
    assert not dry["saved"]
    assert dry["impact"]["valued"] > 0
    assert desk("mapping", "history", "contacts", "--json").json["versions"] == []
    added = desk("mapping", "add", *words, "--json").json
    assert added["saved"]
    mine = added["mapping"]["id"]

    name = next(each["sample"] for each in fields if each["key"] == "DisplayName")
    tried = desk("mapping", "test", "contacts", name, "--realm", us, "--mapping", mine, "--json").json
    assert [step["result"] for step in tried["steps"]] == [name.upper()]

    edited = desk(
        "mapping", "edit", "contacts", mine, "--rule", "never_overwrite", "--step", "none", "--json"
    ).json
    assert edited["mapping"]["rule"] == "never_overwrite"
    assert edited["mapping"]["transforms"] == []
    assert desk("mapping", "move", "contacts", mine, "-100", "--json").code == DONE
    copy = desk("mapping", "duplicate", "contacts", mine, "--json").json["mapping"]
    assert desk("mapping", "delete", "contacts", copy, "--json").json == {"deleted": copy}
    assert desk("mapping", "disable", "contacts", mine).code == DONE
    listed = desk("mapping", "list", "contacts", "--json").json["mappings"]
    assert (listed[0]["id"], listed[0]["enabled"]) == (mine, False)
    assert desk("mapping", "enable", "contacts", mine).code == DONE

    checked = desk("mapping", "check", "contacts", "--realm", us, "--json").json["companies"][us]
    assert checked["records"] > 0
    shown = desk("mapping", "list", "contacts", "--realm", us, "--json").json["mappings"]
    assert all(each["state"] for each in shown if each["enabled"])

    file = tmp_path / "mappings.json"
    assert desk("mapping", "export", "contacts", str(file)).code == DONE
    assert desk("mapping", "restore", "contacts", "0").code == DONE
    assert len(desk("mapping", "list", "contacts", "--json").json["mappings"]) == len(listed) - 1
    assert desk("mapping", "import", "contacts", str(file)).code == DONE
    assert desk("mapping", "list", "contacts", "--json").json["mappings"][0]["id"] == mine
    assert [each["what"] for each in desk("mapping", "history", "contacts", "--json").json["versions"]][
        :2
    ] == [
        "import",
        "restore",
    ]


def test_what_cannot_be_is_refused_with_nothing_written(desk: Program, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({"format": "other"}), "utf-8")
    for words in (
        ("add", "contacts", "DisplayName", "num_notes"),
        ("add", "contacts", "Nothing", "jobtitle"),
        ("add", "contacts", "DisplayName", "annualrevenue"),
        ("add", "contacts", "DisplayName", "jobtitle", "--step", "magic"),
        ("add", "contacts", "DisplayName", "jobtitle", "--step", "{"),
        ("edit", "contacts", "nothing of that name", "--rule", "always"),
        ("delete", "contacts", "email"),
        ("disable", "contacts", "email"),
        ("restore", "contacts", "7"),
        ("import", "contacts", str(broken)),
        ("import", "contacts", str(tmp_path / "missing.json")),
        ("test", "contacts", "Somebody"),
    ):
        refused = desk("mapping", *words)
        assert refused.code == BAD_INPUT, words
        assert refused.err
    assert desk("mapping", "history", "contacts", "--json").json["versions"] == []
