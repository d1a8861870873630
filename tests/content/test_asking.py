"""What members ask most becomes the task to answer it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.content.corner import Corner

from franchise import Message, cadence, chat, groups, tasks
from franchise.clock import instant
from franchise_content.asking import most_asked, question

QUESTIONS = {"questions": {"least": 2}}


def asked(*said: tuple[int | None, str], least: int = 2) -> tuple[str, int] | None:
    found = [question(str(n), who, text) for n, (who, text) in enumerate(said)]
    best = most_asked(filter(None, found), least)
    return (best.words, best.members) if best else None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("宝宝湿疹怎么护理", True),
        ("湿疹用什么霜？", True),
        ("how do I wash this", True),
        ("今天到货吗", True),
        ("今天到货了", False),
        ("？", False),
        ("@小雨妈妈 ？", False),
        ("好" * 300 + "？", False),
    ],
)
def test_a_question_is_what_asks_something(text: str, is_one: bool) -> None:
    assert is_one == (question("1", 7, text) is not None)


def test_what_the_app_or_a_stranger_says_is_no_question() -> None:
    assert None is question("1", None, "湿疹怎么办？")


@pytest.mark.practice("I-196")
def test_the_question_of_most_members_wins_in_the_words_they_share() -> None:
    assert ("湿疹护理", 3) == asked(
        (1, "请问宝宝湿疹怎么护理呀？"),
        (2, "明天几点开门？"),
        (3, "湿疹怎么护理"),
        (2, "大家湿疹怎么护理的，求助"),
        (2, "明天几点开门"),
        (2, "明天几点开门啊"),
    )


def test_two_questions_are_not_alike_for_being_questions() -> None:
    assert None is asked((1, "湿疹怎么护理？"), (2, "红屁股怎么护理？"))
    assert None is asked((1, "how do I wash this?"), (2, "how do I cook that?"))
    assert ("washcup", 2) == asked((1, "how do I wash the cup?"), (2, "can I wash the cup"))


def test_one_member_who_asks_often_is_one() -> None:
    assert None is asked((1, "湿疹怎么护理"), (1, "湿疹怎么护理？"), (1, "湿疹怎么护理？？"))


def test_nobody_is_quoted() -> None:
    words, _members = asked((1, "我家小雨湿疹怎么护理"), (2, "童童的湿疹怎么护理"))
    assert "湿疹护理" == words


def test_nothing_was_asked() -> None:
    assert None is asked()


SAID = st.lists(
    st.tuples(st.integers(1, 5), st.text(alphabet="湿疹怎么护理奶粉几点开门？ ", min_size=1, max_size=12)),
    max_size=30,
)


@given(said=SAID, least=st.integers(1, 4))
def test_whatever_is_found_was_asked_by_so_many(said: list[tuple[int, str]], least: int) -> None:
    found = [q for n, (who, text) in enumerate(said) if (q := question(str(n), who, text))]
    best = most_asked(found, least)
    if best is None:
        return
    by_id = {q.id: q for q in found}
    askers = {by_id[i].member_id for i in best.messages}
    assert best.members == len(askers) >= least
    assert best.words
    sharing = {q.member_id for q in found if best.words in q.bare}
    assert len(sharing) >= min(2, best.members)


# ---------------------------------------------------------------- in a store


def chatted(corner: Corner, *said: tuple[str, str, str]) -> None:
    messages = [
        Message(id=f"m{n}", at=instant(when, corner.zone), kind="text", name=name, text=text)
        for n, (when, name, text) in enumerate(said)
    ]
    corner.do(lambda work: chat.ingest(work, groups.get(work, "base-1"), messages))


def look(corner: Corner, text: str) -> None:
    corner.at(text).do(cadence.fill)


def analyses(corner: Corner) -> list[tasks.Task]:
    return corner.see(lambda work: tasks.listed(work, kind="content.analysis"))


@pytest.fixture
def week(make: Callable[..., Corner]) -> Corner:
    corner = make(content=QUESTIONS).at("2026-03-08T20:00")
    chatted(
        corner,
        ("2026-03-05T10:00", "小雨妈妈", "宝宝湿疹怎么护理呀？"),
        ("2026-03-06T10:00", "童童妈妈", "请问湿疹怎么护理"),
        ("2026-03-06T11:00", "王小美", "明天开门吗"),
    )
    return corner


@pytest.mark.practice("I-196")
def test_hook_time_passed_on_monday_asks_for_an_analysis_of_the_week_s_question(week: Corner) -> None:
    for moment in ("2026-03-09T09:59", "2026-03-09T10:00", "2026-03-09T10:01", "2026-03-12T10:00"):
        look(week, moment)
    (task,) = analyses(week)
    assert ("reply", "base-1", instant("2026-03-09T10:00", week.zone), 2) == (
        task.duty, task.group, task.due_at, task.payload["members"],
    )  # fmt: skip
    assert "Answer with an analysis in 柳荫路店1群: 2 members asked about 湿疹护理" == task.title


def test_when_nobody_looked_on_monday_it_is_asked_for_later_in_the_week_once(week: Corner) -> None:
    look(week, "2026-03-11T23:30")
    look(week, "2026-03-12T08:00")
    (task,) = analyses(week)
    assert instant("2026-03-12T07:00", week.zone) == task.due_at


def test_the_questions_of_an_older_week_are_left_alone(week: Corner) -> None:
    look(week, "2026-03-16T10:00")
    assert [] == analyses(week)


def test_nobody_looks_where_that_is_not_asked_for(make: Callable[..., Corner]) -> None:
    corner = make().at("2026-03-08T20:00")
    chatted(corner, *((f"2026-03-05T10:0{n}", f"妈妈{n}", "湿疹怎么护理？") for n in range(5)))
    look(corner, "2026-03-09T10:00")
    assert [] == analyses(corner)
