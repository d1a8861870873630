"""What was handed in is found again: the texts, the questions, and what became of them."""

from __future__ import annotations

from tests.support import Shop, unknown, wish

from franchise import OrderDraft, groups
from franchise.orders import calendar, history


def told(shop: Shop) -> list[tuple[str, list[str]]]:
    with shop.view() as work:
        found = history.handed_in(work, groups.get(work, "wang"), calendar.find(work, "noon"))
        return [(one.text, [history.became(work, q) for q in one.questions]) for one in found]


def test_every_text_is_kept_with_what_became_of_its_questions(shop: Shop) -> None:
    asked = [unknown("王婶", "笨蛋", "2", "斤"), unknown("李叔", "大闸蟹"), unknown("赵姐", "火腿")]
    first, second, _third = shop.submit(mode="add", text="list\n", questions=asked).questions
    shop.answer(first.id, product="egg")
    shop.dismiss(second.id, "没货")
    shop.at("2026-03-05T09:30").hand_in(OrderDraft(mode="reject", rejected="formula"), text="=1+1")
    assert told(shop) == [
        ("list\n", ["answered by tester: 鸡蛋 2斤", "dropped by tester: 没货", "not answered yet"]),
        ("=1+1", []),
    ]


def test_history_in_words_shows_the_very_text(shop: Shop) -> None:
    shop.submit(
        wish("王婶", "egg", "2"), mode="add", text="王婶 鸡蛋2斤\n谢谢", questions=[unknown("李叔", "蟹")]
    )
    with shop.view() as work:
        (one,) = history.handed_in(work, groups.get(work, "wang"), calendar.find(work, "noon"))
        lines = history.words(work, one)
        data = history.data(work, one)
    assert lines[1:3] == ["  | 王婶 鸡蛋2斤", "  | 谢谢"]
    assert lines[-1].endswith("→ not answered yet")
    assert (data["text"], [q["status"] for q in data["questions"]]) == ("王婶 鸡蛋2斤\n谢谢", ["open"])
