"""Write docs/explanation/practices.md from docs/practices.csv and the tests that are marked with practices.

python tools/practices.py            write the page
python tools/practices.py --check    exit 1 when the page, the table and the tests do not say the same

A test says which practices it proves: ``@pytest.mark.practice("I-213")``.
"""

from __future__ import annotations

import ast
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
TABLE: Final = ROOT / "docs" / "practices.csv"
PAGE: Final = ROOT / "docs" / "explanation" / "practices.md"
COLUMNS: Final = ("id", "kind", "section", "owner", "practice", "status", "note")
LAST: Final = 280
KINDS: Final = {
    "M": "mechanism",
    "R": "rule",
    "T": "template",
    "K": "figure",
    "P": "principle",
    "C": "context",
}
STATUSES: Final = {
    "built": "works, and a test that carries the id proves it",
    "later": "not built, or not wholly; the note says why and what is there",
    "context": "nothing to build",
}
SECTIONS: Final = {
    "A": "Purpose and structure",
    "B": "Where members come from",
    "C": "Tiers and grades",
    "D": "Admission",
    "E": "Conduct",
    "F": "People and duties",
    "G": "The day",
    "H": "Scripts and welcome",
    "I": "Orders and delivery",
    "J": "Games",
    "K": "Growth and copying",
    "L": "Service",
    "M": "Figures",
}
Row = dict[str, str]


def rows() -> list[Row]:
    """The table's rows, in its order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def marked() -> dict[str, list[str]]:
    """Practice → the test files that carry its id, by name."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for identity in ids_in(path.read_text(encoding="utf-8")):
            found.setdefault(identity, set()).add(path.relative_to(ROOT).as_posix())
    return {identity: sorted(files) for identity, files in sorted(found.items())}


def ids_in(source: str) -> Iterator[str]:
    """Every practice id that a test of a file is marked with."""
    if "practice(" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "practice"
        ):
            for argument in node.args:
                if isinstance(argument, ast.Constant) and re.fullmatch(r"I-\d{3}", str(argument.value)):
                    yield str(argument.value)


def faults(table: list[Row], tests: dict[str, list[str]]) -> Iterator[str]:
    """Where the table is not whole, or says what no test proves."""
    wanted = [f"I-{number:03d}" for number in range(1, LAST + 1)]
    ids = [row["id"] for row in table]
    yield from (f"{identity} is missing" for identity in wanted if identity not in ids)
    yield from (f"{identity} is there {n} times" for identity, n in Counter(ids).items() if n > 1)
    if [i for i in ids if i in wanted] != sorted(set(ids) & set(wanted)):
        yield "the rows are not in their order"
    yield from (f"{identity} is no practice" for identity in ids if identity not in wanted)
    yield from (f"a test is marked with {i}, which is no practice" for i in tests if i not in wanted)
    for row in table:
        known = (row["kind"] in KINDS, row["section"] in SECTIONS, row["status"] in STATUSES)
        if not all(known) or not row["practice"]:
            yield f"{row['id']}: kind, section, status or sentence is wrong"
        if row["status"] == "built" and row["id"] not in tests:
            yield f"{row['id']} is said to be built, and no test is marked with it"
        if row["status"] == "later" and not row["note"]:
            yield f"{row['id']} is not built, and nothing says why"
        if row["status"] == "context" and row["kind"] == "M":
            yield f"{row['id']} is a mechanism, so there is something to build"


def page(table: list[Row], tests: dict[str, list[str]]) -> str:
    """The page, from the table and the marks of the tests."""
    counts = Counter(row["status"] for row in table)
    out = [
        "# Practices",
        "",
        "What the people whose experience this framework carries have found to work, in our words, and how much of it",
        "is built. The ids stand in tests (`@pytest.mark.practice`) and in comments, so that each feature can be",
        "traced.",
        "This page is written by `tools/practices.py` from `docs/practices.csv` and from the tests.",
        "",
        "| status | practices | meaning |",
        "|---|---|---|",
        *(f"| {status} | {counts[status]} | {meaning} |" for status, meaning in STATUSES.items()),
        "",
        f"Kinds: {', '.join(KINDS.values())}. *Owner* is the part of the core, or the plugin, that it",
        "belongs to; several plugins named there do not exist yet.",
    ]
    for letter, title in SECTIONS.items():
        out += [
            "",
            f"## {letter}. {title}",
            "",
            "| id | kind | owner | practice | status |",
            "|---|---|---|---|---|",
        ]
        out += [_line(row, tests.get(row["id"], [])) for row in table if row["section"] == letter]
    return "\n".join(out) + "\n"


def _line(row: Row, files: list[str]) -> str:
    links = ", ".join(f"[{Path(f).parent.name}/{Path(f).stem}](../../{f})" for f in files)
    status = " ".join(part for part in (f"**{row['status']}**", links) if part)
    if row["note"]:
        status += f"<br>{row['note']}"
    owner = row["owner"].replace("; ", ", ")
    cells = (row["id"], KINDS.get(row["kind"], "?"), owner, row["practice"], status)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> int:
    """Do what the arguments say; the exit status."""
    table, tests = rows(), marked()
    found = list(faults(table, tests))
    text = page(table, tests)
    if "--check" in sys.argv[1:]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            found.append("practices.md is not up to date. Run: python tools/practices.py")
    else:
        PAGE.write_text(text, encoding="utf-8")
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
