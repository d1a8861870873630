"""What becomes of issued papers when a member is erased: his name and number go, everything else stays."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
from sqlalchemy import bindparam, or_, select, update

from franchise.groups.redacting import GONE, Hide, folded
from franchise.groups.values import Group
from franchise.reports import tables as t
from franchise.reports.paper import Cell, Paper, Table, digest, from_json, to_json
from franchise.work import UnitOfWork

_PHONE: Final = re.compile(
    r"(?<![\d*])(?:(?:\+?86|0086)[ -]?)?1[3-9]\d[ -]?[\d*]{4}[ -]?\d{4}(?![\d*])", re.ASCII
)
_MOBILE: Final = re.compile(r"(?<!\d)((?:\+?86|0086)?[ -]?1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)", re.ASCII)
_NUMBER: Final = r"(?!\d{4}-\d\d-\d\d)[+(]?[\d*](?:[()+ -]{0,2}[\d*]){6,19}"
_BESIDE: Final = re.compile(rf"{GONE}[ :：]*{_NUMBER}|(?<![\d*-]){_NUMBER}[ :：]*{GONE}", re.ASCII)
"""A number of seven digits or more beside a name that went, such as a partner's; stars stand for some."""
_KEY: Final = ("cycle_id", "revision", "kind", "key")
_BETWEEN: Final = re.compile(r"([\s,，、:：;；()（）]+)")


@attrs.frozen(kw_only=True)
class Whose:
    """Which texts are about the groups of somebody who is erased.

    ``called`` maps what groups are called (place, name, key; `folded`) to their ids; ``hide`` his groups' ids to what
    takes his names out of a text; ``alone`` are those of his names by which nobody and nothing else is known.
    """

    called: Mapping[str, frozenset[int]]
    hide: Mapping[int, Hide]
    alone: frozenset[str]

    def by(self, texts: Iterable[object]) -> Hide | None:
        """How to treat a text that stands with these; None where no group is named among them."""
        named: set[int] = set()
        for text in texts:
            if isinstance(text, str):
                named |= self.called.get(folded(text), frozenset())
        if not named:
            return None
        his = [self.hide[i] for i in sorted(named & self.hide.keys())]

        def hide(text: str) -> str:
            for one in his:
                text = one(text)
            return text

        return hide

    def anywhere(self, text: str) -> str:
        """A text that stands with no group's name: it goes when it is his name and nothing more but a number."""
        return GONE if folded(_PHONE.sub("", text)) in self.alone else text

    def wordwise(self, text: str) -> str:
        """As `anywhere`, for each word of a line."""
        return "".join(map(self.anywhere, _BETWEEN.split(text)))


def starred(text: str) -> str:
    """A text with the middle of its mobile numbers as stars, as papers show people who are called by theirs."""
    return _MOBILE.sub(r"\1****\2", text)


def forget(work: UnitOfWork, rooms: Iterable[Group], whose: Whose) -> int:
    """Take an erased member out of every issued paper of the store; gives how many are changed.

    A paper that is keyed by a group is about that group. Any other covers several, and each text in it belongs to the
    group that is named nearest to it, as a whole cell: in its row, else in its table's heading, else in the paper's
    head. A text of one of his groups loses his names; one of other groups stays, for there the name is somebody
    else's. Where no group is named, a cell, or a word of the text to paste, goes that is his name and nothing more,
    unless anybody or anything else of the store is called so; such a head stays: it names suppliers and drivers.
    A number beside his name goes with it, and every mobile number in a row that has his name in a cell of its own.

    Each changed paper has a new digest, and an event says so. Two statements, however many papers there are.

    Args:
        work: The unit of work.
        rooms: All groups of the store.
        whose: What is about him.

    """
    ids = {room.key: room.id for room in rooms}
    own = sorted(key for key, group_id in ids.items() if group_id in whose.hide)
    c = t.report.c
    rows = work.conn.execute(
        select(c.cycle_id, c.revision, c.kind, c.key, c.body)
        .where(c.store_id == work.store_id, or_(c.key.in_(own), c.key.not_in(sorted(ids))))
        .order_by(c.cycle_id, c.revision, c.kind, c.key)
    ).all()
    changed: list[dict[str, Any]] = []
    for row in rows:
        before = zlib.decompress(row.body)
        paper = without(from_json(before), whose, whose.hide.get(ids.get(row.key, 0)))
        body = to_json(paper)
        if body == before:
            continue
        at = {f"of_{name}": getattr(row, name) for name in _KEY}
        changed.append(
            at
            | {
                "new_title": paper.title[:160],
                "new_digest": digest(body),
                "new_body": zlib.compress(body, 1),
            }
        )
        work.record("report.redacted", row.key, cycle_id=row.cycle_id, kind=row.kind)
    if changed:
        work.conn.execute(
            update(t.report)
            .where(c.store_id == work.store_id, *(c[name] == bindparam(f"of_{name}") for name in _KEY))
            .values({name: bindparam(f"new_{name}") for name in ("title", "digest", "body")}),
            changed,
        )
    return len(changed)


def without(paper: Paper, whose: Whose, own: Hide | None = None) -> Paper:
    """The paper without him; ``own`` is given where all of it is about his group."""
    head = own or whose.by([paper.title, *(value for _label, value in paper.facts)])
    stays = head or str
    lines = paper.plain.split("\n")
    return attrs.evolve(
        paper,
        title=_said(paper.title, stays),
        facts=_pairs(paper.facts, stays),
        tables=tuple(_table(table, whose, own, head) for table in paper.tables),
        notes=tuple(_said(note, stays) for note in paper.notes),
        signatures=tuple(_said(signature, stays) for signature in paper.signatures),
        plain="\n".join(
            _said(line, own or whose.by(_BETWEEN.split(line)) or head or whose.wordwise) for line in lines
        ),
    )


def _table(table: Table, whose: Whose, own: Hide | None, head: Hide | None) -> Table:
    above = own or whose.by([table.title, *(value for _label, value in table.facts)]) or head
    rest = above or whose.anywhere
    title = _said(table.title, rest)
    mine = GONE in {title, *(_said(value, rest) for _label, value in table.facts)}

    def row(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        hide = own or whose.by(cells) or rest
        after = tuple(_said(cell, hide) if isinstance(cell, str) else cell for cell in cells)
        if not mine and GONE not in after:
            return after
        return tuple(_PHONE.sub(GONE, cell) if isinstance(cell, str) else cell for cell in after)

    return attrs.evolve(
        table,
        title=title,
        columns=tuple(attrs.evolve(column, title=_said(column.title, rest)) for column in table.columns),
        rows=tuple(map(row, table.rows)),
        totals=None if table.totals is None else row(table.totals),
        facts=_pairs(table.facts, rest),
    )


def _pairs(pairs: tuple[tuple[str, str], ...], hide: Hide) -> tuple[tuple[str, str], ...]:
    return tuple((_said(label, hide), _said(value, hide)) for label, value in pairs)


def _said(text: str, hide: Hide) -> str:
    after = hide(text)
    return after if after == text else _BESIDE.sub(GONE, after)
