"""Where sources disagree the settings decide; where too much comes the limits do."""

from __future__ import annotations

import pytest

from franchise_village.jielong import ReadingSettings, read

TWICE = "#接龙\n\n1. 翠花 鸡蛋2斤\n2. 铁柱 鸡蛋1斤\n3. 翠花 鸡蛋1斤"


def amounts(
    text: str, settings: ReadingSettings, **known: str
) -> list[tuple[str, int | None, tuple[str, ...]]]:
    return [
        (line.member, line.quantity, line.doubts) for line in read(text, settings=settings, **known).books
    ]  # type: ignore[arg-type]


def test_a_missing_quantity_is_a_question_by_default() -> None:
    assert [("柏姐", None, ("quantity_missing",))] == amounts("#接龙\n1. 柏姐 酱油", ReadingSettings())


def test_a_missing_quantity_is_one_where_the_settings_say_so() -> None:
    assert [("柏姐", 1_000, ())] == amounts("#接龙\n1. 柏姐 酱油", ReadingSettings(missing_quantity="one"))


def test_an_item_named_twice_is_a_question_by_default() -> None:
    asked = ("same_item_twice",)
    expected = [("翠花", 2_000, asked), ("铁柱", 1_000, ()), ("翠花", 1_000, asked)]
    assert expected == amounts(TWICE, ReadingSettings())


@pytest.mark.parametrize(("policy", "quantity"), [("sum", 3_000), ("last", 1_000)])
def test_an_item_named_twice_follows_the_settings(policy: str, quantity: int) -> None:
    settings = ReadingSettings(same_item_twice=policy)  # type: ignore[arg-type]
    assert [("铁柱", 1_000, ()), ("翠花", quantity, ())] == amounts(TWICE, settings)


def test_a_cancellation_for_somebody_else_is_a_question_by_default() -> None:
    line = read("帮小芳取消牛奶", sender="郝叔").cancels[0]
    assert ("小芳", "牛奶", ("for_somebody_else",)) == (line.member, line.item, line.doubts)


def test_anyone_may_cancel_for_others_where_the_settings_say_so() -> None:
    line = read(
        "帮小芳取消牛奶", sender="郝叔", settings=ReadingSettings(cancel_for_others="anyone")
    ).cancels[0]
    assert ("小芳", ()) == (line.member, line.doubts)


def test_only_oneself_may_cancel_where_the_settings_say_so() -> None:
    reading = read("帮小芳取消牛奶", sender="郝叔", settings=ReadingSettings(cancel_for_others="self"))
    assert ((), ["somebody_else"]) == (reading.lines, [warning.code for warning in reading.warnings])


MIXED = "#接龙\n1. 甲哥 鸡蛋2斤\n2. 乙哥 鸡蛋0斤"


def test_an_impossible_number_spoils_its_line_alone_and_is_told() -> None:
    reading = read(MIXED)
    assert (["甲哥"], ["qty_zero"]) == (
        [line.member for line in reading.lines],
        [one.code for one in reading.warnings],
    )


def test_an_impossible_number_spoils_the_message_where_the_settings_say_so() -> None:
    reading = read(MIXED, settings=ReadingSettings(bad_quantity="message"))
    assert ("qty_zero", ()) == (reading.rejected, reading.lines)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("鸡" * 22_000, "too_long"),
        ("#接龙\n" + "1. 甲哥 米1袋\n" * 1_001, "too_many_lines"),
        ("鸡蛋" * 2_500, "line_too_long"),
        ("#接龙\n1. 甲哥 " + "米1袋" * 201, "too_many_wishes"),
        ("土豆2斤，" * 201, "too_many_wishes"),  # what one person says at once
        ("\n".join(["今天天气不错，" * 500] * 3), "too_many_wishes"),
        ("#接龙\n1. " + "甲" * 41 + " 米1袋", "name_too_long"),
        ("#接龙\n1. 甲哥 " + "米" * 81 + "1袋", "item_too_long"),
        ("#接龙\n1. 甲哥 米1袋 送到" + "很" * 200 + "远", "note_too_long"),
        ("#接龙\n1. 甲哥 =1+1 米1袋", "formula"),
        ("#接龙\n1. 甲哥 +cmd|' /C calc'!A0 米1袋", "formula"),
        ("#接龙\n1. 甲哥 ${jndi:x} 米1袋", "markup"),
        ("#接龙\n1. 甲哥; rm -rf / 米1袋", "suspicious_member"),
        ("#接龙\n1. 甲哥 ../../etc/passwd 米1袋", "suspicious_member"),
        ("<msg><!ENTITY a 'b'></msg>", "xml_dtd"),
        ("<msg><appmsg><title>&#0;&#8;1. 甲哥 米1袋</title></appmsg></msg>", "control_characters"),
        ("<msg><img aeskey='a'/></msg>", "envelope_unread"),
        ("1. 甲哥 米1袋\ud800", "control_characters"),
    ],
    ids=lambda value: value if len(value) < 20 else None,
)
def test_too_much_and_hostile_text_is_refused_by_name(text: str, reason: str) -> None:
    reading = read(text)
    assert (reason, (), "reject") == (reading.rejected, reading.lines, reading.mode)


def test_limits_are_settings() -> None:
    settings = ReadingSettings(max_quantity=5, max_name_length=2)
    assert "qty_out_of_range" == read("#接龙\n1. 甲哥 米6袋", settings=settings).rejected
    assert "name_too_long" == read("#接龙\n1. 王大哥 米1袋", settings=settings).rejected


def test_the_sentence_of_a_warning_is_in_the_users_language() -> None:
    assert "The quantity is zero; if this is a cancellation, say so." == read(MIXED).warnings[0].text
