"""Renamed keys: in the setup's head, in bodies and patches, in references."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.replication.test_threeway import SCHEMA

from franchise import SetupInvalid
from franchise.replication.moves import key_steps, moved, moved_paths, touched_tables
from franchise.setups.moves import between, parse_entry
from franchise.setups.problems import Wrong


def steps(*entries: str):
    return tuple(parse_entry(entry) for entry in entries)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rows.a",
        "rows.a ->",
        "rows.a -> rows.a",
        "rows.a -> shops.a",
        "rows -> shops",
        "rows.a -> rows.b -> rows.c",
        "rows.a -> rows.b, rows.a -> rows.c",
        "rows.a -> rows.c, rows.b -> rows.c",
        "rows.a -> rows.b c",
        "rows.a -> rows.酱",
    ],
)
def test_a_malformed_rename_is_a_mistake_of_the_setup(text):
    with pytest.raises(Wrong):
        parse_entry(text)
    with pytest.raises(SetupInvalid, match="moved"):
        SCHEMA.parse({"setup": {"name": "x", "moved": [text]}})


def test_what_only_the_later_version_lists_is_done_and_what_only_the_earlier_one_lists_taken_back():
    one, two, three = "rows.a -> rows.b", "rows.b -> rows.c", "rows.x -> rows.y"
    assert steps(two) == between([one], [one, two])
    assert steps("rows.c -> rows.b", "rows.b -> rows.a") == between([one, two], [])
    assert steps("rows.c -> rows.b", three) == between([one, two], [one, three])
    assert () == between([one], [one])


def test_a_chain_leads_to_its_end():
    body = {"rows": {"a": {"name": "A"}}}
    assert {"rows": {"c": {"name": "A"}}} == moved(
        SCHEMA, body, steps("rows.a -> rows.b", "rows.b -> rows.c")
    )
    assert {"rows": {"a": {"name": "A"}}} == body


def test_three_keys_change_places_at_once():
    body = {"rows": {k: {"name": k} for k in "abc"}}
    turned = moved(SCHEMA, body, steps("rows.a -> rows.b, rows.b -> rows.c, rows.c -> rows.a"))
    assert {"b": "a", "c": "b", "a": "c"} == {k: row["name"] for k, row in turned["rows"].items()}


def test_references_are_renamed_where_they_stand_also_in_a_patch_that_removes():
    patch = {"rows": {"a": {"supplier": "s"}, "b": None}, "shops": {"s": {"name": "S"}}}
    assert {"rows": {"a": {"supplier": "t"}, "b": None}, "shops": {"t": {"name": "S"}}} == moved(
        SCHEMA, patch, steps("shops.s -> shops.t")
    )


def test_paths_of_conflicts_are_renamed_at_whole_steps():
    found = {"rows.a": 1, "rows.a.price": 2, "rows.ab.price": 3}
    assert {"rows.z": 1, "rows.z.price": 2, "rows.ab.price": 3} == moved_paths(
        found, steps("rows.a -> rows.z")
    )


def test_each_tables_renames_are_given_by_what_happens_at_once():
    moves = steps("rows.a -> rows.b, rows.b -> rows.a", "shops.s -> shops.t")
    assert ("rows", "shops") == touched_tables(moves)
    assert ({"a": "b", "b": "a"},) == key_steps(moves, "rows")
    assert ({"s": "t"},) == key_steps(moves, "shops")


@given(st.permutations("abcd"), st.dictionaries(st.sampled_from("abcde"), st.just({"name": "x"})))
def test_going_there_and_back_is_going_nowhere(keys, rows):
    entry = ", ".join(
        f"rows.{old} -> rows.{new}" for old, new in zip("abcd", keys, strict=True) if old != new
    )
    entries = [entry] if entry else []
    there = moved(SCHEMA, {"rows": rows}, between([], entries))
    assert {"rows": rows} == moved(SCHEMA, there, between(entries, []))
