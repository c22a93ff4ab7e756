"""What the ledger check finds; finds nothing itself."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One record that breaks one rule. `record` is like `quickbooks/9130/Invoice/1042` or `hubspot/deals/3000001`."""

    rule: str
    record: str
    detail: str
