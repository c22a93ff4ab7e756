"""Creates an invoice in a process that kills itself at the N-th step: `killed.py FOLDER N DEAL QUOTE [new]`.

Steps are the preparation, the commits of the wizard and every checkpoint of the sender, in the order they happen.
"""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from qbodesk.app.compose import open_workspace
from qbodesk.models.domain.draft import CustomerChoice, Source


def main() -> None:
    """Run until the fatal step, or to the end (exit code 0) when there are fewer steps."""
    folder, fatal, deal, quote, *rest = sys.argv[1:]
    reached = 0

    def step(_name: str) -> None:
        nonlocal reached
        reached += 1
        if reached == int(fatal):
            os.kill(os.getpid(), signal.SIGKILL)

    ws = open_workspace(Path(folder), checkpoint=step, resend_wait=timedelta(seconds=1))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    draft = ws.invoicing.open_draft(deal)
    step("draft opened")
    draft = ws.invoicing.choose_source(draft, Source.QUOTE, quote)
    if rest:
        new = ws.invoicing.suggested_customer(draft)
        draft = ws.invoicing.choose_customer(draft, CustomerChoice(name=new.display_name, new=new))
    ws.invoicing.save(draft)
    step("draft saved")
    ws.invoicing.confirm(draft)
    step("confirmed")
    ws.engine.run(pull=False)
    step("sent")
    ws.close()


if __name__ == "__main__":
    main()
