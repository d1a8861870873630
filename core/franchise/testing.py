"""For the tests of plugins: that a section of the setup can be copied, compared and upgraded, and leaks nothing.

from franchise.testing import check_section, check_tables

def test_my_section_can_be_replicated():
check_section(SECTION, [{}, {"rounds": {"east": {"name": "东线"}}}])

def test_my_tables_can_be_sharded():
assert [] == check_tables([tables.round, tables.stop])
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any, Final

from franchise.replication.merging import merge
from franchise.setups import Document, Schema, Section, dump, make_patch, merge_patch
from franchise.setups.canon import JSON
from franchise.setups.documents import HEAD
from franchise.setups.patches import same
from franchise.setups.settings import Rule
from franchise.setups.shapes import Record, Shape, Table
from franchise.setups.walks import lookup
from franchise.storage import check_tables

__all__ = ["check_section", "check_tables", "section_faults"]

CANARY: Final = "c4n4ry"


def check_section(
    section: Section,
    examples: Sequence[Mapping[str, Any]],
    *,
    beside: Iterable[tuple[Section, Mapping[str, Any]]] = (),
) -> None:
    """Prove that a section round-trips, merges and leaks nothing.

    Each example is read, written as TOML and read back; saved with every local field answered, and searched for the
    answers; and each pair of examples is merged three ways, with nothing changed by the store and with each leaf
    changed.

    Args:
        section: The section.
        examples: Bodies of it as TOML would give them; the more they differ, the more is proven.
        beside: Other sections that it refers to, each with a body.

    Raises:
        AssertionError: With everything that is wrong, one line each.

    """
    faults = list(section_faults(section, examples, beside=beside))
    assert not faults, "\n".join([f"section {section.name}:", *faults])


def section_faults(
    section: Section,
    examples: Sequence[Mapping[str, Any]],
    *,
    beside: Iterable[tuple[Section, Mapping[str, Any]]] = (),
) -> Iterator[str]:
    """What `check_section` finds, one line each; arguments as of it."""
    others = list(beside)
    schema = Schema([section, *(other for other, _body in others)])
    rest = {other.name: body for other, body in others}
    owners = sorted({section.owner, *(other.owner for other, _body in others)} - {"core"})
    head = {"name": "example", "plugins": owners}
    docs = [schema.parse({HEAD: head, section.name: example, **rest}) for example in examples]
    if not docs:
        yield "there are no examples"
    for number, doc in enumerate(docs):
        for fault in _round_trip(schema, section, doc):
            yield f"example {number}: {fault}"
        for fault in _leaks(schema, section, doc):
            yield f"example {number}: {fault}"
    for one, other in permutations(range(len(docs)), 2):
        for fault in _merges(schema, section, docs[one], docs[other]):
            yield f"example {one} to {other}: {fault}"


def _round_trip(schema: Schema, section: Section, doc: Document) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        dump(doc, folder, schema=schema)
        if schema.load(Path(folder)).digest != doc.digest:
            yield "written as TOML it reads back as something else"
    if schema.restore(doc.body, doc.sections).digest != doc.digest:
        yield "kept and read back it has another digest"
    effective = schema.effective(doc)
    effective.get(section.name)
    if schema.freeze(effective).digest != doc.digest:
        yield "saved from a store that changed nothing it has another digest"


def _leaks(schema: Schema, section: Section, doc: Document) -> Iterator[str]:
    """Every local field answered with a canary: none of it may be in a saved version."""
    shape = schema.shapes[section.name]
    answers = _answers(shape, doc.body.get(section.name), section.rule)
    if not answers:
        return
    effective = schema.effective(doc, None, {section.name: answers})
    if CANARY in str(effective.raw(section.name)) and CANARY in str(schema.freeze(effective).body):
        yield "a store's own answer is in a version saved from it"


def _answers(shape: Shape | None, value: JSON, rule: Rule) -> Any:
    if isinstance(shape, Table):
        rows = value if isinstance(value, dict) else {}
        found = {key: _answers(shape.item, row, rule) for key, row in rows.items()}
        return {key: answer for key, answer in found.items() if answer}
    if not isinstance(shape, Record):
        return None
    given = value if isinstance(value, dict) else {}
    out: dict[str, Any] = {}
    for name, field in shape.fields.items():
        if field.group is not None:
            inner = _answers(field.group, given.get(name), field.setting.rule)
            if inner:
                out[name] = inner
        elif "local" in {rule, field.setting.rule}:
            out[name] = CANARY
    return out


def _merges(schema: Schema, section: Section, base: Document, theirs: Document) -> Iterator[str]:
    plain = merge(schema, base, {}, theirs)
    seeds = {change.path for change in plain.changes if change.does == "seed"}
    after = schema.effective(theirs, plain.overlay)
    if not seeds and not same(after.raw(section.name), schema.effective(theirs).raw(section.name)):
        yield "a store that changed nothing has not HQ's setup after an upgrade"
    if plain.conflicts or plain.problems:
        yield f"a store that changed nothing has conflicts or problems: {plain.conflicts} {plain.problems}"
    yield from _local_changes(schema, section, base, theirs)


def _local_changes(schema: Schema, section: Section, base: Document, theirs: Document) -> Iterator[str]:
    """The store has each leaf in which the two differ as HQ will have it, one at a time: nothing may go wrong."""
    before = schema.current(section.name, base.body.get(section.name, {}))
    wanted = schema.current(section.name, theirs.body.get(section.name, {}))
    for leaf in schema.leaves({section.name: make_patch(before, wanted)}):
        if leaf.rule in {"locked", "local"} or len(leaf.path) < 2:
            continue
        inner: Any = leaf.value
        for step in reversed(leaf.path[1:]):
            inner = {step: inner}
        patch = {section.name: schema.stamped(section.name, inner)}
        if schema.check_patch(base, patch, by="store"):
            continue  # it cannot stand alone
        where = ".".join(leaf.path)
        stays = merge(schema, base, patch, base)
        if not same(dict(stays.overlay), patch):
            yield f"{where}: the same version changes the store's overlay"
        came = merge(schema, base, patch, theirs)
        held = lookup(schema.effective(theirs, came.overlay).body, leaf.path)
        mine = lookup(merge_patch(dict(base.body), patch), leaf.path)
        if where in came.conflicts or not same(held, mine):
            yield f"{where}: what both have is in conflict or lost"
        again = merge(schema, theirs, came.overlay, theirs, came.conflicts)
        if not same(dict(again.overlay), dict(came.overlay)):
            yield f"{where}: a second upgrade to the same version changes something"
