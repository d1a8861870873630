"""Campaigns when something comes in between: changes, divided groups, names that are alike, people who are forgotten."""

from __future__ import annotations

import pytest
from tests.crew.team import Team
from tests.crew.test_campaigns import EVENT, at, begin, sign, stands, unclear
from tests.crew.test_commands import Desk
from tests.support import ZONE, url_of

from franchise import Conflict, admission, groups, tasks
from franchise.clock import show
from franchise_crew import campaigning, campaigns, signups

pytestmark = pytest.mark.practice("I-126")


@pytest.fixture
def desk(team: Team) -> Desk:
    return Desk(team, url_of(team.app.database))


@pytest.fixture
def open_(team: Team) -> Team:
    """The campaign 周六读书会 in the group base, opened on Thursday at nine; it is noon."""
    team.at("2026-03-05T09:00")
    begin(team)
    team.at("2026-03-05T12:00")
    return team


def shares(team: Team) -> list[tuple[str, str]]:
    """(group, due) of what is still to be told."""
    return [(t.group, show(t.due_at, ZONE)) for t in team.tasks_of("crew.campaign_share")]


# ---------------------------------------------------------------- told again


def test_what_is_told_again_is_due_after_the_change_and_not_after_the_opening(open_: Team) -> None:
    open_.do(
        lambda work: campaigning.change(work, "reading", about="改到二楼", groups=[groups.get(work, "core")])
    )
    assert [("base", "2026-03-05 13:00"), ("core", "2026-03-05 13:00")] == sorted(shares(open_))


def test_nobody_is_told_of_an_event_after_it_has_begun(team: Team) -> None:
    team.at("2026-03-07T13:30")
    begin(team, until=at(EVENT))
    assert [("base", "2026-03-07 14:00")] == shares(team)
    number = team.tasks_of("crew.campaign_share")[0].number
    team.do(lambda work: tasks.finish(work, number, by="林小满"))
    team.at("2026-03-07T15:00")
    team.do(lambda work: campaigning.change(work, "reading", about="谢谢大家"))
    assert [] == shares(team)


# ---------------------------------------------------------------- a group is divided


def divide(team: Team) -> str:
    for minute, name in enumerate(("甲妈妈", "乙妈妈", "丙妈妈", "丁妈妈")):
        team.chat("base", (f"2026-03-05T09:1{minute}", name, "早"))
    return team.do(lambda work: groups.split(work, groups.get(work, "base"), anyway=True)).into.key


def test_who_moved_when_a_group_was_divided_is_told_and_asked_where_he_is(open_: Team) -> None:
    into = divide(open_)
    assert [("base", "2026-03-05 10:00"), (into, "2026-03-05 13:00")] == sorted(shares(open_))
    assert {"base", into} == {t.group for t in open_.tasks_of("crew.campaign_opinions")}


def test_a_group_that_is_divided_after_the_event_is_told_nothing(open_: Team) -> None:
    open_.at("2026-05-05T12:00")
    into = divide(open_)
    assert into not in {t.group for t in open_.tasks_of("crew.campaign_")}


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("more", [{"name": "周六 读书会"}, {"name": "第二场", "called": ["周六读书会"]}])
def test_two_campaigns_of_one_name_at_one_time_are_refused(open_: Team, more: dict[str, object]) -> None:
    with pytest.raises(Conflict, match="reading") as refused:
        begin(open_, "again", **more)
    assert "campaign close reading" in refused.value.hint
    begin(open_, "again", name="周日亲子课")
    with pytest.raises(Conflict, match="reading"):
        open_.do(lambda work: campaigning.change(work, "again", name="周六读书会"))


def test_the_same_name_is_free_for_another_group_and_for_another_time(open_: Team) -> None:
    assert "core" == begin(open_, "core", "core").key
    later = {"begins": at("2026-03-06T20:00"), "at": at("2026-03-14T14:00"), "until": at("2026-03-13T20:00")}
    assert "later" == begin(open_, "later", **later).key
    open_.do(lambda work: campaigning.close(work, "core"))
    assert "again" == begin(open_, "again", "core").key


def test_a_name_that_stands_inside_of_another_names_nothing_there(open_: Team) -> None:
    begin(open_, "circle", name="读书会")
    open_.chat(
        "base",
        ("2026-03-05T12:00", "豆宝妈妈", "周六读书会报名"),
        ("2026-03-05T12:01", "米粒妈妈", "读书会报名"),
    )
    assert [("豆宝妈妈", 1, 0)] == stands(open_)
    assert [("米粒妈妈", 1, 0)] == stands(open_, "circle")


def test_a_closed_campaign_s_key_is_used_up_and_that_is_said(open_: Team) -> None:
    open_.do(lambda work: campaigning.close(work, "reading"))
    with pytest.raises(Conflict) as refused:
        begin(open_)
    assert "It is closed: take another key." == refused.value.hint
    with pytest.raises(Conflict) as changed:
        open_.do(lambda work: campaigning.change(work, "reading", places=3))
    assert "campaign show reading" in changed.value.hint


# ---------------------------------------------------------------- forgotten


def test_whoever_was_forgotten_is_no_question_in_a_list_that_names_him(open_: Team) -> None:
    open_.chat("base", ("2026-03-05T10:00", "豆宝妈妈", "早"), ("2026-03-05T10:01", "米粒妈妈", "早"))
    open_.chat("base", ("2026-03-05T10:05", "米粒妈妈", "接龙报名\n1. 豆宝妈妈 2人\n2. 米粒妈妈"))
    open_.do(lambda work: admission.erase(work, groups.get(work, "base"), "豆宝妈妈"))
    assert 0 == open_.do(lambda work: signups.recount(work, campaigns.get(work, "reading")))
    assert ([("米粒妈妈", 1, 0)], []) == (stands(open_), unclear(open_))


# ---------------------------------------------------------------- the commands

OPEN = ("campaign", "open", "reading", "--name", "周六读书会", "--group", "base")


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ((*OPEN, "--at", "2026-03-07"), "--at"),
        ((*OPEN, "--at", ""), "--at"),
        ((*OPEN, "--at", EVENT, "--until", "2026-03-06"), "--until"),
        ((*OPEN, "--at", EVENT, "--until", ""), "--until"),
        ((*OPEN, "--at", EVENT, "--from", ""), "--from"),
    ],
)
def test_a_day_without_a_time_and_an_empty_time_are_refused(
    desk: Desk, words: tuple[str, ...], where: str
) -> None:
    assert where == desk.refused(*words).where
    assert [] == desk.json("campaign", "list", "--all")


@pytest.mark.parametrize(
    ("option", "where"), [("--name", "--name"), ("--at", "--at"), ("--until", "--until")]
)
def test_an_empty_change_is_no_change_that_is_left_away(desk: Desk, option: str, where: str) -> None:
    desk.json(*OPEN, "--at", EVENT)
    assert where == desk.refused("campaign", "change", "reading", option, "").where


def test_a_closed_campaign_shows_what_was_unclear_and_asks_for_nothing(open_: Team, desk: Desk) -> None:
    open_.chat("base", ("2026-03-05T10:01", "米粒妈妈", "替人报名"))
    before = desk.run("campaign", "show", "reading", now="2026-03-05T12:00").stderr
    assert "campaign sign NAME" in before
    assert "`franchise crew campaign show reading`" not in before
    open_.do(lambda work: campaigning.close(work, "reading"))
    after = desk.run("campaign", "show", "reading", now="2026-03-05T12:00")
    assert "替人报名" in after.stdout
    assert "campaign sign NAME" not in after.stderr


def test_a_sign_up_in_the_shop_stands_behind_those_of_the_chat(open_: Team) -> None:
    open_.chat("base", ("2026-03-05T11:00", "豆宝妈妈", "报名"), ("2026-03-05T11:01", "米粒妈妈", "早"))
    sign(open_, "米粒妈妈")
    assert [("豆宝妈妈", 1, 0), ("米粒妈妈", 1, 0)] == stands(open_)
