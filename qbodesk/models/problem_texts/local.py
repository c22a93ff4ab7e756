"""Sentences about this computer: the cache file, the disk, the keyring, a second window."""

from qbodesk.models.problem_texts.text import Text
from qbodesk.models.words import N_

TEXTS: dict[str, Text] = {
    "UNEXPECTED": Text(N_("Something unexpected happened")),
    "INVALID_INPUT": Text(N_("This cannot be used"), N_("{text}")),
    "CACHE_LOCKED": Text(
        N_("This workspace is open already"),
        N_("Another qbodesk window or command works on {folder}."),
        N_("Close it, or choose another folder with --data-dir."),
    ),
    "CACHE_CORRUPT": Text(
        N_("The workspace file is damaged"),
        N_("SQLite says about {file}: {reason}."),
        N_("Restore the newest backup, or start a new workspace; QuickBooks and HubSpot are not affected."),
    ),
    "CACHE_TOO_NEW": Text(
        N_("The workspace was made by a newer qbodesk"),
        N_("{file} has version {found}; this program knows versions up to {known}."),
        N_("Install the newer qbodesk to open it. Nothing was changed."),
    ),
    "MIGRATION_FAILED": Text(
        N_("The workspace could not be upgraded"),
        N_("{file} was left exactly as it was. Reason: {reason}."),
        N_("Try again, or go back to the version you used before."),
    ),
    "DISK_FULL": Text(
        N_("The disk is full"),
        N_("{file} could not be written; nothing was sent."),
        N_("Make space and try again."),
    ),
    "KEYRING_UNAVAILABLE": Text(
        N_("This system has no password store"),
        N_("Sign-ins cannot be kept safely: {reason}."),
        N_("Set QBODESK_PASSPHRASE, or sign in at each start."),
    ),
    "NO_CONNECTION": Text(
        N_("Nothing is connected yet"),
        N_("This workspace has no connection to {service}."),
        N_("Run “qbodesk connect” first, or try “qbodesk demo”."),
    ),
    "NOT_FOUND": Text(
        N_("{kind} {id} is not known here"),
        N_("It is not in the local cache."),
        N_("Check the number, or run “qbodesk sync” first."),
    ),
}
