"""How a list stood when the window was closed: view, filter, cursor, the pane beside it. Keeps no columns and no order."""

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from qbodesk.models.domain.conditions import Filter
from qbodesk.ui.theme import metrics, px

if TYPE_CHECKING:
    from qbodesk.ui.lists.page import ListPage


class ListMemory(msgspec.Struct, frozen=True):
    """`record` is the row number under the cursor, `details` the width of the pane in pixels at 100 %; 0 for none."""

    view: str = ""
    filter: Filter = Filter()
    record: int = 0
    details: int = 0


def remembered(text: str, page: "ListPage") -> ListMemory:
    """What was kept, as far as this version can show it; what cannot be read counts as nothing kept."""
    try:
        found = msgspec.json.decode(text or "{}", type=ListMemory)
    except msgspec.MsgspecError:
        return ListMemory()
    fields = {field.key for field in page.kind.fields}
    asked = {condition.field for group in found.filter.groups for condition in group}
    return found if asked <= fields else ListMemory(record=found.record, details=found.details)


def memory_of(page: "ListPage") -> str:
    """How the list stands now. What is typed into the search is meant for the moment and not kept."""
    pane = page.split.sizes()[1] if not page.details.isHidden() else 0
    kept = ListMemory(
        page.views.view.key,
        page.question.filter,
        page.table.current_id() or 0,
        round(pane / metrics().scale),
    )
    return msgspec.json.encode(kept).decode()


def put_back(page: "ListPage", kept: ListMemory) -> None:
    """Before the list is asked for the first time: as it stood, without asking."""
    page.views.stand_on(kept.view)
    page.model.question = replace(page.question, filter=kept.filter)
    if kept.details:
        page.details.show()
        page.split.setSizes([max(page.split.width() - px(kept.details), px(360)), px(kept.details)])
