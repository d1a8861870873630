"""A store that exists already joins a source: what is equal is HQ's from then on, what differs its own change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from sqlalchemy import select

from franchise.errors import Refused
from franchise.messages import gettext as _
from franchise.replication.leaves import ABSENT
from franchise.replication.merging import fit
from franchise.setups import Document, Schema, make_patch, merge_patch
from franchise.setups.canon import JSON
from franchise.setups.patches import same
from franchise.setups.settings import Rule, combined
from franchise.setups.shapes import Record, Shape, Table
from franchise.setups.walks import without_local
from franchise.stores import tables as t
from franchise.stores.versions import load_version
from franchise.work import Store, UnitOfWork


@attrs.frozen(kw_only=True)
class Adoption:
    """What an existing store becomes: its overlay over HQ's version, its answers; ``revision`` is the one seen."""

    store_id: int
    revision: int
    overlay: Mapping[str, JSON]
    answers: Mapping[str, JSON]
    parked: Mapping[str, JSON]


def adopt(
    source: UnitOfWork, schema: Schema, doc: Document, store: Store, answers: Mapping[str, Any]
) -> Adoption:
    """How a store would join; nothing is written.

    Rows and values that only HQ has are taken, the store's own stay, locked values become HQ's.

    Raises:
        Refused: It is a clone of another store, an ancestor of the source, or does not go with the setup.

    """
    if store.source_store_id is not None:
        raise Refused(_("{store} is a clone of another store.").format(store=store.key))
    if store.id in _line(source):
        raise Refused(
            _("{source} comes from {store}; it cannot be its source.").format(
                source=source.store.key, store=store.key
            )
        )
    before = schema.effective(load_version(source.conn, schema, store.version), store.overlay)
    overlay: dict[str, JSON] = {}
    for name in before.names:
        shape = schema.shapes.get(name)
        section = schema.sections.get(name)
        held: JSON = before.raw(name) if shape is None else without_local(shape, before.raw(name))
        theirs = schema.current(name, doc.body[name]) if name in doc.body else ABSENT
        left = _own(shape, theirs, held, "default" if section is None else section.rule, field=True)
        if left is not ABSENT and left != {}:
            overlay[name] = schema.stamped(name, left) if isinstance(left, dict) else left
    known = {name: patch for name, patch in overlay.items() if name in schema.shapes}
    if problems := schema.check_patch(doc, known, by="hq"):
        raise Refused(str(problems[0]))
    mine = merge_patch(merge_patch(dict(store.parked), dict(store.answers)), answers)
    fits, waits = fit(schema, doc, overlay, mine)
    return Adoption(store_id=store.id, revision=store.revision, overlay=overlay, answers=fits, parked=waits)


def _line(work: UnitOfWork) -> set[int]:
    """The ids of the store and of everybody it comes from."""
    found: set[int] = set()
    here: int | None = work.store_id
    while here is not None and here not in found:
        found.add(here)
        here = work.conn.execute(
            select(t.store.c.source_store_id).where(t.store.c.store_id == here)
        ).scalar_one_or_none()
    return found


def _own(shape: Shape | None, theirs: JSON, ours: JSON, rule: Rule, *, field: bool) -> JSON:
    """The patch that keeps what the store has where it differs from HQ's; ``field``: it is no row of a table."""
    if rule == "locked":
        return ABSENT
    if theirs is ABSENT:
        if not field or not isinstance(shape, Record):
            return ours  # a row that only the store has is its own entirely
        theirs = {}
    walked = shape is None or isinstance(shape, (Record, Table))
    if not walked or not isinstance(ours, dict) or not isinstance(theirs, dict):
        return ABSENT if same(ours, theirs) else make_patch(theirs, ours)
    kept: dict[str, JSON] = {}
    for name in sorted(ours):
        inner: Shape | None = shape.item if isinstance(shape, Table) else None
        inside: Rule = rule
        other = theirs.get(name, ABSENT)
        if isinstance(shape, Record) and (told := shape.fields.get(name)) is not None:
            inner, inside = told.shape, combined(rule, told.setting.rule)
            if told.setting.atomic and inside != "locked":
                if not same(ours[name], other):
                    kept[name] = ours[name] if other is ABSENT else make_patch(other, ours[name])
                continue
        left = _own(inner, other, ours[name], inside, field=isinstance(shape, Record))
        if left is not ABSENT:
            kept[name] = left
    return kept or ABSENT
