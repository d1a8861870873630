"""Fillers of speech become blanks, words that join two orders a comma, place by place, and only where goods are named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_village.jielong import read
from franchise_village.jielong.fillers import without_fillers


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("嗯那个我要三斤苹果", "   我要三斤苹果"),
        ("就是我要两袋洗衣粉嗯还有一提纸", "  我要两袋洗衣粉,还有一提纸"),
        ("毛豆两斤搭三只咸鸭蛋", "毛豆两斤,三只咸鸭蛋"),
        ("来两袋面粉连同一桶豆油", "来两袋面粉, 一桶豆油"),
        ("苹果要3斤然后香蕉不要了", "苹果要3斤, 香蕉不要了"),
        ("我要那个两斤虾皮", "我要  两斤虾皮"),
        ("我要2斤苹果嗯谢谢", "我要2斤苹果,谢谢"),
    ],
)
def test_what_fills_or_joins_is_exchanged(said: str, meant: str) -> None:
    assert meant == without_fillers(said)


@pytest.mark.parametrize(
    "text",
    [
        "那个我要两箱",
        "我要那个两斤的",
        "买2斤搭1袋盐",
        "搭扣2个",
        "外带全家桶2份",
        "排骨唔要喇",
        "啊哈糖3包",
        "然后呢",
    ],
)
def test_the_same_words_stay_where_they_point_or_name(text: str) -> None:
    assert text == without_fillers(text)


@given(st.text(alphabet="嗯啊那个就是然后连同外带搭还有我要来23两斤个苹果 ,。\n", max_size=60))
def test_every_place_stays_a_place(text: str) -> None:
    assert len(text) == len(without_fillers(text))


def test_what_is_given_out_is_what_was_written() -> None:
    lines = read("我要三斤番薯佮一罐豆油", sender="阿霞").lines
    assert [("番薯", 3_000), ("豆油", 1_000)] == [(line.item, line.quantity) for line in lines]
    assert [(), ()] == [line.doubts for line in lines]


@pytest.mark.parametrize(
    "text",
    ["他俩各要2斤", "我们三家一共10斤", "两家一起订15斤", "有朋友要2斤苹果", "她要5斤", "我们两个人各3斤"],
)
def test_what_several_people_want_without_names_books_nothing_and_says_so(text: str) -> None:
    reading = read(text, sender="阿德", offer="脐橙")
    assert ((), ["clause_unclear"]) == (reading.lines, [warning.code for warning in reading.warnings])
    assert reading.ambiguous
