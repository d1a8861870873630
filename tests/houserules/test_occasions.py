"""What counts as once, and which step is due."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_houserules.occasions import Found, occasions, step_for

MINUTE = 60_000


def found(
    minute: float, *, rule: str = "ads", member: int = 1, message: str = "", conduct: str = "forbidden"
) -> Found:
    return Found(
        group_id=1,
        message_id=message or f"m{minute}" + ("" if member == 1 else f"/{member}"),
        rule=rule,
        member_id=member,
        conduct=conduct,
        at=round(minute * MINUTE),
        reason="link",
        detail="",
        quote="",
    )


def test_what_follows_within_ten_minutes_is_one_occasion_whatever_the_rule() -> None:
    (one,) = occasions([found(0), found(10, rule="flood"), found(19, rule="ads")], 10)
    assert ("m0", ("ads", "flood"), 3) == (one.message_id, one.rules, one.messages)


def test_what_follows_later_is_another() -> None:
    assert ["m0", "m10.5"] == [o.message_id for o in occasions([found(0), found(10.5)], 10)]


def test_with_zero_minutes_each_message_counts_but_two_rules_of_one_message_are_one() -> None:
    chains = occasions([found(0), found(0, rule="banned"), found(0, message="other")], 0)
    assert [("m0", ("ads", "banned")), ("other", ("ads",))] == [(o.message_id, o.rules) for o in chains]


def test_members_and_conducts_are_apart() -> None:
    chains = occasions([found(0), found(1, member=2), found(2, conduct="discouraged")], 10)
    assert 3 == len(chains)


hit_lists = st.lists(
    st.builds(
        found,
        st.integers(0, 120),
        rule=st.sampled_from(["ads", "flood"]),
        member=st.sampled_from([1, 2]),
        conduct=st.sampled_from(["forbidden", "discouraged"]),
    ),
    unique_by=lambda h: (h.message_id, h.rule),
    max_size=30,
)


@given(hit_lists, st.integers(0, 30), st.randoms(use_true_random=False))
def test_the_order_of_coming_in_makes_no_difference_and_no_hit_is_lost(hits, minutes, dice) -> None:
    mixed = list(hits)
    dice.shuffle(mixed)
    chains = occasions(hits, minutes)
    assert chains == occasions(mixed, minutes)
    assert sorted(map(repr, hits)) == sorted(repr(h) for o in chains for h in o.hits)


@pytest.mark.practice("I-108", "C-05")
def test_the_first_is_a_warning_the_second_a_removal_and_so_on() -> None:
    assert ["warn", "kick", "kick"] == [step_for(["ads"], {}, ("warn", "kick"), n) for n in range(3)]


@pytest.mark.practice("C-05", "I-116")
def test_a_rule_may_have_its_own_ladder_and_the_strictest_decides() -> None:
    ladders = {"ads": ("kick",), "flood": ()}
    assert "kick" == step_for(["ads"], ladders, ("warn", "kick"), 0)
    assert "warn" == step_for(["flood"], ladders, ("warn", "kick"), 0)
    assert "kick" == step_for(["flood", "ads"], ladders, ("warn", "kick"), 0)


@given(st.lists(st.sampled_from(["remind", "warn"]), max_size=4), st.integers(0, 9))
def test_a_ladder_never_ends(steps: list[str], before: int) -> None:
    ladder = (*steps, "kick")
    assert step_for(["x"], {}, ladder, before) == ladder[min(before, len(ladder) - 1)]
