"""What becomes of a store when HQ's version changes: its overlay, its open conflicts, its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from franchise.errors import SetupInvalid
from franchise.replication.leaves import ABSENT, Change
from franchise.replication.moves import moved, moved_paths
from franchise.replication.threeway import Walk
from franchise.setups import Document, Problem, Schema, merge_patch
from franchise.setups.canon import JSON
from franchise.setups.documents import HEAD
from franchise.setups.keys import VERSION_KEY
from franchise.setups.moves import Moves, between
from franchise.setups.problems import Wrong
from franchise.setups.shapes import Record, Shape, Table
from franchise.setups.walks import lookup, references

Conflicts = Mapping[str, Mapping[str, Any]]
"""Path → ``base`` and ``theirs``; what one of them lacks was not there."""


@attrs.frozen(kw_only=True)
class Merged:
    """What a store has after an upgrade to ``theirs``.

    ``problems`` says why it would not be valid; then nothing may be written. ``opaque``: sections of plugins that
    are not installed here, in which the store's changes were kept as they are.
    """

    theirs: Document
    overlay: Mapping[str, JSON]
    conflicts: dict[str, dict[str, JSON]]
    changes: tuple[Change, ...]
    moves: Moves
    opaque: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def merge(
    schema: Schema,
    base: Document,
    overlay: Mapping[str, JSON],
    theirs: Document,
    conflicts: Conflicts | None = None,
    *,
    check: bool = True,
) -> Merged:
    """Three-way merge of one store.

    Args:
        schema: The schema of sections.
        base: The version that the store follows.
        overlay: What the store changed for itself, as its row holds it.
        theirs: HQ's version.
        conflicts: What earlier merges left to be resolved.
        check: Look whether the outcome is valid; not needed to show a difference.

    Raises:
        SetupInvalid: A section was written by a newer version of its plugin, or a rename is malformed.

    """
    moves = renames(base, theirs)
    before, patches = _present(schema, base.body), _present(schema, overlay)
    known = dict(conflicts or {})
    if moves:
        before, patches = moved(schema, before, moves), moved(schema, patches, moves)
        known = moved_paths(known, moves)
    walk = Walk(known)
    kept: dict[str, JSON] = {}
    opaque: list[str] = []
    for name in sorted({*before, *theirs.body, *patches} - {HEAD}):
        patch = patches.get(name, ABSENT)
        alike = not moves and base.sections.get(name) == theirs.sections.get(name)
        if alike and patch is ABSENT:
            continue
        b = before.get(name, ABSENT)
        t = b if alike else schema.current(name, theirs.body[name]) if name in theirs.body else ABSENT
        section = schema.sections.get(name)
        if section is None and patch is not ABSENT:
            opaque.append(name)
            if _version(patch) != _version(t) or _version(b) != _version(t):
                kept[name] = patch if t is not ABSENT else merge_patch(b, patch)
                continue
        left = walk.section(
            schema.shapes.get(name), b, patch, t, name, "default" if section is None else section.rule
        )
        if left is not ABSENT:
            kept[name] = left
    if kept:
        _keep_what_is_referred_to(schema, before, patches, theirs, kept, walk)
    stamped = {
        name: schema.stamped(name, value) if isinstance(value, dict) else value
        for name, value in kept.items()
    }
    return Merged(
        theirs=theirs,
        overlay=stamped,
        conflicts=walk.after,
        changes=tuple(walk.changes),
        moves=moves,
        opaque=tuple(opaque),
        problems=_problems(schema, theirs, stamped) if check and stamped else (),
    )


def renames(base: Document, theirs: Document) -> Moves:
    """The renames that lead from one version to the other.

    Raises:
        SetupInvalid: One is malformed.

    """
    if base.meta.moved == theirs.meta.moved:
        return ()
    try:
        return between(base.meta.moved, theirs.meta.moved)
    except Wrong as wrong:
        raise SetupInvalid(wrong.message, hint=wrong.allowed, where="[setup] moved") from wrong


def _present(schema: Schema, tree: Mapping[str, JSON]) -> dict[str, JSON]:
    """Every section in its present form; those of missing plugins as they are."""
    return {name: schema.current(name, tree[name]) for name in sorted(tree) if name != HEAD}


def _version(value: JSON) -> JSON:
    return value.get(VERSION_KEY, 1) if isinstance(value, Mapping) else None


def _problems(schema: Schema, theirs: Document, overlay: Mapping[str, JSON]) -> tuple[Problem, ...]:
    known = {name: patch for name, patch in overlay.items() if name in schema.shapes}
    return schema.check_patch(theirs, known, by="hq") if known else ()


def _keep_what_is_referred_to(
    schema: Schema,
    before: Mapping[str, JSON],
    patches: Mapping[str, JSON],
    theirs: Document,
    kept: dict[str, JSON],
    walk: Walk,
) -> None:
    """A row that stays keeps what it refers to: HQ's removal of a supplier must not orphan the store's product."""
    while True:
        effective = schema.effective(theirs, kept)
        added = False
        for name, shape in sorted(schema.shapes.items()):
            if name not in effective.names or not shape.refers:
                continue
            for _path, target, key in references(shape, effective.raw(name), (name,)):
                table = tuple(target.split("."))
                if table[0] not in schema.shapes or key in (_table(effective.raw(table[0]), table[1:]) or ()):
                    continue
                patch = lookup(kept, (*table, key)) if _said(kept, (*table, key)) else ABSENT
                row = _table(before.get(table[0], {}), (*table[1:], key))
                if patch is not ABSENT or row is None:
                    continue  # the store did without it, or never had it: the check says so
                own = lookup(patches, (*table, key))
                whole = merge_patch(row, own) if isinstance(own, dict) else row
                _put(kept, (*table, key), whole)
                walk.keep_row((*table, key), row, whole)
                added = True
        if not added:
            return


def _table(value: JSON, path: Sequence[str]) -> JSON:
    return lookup({"_": value}, ("_", *path))


def _said(tree: Mapping[str, JSON], path: Sequence[str]) -> bool:
    """Whether a patch says something at the path, be it only that it is removed."""
    inner: JSON = tree
    for step in path:
        if not isinstance(inner, Mapping) or step not in inner:
            return isinstance(inner, Mapping) is False
        inner = inner[step]
    return True


def _put(tree: dict[str, JSON], path: Sequence[str], value: JSON) -> None:
    """Set a value in a patch, copying the tables on the way."""
    table = tree
    for step in path[:-1]:
        inner = table.get(step)
        table[step] = dict(inner) if isinstance(inner, dict) else {}
        table = table[step]
    table[path[-1]] = value


# -------------------------------------------------------------------- answers


def fit(
    schema: Schema, theirs: Document, overlay: Mapping[str, JSON], answers: Mapping[str, JSON]
) -> tuple[dict[str, JSON], dict[str, JSON]]:
    """A store's answers, parted into those that the setup has a place for and those that must wait.

    HQ may remove the row that an answer belongs to; the answer comes back with the row.
    """
    effective = schema.effective(theirs, overlay)
    fits: dict[str, JSON] = {}
    waits: dict[str, JSON] = {}
    for name in sorted(answers):
        shape = schema.shapes.get(name)
        if shape is None:
            fits[name] = answers[name]
            continue
        patch = schema.current(name, answers[name])
        good, rest = _part(shape, effective.raw(name), patch, local=schema.sections[name].rule == "local")
        if good is not ABSENT:
            fits[name] = schema.stamped(name, good) if isinstance(good, dict) else good
        if rest is not ABSENT:
            waits[name] = schema.stamped(name, rest) if isinstance(rest, dict) else rest
    return fits, waits


def _part(shape: Shape, value: JSON, patch: JSON, *, local: bool) -> tuple[JSON, JSON]:
    if local or not isinstance(patch, dict) or not isinstance(shape, (Record, Table)):
        return patch, ABSENT
    good: dict[str, JSON] = {}
    rest: dict[str, JSON] = {}
    held = value if isinstance(value, dict) else {}
    for name, change in patch.items():
        inner: Shape | None
        if isinstance(shape, Table):
            inner, theirs = (shape.item if name in held else None), False
        else:
            field = shape.fields.get(name)
            inner, theirs = (None, False) if field is None else (field.shape, field.setting.rule == "local")
        if inner is None:
            rest[name] = change
            continue
        one, other = _part(inner, held.get(name), change, local=theirs)
        if one is not ABSENT:
            good[name] = one
        if other is not ABSENT:
            rest[name] = other
    if not patch:
        return patch, ABSENT
    return good or ABSENT, rest or ABSENT
