"""A name for a file from text somebody else chose: no path, nothing a system reads otherwise than it is shown. Opens no file."""

LONGEST = 100
"""Characters of a name without its ending: with 4 bytes each, a number and an ending it stays below the 255 of a file system."""
_KEPT = frozenset("-_ .,()")
_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{name}{digit}" for name in ("COM", "LPT") for digit in "0123456789¹²³"]
)


def file_name(text: str, otherwise: str = "invoice") -> str:
    """The letters and digits of a text, everything else a hyphen; `otherwise` when nothing of it is left.

    Windows opens a device for CON or NUL, whatever the ending, and drops dots and spaces at the end; a leading dot hides a file.
    """
    made = "".join(letter if letter.isalnum() or letter in _KEPT else "-" for letter in text)
    made = _fitting(made.strip(". ")).strip(". ")
    if not any(letter.isalnum() for letter in made):
        return otherwise
    return f"_{made}" if made.split(".")[0].rstrip(" ").upper() in _RESERVED else made


def _fitting(name: str) -> str:
    """As much of it as fits, in characters and in the bytes a file system counts."""
    return name[:LONGEST].encode()[: 2 * LONGEST].decode(errors="ignore")
