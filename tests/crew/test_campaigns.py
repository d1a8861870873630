"""Campaigns for offline events: four duties, and sign-ups counted from the chat and by hand (I-126)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from tests.crew.team import Team
from tests.crew.test_commands import Desk
from tests.support import ZONE, url_of

from franchise import Conflict, NotFound, UsageProblem, admission, groups, tasks
from franchise.clock import instant, show
from franchise_crew import campaign_tasks, campaigning, campaigns, looking, people, signups, ties

pytestmark = pytest.mark.practice("I-126")
EVENT = "2026-03-07T14:00"
UNTIL = "2026-03-06T20:00"


def at(text: str) -> int:
    return instant(text, ZONE)


def begin(team: Team, key: str = "reading", *where: str, **given: Any) -> campaigns.Campaign:
    facts = {"name": "周六读书会", "at": at(EVENT), "until": at(UNTIL), **given}
    return team.do(
        lambda work: campaigning.open_(work, key, [groups.get(work, g) for g in where or ("base",)], **facts)
    )


def stands(team: Team, key: str = "reading") -> list[tuple[str, int, int]]:
    """(name, people with a place, people who wait), in the order of the line."""
    rows = team.see(lambda work: looking.people(work, campaigns.get(work, key)))
    return [(row["member"], row["placed"], row["waiting"]) for row in rows]


def unclear(team: Team, key: str = "reading") -> list[tuple[str, str, str]]:
    rows = team.see(lambda work: looking.unclear(work, campaigns.get(work, key)))
    return [(row["member"], row["why"], row["said"]) for row in rows]


def sign(team: Team, name: str, count: int = 1, **given: Any) -> signups.Noted:
    return team.do(lambda work: signups.sign(work, campaigns.running(work), name, count, **given))


def unsign(team: Team, name: str) -> signups.Noted:
    return team.do(lambda work: signups.unsign(work, campaigns.running(work), name))


@pytest.fixture
def open_(team: Team) -> Team:
    """The campaign 周六读书会 in the group base, opened on Thursday at nine."""
    team.at("2026-03-05T09:00")
    begin(team)
    team.at("2026-03-05T12:00")
    return team


# ---------------------------------------------------------------- the four duties


def test_a_campaign_has_its_four_duties_each_with_somebody_and_a_time(team: Team) -> None:
    team.at("2026-03-05T09:00")
    team.stand("early", "2026-03-05", "吴倩")
    team.stand("late", "2026-03-06", "周敏")
    begin(team, "reading", "base", "core", places=12, about="门店二楼，带上绘本")
    found = [
        (t.kind, t.group, t.duty, t.person, show(t.due_at, ZONE)) for t in team.tasks_of("crew.campaign_")
    ]
    assert [
        ("crew.campaign_complaints", "", "complaints", "吴倩", "2026-03-08 14:00"),
        ("crew.campaign_opinions", "base", "reply", "", "2026-03-09 14:00"),
        ("crew.campaign_opinions", "core", "reply", "", "2026-03-09 14:00"),
        ("crew.campaign_share", "base", "announce", "吴倩", "2026-03-05 10:00"),
        ("crew.campaign_share", "core", "announce", "吴倩", "2026-03-05 10:00"),
        ("crew.campaign_signups", "", "signups", "吴倩", "2026-03-06 20:00"),
    ] == sorted(found)


def test_the_information_is_ready_to_be_pasted(team: Team) -> None:
    team.at("2026-03-05T09:00")
    begin(team, places=12, about="门店二楼，带上绘本")
    (task,) = team.tasks_of("crew.campaign_share")
    assert (
        "柳荫路店邀请您参加：周六读书会\n时间：2026-03-07 14:00\n门店二楼，带上绘本\n名额：12 位\n"
        "想来的在群里回复“报名”就行，两个人一起来就回复“报名2”，2026-03-06 20:00 截止，欢迎您来！"
        == task.text
    )


def test_headquarters_says_which_duties_there_are_and_what_is_told(make: Callable[..., Team]) -> None:
    campaign = {
        "share": {"text": "【{store}】{name}，{at}", "hours": 2},
        "opinions": {"asked": False},
        "complaints": {"duty": "approve"},
    }
    team = make(settings={"crew": {"campaign": campaign}})
    team.at("2026-03-05T09:00")
    begin(team)
    found = {t.payload["duty"]: t for t in team.tasks_of("crew.campaign_")}
    assert ["complaints", "share", "signups"] == sorted(found)
    assert ("【柳荫路店】周六读书会，2026-03-07 14:00", at("2026-03-05T11:00")) == (
        found["share"].text, found["share"].due_at,
    )  # fmt: skip
    assert ("approve", "林小满") == (found["complaints"].duty, found["complaints"].person)


def test_nobody_is_asked_to_post_in_the_curfew(team: Team) -> None:
    team.at("2026-03-05T22:30")
    begin(team)
    (task,) = team.tasks_of("crew.campaign_share")
    assert "2026-03-06 07:00" == show(task.due_at, ZONE)


def test_a_setup_without_a_duty_for_complaints_asks_whoever_replies(make: Callable[..., Team]) -> None:
    roles = {"admin": {"duties": ["reply", "announce", "warn", "kick", "welcome"]}}
    team = make(settings={"crew": {"duties": {"complaints": None, "signups": None}, "roles": roles}})
    team.at("2026-03-05T09:00")
    begin(team)
    assert {"reply"} == {t.duty for t in team.tasks_of("crew.campaign_") if t.payload["duty"] != "share"}


# ---------------------------------------------------------------- counted from the chat


def test_hook_messages_ingested_counts_who_signs_up_and_who_takes_it_back(open_: Team) -> None:
    open_.chat(
        "base",
        ("2026-03-05T10:00", "豆宝妈妈", "报名2人"),
        ("2026-03-05T10:05", "米粒妈妈", "报名+1"),
        ("2026-03-05T10:10", "小雨妈妈", "报名"),
        ("2026-03-05T11:00", "米粒妈妈", "不去了"),
    )
    assert [("豆宝妈妈", 2, 0), ("小雨妈妈", 1, 0)] == stands(open_)


def test_the_same_chat_once_more_changes_nothing(open_: Team) -> None:
    said = (("2026-03-05T10:00", "豆宝妈妈", "报名2人"), ("2026-03-05T10:05", "米粒妈妈", "报名"))
    open_.chat("base", *said)
    before = rows(open_)
    open_.chat("base", *said)
    open_.do(lambda work: signups.recount(work, campaigns.get(work, "reading")))
    assert before == rows(open_)


def rows(team: Team) -> list[Any]:
    return team.see(lambda work: signups.marks(work, [campaigns.get(work, "reading").id]))


SAID = (
    ("2026-03-05T10:00", "豆宝妈妈", "报名2人"),
    ("2026-03-05T10:00", "米粒妈妈", "报名"),
    ("2026-03-05T10:30", "豆宝妈妈", "报名1人"),
    ("2026-03-05T11:00", "米粒妈妈", "取消报名"),
    ("2026-03-05T11:30", "小雨妈妈", "报名两个人"),
)


def test_exports_may_come_in_any_order(make: Callable[..., Team]) -> None:
    team = make()
    team.at("2026-03-05T09:00")
    for number, order in enumerate(itertools.permutations(SAID)):
        if number % 17:
            continue
        key = f"r{number}"
        team.do(lambda work, key=key: groups.create(work, "base", key=key, place=""))
        team.at("2026-03-05T09:00")
        begin(team, key, key, places=2)
        team.at("2026-03-05T12:00")
        for one in order:
            team.chat(key, one)
        assert [("豆宝妈妈", 1, 0), ("小雨妈妈", 0, 2)] == stands(team, key)


def test_only_what_is_said_in_time_counts_and_what_is_late_is_for_a_person(open_: Team) -> None:
    open_.at("2026-03-07T15:00")
    open_.chat(
        "base",
        ("2026-03-05T08:59", "豆宝妈妈", "报名"),
        ("2026-03-06T19:59", "米粒妈妈", "报名"),
        ("2026-03-06T20:00", "小雨妈妈", "报名"),
        ("2026-03-07T14:00", "安安妈妈", "报名"),
    )
    assert [("米粒妈妈", 1, 0)] == stands(open_)
    assert [("小雨妈妈", "late", "报名")] == unclear(open_)


def test_what_was_said_before_is_counted_where_the_campaign_says_so(team: Team) -> None:
    team.at("2026-03-05T12:00")
    team.chat("base", ("2026-03-05T08:00", "豆宝妈妈", "报名"), ("2026-03-05T10:00", "米粒妈妈", "报名"))
    begin(team, begins=at("2026-03-05T09:00"))
    assert [("米粒妈妈", 1, 0)] == stands(team)


def test_what_is_unclear_is_shown_with_its_words_until_a_person_says(open_: Team) -> None:
    open_.chat(
        "base",
        ("2026-03-05T10:00", "豆宝妈妈", "帮隔壁王姐也报名"),
        ("2026-03-05T10:01", "米粒妈妈", "怎么报名？"),
    )
    assert [("豆宝妈妈", "words", "帮隔壁王姐也报名")] == unclear(open_)
    assert [] == stands(open_)
    assert (2, 2, True) == noted(sign(open_, "豆宝妈妈", 2))
    assert ([], [("豆宝妈妈", 2, 0)]) == (unclear(open_), stands(open_))


def noted(found: signups.Noted) -> tuple[int, int, bool]:
    return found.people, found.placed, found.changed


def test_the_crew_tells_how_to_sign_up_and_is_not_counted_for_it(open_: Team) -> None:
    (share,) = open_.tasks_of("crew.campaign_share")
    open_.chat(
        "base",
        ("2026-03-05T09:30", "周敏", "报名从现在开始，大家接龙"),
        ("2026-03-05T09:31", "路人妈妈", share.text),
        ("2026-03-05T09:32", "林小满", "@所有人 报名"),
    )
    assert ([], []) == (stands(open_), unclear(open_))
    open_.do(lambda work: ties.tie(work, "周敏", groups.get(work, "base"), "周敏"))
    open_.chat("base", ("2026-03-05T10:00", "周敏", "报名2人"))
    assert [] == stands(open_)
    sign(open_, "周敏")
    assert [("周敏", 1, 0)] == stands(open_)


def test_two_campaigns_at_once_are_told_apart_by_their_names(open_: Team) -> None:
    begin(open_, "swim", name="亲子游泳", called=["游泳"])
    open_.chat(
        "base",
        ("2026-03-05T12:00", "豆宝妈妈", "游泳报名2人"),
        ("2026-03-05T12:00", "米粒妈妈", "报名"),
    )
    assert ([], [("豆宝妈妈", 2, 0)]) == (stands(open_), stands(open_, "swim"))
    assert [("米粒妈妈", "which", "报名")] == unclear(open_) == unclear(open_, "swim")


def test_a_chain_list_of_the_group_signs_up_its_lines(open_: Team) -> None:
    open_.chat("base", ("2026-03-05T10:00", "豆宝妈妈", "早"), ("2026-03-05T10:01", "米粒妈妈", "早"))
    open_.chat(
        "base", ("2026-03-05T10:05", "豆宝妈妈", "接龙报名\n1. 豆宝妈妈 2人\n2. 米粒妈妈\n3. 没来过的人")
    )
    assert [("豆宝妈妈", 2, 0), ("米粒妈妈", 1, 0)] == stands(open_)
    assert ["names"] == [why for _m, why, _s in unclear(open_)]


def test_a_member_who_moved_when_the_group_was_divided_signs_up_where_he_is(open_: Team) -> None:
    for minute, name in enumerate(("甲妈妈", "乙妈妈", "丙妈妈", "丁妈妈")):
        open_.chat("base", (f"2026-03-05T09:1{minute}", name, "早"))
    open_.chat("base", ("2026-03-05T10:00", "丁妈妈", "报名"))
    split = open_.do(lambda work: groups.split(work, groups.get(work, "base"), anyway=True))
    open_.chat(
        split.into.key, ("2026-03-05T11:00", "丁妈妈", "报名2人"), ("2026-03-05T11:01", "丙妈妈", "报名")
    )
    assert [("丁妈妈", 2, 0), ("丙妈妈", 1, 0)] == stands(open_)


def test_words_of_the_setup_that_changed_are_counted_once_more(open_: Team) -> None:
    open_.chat("base", ("2026-03-05T10:00", "豆宝妈妈", "+1"))
    assert [] == stands(open_)
    open_.change("crew.campaign.signs", "报名|+1")
    assert 1 == open_.do(lambda work: signups.recount(work, campaigns.get(work, "reading")))
    assert [("豆宝妈妈", 1, 0)] == stands(open_)


def test_what_was_counted_stays_when_the_words_are_let_go(open_: Team) -> None:
    open_.chat("base", ("2026-03-05T10:00", "豆宝妈妈", "报名2人"))
    open_.change("chat.keep_days", "1")
    open_.at("2026-03-06T19:00")
    open_.chat("base", ("2026-03-06T18:00", "米粒妈妈", "报名"))
    open_.do(lambda work: signups.recount(work, campaigns.get(work, "reading")))
    assert [("豆宝妈妈", 2, 0), ("米粒妈妈", 1, 0)] == stands(open_)


def test_a_chat_of_any_length_takes_the_same_number_of_statements(open_: Team) -> None:
    def count(hour: int, number: int) -> int:
        said = [(f"2026-03-05T{hour}:{n:02d}", f"妈妈{hour}{n}", "报名2人") for n in range(number)]
        for _time, name, _text in said:
            open_.do(lambda work, name=name: groups.join(work, groups.get(work, "base"), name))
        seen: list[str] = []

        def note(_c: object, _cur: object, statement: str, *_more: object) -> None:
            seen.append(statement)

        event.listen(open_.app.database.engine, "before_cursor_execute", note)
        try:
            open_.chat("base", *said)
        finally:
            event.remove(open_.app.database.engine, "before_cursor_execute", note)
        return len(seen)

    assert count(10, 2) == count(11, 40)


def test_a_chat_of_a_group_without_a_campaign_costs_one_statement(team: Team) -> None:
    seen: list[str] = []
    team.do(lambda work: groups.join(work, groups.get(work, "base"), "豆宝妈妈"))

    def operation(work: Any) -> None:
        group = groups.get(work, "base")

        def note(_c: object, _cur: object, statement: str, *_more: object) -> None:
            seen.append(statement)

        event.listen(team.app.database.engine, "before_cursor_execute", note)
        try:
            signups.take(work, group, 0, work.now())
        finally:
            event.remove(team.app.database.engine, "before_cursor_execute", note)

    team.do(operation)
    assert 1 == len(seen)


# ---------------------------------------------------------------- by hand


def test_somebody_signs_up_in_the_shop_and_twice_is_once(open_: Team) -> None:
    open_.chat("base", ("2026-03-05T10:00", "豆宝妈妈", "早"))
    assert (2, 2, True) == noted(sign(open_, "豆宝妈妈", 2))
    assert (2, 2, False) == noted(sign(open_, "豆宝妈妈", 2))
    assert (3, 3, True) == noted(sign(open_, "豆宝妈妈", 3))
    assert (0, 0, True) == noted(unsign(open_, "豆宝妈妈"))
    assert (0, 0, False) == noted(unsign(open_, "豆宝妈妈"))
    assert [] == stands(open_)


def test_the_last_word_counts_by_hand_or_in_the_chat(open_: Team) -> None:
    open_.chat("base", ("2026-03-05T10:00", "豆宝妈妈", "报名2人"))
    unsign(open_, "豆宝妈妈")
    open_.chat("base", ("2026-03-05T11:00", "豆宝妈妈", "报名3人"))
    assert [] == stands(open_)  # it was written before somebody said that he does not come
    open_.at("2026-03-05T13:00")
    open_.chat("base", ("2026-03-05T12:30", "豆宝妈妈", "报名3人"))
    assert [("豆宝妈妈", 3, 0)] == stands(open_)


def test_a_name_that_nobody_or_somebody_else_has_is_told(open_: Team) -> None:
    open_.do(lambda work: campaigning.change(work, "reading", groups=[groups.get(work, "core")]))
    open_.chat("base", ("2026-03-05T10:00", "豆宝妈妈", "早"))
    open_.chat("core", ("2026-03-05T10:00", "豆宝妈妈", "早"))
    with pytest.raises(NotFound, match="没人"):
        sign(open_, "没人")
    with pytest.raises(Conflict, match="base, core"):
        sign(open_, "豆宝妈妈")
    group = open_.group("core")
    assert 1 == sign(open_, "豆宝妈妈", group=group).people
    for bad in (0, 11, -1):
        with pytest.raises(UsageProblem):
            sign(open_, "豆宝妈妈", bad, group=group)


# ---------------------------------------------------------------- places, changing, closing


def test_places_are_given_in_the_order_of_time_and_the_others_wait(open_: Team) -> None:
    open_.do(lambda work: campaigning.change(work, "reading", places=3))
    open_.chat(
        "base",
        ("2026-03-05T10:00", "豆宝妈妈", "报名2人"),
        ("2026-03-05T10:05", "米粒妈妈", "报名两个人"),
        ("2026-03-05T10:10", "小雨妈妈", "报名"),
    )
    assert [("豆宝妈妈", 2, 0), ("米粒妈妈", 0, 2), ("小雨妈妈", 0, 1)] == stands(open_)
    open_.do(lambda work: campaigning.change(work, "reading", places=4))
    assert [("豆宝妈妈", 2, 0), ("米粒妈妈", 2, 0), ("小雨妈妈", 0, 1)] == stands(open_)
    open_.do(lambda work: campaigning.change(work, "reading", unlimited=True))
    assert [0, 0, 0] == [waiting for _m, _p, waiting in stands(open_)]


def test_opening_twice_changes_nothing_and_other_facts_are_refused(team: Team) -> None:
    team.at("2026-03-05T09:00")
    first = begin(team, places=5)
    before = team.tasks_of("crew.campaign_", status="")
    team.at("2026-03-05T09:30")
    assert first == begin(team, places=5)
    assert before == team.tasks_of("crew.campaign_", status="")
    with pytest.raises(Conflict, match="reading"):
        begin(team, places=6)


def test_a_change_is_told_again_and_what_reads_the_same_is_not(open_: Team) -> None:
    number = next(t.number for t in open_.tasks_of("crew.campaign_share"))
    open_.do(lambda work: tasks.finish(work, number, by="林小满"))
    before = {t.payload["duty"] for t in open_.tasks_of("crew.campaign_")}
    open_.do(lambda work: campaigning.change(work, "reading", about="改到二楼"))
    after = open_.tasks_of("crew.campaign_")
    assert {*before, "share"} == {t.payload["duty"] for t in after}
    assert ["改到二楼" in t.text for t in after if t.payload["duty"] == "share"] == [True]
    found = open_.do(lambda work: campaigning.change(work, "reading", about="改到二楼"))
    assert after == open_.tasks_of("crew.campaign_")
    open_.do(lambda work: campaigning.change(work, "reading", at=at("2026-03-08T14:00")))
    assert ["2026-03-09 14:00"] == [show(t.due_at, ZONE) for t in open_.tasks_of("crew.campaign_complaints")]
    assert found.key == "reading"


def test_closing_drops_what_is_pointless(open_: Team) -> None:
    open_.do(lambda work: campaigning.close(work, "reading"))
    assert [] == open_.tasks_of("crew.campaign_")
    open_.do(lambda work: campaigning.close(work, "reading"))
    assert {"the campaign is closed"} == {t.note for t in open_.tasks_of("crew.campaign_", status="dropped")}
    with pytest.raises(Conflict, match="closed"):
        open_.do(lambda work: signups.sign(work, campaigns.running(work, "reading"), "豆宝妈妈"))
    with pytest.raises(NotFound, match="No campaign is open"):
        sign(open_, "豆宝妈妈")


def test_after_the_event_complaints_and_opinions_are_still_to_be_heard(open_: Team) -> None:
    open_.at("2026-03-07T16:00")
    open_.do(lambda work: campaigning.close(work, "reading"))
    assert {"complaints", "opinions"} == {t.payload["duty"] for t in open_.tasks_of("crew.campaign_")}


def test_an_export_that_comes_after_closing_is_counted_as_if_it_had_come_before(open_: Team) -> None:
    open_.do(lambda work: campaigning.close(work, "reading"))
    open_.at("2026-03-05T13:00")
    open_.chat("base", ("2026-03-05T11:00", "豆宝妈妈", "报名"), ("2026-03-05T12:30", "米粒妈妈", "报名"))
    assert [("豆宝妈妈", 1, 0)] == stands(open_)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"key": "Reading"}, "KEY"),
        ({"key": ""}, "KEY"),
        ({"key": "x" * 32}, "KEY"),
        ({"name": "  "}, "--name"),
        ({"name": "！！"}, "--name"),
        ({"name": "会" * 41}, "--name"),
        ({"name": "读书\u202e会"}, "--name"),
        ({"at": at("2026-03-05T09:00")}, "--at"),
        ({"at": at("2028-03-05T09:00")}, "--at"),
        ({"until": at("2026-03-05T09:00")}, "--until"),
        ({"until": at("2026-03-07T14:01")}, "--until"),
        ({"begins": at("2020-03-05T09:00")}, "--from"),
        ({"begins": at("2026-03-06T21:00")}, "--from"),
        ({"places": 0}, "--places"),
        ({"places": 1_000_000}, "--places"),
        ({"called": ["一"]}, "--called"),
        ({"called": ["读书会"] * 2 + [f"会{n}" for n in range(9)]}, "--called"),
        ({"about": "x" * 1001}, "--about"),
        ({"about": "\x07"}, "--about"),
    ],
)
def test_what_cannot_be_a_campaign_is_refused_with_its_place_and_nothing_is_kept(
    team: Team, given: dict[str, Any], where: str
) -> None:
    team.at("2026-03-05T09:00")
    with pytest.raises(UsageProblem) as refused:
        begin(team, **{"key": "reading", **given})
    assert where == refused.value.where
    assert [] == team.see(campaigns.listed)
    assert [] == team.tasks_of("crew.campaign_", status="")


# ---------------------------------------------------------------- merged, forgotten


def test_hook_members_merged_two_names_of_one_household_sign_up_once(open_: Team) -> None:
    open_.chat(
        "base", ("2026-03-05T10:00", "豆宝妈妈", "报名2人"), ("2026-03-05T10:05", "豆宝爸爸", "报名3人")
    )
    open_.do(lambda work: admission.merge(work, groups.get(work, "base"), "豆宝妈妈", "豆宝爸爸"))
    assert [("豆宝妈妈", 3, 0)] == stands(open_)


def test_hook_members_erased_frees_the_place_and_keeps_no_name(open_: Team) -> None:
    open_.do(lambda work: campaigning.change(work, "reading", places=1, about="豆宝妈妈带大家读"))
    open_.chat("base", ("2026-03-05T10:00", "豆宝妈妈", "报名"), ("2026-03-05T10:05", "米粒妈妈", "报名"))
    assert [("豆宝妈妈", 1, 0), ("米粒妈妈", 0, 1)] == stands(open_)
    open_.do(lambda work: admission.erase(work, groups.get(work, "base"), "豆宝妈妈"))
    assert [("米粒妈妈", 1, 0)] == stands(open_)
    assert "■带大家读" == open_.see(lambda work: campaigns.get(work, "reading")).about


def test_somebody_of_the_crew_who_is_forgotten_is_named_nowhere(open_: Team) -> None:
    open_.do(lambda work: campaigning.change(work, "reading", about="找周敏报名"))
    from franchise_crew import forgetting

    open_.do(lambda work: forgetting.forget(work, [people.get(work, "周敏").id]))
    assert "找■报名" == open_.see(lambda work: campaigns.get(work, "reading")).about
    assert [] == open_.see(
        lambda work: [
            t for t in campaign_tasks.duties_of(work, campaigns.get(work, "reading")) if "周敏" in t.text
        ]
    )


# ---------------------------------------------------------------- the commands


@pytest.fixture
def desk(team: Team) -> Desk:
    return Desk(team, url_of(team.app.database))


def test_a_campaign_from_its_opening_to_its_end(desk: Desk) -> None:
    words = (
        "campaign",
        "open",
        "reading",
        "--name",
        "周六读书会",
        "--at",
        EVENT,
        "--until",
        UNTIL,
        "--group",
        "base",
    )
    assert desk.json(*words, "--places", "3", "--dry-run")["dry_run"]
    assert [] == desk.json("campaign", "list")
    made = desk.json(*words, "--places", "3")
    assert ("open", 3, 0, {"share", "complaints", "opinions", "signups"}) == (
        made["status"], made["places"], made["people"], {one["duty"] for one in made["duties"]},
    )  # fmt: skip
    desk.team.at("2026-03-05T12:00")
    desk.team.chat(
        "base", ("2026-03-05T10:00", "豆宝妈妈", "报名2人"), ("2026-03-05T10:01", "米粒妈妈", "替人报名")
    )
    shown = desk.json("campaign", "show", "reading")
    assert [("豆宝妈妈", 2, 0)] == [(r["member"], r["placed"], r["waiting"]) for r in shown["signed"]]
    assert [("米粒妈妈", "替人报名")] == [(r["member"], r["said"]) for r in shown["to_look_at"]]
    noon = "2026-03-05T12:00"
    signed = desk.json("campaign", "sign", "米粒妈妈", "--people", "2", now=noon)
    assert (2, 0, True) == (signed["people"], signed["placed"], signed["changed"])
    assert [] == desk.json("campaign", "show")["to_look_at"]
    assert 0 == desk.json("campaign", "unsign", "米粒妈妈", now=noon)["people"]
    assert [("reading", 2, 3)] == [
        (r["campaign"], r["people"], r["places"]) for r in desk.json("campaign", "list")
    ]
    human = desk.run("campaign", "show").output
    assert "Places: 3, free: 1" in human
    assert "closed" == desk.json("campaign", "close", "reading")["status"]
    assert [] == desk.json("campaign", "list")
    assert 1 == len(desk.json("campaign", "list", "--all"))


@pytest.mark.parametrize(
    "words",
    [
        ("open", "reading", "--name", "x", "--at", "bald", "--group", "base"),
        ("open", "reading", "--name", "x", "--at", EVENT, "--until", "32.", "--group", "base"),
        ("open", "reading", "--name", "x", "--at", EVENT, "--group", "nowhere"),
        ("show", "nothing"),
        ("close", "nothing"),
        ("sign", "豆宝妈妈"),
        ("change", "reading", "--places", "3", "--unlimited"),
    ],
)
def test_a_slip_of_the_finger_is_told(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.refused("campaign", *words).exit_status in {1, 2}
    assert [] == desk.json("campaign", "list", "--all")
