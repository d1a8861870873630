"""One JSON object a line."""

from __future__ import annotations

import json

import pytest
from tests.chat.sample import at, read, said, wrong

from franchise import UsageProblem
from franchise.chat import Message


def line(**given: object) -> str:
    return json.dumps({"at": "2026-03-05T12:30:01", "name": "王小美", **given}, ensure_ascii=False)


def test_every_field_is_read() -> None:
    text = line(
        id=17,
        at="2026-03-05T04:30:01.250Z",
        kind="link",
        text="看 https://a.example",
        link="https://a.example",
        reply_to="16",
        mentions_all=True,
        seen_by=44,
    )
    expected = Message(
        id="17",
        at=at("2026-03-05T12:30:01") + 250,
        kind="link",
        name="王小美",
        text="看 https://a.example",
        link="https://a.example",
        reply_to="16",
        mentions_all=True,
    )
    assert (expected,) == read(text).messages


@pytest.mark.parametrize(
    "time",
    ["2026-03-05T12:30:00+08:00", "2026-03-05 12:30", "2026-03-05T04:30:00Z", "2026-03-05T13:30:00.000+0900"],
)
def test_times_have_an_offset_or_are_the_stores(time: str) -> None:
    assert ["03-05 12:30:00"] == [row[0] for row in said(line(at=time, text="好"))]


def test_a_message_is_text_unless_it_says_otherwise() -> None:
    text = "\n".join([line(text="好"), line(link="https://a.example"), line(kind="image"), line(kind="join")])
    assert ["text", "link", "image", "join"] == [row[1] for row in said(text)]


def test_the_app_itself_has_no_name() -> None:
    text = "\n".join(
        [
            line(kind="system", name="", text="群公告"),
            line(kind="recall", name=None),
            line(kind="rename", text="小雨"),
        ]
    )
    assert ["", "", "王小美"] == [row[2] for row in said(text)]


def test_the_same_line_twice_is_one_message() -> None:
    assert 1 == len(said("\n".join([line(id=1, text="好")] * 2)))


def test_equal_lines_without_id_are_two_messages() -> None:
    assert 2 == len(said("\n".join([line(text="好")] * 2)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"at": "2026-03-05T12:30:01", "name": "王小', "not_json"),
        ("[1, 2]", "not_object"),
        ("17", "not_object"),
        ('{"a":' * 5000, "not_json"),
        (line(at=""), "no_time"),
        (line(at=None), "no_time"),
        (line(at=1772685001), "unknown_time"),
        (line(at="yesterday"), "unknown_time"),
        (line(at="2026-03-05"), "unknown_time"),
        (line(at="2026-13-05T12:30"), "unknown_time"),
        (line(at="9999-12-31T23:59:59-23:59"), "unknown_time"),
        (line(at="20260305T123001"), "unknown_time"),
        (line(name=""), "no_name"),
        (line(name=None, kind="join"), "no_name"),
        (line(name="长" * 33), "name"),
        (line(name="\u202e"), "name"),
        (line(name=17), "name"),
        (line(kind="pictur"), "kind"),
        (line(kind="rename", text=""), "name"),
        (line(text=["好"]), "text"),
        (line(text="字" * 4001), "too_long"),
        (line(link="https://" + "a" * 2000), "too_long"),
        (line(id="x" * 65), "id"),
        (line(id="~abc"), "id"),
        (line(id="a\nb"), "id"),
        (line(id=True), "id"),
        (line(id={}), "id"),
        (line(id=10**80), "id"),
        (line(reply_to=1.5), "reply_to"),
        (line(mentions_all="yes"), "mentions_all"),
    ],
)
def test_what_cannot_be_read_has_its_line(text: str, code: str) -> None:
    assert [(2, code)] == wrong(f"{line(text='好')}\n{text}\n{line(text='好')}\n", form="jsonl")
    assert 2 == len(read(f"{line(text='好')}\n{text}\n{line(text='好')}\n", form="jsonl").messages)


def test_the_same_id_with_other_content_names_both_lines() -> None:
    text = "\n".join([line(id=1, text="好"), "", line(id=1, text="不好")])
    (problem,) = read(text).problems
    assert "line 3: The id 1 stands on line 1 with other content." == str(problem)


def test_a_kind_that_is_nearly_right_is_guessed_at_in_words_alone() -> None:
    (problem,) = read(line(kind="pictur", text="好")).problems
    assert "There is no kind of message 'pictur'." in problem.message
    (problem,) = read(line(kind="imag", text="好")).problems
    assert "Did you mean image?" in problem.message


def test_half_characters_and_nul_are_left_out() -> None:
    assert [("03-05 12:30:01", "text", "王小美", "ab")] == said(line(text="a\x00\ud800b"))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('\n {"at": 1}\n', "jsonl"),
        ("[{}]", "jsonl"),
        ("[图片]\n", "plain"),
        ("王 2026-03-05 12:30\n好\n", "plain"),
        ("", "plain"),
    ],
)
def test_the_form_is_known_by_how_it_begins(text: str, form: str) -> None:
    assert form == read(text).form


def test_what_is_too_much_is_refused_at_once() -> None:
    with pytest.raises(UsageProblem, match=r"longer than 8 MB"):
        read("好" * (8 * 1024 * 1024 + 1))
    with pytest.raises(UsageProblem, match=r"more than 500000 lines"):
        read("\n" * 500_000)
    with pytest.raises(UsageProblem, match=r"more than 50000 messages"):
        read("\n".join(line(text=str(n)) for n in range(50_001)))
    with pytest.raises(UsageProblem, match=r"no form 'csv'"):
        read("", form="csv")
