"""The three-way merge: every combination at one leaf, and what must hold for whole setups."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise.replication.leaves import ABSENT
from franchise.replication.merging import merge
from franchise.setups import Money, Schema, Section, make_patch, merge_patch, setting


@attrs.frozen(kw_only=True)
class Pay:
    share: int = setting(default=0)
    base: int = setting(default=0)


@attrs.frozen(kw_only=True)
class Pack:
    size: int = setting(default=1)
    unit: str = setting(default="")


@attrs.frozen(kw_only=True)
class Row:
    name: str = setting(default="")
    price: Money = setting(default=Money(0))
    tags: tuple[str, ...] = setting(default=())
    brand: str = setting(rule="locked", default="")
    greeting: str = setting(rule="seed", default="")
    supplier: str = setting(default="", refers_to="shops")
    pay: Pay = setting(default=Pay(), atomic=True)
    pack: Pack = setting(default=Pack())


@attrs.frozen(kw_only=True)
class Shop:
    name: str = setting(default="")


@attrs.frozen(kw_only=True)
class Rules:
    late: str = setting(default="")
    share: Decimal = setting(default=Decimal(0))
    law: str = setting(rule="locked", default="")
    hello: str = setting(rule="seed", default="")
    steps: tuple[str, ...] = setting(default=())


SCHEMA = Schema(
    [
        Section(name="rows", each=Row, owner="core"),
        Section(name="shops", each=Shop, owner="core"),
        Section(name="rules", cls=Rules, owner="core"),
    ]
)


def document(**body: Any) -> Any:
    return SCHEMA.restore({"setup": {"name": "x"}, **body})


def effective(doc: Any, overlay: Any) -> dict[str, Any]:
    """What a store has, as if nothing were locked."""
    return {k: v for k, v in merge_patch(dict(doc.body), dict(overlay)).items() if k != "setup"}


# -------------------------------------------------------------------- one leaf

VALUES = {"absent": ABSENT, "empty": "", "one": "1", "two": "2", "three": "3"}
KEPT, TAKEN = "ours", "theirs"


def expected(base: Any, ours: Any, theirs: Any, rule: str) -> tuple[Any, bool]:
    """The value afterwards, and whether a conflict stays: the rules as a person would say them."""
    if rule == "locked":
        return theirs, False
    if rule == "seed":
        return ours, False
    if ours == base:  # the store did nothing
        return theirs, False
    if theirs in (base, ours):
        return ours, False
    return ours, True


@pytest.mark.parametrize("rule", ["default", "locked", "seed"])
@pytest.mark.parametrize("names", list(itertools.product(VALUES, repeat=3)), ids="-".join)
@pytest.mark.practice("I-252")
def test_every_combination_at_one_leaf_comes_out_by_the_rules(names, rule):
    base, ours, theirs = (VALUES[name] for name in names)
    field = {"default": "late", "locked": "law", "seed": "hello"}[rule]

    def body(value: Any) -> dict[str, Any]:
        return {"rules": {} if value is ABSENT else {field: value}}

    one, other = document(**body(base)), document(**body(theirs))
    overlay = make_patch(body(base), body(ours))
    done = merge(SCHEMA, one, overlay, other)

    value, conflict = expected(base, ours, theirs, rule)
    assert body(value) == effective(other, done.overlay)
    assert ({f"rules.{field}"} if conflict else set()) == set(done.conflicts)
    if conflict:
        kept = {"base": base, "theirs": theirs}
        assert {k: v for k, v in kept.items() if v is not ABSENT} == done.conflicts[f"rules.{field}"]
    assert () == done.problems


@pytest.mark.parametrize("names", list(itertools.product(VALUES, repeat=2)), ids="-".join)
def test_a_value_that_was_declined_stays_without_a_conflict(names):
    base, theirs = (VALUES[name] for name in names)
    body = [{"rules": {} if value is ABSENT else {"late": value}} for value in (base, theirs)]
    pin = {"rules": {"late": None if base is ABSENT else base}}

    done = merge(SCHEMA, document(**body[0]), pin, document(**body[1]))
    assert (body[0], {}) == (effective(document(**body[1]), done.overlay), done.conflicts)


def test_an_atomic_table_is_one_leaf():
    base = document(rows={"a": {"pay": {"share": 1, "base": 2}}})
    theirs = document(rows={"a": {"pay": {"share": 1, "base": 9}}})
    done = merge(SCHEMA, base, {"rows": {"a": {"pay": {"share": 5}}}}, theirs)
    assert {"rows": {"a": {"pay": {"share": 5, "base": 2}}}} == effective(theirs, done.overlay)
    assert ["rows.a.pay"] == list(done.conflicts)


def test_a_nested_table_that_is_not_atomic_is_merged_field_by_field():
    base = document(rows={"a": {"pack": {"size": 1, "unit": "箱"}}})
    theirs = document(rows={"a": {"pack": {"size": 1, "unit": "件"}}})
    done = merge(SCHEMA, base, {"rows": {"a": {"pack": {"size": 5}}}}, theirs)
    assert {"rows": {"a": {"pack": {"size": 5, "unit": "件"}}}} == effective(theirs, done.overlay)
    assert {} == done.conflicts


def test_numbers_and_unicode_compare_in_canonical_form():
    base = SCHEMA.parse({"setup": {"name": "x"}, "rules": {"share": Decimal("0.080"), "late": "Cafe\u0301"}})
    theirs = SCHEMA.parse({"setup": {"name": "x"}, "rules": {"share": "0.08", "late": "Café"}})
    assert base.digest == theirs.digest
    done = merge(SCHEMA, base, SCHEMA.assign("rules.share", "0.0900"), theirs)
    assert {"rules": {"share": "0.09"}} == done.overlay


# -------------------------------------------------------------------- rows that come and go


def test_what_hq_removed_and_the_store_changed_is_kept_whole():
    base = document(rows={"a": {"name": "A", "price": "1"}, "b": {"name": "B"}})
    theirs = document(rows={})
    done = merge(SCHEMA, base, {"rows": {"a": {"price": "2"}}}, theirs)
    assert {"rows": {"a": {"name": "A", "price": "2"}}} == done.overlay
    assert {"rows.a": {"base": {"name": "A", "price": "1"}}} == done.conflicts
    assert ["take", "kept-whole"] == sorted((c.does for c in done.changes), reverse=True)


def test_what_the_store_removed_and_hq_changed_stays_removed_and_is_reported():
    base = document(rows={"a": {"name": "A"}})
    theirs = document(rows={"a": {"name": "AA"}})
    done = merge(SCHEMA, base, {"rows": {"a": None}}, theirs)
    assert {"rows": {"a": None}} == done.overlay
    assert {"rows.a": {"base": {"name": "A"}, "theirs": {"name": "AA"}}} == done.conflicts


def test_what_both_removed_is_gone_without_a_trace():
    done = merge(SCHEMA, document(rows={"a": {"name": "A"}}), {"rows": {"a": None}}, document(rows={}))
    assert ({}, {}) == (done.overlay, done.conflicts)


def test_the_same_row_added_by_both_leaves_no_overlay():
    done = merge(
        SCHEMA, document(rows={}), {"rows": {"a": {"name": "A"}}}, document(rows={"a": {"name": "A"}})
    )
    assert ({}, {}) == (done.overlay, done.conflicts)


def test_different_rows_added_by_both_under_one_key_conflict_leaf_by_leaf():
    theirs = document(rows={"a": {"name": "A", "price": "1", "brand": "HQ", "tags": ["x"]}})
    own = {"name": "A", "price": "2", "brand": "own"}
    done = merge(SCHEMA, document(rows={}), {"rows": {"a": own}}, theirs)
    assert {"a": {"name": "A", "price": "2", "brand": "HQ"}} == effective(theirs, done.overlay)["rows"]
    assert {
        "rows.a.price": {"theirs": "1"},
        "rows.a.tags": {"theirs": ["x"]},
    } == done.conflicts


def test_a_row_of_the_stores_own_keeps_what_it_refers_to():
    base = document(
        rows={"a": {"name": "A", "supplier": "s"}}, shops={"s": {"name": "S"}, "u": {"name": "U"}}
    )
    theirs = document(rows={}, shops={})
    overlay = {"rows": {"a": {"name": "AA"}}, "shops": {"s": {"name": "SS"}}}
    for own in (overlay, {"rows": overlay["rows"]}):
        done = merge(SCHEMA, base, own, theirs)
        assert () == done.problems
        assert {"s"} == set(done.overlay["shops"])
        assert {"rows.a", "shops.s"} == set(done.conflicts)


def test_a_reference_to_what_the_store_removed_is_a_problem_with_its_path():
    base = document(rows={}, shops={"s": {"name": "S"}})
    theirs = document(rows={"a": {"supplier": "s"}}, shops={"s": {"name": "S"}})
    done = merge(SCHEMA, base, {"shops": {"s": None}}, theirs)
    assert [("rows", "a", "supplier")] == [p.path for p in done.problems]


def test_ordered_things_hq_inserts_while_the_store_moves_one_and_deletes_one():
    base = document(rows={"a": {"price": "1"}, "b": {"price": "2"}, "c": {"price": "3"}})
    theirs = document(
        rows={"a": {"price": "1"}, "a2": {"price": "1.5"}, "b": {"price": "2"}, "c": {"price": "3"}}
    )
    done = merge(SCHEMA, base, {"rows": {"a": {"price": "9"}, "b": None}}, theirs)
    found = effective(theirs, done.overlay)["rows"]
    assert ["a2", "c", "a"] == sorted(found, key=lambda k: Decimal(found[k]["price"]))
    assert {} == done.conflicts


# -------------------------------------------------------------------- seeds, locks


def test_a_seed_that_hq_changes_is_pinned_once_and_the_stores_own_from_then_on():
    first, second, third = (document(rules={"hello": text}) for text in ("one", "two", "three"))
    once = merge(SCHEMA, first, {}, second)
    assert {"rules": {"hello": "one"}} == once.overlay
    twice = merge(SCHEMA, second, once.overlay, third)
    assert ({"rules": {"hello": "one"}}, {}) == (twice.overlay, twice.conflicts)


def test_a_row_that_only_holds_a_copied_seed_goes_with_hqs():
    first = document(rows={"a": {"greeting": "hi"}})
    second = document(rows={"a": {"greeting": "hello"}})
    pinned = merge(SCHEMA, first, {}, second).overlay
    assert {"rows": {"a": {"greeting": "hi"}}} == pinned
    assert {} == merge(SCHEMA, second, pinned, document(rows={})).overlay


def test_drift_in_a_locked_leaf_is_named_and_put_back():
    base = document(rules={"law": "HQ"})
    done = merge(SCHEMA, base, {"rules": {"law": "mine"}}, base)
    assert [("rules.law", "locked-drift", "put-back")] == [(c.where, c.state, c.does) for c in done.changes]
    assert {} == done.overlay


# -------------------------------------------------------------------- conflicts over time


def test_an_open_conflict_stays_while_hq_does_nothing_and_follows_hq_when_it_changes_again():
    one, two, three = (document(rules={"late": v}) for v in ("1", "2", "3"))
    first = merge(SCHEMA, one, {"rules": {"late": "mine"}}, two)
    again = merge(SCHEMA, two, first.overlay, two, first.conflicts)
    assert (first.overlay, first.conflicts) == (again.overlay, again.conflicts)
    later = merge(SCHEMA, two, first.overlay, three, first.conflicts)
    assert {"rules.late": {"base": "1", "theirs": "3"}} == later.conflicts


def test_an_open_conflict_ends_when_hq_comes_round_or_goes_back():
    one, two = (document(rules={"late": v}) for v in ("1", "2"))
    first = merge(SCHEMA, one, {"rules": {"late": "mine"}}, two)
    agreed = merge(SCHEMA, two, first.overlay, document(rules={"late": "mine"}), first.conflicts)
    assert ({}, {}) == (agreed.overlay, agreed.conflicts)
    back = merge(SCHEMA, two, first.overlay, one, first.conflicts)
    assert ({"rules": {"late": "mine"}}, {}) == (back.overlay, back.conflicts)


def test_going_back_to_the_version_before_a_removal_leaves_the_stores_change_alone():
    one, two = document(rows={"a": {"name": "A", "price": "1"}}), document(rows={})
    gone = merge(SCHEMA, one, {"rows": {"a": {"price": "2"}}}, two)
    back = merge(SCHEMA, two, gone.overlay, one, gone.conflicts)
    assert ({"rows": {"a": {"price": "2"}}}, {}) == (back.overlay, back.conflicts)


# -------------------------------------------------------------------- whole setups

TEXTS = st.sampled_from(["", "x", "y", "é", "酱"])
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXTS,
        "price": st.sampled_from(["0", "1", "2.5"]),
        "tags": st.lists(TEXTS, max_size=2),
        "brand": TEXTS,
        "greeting": TEXTS,
        "pay": st.fixed_dictionaries({}, optional={"share": st.integers(0, 2), "base": st.integers(0, 2)}),
        "pack": st.fixed_dictionaries({}, optional={"size": st.integers(0, 2), "unit": TEXTS}),
    },
)
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "rows": st.dictionaries(st.sampled_from("abcd"), ROWS, max_size=4),
        "rules": st.fixed_dictionaries(
            {},
            optional={"late": TEXTS, "law": TEXTS, "hello": TEXTS, "steps": st.lists(TEXTS, max_size=2)},
        ),
    },
)


def without_seeds(body: dict[str, Any]) -> dict[str, Any]:
    rows = {k: {f: v for f, v in row.items() if f != "greeting"} for k, row in body.get("rows", {}).items()}
    rules = {f: v for f, v in body.get("rules", {}).items() if f != "hello"}
    return {name: value for name, value in (("rows", rows), ("rules", rules)) if name in body}


def at(body: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        body = body.get(step, ABSENT) if isinstance(body, dict) else ABSENT
    return body


LEAVES = [
    *(("rules", f) for f in ("late", "law", "hello", "steps")),
    *(
        ("rows", k, f)
        for k in "abcd"
        for f in ("name", "price", "tags", "brand", "greeting", "pay", ("pack", "size"), ("pack", "unit"))
    ),
]
PATHS = [tuple(itertools.chain(*((s,) if isinstance(s, str) else s for s in path))) for path in LEAVES]


@given(BODIES, BODIES)
def test_a_store_without_changes_has_exactly_hqs_setup_but_for_its_seeds(base, theirs):
    one, other = document(**base), document(**theirs)
    done = merge(SCHEMA, one, {}, other)
    assert without_seeds(effective(other, done.overlay)) == without_seeds(theirs)
    assert ({}, ()) == (done.conflicts, done.problems)
    assert {c.does for c in done.changes} <= {"take", "seed"}


@given(BODIES, BODIES, BODIES)
@settings(max_examples=300)
def test_no_merge_invents_a_value_or_touches_what_is_locked(base, ours, theirs):
    one, other = document(**base), document(**theirs)
    done = merge(SCHEMA, one, make_patch(base, ours), other)
    after = effective(other, done.overlay)
    for path in PATHS:
        found, b, o, t = (at(x, path) for x in (after, base, ours, theirs))
        assert found in (o, t), path
        row = path[:2] if path[0] == "rows" else path[:1]
        if all(at(x, row) is not ABSENT for x in (base, ours, theirs)):
            if path[-1] in {"brand", "law"}:
                assert t == found
            elif path[-1] in {"greeting", "hello"}:
                assert o == found
            elif "pack" not in path or all(at(x, path[:-1]) is not ABSENT for x in (base, ours, theirs)):
                assert (t if o == b else o) == found


@given(BODIES, BODIES, BODIES)
@settings(max_examples=300)
def test_merging_again_changes_nothing(base, ours, theirs):
    one, other = document(**base), document(**theirs)
    done = merge(SCHEMA, one, make_patch(base, ours), other)
    again = merge(SCHEMA, other, done.overlay, other, done.conflicts)
    assert (done.overlay, done.conflicts) == (again.overlay, again.conflicts)


@given(BODIES, BODIES)
def test_the_same_version_leaves_the_overlay_as_it_is_but_for_what_is_locked(base, ours):
    patch = make_patch(without_locks(base), without_locks(ours))
    doc = document(**without_locks(base))
    done = merge(SCHEMA, doc, patch, doc)
    assert effective(doc, patch) == effective(doc, done.overlay)
    assert {} == done.conflicts


def without_locks(body: dict[str, Any]) -> dict[str, Any]:
    rows = {k: {f: v for f, v in row.items() if f != "brand"} for k, row in body.get("rows", {}).items()}
    rules = {f: v for f, v in body.get("rules", {}).items() if f != "law"}
    return {name: value for name, value in (("rows", rows), ("rules", rules)) if name in body}


@given(BODIES, BODIES, BODIES)
@settings(max_examples=300)
def test_there_and_back_again_keeps_what_the_store_changed(base, ours, theirs):
    base, ours, theirs = (without_locks(without_seeds(x)) for x in (base, ours, theirs))
    one, other = document(**base), document(**theirs)
    there = merge(SCHEMA, one, make_patch(base, ours), other)
    back = merge(SCHEMA, other, there.overlay, one, there.conflicts)
    after = effective(one, back.overlay)
    agreed = [c.path for c in there.changes if c.does == "agree"]
    for path in PATHS:
        if not any(path[: len(p)] == p or p[: len(path)] == path for p in agreed):
            assert at(ours, path) == at(after, path), path


@given(BODIES, BODIES, BODIES)
def test_one_step_or_two_end_alike_for_a_store_without_changes(one, two, three):
    first, second, third = (document(**without_seeds(x)) for x in (one, two, three))
    direct = merge(SCHEMA, first, {}, third)
    half = merge(SCHEMA, first, {}, second)
    assert direct.overlay == merge(SCHEMA, second, half.overlay, third, half.conflicts).overlay == {}
