"""Naming one leaf: ``orders.sessions.noon.cutoff``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from franchise.errors import FranchiseError, UsageProblem
from franchise.messages import gettext as _
from franchise.setups import walks
from franchise.setups.canon import JSON
from franchise.setups.documents import HEAD, Document
from franchise.setups.effective import Effective
from franchise.setups.heads import HEAD_SHAPE
from franchise.setups.keys import check_key
from franchise.setups.problems import Path, Wrong, listing, suggestion
from franchise.setups.shapes import Record, Shape, Table
from franchise.setups.versions import stamped

if TYPE_CHECKING:
    from franchise.setups.schema import Schema


def find(schema: Schema, path: str | Path) -> walks.Spot:
    """Where a path leads; see `Schema.spot`."""
    steps = tuple(path.split(".")) if isinstance(path, str) else path
    name = steps[0] if steps else ""
    if name == HEAD:
        return walks.descend(HEAD_SHAPE, steps[1:], "locked", _lost(steps))
    section = schema.sections.get(name)
    if section is None:
        raise UsageProblem(
            _("There is no setup section {name}.").format(name=name) + suggestion(name, schema.shapes),
            hint=_("Known sections: {names}.").format(names=listing(schema.shapes)),
            where=".".join(steps),
        )
    return walks.descend(schema.shapes[name], steps[1:], section.rule, _lost(steps))


def assign(schema: Schema, path: str, text: str | None, doc: Document | Effective | None) -> dict[str, JSON]:
    """The patch that sets or removes one leaf; see `Schema.assign`."""
    steps = tuple(path.split("."))
    spot = find(schema, steps)
    try:
        for step in _keys(schema, steps):
            check_key(step)
        value = None if text is None else _from_text(spot.shape, text)
    except Wrong as wrong:
        hint = _("Allowed: {what}.").format(what=wrong.allowed) if wrong.allowed else ""
        raise UsageProblem(wrong.message, hint=hint, where=path) from wrong
    if doc is not None:
        _check_rows(schema, steps, doc, removing=text is None)
    patch: dict[str, JSON] = {steps[-1]: value}
    for step in reversed(steps[1:-1]):
        patch = {step: patch}
    if len(steps) == 1:
        return patch
    return {steps[0]: stamped(schema.sections.get(steps[0]), patch)}


def _keys(schema: Schema, steps: Path) -> Iterator[str]:
    """The steps of a path that are keys of tables."""
    for index in range(1, len(steps)):
        if isinstance(find(schema, steps[:index]).shape, Table):
            yield steps[index]


def _check_rows(schema: Schema, steps: Path, doc: Document | Effective, *, removing: bool) -> None:
    """A key close to one that exists is a slip of the hand; what is not there cannot be removed."""
    for index in range(1, len(steps)):
        if not isinstance(find(schema, steps[:index]).shape, Table):
            continue
        raw = doc.raw(steps[0]) if isinstance(doc, Effective) else doc.body.get(steps[0])
        table = walks.lookup({steps[0]: raw}, steps[:index])
        known = table if isinstance(table, Mapping) else {}
        if steps[index] in known:
            continue
        more = suggestion(steps[index], known, cutoff=0.75)
        if removing or more:
            raise UsageProblem(
                _("There is no {key} in {table}.").format(key=steps[index], table=".".join(steps[:index]))
                + more,
                where=".".join(steps),
            )


def _lost(steps: Path) -> Callable[[Record | None, int], FranchiseError]:
    def error(record: Record | None, index: int) -> FranchiseError:
        name, parent = steps[index + 1], ".".join(steps[: index + 1])
        fields = record.fields if record is not None else {}
        hint = _("Fields: {names}.").format(names=listing(fields, most=40)) if fields else ""
        message = _("There is no field {name} in {table}.").format(name=name, table=parent)
        return UsageProblem(message + suggestion(name, fields), hint=hint, where=".".join(steps))

    return error


def _from_text(shape: Shape | None, text: str) -> JSON:
    if isinstance(shape, Record):
        names = listing(shape.fields, most=40)
        raise Wrong(
            _("This is a table, not a single value."), _("one field of it: {names}").format(names=names)
        )
    if isinstance(shape, Table) or shape is None:
        raise Wrong(_("This is a table, not a single value."), _("one field of one entry"))
    return shape.read_text(text)
