"""Where the words of others name somebody who is erased: in lines, reasons, facts, tags, learnt names and logs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Table, bindparam, delete, or_, select, update

from franchise.admission import tables as t
from franchise.admission.section import TagFamily
from franchise.cadence import tables as cadence
from franchise.events import dump, event, outbox
from franchise.groups import operations as groups
from franchise.groups import tables as g
from franchise.groups.redacting import Hide, folded, walk
from franchise.orders import tables as orders
from franchise.work import UnitOfWork

_TEXTS: Final = (
    (orders.line, ("raw", "note")),
    (t.application, ("reason", "facts")),
    (cadence.post, ("reason",)),
)
"""Tables of groups, and their columns in which people write; ``facts`` are JSON."""
_SAID: Final = ("alias", "note", "reason", "tag", "text", "title")
"""What in a payload is in people's words; all else in it are keys, numbers and ids."""


def forget(work: UnitOfWork, hide: Mapping[int, Hide], names: Iterable[str]) -> None:
    """Put ``■`` where others' words name him; what his groups call products, and his name is in it, is unlearnt.

    The same number of statements for any number of rows; running it twice changes nothing. Who did something stays
    as written: those are accounts of people who work here.

    Args:
        work: The unit of work.
        hide: Group id → a function that puts ``■`` where one of his names stands.
        names: His names as they were shown, in any group.

    """
    for table, columns in _TEXTS:
        _texts(work, table, columns, hide)
    _aliases(work, hide)
    _tags(work, hide)
    spellings = sorted({spelling for name in names for spelling in (name, folded(name))})
    keys = {room.key: room.id for room in groups.listed(work)}
    for table in (event, outbox):
        _payloads(work, table, hide, spellings, keys)


def _texts(work: UnitOfWork, table: Table, columns: tuple[str, ...], hide: Mapping[int, Hide]) -> None:
    c = table.c
    key = [column.name for column in table.primary_key.columns if column.name != "store_id"]
    rows = work.conn.execute(
        select(c.group_id.label("in_group"), *(c[name] for name in (*key, *columns)))
        .where(c.store_id == work.store_id, c.group_id.in_(sorted(hide)), or_(*(c[n] != "" for n in columns)))
        .order_by(*(c[name] for name in key))
    ).all()
    changed: list[dict[str, Any]] = []
    for row in rows:
        before = {name: getattr(row, name) for name in columns}
        after = {name: _written(name, text, hide[row.in_group]) for name, text in before.items()}
        if after != before:
            changed.append(_of(row, key) | {f"new_{name}": text for name, text in after.items()})
    _write(work, table, key, columns, changed)


def _written(name: str, text: str, hide: Hide) -> str:
    return dump(walk(json.loads(text), hide)) if name == "facts" else hide(text)


def _of(row: Any, key: Iterable[str]) -> dict[str, Any]:
    return {f"of_{name}": getattr(row, name) for name in key}


def _write(
    work: UnitOfWork, table: Table, key: Iterable[str], columns: Iterable[str], changed: list[dict[str, Any]]
) -> None:
    if changed:
        c = table.c
        work.conn.execute(
            update(table)
            .where(c.store_id == work.store_id, *(c[name] == bindparam(f"of_{name}") for name in key))
            .values({name: bindparam(f"new_{name}") for name in columns}),
            changed,
        )


def _aliases(work: UnitOfWork, hide: Mapping[int, Hide]) -> None:
    """A learnt name with a hole in it would mean nothing any more: it goes, and can be learnt again."""
    c = orders.alias.c
    rows = work.conn.execute(
        select(c.group_id, c.alias)
        .where(c.store_id == work.store_id, c.group_id.in_(sorted(hide)))
        .order_by(c.group_id, c.alias)
    ).all()
    gone = [_of(row, ("group_id", "alias")) for row in rows if hide[row.group_id](row.alias) != row.alias]
    if not gone:
        return
    work.conn.execute(
        delete(orders.alias).where(
            c.store_id == work.store_id,
            c.group_id == bindparam("of_group_id"),
            c.alias == bindparam("of_alias"),
        ),
        gone,
    )
    work.record("aliases.redacted", group_ids=sorted({row["of_group_id"] for row in gone}), count=len(gone))


def _tags(work: UnitOfWork, hide: Mapping[int, Hide]) -> None:
    """Tags of those who share a group with him, but for the words that the setup gives."""
    families: Mapping[str, TagFamily] = work.setup.get("tags")
    c, m = t.tag.c, g.membership.c
    rows = work.conn.execute(
        select(c.member_id, c.family, c.tag, c.since, m.group_id)
        .join(g.membership, (m.store_id == c.store_id) & (m.member_id == c.member_id))
        .where(c.store_id == work.store_id, m.group_id.in_(sorted(hide)))
        .order_by(c.member_id, c.family, c.tag, m.group_id)
    ).all()
    since: dict[tuple[int, str, str], int] = {}
    tags: dict[tuple[int, str, str], str] = {}
    for row in rows:
        if row.family not in families or row.tag not in families[row.family].tags:
            one = (row.member_id, row.family, row.tag)
            tags[one], since[one] = hide[row.group_id](tags.get(one, row.tag)), row.since
    changed = {one: text for one, text in tags.items() if text != one[2]}
    if not changed:
        return
    names = ("member_id", "family", "tag")
    work.conn.execute(
        delete(t.tag).where(
            c.store_id == work.store_id, *(c[name] == bindparam(f"of_{name}") for name in names)
        ),
        [dict(zip((f"of_{name}" for name in names), one, strict=True)) for one in changed],
    )
    new: dict[tuple[int, str, str], int] = {}
    for one, text in changed.items():
        now = (*one[:2], text)
        new[now] = min(since[one], new.get(now, since[one]))
    known = set(tags) - set(changed)
    work.insert(t.tag, (*names, "since"), [(*one, at) for one, at in sorted(new.items()) if one not in known])


def _payloads(
    work: UnitOfWork, table: Table, hide: Mapping[int, Hide], spellings: list[str], keys: Mapping[str, int]
) -> None:
    """The log and what goes out: words in their payloads, such as a learnt name; kinds, numbers and ids stay.

    What names a group of his loses his names there; what names no group loses them all. Only rows that hold a name
    as it was written are looked at: a log may be long.
    """
    c = table.c
    key = [column.name for column in table.primary_key.columns if column.name != "store_id"]
    held = or_(*(c.payload.icontains(dump(spelling)[1:-1], autoescape=True) for spelling in spellings))
    rows = work.conn.execute(
        select(*(c[name] for name in key), c.payload)
        .where(c.store_id == work.store_id, held)
        .order_by(*(c[name] for name in key))
    ).all()
    changed = []
    for row in rows:
        payload = json.loads(row.payload)
        group_id = payload.get("group_id", keys.get(str(payload.get("group"))))
        after = {name: payload[name] for name in _SAID if name in payload}
        for one in sorted(hide) if group_id is None else [group_id] if group_id in hide else []:
            after = walk(after, hide[one])
        if payload | after != payload:
            changed.append(_of(row, key) | {"new_payload": dump(payload | after)})
    _write(work, table, key, ("payload",), changed)
