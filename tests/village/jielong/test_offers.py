"""Offers by letter: the unit that the price is for stands beside an order that writes none."""

from __future__ import annotations

import pytest

from franchise_village.jielong import read


@pytest.mark.parametrize(
    ("offer", "goods", "unit"),
    [
        ("A.鸡蛋4.9一斤", "鸡蛋", "斤"),
        ("A.鸡蛋4.9/斤", "鸡蛋", "斤"),
        ("A、牛奶 45元/箱", "牛奶", "箱"),
        ("A 豆腐2.5每块", "豆腐", "块"),
        ("A. 土豆 12元", "土豆", ""),
    ],
)
def test_the_unit_of_the_price_stands_beside_an_order_that_writes_none(
    offer: str, goods: str, unit: str
) -> None:
    (line,) = read(f"{offer}\n1. 王婶 A2").lines
    assert (goods, 2_000, "", unit) == (line.item, line.quantity, line.unit, line.priced_by)


def test_two_options_of_one_line_keep_their_own_units() -> None:
    lines = read("A 白菜0.8一斤 B 豆腐2.5一块\n1. 李嫂 A3 B2箱").lines
    assert [("白菜", "", "斤"), ("豆腐", "箱", "块")] == [(x.item, x.unit, x.priced_by) for x in lines]


@pytest.mark.parametrize(
    "text", ["A.鸡蛋4.9一斤\nB.土豆1.5/斤", "A 白菜0.8一斤 B 豆腐2.5一块", "A.鸡蛋4.9/斤"]
)
def test_a_menu_by_letters_alone_books_nothing(text: str) -> None:
    reading = read(text, sender="王婶")
    assert ("chat", ()) == (reading.mode, reading.lines)
