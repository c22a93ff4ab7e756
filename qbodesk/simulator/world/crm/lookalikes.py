"""Names that are nearly another one, as people type them: legal form, letters, accents; compares nothing."""

from qbodesk.simulator.world.names import without_accents

_OTHER_FORM = {
    " LLC": ", LLC",
    " Inc.": " Incorporated",
    " Co.": " Company",
    " Ltd": " Limited",
    " LLP": "",
    " Limited": " Ltd.",
    " sp. z o.o.": " Spółka z o.o.",
    " s.c.": "",
    " sp.k.": " Sp. k.",
}


def without_form(name: str) -> str:
    """The name without its legal form."""
    return name.removesuffix(next((form for form in _OTHER_FORM if name.endswith(form)), ""))


def nearly(name: str, turn: int) -> str:
    """A different spelling of `name`: by `turn` another legal form, no accents, or a letter too few."""
    stem = without_form(name)
    form = name.removeprefix(stem)
    plain = without_accents(stem)
    if turn % 3 == 0 and form:
        return stem + _OTHER_FORM[form]
    if turn % 3 == 1 and plain != stem:
        return plain + form
    middle = next(i for i in range(len(stem) // 2, len(stem)) if stem[i - 1 : i + 1].isalpha())
    return stem[:middle] + stem[middle + 1 :] + form
