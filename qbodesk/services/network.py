"""How this workspace gets out into the network: the chosen proxy, its password sealed with the sign-ins. Opens no connection."""

from qbodesk.models.cache import connections
from qbodesk.models.cache.engine import Cache
from qbodesk.models.errors import SignInExpired
from qbodesk.services.http.proxies import Proxies, ProxyChoice, Way, checked
from qbodesk.services.secrets import Vault

SETTING = "network.proxy"
_SECRET = "proxy"  # noqa: S105 - the name of one


class Network:
    """One per workspace."""

    def __init__(self, cache: Cache, vault: Vault) -> None:
        self._cache = cache
        self._vault = vault
        self.proxies = Proxies(self.choice, self.password)

    def choice(self) -> ProxyChoice:
        """What was chosen, "as the system" until then."""
        with self._cache.read() as tx:
            found = connections.get_setting(tx, SETTING)
        if not isinstance(found, dict):
            return ProxyChoice()
        ways = {each.value: each for each in Way}
        return ProxyChoice(
            ways.get(str(found.get("way")), Way.SYSTEM),
            str(found.get("address", "")),
            str(found.get("user", "")),
        )

    def password(self) -> str:
        """The proxy's, "" when none is kept. Raises `SignInExpired` while the sign-ins are locked."""
        found = self._vault.get(_SECRET)
        return "" if found is None else found.decode()

    def choose(self, choice: ProxyChoice, password: str | None = None) -> None:
        """Keep it; `password` None leaves the one that is kept. Raises `InvalidInput` and what keeping a secret raises."""
        chosen = checked(choice)
        if chosen.user and password is not None:
            self._vault.put(_SECRET, password.encode())
        elif not chosen.user:
            self._vault.forget(_SECRET)
        with self._cache.write() as tx:
            connections.set_setting(
                tx, SETTING, {"way": str(chosen.way), "address": chosen.address, "user": chosen.user}
            )

    def has_password(self) -> bool:
        """Whether one is kept and can be read."""
        try:
            return bool(self.password())
        except SignInExpired:
            return True
