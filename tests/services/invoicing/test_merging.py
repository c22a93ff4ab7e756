"""What the fields of a message stand for, on a real, synchronised cache."""

from dataclasses import replace
from pathlib import Path

import pytest

from qbodesk.app.compose import open_workspace
from qbodesk.models.domain.draft import Source
from qbodesk.services.connect import connect_simulator
from qbodesk.services.invoicing.merging import up_to_date
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import running
from qbodesk.simulator.world import story


@pytest.fixture
def ws(tmp_path: Path):
    with running(Options(realms=("US",))) as simulator:
        found = open_workspace(tmp_path / "ws")
        connect_simulator(found.cache, found.changes, found.clients, simulator.connection["control_url"])
        found.engine.run()
        yield found
        found.close()


def test_deal_quote_and_first_name_and_only_what_is_known(ws) -> None:
    draft = replace(ws.invoicing.open_draft(story.READY["US"].id), message="{contact first name}: {deal}")
    filled = up_to_date(ws.invoicing, draft, ws.invoicing.facts(draft))
    assert set(dict(filled.merge_values)) == {"deal", "quote", "contact first name"}
    assert filled.message_sent == f"{ws.invoicing.suggested_customer(draft).given_name}: {draft.deal_name}"
    bare = replace(draft, source=Source.DEAL, message="{quote}")
    assert "quote" not in dict(up_to_date(ws.invoicing, bare, ws.invoicing.facts(bare)).merge_values)
