"""Dialect words and slips are read as everyday words, place by place, and only where their neighbours say so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_village.jielong import read
from franchise_village.jielong.dialect import everyday


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("额要五斤", "我要五斤"),
        ("羊肉不要咧", "羊肉不要了"),
        ("酸奶在加两箱", "酸奶再加两箱"),
        ("白菜该成3颗", "白菜改成3颗"),
        ("俾我攞多两个", "给我再拿两个"),
        ("帮阿拉留两斤", "帮我们留两斤"),
    ],
)
def test_a_dialect_word_or_a_slip_is_exchanged_where_its_neighbours_show_it(said: str, meant: str) -> None:
    assert meant == everyday(said)


@pytest.mark.parametrize(
    "text", ["额头贴2包", "我在家", "我在加油站", "应该成3份", "代餐粉2盒", "凯撒沙拉2份", "在来米2斤"]
)
def test_the_same_characters_stay_elsewhere(text: str) -> None:
    assert text == everyday(text)


@given(st.text(alphabet="额饿伲阮阿拉欲俾畀攞勿弗在该代把咧哒撒多要来加我给不23斤个 ,\n", max_size=40))
def test_an_exchange_keeps_every_place(text: str) -> None:
    assert len(text) == len(everyday(text))


def test_what_is_given_out_is_what_was_written() -> None:
    line = read("1. 小額 園蔥俩斤咧").lines[0]
    assert ("小額", "園蔥", 2_000, "斤", "") == (line.member, line.item, line.quantity, line.unit, line.note)
