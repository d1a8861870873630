"""Rules spare the crew, and prizes pass it by."""

from __future__ import annotations

from typing import Any

import pytest
from tests.crew.team import Team

from franchise import Conflict, Refused, admission, groups
from franchise_crew import forgetting, people, ties


def member(team: Team, name: str, group: str = "base") -> int:
    """The id of a member, who is taken in first."""
    return team.do(lambda work: groups.join(work, groups.get(work, group), name)).member_id


def sanction(team: Team, member_id: int, group: str = "base") -> str:
    def look(work: Any) -> str:
        try:
            work.decide(
                "franchise_may_sanction", group=groups.get(work, group), member_id=member_id, action="kick"
            )
        except Refused as refused:
            return refused.message
        return ""

    return team.see(look)


def reward(team: Team, member_id: int) -> str:
    def look(work: Any) -> str:
        try:
            work.decide("franchise_may_reward", member_id=member_id, reward="一罐奶粉")
        except Refused as refused:
            return refused.message
        return ""

    return team.see(look)


def tie(team: Team, name: str, nickname: str, group: str = "base", *, stranger: bool = False) -> None:
    team.do(lambda work: ties.tie(work, name, groups.get(work, group), nickname, stranger=stranger))


def test_hook_may_sanction_spares_staff_and_not_members(team: Team) -> None:
    ours, theirs = member(team, "小敏"), member(team, "豆宝妈妈")
    tie(team, "周敏", "小敏")
    assert "周敏 belongs to the crew (群管理员)" in sanction(team, ours)
    assert "" == sanction(team, theirs)


def test_hook_may_sanction_asks_who_it_is_where_somebody_is_called_like_staff(team: Team) -> None:
    alike, card = member(team, "周敏"), member(team, "柳荫路店+市场+吴倩+13800000103")
    assert "Nobody has said whether this member is 周敏" in sanction(team, alike)
    assert "吴倩" in sanction(team, card)
    tie(team, "周敏", "周敏", stranger=True)
    assert "" == sanction(team, alike)


def test_hook_may_sanction_does_not_spare_a_role_that_the_setup_leaves_out(team: Team) -> None:
    someone = member(team, "王姐")
    team.do(lambda work: people.add(work, "王姐", position="customer"))
    tie(team, "王姐", "王姐")
    assert "" == sanction(team, someone)  # a customer without a role
    team.assign("王姐", "committee", "base")
    assert "" == sanction(team, someone)


@pytest.mark.practice("I-128", "I-151", "C-17")
def test_hook_may_reward_never_rewards_the_atmosphere_crew_nor_staff(team: Team) -> None:
    helper, clerk, mother = member(team, "张姐"), member(team, "何圆"), member(team, "豆宝妈妈")
    tie(team, "张姐", "张姐")
    tie(team, "何圆", "何圆")
    assert "张姐 belongs to the crew (气氛组), who win no prizes." == reward(team, helper)
    assert "何圆 belongs to the crew (气氛组)" in reward(team, clerk)
    assert "" == reward(team, mother)


@pytest.mark.practice("C-17")
def test_hook_may_reward_lets_the_committee_win_unless_it_is_atmosphere_too(team: Team) -> None:
    someone = member(team, "王姐")
    team.do(lambda work: people.add(work, "王姐", position="customer"))
    tie(team, "王姐", "王姐")
    team.assign("王姐", "committee", "base")
    assert "" == reward(team, someone)
    team.assign("王姐", "atmosphere")
    assert "气氛组" in reward(team, someone)


def test_staff_without_a_role_win_nothing_until_they_leave(team: Team) -> None:
    someone = member(team, "小赵")
    team.do(lambda work: people.add(work, "赵新", position="clerk"))
    tie(team, "赵新", "小赵")
    assert "赵新 belongs to the crew (店员)" in reward(team, someone)
    team.do(lambda work: people.leave(work, "赵新"))
    assert "" == reward(team, someone)


def test_hook_members_merged_keeps_who_it_is(team: Team) -> None:
    member(team, "敏敏")
    kept = member(team, "小敏")
    tie(team, "周敏", "敏敏")
    gone = team.see(lambda work: groups.find_member(work, groups.get(work, "base"), "敏敏"))
    team.do(
        lambda work: work.notify(
            "franchise_members_merged", group=groups.get(work, "base"), member_id=kept, merged_id=gone
        )
    )
    assert {kept: True} == {m: p is not None for m, p in team.see(ties.links).items()}


def test_two_ties_become_one_when_members_are_merged(team: Team) -> None:
    one, other = member(team, "敏敏"), member(team, "小敏")
    tie(team, "周敏", "敏敏")
    tie(team, "周敏", "小敏")
    team.do(lambda work: forgetting.merge(work, one, other))
    assert [one] == list(team.see(ties.links))


def test_a_member_is_one_person_of_the_crew(team: Team) -> None:
    member(team, "小敏")
    tie(team, "周敏", "小敏")
    tie(team, "周敏", "小敏")
    with pytest.raises(Conflict, match="somebody else"):
        tie(team, "吴倩", "小敏")


@pytest.mark.practice("C-17")
def test_hook_members_joined_asks_who_somebody_is_who_is_called_like_the_crew(team: Team) -> None:
    def come(work: Any) -> None:
        group = groups.get(work, "base")
        for name in ("何圆", "豆宝妈妈"):
            groups.join(work, group, name)
        work.notify("franchise_members_joined", group=group, members=tuple(groups.members(work, group)))
        assert [] == work.failures

    team.do(come)
    team.do(come)
    (task,) = team.tasks("crew.tie")
    assert ("Is 何圆 何圆 of the crew?", "林小满") == (task.title, task.person)
    assert "franchise crew person tie 何圆 --group base --member 何圆 --stranger" in task.text
    tie(team, "何圆", "何圆")
    assert ([], "said") == (team.tasks("crew.tie"), team.tasks("crew.tie", "dropped")[0].note)
    team.do(come)
    assert [] == team.tasks("crew.tie")


def test_a_name_that_is_more_than_one_word_is_quoted(team: Team) -> None:
    from franchise_crew.asking import quoted

    assert ["何圆", "'a b; rm'", "'柳荫路店+店员+何圆+138'"] == [
        quoted(name) for name in ("何圆", "a b; rm", "柳荫路店+店员+何圆+138")
    ]


def test_hook_messages_ingested_asks_who_a_speaker_is(team: Team) -> None:
    team.at("2026-03-05T09:10")
    team.chat("base", ("2026-03-05T09:00", "柳荫路店+店员+何圆+13800000104", "早"))
    assert ["Is 柳荫路店+店员+何圆+138****0104 何圆 of the crew?"] == [
        t.title for t in team.tasks("crew.tie")
    ]


@pytest.mark.parametrize(("keep", "other"), [("周敏", "小周"), ("小周", "周敏")])
def test_who_is_of_the_crew_under_one_name_is_so_when_both_turn_out_to_be_one(
    team: Team, keep: str, other: str
) -> None:
    member(team, "小周")
    member(team, "周敏")
    tie(team, "周敏", "小周")
    tie(team, "周敏", "周敏", stranger=True)
    one = team.do(lambda work: admission.merge(work, groups.get(work, "base"), keep, other))
    assert "周敏 belongs to the crew" in sanction(team, one)


@pytest.mark.parametrize(("keep", "other"), [("周敏", "小周"), ("小周", "周敏")])
def test_nobody_asks_any_more_who_a_member_is_once_he_is_another(team: Team, keep: str, other: str) -> None:
    member(team, "小周")
    member(team, "周敏")
    assert ["crew.tie"] == [task.kind for task in team.tasks("crew.tie")]
    tie(team, "周敏", "小周")
    team.do(lambda work: admission.merge(work, groups.get(work, "base"), keep, other))
    assert [] == team.tasks("crew.tie")


def test_a_question_about_a_member_is_answered_under_his_other_name_as_well(team: Team) -> None:
    member(team, "小周")
    member(team, "周敏")
    team.do(lambda work: admission.merge(work, groups.get(work, "base"), "小周", "周敏"))
    tie(team, "周敏", "周敏")
    assert [] == team.tasks("crew.tie")
