"""Handing a group's running list in again and again: nothing is lost, nothing doubled, nothing deleted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import Shop, unknown, wish

from franchise.orders import difference
from franchise.orders.difference import Entry
from franchise.orders.values import Line

WANG = wish("王婶", "egg", "2")
LI = wish("李叔", "tofu", "3")
ZHAO = wish("赵姐", "milk", "1")


def codes(shop: Shop) -> list[str]:
    return [q.question.code for q in shop.questions()]


def test_the_same_text_twice_changes_nothing(shop: Shop) -> None:
    first = shop.submit(WANG, LI, text="list")
    again = shop.submit(WANG, LI, text="list")
    assert (first.repeated, again.repeated) == (False, True)
    assert again.lines == first.lines
    assert shop.sheet("noon") == [("王婶", "egg", "2斤"), ("李叔", "tofu", "3块")]
    assert len(shop.events("order.submitted")) == 1


def test_line_ends_and_outer_space_do_not_make_another_text(shop: Shop) -> None:
    shop.submit(WANG, mode="add", text="王婶 鸡蛋2斤\n李叔")
    assert shop.submit(WANG, mode="add", text="  王婶 鸡蛋2斤\r\n李叔\r\n").repeated


def test_the_same_words_of_another_person_are_another_order(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "2", raw="鸡蛋2斤"), mode="add", text="鸡蛋2斤")
    done = shop.submit(wish("李叔", "egg", "2", raw="鸡蛋2斤"), mode="add", text="鸡蛋2斤")
    assert not done.repeated
    assert shop.sheet("noon") == [("王婶", "egg", "2斤"), ("李叔", "egg", "2斤")]


def test_a_text_that_was_refused_is_booked_once_it_can_be_read(shop: Shop) -> None:
    from franchise import OrderDraft

    shop.hand_in(OrderDraft(mode="reject", rejected="too_long"), text="list", key="k")
    assert shop.submit(WANG, text="list", key="k").added
    assert shop.submit(WANG, text="list", key="k").repeated


def test_a_longer_list_adds_a_changed_one_changes(shop: Shop) -> None:
    shop.submit(WANG, LI)
    done = shop.submit(wish("王婶", "egg", "3"), LI, ZHAO)
    assert [c.after.quantity for c in done.changed] == [3000]
    assert [(x.product, x.quantity) for x in done.added] == [("milk", 1000)]
    assert (done.unchanged, done.cancelled, done.questions) == (1, (), ())
    assert shop.sheet("noon") == [("王婶", "egg", "3斤"), ("李叔", "tofu", "3块"), ("赵姐", "milk", "1瓶")]


def test_what_a_list_no_longer_shows_is_asked_never_deleted(shop: Shop) -> None:
    shop.submit(WANG, LI)
    done = shop.submit(WANG)
    assert [(q.question.code, q.question.member, q.question.product) for q in done.questions] == [
        ("missing_from_list", "李叔", "tofu")
    ]
    assert shop.sheet("noon") == [("王婶", "egg", "2斤"), ("李叔", "tofu", "3块")]


def test_a_missing_line_is_asked_once_however_often_the_list_comes(shop: Shop) -> None:
    shop.submit(WANG, LI)
    shop.submit(WANG, text="a")
    shop.submit(WANG, text="b")
    assert codes(shop) == ["missing_from_list"]


def test_a_yes_to_a_missing_line_cancels_it(shop: Shop) -> None:
    shop.submit(WANG, LI)
    asked = shop.submit(WANG).questions[0]
    done = shop.answer(asked.id)
    assert [x.product for x in done.cancelled] == ["tofu"]
    assert shop.sheet("noon") == [("王婶", "egg", "2斤")]


def test_two_people_who_append_to_the_same_old_copy_lose_nobody(shop: Shop) -> None:
    shop.submit(WANG)
    shop.submit(WANG, LI)
    shop.submit(WANG, ZHAO)
    assert shop.sheet("noon") == [("王婶", "egg", "2斤"), ("李叔", "tofu", "3块"), ("赵姐", "milk", "1瓶")]
    assert codes(shop) == ["missing_from_list"]


def test_a_new_list_stands_beside_the_old_one(shop: Shop) -> None:
    shop.submit(WANG, LI)
    done = shop.submit(ZHAO, wish("钱嫂", "egg", "1"))
    assert done.questions == ()
    assert [x.thread for x in shop.lines("noon")] == [1, 1, 2, 2]
    done = shop.submit(ZHAO, wish("钱嫂", "egg", "1"), wish("孙哥", "tofu", "2"))
    assert [(x.thread, x.product) for x in done.added] == [(2, "tofu")]
    assert done.questions == ()


def test_the_same_wish_twice_in_a_list_is_two_lines_and_stays_two(shop: Shop) -> None:
    shop.submit(WANG, WANG)
    done = shop.submit(WANG, WANG, LI)
    assert (len(done.added), done.unchanged, done.questions) == (1, 2, ())


def test_another_note_or_unit_is_a_change(shop: Shop) -> None:
    shop.submit(WANG)
    shop.submit(wish("王婶", "egg", "2", note="要新鲜的"))
    assert [x.note for x in shop.lines("noon")] == ["要新鲜的"]
    shop.submit(wish("王婶", "egg", "2", "公斤", note="要新鲜的"))
    assert [(x.quantity, x.unit, x.stock_quantity, x.stock_unit) for x in shop.lines("noon")] == [
        (2000, "公斤", 4000, "斤")
    ]


def test_a_doubtful_new_amount_does_not_ask_whether_the_old_one_is_cancelled(shop: Shop) -> None:
    shop.submit(WANG, LI)
    done = shop.submit(wish("王婶", "egg", "2.05"), LI)
    assert [q.question.code for q in done.questions] == ["quantity_step"]
    assert shop.sheet("noon") == [("王婶", "egg", "2斤"), ("李叔", "tofu", "3块")]


def test_a_booked_answer_is_not_booked_again_when_the_list_is_handed_in_again(shop: Shop) -> None:
    raw = "2. 李叔 北豆腐3块"
    asked = unknown("李叔", "北豆腐", "3", "块")
    first = shop.submit(WANG, questions=[asked])
    shop.answer(first.questions[0].id, product="tofu")
    learnt = wish("李叔", "tofu", "3", raw=asked.raw)
    shop.submit(WANG, learnt, ZHAO)
    assert shop.sheet("noon") == [("王婶", "egg", "2斤"), ("李叔", "tofu", "3块"), ("赵姐", "milk", "1瓶")]
    assert raw not in codes(shop)


def test_unchanged_counts_what_the_text_left_as_it_was(shop: Shop) -> None:
    from franchise import Cancellation

    shop.submit(WANG, LI, ZHAO)
    done = shop.submit(
        wish("钱嫂", "egg", "1"),
        wish("孙哥", "egg", "1"),
        mode="mixed",
        cancels=[Cancellation(member="孙哥", product="egg"), Cancellation(member="李叔", product="tofu")],
    )
    assert (len(done.added), len(done.cancelled), done.unchanged) == (2, 2, 2)


# -------------------------------------------------------------------- from noon to evening


def test_what_noon_took_is_not_booked_again_in_the_evening(shop: Shop) -> None:
    shop.submit(WANG, LI)
    done = shop.at("2026-03-05T13:00").submit(WANG, LI, ZHAO)
    assert [x.product for x in done.carried] == ["egg", "tofu"]
    assert shop.sheet("evening") == [("赵姐", "milk", "1瓶")]
    assert shop.sheet("noon") == [("王婶", "egg", "2斤"), ("李叔", "tofu", "3块")]


def test_the_carried_list_may_grow_further_in_the_evening(shop: Shop) -> None:
    shop.submit(WANG, LI)
    shop.at("2026-03-05T13:00").submit(WANG, LI, ZHAO)
    done = shop.submit(WANG, LI, ZHAO, wish("钱嫂", "egg", "1"))
    assert (len(done.carried), len(done.added), done.unchanged, done.questions) == (2, 1, 1, ())


def test_an_amount_that_changed_after_the_cutoff_is_asked(shop: Shop) -> None:
    shop.submit(WANG, LI)
    done = shop.at("2026-03-05T13:00").submit(wish("王婶", "egg", "5"), LI, ZHAO)
    asked = done.questions[0].question
    assert (asked.code, asked.member, asked.quantity, asked.unit) == (
        "changed_after_cutoff",
        "王婶",
        3000,
        "斤",
    )
    assert shop.sheet("evening") == [("赵姐", "milk", "1瓶")]
    booked = shop.answer(done.questions[0].id)
    assert [(x.product, x.quantity) for x in booked.added] == [("egg", 3000)]


def test_a_list_that_only_resembles_noons_is_a_new_one(shop: Shop) -> None:
    shop.submit(WANG, LI)
    done = shop.at("2026-03-05T13:00").submit(WANG, ZHAO)
    assert done.carried == ()
    assert shop.sheet("evening") == [("王婶", "egg", "2斤"), ("赵姐", "milk", "1瓶")]


def test_a_wish_taken_from_an_answer_at_noon_is_not_booked_again_in_the_evening(shop: Shop) -> None:
    asked = unknown("李叔", "北豆腐", "3", "块")
    first = shop.submit(WANG, questions=[asked])
    shop.answer(first.questions[0].id, product="tofu")
    shop.at("2026-03-05T13:00").submit(WANG, wish("李叔", "tofu", "3", raw=asked.raw), ZHAO)
    assert shop.sheet("evening") == [("赵姐", "milk", "1瓶")]


def test_a_list_that_goes_on_after_the_last_cutoff_does_not_book_the_day_again(shop: Shop) -> None:
    shop.submit(WANG)
    shop.at("2026-03-05T19:00").submit(WANG, LI)
    done = shop.at("2026-03-05T20:05").submit(WANG, LI, ZHAO)
    assert [x.product for x in done.carried] == ["egg", "tofu"]
    assert shop.sheet("2026-03-06/noon") == [("赵姐", "milk", "1瓶")]


def test_an_evening_list_of_its_own_goes_on_after_the_last_cutoff(shop: Shop) -> None:
    shop.submit(WANG)
    shop.at("2026-03-05T19:00").submit(LI)
    shop.at("2026-03-05T20:05").submit(LI, ZHAO)
    assert shop.sheet("2026-03-06/noon") == [("赵姐", "milk", "1瓶")]


def test_tomorrows_list_is_a_new_one(shop: Shop) -> None:
    shop.submit(WANG, LI)
    done = shop.at("2026-03-06T09:00").submit(WANG, LI)
    assert len(done.added) == 2


# -------------------------------------------------------------------- the comparison itself

amount = st.sampled_from([1000, 2000, 2500])
entries = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["egg", "tofu"]), amount), max_size=8)


def as_entries(rows) -> list[Entry]:
    return [
        Entry(n, member, product, "斤", quantity, "") for n, (member, product, quantity) in enumerate(rows)
    ]


def as_lines(rows, thread: int) -> list[Line]:
    return [
        Line(
            line_no=n,
            member_id=member,
            product=product,
            name=product,
            supplier="farm",
            quantity=quantity,
            unit="斤",
            stock_quantity=quantity,
            stock_unit="斤",
            price=1,
            cost=1,
            amount=1,
            note="",
            raw="",
            thread=thread,
            needed_on="",
            late=False,
            status="active",
        )
        for n, (member, product, quantity) in enumerate(rows, 1)
    ]


@given(entries, entries)
def test_every_entry_and_every_line_of_the_thread_ends_in_exactly_one_place(old, new) -> None:
    lines = as_lines(old, 1)
    found = difference.compare(as_entries(new), lines)
    seen = [e.number for e in found.added] + [e.number for _line, e in found.changed]
    assert len(seen) + len(found.same) == len(new)
    assert len(set(seen)) == len(seen)
    if found.thread == 1:
        kept = found.same + found.missing + [line for line, _entry in found.changed]
        assert sorted(x.line_no for x in kept) == sorted(x.line_no for x in lines)


@given(entries)
def test_the_same_list_again_changes_nothing(rows) -> None:
    found = difference.compare(as_entries(rows), as_lines(rows, 1))
    assert (found.added, found.changed, found.missing) == ([], [], [])


@given(entries, entries)
def test_appending_never_loses_nor_changes_what_was_there(old, more) -> None:
    found = difference.compare(as_entries([*old, *more]), as_lines(old, 1))
    assert (found.changed, found.missing) == ([], [])
    assert len(found.added) == len(more)


@given(entries, entries)
def test_what_was_carried_is_neither_booked_again_nor_lost(old, more) -> None:
    found = difference.carried(as_entries([*old, *more]), as_lines(old, 1))
    assert len(found.taken) + len(found.altered) + len(found.rest) == len(old) + len(more)
    assert len(found.taken) == len(old)


@pytest.mark.parametrize("status", ["cancelled"])
def test_cancelled_lines_take_no_part(status: str) -> None:
    import attrs

    lines = [attrs.evolve(x, status=status) for x in as_lines([(1, "egg", 1000)], 1)]
    found = difference.compare(as_entries([(1, "egg", 1000)]), lines)
    assert [e.number for e in found.added] == [0]


def test_a_chat_log_that_has_grown_books_only_what_is_new(shop: Shop) -> None:
    shop.submit(WANG, LI, mode="add", text="log")
    done = shop.submit(WANG, LI, ZHAO, mode="mixed", text="log and more")
    assert [x.product for x in done.added] == ["milk"]
    assert shop.sheet("noon") == [("王婶", "egg", "2斤"), ("李叔", "tofu", "3块"), ("赵姐", "milk", "1瓶")]
    assert (codes(shop), len(done.warnings)) == ([], 1)
    assert "王婶 鸡蛋 2斤" in done.warnings[0]


def test_a_chat_log_goes_on_after_the_cut_off_and_books_nothing_again(shop: Shop) -> None:
    shop.submit(WANG, LI, mode="add", text="log")
    shop.at("2026-03-05T13:00").submit(WANG, LI, ZHAO, mode="mixed", text="log and more")
    assert shop.sheet("evening") == [("赵姐", "milk", "1瓶")]


def test_the_very_words_once_more_are_asked_about_and_a_yes_books_them(shop: Shop) -> None:
    shop.submit(WANG, mode="add", text="王婶 鸡蛋2斤")
    asked = shop.submit(WANG, mode="add", text="王婶 鸡蛋2斤！").questions
    assert [q.question.code for q in asked] == ["said_before"]
    assert shop.sheet("noon") == [("王婶", "egg", "2斤")]
    shop.answer(asked[0].id)
    assert shop.sheet("noon") == [("王婶", "egg", "2斤"), ("王婶", "egg", "2斤")]


def test_a_message_with_a_number_of_its_own_is_another_order_whatever_its_words(shop: Shop) -> None:
    for number in ("1", "2"):
        shop.submit(wish("王婶", "egg", "1", raw="+1"), mode="add", text="+1", message_id=number)
    assert shop.sheet("noon") == [("王婶", "egg", "1斤"), ("王婶", "egg", "1斤")]


def test_questions_that_wait_already_are_told_when_the_list_comes_again(shop: Shop) -> None:
    first = shop.submit(WANG, questions=[unknown("李叔", "蟹"), unknown("赵姐", "火腿")], text="a")
    shop.dismiss(first.questions[0].id, "没货")
    again = shop.submit(WANG, questions=[unknown("李叔", "蟹"), unknown("赵姐", "火腿")], text="b")
    assert (first.waiting, again.waiting, again.questions) == (0, 1, ())
