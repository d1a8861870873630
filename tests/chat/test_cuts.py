"""An export that was cut off within a message, and then the same one whole."""

from __future__ import annotations

import pytest
from tests.chat.sample import Room, at, export, read

from franchise import groups
from franchise.chat import Ingested, Message
from franchise.chat.cuts import is_cut

WHOLE = """2026-03-05 08:00
“朵朵妈妈”加入了群聊

豆宝妈妈 2026-03-05 10:00:00
加微信看货

朵朵妈妈 2026-03-05 10:00:00
好的
2026-03-05 10:00 我记得

豆宝妈妈 2026-03-05 12:00:30
[图片]

豆宝妈妈 2026-03-05 12:00:30
[图片] 好看吗

2026-03-05 12:40
“豆宝妈妈”修改群昵称为“小雨”

小雨 2026-03-05 13:30
[链接] 今日 https://shop.example.com/today
第二行 😀👨‍👩‍👧

朵朵妈妈 2026-03-05 13:45:01
早
"""


STEP = 5


def take(room: Room, text: str, group: str) -> Ingested:
    return room.take(read(text).messages, group, skip_bad=True)


@pytest.mark.parametrize("part", range(STEP))
def test_an_export_cut_anywhere_and_then_whole_is_the_whole(room: Room, part: int) -> None:
    cuts = range(1 + part, len(WHOLE), STEP)
    room.do(lambda work: [groups.create(work, "base") for _cut in cuts])
    take(room, WHOLE, "base-1")
    expected = [(m.at, m.kind, m.name, m.text, m.link) for m in room.kept()]
    for nth, cut in enumerate(cuts, 2):
        group = f"base-{nth}"
        take(room, WHOLE[:cut], group)
        take(room, WHOLE, group)
        found = [(m.at, m.kind, m.name, m.text, m.link) for m in room.kept(group)]
        assert (WHOLE[:cut], expected) == (WHOLE[:cut], found)
        assert ((), ()) == (take(room, WHOLE, group).messages, take(room, WHOLE[:cut], group).messages)
        assert room.states() == room.states(group)


TELL = """
from franchise import hookimpl

@hookimpl
def franchise_messages_ingested(work, group, messages):
    for one in messages:
        work.record("told", one.id, text=one.text)
"""


def test_plugins_are_told_of_the_words_that_were_missing(make_room) -> None:
    room = make_room(tell=TELL)
    text = export(("2026-03-05 10:00", "豆宝", "早"), ("2026-03-05 10:01", "豆宝", "加我微信看货"))
    take(room, text[: text.index("看")], "base-1")
    done = take(room, text, "base-1")
    assert ((), 2) == (done.messages, done.known)
    assert ["早", "加我微信", "加我微信看货"] == [e["text"] for e in room.events("told")]
    (_first, last) = room.kept()
    assert last.id == room.events("told")[-1]["subject"]


def test_two_messages_of_one_minute_are_two_although_one_begins_as_the_other(room: Room) -> None:
    both = [("2026-03-05 10:00", "豆宝", "好"), ("2026-03-05 10:00", "豆宝", "好的")]
    before = ("2026-03-05 09:00", "朵朵", "买吗")
    take(room, export(before, both[0]), "base-1")
    take(room, export(before, *both), "base-1")
    assert ["买吗", "好", "好的"] == [m.text for m in room.kept()]
    # An export that begins within the minute does not say that the first one was never written.
    take(room, export(both[0]), "base-2")
    take(room, export(both[1], ("2026-03-05 10:05", "朵朵", "嗯")), "base-2")
    assert {"好", "好的", "嗯"} == {m.text for m in room.kept("base-2")}


def test_words_of_somebody_else_are_never_the_rest_of_a_message(room: Room) -> None:
    before = ("2026-03-05 09:00", "朵朵", "买吗")
    take(room, export(before, ("2026-03-05 10:00", "豆宝", "好")), "base-1")
    take(room, export(before, ("2026-03-05 10:00", "朵朵", "好的")), "base-1")
    assert {("朵朵", "买吗"), ("豆宝", "好"), ("朵朵", "好的")} == {(m.name, m.text) for m in room.kept()}


def test_a_new_name_that_was_cut_off_is_another_name_of_the_same_member(room: Room) -> None:
    text = export(("2026-03-05 09:00", "豆宝", "早")) + "\n2026-03-05 10:00\n豆宝修改群昵称为小雨妈妈"
    take(room, text[:-2], "base-1")
    take(room, text, "base-1")
    assert {"豆宝/小雨/小雨妈妈": "member"} == room.states()


def test_what_a_cut_leaves() -> None:
    def said(text: str, kind: str = "text") -> Message:
        return Message(id="", at=at("2026-03-05T10:00"), kind=kind, name="李 四", text=text)

    after = said("早")
    assert is_cut(("text", "加我"), said("加我微信"), None)
    assert is_cut(("text", "[图"), said("", "image"), None)
    assert is_cut(("image", "李 四 2026-0"), said("", "image"), after)
    assert is_cut(("text", "好的\n\n2026-03"), said("好的"), after)
    assert not is_cut(("text", "好的\n\n谢谢"), said("好的"), after)
    assert not is_cut(("text", "好的\n\n李"), said("好的"), None)
    assert not is_cut(("text", "图片"), said("", "image"), None)
