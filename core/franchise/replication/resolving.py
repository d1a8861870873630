"""What people decide about one store: conflicts, declining, leaving the fold and coming back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs

from franchise.errors import NotFound, Refused, UsageProblem
from franchise.messages import gettext as _
from franchise.setups import Document, Schema
from franchise.setups.walks import lookup
from franchise.stores.changes import hold, merge_with_removals, still_open, touches, without, write
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

Side = Literal["ours", "theirs"]


@attrs.frozen(kw_only=True)
class Resolved:
    """What was resolved: the paths, and how many conflicts are left in the store."""

    paths: tuple[str, ...]
    left: int


def resolve(work: UnitOfWork, schema: Schema, path: str, side: Side) -> Resolved:
    """Settle every conflict at or below a path: the store's value stays (``ours``), or HQ's is taken (``theirs``).

    ``theirs`` also lets go of a change that is in no conflict. ``path`` "" means every conflict of the store.

    Raises:
        NotFound: There is no conflict there and nothing that the store changed.
        Refused: HQ's value does not go with what else the store has.

    """
    hold(work)
    found = tuple(sorted(p for p in work.store.conflicts if _below(p, path)))
    if not found and (side == "ours" or not path or not _changed(work, path)):
        raise NotFound(
            _("There is no conflict at {path}.").format(path=path) if path else _("There are no conflicts."),
            hint=did_you_mean(path, work.store.conflicts)
            or _("`franchise diff {store}` shows what differs.").format(store=work.store.key),
        )
    paths = found or (path,)
    if side == "ours":
        left = {p: kept for p, kept in work.store.conflicts.items() if p not in found}
        write(work, conflicts=left)
    else:
        overlay, answers = dict(work.store.overlay), dict(work.store.answers)
        for one in paths:
            overlay = without(overlay, one.split("."))
            if schema.rule_of(one) != "local":
                answers = without(answers, one.split("."))
        left = still_open({p: k for p, k in work.store.conflicts.items() if p not in found}, overlay)
        _check(schema, work.setup.document, overlay)
        write(work, overlay=overlay, conflicts=left, answers=answers)
    for one in paths:
        work.record("store.resolved", work.store.key, path=one, side=side)
    return Resolved(paths=paths, left=len(left))


def decline(work: UnitOfWork, schema: Schema, theirs: Document, path: str) -> bool:
    """Keep what the store has now at a path, whatever HQ's newer version says. False: it was kept already.

    Raises:
        UsageProblem: Neither the store nor HQ's newer version has anything there.
        Refused: HQ has locked it, or each store answers it for itself.

    """
    hold(work)
    rule = schema.rule_of(path)
    if rule == "locked":
        raise Refused(_("Headquarters decides this for all stores."), where=path)
    if rule == "local":
        raise Refused(_("Each store answers this for itself; there is nothing to decline."), where=path)
    steps = tuple(path.split("."))
    if len(steps) < 2:
        raise UsageProblem(_("Name a row or a field, not a whole section."), where=path)
    effective = schema.effective(work.setup.document, work.store.overlay)
    here = lookup(schema.without_local({steps[0]: effective.raw(steps[0])}), steps)
    if here is None and lookup(theirs.body, steps) is None:
        raise UsageProblem(_("There is nothing at {path}.").format(path=path), where=path)
    patch: Any = here
    for step in reversed(steps):
        patch = {step: patch}
    overlay = merge_with_removals(work.store.overlay, patch)
    conflicts = {p: kept for p, kept in work.store.conflicts.items() if not _below(p, path)}
    if (overlay, conflicts) == (dict(work.store.overlay), dict(work.store.conflicts)):
        return False
    write(work, overlay=overlay, conflicts=conflicts)
    work.record("store.declined", work.store.key, path=path)
    return True


def detach(work: UnitOfWork) -> bool:
    """Let upgrades pass the store by. False: they did already.

    Raises:
        Refused: It is nobody's clone.

    """
    if work.store.source_store_id is None:
        raise Refused(_("{store} is nobody's clone.").format(store=work.store.key))
    return _set_detached(work, 1)


def rejoin(work: UnitOfWork) -> bool:
    """Let upgrades reach the store again. False: they did already."""
    return _set_detached(work, 0)


def _set_detached(work: UnitOfWork, value: int) -> bool:
    hold(work)
    if work.store.detached == value:
        return False
    write(work, detached=value)
    work.record("store.detached" if value else "store.rejoined", work.store.key)
    return True


def _below(path: str, top: str) -> bool:
    return not top or path == top or path.startswith(f"{top}.")


def _changed(work: UnitOfWork, path: str) -> bool:
    steps = path.split(".")
    return touches(work.store.overlay, steps) or touches(work.store.answers, steps)


def _check(schema: Schema, doc: Document, overlay: Mapping[str, Any]) -> None:
    known = {name: patch for name, patch in overlay.items() if name in schema.shapes}
    problems: Sequence[object] = schema.check_patch(doc, known, by="hq") if known else ()
    if problems:
        raise Refused(str(problems[0]))
