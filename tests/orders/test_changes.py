"""Additions, cancellations and new amounts in words, outside a list."""

from __future__ import annotations

from tests.support import Shop, wish

from franchise import Cancellation

WANG = wish("王婶", "egg", "2")
LI = wish("李叔", "tofu", "3")


def take_back(member: str, product: str = "", quantity: int | None = None, unit: str = "") -> Cancellation:
    return Cancellation(
        member=member, product=product, quantity=quantity, unit=unit, raw=f"{member} {product} 不要了"
    )


def test_additions_stand_beside_what_is_there(shop: Shop) -> None:
    shop.submit(WANG)
    shop.submit(wish("王婶", "egg", "1"), mode="add")
    assert shop.sheet("noon") == [("王婶", "egg", "2斤"), ("王婶", "egg", "1斤")]


def test_everything_of_a_member_is_taken_back(shop: Shop) -> None:
    shop.submit(WANG, LI, wish("王婶", "milk", "1"))
    done = shop.submit(mode="cancel", cancels=[take_back("王婶")])
    assert [x.product for x in done.cancelled] == ["egg", "milk"]
    assert shop.sheet("noon") == [("李叔", "tofu", "3块")]


def test_one_product_is_taken_back(shop: Shop) -> None:
    shop.submit(WANG, wish("王婶", "milk", "1"))
    shop.submit(mode="cancel", cancels=[take_back("王婶", "egg")])
    assert shop.sheet("noon") == [("王婶", "milk", "1瓶")]


def test_a_part_is_taken_back(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "5"))
    done = shop.submit(mode="cancel", cancels=[take_back("王婶", "egg", 2000, "斤")])
    assert [(c.before.quantity, c.after.quantity) for c in done.changed] == [(5000, 3000)]
    assert [(x.quantity, x.stock_quantity, x.amount) for x in shop.lines("noon")] == [(3000, 3000, 1350)]


def test_the_whole_amount_named_is_the_whole_line(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "5"), wish("王婶", "egg", "2"))
    shop.submit(mode="cancel", cancels=[take_back("王婶", "egg", 2000, "斤")])
    assert shop.sheet("noon") == [("王婶", "egg", "5斤")]


def test_more_than_there_is_becomes_a_question_and_nothing_is_taken(shop: Shop) -> None:
    shop.submit(WANG)
    done = shop.submit(mode="cancel", cancels=[take_back("王婶", "egg", 9000, "斤")])
    assert [q.question.code for q in done.questions] == ["nothing_to_cancel"]
    assert shop.sheet("noon") == [("王婶", "egg", "2斤")]


def test_nothing_to_cancel_is_a_question(shop: Shop) -> None:
    done = shop.submit(mode="cancel", cancels=[take_back("王婶", "egg")])
    asked = done.questions[0].question
    assert (asked.code, asked.action, asked.member, asked.product) == (
        "nothing_to_cancel",
        "cancel",
        "王婶",
        "egg",
    )


def test_a_wish_taken_back_in_the_same_text_is_kept_as_cancelled(shop: Shop) -> None:
    shop.submit(LI)
    done = shop.submit(WANG, mode="mixed", cancels=[take_back("王婶", "egg")])
    assert shop.sheet("noon") == [("李叔", "tofu", "3块")]
    assert (len(done.added), len(done.cancelled), len(done.lines)) == (1, 1, 1)


def test_a_wish_reduced_in_the_same_text_is_booked_reduced(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "5"), mode="mixed", cancels=[take_back("王婶", "egg", 2000, "斤")])
    assert [(x.quantity, x.amount) for x in shop.lines("noon")] == [(3000, 1350)]


def test_a_list_whose_writer_takes_one_back_does_not_ask_for_it(shop: Shop) -> None:
    shop.submit(WANG, LI)
    done = shop.submit(LI, cancels=[take_back("王婶", "egg")])
    assert (done.questions, [x.product for x in done.cancelled]) == ((), ["egg"])


def test_a_cancelled_line_comes_back_when_a_new_list_shows_it(shop: Shop) -> None:
    shop.submit(WANG, LI)
    shop.submit(mode="cancel", cancels=[take_back("王婶", "egg")])
    shop.submit(WANG, LI, wish("赵姐", "milk", "1"))
    assert shop.sheet("noon") == [("李叔", "tofu", "3块"), ("王婶", "egg", "2斤"), ("赵姐", "milk", "1瓶")]


def test_a_new_amount_replaces_the_old(shop: Shop) -> None:
    shop.submit(WANG, LI)
    done = shop.submit(wish("王婶", "egg", "4"), mode="set")
    assert [(c.before.quantity, c.after.quantity) for c in done.changed] == [(2000, 4000)]
    assert shop.sheet("noon") == [("王婶", "egg", "4斤"), ("李叔", "tofu", "3块")]


def test_a_new_amount_for_nothing_or_for_two_is_a_question(shop: Shop) -> None:
    done = shop.submit(wish("王婶", "egg", "4"), mode="set")
    assert [q.question.code for q in done.questions] == ["nothing_to_change"]
    shop.submit(WANG, wish("王婶", "egg", "1"), group="shang")
    done = shop.submit(wish("王婶", "egg", "4"), mode="set", group="shang")
    assert [q.question.code for q in done.questions] == ["nothing_to_change"]
    assert shop.sheet("noon", "shang") == [("王婶", "egg", "2斤"), ("王婶", "egg", "1斤")]


def test_cancelling_part_of_a_product_that_left_the_catalogue_keeps_its_price(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "5", "公斤"))
    shop.change("catalog.egg.price", "9.99")
    shop.submit(mode="cancel", cancels=[take_back("王婶", "egg", 2000, "公斤")])
    assert [(x.quantity, x.stock_quantity, x.price, x.amount) for x in shop.lines("noon")] == [
        (3000, 6000, 450, 2700)
    ]


def test_talk_books_nothing_and_is_kept(shop: Shop) -> None:
    done = shop.submit(mode="chat", text="今天天气不错")
    assert (done.lines, done.questions) == ((), ())


def test_a_refused_text_books_nothing_and_is_kept(shop: Shop) -> None:
    from sqlalchemy import select

    from franchise import OrderDraft
    from franchise.orders import tables

    done = shop.hand_in(OrderDraft(mode="reject", rejected="too_long", wishes=(WANG,)), text="x\0\ud800y")
    assert (done.rejected, done.lines) == ("too_long", ())
    with shop.view() as work:
        kept = work.conn.execute(select(tables.submission.c.text)).scalars().all()
    assert kept == ["x\ufffd?y"]
