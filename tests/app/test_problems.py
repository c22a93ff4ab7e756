"""`qbodesk problems list --json`: every reason with the names of its fixes."""

import json
from pathlib import Path

import pytest

from qbodesk.app.cli import read
from qbodesk.models.cache import links, rules
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.errors import Problem
from tests.ui.world import HARBOUR, NOW, small_world


def test_every_problem_names_its_fix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world = small_world(tmp_path)
    with world.change("rule") as tx:
        for qb_id, code in (("58", "COUNTERPART_GONE"), ("59", "NAME_LOCK")):
            key = {"realm_id": HARBOUR, "object": "contacts", "qb_id": qb_id, "crm_type": "contact"}
            told = rules.problem_columns(Problem(code))
            rules.note(tx, [{**key, "label": qb_id, "state": rules.FAILING, **told}])
        links.raise_problem(tx, "rule", f"{HARBOUR}:contacts", Problem("CHANGES_WAIT"), NOW)
    world.workspace.close()
    options = read(["problems", "list", "--json", "--data-dir", str(tmp_path)])
    assert options.run(options) == 0
    found = {each["code"]: each for each in json.loads(capsys.readouterr().out)["problems"]}
    assert found["COUNTERPART_GONE"]["fix"] == Fix.UNLINK
    assert found["COUNTERPART_GONE"]["fixes"] == ["unlink", "again"]
    assert (found["NAME_LOCK"]["fix"], found["NAME_LOCK"]["fixes"]) == (None, [])
    assert found["CHANGES_WAIT"]["fix"] == "preview"
