"""Where sign-ins are kept: sealed files beside the workspace, their key in the system's password store. Knows no service.

docs/decisions say why not inside the database. The only package that knows `keyring` and `cryptography`; both are loaded
when a secret is first wanted, because most starts show a cache before that.
"""

from qbodesk.services.secrets.vault import PASSPHRASE_VARIABLE, Kind, Vault

__all__ = ["PASSPHRASE_VARIABLE", "Kind", "Vault"]
