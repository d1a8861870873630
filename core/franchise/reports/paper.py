"""A paper: what a report says, before any format. Every format draws this one value, so all agree."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final, Literal

import attrs

Kind = Literal["text", "unit", "quantity", "money", "count"]
Cell = str | int | None
FORMAT_VERSION: Final = 1


@attrs.frozen(kw_only=True)
class Column:
    """One column: cells are text, quantities (thousandths), money (minor units) or counts.

    ``unit`` is text as well: it names the unit of the quantity beside it, so that a line reads ``12斤``.
    """

    title: str
    kind: Kind = "text"
    width: int = 12
    """In half-width characters; a 汉字 takes two."""


@attrs.frozen(kw_only=True)
class Table:
    """Rows under a heading. ``totals`` is a last row in the same columns; None cells stay empty."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None = None
    facts: tuple[tuple[str, str], ...] = ()
    """Lines of (label, value) above this table: a slip's member and group."""
    span: int = 0
    """Leading columns whose repeated values are shown once, the rows below them belonging together."""
    wide: bool = False
    """Landscape: a matrix with many columns."""


@attrs.frozen(kw_only=True)
class Paper:
    """One printed thing: a purchase order, a pick list, a packing list.

    ``layout`` says how its tables lie: ``sheets`` one after the other, each its own sheet or page;
    ``slips`` many to a page with a cutting line between them.
    """

    kind: str
    key: str
    title: str
    language: str
    currency: str = "CNY"
    money_digits: int = 2
    facts: tuple[tuple[str, str], ...] = ()
    """(label, value) lines of the head."""
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    """Below the first table; on every slip, as each goes its own way."""
    signatures: tuple[str, ...] = ()
    """Each becomes a line to sign on, with one for the date: after the last table, on every slip."""
    layout: Literal["sheets", "slips"] = "sheets"
    plain: str = ""
    """Ready to paste into a group; empty: drawn from the tables."""


def to_json(paper: Paper) -> bytes:
    """The paper in its canonical form: what is stored, and what its digest is taken of."""
    body = {"format": FORMAT_VERSION, **_fields(paper)}
    body["tables"] = [{**_fields(t), "columns": [_fields(c) for c in t.columns]} for t in paper.tables]
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _fields(value: Any) -> dict[str, Any]:
    return {f.name: getattr(value, f.name) for f in attrs.fields(type(value))}


def from_json(data: bytes) -> Paper:
    """Read a stored paper back; the exact inverse of `to_json`."""
    body = json.loads(data)
    tables = tuple(_table(t) for t in body["tables"])
    known = {f.name for f in attrs.fields(Paper)} - {"tables", "facts", "notes", "signatures"}
    return Paper(
        tables=tables,
        facts=_pairs(body["facts"]),
        notes=tuple(body["notes"]),
        signatures=tuple(body["signatures"]),
        **{k: v for k, v in body.items() if k in known},
    )


def digest(data: bytes) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _table(body: dict[str, Any]) -> Table:
    totals = body["totals"]
    return Table(
        title=body["title"],
        columns=tuple(Column(**c) for c in body["columns"]),
        rows=tuple(map(tuple, body["rows"])),
        totals=None if totals is None else tuple(totals),
        facts=_pairs(body["facts"]),
        span=body["span"],
        wide=body["wide"],
    )


def _pairs(items: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in items)
