"""Three-way merge of a setup, leaf by leaf: what a store followed, what it changed, what HQ has now.

Pure. A store's overlay is a merge patch, and what it touches is what the store has decided; a value that is
equal to HQ's may stand there on purpose (see `leaves.Change.does` ``declined``). The rules, for a leaf that the store
touched: HQ left it alone → the store's stays; both came to the same → the overlay lets go of it; both changed it →
a locked one becomes HQ's, otherwise the store's stays and HQ's is kept beside it until somebody resolves that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from franchise.replication.leaves import ABSENT, Change, Does, State
from franchise.setups import walks
from franchise.setups.canon import JSON
from franchise.setups.patches import make_patch, merge_patch, same
from franchise.setups.problems import Path
from franchise.setups.settings import Rule, combined
from franchise.setups.shapes import Record, Shape, Table


@attrs.define
class Walk:
    """One merge on its way. ``before`` holds conflicts that are not resolved yet, by path; ``after`` those left."""

    before: Mapping[str, Mapping[str, JSON]]
    after: dict[str, dict[str, JSON]] = attrs.field(factory=dict)
    changes: list[Change] = attrs.field(factory=list)

    def section(
        self, shape: Shape | None, base: JSON, patch: JSON, theirs: JSON, name: str, rule: Rule
    ) -> JSON:
        """One section's new patch, to be laid over ``theirs``; `ABSENT` when the store has nothing of its own in it.

        Args:
            shape: The section's shape; None for the section of a plugin that is not installed.
            base: The section in the version followed, or `ABSENT`.
            patch: What the store's overlay says of it, or `ABSENT`; None removes it.
            theirs: The section in HQ's version, or `ABSENT`.
            name: The section's name.
            rule: The section's rule.

        """
        if patch is ABSENT and base is ABSENT:
            rule = "default"  # a new section is copied once, whatever its rule
        return self._node(shape, base, patch, theirs, (name,), rule)

    def keep_row(self, path: Path, base: JSON, whole: JSON) -> None:
        """Note that a row which HQ removed stays because something that stays refers to it."""
        self.changes[:] = [one for one in self.changes if one.path != path]
        self._conflict(path, "default", base, whole, ABSENT, does="kept-whole")

    # ---------------------------------------------------------------- one place

    def _node(self, shape: Shape | None, b: JSON, p: JSON, t: JSON, path: Path, rule: Rule) -> JSON:
        if p is ABSENT:
            return ABSENT if b is t else self._untouched(shape, b, t, path, rule)
        branches = _walked(shape) and isinstance(p, dict) and _branch(b) and _branch(t)
        if rule == "locked":
            if branches and p:  # each leaf by itself; nothing of it is kept
                return self._both(shape, _table(b), p, _table(t), path, rule)
            return self._put_back(b, p, t, path)
        if not branches:
            return self._leaf(shape, b, p, t, path, rule)
        if t is ABSENT:
            return (
                self._own(shape, p, path, rule) if b is ABSENT else self._abandoned(shape, b, p, path, rule)
            )
        if b is ABSENT:
            return self._added(shape, p, t, path, rule)
        return self._both(shape, b, p, t, path, rule)

    def _untouched(self, shape: Shape | None, b: JSON, t: JSON, path: Path, rule: Rule) -> JSON:
        """The store said nothing: HQ's change is taken, unless a seed keeps what was copied."""
        if rule == "seed":
            if same(b, t):
                return ABSENT
            self._note(path, "local-only", "seed", rule, b, b, t)
            return _patch(t, b)
        if _walked(shape) and isinstance(b, dict) and isinstance(t, dict):
            return self._both(shape, b, {}, t, path, rule)
        if not same(b, t):
            self._note(path, "hq-only", "take", rule, b, b, t)
        return ABSENT

    def _both(self, shape: Shape | None, b: JSON, p: JSON, t: JSON, path: Path, rule: Rule) -> JSON:
        kept: dict[str, JSON] = {}
        for name in sorted({*b, *p, *t}):
            inner, inside = _child(shape, name, rule)
            left = self._node(
                inner, b.get(name, ABSENT), p.get(name, ABSENT), t.get(name, ABSENT), (*path, name), inside
            )
            if left is not ABSENT:
                kept[name] = left
        return kept or ABSENT

    def _leaf(self, shape: Shape | None, b: JSON, p: JSON, t: JSON, path: Path, rule: Rule) -> JSON:
        """A single value, a list, an atomic table; or a whole row that the store does without."""
        o = _over(b, p)
        where = ".".join(path)
        known = self.before.get(where)
        if same(t, b):
            if known is not None:
                self.after[where] = dict(known)
                self._note(
                    path, "conflict", "keep", rule, known.get("base", ABSENT), o, known.get("theirs", ABSENT)
                )
            elif not same(o, b):
                self._note(path, "local-only", "keep", rule, b, o, t)
            return p
        if same(o, t):
            self._note(path, "same", "agree", rule, b, o, t)
            return ABSENT
        if o is ABSENT and _walked(shape) and walks.strictest(shape, t, path, rule) == "locked":  # type: ignore[arg-type]
            return self._put_back(b, p, t, path)
        if rule == "seed":
            self._note(path, "local-only", "seed", rule, b, o, t)
        elif known is None and same(o, b):
            self._note(path, "local-only", "declined", rule, b, o, t)
        else:
            origin = b if known is None else known.get("base", ABSENT)
            if known is not None and same(origin, t):  # HQ is back at what the store departed from
                self._note(path, "local-only", "keep", rule, t, o, t)
            else:
                self._conflict(path, rule, origin, o, t)
        return _patch(t, o)

    def _put_back(self, b: JSON, p: JSON, t: JSON, path: Path) -> JSON:
        o = _over(b, p)
        if not same(o, t) or not same(b, t):
            state: State = "hq-only" if same(o, b) else "same" if same(o, t) else "locked-drift"
            self._note(path, state, "put-back", "locked", b, o, t)
        return ABSENT

    # ---------------------------------------------------------------- rows that come and go

    def _own(self, shape: Shape | None, p: JSON, path: Path, rule: Rule) -> JSON:
        """A row that only the store has."""
        where = ".".join(path)
        known = self.before.get(where)
        section = isinstance(shape, Record) and len(path) == 1 and known is None
        if p and (isinstance(shape, Table) or section):
            return self._both(shape, {}, p, {}, path, rule)
        if known is None:
            self._note(path, "local-only", "own", rule, ABSENT, p, ABSENT)
        else:
            self.after[where] = dict(known)
            self._note(path, "conflict", "own", rule, known.get("base", ABSENT), p, ABSENT)
        return p

    def _abandoned(self, shape: Shape | None, b: JSON, p: JSON, path: Path, rule: Rule) -> JSON:
        """HQ removed what the store has changed: it stays, whole, as the store's own."""
        if isinstance(shape, Table):
            return self._both(shape, b, p, {}, path, rule)
        o = merge_patch(b, p)
        if _only_seeds(shape, p, rule):
            self._note(path, "hq-only", "take", rule, b, o, ABSENT)
            return ABSENT
        if same(o, b):
            self._note(path, "local-only", "declined", rule, b, o, ABSENT)
        else:
            self._conflict(path, rule, b, o, ABSENT, does="kept-whole")
        return o

    def _added(self, shape: Shape | None, p: JSON, t: JSON, path: Path, rule: Rule) -> JSON:
        """Both have it and the version followed has not."""
        known = self.before.get(".".join(path))
        if known is not None and isinstance(known.get("base"), dict):  # HQ brings back what it had removed
            base = known["base"]
            return self._both(shape, base, make_patch(base, p), t, path, rule)
        kept: dict[str, JSON] = {}
        for name in sorted({*p, *t}):
            inner, inside = _child(shape, name, rule)
            here = (*path, name)
            one, other = p.get(name, ABSENT), t.get(name, ABSENT)
            if isinstance(shape, Table) and one is ABSENT:
                self._note(here, "hq-only", "take", inside, ABSENT, ABSENT, other)
            elif _walked(inner) and isinstance(one, dict) and isinstance(other, dict):
                if (left := self._added(inner, one, other, here, inside)) is not ABSENT:
                    kept[name] = left
            elif same(one, other):
                self._note(here, "same", "agree", inside, ABSENT, one, other)
            elif inside == "locked":
                self._note(here, "locked-drift", "put-back", inside, ABSENT, one, other)
            elif other is ABSENT:
                kept[name] = one
                self._note(here, "local-only", "own", inside, ABSENT, one, other)
            else:
                self._conflict(here, inside, ABSENT, one, other)
                kept[name] = None if one is ABSENT else _patch(other, one)
        return kept or ABSENT

    # ---------------------------------------------------------------- notes

    def _conflict(
        self, path: Path, rule: Rule, base: JSON, ours: JSON, theirs: JSON, *, does: Does = "keep"
    ) -> None:
        self.after[".".join(path)] = {
            name: value for name, value in (("base", base), ("theirs", theirs)) if value is not ABSENT
        }
        self._note(path, "conflict", does, rule, base, ours, theirs)

    def _note(
        self, path: Path, state: State, does: Does, rule: Rule, base: JSON, ours: JSON, theirs: JSON
    ) -> None:
        self.changes.append(
            Change(path=path, state=state, does=does, rule=rule, base=base, ours=ours, theirs=theirs)
        )


class _Whole:
    """The shape of an atomic table: never walked into."""


_WHOLE: Final[Any] = _Whole()


def _child(shape: Shape | None, name: str, rule: Rule) -> tuple[Shape | None, Rule]:
    """The shape and the rule of what lies under ``name``."""
    if isinstance(shape, Record):
        field = shape.fields.get(name)
        if field is None:
            return None, rule
        return (_WHOLE if field.setting.atomic else field.shape), combined(rule, field.setting.rule)
    return (shape.item if isinstance(shape, Table) else None), rule


def _walked(shape: Shape | None) -> bool:
    return shape is None or isinstance(shape, (Record, Table))


def _table(value: JSON) -> dict[str, JSON]:
    return value if isinstance(value, dict) else {}


def _branch(value: JSON) -> bool:
    return value is ABSENT or isinstance(value, dict)


def _over(b: JSON, p: JSON) -> JSON:
    """What the store has where its overlay says ``p``."""
    if p is None:
        return ABSENT
    return merge_patch(b if isinstance(b, dict) else {}, p) if isinstance(p, dict) else p


def _patch(theirs: JSON, ours: JSON) -> JSON:
    """The least patch that makes ``ours`` of ``theirs``."""
    if ours is ABSENT:
        return None
    return ours if theirs is ABSENT else make_patch(theirs, ours)


def _only_seeds(shape: Shape | None, patch: JSON, rule: Rule) -> bool:
    """Whether all that a patch touches was copied for the store rather than changed by it."""
    if isinstance(patch, dict) and patch and _walked(shape):
        return all(_only_seeds(*_under(shape, name, patch, rule)) for name in patch)
    return rule == "seed"


def _under(shape: Shape | None, name: str, patch: JSON, rule: Rule) -> tuple[Shape | None, JSON, Rule]:
    inner, inside = _child(shape, name, rule)
    return inner, patch[name], inside
