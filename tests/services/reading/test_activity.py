"""What happened to a record: told from the trail, the queue, QuickBooks' dates and payments, newest first."""

from qbodesk.models.cache import runs
from qbodesk.models.cache.tables_rules import change
from qbodesk.services.linking import RecordKey
from qbodesk.services.reading.activity import Event
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.world import story
from tests.helpers.servers import Servers

STORY = story.READY["US"]
DEAL = RecordKey("deal", STORY.id)


def of_deal(ws: Workspace) -> list[Event]:
    pk = ws.deals.pk_of(DEAL.id)
    assert pk is not None
    keys = [(row.realm_id, row.invoice_id) for row in ws.deals.panel(pk).invoices]
    return list(ws.activity.of("deal", DEAL.id, keys=keys))


def whats(events: list[Event]) -> list[str]:
    return [each.what for each in events]


def test_the_story_of_a_deal(ws: Workspace, servers: Servers) -> None:
    ws.invoicing.confirm(ws.invoicing.open_draft(DEAL.id))
    assert whats(of_deal(ws)) == ["queued"]
    ws.engine.run()
    (made,) = servers.marked("US")
    found = of_deal(ws)
    assert set(whats(found)) == {"created_here", "written"}
    written = next(each for each in found if each.what == "written")
    assert written.values is not None
    assert written.values["number"] == made["DocNumber"]
    servers.post("US", "Payment", {
        "CustomerRef": made["CustomerRef"], "TotalAmt": made["TotalAmt"], "TxnDate": made["TxnDate"],
        "Line": [{"Amount": made["TotalAmt"], "LinkedTxn": [{"TxnId": made["Id"], "TxnType": "Invoice"}]}],
    })  # fmt: skip
    ws.engine.run()
    found = of_deal(ws)
    assert {"payment", "paid", "created_here", "written"} <= set(whats(found))
    assert [each.moment for each in found] == sorted((each.moment for each in found), reverse=True)
    pk = found[0].pk or next(each.pk for each in found if each.pk)
    ws.linking.remove(DEAL, [pk])
    ws.engine.run()
    found = of_deal(ws)
    # the invoice is not the deal's any more; that it was is
    assert whats(found)[:2] == ["cleared", "unlinked"]
    assert found[1].number == made["DocNumber"]


def test_an_invoice_knows_where_it_was_added(ws: Workspace) -> None:
    pk = ws.invoices.ids()[0]
    row = ws.invoices.rows([pk])[pk]
    ws.linking.undo(ws.linking.add(DEAL, [pk]))
    found = ws.activity.of("invoice", row.invoice_id, row.realm_id, [(row.realm_id, row.invoice_id)])
    links = [(each.what, each.name) for each in found if each.group == "links"]
    assert links == [("unlinked_deal", STORY.name), ("linked_deal", STORY.name)]
    assert {"created"} <= set(whats(list(found)))


def test_what_the_rules_did_is_told_of_both_records(ws: Workspace) -> None:
    with ws.cache.write() as tx:
        run_id = runs.begin(tx, "pass", ws.clock())
        tx.execute(
            change.insert().values(
                run_id=run_id, realm_id="1", object="contacts", qb_id="58", crm_type="contact", crm_id="401",
                label="Anna", action="update", state="done", after='{"city": "Łódź"}',
            )
        )  # fmt: skip
    for kind, remote_id, realm in (("contact", "401", ""), ("customer", "58", "1")):
        (event,) = ws.activity.of(kind, remote_id, realm)
        assert event.what == "rule_update"
        assert event.values == {"city": "Łódź"}
    assert ws.activity.of("item", "58", "1") == ()
