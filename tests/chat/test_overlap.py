"""Exports written in any way are read back, and exports cut anywhere give the same rows."""

from __future__ import annotations

import json
import random
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.chat.sample import Room, at, export, read, shown
from tests.support import ZONE

from franchise import chat, groups
from franchise.chat.weaving import weave
from franchise.clock import local

NAMES = ["王小美", "李 四", "Lily妈妈", "2号楼张姐", "小雨:妈妈"]
FIRST = at("2026-03-01T00:00")
WORDS = st.text(
    st.sampled_from("好的到货了鸡蛋斤12:3 a@.,，！/[]{}\"“”'\n-—年月日群聊了加入"), min_size=1, max_size=30
).map(str.strip)
STYLES = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H:%M"]
ANYTHING = st.text(max_size=200)


def _plain_words(text: str) -> bool:
    """Words that are nothing but words: no line of them is a header, a time, or what the app says."""
    found = read(f"王小美 2026-03-01 00:00:00\n{text}\n")
    return (
        not found.problems and [text] == [m.text for m in found.messages] and found.messages[0].kind == "text"
    )


MESSAGES = st.lists(
    st.tuples(st.integers(0, 4 * 86_400), st.sampled_from(NAMES), WORDS.filter(bool).filter(_plain_words)),
    max_size=25,
)


@settings(max_examples=150)
@given(
    MESSAGES,
    st.sampled_from(STYLES),
    st.booleans(),
    st.sampled_from(["", "\n", "\n\n"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_plain_form_is_read_back_in_every_style(messages, style, name_first, gap, end) -> None:
    rows = sorted((FIRST + s * 1000, name, text) for s, name, text in messages)
    parts, expected = [], []
    for when, name, text in rows:
        time = local(when, ZONE).strftime(style)
        parts.append(f"{name} {time}\n{text}\n" if name_first else f"{time} {name}\n{text}\n")
        known = when if "%S" in style else when // 60_000 * 60_000
        expected.append((known, name, text))
    found = read(gap.join(parts).replace("\n", end))
    assert () == found.problems
    if "%S" in style:
        assert expected == [(m.at, m.name, m.text) for m in found.messages]
    else:
        assert sorted(expected) == sorted((m.at, m.name, m.text) for m in found.messages)


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(NAMES), ANYTHING), max_size=25), st.booleans()
)
def test_jsonl_is_read_back_whatever_the_words(messages, ascii_only) -> None:
    rows = sorted(messages, key=lambda row: row[0])
    text = "\n".join(
        json.dumps(
            {"at": local(FIRST - s, ZONE).isoformat(), "name": name, "text": words},
            ensure_ascii=ascii_only,
        )
        for s, name, words in reversed(rows)
    )
    found = read(text, form="jsonl")
    assert () == found.problems
    assert [(FIRST - s, name) for s, name, _w in reversed(rows)] == [(m.at, m.name) for m in found.messages]
    for (_s, _name, words), message in zip(reversed(rows), found.messages, strict=True):
        assert message.text in words or set(message.text) <= set(words)


@settings(max_examples=300)
@given(
    ANYTHING
    | st.text(st.sampled_from('王李 2026-03-5:年月日下午昨天\n“”加入群聊移出[]{}"at:,'), max_size=300)
)
def test_no_text_breaks_the_readers_and_nothing_is_lost_silently(text) -> None:
    for form in ("plain", "jsonl", "auto"):
        found = read(text, form=form)
        assert len(found.messages) == len(found.lines)
        count = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert all(1 <= p.line <= count for p in found.problems)
        if text.strip() and text.isprintable() and form != "plain":
            assert found.messages or found.problems or found.form == "plain"


SMALL = st.lists(st.sampled_from("abc"), max_size=7)


@settings(max_examples=400)
@given(SMALL, SMALL, st.booleans())
def test_a_woven_row_holds_both_in_their_order_and_no_more_than_it_must(old, new, new_first) -> None:
    pairs = weave(old, new, new_first=new_first)
    order = [i for i, _j in pairs if i is not None]
    assert list(range(len(old))) == sorted(order)
    assert list(range(len(new))) == [j for _i, j in pairs if j is not None]
    # Only what stands once in both may move: its pieces came in another order than they were written.
    stays = [i for i in order if not (old.count(old[i]) == new.count(old[i]) == 1)]
    assert sorted(stays) == stays
    assert all(old[i] == new[j] for i, j in pairs if i is not None and j is not None)
    row = [old[i] if i is not None else new[j] for i, j in pairs]
    assert len(row) <= len(old) + len(new)
    assert row == [row[i] for i, _j in weave(row, new)]  # and taking either in again changes nothing
    if order == sorted(order):
        assert row == [row[i] for i, _j in weave(row, old)]


def test_what_stands_once_in_both_is_one_although_its_pieces_came_in_another_order() -> None:
    pairs = weave(["c", "d", "a"], ["a", "b", "c"])
    assert {(2, 0), (None, 1), (0, 2), (1, None)} == set(pairs)
    assert [0, 1, 2] == [j for _i, j in pairs if j is not None]


def test_a_huge_minute_is_counted_instead_of_compared() -> None:
    old, new = ["a", "b"] * 700, ["b", "c"] * 700
    pairs = weave(["x", *old, "y"], ["z", *new, "w"])
    assert len(old) + 2 + 2 + 700 == len([1 for i, j in pairs if i is not None or j is not None])
    assert list(range(len(old) + 2)) == [i for i, _j in pairs if i is not None]


def rows(room: Room, group: str, since: int) -> list[tuple[str, str, str, str]]:
    found = room.see(lambda work: chat.read(work, groups.get(work, group), since, since + 6 * 60_000))
    return sorted((m.id, shown(m.at), m.name, m.text) for m in found)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_overlapping_exports_cut_anywhere_and_taken_in_any_order_give_the_same_rows(room: Room, data) -> None:
    """Minutes alone are told, every minute has several messages, equal ones too, but none of them on both sides."""
    dice = random.Random(data.draw(st.integers(0, 10**6)))
    since = room.at("2026-03-20T20:00").next_minutes(6)
    messages = []
    for minute in range(data.draw(st.integers(1, 6))):
        time = local(since + minute * 60_000, ZONE).strftime("%Y-%m-%d %H:%M")
        for nth in range(dice.randint(1, 5)):
            messages += [(time, dice.choice(NAMES), f"第{nth}句")] * dice.choice([1, 1, 1, 3])
    whole = room.ingest(export(*messages), "base-1")
    assert len(messages) == len(whole.messages)

    cuts = data.draw(st.lists(st.integers(0, len(messages)), max_size=4))
    ends = sorted({0, len(messages), *(_whole(messages, cut) for cut in cuts)})
    parts = []
    for begin, end in pairwise(ends):
        first = _whole(messages, max(begin - data.draw(st.integers(0, 4)), 0))
        last = _whole(messages, min(end + data.draw(st.integers(0, 4)), len(messages)))
        parts.append(export(*messages[first:last]))
    for part in data.draw(st.permutations(parts)):
        room.ingest(part, "base-2")
    for part in parts:
        assert () == room.ingest(part, "base-2").messages
    assert rows(room, "base-1", since) == rows(room, "base-2", since)


def _whole(messages: list[tuple[str, str, str]], cut: int) -> int:
    """The cut moved to where it does not part equal messages."""
    while 0 < cut < len(messages) and messages[cut] == messages[cut - 1]:
        cut += 1
    return cut


def test_equal_messages_that_a_cut_parts_are_found_again_by_what_stands_between(room: Room) -> None:
    flood = [("2026-03-05 09:00", "王小美", "[图片]")]
    other = [("2026-03-05 09:00", "李四", "别刷了")]
    room.ingest(export(*flood, *flood, *other, *flood))
    room.ingest(export(*flood, *other, *flood, *flood))
    assert ["图", "图", "李", "图", "图"] == ["图" if m.kind == "image" else m.name[0] for m in room.kept()]


def test_the_earlier_half_of_a_minute_may_come_later(room: Room) -> None:
    minute = [("2026-03-05 09:00", "王小美", str(n)) for n in range(6)]
    room.ingest(export(*minute[3:], ("2026-03-05 09:01", "李四", "好")))
    room.ingest(export(("2026-03-05 08:59", "李四", "早"), *minute[:3]))
    assert ["早", "0", "1", "2", "3", "4", "5", "好"] == [m.text for m in room.kept()]
    assert ["08:59", "09:00", "09:01"] == sorted({shown(m.at)[6:11] for m in room.kept()})


def test_a_day_without_times_of_day_is_taken_in_once(room: Room) -> None:
    """A tool that tells the date alone: more messages of one time than there are milliseconds to tell them apart."""
    many = export(*[("2026-03-05 00:00", NAMES[n % 5], f"第{n % 700}句") for n in range(2_500)])
    assert 2_500 == len(room.ingest(many).messages)
    before = room.kept()
    assert [f"第{n % 700}句" for n in range(2_500)] == [m.text for m in before]
    assert (0, 2_500) == (len(room.ingest(many).messages), room.ingest(many).known)
    assert before == room.kept()
