"""A list that comes again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_village.jielong import Line, difference, read, union

HEAD = "#接龙\n桃子 5元/斤\n\n"


def listed(*entries: str) -> str:
    return HEAD + "".join(f"{number}. {entry}\n" for number, entry in enumerate(entries, 1))


def members(lines: tuple[Line, ...]) -> list[str]:
    return [line.member for line in lines]


def test_the_same_list_changes_nothing() -> None:
    reading = read(listed("甘姐 5斤", "武哥 3斤"))
    found = difference(reading, reading)
    assert (["甘姐", "武哥"], (), (), ()) == (members(found.same), found.added, found.changed, found.missing)


def test_places_in_the_list_do_not_count() -> None:
    found = difference(read(listed("甘姐 5斤", "武哥 3斤")), read(listed("武哥 3斤", "甘姐 5斤")))
    assert (2, (), (), ()) == (len(found.same), found.added, found.changed, found.missing)


def test_another_amount_is_a_change() -> None:
    found = difference(read(listed("甘姐 5斤", "武哥 3斤")), read(listed("甘姐 5斤", "武哥 4斤", "符嫂 1斤")))
    assert [("武哥", 3_000, 4_000)] == [
        (old.member, old.quantity, new.quantity) for old, new in found.changed
    ]
    assert ["符嫂"] == members(found.added)


def test_a_corrected_item_is_a_change_of_the_same_member() -> None:
    found = difference(
        read("#接龙\n1. 甘姐 鸡旦2斤\n2. 武哥 米1袋"), read("#接龙\n1. 甘姐 鸡蛋2斤\n2. 武哥 米1袋")
    )
    assert [("鸡旦", "鸡蛋")] == [(old.item, new.item) for old, new in found.changed]


def test_who_left_the_list_is_missing_and_nobody_overwrote_him() -> None:
    found = difference(read(listed("甘姐 5斤", "武哥 3斤", "符嫂 1斤")), read(listed("甘姐 5斤", "符嫂 1斤")))
    assert (["武哥"], False, False) == (members(found.missing), found.concurrent, found.is_new_list)


def test_a_list_that_shares_nothing_is_a_new_list() -> None:
    found = difference(read("#接龙\n1. 詹姐 米1袋\n2. 束哥 油1桶"), read("#接龙\n1. 司姐 酱油1瓶"))
    assert (True, (), ["司姐"]) == (found.is_new_list, found.missing, members(found.added))


def test_two_who_append_to_the_same_copy_lose_nobody() -> None:
    merged = union(
        read(listed("甘姐 5斤", "武哥 3斤", "符嫂 2斤")), read(listed("甘姐 5斤", "武哥 3斤", "景叔 4斤"))
    )
    assert ["甘姐", "武哥", "符嫂", "景叔"] == members(merged.books)
    assert merged.ambiguous
    assert [("concurrent_edit",)] == [line.doubts for line in merged.books if line.doubts]


def test_a_cancellation_in_the_new_list_is_not_missing() -> None:
    found = difference(
        read("#接龙\n1. 甘姐 米1袋\n2. 武哥 油1桶"), read("#接龙\n1. 甘姐 米1袋\n2. 武哥 油1桶 取消")
    )
    assert ((), ["甘姐"]) == (found.missing, members(found.same))


names = st.lists(st.sampled_from(["甘姐", "武哥", "符嫂", "景叔", "詹姨", "束爷"]), unique=True, max_size=6)


@settings(max_examples=100)
@given(names, names)
def test_every_line_of_both_readings_is_accounted_for_once(before: list[str], after: list[str]) -> None:
    old = read(listed(*(f"{name} 2斤" for name in before))).books
    new = read(listed(*(f"{name} 2斤" for name in after)))
    found = difference(old, new)
    assert sorted(after) == sorted(
        members(found.added) + members(found.same) + [line.member for _, line in found.changed]
    )
    if not found.is_new_list:
        assert sorted(before) == sorted(
            members(found.missing) + members(found.same) + [line.member for line, _ in found.changed]
        )


@pytest.mark.parametrize("before", [(), ("甘姐 5斤",)])
def test_a_first_list_is_all_added(before: tuple[str, ...]) -> None:
    found = difference(read(listed(*before)).books if before else (), read(listed("甘姐 5斤", "武哥 3斤")))
    assert ["甘姐", "武哥"][len(before) :] == members(found.added)
