"""Replication: a store's setup saved as a version, and new stores that follow it.

Records (members, orders, posts) are rows of one store and are never carried: a new store is one small row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from sqlalchemy import select

from franchise.errors import FranchiseError, SetupInvalid
from franchise.events import EVENT_COLUMNS, dump, event
from franchise.ids import Ids, store_id
from franchise.messages import gettext as _
from franchise.setups import Document, Finding, Schema, merge_patch, scan_personal
from franchise.storage import insert_many
from franchise.stores import operations as stores
from franchise.stores import tables as t
from franchise.stores.operations import NewStore
from franchise.work import Store, UnitOfWork


@attrs.frozen(kw_only=True)
class Saved:
    """A saved version. ``new``: it was not there before. ``findings``: what looks like personal data."""

    document: Document
    new: bool
    findings: tuple[Finding, ...]

    @property
    def digest(self) -> str:
        return self.document.digest


def save(work: UnitOfWork, schema: Schema, *, note: str = "") -> Saved:
    """Freeze what is effective in a store as a version; the store's own answers are left out.

    The same setup again is the same version: nothing is written.

    Raises:
        SetupInvalid: It is not valid as it stands.

    """
    doc = schema.freeze(work.setup)
    new = stores.save_version(
        work.conn, doc, at=work.now(), actor=work.actor, note=note, parent=work.store.version
    )
    if new:
        work.record("setup.saved", doc.digest, note=note, parent=work.store.version)
    return Saved(document=doc, new=new, findings=tuple(scan_personal(doc)))


@attrs.frozen(kw_only=True)
class Planned:
    """One store of a plan: what it would be, or why it cannot be.

    ``state``: ``new``, ``there`` (made by an earlier run, nothing to do) or ``refused`` (``problem`` says why).
    """

    key: str
    answers: Mapping[str, Any]
    state: str
    problem: str = ""
    missing: tuple[str, ...] = ()


def plan(
    source: UnitOfWork, schema: Schema, doc: Document, rows: Sequence[tuple[str, Mapping[str, str]]]
) -> list[Planned]:
    """What cloning to these keys and answers would do; one statement, however many.

    ``rows`` holds a key with its answers as path → text. Answers that the stores leave open are named in
    ``missing``; such a store is made all the same, in preparation.
    """
    keys = [key for key, _answers in rows]
    known = _existing(source, keys)
    seen: set[str] = set()
    return [_plan_one(source, schema, doc, key, answers, known, seen) for key, answers in rows]


def _plan_one(
    source: UnitOfWork,
    schema: Schema,
    doc: Document,
    key: str,
    given: Mapping[str, str],
    known: Mapping[str, Store],
    seen: set[str],
) -> Planned:
    answers: dict[str, Any] = {}
    try:
        stores.check_key(key)
        if key in seen:
            return Planned(key=key, answers={}, state="refused", problem=_("This key is named twice."))
        seen.add(key)
        for path, text in given.items():
            answers = merge_patch(answers, schema.assign(path, text, doc))
        if problems := schema.check_answers(doc, answers):
            return Planned(key=key, answers=answers, state="refused", problem=str(problems[0]))
    except FranchiseError as error:
        return Planned(key=key, answers=answers, state="refused", problem=str(error))
    missing = schema.missing_answers(schema.effective(doc, {}, answers))
    there = known.get(key)
    if there is None:
        return Planned(key=key, answers=answers, state="new", missing=missing)
    if there.source_store_id == source.store_id and there.source_version == doc.digest:
        return Planned(key=key, answers=there.answers, state="there")
    return Planned(
        key=key,
        answers=answers,
        state="refused",
        problem=_("There is already a store {key!r}.").format(key=key),
    )


def _existing(source: UnitOfWork, keys: Sequence[str]) -> dict[str, Store]:
    found: dict[str, Store] = {}
    for start in range(0, len(keys), 500):
        ids = [store_id(key) for key in keys[start : start + 500]]
        for row in source.conn.execute(select(t.store).where(t.store.c.store_id.in_(ids))):
            store = stores.as_store(row)
            found[store.key] = store
    return found


def clone(source: UnitOfWork, doc: Document, planned: Iterable[Planned], *, ids: Ids) -> list[str]:
    """Make the new stores of a plan: two statements, however many. Returns their keys.

    They follow the version, start in preparation, and carry no records.
    """
    fresh = [p for p in planned if p.state == "new"]
    if not fresh:
        return []
    now = source.now()
    stores.insert_stores(
        source.conn,
        [
            NewStore(
                key=p.key,
                version=doc.digest,
                answers=p.answers,
                source_store_id=source.store_id,
                source_version=doc.digest,
            )
            for p in fresh
        ],
        at=now,
    )
    payload = dump({"source": source.store.key, "version": doc.digest})
    rows = [
        (store_id(p.key), seq, now, source.actor, "store.cloned", p.key, payload)
        for p, seq in zip(fresh, ids.many(len(fresh)), strict=True)
    ]
    insert_many(source.conn, event, EVENT_COLUMNS, rows)
    source.record("setup.cloned", doc.digest, count=len(fresh))
    return [p.key for p in fresh]


def numbered(pattern: str, count: int, taken: Iterable[str]) -> list[str]:
    """``count`` free keys of a pattern such as ``shop-{n}`` (I-251).

    Raises:
        SetupInvalid: The pattern has no ``{n}``.

    """
    if "{n}" not in pattern:
        raise SetupInvalid(_("{pattern!r} has no {{n}} for the number.").format(pattern=pattern))
    used = set(taken)
    out: list[str] = []
    number = 1
    while len(out) < count:
        key = pattern.replace("{n}", str(number))
        if key not in used:
            out.append(key)
        number += 1
    return out
