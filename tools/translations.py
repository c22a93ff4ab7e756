"""Keeps the translations in step with the code: `extract`, `compile`, `check`. Translates nothing by itself.

Texts are marked by `_`, `N_` and `ngettext` (qbodesk/models/words.py), in page templates by `_`. `extract` puts new texts into
the files people translate in, `compile` writes what the program loads, `check` judges both.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeGuard

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("pl",)
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
# Babel would write the time of the call into what the program loads, and a minute later `check` would call it outdated.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
_IN_STRING = re.compile(r"\{\s*(_|N_|ngettext)\(")
PLACE = re.compile(r"{([a-z_0-9]*)[^{}]*}")


def found() -> Catalog:
    """All texts of the program as they are now."""
    catalogue = Catalog(project="qbodesk", charset="utf-8")
    sources: tuple[tuple[Path, list[tuple[str, str]], set[str]], ...] = (
        (ROOT / "qbodesk", [("**.py", "python")], {"simulator"}),
        (ROOT / "resources" / "templates", [("**.html", "jinja2.ext.babel_extract")], set()),
    )
    for folder, methods, left_out in sources:
        for name, line, text, comments, context in sorted(
            extract_from_dir(folder, methods, keywords=KEYWORDS), key=lambda each: (each[0], each[1])
        ):
            if Path(name).parts[0] in left_out:
                continue
            where = (folder / name).relative_to(ROOT).as_posix()
            catalogue.add(text, None, [(where, line)], auto_comments=comments, context=context)
    return catalogue


def hidden() -> list[str]:
    """Marked texts inside an f-string: whether they are found depends on the Python that looks."""
    wrong = []
    for file in sorted((ROOT / "qbodesk").rglob("*.py")):
        text = file.read_text("utf-8")
        strings = ast.walk(ast.parse(text)) if _IN_STRING.search(text) else ()
        calls = [call for string in strings if isinstance(string, ast.JoinedStr) for call in ast.walk(string)]
        name = file.relative_to(ROOT).as_posix()
        wrong += [f"{name}:{call.lineno}: text marked inside an f-string" for call in calls if _marks(call)]
    return wrong


def _marks(call: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in KEYWORDS
        and bool(call.args)
        and isinstance(call.args[0], ast.Constant)
    )


def po(language: str) -> Path:
    """The file people translate in."""
    return FOLDER / language / "LC_MESSAGES" / "qbodesk.po"


def known(language: str) -> Catalog:
    """The translations as they are now."""
    if not po(language).exists():
        return Catalog(locale=language, project="qbodesk", charset="utf-8")
    with po(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.creation_date = BEGINNING
    return catalogue


def extract() -> int:
    """Put new texts into the files of every language; translations stay, texts that are gone go."""
    for language in LANGUAGES:
        catalogue = known(language)
        catalogue.update(found(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        po(language).parent.mkdir(parents=True, exist_ok=True)
        po(language).write_bytes(_po_bytes(catalogue))
        missing = sum(1 for message in catalogue if message.id and not _translated(message))
        print(f"{language}: {len(catalogue)} texts, {missing} without translation")
    return 0


def compile_all() -> int:
    """Write the files the program loads."""
    for language in LANGUAGES:
        po(language).with_suffix(".mo").write_bytes(_mo_bytes(known(language)))
    return 0


def check() -> int:
    """Every text translated, every place kept, every plural form there, nothing left behind."""
    wrong = hidden()
    current = {_key(message) for message in found() if message.id}
    for language in LANGUAGES:
        catalogue = known(language)
        have = {_key(message) for message in catalogue if message.id}
        wrong += [f"{language}: not extracted yet: {key!r}" for key in sorted(current - have)]
        wrong += [f"{language}: no longer in the code: {key!r}" for key in sorted(have - current)]
        for message in catalogue:
            if message.id:
                wrong += [
                    f"{language}: {problem}: {_key(message)!r}"
                    for problem in _problems(message, catalogue.num_plurals)
                ]
        loaded = po(language).with_suffix(".mo")
        if not loaded.exists() or loaded.read_bytes() != _mo_bytes(catalogue):
            wrong.append(
                f"{language}: {loaded.name} is not what qbodesk.po says; run tools/translations.py compile"
            )
    for line in wrong[:40]:
        print(line, file=sys.stderr)
    if len(wrong) > 40:
        print(f"... and {len(wrong) - 40} more", file=sys.stderr)
    return 1 if wrong else 0


def _problems(message: Message, plurals: int) -> list[str]:
    if not _translated(message):
        return ["not translated"]
    if message.fuzzy:
        return ["marked fuzzy"]
    forms = _texts(message.string)
    ids = _texts(message.id)
    if len(ids) > 1 and len(forms) != plurals:
        return [f"{len(forms)} plural forms instead of {plurals}"]
    places = set().union(*(PLACE.findall(text) for text in ids))
    return [f"other places than {sorted(places)}" for form in forms if set(PLACE.findall(form)) != places][:1]


def _translated(message: Message) -> bool:
    forms = _texts(message.string)
    return bool(forms) and all(forms)


def _texts(given: str | Sequence[str] | None) -> list[str]:
    """One text or the forms of a plural, as a list."""
    return [given or ""] if given is None or isinstance(given, str) else list(given)


def _key(message: Message) -> str:
    return _texts(message.id)[0]


def _po_bytes(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    # without line numbers and dates a change of code changes only the texts it changed
    write_po(
        buffer,
        catalogue,
        width=120,
        omit_header=False,
        include_lineno=False,
        sort_output=True,
        include_previous=False,
    )
    text = buffer.getvalue().decode()
    text = re.sub(
        r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By|Report-Msgid-Bugs-To|Language-Team):.*\n',
        "",
        text,
        flags=re.MULTILINE,
    )
    return text.encode()


def _mo_bytes(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> int:
    """One of the three verbs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=("extract", "compile", "check"))
    verbs = {"extract": extract, "compile": compile_all, "check": check}
    return verbs[parser.parse_args().verb]()


if __name__ == "__main__":
    sys.exit(main())
