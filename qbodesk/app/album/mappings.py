"""The dialogs of Settings > Field mappings, opened for the album. Judges nothing."""

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from qbodesk.app.album.stage import Stage

if TYPE_CHECKING:
    from qbodesk.ui.settings.mapping.editor import MappingEditor
    from qbodesk.ui.settings.mapping.section import MappingsSection


def editor(stage: Stage) -> "MappingEditor":
    """The mapping of the street address, which has a step."""
    from qbodesk.ui.settings.mapping.editor import MappingEditor

    section = _section(stage)
    place = next(
        (number for number, row in enumerate(section.model.rows) if row.mapping.target == "address"), 0
    )
    section.table.setCurrentIndex(section.model.index(place, 0))
    return stage.opened(section.actions_.edit, MappingEditor)


def step(stage: Stage) -> QWidget:
    """The fields a mapping joins."""
    from qbodesk.ui.settings.mapping.step_form import StepForm

    dialog = editor(stage)
    return stage.opened(dialog.steps.edit.click, StepForm)


def history(stage: Stage) -> QWidget:
    """The versions saved so far."""
    from qbodesk.ui.settings.mapping.history import HistoryDialog

    section = _section(stage)
    return stage.opened(section.actions_.history, HistoryDialog)


def _section(stage: Stage) -> "MappingsSection":
    stage.page("settings", search="mappings")
    return cast("MappingsSection", stage.window.pages.settings.widget("mappings"))
