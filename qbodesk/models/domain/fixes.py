"""What a person is offered for every reason why a record is not in step or an entry cannot leave. Does none of it.

The sentences of each reason are in `problem_texts`; whoever shows them shows these as buttons.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Fix(StrEnum):
    """One decision, for all records of a reason where that makes sense; its value is its name for scripts."""

    # of invoices that wait
    LATER_DATE = "later_date"
    EXISTING_CUSTOMER = "existing_customer"
    QUICKBOOKS_NUMBERS = "quickbooks_numbers"
    USE_DEAL = "use_deal"
    SERVICE_DATES = "service_dates"
    EDIT = "edit"
    LOOK_AGAIN = "look_again"
    WITHDRAW = "withdraw"
    # of either
    AGAIN = "again"
    DISMISS = "dismiss"
    # of records that are kept in step
    OVERWRITE = "overwrite"
    TAKE = "take"
    UNLINK = "unlink"
    # leading to where it is decided
    BACKFILL = "backfill"
    PREVIEW = "preview"
    RULE = "rule"
    MAPPING = "mapping"
    COMPARE = "compare"
    QUICKBOOKS = "quickbooks"
    HUBSPOT = "hubspot"
    CONNECTION = "connection"
    NETWORK = "network"
    QUEUE = "queue"
    SYNC = "sync"


ENTRY_FIXES = frozenset({
    Fix.LATER_DATE, Fix.EXISTING_CUSTOMER, Fix.QUICKBOOKS_NUMBERS, Fix.USE_DEAL, Fix.SERVICE_DATES, Fix.EDIT, Fix.LOOK_AGAIN,
    Fix.WITHDRAW,
})  # fmt: skip
"""What only an invoice that waits can be given."""

ONE_BY_ONE = frozenset({Fix.QUICKBOOKS, Fix.HUBSPOT})
"""What shows a single record."""

_AGAIN = (Fix.AGAIN,)
_ALONE: tuple[Fix, ...] = ()
"""It passes by itself, or is meant to be so."""
_QUOTE = (Fix.USE_DEAL, Fix.AGAIN)
_CONNECTION = (Fix.CONNECTION, Fix.AGAIN)
_NETWORK = (Fix.NETWORK, Fix.AGAIN)
_VALUE = (Fix.QUICKBOOKS, Fix.MAPPING, Fix.AGAIN)
_WHICH = (Fix.COMPARE, Fix.QUICKBOOKS, Fix.AGAIN)
_PLAN = (Fix.PREVIEW, Fix.RULE)

FIXES: Mapping[str, tuple[Fix, ...]] = MappingProxyType({
    # left out by a rule
    "RULE_OFF": (Fix.RULE,),
    "BEFORE_RULE": (Fix.BACKFILL,),
    "RULE_SAYS_NOTHING": (Fix.RULE,),
    "NO_COUNTERPART": (Fix.RULE, Fix.AGAIN),
    "ONLY_TO_QUICKBOOKS": (Fix.RULE, Fix.AGAIN),
    "OUTSIDE_FILTER": (Fix.RULE,),
    "KEPT_IN_HUBSPOT": (Fix.RULE,),
    "INACTIVE_IN_QUICKBOOKS": (Fix.QUICKBOOKS,),
    "NO_EMAIL": (Fix.QUICKBOOKS, Fix.RULE),
    "NO_COMPANY_NAME": (Fix.QUICKBOOKS, Fix.RULE),
    "SUB_CUSTOMER": (Fix.QUICKBOOKS,),
    "ITEM_IS_CATEGORY": _ALONE,
    "ITEM_IS_BUNDLE": _ALONE,
    "CURRENCY_NOT_IN_HUBSPOT": _AGAIN,
    "UNDONE": _AGAIN,
    "NO_EMAIL_THERE": (Fix.HUBSPOT, Fix.RULE),
    "IN_QUICKBOOKS_ALREADY": (Fix.BACKFILL,),
    "MADE_ELSEWHERE": (Fix.QUEUE,),
    "ITEM_ACCOUNT_MISSING": (Fix.RULE,),
    "ITEM_NAME_CHARACTERS": (Fix.HUBSPOT, Fix.AGAIN),
    "ITEM_NAME_MISSING": (Fix.HUBSPOT, Fix.AGAIN),
    "ITEM_TEXT_TOO_LONG": (Fix.HUBSPOT, Fix.AGAIN),
    "ITEM_PRICE_NEGATIVE": (Fix.HUBSPOT, Fix.AGAIN),
    "ITEM_NAME_TAKEN": (Fix.HUBSPOT, Fix.AGAIN),
    "CUSTOMER_NAME_MISSING": (Fix.HUBSPOT, Fix.AGAIN),
    "CUSTOMER_NAME_CHARACTERS": (Fix.HUBSPOT, Fix.AGAIN),
    "CUSTOMER_TEXT_TOO_LONG": (Fix.HUBSPOT, Fix.AGAIN),
    "CUSTOMER_EMAIL_SHAPE": (Fix.HUBSPOT, Fix.AGAIN),
    # a counterpart that cannot be told
    "SHARED_SIGN": _WHICH,
    "SEVERAL_COUNTERPARTS": _WHICH,
    "NAMESAKE": (Fix.COMPARE, Fix.HUBSPOT, Fix.QUICKBOOKS, Fix.AGAIN),
    "COUNTERPART_TAKEN": _WHICH,
    "NAME_IN_QUICKBOOKS": (Fix.COMPARE, Fix.HUBSPOT, Fix.AGAIN),
    "COUNTERPART_GONE": (Fix.UNLINK, Fix.AGAIN),
    "MADE_BY_ANOTHER": (Fix.HUBSPOT, Fix.AGAIN),
    "CONTACT_EXISTS": (Fix.SYNC, Fix.HUBSPOT),
    # both sides have a say
    "CHANGED_IN_HUBSPOT": (Fix.OVERWRITE, Fix.DISMISS, Fix.HUBSPOT),
    "CHANGED_ON_BOTH_SIDES": (Fix.OVERWRITE, Fix.TAKE, Fix.DISMISS, Fix.HUBSPOT),
    "PARALLEL_CONNECTOR": (Fix.AGAIN, Fix.HUBSPOT),
    "PARALLEL_IN_QUICKBOOKS": (Fix.AGAIN, Fix.QUICKBOOKS),
    "STALE_OBJECT": _AGAIN,
    "VALUE_NOT_TAKEN": (Fix.QUICKBOOKS, Fix.AGAIN),
    # refused by a server
    "HUBSPOT_REFUSED": _VALUE,
    "REFUSED_TOGETHER": _VALUE,
    "LINE_REFUSED": _VALUE,
    "NOT_ANSWERED": _AGAIN,
    "REJECTED": (Fix.AGAIN, Fix.QUICKBOOKS),
    "DUPLICATE": (Fix.HUBSPOT, Fix.AGAIN),
    "MISSING_REFERENCE": (Fix.SYNC, Fix.AGAIN),
    "RECORD_GONE": (Fix.SYNC,),
    "PROPERTY_GONE": (Fix.MAPPING, Fix.AGAIN),
    "QUERY_REFUSED": _AGAIN,
    "ANSWER_NOT_UNDERSTOOD": _AGAIN,
    "PERIOD_CLOSED": (Fix.LATER_DATE, Fix.AGAIN),
    "DISPLAYNAME_TAKEN": (Fix.EXISTING_CUSTOMER, Fix.HUBSPOT, Fix.AGAIN),
    "DOCNUMBER_TAKEN": (Fix.QUICKBOOKS_NUMBERS, Fix.AGAIN),
    "SERVICE_DATE_REQUIRED": (Fix.SERVICE_DATES, Fix.AGAIN),
    # of an invoice, looked at again before it leaves
    "CUSTOMER_MISSING": (Fix.EDIT, Fix.AGAIN),
    "CUSTOMER_NAME_TAKEN": (Fix.EXISTING_CUSTOMER, Fix.AGAIN),
    "BOOKS_CLOSED": (Fix.LATER_DATE, Fix.AGAIN),
    "CUSTOM_NUMBERS_ON": (Fix.QUICKBOOKS_NUMBERS, Fix.AGAIN),
    "DISCOUNTS_OFF": (Fix.EDIT, Fix.AGAIN),
    "QUOTE_EXPIRED": _QUOTE,
    "QUOTE_DRAFT": _QUOTE,
    "QUOTE_PENDING": _QUOTE,
    "QUOTE_REJECTED": _QUOTE,
    "QUOTE_UNPUBLISHED": _QUOTE,
    "QUOTE_MISSING": _QUOTE,
    "CURRENCY_MISMATCH": _ALONE,
    # a value that no property takes
    "MAPPING_TEXT_TOO_LONG": _VALUE,
    "MAPPING_NOT_A_NUMBER": _VALUE,
    "MAPPING_NOT_A_DATE": _VALUE,
    "MAPPING_NOT_YES_OR_NO": _VALUE,
    "MAPPING_NOT_AN_EMAIL": _VALUE,
    "MAPPING_NOT_AN_OPTION": _VALUE,
    "MAPPING_NOT_IN_TABLE": (Fix.MAPPING, Fix.AGAIN),
    "MAPPING_VALUE_NOT_A_NUMBER": _VALUE,
    "MAPPING_VALUE_NOT_A_DATE": _VALUE,
    # of a rule as a whole
    "CHANGES_WAIT": _PLAN,
    "NOT_AS_AGREED": _PLAN,
    "MASS_DELETION_WAITS": _PLAN,
    "SUDDENLY_EMPTY": _PLAN,
    "KIND_NOT_READABLE": _CONNECTION,
    "INVOICES_REFUSED": (Fix.CONNECTION, Fix.RULE),
    # of a run that was taken back
    "LINES_STAY": (Fix.AGAIN, Fix.HUBSPOT),
    "CHANGED_SINCE": (Fix.HUBSPOT, Fix.AGAIN),
    "CHANGED_IN_BOOKS_SINCE": (Fix.QUICKBOOKS, Fix.AGAIN),
    "CANNOT_RESTORE": (Fix.HUBSPOT,),
    "STAYS_IN_QUICKBOOKS": (Fix.QUICKBOOKS,),
    "CANNOT_BE_CHECKED": (Fix.CONNECTION, Fix.HUBSPOT),
    "UNDO_WITHDRAWN": _ALONE,
    # of a connection
    "SIGN_IN_EXPIRED": _CONNECTION,
    "SIGN_IN_MISSING": _CONNECTION,
    "SIGN_IN_UNREADABLE": _CONNECTION,
    "TOKEN_REVOKED": _CONNECTION,
    "APP_KEYS_REFUSED": _CONNECTION,
    "PERMISSION_MISSING": _CONNECTION,
    "SCOPES_MISSING": _CONNECTION,
    "QUICKBOOKS_ACCESS_LOST": _CONNECTION,
    "QUICKBOOKS_WRONG_COMPANY": _CONNECTION,
    "SUBSCRIPTION_LAPSED": (Fix.QUICKBOOKS, Fix.AGAIN),
    "NO_CONNECTION": _CONNECTION,
    "MASS_DELETION": (Fix.SYNC,),
    "RECORD_UNREADABLE": (Fix.QUICKBOOKS, Fix.SYNC),
    "PULL_BROKE": (Fix.SYNC,),
    "WORKSPACE_OF_ANOTHER_PORTAL": (Fix.CONNECTION,),
    # of the way there
    "OFFLINE": _ALONE,
    "INTERRUPTED": _ALONE,
    "RATE_LIMITED": _ALONE,
    "DAILY_LIMIT": _ALONE,
    "PORTAL_MOVING": _ALONE,
    "NAME_LOCK": _ALONE,
    "SERVER_TROUBLE": _ALONE,
    "WAITS_FOR_HUBSPOT": _ALONE,
    "OUTCOME_UNKNOWN": _ALONE,
    "OUTCOME_UNKNOWN_REPEATED": _ALONE,
    "TLS_FAILED": _AGAIN,
    "TLS_EXPIRED": _AGAIN,
    "TLS_NOT_YET_VALID": _AGAIN,
    "TLS_OTHER_NAME": _AGAIN,
    "TLS_UNKNOWN_AUTHORITY": _AGAIN,
    "PROXY_SIGN_IN": _NETWORK,
    "PROXY_SCHEME": _NETWORK,
    "PROXY_FAILED": _NETWORK,
    # of an entry of the queue
    "SEVERAL_FOUND": (Fix.QUEUE,),
    "RECORD_OF_ANOTHER_ENTRY": (Fix.QUEUE,),
    "UNKNOWN_ENTRY": (Fix.QUEUE,),
    "GIVEN_UP": _AGAIN,
    "WITHDRAWN": _AGAIN,
    "UNEXPECTED": _AGAIN,
})  # fmt: skip
"""The best first."""


def fixes_of_entry(code: str) -> tuple[Fix, ...]:
    """For a refused invoice; any can be sent again once its cause is gone."""
    known = tuple(fix for fix in FIXES.get(code, ()) if fix in ENTRY_FIXES)
    return (*known, Fix.AGAIN)


def fixes_of_record(code: str) -> tuple[Fix, ...]:
    """For a record that is not in step."""
    return tuple(fix for fix in FIXES.get(code, _AGAIN) if fix not in ENTRY_FIXES)
