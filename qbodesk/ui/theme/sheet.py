"""The style sheet of the window: the template in `resources/qss` with the tokens and measures filled in.

In the template `@name` is a colour token, `px(n)` a measure at 100 % and `%path%` the folder of the theme's small pictures
(check marks and arrows, which a style sheet takes from files only). Decides no colour itself.
"""

import re
from functools import cache
from pathlib import Path

from qbodesk.paths import resource
from qbodesk.ui.theme.metrics import Metrics
from qbodesk.ui.theme.tokens import Tokens

_PIXELS = re.compile(r"\bpx\((-?\d+(?:\.\d+)?)\)")
_FOLDER = "%path%"
_TOKEN = re.compile(r"@([a-z_0-9]+)")


@cache
def _template() -> str:
    return resource("qss", "app.qss").read_text(encoding="utf-8")


def fill(template: str, tokens: Tokens, metrics: Metrics, folder: Path | None = None) -> str:
    """The template with every placeholder filled; an unknown token raises AttributeError rather than painting black."""
    sized = _PIXELS.sub(lambda match: f"{metrics.px(float(match.group(1)))}px", template)
    coloured = _TOKEN.sub(lambda match: tokens.colour(match.group(1)), sized)
    # last, because a folder may be called anything: "me@work", "px(1)"
    return coloured.replace(_FOLDER, _quotable(folder or resource("qss", tokens.name)))


def _quotable(folder: Path) -> str:
    return folder.as_posix().replace("\\", "\\\\").replace('"', '\\"')


def sheet(tokens: Tokens, metrics: Metrics) -> str:
    """The complete style sheet for `QApplication.setStyleSheet`."""
    return fill(_template(), tokens, metrics)
