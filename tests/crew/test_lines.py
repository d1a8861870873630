"""Who has a place and who waits, whatever the order in which it came to be known."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_crew.lines import Line, Mark, line

pytestmark = pytest.mark.practice("I-126")


def mark(
    at: int, member: int, people: int = 1, sort: str = "sign", *, hand: bool = False, **more: object
) -> Mark:
    writer = more.pop("writer", member)
    return Mark(
        at=at,
        group_id=1,
        message_id="" if hand else f"m{at}",
        nth=0,
        member_id=member,
        writer_id=None if hand else writer,
        sort=sort,
        people=people,
        **more,
    )


def back(at: int, member: int, **more: object) -> Mark:
    return mark(at, member, 1, "back", **more)


def placed(found: Line) -> list[tuple[int, int, int]]:
    return [(entry.member_id, entry.placed, entry.waiting) for entry in found.entries]


def test_each_member_has_one_sign_up_and_the_later_one_replaces_it() -> None:
    assert [(7, 3, 0)] == placed(line([mark(1, 7, 2), mark(2, 7, 3)], None))
    assert [(7, 1, 0)] == placed(line([mark(1, 7, 2), mark(2, 7, 1)], None))
    assert [] == placed(line([mark(1, 7, 2), back(2, 7)], None))
    assert [(7, 1, 0)] == placed(line([mark(1, 7, 2), back(2, 7), mark(3, 7)], None))


def test_who_comes_later_than_the_last_place_waits_in_the_order_of_time() -> None:
    found = line([mark(3, 9), mark(1, 7, 2), mark(2, 8)], 2)
    assert [(7, 2, 0), (8, 0, 1), (9, 0, 1)] == placed(found)
    assert (4, 2, 2) == (found.people, found.placed, found.waiting)


def test_a_place_that_becomes_free_goes_to_the_first_who_waits() -> None:
    said = [mark(1, 7), mark(2, 8), mark(3, 9)]
    assert [(8, 1, 0), (9, 0, 1)] == placed(line([*said, back(4, 7)], 1))


def test_nobody_passes_by_a_family_that_waits() -> None:
    assert [(7, 1, 0), (8, 0, 2), (9, 0, 1)] == placed(line([mark(1, 7), mark(2, 8, 2), mark(3, 9)], 2))


def test_who_brings_more_keeps_his_place_and_the_others_stand_behind() -> None:
    said = [mark(1, 7), mark(2, 8), mark(3, 7, 2)]
    assert [(7, 1, 1), (8, 1, 0)] == placed(line(said, 2))
    assert [(7, 1, 0), (8, 1, 0)] == placed(line([*said, mark(4, 7, 1)], 2))


def test_a_list_that_another_hands_on_does_not_sign_up_again_who_took_it_back() -> None:
    found = line([mark(1, 7), back(2, 7), mark(3, 7, writer=8)], None)
    assert ([], [(7, "back")]) == (placed(found), [(ask.member_id, ask.why) for ask in found.asks])
    assert [(7, 1, 0)] == placed(line([mark(1, 7), back(2, 7), mark(3, 7)], None))


def test_what_is_unclear_counts_for_nothing_and_is_settled_by_a_clear_word() -> None:
    ask = mark(1, 7, sure=False, why="words")
    assert ([], ["words"]) == (placed(line([ask], 1)), [a.why for a in line([ask], 1).asks])
    assert () == line([ask, mark(2, 7)], 1).asks
    assert () == line([ask, back(2, 7, hand=True)], 1).asks


def test_a_strange_name_in_a_list_is_settled_by_a_person_alone() -> None:
    ask = mark(1, 7, sure=False, why="names")
    assert ["names"] == [a.why for a in line([ask, mark(2, 7)], None).asks]
    assert () == line([ask, mark(2, 7, hand=True)], None).asks


def test_who_never_signed_up_takes_nothing_back() -> None:
    assert Line() == line([back(1, 7, sure=False, why="words")], None)


marks = st.lists(
    st.builds(
        mark,
        at=st.integers(0, 1000),
        member=st.integers(1, 5),
        people=st.integers(1, 4),
        sort=st.sampled_from(["sign", "sign", "back"]),
        hand=st.booleans(),
        sure=st.sampled_from([True, True, True, False]),
    ),
    max_size=25,
    unique_by=lambda m: m.at,
)


@given(marks, st.none() | st.integers(0, 8), st.integers())
def test_the_order_in_which_exports_come_in_makes_no_difference(
    found: list[Mark], places: int | None, seed: int
) -> None:
    mixed = list(found)
    random.Random(seed).shuffle(mixed)
    assert line(found, places) == line(mixed, places)


@given(marks, st.integers(0, 8))
def test_no_more_have_a_place_than_there_are_and_only_the_last_wait(found: list[Mark], places: int) -> None:
    whole, limited = line(found, None), line(found, places)
    assert [e.people for e in whole.entries] == [e.people for e in limited.entries]
    assert limited.placed <= places
    assert whole.waiting == 0
    assert [e.member_id for e in whole.entries] == [e.member_id for e in limited.entries]
