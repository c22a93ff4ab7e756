"""The style sheet of the window: the template in `resources/qss` with the tokens and measures filled in.

In the template `@name` is a colour token, `px(n)` a measure at 100 % and `@path` the folder of the theme's small pictures
(check marks and arrows, which a style sheet takes from files only). Decides no colour itself.
"""

import re
from functools import cache

from qbodesk.paths import resource
from qbodesk.ui.theme.metrics import Metrics
from qbodesk.ui.theme.tokens import Tokens

_PIXELS = re.compile(r"\bpx\((-?\d+(?:\.\d+)?)\)")
_TOKEN = re.compile(r"@([a-z_0-9]+)")


@cache
def _template() -> str:
    return resource("qss", "app.qss").read_text(encoding="utf-8")


def fill(template: str, tokens: Tokens, metrics: Metrics) -> str:
    """The template with every placeholder filled; an unknown token raises AttributeError rather than painting black."""
    sized = _PIXELS.sub(lambda match: f"{metrics.px(float(match.group(1)))}px", template)
    pictured = sized.replace("@path", resource("qss", tokens.name).as_posix())
    return _TOKEN.sub(lambda match: tokens.colour(match.group(1)), pictured)


def sheet(tokens: Tokens, metrics: Metrics) -> str:
    """The complete style sheet for `QApplication.setStyleSheet`."""
    return fill(_template(), tokens, metrics)
