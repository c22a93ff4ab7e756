"""Why a whole company can be out of reach although the token is good (quickbooks-api.md §7.2, 100 to 150); decides nothing."""

from collections.abc import Callable

from qbodesk.simulator.quickbooks.faults import Fault

_AUTHENTICATION, _AUTHORIZATION = (
    "AuthenticationFault",
    "AuthorizatonFault",
)  # the second is misspelt in the real schema


def _general() -> Fault:
    detail = "AuthenticationErrorGeneral: SRV-110-Authentication Failure , statusCode: 401"
    return Fault("100", "General Authentication Error", detail, status=401, kind=_AUTHENTICATION)


def _oauth() -> Fault:
    detail = "AuthenticationOAuthError: SRV-110-Authentication Failure , statusCode: 401"
    return Fault("110", "Authentication OAuth Error", detail, status=401, kind=_AUTHENTICATION)


def _no_admin() -> Fault:
    detail = (
        "AuthorizationFailure: -11014-You do not have access to use QuickBooks Online Plus., statusCode: 401"
    )
    return Fault("120", "Authorization Failure", detail, status=401, kind=_AUTHORIZATION)


def _wrong_cluster() -> Fault:
    detail = "WrongClusterError: the company lives on another server, statusCode: 401"
    return Fault("130", "Accessing Wrong Cluster", detail, status=401, kind=_AUTHENTICATION)


REASONS: dict[str, Callable[[], Fault]] = {
    "authentication": _general,
    "oauth": _oauth,
    "admin_removed": _no_admin,
    "wrong_cluster": _wrong_cluster,
}
"""By the word the control API takes."""
