"""Mappings of a workspace against the simulator: chosen from what is really there, kept by version, tried before saved."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from qbodesk.models.cache import links
from qbodesk.models.cache.links import Link
from qbodesk.models.cache.tables_crm import contact
from qbodesk.models.cache.tables_local import audit
from qbodesk.models.cache.tables_qbo import customer
from qbodesk.models.domain.mapping.defaults import defaults
from qbodesk.models.domain.mapping.fields import FieldType
from qbodesk.models.domain.mapping.model import Direction, FieldMapping, Rule, Target
from qbodesk.models.domain.mapping.transforms import Lookup, TextCase
from qbodesk.models.errors import InvalidInput
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.mapping import COMMON
from qbodesk.services.mapping.definitions import own_definitions
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.server import Running
from tests.helpers.servers import Servers

CONTACTS = Target.CONTACTS
JOB = FieldMapping(id="mine", source="Notes", target="jobtitle")


@pytest.fixture
def us(ws: Workspace, servers: Servers) -> str:
    return servers.realm("US")


@pytest.fixture
def pair(ws: Workspace, us: str) -> tuple[str, str]:
    """The latest customer of the US company and a contact linked to it."""
    with ws.cache.write() as tx:
        qb = customer.c
        qb_id = (
            tx.execute(select(qb.id).where(qb.realm_id == us, qb.active == 1, qb.email != "").order_by(qb.pk))
            .scalars()
            .first()
        )
        crm_id = tx.execute(select(contact.c.id).order_by(contact.c.pk.desc())).scalars().first()
        assert qb_id
        assert crm_id
        links.add_link(tx, Link(us, "customer", qb_id, "contact", crm_id, "user"), ws.clock())
    return qb_id, crm_id


def codes(versions: list[object]) -> list[str]:
    return [each.what for each in versions]  # type: ignore[attr-defined]  # only Versions are asked


def test_the_catalogue_holds_every_property_and_field_with_type_sample_and_lock(
    ws: Workspace, us: str
) -> None:
    fields, properties = ws.mapping.catalogue.choices(CONTACTS, us)
    held = {each.field.key: each.field for each in properties}
    assert held["email"].type is FieldType.EMAIL
    assert held["lifecyclestage"].options
    assert held["lifecyclestage"].options["customer"] == "Customer"
    assert held["num_notes"].read_only
    assert held["hs_object_id"].read_only
    assert not held["jobtitle"].read_only
    assert {each.key for each in held.values()} >= {"jobtitle", "qbodesk_open_balance"}
    known = {each.field.key: each for each in fields}
    assert known["DisplayName"].sample
    assert known["BalanceWithJobs"].field.read_only


def test_custom_fields_of_a_company_are_fields(ws: Workspace, servers: Servers) -> None:
    found = {}
    for country in ("US", "GB", "PL"):
        fields, _ = ws.mapping.catalogue.choices(Target.INVOICES, servers.realm(country))
        found |= {each.field.key: each.field for each in fields if each.field.custom}
    assert found
    assert all(key.startswith("CustomField[") and field.label for key, field in found.items())


def test_saving_is_a_version_and_an_older_one_comes_back(ws: Workspace) -> None:
    book = ws.mapping.book
    assert book.listed(CONTACTS) == defaults(CONTACTS)
    assert book.history(CONTACTS) == []
    book.save(CONTACTS, JOB)
    book.save(CONTACTS, replace(JOB, rule=Rule.IF_EMPTY))
    book.move(CONTACTS, "mine", -100)
    copy = book.duplicate(CONTACTS, "mine")
    book.switch(CONTACTS, "mine", enabled=False)
    book.remove(CONTACTS, copy.id)
    assert book.listed(CONTACTS)[0].id == "mine"
    assert not book.one(CONTACTS, "mine").enabled
    assert codes(book.history(CONTACTS)) == ["delete", "off", "duplicate", "move", "edit", "add"]
    book.restore(CONTACTS, 1)
    assert book.listed(CONTACTS) == (*defaults(CONTACTS), JOB)
    book.restore(CONTACTS, 0)
    assert book.listed(CONTACTS) == defaults(CONTACTS)
    with ws.cache.read() as tx:
        kinds = list(tx.execute(select(audit.c.kind)).scalars())
    assert kinds.count("mapping") == 8


def test_a_company_may_have_a_set_of_its_own(ws: Workspace, us: str, servers: Servers) -> None:
    book = ws.mapping.book
    book.save(CONTACTS, JOB, us)
    assert book.is_own(CONTACTS, us)
    assert JOB in book.listed(CONTACTS, us)
    assert JOB not in book.listed(CONTACTS)
    assert JOB not in book.listed(CONTACTS, servers.realm("PL"))
    assert "jobtitle" in book.mapping_set(CONTACTS, us).targets
    assert "jobtitle" not in book.mapping_set(CONTACTS, servers.realm("PL")).targets


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (replace(JOB, target="num_notes"), "MAPPING_READ_ONLY"),
        (replace(JOB, target="nowhere"), "MAPPING_NO_PROPERTY"),
        (replace(JOB, source="Nothing"), "MAPPING_NO_FIELD"),
        (replace(JOB, source="BalanceWithJobs", target="hs_lead_status"), "MAPPING_NEEDS_TEXT"),
        (replace(JOB, source="GivenName", target="firstname", direction=defaults(CONTACTS)[1].direction), "MAPPING_TWICE"),
        (replace(defaults(CONTACTS)[0], enabled=False), "MAPPING_LOCKED"),
        (replace(defaults(CONTACTS)[0], source="DisplayName"), "MAPPING_LOCKED"),
        (replace(JOB, direction=Direction.BOTH), "MAPPING_TO_HUBSPOT_ONLY"),
        (replace(JOB, direction=Direction.TO_QUICKBOOKS), "MAPPING_TO_HUBSPOT_ONLY"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_not_saved(ws: Workspace, mapping: FieldMapping, code: str) -> None:
    with pytest.raises(InvalidInput) as told:
        ws.mapping.book.save(CONTACTS, mapping)
    assert told.value.code == code
    assert told.value.problem.detail
    assert ws.mapping.book.history(CONTACTS) == []


def test_the_match_key_cannot_be_removed_but_changed(ws: Workspace) -> None:
    email = defaults(CONTACTS)[0]
    with pytest.raises(InvalidInput, match="stays as it is"):
        ws.mapping.book.remove(CONTACTS, email.id)
    ws.mapping.book.save(CONTACTS, replace(email, transforms=(*email.transforms, TextCase("lower"))))
    assert ws.mapping.book.listed(CONTACTS)[0].transforms[-1] == TextCase("lower")


def test_an_export_is_imported_unchanged_and_a_broken_file_changes_nothing(ws: Workspace) -> None:
    book = ws.mapping.book
    book.save(CONTACTS, JOB)
    exported = json.loads(json.dumps(book.exported(CONTACTS)))
    book.restore(CONTACTS, 0)
    assert book.imported(exported) is CONTACTS
    assert book.listed(CONTACTS) == (*defaults(CONTACTS), JOB)
    versions = len(book.history(CONTACTS))
    without_key = exported | {"mappings": exported["mappings"][1:]}
    read_only = exported | {
        "mappings": [*exported["mappings"], exported["mappings"][-1] | {"id": "x", "target": "num_notes"}]
    }
    for broken, code in (
        (without_key, "MAPPING_LOCKED"),
        (read_only, "MAPPING_READ_ONLY"),
        ({}, "MAPPING_FILE"),
    ):
        with pytest.raises(InvalidInput) as told:
            book.imported(broken)
        assert told.value.code == code
    with pytest.raises(InvalidInput, match="not a set of mappings"):
        book.imported(exported, expected=Target.PRODUCTS)
    assert len(book.history(CONTACTS)) == versions


def test_trying_with_a_record_says_what_would_change(ws: Workspace, us: str, pair: tuple[str, str]) -> None:
    tried = ws.mapping.trial.with_record(CONTACTS, us, pair[0])
    assert tried.linked
    assert tried.record
    email = tried.steps[0]
    assert email.result
    assert email.held != email.result
    assert email.changes
    by_name = ws.mapping.trial.with_record(CONTACTS, us, tried.record)
    assert by_name.record_id == pair[0]
    with pytest.raises(InvalidInput, match="nobody of that name"):
        ws.mapping.trial.with_record(CONTACTS, us, "nobody of that name")


def test_the_impact_counts_before_anything_is_saved(
    ws: Workspace, us: str, servers: Servers, pair: tuple[str, str]
) -> None:
    writes = servers.requests("PATCH") + servers.requests("POST")
    mapping = FieldMapping(id="mine", source="DisplayName", target="jobtitle")
    impact = ws.mapping.trial.impact(CONTACTS, [us], mapping)
    assert impact.valued == impact.records > 1
    assert (impact.linked, impact.changing, len(impact.examples)) == (1, 1, 1)
    too_long = replace(mapping, source="DisplayName", target="num_notes")
    failing = ws.mapping.trial.impact(CONTACTS, [us], too_long)
    assert failing.failing == failing.records
    assert failing.problem is not None
    assert failing.problem.code == "MAPPING_READ_ONLY"
    assert servers.requests("PATCH") + servers.requests("POST") == writes
    assert ws.mapping.book.history(CONTACTS) == []


def test_the_state_of_each_mapping_is_kept(
    ws: Workspace, us: str, servers: Servers, pair: tuple[str, str]
) -> None:
    servers.post("US", "Customer", {"DisplayName": "Known", "Notes": "gold"})
    broken = servers.post("US", "Customer", {"DisplayName": "Strange", "Notes": "violet"})
    ws.engine.run(only="quickbooks")
    refusing = Lookup((("gold", "First class"),), "refuse")
    ws.mapping.book.save(CONTACTS, replace(JOB, transforms=(refusing,)))
    looked = ws.mapping.trial.look(CONTACTS, us)
    kept = ws.mapping.trial.states(CONTACTS, us)
    assert kept == looked.states
    email, job = kept[defaults(CONTACTS)[0].id], kept["mine"]
    assert (email.in_step, email.differing, email.failing) == (0, 1, 0)
    assert email.sample
    assert (job.sample, job.failing) == ("First class", 1)
    assert (job.record_id, job.record) == (broken["Id"], "Strange")
    assert job.problem is not None
    assert job.problem.code == "MAPPING_NOT_IN_TABLE"


def test_a_property_mapped_now_is_fetched_of_all_records(
    ws: Workspace, servers: Servers, pair: tuple[str, str]
) -> None:
    def held() -> str | None:
        with ws.cache.read() as tx:
            raw = tx.execute(select(contact.c.raw).where(contact.c.id == pair[1])).scalar_one()
        found: dict[str, str | None] = json.loads(raw)["properties"]
        return found.get("hs_lead_status")

    servers.patch("contacts", pair[1], hs_lead_status="OPEN")
    ws.engine.run(only="hubspot")
    assert held() is None
    ws.mapping.book.save(CONTACTS, FieldMapping(id="mine", source="Notes", target="hs_lead_status"))
    ws.engine.run(only="hubspot")
    assert held() == "OPEN"
    before = len(servers.running.state.journal.since(0))
    ws.engine.run(only="hubspot")
    listed = [
        each for each in servers.running.state.journal.since(before) if each["path"].endswith("/contacts")
    ]
    assert listed == []


def test_a_type_hubspot_does_not_show_stops_nothing(ws: Workspace, servers: Servers) -> None:
    servers.arm("status", "/properties/.*/invoices", status=403)
    report = ws.engine.run(only="hubspot", full=True)
    servers.disarm()
    assert [each.problem for each in report.connections if each.problem] == []


def test_our_own_properties_are_as_hubspot_takes_them(ws: Workspace, client: HubSpotClient) -> None:
    for target in (Target.CONTACTS, Target.COMPANIES, Target.PRODUCTS, Target.INVOICES):
        client.create_property_group(target.value, "qbodesk", "QuickBooks")
        for definition in own_definitions(target):
            client.create_property(target.value, definition)
    ws.engine.run(only="hubspot", full=True)
    for target in (Target.CONTACTS, Target.COMPANIES, Target.PRODUCTS, Target.INVOICES):
        assert ws.mapping.book.problems(target, COMMON) == {}


@pytest.fixture
def client(ws: Workspace, simulator: Running) -> HubSpotClient:
    return ws.clients.hubspot()
