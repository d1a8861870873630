"""Answers as people type them at a question."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support import Shop, unknown

from franchise import Question, UsageProblem, groups
from franchise.orders import show, typed
from franchise.orders.values import OpenQuestion

EGG = Question(code="quantity_missing", text="?", raw="鸡蛋", member="王婶", item="鸡蛋", product="egg")
FISH = unknown("王婶", "笨蛋", "2", "条", options=("egg", "tofu"))
WHOSE = Question(code="member_missing", text="?", raw="豆腐2块", product="tofu", unit="块", quantity=2000)
GONE = Question(code="missing_from_list", text="?", raw="鸡蛋", action="cancel", member="王婶", product="egg")


def understand(shop: Shop, question: Question, text: str, chosen: str = "") -> dict[str, Any]:
    asked = OpenQuestion(id=1, cycle_id=1, group_id=1, question=question)
    return shop.see(lambda work: typed.understand(work, groups.get(work, "wang"), asked, text, chosen))


def booked(product: str, quantity: int, unit: str, **more: str) -> dict[str, Any]:
    return {"product": product, "quantity": quantity, "unit": unit, **more}


@pytest.mark.parametrize(
    ("question", "text", "given"),
    [
        (EGG, "y", {}),
        (EGG, "是", {}),
        (EGG, "两斤半", booked("egg", 2500, "斤")),
        (EGG, "２斤", booked("egg", 2000, "斤")),
        (EGG, "3", {"quantity": 3000}),
        (EGG, "豆腐两块", booked("tofu", 2000, "块")),
        (EGG, "豆腐 2块", booked("tofu", 2000, "块")),
        (EGG, "土鸡蛋半斤", booked("egg", 500, "斤")),
        (FISH, "2", {"product": "tofu"}),
        (FISH, "２", {"product": "tofu"}),
        (FISH, "1 2斤", booked("egg", 2000, "斤")),
        (FISH, "2、", {"product": "tofu"}),
        (FISH, "土鸡蛋", {"product": "egg"}),
        (FISH, "李叔 豆腐3块", booked("tofu", 3000, "块", member="李叔")),
        (WHOSE, "李叔", {"member": "李叔"}),
        (WHOSE, "李叔 豆腐3块", booked("tofu", 3000, "块", member="李叔")),
    ],
)
def test_an_answer_may_be_written_as_in_the_group(
    shop: Shop, question: Question, text: str, given: dict[str, Any]
) -> None:
    assert understand(shop, question, text) == given


def test_an_amount_alone_goes_to_the_product_chosen_just_before(shop: Shop) -> None:
    assert understand(shop, FISH, "2斤", "egg") == booked("egg", 2000, "斤")
    assert understand(shop, FISH, "2块", "tofu") == booked("tofu", 2000, "块")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (EGG, "大闸蟹"),
        (FISH, "2斤"),
        (FISH, "9"[:0] + "99 2斤"),
        (GONE, "鸡蛋2斤"),
        (EGG, "²"),
        (EGG, "鸡蛋 豆腐"),
    ],
)
def test_what_says_nothing_certain_is_asked_again(shop: Shop, question: Question, text: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        understand(shop, question, text)
    assert caught.value.hint


def test_short_names_of_questions_asked_a_second_apart_differ() -> None:
    # Ids are milliseconds, a counter and the process; the same phase of every second used to give one name.
    ids = [
        ((ms << 10 | n) << 11)
        for ms in range(195_000_000_000, 195_000_000_000 + 1024 * 60, 1024)
        for n in range(3)
    ]
    assert len({show.short(i) for i in ids}) == len(ids)


def test_a_product_may_be_answered_by_its_alias(shop: Shop) -> None:
    (asked,) = shop.submit(mode="add", questions=[unknown("王婶", "笨蛋", "2", "斤")]).questions
    assert [x.product for x in shop.answer(asked.id, product="土鸡蛋").added] == ["egg"]
