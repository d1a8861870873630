"""Two members who turn out to be one, and a person who is forgotten: what the plugin keeps of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial, reduce
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Table, select
from tests.content.counting import counted
from tests.motherbaby.nursery import Nursery

from franchise import Conflict, Franchise, NotFound, admission, groups
from franchise_motherbaby import activities, leads, people, promotion, standing
from franchise_motherbaby import tables as t

MOTHER, FATHER, OTHER = "豆宝妈妈", "豆宝爸爸", "米粒妈妈"
READING = date(2026, 3, 15)
SIGNUP = ("activity", "day", "member_id", "at", "task_done", "attended", "rewarded_at")


def member(nursery: Nursery, name: str, group: str = "base") -> int:
    return nursery.see(lambda work: groups.find_member(work, groups.get(work, group), name))


def merge(nursery: Nursery, keep: str = MOTHER, other: str = FATHER, group: str = "base") -> None:
    nursery.do(lambda work: admission.merge(work, groups.get(work, group), keep, other))


def erase(nursery: Nursery, name: str, group: str = "base") -> None:
    nursery.do(lambda work: admission.erase(work, groups.get(work, group), name))


def rows(nursery: Nursery, table: Table) -> list[dict[str, Any]]:
    with nursery.view() as work:
        found = work.conn.execute(select(table).where(table.c.store_id == work.store_id)).mappings().all()
    return sorted(({k: v for k, v in row.items() if k != "store_id"} for row in found), key=str)


def everything(nursery: Nursery) -> list[Any]:
    return [rows(nursery, table) for table in (t.standing, t.decline, t.lead, t.signup, t.successor)]


def keep_standing(nursery: Nursery, name: str, **values: Any) -> None:
    empty = {"reached": "", "reached_at": None, "named": "", "named_at": None, "named_by": ""}
    row = {"member_id": member(nursery, name), **empty, **values}
    nursery.do(lambda work: work.insert(t.standing, tuple(row), [tuple(row.values())]))


def keep_decline(nursery: Nursery, name: str, **values: Any) -> None:
    row = {"tier": "core", "grade": "", "reason": "等等再说", "at": 1, "by": "tester", **values}
    row = {"member_id": member(nursery, name), **row}
    nursery.do(lambda work: work.insert(t.decline, tuple(row), [tuple(row.values())]))


def sign_up(nursery: Nursery, name: str, key: str = "reading", group: str = "core") -> date:
    return nursery.do(lambda work: activities.sign_up(work, key, groups.get(work, group), name))


def note(nursery: Nursery, name: str, **done: bool) -> activities.Attendance:
    return nursery.do(
        lambda work: activities.note(work, "reading", groups.get(work, "core"), name, READING, **done)
    )


@pytest.fixture
def readers(make: Callable[..., Nursery]) -> Nursery:
    """Both parents and another mother are in the core group; the reading has two places."""
    nursery = make(groups={"core": {"capacity": 9}}, motherbaby={"activities": {"reading": {"places": 2}}})
    nursery.take("core", MOTHER, FATHER, OTHER)
    return nursery


# ---------------------------------------------------------------- merged: activities


def test_hook_members_merged_two_places_at_an_activity_become_one(readers: Nursery) -> None:
    sign_up(readers, FATHER)
    first = rows(readers, t.signup)[0]["at"]
    readers.at("2026-03-06T09:00")
    sign_up(readers, MOTHER)
    with pytest.raises(Conflict):
        sign_up(readers, OTHER)
    merge(readers, group="core")
    (one,) = rows(readers, t.signup)
    assert (member(readers, MOTHER, "core"), first) == (one["member_id"], one["at"])
    assert READING == sign_up(readers, OTHER)
    assert [2] == [d.signed for d in readers.see(activities.upcoming) if d.key == "reading"]


def test_what_either_did_for_an_activity_is_done_and_earns_one_reward(readers: Nursery) -> None:
    for name in (MOTHER, FATHER):
        sign_up(readers, name)
    note(readers, MOTHER, task=True)
    readers.at("2026-03-15T17:00")
    assert not note(readers, FATHER, came=True).rewarded
    merge(readers, group="core")
    (one,) = rows(readers, t.signup)
    assert (1, 1, None) == (one["task_done"], one["attended"], one["rewarded_at"])
    for name in (MOTHER, FATHER):  # either name means both
        assert (name == MOTHER) == note(readers, name, came=True).rewarded


def test_two_who_were_rewarded_are_one_who_was_rewarded_first(readers: Nursery) -> None:
    for name in (MOTHER, FATHER):
        sign_up(readers, name)
        note(readers, name, task=True)
    readers.at("2026-03-15T16:00")
    note(readers, FATHER, came=True)
    (first,) = [row["rewarded_at"] for row in rows(readers, t.signup) if row["rewarded_at"]]
    readers.at("2026-03-15T17:00")
    note(readers, MOTHER, came=True)
    merge(readers, group="core")
    assert [first] == [row["rewarded_at"] for row in rows(readers, t.signup)]
    assert not note(readers, MOTHER, came=True).rewarded


def test_a_place_that_only_the_other_had_moves_along(readers: Nursery) -> None:
    sign_up(readers, FATHER)
    merge(readers, group="core")
    sign_up(readers, MOTHER)  # it is his already
    assert [member(readers, MOTHER, "core")] == [row["member_id"] for row in rows(readers, t.signup)]


# ---------------------------------------------------------------- merged: grades, proposals, sources


@pytest.mark.parametrize(
    ("his", "other", "wanted"),
    [
        (("junior", 5), ("core", 9), ("core", 9)),
        (("core", 9), ("junior", 5), ("core", 9)),
        (("core", 9), ("core", 5), ("core", 5)),
        (("", None), ("junior", 5), ("junior", 5)),
        (("junior", 5), ("of_old", 9), ("junior", 5)),
        (("of_old", 5), ("older", 9), ("older", 9)),
    ],
)
def test_the_higher_grade_stays_since_the_earlier_time(
    nursery: Nursery, his: Any, other: Any, wanted: Any
) -> None:
    nursery.take("base", MOTHER, FATHER)
    for name, (grade, at) in ((MOTHER, his), (FATHER, other)):
        keep_standing(nursery, name, reached=grade, reached_at=at)
    merge(nursery)
    (one,) = rows(nursery, t.standing)
    assert (member(nursery, MOTHER), *wanted) == (one["member_id"], one["reached"], one["reached_at"])


def test_whom_somebody_named_stays_named_by_him(nursery: Nursery) -> None:
    nursery.take("base", MOTHER, FATHER)
    nursery.do(lambda work: standing.name_to(work, groups.get(work, "base"), FATHER, "distributor"))
    keep_standing(nursery, MOTHER, reached="junior", reached_at=3)
    merge(nursery)
    (one,) = rows(nursery, t.standing)
    assert ("junior", "distributor", "tester") == (one["reached"], one["named"], one["named_by"])
    assert "distributor" == nursery.standing(FATHER).grade


def test_what_both_have_spent_together_is_a_grade_that_stays(make: Callable[..., Nursery]) -> None:
    nursery = make(motherbaby={"refunds": "keep"})
    nursery.take("base", MOTHER, FATHER)
    nursery.spend(MOTHER, 30_000)
    nursery.spend(FATHER, 30_000, day="2026-03-06")
    assert [] == nursery.events("grade.reached")
    merge(nursery)
    assert [(member(nursery, MOTHER), "junior")] == [
        (e["member_id"], e["grade"]) for e in nursery.events("grade.reached")
    ]
    assert "junior" == nursery.standing(MOTHER).grade


@pytest.mark.parametrize(
    ("his", "other", "wanted"),
    [(("junior", 9), ("core", 5), 5), (("core", 5), ("junior", 9), 5), (("junior", 5), ("junior", 9), 9)],
)
def test_of_two_declined_proposals_stays_the_one_that_rests_longer(
    nursery: Nursery, his: Any, other: Any, wanted: int
) -> None:
    nursery.take("base", MOTHER, FATHER)
    for name, (grade, at) in ((MOTHER, his), (FATHER, other)):
        keep_decline(nursery, name, grade=grade, at=at)
    keep_decline(nursery, FATHER, tier="advanced", at=7)
    merge(nursery)
    kept = rows(nursery, t.decline)
    assert {"core": wanted, "advanced": 7} == {row["tier"]: row["at"] for row in kept}
    assert {member(nursery, MOTHER)} == {row["member_id"] for row in kept}


def test_a_declined_proposal_of_the_other_name_rests_for_both(nursery: Nursery) -> None:
    nursery.take("base", MOTHER, FATHER)
    nursery.buy(MOTHER, "milk")
    nursery.buy(FATHER, "milk", day="2026-03-06")
    nursery.do(lambda work: promotion.decline(work, nursery_proposal(work, FATHER), "不想换群"))
    merge(nursery)
    assert [] == nursery.proposed()


def nursery_proposal(work: Any, name: str) -> promotion.Proposal:
    return promotion.find(work, groups.get(work, "base"), name)


def test_who_was_won_twice_is_counted_once_in_each_place(nursery: Nursery) -> None:
    nursery.come("base", MOTHER, source="park_dance")
    nursery.come("base", FATHER, source="park_dance")
    nursery.spend(MOTHER, 20_000)
    nursery.spend(FATHER, 10_000, day="2026-03-06")
    merge(nursery)
    (one,) = [f for f in nursery.see(leads.funnel) if f.source == "park_dance"]
    assert (2, 1, 1, 30_000) == (one.asked, one.joined, one.buyers, one.amount)


def test_merging_twice_changes_nothing(readers: Nursery) -> None:
    readers.take("base", MOTHER, FATHER)
    for name in (MOTHER, FATHER):
        keep_standing(readers, name, reached="junior", reached_at=4)
        keep_decline(readers, name)
        readers.come("base", name + "的妈", source="park_dance")
    one, other = member(readers, MOTHER), member(readers, FATHER)
    merge(readers)
    kept, told = everything(readers), len(readers.events())
    merge(readers)
    readers.do(
        lambda work: work.notify(
            "franchise_members_merged", group=groups.get(work, "base"), member_id=one, merged_id=other
        )
    )
    assert (kept, told) == (everything(readers), len(readers.events()))


def test_the_statements_of_a_merge_and_of_forgetting_do_not_grow_with_the_rows(nursery: Nursery) -> None:
    asked = []
    for number, count in enumerate((2, 200)):
        nursery.take("base", f"{MOTHER}{number}", f"{FATHER}{number}")
        one, other = (member(nursery, f"{name}{number}") for name in (MOTHER, FATHER))
        found = [(f"a{n}", "2026-01-15", m, 1, 0, 1, None) for n in range(count) for m in (one, other)]
        nursery.do(lambda work, found=found: work.insert(t.signup, SIGNUP, found))
        with counted(nursery.app) as merging:
            nursery.do(lambda work, one=one, other=other: people.merged(work, one, other))
        with counted(nursery.app) as forgetting:
            nursery.do(lambda work, one=one: people.erased(work, [one]))
        asked.append((len(merging), len(forgetting)))
    assert asked[0] == asked[1]
    assert 202 == len(rows(nursery, t.signup))


# ---------------------------------------------------------------- merged: in any order


RANKS = {"ordinary": 0, "junior": 1, "core": 2}
GRADES = st.sampled_from(["", "of_old", *RANKS])
TIMES = st.integers(1, 9)


def rank(key: str) -> int:
    return RANKS.get(key, -1)


SIGNUPS = st.fixed_dictionaries(
    {
        "at": TIMES,
        "task_done": st.integers(0, 1),
        "attended": st.integers(0, 1),
        "rewarded_at": st.none() | TIMES,
    }
)
STANDINGS = st.fixed_dictionaries(
    {
        "reached": GRADES,
        "reached_at": TIMES,
        "named": GRADES,
        "named_at": TIMES,
        "named_by": st.sampled_from("ab"),
    }
)
DECLINES = st.fixed_dictionaries(
    {"grade": GRADES, "at": TIMES, "reason": st.sampled_from("xy"), "by": st.sampled_from("ab")}
)


@pytest.mark.parametrize(
    ("kinds", "join"),
    [
        (SIGNUPS, people.one_signup),
        (STANDINGS, partial(people.one_standing, rank=rank)),
        (DECLINES, partial(people.one_decline, rank=rank)),
    ],
    ids=["signup", "standing", "decline"],
)
def test_three_names_of_one_household_come_to_the_same_in_any_order(kinds: Any, join: Any) -> None:
    @given(st.lists(kinds, min_size=3, max_size=3))
    def holds(three: list[dict[str, Any]]) -> None:
        found = [reduce(join, order) for order in permutations(three)]
        assert [found[0]] * 6 == found
        assert found[0] == join(found[0], three[0])

    holds()


# ---------------------------------------------------------------- erased


@pytest.mark.practice("I-114")
def test_hook_members_erased_leaves_no_grade_no_proposal_and_nobody_who_named_him(nursery: Nursery) -> None:
    nursery.take("base", MOTHER, OTHER)
    nursery.do(lambda work: standing.name_to(work, groups.get(work, "base"), MOTHER, "distributor"))
    keep_decline(nursery, MOTHER, reason="她说太忙")
    keep_decline(nursery, OTHER, reason=f"要和{MOTHER}一起", by=MOTHER)
    keep_standing(nursery, OTHER, named="distributor", named_at=2, named_by=MOTHER)
    erase(nursery, MOTHER)
    (declined,), (kept,) = rows(nursery, t.decline), rows(nursery, t.standing)
    assert ("要和■一起", "■") == (declined["reason"], declined["by"])
    assert (member(nursery, OTHER), "distributor", "■") == (
        kept["member_id"],
        kept["named"],
        kept["named_by"],
    )


def test_somebody_whose_name_only_holds_his_stays_who_did_it(nursery: Nursery) -> None:
    nursery.take("base", "王", OTHER)
    keep_decline(nursery, OTHER, by="王店长", reason="王店长说再等等")
    erase(nursery, "王")
    (declined,) = rows(nursery, t.decline)
    assert ("王店长", "■店长说再等等") == (declined["by"], declined["reason"])


def test_whoever_is_forgotten_gives_the_place_back_and_what_is_over_stays_counted(readers: Nursery) -> None:
    for name in (MOTHER, FATHER):
        sign_up(readers, name)
    readers.at("2026-03-15T16:00")
    note(readers, MOTHER, task=True, came=True)
    gone = member(readers, MOTHER, "core")
    erase(readers, FATHER, "core")  # he has not come
    erase(readers, MOTHER, "core")
    assert [(gone, 1)] == [(row["member_id"], row["attended"]) for row in rows(readers, t.signup)]
    assert READING == readers.do(
        lambda work: activities.sign_up(work, "reading", groups.get(work, "core"), OTHER, READING)
    )


def test_a_place_of_an_activity_that_is_over_stays_though_he_did_not_come(readers: Nursery) -> None:
    sign_up(readers, MOTHER)
    readers.at("2026-03-16T09:00")
    sign_up(readers, MOTHER)
    assert 2 == len(rows(readers, t.signup))
    erase(readers, MOTHER, "core")
    assert [("2026-03-15", 0)] == [(row["day"], row["attended"]) for row in rows(readers, t.signup)]


def test_forgetting_twice_changes_nothing(readers: Nursery) -> None:
    readers.take("base", OTHER)
    sign_up(readers, MOTHER)
    keep_decline(readers, OTHER, reason=f"要和{MOTHER}一起")
    gone = member(readers, MOTHER, "core")
    erase(readers, MOTHER, "core")
    kept = everything(readers)
    readers.do(lambda work: work.notify("franchise_members_erased", member_ids=(gone,)))
    assert kept == everything(readers)


def test_forgetting_one_who_was_two_forgets_both(readers: Nursery) -> None:
    readers.take("base", MOTHER, FATHER, OTHER)
    for name in (MOTHER, FATHER):
        keep_standing(readers, name, named="distributor", named_at=1, named_by="tester")
    keep_decline(readers, OTHER, reason=f"{FATHER}和{MOTHER}都劝过")
    merge(readers)
    erase(readers, FATHER)
    assert ([], "■和■都劝过") == (rows(readers, t.standing), rows(readers, t.decline)[0]["reason"])


def test_whoever_was_forgotten_cannot_become_one_with_another(nursery: Nursery) -> None:
    nursery.take("base", MOTHER, FATHER)
    keep_standing(nursery, MOTHER, reached="junior", reached_at=4)
    erase(nursery, FATHER)
    kept = everything(nursery)
    for keep, other in ((MOTHER, FATHER), (FATHER, MOTHER)):
        with pytest.raises(NotFound):
            merge(nursery, keep, other)
    assert kept == everything(nursery)


# ---------------------------------------------------------------- a store that left the plugin out


@pytest.fixture
def left_out(app: Franchise) -> Nursery:
    """The store's setup does not use the plugin; of both parents and another mother there are rows from before."""
    nursery = Nursery.open(app, setup={"plugins": []}, motherbaby=None, admission=None)
    nursery.take("base", MOTHER, FATHER, OTHER)
    keep_standing(nursery, MOTHER, reached="core", reached_at=3)
    keep_standing(
        nursery, FATHER, reached="junior", reached_at=5, named="distributor", named_at=5, named_by="tester"
    )
    keep_decline(nursery, OTHER, reason=f"要和{MOTHER}一起")
    for name in (MOTHER, FATHER):
        row = ("reading", "2026-03-15", member(nursery, name), 1, 0, 0, None)
        nursery.do(lambda work, row=row: work.insert(t.signup, SIGNUP, [row]))
    return nursery


def test_in_a_store_that_left_the_plugin_out_a_merge_keeps_the_later_grade(left_out: Nursery) -> None:
    merge(left_out)
    (one,) = rows(left_out, t.standing)
    assert ("junior", "distributor") == (one["reached"], one["named"])
    assert [member(left_out, MOTHER)] == [row["member_id"] for row in rows(left_out, t.signup)]


def test_in_a_store_that_left_the_plugin_out_a_person_is_forgotten_too(left_out: Nursery) -> None:
    gone = member(left_out, MOTHER)
    erase(left_out, MOTHER)
    assert "要和■一起" == rows(left_out, t.decline)[0]["reason"]
    for table in (t.standing, t.signup):
        assert gone not in {row["member_id"] for row in rows(left_out, table)}
