"""The running list goes into the group with masked names, and comes back with more written under it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import Shop, wish

from franchise import Cancellation
from franchise.orders import show
from franchise.orders.masks import masked

WANG = wish("王婶", "egg", "2")
LI = wish("李叔", "tofu", "3")


@pytest.mark.practice("I-222")
def test_a_masked_list_that_comes_back_longer_adds_only_what_is_new(shop: Shop) -> None:
    shop.submit(WANG, LI)
    done = shop.submit(wish("王*", "egg", "2"), wish("李*", "tofu", "3"), wish("赵姐", "milk", "1"))
    assert [(x.product, x.quantity) for x in done.added] == [("milk", 1000)]
    assert (done.unchanged, done.changed, done.questions) == (2, (), ())
    assert shop.sheet("noon") == [("王婶", "egg", "2斤"), ("李叔", "tofu", "3块"), ("赵姐", "milk", "1瓶")]


def test_two_members_with_one_mask_are_told_apart_by_what_they_ordered(shop: Shop) -> None:
    shop.submit(LI, wish("李嫂", "egg", "1"), wish("李婶", "egg", "1"))
    done = shop.submit(
        wish("李*", "tofu", "3"), wish("李*", "egg", "1", raw="a"), wish("李*", "egg", "1", raw="b")
    )
    assert (done.unchanged, done.added, done.questions) == (3, (), ())


def test_a_changed_amount_is_of_the_only_one_behind_the_mask_who_has_the_product(shop: Shop) -> None:
    shop.submit(LI, wish("李嫂", "egg", "1"))
    done = shop.submit(wish("李*", "tofu", "4"), wish("李*", "egg", "1"))
    assert [(c.after.product, c.after.quantity) for c in done.changed] == [("tofu", 4000)]
    assert shop.sheet("noon") == [("李叔", "tofu", "4块"), ("李嫂", "egg", "1斤")]


def test_what_any_of_several_may_want_is_asked_with_their_names(shop: Shop) -> None:
    shop.submit(LI, wish("李嫂", "egg", "1"))
    done = shop.submit(wish("李*", "milk", "1"), mode="add", cancels=[Cancellation(member="李*")])
    assert [(q.question.code, q.question.member, q.question.action) for q in done.questions] == [
        ("member_missing", "", "book"),
        ("member_missing", "", "cancel"),
    ]
    assert all("李叔" in q.question.text and "李嫂" in q.question.text for q in done.questions)
    assert shop.sheet("noon") == [("李叔", "tofu", "3块"), ("李嫂", "egg", "1斤")]


def test_a_name_that_nobody_is_behind_or_that_is_really_written_so_stays(shop: Shop) -> None:
    shop.submit(wish("王*", "egg", "2"), mode="add")
    shop.submit(wish("王婶", "egg", "1"), mode="add")
    shop.submit(wish("王*", "tofu", "1"), mode="add")
    assert shop.sheet("noon") == [("王*", "egg", "2斤"), ("王婶", "egg", "1斤"), ("王*", "tofu", "1块")]


@given(st.text(min_size=1, max_size=5))
def test_a_mask_shows_the_first_character_alone(name: str) -> None:
    assert masked(name) in {name, name[0] + "*"}
    assert len(masked(name)) <= 2


def test_the_list_to_paste_keeps_wishes_and_parts_sizes_from_amounts(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "2", note="(要新鲜的)"), wish("王婶", "tofu", "3"))
    lines = shop.lines("noon")
    text = show.relay_text("王家湾", lines, {x.member_id: "王婶" for x in lines}, hide=True, closes="")
    assert "1. 王* 鸡蛋2斤（要新鲜的） 豆腐3块" in text.splitlines()
