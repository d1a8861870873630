"""A list of villages as CSV: each with its partner and its place on a route."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Final

from franchise import UsageProblem
from franchise_village.messages import gettext as _
from franchise_village.operations import Village

COLUMNS: Final = ("key", "name", "partner", "phone", "address", "route", "stop", "households")
NEEDED: Final = ("key", "name")
MAX_ROWS: Final = 5_000


def read_table(text: str, source: str) -> list[Village]:
    """Read villages from CSV with a header row.

    Raises:
        UsageProblem: A column is missing or unknown, or a row is malformed; the message names the line.

    """
    try:
        return _read(text, source)
    except csv.Error as error:
        raise UsageProblem(
            _("The table cannot be read: {reason}").format(reason=error), where=source
        ) from error


def _read(text: str, source: str) -> list[Village]:
    reader = csv.DictReader(io.StringIO(text))
    header = tuple(name.strip() for name in reader.fieldnames or ())
    twice = [name for name in COLUMNS if header.count(name) > 1]
    if twice:
        raise UsageProblem(
            _("The column {name!r} is there twice.").format(name=twice[0]), where=f"{source}:1"
        )
    missing = [name for name in NEEDED if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    if missing or unknown:
        what = (
            _("The column {name!r} is missing.").format(name=missing[0])
            if missing
            else _("There is no column {name!r}.").format(name=unknown[0])
        )
        raise UsageProblem(
            what, where=f"{source}:1", hint=_("Columns: {names}").format(names=", ".join(COLUMNS))
        )
    out: list[Village] = []
    taken: set[str] = set()
    for row in reader:
        where = f"{source}:{reader.line_num}"
        if len(out) >= MAX_ROWS:
            raise UsageProblem(_("More than {count} villages.").format(count=MAX_ROWS), where=where)
        if any(row.get(None) or ()):  # cells beyond the header
            raise UsageProblem(_("The row has more cells than the header."), where=where)
        village = _village({k.strip(): (v or "").strip() for k, v in row.items() if k is not None}, where)
        if village.key in taken:
            raise UsageProblem(_("The key {key!r} is there twice.").format(key=village.key), where=where)
        taken.add(village.key)
        out.append(village)
    return out


def _village(row: Mapping[str, str], where: str) -> Village:
    for name in ("stop", "households"):
        if row.get(name) and not (row[name].isascii() and row[name].isdigit() and len(row[name]) < 7):
            raise UsageProblem(
                _("{text!r} is not a whole number.").format(text=row[name][:20]), where=f"{where} {name}"
            )
    return Village(
        key=row["key"],
        name=row["name"],
        address=row.get("address", ""),
        route=row.get("route", ""),
        stop=int(row.get("stop") or 0),
        households=int(row.get("households") or 0),
        partner=row.get("partner", ""),
        phone=row.get("phone", ""),
        where=where,
    )
