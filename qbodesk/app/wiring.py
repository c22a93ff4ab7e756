"""Builds the services of a workspace: the one place where every service meets the cache, the clock and the clients.

Imported when they are first needed (`compose`), because it imports the whole program below the screens.
"""

import os
import threading
from collections.abc import Callable
from datetime import timedelta

from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.lock import WorkspaceLock
from qbodesk.models.cache.witness import Witness
from qbodesk.models.domain.outbox import RESEND_WAIT
from qbodesk.models.domain.sync_plan import Decision
from qbodesk.services.clients import Clients
from qbodesk.services.clock import Chance
from qbodesk.services.documents import Documents
from qbodesk.services.duplicates import Duplicates
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.invoicing import Invoicing
from qbodesk.services.invoicing.intents import CREATE_CUSTOMER, CREATE_INVOICE, CREATE_ITEM
from qbodesk.services.invoicing.mending import Mending
from qbodesk.services.linking import Linking
from qbodesk.services.lists import Lists
from qbodesk.services.lists.views import Views
from qbodesk.services.mapping import open_desk
from qbodesk.services.mapping.sources import Sources
from qbodesk.services.network import Network
from qbodesk.services.outbox import Handler, Outbox, Review
from qbodesk.services.outbox.handlers.books import RestoreBooks, WriteBooks
from qbodesk.services.outbox.handlers.following import RelateInvoices, WriteLines
from qbodesk.services.outbox.handlers.hubspot import CreateDealProperties, PatchDeal
from qbodesk.services.outbox.handlers.makers import MakeInBooks
from qbodesk.services.outbox.handlers.quickbooks import CreateCustomer, CreateInvoice, CreateItem
from qbodesk.services.outbox.handlers.records import (
    ArchiveRecords,
    CreateRecordProperties,
    CreateRecords,
    UpdateRecords,
)
from qbodesk.services.outbox.handlers.restore import RestoreRecords, TakeBackRecords
from qbodesk.services.reading.activity import Activity
from qbodesk.services.reading.books import Books
from qbodesk.services.reading.deals import Deals
from qbodesk.services.reading.existing import Existing
from qbodesk.services.reading.find import Find
from qbodesk.services.reading.invoices import Invoices
from qbodesk.services.reading.matches import Matches
from qbodesk.services.reading.records import Records
from qbodesk.services.reading.trail import Trail
from qbodesk.services.recovery import Recovery, Verdict
from qbodesk.services.rules import following as rule_following
from qbodesk.services.rules import runs as rule_runs
from qbodesk.services.rules import undo as rule_undo
from qbodesk.services.rules.health import Health
from qbodesk.services.rules.invoice_lines import InvoiceLines
from qbodesk.services.rules.planner import Planner
from qbodesk.services.rules.rulebook import Rulebook
from qbodesk.services.secrets import Vault
from qbodesk.services.settings import CompanySettings
from qbodesk.services.signin.desk import SignInDesk
from qbodesk.services.signin.stored import SignIns
from qbodesk.services.sync.engine import SyncEngine
from qbodesk.services.workspace import Services, Workspace
from qbodesk.services.writeback import PATCH_KIND, SETUP_KIND, Writebacks

RESEND_WAIT_VARIABLE = "QBODESK_RESEND_WAIT"
"""Seconds to wait before an invoice of unknown fate is sent again. Shorter than two minutes is for tests only."""


def make_services(
    workspace: Workspace,
    *,
    lock: WorkspaceLock | None,
    chance: Chance,
    witness: Witness | None,
    checkpoint: Callable[[str], None],
    resend_wait: timedelta | None,
    retry: Callable[[], ReadRetry] | None,
    vault: Vault | None,
) -> Services:
    """Open the cache and everything over it; without a `lock` for reading only. Raises the `LocalTrouble` errors of `Cache`."""
    changes, clock = workspace.changes, workspace.clock
    cache = Cache(workspace.folder, read_only=lock is None, lock=lock)
    recovery = Recovery(cache, changes, clock, chance, witness)
    sign_ins = SignIns(vault or Vault(workspace.folder))
    try:
        if recovery.attend() is Verdict.COPIED:
            # two workspaces renewing one sign-in would take it from each other; the original keeps it
            sign_ins.vault.leave_to_original()
        if lock is not None:
            recovery.look_around()
    except BaseException:
        cache.close()
        raise
    stop = threading.Event()
    network = Network(cache, sign_ins.vault)
    clients = Clients(cache, clock, stop, retry or ReadRetry, sign_ins=sign_ins, proxies=network.proxies)
    invoices = Invoices(cache, clock)
    books = Books(cache)
    writebacks = Writebacks(invoices, clock, chance)
    invoicing = Invoicing(
        cache, changes, clock, chance, books=books, invoices=invoices, quickbooks=clients.quickbooks
    )
    mapping = open_desk(cache, changes, clock, chance)
    if resend_wait is None:
        told = os.environ.get(RESEND_WAIT_VARIABLE)
        resend_wait = RESEND_WAIT if told is None else timedelta(seconds=float(told))
    whole = Sources(clock).whole
    planner = Planner(cache, clock, mapping.book.outcome, whole, mapping.book.back)
    lines = InvoiceLines(mapping.book.outcome, whole)
    decided: dict[str, dict[int, Decision]] = {}
    in_books = (cache, clock, clients.quickbooks, planner, mapping.book.paths_back)
    batch = (clients.hubspot, planner, clock, resend_wait, decided)
    handlers: dict[str, Handler] = {
        CREATE_CUSTOMER: CreateCustomer(cache, clock, clients.quickbooks),
        CREATE_ITEM: CreateItem(cache, clock, clients.quickbooks),
        CREATE_INVOICE: CreateInvoice(
            cache, clock, clients.quickbooks, hubspot=clients.hubspot, writebacks=writebacks
        ),
        PATCH_KIND: PatchDeal(clients.hubspot, writebacks),
        SETUP_KIND: CreateDealProperties(clients.hubspot),
        rule_runs.SETUP_KIND: CreateRecordProperties(clients.hubspot),
        rule_runs.CREATE_KIND: CreateRecords(*batch, {}),
        rule_runs.UPDATE_KIND: UpdateRecords(*batch),
        rule_runs.ARCHIVE_KIND: ArchiveRecords(*batch),
        **{
            kind: WriteLines(clients.hubspot, lines, clock, verb, cache, resend_wait=resend_wait)
            for verb, kind in rule_following.LINES_KIND.items()
        },
        rule_following.RELATE_KIND: RelateInvoices(clients.hubspot, clock, apart=False),
        rule_following.PART_KIND: RelateInvoices(clients.hubspot, clock, apart=True),
        rule_runs.TAKE_KIND: WriteBooks(*in_books),
        rule_runs.MAKE_KIND: MakeInBooks(*in_books),
        rule_undo.RESTORE_BOOKS_KIND: RestoreBooks(*in_books),
        rule_undo.RESTORE_KIND: RestoreRecords(clients.hubspot, clock, cache),
        rule_undo.TAKE_BACK_KIND: TakeBackRecords(clients.hubspot, clock, cache),
    }
    outbox = Outbox(
        cache,
        changes,
        clock,
        chance,
        handlers,
        resend_wait=resend_wait,
        checkpoint=checkpoint,
        prove=clients.prove,
    )
    rulebook = Rulebook(
        cache,
        changes,
        clock,
        planner,
        rule_runs.Runs(cache, changes, clock, chance),
        rule_undo.Undo(cache, changes, clock, chance),
        rule_following.Following(cache, changes, clock, chance, lines),
    )
    signin = SignInDesk(cache, changes, clock, clients, sign_ins, network.proxies)
    engine = SyncEngine(
        cache,
        changes,
        clock,
        clients,
        outbox,
        writebacks,
        rulebook,
        workspace.status,
        stop,
        afterwards=signin.catch_up,
    )

    linking = Linking(cache, changes, clock, invoices, writebacks)
    review = Review(cache, changes, clock, handlers)
    settings = CompanySettings(cache, changes, clients.quickbooks)

    def close() -> None:
        stop.set()
        clients.close()
        cache.close()

    return Services(
        cache=cache,
        clients=clients,
        deals=Deals(cache, clock, invoices),
        invoices=invoices,
        records=Records(cache, clock, invoices),
        activity=Activity(cache, invoices, linking),
        books=books,
        existing=Existing(cache, invoices),
        matches=Matches(cache, invoices),
        find=Find(cache),
        invoicing=invoicing,
        linking=linking,
        lists=Lists(cache, clock),
        views=Views(cache, changes, chance),
        mapping=mapping,
        duplicates=Duplicates(cache, changes, clock),
        outbox=outbox,
        review=review,
        mending=Mending(
            cache,
            clock,
            invoicing=invoicing,
            books=books,
            status=workspace.status,
            review=review,
            settings=settings,
        ),
        settings=settings,
        trail=Trail(cache),
        documents=Documents(cache, clock, books, invoicing, clients.quickbooks, invoices),
        engine=engine,
        rulebook=rulebook,
        health=Health(cache, changes),
        recovery=recovery,
        signin=signin,
        network=network,
        close=close,
    )
