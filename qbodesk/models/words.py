"""Every sentence a user reads, in the language they chose; formats no numbers, dates or money.

English is the key: a text without a translation is shown in English, never as a blank. `_` translates now,
`N_` only marks a text that is translated later, `ngettext` chooses the plural form (Polish has three).
"""

import gettext

from qbodesk.paths import resource

LANGUAGES = ("en", "pl")


class _Current:
    """The language in force for the whole process: the window, the command line and printed documents agree."""

    language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str) -> None:
    """Switch to `en` or `pl` (a full locale such as `pl_PL` counts as its language); anything else is English."""
    short = language.replace("-", "_").split("_")[0].lower()
    _Current.language = short if short in LANGUAGES else "en"
    folder = resource("translations")
    _Current.catalogue = gettext.translation("qbodesk", folder, [_Current.language], fallback=True)


def use_words(catalogue: gettext.NullTranslations) -> None:
    """Speak through another catalogue until the next `use_language`; formats stay. The pseudo-language of the tests."""
    _Current.catalogue = catalogue


def language() -> str:
    """The language in force, `en` or `pl`."""
    return _Current.language


def _(text: str) -> str:
    return _Current.catalogue.gettext(text)


def N_(text: str) -> str:  # noqa: N802 - the usual gettext name, which the extractor looks for
    """Mark a text for translation and return it unchanged."""
    return text


def ngettext(one: str, many: str, n: int) -> str:
    """The form for `n` things, untouched by `n` itself: the caller fills it in with `.format(n=n)`."""
    return _Current.catalogue.ngettext(one, many, n)
