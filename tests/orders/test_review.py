"""Answering what a list left open."""

from __future__ import annotations

import pytest
from tests.support import Shop, unknown, wish

from franchise import Cancellation, Conflict, NotFound, Question, UsageProblem, groups, orders


def ask(shop: Shop, *asked: Question, **options: str) -> list[int]:
    return [q.id for q in shop.submit(mode="add", questions=asked, **options).questions]


def aliases(shop: Shop, group: str = "wang") -> dict[str, str]:
    return shop.see(lambda work: orders.aliases(work, groups.get(work, group)))


def test_an_answer_books_the_line_and_learns_the_name_for_this_group_alone(shop: Shop) -> None:
    (asked,) = ask(shop, unknown("王婶", "笨鸡蛋", "2", "斤"))
    done = shop.answer(asked, product="egg")
    assert [(x.product, x.quantity, x.unit) for x in done.added] == [("egg", 2000, "斤")]
    assert shop.sheet("noon") == [("王婶", "egg", "2斤")]
    assert (aliases(shop), aliases(shop, "shang")) == ({"笨鸡蛋": "egg"}, {})
    assert shop.questions() == []


def test_a_product_may_be_named_by_its_name(shop: Shop) -> None:
    (asked,) = ask(shop, unknown("王婶", "笨鸡蛋", "2", "斤"))
    assert shop.answer(asked, product="鸡蛋").added[0].product == "egg"


def test_what_was_learnt_is_forgotten_again(shop: Shop) -> None:
    (asked,) = ask(shop, unknown("王婶", "笨鸡蛋", "2", "斤"))
    shop.answer(asked, product="egg")
    shop.do(lambda work: orders.forget(work, groups.get(work, "wang"), "笨鸡蛋"))
    assert aliases(shop) == {}
    with pytest.raises(NotFound):
        shop.do(lambda work: orders.forget(work, groups.get(work, "wang"), "笨鸡蛋"))


def test_what_the_question_knows_need_not_be_repeated(shop: Shop) -> None:
    (asked,) = ask(
        shop,
        Question(
            code="by_money",
            text="?",
            raw="王婶 鸡蛋10元",
            member="王婶",
            item="鸡蛋",
            product="egg",
            unit="斤",
            quantity=2200,
        ),
    )
    assert [(x.quantity, x.amount) for x in shop.answer(asked).added] == [(2200, 990)]


@pytest.mark.parametrize(
    ("question", "given", "missing"),
    [
        (unknown("王婶", "笨鸡蛋"), {}, "笨鸡蛋"),
        (unknown("", "笨鸡蛋", "1", "斤"), {"product": "egg"}, "hose|谁"),
        (unknown("王婶", "笨鸡蛋", None, "斤"), {"product": "egg"}, "鸡蛋"),
        (unknown("王婶", "笨鸡蛋", "1", "袋"), {"product": "egg"}, "袋"),
        (unknown("王婶", "笨鸡蛋", "1", "斤"), {"product": "jade"}, "jade"),
    ],
)
def test_an_answer_that_is_not_complete_says_what_is_missing_and_changes_nothing(
    shop: Shop, question: Question, given: dict[str, str], missing: str
) -> None:
    (asked,) = ask(shop, question)
    with pytest.raises(UsageProblem, match=missing):
        shop.answer(asked, **given)
    assert [q.id for q in shop.questions()] == [asked]
    assert aliases(shop) == {}
    assert shop.sheet("noon") == []


def test_an_answer_that_cannot_be_booked_leaves_the_question_open(shop: Shop) -> None:
    asked = shop.submit(wish("王婶", "egg", "2.05")).questions[0].id
    with pytest.raises(UsageProblem):
        shop.answer(asked)
    with pytest.raises(UsageProblem):
        shop.answer(asked, quantity=2055)
    assert [q.id for q in shop.questions()] == [asked]
    shop.answer(asked, quantity=2100)
    assert shop.sheet("noon") == [("王婶", "egg", "2.1斤")]


def test_a_yes_to_cancelling_what_is_not_there_leaves_the_question_open(shop: Shop) -> None:
    gone = Cancellation(member="王婶", product="egg", raw="王婶 蛋不要了")
    asked = shop.submit(mode="cancel", cancels=[gone]).questions[0].id
    with pytest.raises(UsageProblem):
        shop.answer(asked)
    assert [q.id for q in shop.questions()] == [asked]


def test_a_question_is_answered_once(shop: Shop) -> None:
    (asked,) = ask(shop, unknown("王婶", "笨鸡蛋", "2", "斤"))
    shop.answer(asked, product="egg")
    with pytest.raises(Conflict, match="tester"):
        shop.answer(asked, product="tofu", unit="块")
    with pytest.raises(Conflict):
        shop.dismiss(asked, "too late")
    assert shop.sheet("noon") == [("王婶", "egg", "2斤")]


def test_answering_once_more_in_the_next_session_books_nothing_there(shop: Shop) -> None:
    (asked,) = ask(shop, unknown("王婶", "笨鸡蛋", "2", "斤"))
    shop.answer(asked, product="egg")
    shop.at("2026-03-05T13:00")
    with pytest.raises(Conflict):
        shop.answer(asked, product="egg")
    with pytest.raises(NotFound):
        shop.sheet("evening")


def test_dismissing_needs_a_reason(shop: Shop) -> None:
    (asked,) = ask(shop, unknown("王婶", "笨鸡蛋"))
    with pytest.raises(UsageProblem):
        shop.dismiss(asked, "  ")
    shop.dismiss(asked, "a joke")
    assert shop.questions() == []
    with pytest.raises(Conflict):
        shop.answer(asked, product="egg", unit="斤")


def test_a_dismissed_question_is_not_asked_again(shop: Shop) -> None:
    (asked,) = ask(shop, unknown("王婶", "笨鸡蛋"), text="one")
    shop.dismiss(asked, "a joke")
    assert ask(shop, unknown("王婶", "笨鸡蛋"), text="two") == []


def test_two_things_in_one_breath_are_two_questions(shop: Shop) -> None:
    import attrs

    both = [attrs.evolve(unknown("王婶", item), raw="王婶要红糖白糖各一袋") for item in ("红糖", "白糖")]
    assert len(ask(shop, *both)) == 2


def test_no_such_question(shop: Shop) -> None:
    with pytest.raises(NotFound):
        shop.answer(12345, product="egg")


def test_an_answer_goes_into_the_questions_own_cycle_while_that_is_open(shop: Shop) -> None:
    (asked,) = ask(shop, unknown("王婶", "笨鸡蛋", "2", "斤"), needed_on="2026-03-08")
    done = shop.answer(asked, product="egg")
    assert done.cycle.key == "2026-03-07/evening"
    assert [x.needed_on for x in done.added] == ["2026-03-08"]


@pytest.mark.parametrize("closed", [True, False])
def test_an_answer_after_the_cutoff_goes_into_the_next_cycle(shop: Shop, closed: bool) -> None:
    (asked,) = ask(shop, unknown("王婶", "笨鸡蛋", "2", "斤"))
    shop.submit(wish("李叔", "tofu", "1"))
    shop.at("2026-03-05T12:00")
    if closed:
        shop.close("noon")
    assert shop.answer(asked, product="egg").cycle.key == "2026-03-05/evening"


def test_a_permitted_answer_after_the_cutoff_goes_into_the_session_past(shop: Shop) -> None:
    (asked,) = ask(shop, unknown("王婶", "笨鸡蛋", "2", "斤"))
    done = shop.at("2026-03-05T12:00").answer(asked, product="egg", late="van waits")
    assert (done.cycle.key, done.added[0].late) == ("2026-03-05/noon", True)


def test_a_yes_to_a_missing_line_after_the_cutoff_cancels_nothing_and_says_so(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "2"), wish("李叔", "tofu", "1"))
    asked = shop.submit(wish("王婶", "egg", "2")).questions[0].id
    shop.at("2026-03-05T12:00").close("noon")
    with pytest.raises(UsageProblem):
        shop.answer(asked)
    assert shop.sheet("2026-03-05/noon") == [("王婶", "egg", "2斤"), ("李叔", "tofu", "1块")]
