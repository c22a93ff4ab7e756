"""The dialogs of the lists, opened for the album. Judges nothing."""

from PySide6.QtWidgets import QWidget

from qbodesk.app.album.stage import Stage
from qbodesk.models.domain.conditions import Condition, Filter, Operator


def filtered(stage: Stage) -> QWidget:
    """Invoices under chips, with an alternative."""
    window = stage.page("invoices")
    late = (
        Condition("stage", Operator.ANY_OF, ("overdue", "sent")),
        Condition("total", Operator.AT_LEAST, ("100",)),
    )
    stage.window.pages.invoices.show_filter(
        Filter((late, (Condition("due_date", Operator.PERIOD, ("this_month",)),)))
    )
    stage.settle()
    return window


def condition(stage: Stage) -> QWidget:
    """One condition of a filter."""
    from qbodesk.ui.lists.condition_dialog import ConditionDialog

    filtered(stage)
    work = stage.window.pages.invoices.work
    return stage.opened(lambda: work.edit_condition(0, 0), ConditionDialog)


def columns(stage: Stage) -> QWidget:
    """The columns of the invoices."""
    stage.page("invoices")
    return stage.command("list.columns")


def export(stage: Stage) -> QWidget:
    """What is written into a file."""
    stage.page("invoices")
    stage.window.pages.invoices.table.selectAll()
    return stage.command("list.export")


def job(stage: Stage) -> QWidget:
    """Something done to many rows, with a row that failed."""
    from qbodesk.models.errors import Offline
    from qbodesk.ui.lists.jobs import Job, JobDialog

    def act(pk: int) -> str:
        if pk == 2:
            raise Offline(service="QuickBooks")
        return f"10{pk}.pdf"

    dialog = JobDialog(Job("PDF", tuple((n, f"10{n}") for n in range(1, 5)), act), None, stage.window)
    return stage.opened(dialog.show, JobDialog)
