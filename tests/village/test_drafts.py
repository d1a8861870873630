"""From a pasted text to a draft: what a partner is told beside what is booked."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from tests.support import SETUP

from franchise import OrderDraft, ReadingContext, Wish
from franchise.orders.show import relay_text
from franchise.orders.values import Line
from franchise_village.matching import Products
from franchise_village.reading import _in_note, read_order

CATALOG: dict[str, Any] = {
    **SETUP["catalog"],
    "cola": {"name": "百事可乐500ml", "unit": "瓶", "price": "3", "supplier": "dairy"},
    "rice": {"name": "东北大米10kg", "unit": "袋", "price": "60", "supplier": "dairy"},
}


def draft(text: str) -> OrderDraft:
    context = ReadingContext(
        group="wang", group_name="王家湾好物群1", place="王家湾", roster=("王婶", "李嫂"),
        other_places={"上庄": "shang"}, catalog=CATALOG,
    )  # fmt: skip
    return read_order(text, context)


def test_each_warning_quotes_the_words_that_it_is_about() -> None:
    told = draft("1. 王婶 鸡蛋3斤\n2. 李嫂 豆腐0块\n3. 二叔 豆腐99999块\n4. 小芳\n").warnings
    for words in ("2. 李嫂 豆腐0块", "3. 二叔 豆腐99999块", "4. 小芳"):
        assert 1 == sum(f"“{words}”" in one for one in told)


def test_what_a_table_says_of_another_village_is_asked_and_not_booked_here() -> None:
    read = draft("品名 王家湾 上庄\n鸡蛋 2斤 3斤\n豆腐 1块 2块")
    assert [(w.member, w.product, w.quantity) for w in read.wishes] == [
        ("王家湾", "egg", 2000),
        ("王家湾", "tofu", 1000),
    ]
    assert [(q.code, "--village shang" in q.text) for q in read.questions] == [("other_village", True)] * 2


def test_totals_of_the_village_are_said_to_count_beside_the_names() -> None:
    assert [] == [w for w in draft("1. 王婶 鸡蛋3斤").warnings if "totals" in w]
    assert 1 == sum("totals" in w for w in draft("【王家湾3月7日午单汇总】\n鸡蛋 12斤\n豆腐 8块").warnings)


def test_a_remark_that_looks_like_one_more_order_is_asked_about() -> None:
    context = ReadingContext(group="wang", group_name="王家湾好物群1", catalog=CATALOG)
    wishes = [Wish(member="王婶", product="egg", unit="斤", quantity=1000, note=note) for note in
              ("送到门口；东北大米10kg2袋", "和豆腐放一起", "豆腐下面")]  # fmt: skip
    products = Products(context.catalog, {})
    asked = [_in_note(wish, products) for wish in wishes]
    assert [[(q.code, q.member, q.raw, q.product) for q in some] for some in asked] == [
        [("not_understood", "王婶", "东北大米10kg2袋", "rice")],
        [],
        [],
    ]


def line(number: int, product: str, unit: str, note: str) -> Line:
    return Line(
        line_no=number, member_id=number // 2, product=product, name=CATALOG[product]["name"], supplier="",
        quantity=2000, unit=unit, stock_quantity=2000, stock_unit=unit, price=0, cost=0, amount=0, note=note,
        raw="", thread=1, needed_on="", late=False, status="active",
    )  # fmt: skip


@pytest.mark.practice("I-222")
@pytest.mark.parametrize("note", ["", "要新鲜的", "送到门口"])
def test_the_running_list_reads_back_as_it_was_booked(note: str) -> None:
    goods = [("egg", "斤"), ("cola", "瓶"), ("rice", "袋"), ("milk", "箱"), ("tofu", "块")]
    for pair in itertools.permutations(goods, 2):
        lines = [line(n, product, unit, note) for n, (product, unit) in enumerate(pair, 2)]
        text = relay_text("王家湾好物群1 午单", lines, {1: "王婶"}, hide=True, closes="12:00 截单。")
        assert [(w.member, w.product, w.unit, w.quantity, w.note) for w in draft(text).wishes] == [
            ("王*", product, unit, 2000, note) for product, unit in pair
        ]


def test_an_order_by_letter_is_in_the_unit_that_the_offer_is_priced_by() -> None:
    offered = draft("A.鸡蛋4.9/斤\nB.豆腐3元/块\n\n1. 王婶 A2\n2. 李嫂 B1")
    assert [] == list(offered.questions)
    assert [("王婶", "egg", "斤", 2000), ("李嫂", "tofu", "块", 1000)] == [
        (w.member, w.product, w.unit, w.quantity) for w in offered.wishes
    ]
