"""Questions, cold posts and posts to all: what of a chat waits for an answer, and for whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crew.team import Team, body

from franchise import Message
from franchise.groups.section import SECTION as GROUPS
from franchise.setups import Schema
from franchise_crew.answering import MINUTE, Waiting, waiting
from franchise_crew.section import SECTION, Crew

NOON = 1_772_683_200_000
STAFF = {1: {"keep", "announce", "reply"}, 2: {"atmosphere"}}


def section() -> Crew:
    schema = Schema([SECTION, GROUPS])
    given_ = body()
    return schema.effective(schema.parse(given_)).get("crew")


CREW = section()


def say(minute: int, who: int, text: str = "早", **more: object) -> Message:
    return Message(
        id=f"m{minute}",
        at=NOON + minute * MINUTE,
        kind="text",
        name=f"n{who}",
        member_id=who,
        text=text,
        **more,
    )


def found(*messages: Message, now: int = 60) -> list[tuple[str, str, int]]:
    return [
        (w.sort, w.message.id, (w.due_at - NOON) // MINUTE)
        for w in waiting(CREW, messages, STAFF, NOON + now * MINUTE)
    ]


@pytest.mark.practice("I-142")
def test_a_question_waits_for_thirty_minutes_and_no_longer_when_the_crew_speaks() -> None:
    asked = say(0, 7, "奶粉还有货吗")
    assert [("question", "m0", 30)] == found(asked)
    assert [] == found(asked, say(5, 1, "有的"))


@pytest.mark.practice("I-142")
def test_an_answer_to_somebody_else_or_a_call_to_all_answers_no_question() -> None:
    asked, other = say(0, 7, "多少钱"), say(1, 8, "几点到？")
    assert ["m0"] == [m for _s, m, _d in found(asked, other, say(5, 1, "下午", reply_to="m1"))]
    called = found(asked, say(5, 1, "@所有人 报名", mentions_all=True))
    assert [("question", "m0", 30), ("all", "m5", 25)] == called


@pytest.mark.practice("I-142")
def test_a_neighbour_who_refers_to_the_question_answers_it_and_talk_does_not() -> None:
    asked = say(0, 7, "怎么冲")
    assert [] == found(asked, say(1, 8, "四十度", reply_to="m0"))
    assert ["m0"] == [m for _s, m, _d in found(asked, say(1, 8, "早啊"))]
    assert ["m0"] == [m for _s, m, _d in found(asked, say(1, 7, "在吗在", reply_to="m0"))][:1]


@pytest.mark.practice("I-135")
def test_a_post_with_which_the_talk_ends_is_cold_after_twenty_minutes() -> None:
    assert [("cold", "m0", 20)] == found(say(0, 1, "今天新课"))
    assert [] == found(say(0, 1, "今天新课"), say(3, 7))
    assert [("cold", "m2", 22)] == found(say(0, 1, "今天新课"), say(2, 1, "链接在这"))


@pytest.mark.practice("I-135")
def test_an_answer_is_no_post_that_could_stay_cold() -> None:
    assert [] == found(say(0, 7, "早"), say(5, 1, "早呀"))
    assert [] == found(say(0, 7, "还有吗"), say(50, 1, "有"))
    assert [("cold", "m40", 60)] == found(say(0, 7, "早"), say(40, 1, "新课"))


@pytest.mark.practice("I-135")
def test_what_the_atmosphere_crew_says_is_no_post() -> None:
    assert [] == found(say(0, 2, "我家也在用"))


def test_what_is_older_than_a_day_is_nobody_s_task() -> None:
    assert [] == found(say(0, 7, "有吗"), now=24 * 60 + 1)
    assert [] == found(say(0, 1, "新课"), now=12 * 60 + 1)


chats = st.lists(
    st.tuples(st.integers(0, 120), st.sampled_from([1, 2, 7, 8]), st.sampled_from(["早", "有吗", "@所有人"])),
    max_size=12,
    unique_by=lambda t: t[0],
).map(lambda rows: [say(m, who, text, mentions_all="@" in text) for m, who, text in sorted(rows)])


@given(messages=chats)
def test_only_the_last_message_is_cold_and_every_question_of_a_member_after_the_crew_waits(
    messages: list[Message],
) -> None:
    got: list[Waiting] = waiting(CREW, messages, STAFF, NOON + 121 * MINUTE)
    assert all(w.message is messages[-1] for w in got if w.sort == "cold")
    last = max((m.at for m in messages if m.member_id in STAFF and not m.mentions_all), default=0)
    open_ones = [m for m in messages if m.member_id not in STAFF and "吗" in m.text and m.at > last]
    assert open_ones == [w.message for w in got if w.sort == "question"]


@pytest.mark.practice("I-142")
def test_hook_messages_ingested_asks_the_one_on_duty_and_takes_it_back_when_answered(team: Team) -> None:
    team.at("2026-03-05T09:10")
    team.stand("early", "2026-03-05", "吴倩")
    team.chat("base", ("2026-03-05T09:00", "豆宝妈妈", "奶粉还有货吗？"))
    (task,) = team.tasks()
    assert ("crew.question", "吴倩", "reply", "Answer 豆宝妈妈: 奶粉还有货吗？") == (
        task.kind, task.person, task.duty, task.title,
    )  # fmt: skip
    assert 30 * MINUTE == task.due_at - task.payload["at"]
    team.chat(
        "base", ("2026-03-05T09:00", "豆宝妈妈", "奶粉还有货吗？"), ("2026-03-05T09:08", "吴倩", "有的")
    )
    assert [] == team.tasks()
    assert ["answered"] == [t.note for t in team.tasks(status="dropped")]


def test_the_same_chat_twice_changes_nothing(team: Team) -> None:
    team.at("2026-03-05T09:10")
    said = ("2026-03-05T09:00", "豆宝妈妈", "奶粉还有货吗？")
    team.chat("base", said)
    before = team.tasks()
    team.chat("base", said, ("2026-03-05T09:05", "米粒妈妈", "同问"))
    assert before == team.tasks()


@pytest.mark.practice("I-128")
def test_after_a_post_to_all_the_atmosphere_crew_is_asked_openly(team: Team) -> None:
    team.at("2026-03-05T09:10")
    team.chat("base", ("2026-03-05T09:00", "林小满", "@所有人 周五读书会"))
    found_ = team.tasks()
    assert [("crew.all", "atmosphere", "何圆"), ("crew.all", "atmosphere", "张姐")] == sorted(
        (t.kind, t.duty, t.person) for t in found_
    )
    assert all("the members know that you help the store" in t.text for t in found_)


def test_fewer_of_the_atmosphere_crew_are_asked_where_the_setup_says_so(make: Callable[..., Team]) -> None:
    team = make()
    team.change("crew.answers", "1")
    team.at("2026-03-05T12:10")
    team.chat(
        "base",
        ("2026-03-05T09:00", "林小满", "@所有人 一"),
        ("2026-03-05T10:00", "林小满", "@所有人 二"),
        ("2026-03-05T11:00", "林小满", "@所有人 三"),
        ("2026-03-05T12:00", "林小满", "@所有人 四"),
    )
    asked = [t.person for t in team.tasks()]
    assert 4 == len(asked)
    assert set(asked) <= {"何圆", "张姐"}


@pytest.mark.practice("I-135")
def test_a_cold_post_goes_to_the_atmosphere_crew_or_to_whoever_replies(team: Team) -> None:
    team.at("2026-03-05T09:10")
    team.stand("early", "2026-03-05", "周敏")
    team.chat("base", ("2026-03-05T09:00", "林小满", "今天新课"))
    assert [("crew.cold", "atmosphere")] == [(t.kind, t.duty) for t in team.tasks()]
    for name in ("何圆", "张姐"):
        from franchise_crew import assigning

        team.do(lambda work, name=name: assigning.unassign(work, name, "atmosphere"))
    team.chat("core", ("2026-03-05T09:00", "林小满", "核心群新课"))
    assert [("reply", "周敏")] == [(t.duty, t.person) for t in team.tasks() if t.group == "core"]


def test_nobody_is_asked_at_night_but_a_question_waits_for_the_morning(team: Team) -> None:
    team.at("2026-03-05T23:30")
    team.chat("base", ("2026-03-05T22:50", "林小满", "今天新课"))
    assert [] == team.tasks()
    team.chat("base", ("2026-03-05T22:50", "林小满", "今天新课"), ("2026-03-05T22:55", "豆宝妈妈", "有货吗"))
    from franchise.clock import instant

    assert [instant("2026-03-06T07:00", "Asia/Shanghai")] == [t.due_at for t in team.tasks()]


def test_a_store_without_crew_is_asked_nothing(make: Callable[..., Team]) -> None:
    team = make(crew=False)
    team.at("2026-03-05T09:10")
    team.chat("base", ("2026-03-05T09:00", "豆宝妈妈", "奶粉还有货吗？"))
    assert [] == team.tasks()


def test_the_number_of_statements_does_not_depend_on_the_number_of_messages(team: Team) -> None:
    from sqlalchemy import event

    from franchise import groups
    from franchise_crew import answering

    def statements() -> int:
        seen: list[object] = []

        def note(*given_: object) -> None:
            seen.append(given_[2])

        def look(work: object) -> int:
            found_ = groups.get(work, "base")
            event.listen(team.app.database.engine, "before_cursor_execute", note)
            try:
                answering.note_messages(work, found_)
            finally:
                event.remove(team.app.database.engine, "before_cursor_execute", note)
            return len(seen)

        return team.do(look)

    team.at("2026-03-05T12:00")
    team.stand("early", "2026-03-05", "周敏")
    team.chat("base", *[(f"2026-03-05T09:{n:02d}", f"妈妈{n}", "有货吗") for n in range(3)])
    few = statements()
    team.chat("base", *[(f"2026-03-05T10:{n:02d}", f"妈妈{n}", "有货吗") for n in range(60)])
    assert (few, 63) == (statements(), len(team.tasks()))
    assert 15 > few


def test_a_blank_mark_makes_no_question(make: Callable[..., Team]) -> None:
    team = make(settings={"crew": {"questions": ["", " ", "？"]}})
    team.chat(
        "base",
        ("2026-03-05T08:50", "小雨妈妈", "今天 天气真好"),
        ("2026-03-05T08:51", "豆宝妈妈", "几点开课？"),
    )
    assert ["Answer 豆宝妈妈: 几点开课？"] == [task.title for task in team.tasks("crew.question")]
