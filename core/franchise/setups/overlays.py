"""What is laid over a setup: a store's changes, a store's answers, HQ's next change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

import attrs

from franchise.errors import SetupInvalid
from franchise.messages import gettext as _
from franchise.setups import walks
from franchise.setups.canon import JSON
from franchise.setups.checks import collected, cross
from franchise.setups.documents import HEAD, Document
from franchise.setups.effective import Effective
from franchise.setups.heads import no_owner, read_head
from franchise.setups.keys import VERSION_KEY
from franchise.setups.patches import merge_patch
from franchise.setups.problems import Note, Path, Problem, Wrong, listing, shown
from franchise.setups.settings import Rule, combined
from franchise.setups.shapes import Record, Shape, Table
from franchise.setups.versions import current

if TYPE_CHECKING:
    from franchise.setups.schema import Schema


def check_patch(
    schema: Schema, doc: Document, patch: Mapping[str, JSON], *, by: Literal["hq", "store"]
) -> tuple[Problem, ...]:
    """See `Schema.check_patch`."""
    problems, note = collected()
    before = Effective(schema, doc)
    changes = _changes(schema, patch, note, by=by)
    for name, change in changes.items():
        rule = schema.sections[name].rule
        for path, inner in _touched(schema.shapes[name], before.raw(name), change, (name,), rule):
            if inner == "local":
                note(path, _("Each store answers this for itself; give it as an answer."), "")
            elif inner == "locked" and by == "store":
                note(path, _("Headquarters decides this for all stores."), _("what HQ has not locked"))
    if problems:
        return tuple(problems)
    body = dict(doc.body)
    for name, change in changes.items():
        body[name] = schema.stamped(name, merge_patch(before.raw(name), change) if change is not None else {})
    if HEAD in patch:
        read_head(merge_patch(body[HEAD], patch[HEAD]), note)
    after = Effective(schema, attrs.evolve(doc, body=body))
    for name, change in changes.items():
        _read_changed(schema, name, after.raw(name), change, note)
    return tuple(problems or cross(schema, after, touched=tuple(changes)))


def _changes(schema: Schema, patch: Mapping[str, JSON], note: Note, *, by: str) -> dict[str, JSON]:
    """What a patch says of each section, in its present version; what says nothing sound is noted."""
    changes: dict[str, JSON] = {}
    for name in sorted(patch):
        section = schema.sections.get(name)
        if name == HEAD:
            if by == "store":
                note((name,), _("Headquarters decides this for all stores."), "")
        elif section is None:
            note((name,), no_owner(name, schema.shapes), listing(schema.shapes))
        elif patch[name] is None and section.required:
            note((name,), _("The section {name} cannot be removed.").format(name=name), "")
        elif patch[name] is not None and not isinstance(patch[name], Mapping):
            note((name,), _("{value} is not a table.").format(value=shown(patch[name])), _("a table"))
        else:
            try:
                changes[name] = current(section, patch[name])
            except Wrong as wrong:
                note((name,), wrong.message, wrong.allowed)
            except SetupInvalid as error:
                note((name, VERSION_KEY), error.message, error.hint)
    return changes


def _touched(
    shape: Shape | None, base: JSON, change: JSON, path: Path, rule: Rule
) -> Iterator[tuple[Path, Rule]]:
    """What a patch changes, each with its rule; rows of the store's own, unknown to HQ, are free."""
    if isinstance(change, dict) and isinstance(shape, Record):
        for name in sorted(change):
            field = shape.fields.get(name)
            if field is None:
                continue  # the reading after this one says so
            held = base.get(name) if isinstance(base, dict) else None
            yield from _touched(
                field.shape, held, change[name], (*path, name), combined(rule, field.setting.rule)
            )
    elif isinstance(change, dict) and isinstance(shape, Table):
        for key in sorted(change):
            if key == VERSION_KEY:
                continue
            held = base.get(key) if isinstance(base, dict) else None
            if held is not None and change[key] is not None:
                yield from _touched(shape.item, held, change[key], (*path, key), rule)
            elif held is not None:
                yield (*path, key), walks.strictest(shape.item, held, (*path, key), rule)
            elif change[key] is not None:
                yield (*path, key), rule
                for leaf in walks.leaves(shape.item, change[key], (*path, key), rule):
                    if leaf.rule == "local":
                        yield leaf.path, "local"
    elif change is None and isinstance(shape, (Record, Table)):
        yield path, walks.strictest(shape, base, path, rule)
    else:
        yield path, rule


def _read_changed(schema: Schema, name: str, after: dict[str, JSON], change: JSON, note: Note) -> None:
    """Validate a patched section; of a table, only the rows that the patch names."""
    shape = schema.shapes[name]
    if isinstance(shape, Record) or not isinstance(change, dict):
        shape.read(after, (name,), note)
        return
    shape.read({key: after[key] for key in sorted(change) if key in after}, (name,), note)
    folded: dict[str, str] = {}
    for key in sorted(after):
        twin = folded.setdefault(key.lower(), key)
        if twin != key and (key in change or twin in change):
            note(
                (name, key),
                _("{key} and {other} differ only in capital letters.").format(key=key, other=twin),
                _("keys that differ in more"),
            )


def check_answers(schema: Schema, doc: Document, answers: Mapping[str, JSON]) -> tuple[Problem, ...]:
    """See `Schema.check_answers`."""
    problems, note = collected()
    before = Effective(schema, doc)
    changes = _changes(schema, answers, note, by="store")
    for name, change in changes.items():
        shape, rule = schema.shapes[name], schema.sections[name].rule
        for path, inner in _touched(shape, before.raw(name), change, (name,), rule):
            if inner != "local":
                note(path, _("The store does not answer this; the setup decides it."), _("local fields"))
        if change is not None:
            shape.read(change, (name,), note, partial=True)
    if problems:
        return tuple(problems)
    after = Effective(schema, doc, None, answers)
    mine = {leaf.path for leaf in schema.leaves(answers)}
    found = cross(schema, after, touched=tuple(changes))
    return tuple(problem for problem in found if problem.path in mine)
