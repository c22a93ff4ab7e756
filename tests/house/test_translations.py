"""tools/translations.py: what `check` calls wrong, and that placeholders survive in what is there."""

import importlib.util
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from babel.messages import Catalog, Message

from tests.helpers.surroundings import ROOT


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "tools" / "translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("english", "polish", "flags", "problem"),
    [
        ("Sync now", "Synchronizuj", (), ""),
        ("Sync now", "", (), "not translated"),
        ("Sync now", "Synchronizuj", ("fuzzy",), "fuzzy"),
        ("Invoice {number}", "Faktura {number}", (), ""),
        ("Invoice {number}", "Faktura", (), "other places"),
        ("Invoice {number}", "Faktura {numer}", (), "other places"),
        ("{n:,} rows", "{n:,} wierszy", (), ""),
        (("{n} row", "{n} rows"), ("{n} wiersz", "{n} wiersze", "{n} wierszy"), (), ""),
        (("{n} row", "{n} rows"), ("{n} wiersz", "{n} wierszy"), (), "2 plural forms instead of 3"),
        (("{n} row", "{n} rows"), ("{n} wiersz", "", "{n} wierszy"), (), "not translated"),
        (("{n} row", "{n} rows"), ("{n} wiersz", "wiersze", "{n} wierszy"), (), "other places"),
    ],
)
def test_what_is_wrong_with_a_translation(tool, english, polish, flags, problem):
    found = tool._problems(Message(english, polish, flags=flags), 3)
    assert bool(found) is bool(problem)
    assert problem in "".join(found)


@pytest.fixture
def project(tool, tmp_path, monkeypatch):
    """A program with two texts, one plural and a template, extracted and compiled."""
    (tmp_path / "qbodesk" / "simulator").mkdir(parents=True)
    (tmp_path / "resources" / "templates").mkdir(parents=True)
    (tmp_path / "qbodesk" / "a.py").write_text(
        '_("Sync now")\nTITLE = N_("Invoices")\nngettext("{n} row", "{n} rows", 2)\n'
    )
    (tmp_path / "qbodesk" / "simulator" / "b.py").write_text('_("A server speaks English")\n')
    (tmp_path / "resources" / "templates" / "c.html").write_text('<p>{{ _("Bill to") }}</p>')
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "FOLDER", tmp_path / "translations")
    return tmp_path


TRANSLATED = {
    "Sync now": "Synchronizuj",
    "Invoices": "Faktury",
    "Bill to": "Nabywca",
    "{n} row": ("{n} wiersz", "{n} wiersze", "{n} wierszy"),
}


def translate(tool, *, but=""):
    catalogue: Catalog = tool.known("pl")
    for message in catalogue:
        if message.id and tool._key(message) != but:
            message.string = TRANSLATED[tool._key(message)]
    tool.po("pl").write_bytes(tool._po_bytes(catalogue))


def test_texts_are_found_where_they_are_marked_and_the_server_is_left_out(tool, project):
    assert {tool._key(message) for message in tool.found() if message.id} == set(TRANSLATED)


def test_check_is_content_only_when_all_is_done(tool, project, capsys):
    assert tool.check() == 1
    tool.extract()
    translate(tool, but="Invoices")
    tool.compile_all()
    assert tool.check() == 1
    assert "not translated: 'Invoices'" in capsys.readouterr().err
    translate(tool)
    assert tool.check() == 1
    assert "run tools/translations.py compile" in capsys.readouterr().err
    tool.compile_all()
    assert tool.check() == 0
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
        assert tool.check() == 0  # no date of today hides in the files


def test_check_refuses_a_text_where_it_may_not_be_found(tool, project, capsys):
    (project / "qbodesk" / "d.py").write_text("x = f\"{n}, {_('none')}\"\n")
    assert tool.check() == 1
    assert "qbodesk/d.py:1: text marked inside an f-string" in capsys.readouterr().err


def test_extract_keeps_translations_and_check_sees_what_came_and_went(tool, project, capsys):
    tool.extract()
    translate(tool)
    tool.compile_all()
    (project / "qbodesk" / "a.py").write_text('_("Sync now")\n_("Pause")\n')
    assert tool.check() == 1
    told = capsys.readouterr().err
    assert "not extracted yet: 'Pause'" in told
    assert "no longer in the code: 'Invoices'" in told
    tool.extract()
    after = {tool._key(message): message.string for message in tool.known("pl") if message.id}
    assert after == {"Sync now": "Synchronizuj", "Bill to": "Nabywca", "Pause": ""}
