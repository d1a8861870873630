"""Words are kept for a while, who wrote when for good; what is kept can be looked up and counted."""

from __future__ import annotations

from sqlalchemy import select
from tests.chat.sample import FOREVER, Room, at, export

from franchise import chat, groups
from franchise.chat.section import SECTION
from franchise.chat.tables import message
from franchise.stores import changes
from franchise.testing import check_section, check_tables

DAYS = 86_400_000


def test_the_section_can_be_replicated() -> None:
    check_section(SECTION, [{}, {"keep_days": 7}])


def test_the_table_can_be_sharded() -> None:
    assert [] == check_tables([message])


def test_reading_is_from_a_time_to_before_another(room: Room) -> None:
    room.ingest(export(*[(f"2026-03-05 09:0{n}:00", "王小美", str(n)) for n in range(5)]))
    found = room.see(
        lambda work: chat.read(
            work, groups.get(work, "base-1"), at("2026-03-05T09:01"), at("2026-03-05T09:03")
        )
    )
    assert ["1", "2"] == [m.text for m in found]


def test_members_are_counted_by_what_they_wrote_the_most_active_first(room: Room) -> None:
    room.ingest(
        export(
            ("2026-03-05 09:00:00", "王小美", "一"),
            ("2026-03-05 09:01:00", "李四", "[图片]"),
            ("2026-03-05 09:02:00", "李四", "二"),
            ("2026-03-05 09:03:00", "张三", "三"),
        )
        + "\n2026-03-05 09:04:00\n“赵六”加入了群聊\n\n2026-03-05 09:05:00\n王小美撤回了一条消息\n"
    )

    def count(since: int, until: int) -> list[tuple[int, int]]:
        found = room.see(lambda work: chat.activity(work, groups.get(work, "base-1"), since, until))
        return list(found.items())

    wang, li, zhang = (room.member(name) for name in ("王小美", "李四", "张三"))
    assert [(li, 2), (wang, 1), (zhang, 1)] == count(0, FOREVER)
    assert [(li, 1)] == count(at("2026-03-05T09:02"), at("2026-03-05T09:03"))
    assert [] == count(at("2026-03-05T09:04"), FOREVER)


def test_words_are_let_go_after_a_while_and_who_wrote_when_stays(room: Room) -> None:
    room.ingest(
        export(("2026-03-05 09:00", "王小美", "一"), ("2026-03-05 09:01", "李四", "[链接] https://a.cn"))
    )
    room.ingest("2026-03-05 09:02\n“赵六”退出了群聊\n", "base-2")
    room.at("2026-04-04T09:00:30")
    done = room.ingest(export(("2026-04-04 09:00", "李四", "二")))
    assert (1, 0) == (done.forgotten, done.unworded)
    found = room.kept()
    assert [("", ""), ("https://a.cn", "https://a.cn"), ("二", "")] == [(m.text, m.link) for m in found]
    assert [True, False, False] == [m.forgotten for m in found]
    assert ["王小美", "李四", "李四"] == [m.name for m in found]
    room.at("2026-04-04T09:05")
    assert (
        2 == room.ingest(export(("2026-04-04 09:00", "李四", "二"))).forgotten
    )  # in every group, without anything new
    assert [("", True)] == [(m.name, m.forgotten) for m in room.kept("base-2")]
    counted = room.see(lambda work: chat.activity(work, groups.get(work, "base-1"), 0, FOREVER))
    assert [2, 1] == list(counted.values())


def test_what_was_let_go_is_still_known(room: Room) -> None:
    text = export(("2026-03-05 09:00", "王小美", "一"))
    room.ingest(text)
    room.at("2026-05-05T09:00").do(chat.prune)
    assert (0, 1) == (len(room.ingest(text).messages), room.ingest(text).known)


def test_what_is_too_old_is_taken_in_without_its_words(make_room) -> None:
    room = make_room(
        ear="""
from franchise import hookimpl

@hookimpl
def franchise_messages_ingested(work, group, messages):
    work.record("heard", group.key, texts=[m.text for m in messages], gone=[m.forgotten for m in messages])
"""
    )
    done = room.ingest(export(("2026-01-05 09:00", "王小美", "旧的"), ("2026-03-05 09:00", "王小美", "新的")))
    assert (1, [True, False]) == (done.unworded, [m.forgotten for m in done.messages])
    (heard,) = room.events("heard")
    assert (["", "新的"], [True, False]) == (heard["texts"], heard["gone"])
    assert "旧的" not in str(room.see(lambda work: work.conn.execute(select(message)).all()))


def test_the_setup_says_for_how_many_days(room: Room) -> None:
    def keep(work) -> bool:
        doc = room.app.document(work.conn, work.store.version)
        return changes.change(work, room.app.schema, doc, "chat.keep_days", "100")

    room.do(keep)
    assert 0 == room.ingest(export(("2026-01-05 09:00", "王小美", "旧的"))).unworded


def test_forgetting_one_leaves_the_words_and_names_of_others(room: Room) -> None:
    room.ingest(
        export(("2026-03-05 09:00", "王", "我来了"), ("2026-03-05 09:01", "王婶", "王来了,王婶也来了"))
    )
    gone = room.member("王")
    hide = {room.group().id: lambda text: text.replace("王来", "■来")}
    assert 2 == room.do(lambda work: chat.forget(work, [gone], hide))
    assert [("■", ""), ("王婶", "■来了,王婶也来了")] == [(m.name, m.text) for m in room.kept()]
