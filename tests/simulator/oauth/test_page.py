"""The page as a browser and a screen reader get it: everything outside is escaped, everything has a label."""

from html.parser import HTMLParser

from qbodesk.simulator.oauth import page

NASTY = '"><script>alert(1)</script>'


class Elements(HTMLParser):
    """Start tags with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_question_is_escaped_labelled_and_reachable_by_keyboard() -> None:
    answer = page.question(
        "QuickBooks",
        NASTY,
        choice="Which company?",
        accounts={"1": NASTY, "2": "Zażółć"},
        asks=[NASTY],
        kept={"state": NASTY},
    )
    found = Elements(bytes(answer.body).decode())
    assert not found.named("script")
    assert found.named("html") == [{"lang": "en"}]
    radios = [each for each in found.named("input") if each["type"] == "radio"]
    assert [each["value"] for each in radios] == ["1", "2"]
    assert ["checked" in each for each in radios] == ["autofocus" in each for each in radios] == [True, False]
    assert len(found.named("label")) == 2
    assert len(found.named("fieldset")) == len(found.named("legend")) == 1
    assert [each["value"] for each in found.named("button")] == [
        "connect",
        "refuse",
    ]  # natural order, no tabindex
    assert [each["value"] for each in found.named("input") if each["type"] == "hidden"] == [NASTY]
    assert "Zażółć" in found.text
    assert all("tabindex" not in attributes for _, attributes in found.tags)


def test_no_frame_no_script_no_foreign_address() -> None:
    answer = page.refusal("QuickBooks", NASTY)
    assert (answer.status_code, answer.media_type) == (400, "text/html; charset=utf-8")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert not Elements(bytes(answer.body).decode()).named("script")


def test_the_way_back_replaces_no_part_of_the_address() -> None:
    answer = page.back("http://localhost:1/a/b", code="x y&z", state="", realmId="9")
    assert (answer.status_code, answer.headers["location"]) == (
        302,
        "http://localhost:1/a/b?code=x+y%26z&realmId=9",
    )
