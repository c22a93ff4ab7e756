"""Previews of hostile records: the page shows every text letter by letter, holds no tag of theirs and loads nothing."""

import shutil
from html.parser import HTMLParser
from pathlib import Path

from qbodesk.app.compose import open_workspace
from qbodesk.models.cache.place import FILE_NAME
from qbodesk.ui.documents.preview_pdf import render_html_to_pdf
from qbodesk.ui.formats import formats
from tests.helpers.hostile import MARK, poison
from tests.ui.world import small_world


class Reader(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [f"{name}={value}" for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_every_invoice(qapp: object, tmp_path: Path) -> None:
    (tmp_path / "world").mkdir()
    small_world(tmp_path / "world").workspace.close()
    shutil.copytree(tmp_path / "world", tmp_path / "ws")
    clean = open_workspace(tmp_path / "world")
    invoices = clean.invoices.rows(clean.invoices.ids())
    allowed = set().union(
        *(read(clean.documents.record_html(each, formats())).tags for each in invoices.values())
    )
    clean.close()
    poison(tmp_path / "ws" / FILE_NAME)
    ws = open_workspace(tmp_path / "ws")
    seen = 0
    for row in ws.invoices.rows(ws.invoices.ids()).values():
        html = ws.documents.record_html(row, formats())
        page = read(html)
        assert page.tags <= allowed
        assert not {"script", "img", "a", "link", "iframe", "object"} & page.tags
        assert not any(MARK in each or "file:" in each or each.startswith("on") for each in page.attributes)
        seen += MARK in "".join(page.words)
        assert "49" not in "".join(word for word in page.words if "7 * 7" in word)
        assert render_html_to_pdf(html, title=row.number).startswith(b"%PDF-")
    ws.close()
    assert seen
