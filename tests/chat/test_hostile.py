"""Exports that break, or that somebody made to break what reads them: a sentence with the place, and nothing more."""

from __future__ import annotations

import shlex

import pytest
from tests.chat.sample import FOREVER, Room, export, read, said, wrong

from franchise import chat
from franchise.chat import showing
from franchise.chat.commands import kind_words
from franchise.groups.values import typed

BERLIN = "Europe/Berlin"
DEEP = "[" * 100_000


def line(more: str, time: str = '"2026-03-05 12:30"') -> str:
    return f'{{"at": {time}, "name": "王小美", {more}}}'


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        (line('"text": "好", "text": "坏"'), "twice", "text stands twice"),
        (line('"text": "好", "name": "李四"'), "twice", "name stands twice"),
        (line('"at": "2026-03-05 12:31"'), "twice", "at stands twice"),
        (line(f'"x": {DEEP}{"]" * 100_000}'), "not_json", "A number on this line is too long, or its brackets"),
        ('{"a":' * 100_000, "not_json", "A number on this line is too long, or its brackets"),
        (line(f'"id": {"9" * 5_000}'), "not_json", "A number on this line is too long, or its brackets"),
        (line(f'"id": {"9" * 80}'), "id", "at most 64 characters"),
        (line('"id": 1e999'), "id", "at most 64 characters"),
        (line('"id": NaN'), "id", "at most 64 characters"),
        (line('"id": "\\ud800"'), "id", "at most 64 characters"),
        (line('"reply_to": "\\u0000"'), "reply_to", "at most 64 characters"),
        (line('"kind": "\\ud800"'), "kind", "There is no kind of message"),
        (line('"text": 7'), "text", "must be a text in quotes"),
        (line('"kind": "rename", "text": "\\u200b"'), "name", "cannot be a member's name"),
        ('{"at": "2026-03-05 12:30", "name": "\\ud800", "text": "好"}', "name", "1 to 32 visible characters"),
        ('{"at": "2026-03-05 12:30", "name": "\\u0001\\u202e", "text": "好"}', "name", "1 to 32 visible"),
        ('{"at": "2026-03-05 12:30", "name": " \\u3000", "text": "好"}', "no_name", "who wrote it"),
        ("\x01\x02 2026-03-05 12:30\n好\n", "name", "1 to 32 visible characters"),
        ("\u3000 2026-03-05 12:30\n好\n", "no_header", "belong to nobody"),
        (DEEP, "no_header", "belong to nobody"),
    ],
)  # fmt: skip
def test_what_no_tool_writes_is_refused_with_its_line(text: str, code: str, sentence: str) -> None:
    found = read(text)
    assert ([(1, code)], ()) == ([(p.line, p.code) for p in found.problems], found.messages)
    assert sentence in found.problems[0].message


@pytest.mark.parametrize(
    "time",
    [
        "0000-01-01 00:00",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31 23:59:59",
        "9999-12-31T23:59:59-23:59",
        "2016-12-31T23:59:60Z",
        "2016-12-31 23:59:60",
        "2026-03-05 24:00",
        "2026-02-29 10:00",
        "2026-03-05T12:00+24:00",
        "2026-03-05T12:00+99:99",
        "２０２６-03-05 12:00",
        "\ud800",
    ],
)
def test_a_time_that_cannot_be_is_refused_with_its_line(time: str) -> None:
    assert [(1, "unknown_time")] == wrong(line('"text": "好"', f'"{time}"'))


@pytest.mark.parametrize("time", ["NaN", "-Infinity", "1e400", "20260305", "true", '{"a": [1]}'])
def test_a_time_that_is_no_text_is_refused_with_its_line(time: str) -> None:
    assert [(1, "unknown_time")] == wrong(line('"text": "好"', time))


@pytest.mark.parametrize(
    "time",
    ["0000-01-01 00:00", "0001-01-01 00:00", "9999-12-31 23:59", "2016-12-31 23:59:60", "2026-03-05 24:00"],
)
def test_a_plain_time_that_cannot_be_is_refused_with_its_line(time: str) -> None:
    assert [(1, "unknown_time")] == wrong(f"王小美 {time}\n好\n")


@pytest.mark.parametrize(
    ("time", "offset"),
    [
        ("2026-03-29 02:30", "2026-03-29T03:00:00+02:00"),  # a time that the clock left out
        ("2025-10-26 02:30", "2025-10-26T02:30:00+02:00"),  # one that it showed twice
    ],
)
def test_where_clocks_change_a_time_is_what_the_reference_says(time: str, offset: str) -> None:
    texts = [line('"text": "好"', f'"{time}"'), line('"text": "好"', f'"{offset}"'), f"王小美 {time}\n好\n"]
    assert 1 == len({m.at for text in texts for m in chat.parse(text, zone=BERLIN).messages})


def test_a_key_that_nobody_reads_may_stand_twice_or_hold_anything() -> None:
    text = line('"seen": NaN, "seen": {"a": 1, "a": 2}, "\\ud800": null, "text": "好"')
    assert [("03-05 12:30:00", "text", "王小美", "好")] == said(text)


def test_halves_of_characters_and_signs_that_turn_the_writing_are_left_out() -> None:
    assert [("03-05 12:30:00", "text", "王小美", "好的")] == said(line('"text": "好\\ud800\\u202e的"'))


def test_line_ends_of_all_kinds_in_one_export_are_line_ends() -> None:
    text = "王小美 2026-03-05 12:30\r\n好\r李四 2026-03-05 12:31\n的\r\r\n"
    assert ["好", "的"] == [row[3] for row in said(text)]


@pytest.mark.parametrize("text", ["", "\ufeff", " \n\t\n\u3000\n"])
def test_an_export_with_nothing_in_it_says_so_and_changes_nothing(room: Room, text: str) -> None:
    def run(work):
        from franchise import groups

        group, parsed = groups.get(work, "base-1"), read(text)
        done = chat.ingest(work, group, parsed.messages, lines=parsed.lines)
        return list(showing.lines(showing.taken(work, group, parsed, done), kind_words()))

    assert ["青禾1群: there is no message in this export."] == room.do(run)
    assert [] == room.see(lambda work: chat.read(work, chat_group(work), 0, FOREVER))


def chat_group(work):
    from franchise import groups

    return groups.get(work, "base-1")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("王小美", "王小美"),
        ("Lily-2.0", "Lily-2.0"),
        ("李 四", "'李 四'"),
        ("$(reboot)", "'$(reboot)'"),
        ("`a`;b|c", "'`a`;b|c'"),
        ("it's", "'it'\"'\"'s'"),
        ("-rf", "-rf"),
        ("~", "'~'"),
    ],
)
def test_a_name_in_a_command_that_people_copy_is_one_word_for_the_shell(name: str, word: str) -> None:
    assert (word, [name]) == (typed(name), shlex.split(typed(name)))


def test_the_command_for_a_name_that_two_go_by_can_be_copied(room: Room) -> None:
    room.join("a;b", "$(c)")
    parsed = read(export(("2026-03-05 12:30:00", "系统消息", "a;b修改群昵称为$(c)")))

    def run(work):
        done = chat.ingest(work, chat_group(work), parsed.messages)
        return list(showing.doubts(showing.taken(work, chat_group(work), parsed, done)))

    (told,) = room.do(run)
    assert told.endswith("if they are one person: franchise member merge 'a;b' '$(c)' --group base-1")
