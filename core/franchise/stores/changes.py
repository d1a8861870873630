"""What a store changes for itself: its overlay over HQ's version, and its own answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from sqlalchemy import bindparam, select, update

from franchise.errors import Conflict, Refused, UsageProblem
from franchise.events import dump
from franchise.messages import gettext as _
from franchise.setups import Document, Problem, Schema, make_patch, merge_patch
from franchise.setups.documents import HEAD
from franchise.setups.patches import same
from franchise.setups.walks import lookup
from franchise.stores import tables as t
from franchise.work import UnitOfWork

_REVISION: Final = (
    select(t.store.c.revision).where(t.store.c.store_id == bindparam("store")).with_for_update()
)


def write(work: UnitOfWork, *, document: Document | None = None, **columns: Any) -> None:
    """Write columns of the store's row, if it is still the one that was read; the unit of work then has the new.

    Args:
        work: The unit of work.
        document: The version that the store follows from now on, where ``version`` changes.
        columns: New values of columns; tables as such.

    Raises:
        Conflict: Somebody else changed it meanwhile.

    """
    values = {name: dump(value) if isinstance(value, Mapping) else value for name, value in columns.items()}
    revision = work.store.revision + 1
    done = work.conn.execute(
        update(t.store)
        .where(t.store.c.store_id == work.store_id, t.store.c.revision == work.store.revision)
        .values(**values, revision=revision)
    )
    if done.rowcount != 1:
        raise changed_meanwhile(work.store.key)
    work.store = attrs.evolve(work.store, **columns, revision=revision)
    work.setup = work.setup.schema.effective(
        document or work.setup.document, work.store.overlay, work.store.answers
    )


def hold(work: UnitOfWork) -> None:
    """Keep the store's row from others until the transaction ends.

    Raises:
        Conflict: Somebody else changed it since it was read.

    """
    if work.conn.execute(_REVISION, {"store": work.store_id}).scalar() != work.store.revision:
        raise changed_meanwhile(work.store.key)


def changed_meanwhile(key: str) -> Conflict:
    """The error of whoever came second."""
    return Conflict(
        _("Somebody else has just changed the store {key}; nothing was done.").format(key=key),
        hint=_("Look at it again, then do it once more."),
    )


def change(work: UnitOfWork, schema: Schema, doc: Document, path: str, text: str) -> bool:
    """Change one setting of the store: an answer, or a value of its own over HQ's. False: it was so already.

    A value that is HQ's again leaves the overlay: the store follows HQ there.

    Raises:
        UsageProblem: There is no such path, or no such value.
        Refused: The field is locked, or the setup would not be valid.
        Conflict: Somebody else changed the store meanwhile.

    """
    patch = schema.assign(path, text, doc)
    if schema.rule_of(path) == "local":
        return answer(work, schema, patch, path=path)
    steps = path.split(".")
    if same(lookup(doc.body, tuple(steps)), lookup(patch, tuple(steps))):
        return follow(work, schema, doc, path)
    return lay_over(work, schema, doc, merge_patch(work.store.overlay, patch), path=path)


def answer(work: UnitOfWork, schema: Schema, patch: Mapping[str, Any], *, path: str = "") -> bool:
    """Change answers of the store. False: they were so already.

    Raises:
        Refused: The answers would not be right.

    """
    after = merge_patch(work.store.answers, patch)
    if same(after, dict(work.store.answers)):
        return False
    doc = schema.effective(work.setup.document, work.store.overlay)
    _refuse(schema.check_answers(_flat(schema, doc, work.setup.document), after))
    write(work, answers=after)
    work.record("store.changed", work.store.key, path=path, field="answers")
    return True


def lay_over(
    work: UnitOfWork, schema: Schema, doc: Document, overlay: Mapping[str, Any], *, path: str = ""
) -> bool:
    """Give the store another overlay over ``doc``. False: it was that already.

    Raises:
        Refused: Something in it is locked, or the setup would not be valid.

    """
    if same(dict(overlay), dict(work.store.overlay)):
        return False
    known = {name: patch for name, patch in overlay.items() if name in schema.shapes or name == HEAD}
    _refuse(schema.check_patch(doc, known, by="store"))
    write(work, overlay=overlay, conflicts=still_open(work.store.conflicts, overlay))
    work.record("store.changed", work.store.key, path=path, field="overlay")
    return True


def change_many(work: UnitOfWork, schema: Schema, doc: Document, patch: Mapping[str, Any]) -> bool:
    """Change several settings at once, such as a whole product of the store's own. False: all were so already.

    Raises:
        Refused: Something in it is locked or an answer, or the setup would not be valid.

    """
    overlay = dict(work.store.overlay)
    for name, wanted in patch.items():
        base = schema.current(name, doc.body.get(name) or {})
        mine = schema.current(name, overlay.get(name) or {})
        both = merge_patch(merge_patch(base, mine), schema.current(name, wanted))
        least = make_patch(base, both)
        overlay = without(overlay, [name]) if not least else {**overlay, name: schema.stamped(name, least)}
    return lay_over(work, schema, doc, overlay)


def follow(work: UnitOfWork, schema: Schema, doc: Document, path: str) -> bool:
    """Let go of what the store changed at or below a path: HQ's value holds again. False: nothing was changed."""
    return lay_over(work, schema, doc, without(work.store.overlay, path.split(".")), path=path)


def remove(work: UnitOfWork, schema: Schema, doc: Document, path: str) -> bool:
    """Do without a row, or an optional value, that HQ has. False: the store does without it already.

    Raises:
        UsageProblem: There is no such thing.
        Refused: It is locked or needed.

    """
    steps = tuple(path.split("."))
    schema.spot(steps)
    here = lookup(work.setup.body, steps)
    if here is None:
        if lookup(doc.body, steps) is not None:
            return False
        raise UsageProblem(_("There is nothing at {path}.").format(path=path), where=path)
    if lookup(doc.body, steps) is None:  # the store's own
        return follow(work, schema, doc, path)
    patch: Any = None
    for step in reversed(steps):
        patch = {step: patch}
    return lay_over(work, schema, doc, merge_with_removals(work.store.overlay, patch), path=path)


def read_changes(schema: Schema, path: Path) -> dict[str, Any]:
    """Read a patch from a TOML file of the setup's form, such as a product of the store's own.

    Raises:
        SetupInvalid: With every mistake that was found, each with its file and line.

    """
    from franchise.setups.heads import no_owner
    from franchise.setups.problems import Problem as Found
    from franchise.setups.problems import invalid, listing
    from franchise.setups.reading import read_section
    from franchise.setups.sources import Source

    source = Source.open(path, schema.shapes)
    problems: list[Found] = list(source.problems)

    def note(where: tuple[str, ...], message: str, allowed: str) -> None:
        problems.append(Found(message=message, allowed=allowed, path=where, where=source.locate(where)))

    patch: dict[str, Any] = {}
    for name in sorted(source.body):
        if name in schema.shapes:
            patch[name] = read_section(schema, name, source.body[name], note, partial=True)
        else:
            note((name,), no_owner(name, schema.shapes), listing(schema.shapes))
    if problems:
        raise invalid(problems, str(path))
    return patch


def merge_with_removals(overlay: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """One patch after another, as one patch: unlike `merge_patch` it keeps what removes."""
    out = dict(overlay)
    for name, value in patch.items():
        held = out.get(name)
        if isinstance(value, dict) and isinstance(held, dict):
            out[name] = merge_with_removals(held, value)
        else:
            out[name] = value
    return out


def without(overlay: Mapping[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """An overlay that says nothing at or below a path; tables that become empty go too."""
    out = dict(overlay)
    name, rest = path[0], path[1:]
    if name not in out:
        return out
    if not rest:
        del out[name]
        return out
    if isinstance(out[name], dict):
        inner = without(out[name], rest)
        if any(key != "_version" for key in inner):
            out[name] = inner
        elif inner != out[name]:
            del out[name]
    return out


def touches(overlay: Mapping[str, Any], path: Sequence[str]) -> bool:
    """Whether an overlay says something at, above or below a path."""
    inner: Any = overlay
    for step in path:
        if not isinstance(inner, Mapping):
            return True  # a whole value, or a removal, stands above
        if step not in inner:
            return False
        inner = inner[step]
    return True


def still_open(conflicts: Mapping[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    """The conflicts in which the store still has a value of its own."""
    return {path: kept for path, kept in conflicts.items() if touches(overlay, path.split("."))}


def _flat(schema: Schema, effective: Any, doc: Document) -> Document:
    """The version with the store's changes laid over it, for answers that belong to rows of the store's own."""
    if not effective.overlay:
        return doc
    return schema.restore({name: dict(value) for name, value in effective.body.items()})


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        first = problems[0]
        raise Refused(first.message, where=first.where, hint=first.allowed)
