"""What strangers write into names, notes and memos (reliability-security.md §5): one table for screens, exports and previews.

Judges nothing. `poison` puts it into a workspace file in the place of every text that comes from QuickBooks or HubSpot.
"""

import sqlite3
from collections.abc import Container
from contextlib import closing
from itertools import cycle
from pathlib import Path

MARK = "hostile"
CASES = (
    f'<b>{MARK}</b><img src="file:///etc/passwd">',
    f"<img src='file://server/share/x.png' onerror='{MARK}'>",
    f'{MARK} <a href="file:///etc/passwd">here</a>',
    f"<script>{MARK}()</script>",
    f"=cmd|'/c calc'!{MARK}",
    f"{MARK} \u202egnp.exe\u202c \u2066x\u2069 \ufeff\u200b",
    f"{MARK}\x07\x1b[31m\x00end".replace("\x00", "\u2400"),
    f"../../{MARK}\\..\\CON:aux.",
    "{{ 7 * 7 }} {company} %s %(x)s {0.__class__} " + MARK,
    f"{MARK} " + "W" * 3_000,
    f"{MARK}\n\n\nline\r\ttab",
    f"'; DROP TABLE crm_deal; -- {MARK}",
    f"{MARK} &lt;b&gt; &amp;amp; &#0;",
    f'+HYPERLINK("http://server.invalid/"&A1,"{MARK}")',
    f"\t=1+1 {MARK}",
    f"\N{FULLWIDTH EQUALS SIGN}1+1 {MARK}",
    f"@SUM(A1) {MARK}",
    f"-2+3 {MARK}",
    "{% for x in range(10**9) %}x{% endfor %} ${7*7} <%= 7*7 %> " + MARK,
    f"{MARK} 👩‍👩‍👧‍👦 " + "e\u0301" * 300,
)
NAMES = tuple(case for case in CASES if not set(":\t\n") & set(case) and len(case) < 90)
"""What QuickBooks takes for the name of a customer: with the others the wizard stops, and says why."""
COLUMNS = {
    "crm_contact": ("first_name", "last_name", "company", "phone"),
    "crm_company": ("name", "domain", "city"),
    "crm_deal": ("name",),
    "crm_product": ("name", "description"),
    "crm_line_item": ("name", "description"),
    "crm_discount": ("label",),
    "crm_quote": ("title", "number", "link"),
    "crm_owner": ("name",),
    "qb_customer": ("name", "company_name", "given_name", "family_name", "phone", "city"),
    "qb_item": ("name", "full_name", "description"),
    "qb_invoice": ("number", "customer_name", "email"),
    "qb_invoice_line": ("description",),
}


HUGE = f"{MARK} " + "W" * 10_000_000
"""Ten megabytes, as no service lets anybody type; a server that is somebody else's may send it all the same."""


def poison(database: Path, spared: Container[str] = ()) -> int:
    """Every text a stranger can choose, in turn one of the cases; what is `spared` keeps its name to be found."""
    all_cases, names_only, done = cycle(CASES), cycle(NAMES), 0
    with closing(sqlite3.connect(database)) as file:
        for table, names in COLUMNS.items():
            known = {row[1] for row in file.execute(f"PRAGMA table_info({table})")}
            for name in known & set(names):
                case = names_only if table in {"crm_contact", "crm_company"} else all_cases
                for (was,) in file.execute(
                    f"SELECT DISTINCT {name} FROM {table} WHERE {name} != ''"
                ).fetchall():
                    if was not in spared:
                        file.execute(f"UPDATE {table} SET {name} = ? WHERE {name} = ?", (next(case), was))
                        done += 1
        file.commit()
    return done
