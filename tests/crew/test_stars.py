"""The star of the week: picked alike on every machine, for a week (每周之星, I-206)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.crew.team import Team
from tests.crew.test_commands import Desk
from tests.support import ZONE, url_of

from franchise import Refused, UsageProblem, groups
from franchise.clock import instant, show
from franchise_crew import stars, ties

pytestmark = pytest.mark.practice("I-206")


@pytest.fixture
def week(team: Team) -> Team:
    """The week from 2 to 8 March 2026 is over: 米粒妈妈 and 豆宝妈妈 wrote twice, 周敏 of the crew three times."""
    team.at("2026-03-09T09:00")
    team.chat(
        "base",
        ("2026-03-01T23:59", "小雨妈妈", "早"),
        ("2026-03-02T08:00", "米粒妈妈", "早"),
        ("2026-03-02T09:00", "豆宝妈妈", "早"),
        ("2026-03-03T09:00", "豆宝妈妈", "早"),
        ("2026-03-08T23:59", "米粒妈妈", "晚安"),
        ("2026-03-09T00:00", "豆宝妈妈", "早"),
        *(("2026-03-04T09:00", "周敏", f"早{n}") for n in range(3)),
    )
    return team


def choose(team: Team, text: str = "", group: str = "") -> stars.Star:
    return team.do(lambda work: stars.choose(work, text, groups.get(work, group) if group else None))


def test_who_wrote_most_is_the_star_and_of_equals_who_wrote_first(week: Team) -> None:
    found = choose(week)
    assert ("2026-W10", "米粒妈妈", 2) == (found.week, found.name, found.messages)
    assert (
        "@米粒妈妈 恭喜您当选每周之星！2026-03-02 到 2026-03-08 这一周，数您在群里聊得最多，谢谢您的支持！"
        == found.text
    )


def test_the_title_expires_after_a_week(week: Team) -> None:
    found = choose(week)
    assert "2026-03-16 00:00" == show(found.until_at, ZONE)

    def now(time: str) -> list[str]:
        return [one.name for one in week.see(lambda work: stars.listed(work, now=instant(time, ZONE)))]

    assert (["米粒妈妈"], []) == (now("2026-03-15T23:59"), now("2026-03-16T00:00"))


def test_what_was_chosen_stays_whatever_comes_to_light_later(week: Team) -> None:
    found = choose(week)
    week.chat("base", *(("2026-03-05T09:00", "豆宝妈妈", f"补{n}") for n in range(5)))
    assert found == choose(week)
    assert 1 == len(week.see(stars.listed))


def test_the_crew_is_never_the_star_under_whatever_name(week: Team) -> None:
    week.do(lambda work: ties.tie(work, "张姐", groups.get(work, "base"), "米粒妈妈"))
    assert "豆宝妈妈" == choose(week).name


def test_whoever_has_left_is_not_the_star(week: Team) -> None:
    week.do(lambda work: groups.leave(work, groups.get(work, "base"), "米粒妈妈"))
    assert "豆宝妈妈" == choose(week).name


def test_a_group_has_its_own_star_beside_the_store_s(week: Team) -> None:
    week.chat("core", ("2026-03-05T09:00", "核心妈妈", "早"))
    assert ("核心妈妈", "core") == (choose(week, group="core").name, week.see(stars.listed)[0].group)
    assert ("米粒妈妈", "") == (choose(week).name, choose(week).group)
    assert 2 == len(week.see(stars.listed))


def test_a_week_that_is_not_over_or_in_which_nobody_wrote_has_no_star(week: Team) -> None:
    with pytest.raises(Refused, match="not over"):
        choose(week, "2026-W11")
    with pytest.raises(Refused, match="Nobody is the star"):
        choose(week, "2025-W10")
    assert [] == week.see(stars.listed)


@pytest.mark.parametrize(
    "text", ["2026-W54", "2026-W00", "W10", "2026-10-1", "9999-W10", "0001-W01", "x", "２０２６-W10"]
)
def test_what_is_no_week_is_told(week: Team, text: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        choose(week, text)
    assert "--week" == refused.value.where


def test_headquarters_says_what_the_title_is_and_how_much_it_takes(make: Callable[..., Team]) -> None:
    star: dict[str, Any] = {"title": "分享达人", "text": "恭喜@{name}成为{title}（{count}条）", "least": 2}
    team = make(settings={"crew": {"star": star}})
    team.at("2026-03-09T09:00")
    team.chat("base", ("2026-03-02T08:00", "米粒妈妈", "早"))
    with pytest.raises(Refused):
        choose(team)
    team.chat("base", ("2026-03-02T09:00", "米粒妈妈", "早啊"))
    assert "恭喜@米粒妈妈成为分享达人（2条）" == choose(team).text


def test_the_command_gives_the_congratulation_ready_to_be_pasted(week: Team) -> None:
    desk, monday = Desk(week, url_of(week.app.database)), "2026-03-09T09:00"
    assert desk.json("star", "--dry-run", now=monday)["dry_run"]
    assert [] == desk.json("star", "--list", now=monday)
    done = desk.run("star", "--week", "2026-W10", now=monday)
    assert done.stdout.startswith("@米粒妈妈 恭喜您当选")
    assert [("2026-W10", "米粒妈妈", "yes")] == [
        (r["week"], r["member"], r["now"]) for r in desk.json("star", "--list", now=monday)
    ]
    assert ["no"] == [r["now"] for r in desk.json("star", "--list", now="2026-03-16T00:00")]


def test_the_list_may_be_of_one_week_or_one_group_and_a_rehearsal_says_that_it_is_one(week: Team) -> None:
    desk, monday = Desk(week, url_of(week.app.database)), "2026-03-09T09:00"
    assert "Nothing was changed." in desk.run("star", "--dry-run", now=monday).stderr
    choose(week)
    choose(week, group="base")

    def groups_of(*words: str) -> list[str]:
        return [row["group"] for row in desk.json("star", "--list", *words, now=monday)]

    assert (["", "base"], ["base"], []) == (
        groups_of(),
        groups_of("--group", "base"),
        groups_of("--group", "core"),
    )
    assert (["", "base"], []) == (groups_of("--week", "2026-W10"), groups_of("--week", "2026-W09"))


def test_a_week_without_a_star_says_how_much_it_takes_and_what_to_do(make: Callable[..., Team]) -> None:
    team = make(settings={"crew": {"star": {"least": 7}}})
    team.at("2026-03-09T09:00")
    with pytest.raises(Refused, match="it takes 7") as refused:
        choose(team)
    assert "group ingest" in refused.value.hint
