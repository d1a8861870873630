"""Members who drive a group, the ladder of key customers, the elected committee, personas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crew.team import Team

from franchise import Conflict, NotFound, Refused, UsageProblem, groups
from franchise_crew import assigning, electing, forgetting, ladder, people, personas, staff, ties


def join(team: Team, *names: str, group: str = "base") -> None:
    for n, name in enumerate(names):
        team.at(f"2026-03-04T09:{n:02d}")
        team.do(lambda work, name=name: groups.join(work, groups.get(work, group), name))
    team.at("2026-03-05T09:00")


# -------------------------------------------------------------------- who drives a group


@pytest.mark.practice("I-134")
def test_the_most_active_members_are_listed_without_the_crew(team: Team) -> None:
    team.at("2026-03-05T12:00")
    said = [(f"2026-03-05T09:{n:02d}", "豆宝妈妈", f"早{n}") for n in range(3)]
    said += [(f"2026-03-05T10:{n:02d}", "周敏", f"在{n}") for n in range(5)]
    said += [("2026-03-05T11:00", "米粒妈妈", "嗯"), ("2026-03-05T11:01", "小雨妈妈", "好")]
    team.chat("base", *said)
    found = team.see(lambda work: ladder.active(work, groups.get(work, "base"), 7))
    assert [(1, "豆宝妈妈", 3), (2, "米粒妈妈", 1), (2, "小雨妈妈", 1)] == [
        (a.place, a.name, a.messages) for a in found
    ]
    top = team.see(lambda work: ladder.active(work, groups.get(work, "base"), 7, top=1))
    assert ["豆宝妈妈"] == [a.name for a in top]


def test_activity_of_no_days_is_refused(team: Team) -> None:
    with pytest.raises(UsageProblem, match="0 days"):
        team.see(lambda work: ladder.active(work, groups.get(work, "base"), 0))


# -------------------------------------------------------------------- the ladder


def advance(team: Team, name: str, step: str = "") -> str:
    return team.do(lambda work: ladder.advance(work, groups.get(work, "base"), name, step))


@pytest.mark.practice("I-141")
def test_steps_of_the_ladder_are_taken_one_after_the_other(team: Team) -> None:
    join(team, "豆宝妈妈")
    with pytest.raises(Refused, match="takes 试用官 first"):
        advance(team, "豆宝妈妈", "koc")
    assert ["tester", "sharer", "koc"] == [advance(team, "豆宝妈妈") for _n in range(3)]
    assert "tester" == advance(team, "豆宝妈妈", "tester")
    with pytest.raises(Refused, match="every step"):
        advance(team, "豆宝妈妈")
    with pytest.raises(NotFound) as wrong:
        advance(team, "豆宝妈妈", "testr")
    assert "tester" in wrong.value.hint


@pytest.mark.practice("I-141")
def test_who_is_on_which_step_is_shown_the_highest_first(team: Team) -> None:
    join(team, "豆宝妈妈", "米粒妈妈")
    advance(team, "豆宝妈妈")
    advance(team, "米粒妈妈")
    advance(team, "米粒妈妈")
    found = team.see(lambda work: ladder.climbers(work, groups.get(work, "base")))
    assert [("米粒妈妈", "sharer", "koc"), ("豆宝妈妈", "tester", "sharer")] == [
        (c.name, c.step, c.following) for c in found
    ]
    assert {"tester": 2, "sharer": 1} == team.see(ladder.reached)


def test_merged_members_keep_every_step_once_and_erased_ones_none(team: Team) -> None:
    join(team, "豆宝妈妈", "豆宝爸爸")
    advance(team, "豆宝妈妈")
    advance(team, "豆宝爸爸")
    advance(team, "豆宝爸爸")
    one, other = (
        team.see(lambda work, n=n: groups.find_member(work, groups.get(work, "base"), n))
        for n in ("豆宝妈妈", "豆宝爸爸")
    )
    team.do(lambda work: forgetting.merge(work, one, other))
    assert {"tester": 1, "sharer": 1} == team.see(ladder.reached)
    team.do(lambda work: forgetting.forget_members(work, [one]))
    assert {} == team.see(ladder.reached)


# -------------------------------------------------------------------- the committee


def vote(team: Team, voter: str, candidate: str) -> None:
    team.do(lambda work: electing.vote(work, groups.get(work, "base"), "committee", voter, candidate))


def call(team: Team, **more: Any) -> int:
    return team.do(lambda work: electing.call(work, groups.get(work, "base"), "committee", **more))


def close(team: Team, **more: Any) -> Any:
    return team.do(lambda work: electing.close(work, groups.get(work, "base"), "committee", **more))


def committee(team: Team) -> tuple[str, ...]:
    return next(c.people for c in team.see(assigning.headcount) if (c.role, c.group) == ("committee", "base"))


@pytest.mark.practice("I-137")
def test_each_member_has_one_vote_and_the_most_votes_win(team: Team) -> None:
    join(team, "甲", "乙", "丙")
    call(team)
    vote(team, "甲", "丙")
    vote(team, "甲", "丙")
    with pytest.raises(Conflict, match="one vote"):
        vote(team, "甲", "乙")
    vote(team, "乙", "丙")
    vote(team, "丙", "甲")
    with pytest.raises(Refused, match="until 2026-03-08 09:00"):
        close(team)
    team.at("2026-03-08T09:00")
    with pytest.raises(Refused, match="closed at"):
        vote(team, "丙", "甲")
    chosen = close(team)
    assert ("丙", 2) == (chosen.name, chosen.votes)
    assert ("丙",) == committee(team)


@pytest.mark.practice("I-137")
def test_of_equals_whoever_has_been_in_the_group_longer_is_chosen(team: Team) -> None:
    join(team, "甲", "乙", "丙")
    call(team)
    vote(team, "甲", "丙")
    vote(team, "丙", "乙")
    assert "乙" == close(team, early="都投了").name


def test_a_new_election_replaces_the_one_before(team: Team) -> None:
    join(team, "甲", "乙")
    call(team)
    vote(team, "甲", "乙")
    close(team, early="x")
    call(team)
    vote(team, "乙", "甲")
    close(team, early="x")
    assert ("甲",) == committee(team)


def test_an_election_in_which_nobody_voted_changes_nothing(team: Team) -> None:
    closes = call(team)
    assert closes == call(team, days=9)
    assert close(team, early="没人投") is None
    assert () == committee(team)
    with pytest.raises(NotFound, match="Nobody is being elected"):
        close(team)


def test_neither_staff_nor_strangers_are_elected_and_not_every_role(team: Team) -> None:
    join(team, "甲", "周敏")
    call(team)
    with pytest.raises(Refused, match="employed here"):
        vote(team, "甲", "周敏")
    with pytest.raises(NotFound):
        vote(team, "甲", "路人")
    with pytest.raises(Refused, match="not elected"):
        team.do(lambda work: electing.call(work, groups.get(work, "base"), "admin"))
    team.do(lambda work: groups.leave(work, groups.get(work, "base"), "甲"))
    with pytest.raises(Refused, match="not a member"):
        vote(team, "甲", "甲")


def test_who_is_called_like_somebody_of_the_crew_is_tied_first(team: Team) -> None:
    join(team, "甲", "张姐")
    call(team)
    vote(team, "甲", "张姐")
    with pytest.raises(Conflict, match="called 张姐"):
        close(team, early="x")
    team.do(lambda work: ties.tie(work, "张姐", groups.get(work, "base"), "张姐"))
    assert "张姐" == close(team, early="x").name
    assert ("张姐",) == committee(team)


@given(
    votes=st.dictionaries(st.integers(1, 8), st.integers(1, 5)),
    joined=st.dictionaries(st.integers(1, 8), st.integers(0, 3)),
)
def test_the_ranking_is_by_votes_then_time_then_number(votes: dict[int, int], joined: dict[int, int]) -> None:
    order = electing.ranking(Counter(votes), joined)
    assert sorted(order) == sorted(votes)
    keys = [(-votes[i], joined.get(i, 1 << 62), i) for i in order]
    assert keys == sorted(keys)


# -------------------------------------------------------------------- personas


@pytest.mark.practice("I-138")
def test_a_script_is_said_by_a_persona_or_by_whoever_has_it(team: Team) -> None:
    team.do(lambda work: people.add(work, "吴倩", persona="assistant"))
    script = "{address}好，我是{persona}，{supports}今晚在{store}开课。{sign}"
    said = team.see(lambda work: personas.say(work, "wx_wu", script))
    assert "宝妈们好，我是芽芽老师的助教，芽芽老师今晚在柳荫路店开课。小助教" == said
    assert said == team.see(lambda work: personas.say(work, "assistant", script))


@pytest.mark.parametrize(
    "script", ["{adress}", "{}", "{persona.name}", "{persona!r}", "{persona:>9999999999}"]
)
def test_a_script_with_unknown_words_in_braces_is_refused(team: Team, script: str) -> None:
    with pytest.raises(UsageProblem, match="does not know"):
        team.see(lambda work: personas.say(work, "assistant", script))


def test_nobody_without_persona_speaks_as_one(team: Team) -> None:
    with pytest.raises(NotFound):
        team.see(lambda work: personas.say(work, "周敏", "x"))


def test_a_group_does_not_elect_for_a_role_that_is_not_for_it(
    make: Callable[..., Team],
) -> None:
    team = make(settings={"crew": {"roles": {"committee": {"kinds": ["core"]}}}})
    with pytest.raises(Refused, match="班委 is not for groups of base"):
        team.do(lambda work: electing.call(work, groups.get(work, "base"), "committee"))


def test_a_stranger_called_like_somebody_of_the_crew_is_elected_under_a_name_of_his_own(team: Team) -> None:
    for name in ("小雨妈妈", "张姐"):
        team.do(lambda work, name=name: groups.join(work, groups.get(work, "base"), name))
    team.do(lambda work: electing.call(work, groups.get(work, "base"), "committee", 1))
    team.do(lambda work: electing.vote(work, groups.get(work, "base"), "committee", "小雨妈妈", "张姐"))
    team.at("2026-03-07T09:00")

    def close(work: Any) -> Any:
        return electing.close(work, groups.get(work, "base"), "committee")

    with pytest.raises(Conflict, match="Somebody of the crew is called 张姐") as refused:
        team.do(close)
    assert "with `--stranger` if not" in refused.value.hint
    team.do(lambda work: ties.tie(work, "张姐", groups.get(work, "base"), "张姐", stranger=True))
    assert "张姐" == team.do(close).name
    seats = team.see(lambda work: [s.name for s in staff.load(work, roles=["committee"]).seats])
    assert ["张姐2"] == seats
