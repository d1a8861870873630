"""Taking exports in: each message once, members by nickname, in one transaction."""

from __future__ import annotations

import gc
import json

import attrs
import pytest
from sqlalchemy import event
from tests.chat.sample import FOREVER, Room, at, export, read, said_messages

from franchise import UnitOfWork, UsageProblem, chat, groups
from franchise.chat import ChatInvalid, Message, ingesting, showing
from franchise.chat.commands import kind_words

MORNING = export(
    ("2026-03-05 09:00:00", "王小美", "早"),
    ("2026-03-05 09:00:05", "李四", "[图片]"),
    ("2026-03-05 09:01:00", "王小美", "@所有人 到货了"),
)
LISTENER = """
from franchise import hookimpl

@hookimpl
def franchise_messages_ingested(work, group, messages):
    for message in messages:
        work.record("heard", group.key, id=message.id, at=message.at, kind=message.kind,
                    text=message.text, named=message.member_id is not None)

@hookimpl
def franchise_members_joined(work, group, members):
    for one in members:
        work.record("welcomed", group.key, name=one.name, joined_at=one.joined_at, state=one.state)
"""
BROKEN = """
from franchise import hookimpl

@hookimpl
def franchise_messages_ingested(work, group, messages):
    work.record("heard", group.key)
    raise RuntimeError("out of order")
"""


def test_messages_are_kept_in_their_order_with_their_members(room: Room) -> None:
    done = room.ingest(MORNING)
    assert (3, 0) == (len(done.messages), done.known)
    assert [
        ("text", "王小美", "早"),
        ("image", "李四", ""),
        ("text", "王小美", "@所有人 到货了"),
    ] == room.lines()
    wang, li = room.member("王小美"), room.member("李四")
    assert [wang, li, wang] == [m.member_id for m in room.kept()]
    assert [False, False, True] == [m.mentions_all for m in room.kept()]
    assert (wang, li) == done.registered
    assert room.kept() == list(done.messages)


def test_the_same_export_twice_changes_nothing(room: Room) -> None:
    room.ingest(MORNING)
    before, events = room.kept(), room.events("chat.ingested")
    done = room.ingest(MORNING)
    assert (0, 3, ()) == (len(done.messages), done.known, done.registered)
    assert before == room.kept()
    assert events == room.events("chat.ingested")


def test_every_group_has_its_own_chat(room: Room) -> None:
    room.ingest(MORNING)
    room.ingest(MORNING, "base-2")
    assert 3 == len(room.kept()) == len(room.kept("base-2"))
    assert room.member("王小美") != room.member("王小美", "base-2")


def test_equal_messages_of_one_minute_are_as_many_as_there_are(room: Room) -> None:
    flood = export(*[("2026-03-05 09:00", "王小美", "[图片]")] * 10)
    assert 10 == len(room.ingest(flood).messages)
    assert 0 == len(room.ingest(flood).messages)
    assert 10 == len({m.id for m in room.kept()})


def test_messages_of_one_minute_stay_in_their_order(room: Room) -> None:
    words = [f"第{n}句" for n in range(40)]
    room.ingest(export(*[("2026-03-05 09:00", f"人{n % 3}", text) for n, text in enumerate(words)]))
    assert words == [m.text for m in sorted(room.kept(), key=lambda m: (m.at, m.id))]


def test_the_event_says_how_many_and_names_nobody(room: Room) -> None:
    room.ingest(MORNING)
    (found,) = room.events("chat.ingested")
    assert (3, "base-1", {}) == (found["messages"], found["subject"], found["departed"])
    assert "王" not in json.dumps(found, ensure_ascii=False)


def test_own_ids_know_a_message_again_whatever_stands_around_it(room: Room) -> None:
    first = [
        Message(id=f"m{n}", at=at("2026-03-05T09:00"), kind="text", name="王", text="好") for n in range(4)
    ]
    room.take(first)
    again = [first[3], first[1], attrs.evolve(first[0], id="m9")]
    done = room.take(again)
    assert (["m9"], 2) == ([m.id for m in done.messages], done.known)
    assert ["m0", "m1", "m2", "m3", "m9"] == sorted(m.id for m in room.kept())


def test_an_id_that_is_known_with_other_content_is_refused_with_its_line(room: Room) -> None:
    given = '{"id": 1, "at": "2026-03-05T09:00", "name": "王", "text": "好"}\n'
    room.ingest(given)
    found = read("\n" + given.replace("好", "不好") + given.replace("1,", "2,"))
    with pytest.raises(ChatInvalid) as refusal:
        room.take(found.messages, lines=found.lines)
    assert ["line 2: The id 1 is known with other content."] == [str(p) for p in refusal.value.problems]
    assert ["1"] == [m.id for m in room.kept()]
    done = room.take(found.messages, lines=found.lines, skip_bad=True)
    assert (["2"], [2]) == ([m.id for m in done.messages], [p.line for p in done.left])


def test_the_same_id_at_another_time_is_other_content(room: Room) -> None:
    one = Message(id="a", at=at("2026-03-05T09:00"), kind="text", name="王", text="好")
    room.take([one])
    with pytest.raises(ChatInvalid):
        room.take([attrs.evolve(one, at=one.at + 60_000)])


def test_future_messages_are_refused(room: Room) -> None:
    room.at("2026-03-05T09:00")
    late = said_messages(export(("2026-03-05 09:06", "王小美", "好")))
    with pytest.raises(ChatInvalid, match="one place cannot be read"):
        room.take(late)
    assert [(0, "future")] == [(p.line, p.code) for p in room.take(late, skip_bad=True).left]
    assert [] == room.kept()
    assert {} == room.states()


def test_too_many_messages_are_refused(room: Room) -> None:
    one = Message(id="", at=at("2026-03-05T09:00"), kind="text", name="王", text="好")
    with pytest.raises(UsageProblem):
        room.take([one] * 50_001)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "picture"},
        {"id": "~1"},
        {"id": "x" * 65},
        {"reply_to": "x" * 65},
        {"name": "长" * 33},
        {"text": "字" * 4001},
        {"link": "h" * 2001},
    ],
)
def test_messages_that_no_reader_gives_are_refused(room: Room, change: dict[str, str]) -> None:
    one = Message(id="a", at=at("2026-03-05T09:00"), kind="text", name="王", text="好")
    with pytest.raises(UsageProblem):
        room.take([attrs.evolve(one, **change)])


def test_the_same_id_twice_is_one_message_and_with_other_content_a_problem(room: Room) -> None:
    one = Message(id="a", at=at("2026-03-05T09:00"), kind="text", name="王", text="好")
    assert 1 == len(room.take([one, one]).messages)
    other = attrs.evolve(one, id="b")
    with pytest.raises(ChatInvalid):
        room.take([other, attrs.evolve(other, text="不好")])
    assert 1 == len(room.kept())


def test_all_problems_of_an_export_are_told_at_once(room: Room) -> None:
    room.ingest('{"id": 1, "at": "2026-03-05T09:00", "name": "王", "text": "好"}')
    text = (
        '{"id": 1, "at": "2026-03-05T09:00", "name": "王", "text": "换了"}\nbroken\n'
        '{"at": "2026-03-05T10:00", "name": "王", "text": "好"}'
    )

    def take(work, **more):
        return ingesting.take(work, groups.get(work, "base-1"), read(text), **more)

    with pytest.raises(ChatInvalid) as refusal:
        room.do(take)
    assert [(1, "same_id"), (2, "not_json")] == [(p.line, p.code) for p in refusal.value.problems]
    done = room.do(lambda work: take(work, skip_bad=True))
    assert (1, [1, 2]) == (len(done.messages), [p.line for p in done.left])


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_is_not_looked_for_while_an_export_becomes_messages(room: Room, enabled: bool) -> None:
    text = "".join(
        f"人{n % 9} 2026-03-05 {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}\n第{n}句\n" for n in range(3_000)
    )
    searches: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            searches.append(info["generation"])

    def run(work: UnitOfWork) -> int:
        gc.collect()
        (gc.enable if enabled else gc.disable)()
        gc.callbacks.append(note)
        try:
            parsed = read(text)
            return len(chat.ingest(work, groups.get(work, "base-1"), parsed.messages).messages)
        finally:
            gc.callbacks.remove(note)

    try:
        assert 3_000 == room.do(run)
        assert enabled is gc.isenabled()
    finally:
        gc.enable()
    assert 3 >= len(searches)  # before, between and after the two; dozens otherwise


def test_the_number_of_statements_does_not_grow_with_the_export(room: Room) -> None:
    def statements(count: int, day: int) -> int:
        text = export(
            *(
                (f"2026-03-0{day} {9 + n // 60:02}:{n % 60:02}:00", f"人{n % 50}", f"{n}")
                for n in range(count)
            )
        )
        seen: list[str] = []

        def note(_conn, _cursor, statement, *_more) -> None:
            seen.append(statement)

        engine = room.app.database.engine
        event.listen(engine, "before_cursor_execute", note)
        done = room.ingest(text)
        event.remove(engine, "before_cursor_execute", note)
        assert count == len(done.messages)
        return len(seen)

    small, large = statements(60, 1), statements(600, 2)
    assert small >= large > 5


def test_hook_messages_ingested_is_told_of_new_messages_by_time(make_room) -> None:
    room = make_room(ear=LISTENER)
    room.ingest(export(("2026-03-05 09:01:00", "王小美", "到货了")))
    room.ingest(MORNING.replace("@所有人 到货了", "到货了"))
    heard = room.events("heard")
    assert ["到货了", "早", ""] == [e["text"] for e in heard]
    assert [True] * 3 == [e["named"] for e in heard]
    assert ["text", "text", "image"] == [e["kind"] for e in heard]


def test_hook_messages_ingested_hears_nothing_of_what_is_known(make_room) -> None:
    room = make_room(ear=LISTENER)
    room.ingest(MORNING)
    before = room.events("heard")
    room.ingest(MORNING)
    assert before == room.events("heard")


def test_hook_messages_ingested_that_fails_loses_its_part_alone(make_room) -> None:
    room = make_room(ear=LISTENER, thorn=BROKEN)

    def run(work):
        chat.ingest(work, groups.get(work, "base-1"), said_messages(MORNING))
        return [(f.plugin, f.hook) for f in work.failures]

    assert [("thorn", "franchise_messages_ingested")] == room.do(run)
    assert 3 == len(room.kept()) == len(room.events("heard"))


def test_hook_members_joined_is_told_once_of_who_came_in_and_when(make_room) -> None:
    room = make_room(ear=LISTENER)
    room.join("老赵")
    before = room.events("welcomed")
    text = (
        "2026-03-05 09:00:30\n李四邀请王小美、张三、老赵加入了群聊\n\n李四 2026-03-05 09:02:00\n欢迎\n\n"
        "2026-03-05 09:03\n“张三”退出了群聊\n"
    )
    done = room.ingest(text)
    new = room.events("welcomed")[len(before) :]
    assert [("王小美", at("2026-03-05T09:00:30"), "member")] == [
        (e["name"], e["joined_at"], e["state"]) for e in new
    ]
    assert (room.member("王小美"),) == done.joined
    room.ingest(text)
    assert new == room.events("welcomed")[len(before) :]


def test_tasks_that_plugins_give_out_and_plugins_that_fail_are_told(make_room) -> None:
    room = make_room(
        thorn=BROKEN,
        warner="""
from franchise import hookimpl, tasks

@hookimpl
def franchise_messages_ingested(work, group, messages):
    new = [tasks.NewTask(key=m.id, kind="warner.warn", title=f"Warn {m.name}", group_id=group.id) for m in messages]
    tasks.open(work, new)
""",
    )
    parsed = read(export(("2026-03-05 09:00:00", "王小美", "早")))

    def run(work):
        group = groups.get(work, "base-1")
        return showing.taken(work, group, parsed, ingesting.take(work, group, parsed))

    taken = room.do(run)
    assert ["Warn 王小美"] == [task.title for task in taken.tasks]
    assert "Warn 王小美" in list(showing.lines(taken, kind_words()))[-1]
    (failure,) = taken.failures
    assert ("thorn" in failure, "out of order" in failure) == (True, True)
    data = showing.data(taken)
    assert (["Warn 王小美"], [failure]) == ([t["title"] for t in data["tasks"]], data["failures"])


def test_a_rehearsal_keeps_nothing(room: Room) -> None:
    with room.app.rehearsal("qinghe") as work:
        chat.ingest(work, groups.get(work, "base-1"), said_messages(MORNING))
        assert 3 == len(chat.read(work, groups.get(work, "base-1"), 0, FOREVER))
    assert ([], {}) == (room.kept(), room.states())
