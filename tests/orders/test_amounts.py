"""What a line counts and costs, to the last gram and fen; what cannot be counted is asked."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import Shop, setup_body, wish

from franchise import Franchise, Wish, amounts
from franchise.catalog.section import Card, selling_units
from franchise.orders.lines import amount_doubt, make_line
from franchise_village import operations as villages
from franchise_village.operations import Village


def booked(shop: Shop, *wishes: Wish) -> list[tuple[int, str, int, int]]:
    shop.submit(*wishes)
    return [(x.stock_quantity, x.stock_unit, x.price, x.amount) for x in shop.lines("noon")]


def test_a_unit_with_a_ratio_is_counted_in_the_base_unit_at_its_price(shop: Shop) -> None:
    assert booked(shop, wish("王婶", "egg", "1.3", "公斤")) == [(2600, "斤", 450, 1170)]


def test_a_unit_with_a_price_of_its_own_is_never_converted(shop: Shop) -> None:
    assert booked(shop, wish("王婶", "egg", "2", "板"), wish("王婶", "milk", "3", "箱")) == [
        (2000, "板", 1100, 2200),
        (3000, "箱", 4000, 12000),
    ]


def test_half_a_fen_is_rounded_up_once_a_line(shop: Shop) -> None:
    assert [x[3] for x in booked(shop, wish("王婶", "salt", "0.2"), wish("李叔", "salt", "0.002"))] == [47, 0]
    assert [x[3] for x in booked(shop, wish("王婶", "salt", "0.2"), wish("李叔", "salt", "0.01"))][1] == 2


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        (Wish(member="王婶", product="jade", unit="块", quantity=1000, raw="玉"), "not_offered"),
        (wish("王婶", "egg", "2", "袋"), "unknown_unit"),
        (wish("王婶", "egg", "2.05"), "quantity_step"),
        (wish("王婶", "tofu", "0.5"), "quantity_step"),
        (wish("王婶", "egg", "9999", "公斤"), "quantity_limit"),
        (Wish(member="王婶", product="egg", unit="斤", quantity=0, raw="零"), "quantity_limit"),
        (Wish(member="王婶", product="egg", unit="斤", quantity=-1000, raw="负"), "quantity_limit"),
    ],
)
def test_what_cannot_be_counted_becomes_a_question_and_the_rest_is_booked(
    shop: Shop, given_: Wish, code: str
) -> None:
    done = shop.submit(given_, wish("李叔", "tofu", "1"))
    assert [(q.question.code, q.question.raw) for q in done.questions] == [(code, given_.raw)]
    assert shop.sheet("noon") == [("李叔", "tofu", "1块")]


@pytest.mark.parametrize("name", ["", " ", "王" * 33, "王\n婶", "王\u202e婶"])
def test_a_name_that_is_none_is_asked_and_does_not_stop_the_others(shop: Shop, name: str) -> None:
    done = shop.submit(wish(name, "egg", "2", raw="egg 2"), wish("李叔", "tofu", "1"))
    assert len(done.questions) == 1
    assert shop.sheet("noon") == [("李叔", "tofu", "1块")]


def test_the_longest_keys_and_words_fit(app: Franchise) -> None:
    session, village = "s" * 63, "v" * 61
    body = setup_body()
    body["orders"] = {"sessions": {session: {"name": "午" * 20, "cutoff": "12:00", "deliver_at": "下" * 20}}}
    app.create_store("k" * 63, app.schema.parse(body), {"store": {"name": "店" * 60}})
    shop = Shop(app, "k" * 63)
    longest = Village(key=village, name="村" * 40, partner="人" * 40, address="址" * 120, phone="1" * 40)
    shop.do(lambda work: villages.add(work, longest))
    for key in ("k" * 64, "k" * 200):
        given_ = wish("名" * 32, "egg", "9999", note="注" * 200, raw=f"{len(key)}" + "原" * 500)
        assert shop.submit(given_, group=village, mode="add", key=key, text="文" * 9000).added
    shop.at("2026-03-05T12:00").close(f"2026-03-05/{session}")
    assert len(shop.lines(f"2026-03-05/{session}", village)) == 2


def test_a_note_that_is_too_long_is_asked_and_not_cut(shop: Shop) -> None:
    done = shop.submit(wish("王婶", "egg", "1", note="注" * 201))
    assert [q.question.code for q in done.questions] == ["note_too_long"]


def test_a_retired_product_is_asked(shop: Shop) -> None:
    shop.change("catalog.salt.active", "false")
    done = shop.submit(wish("王婶", "salt", "1"))
    assert [q.question.code for q in done.questions] == ["not_offered"]


def test_a_booked_line_keeps_name_price_cost_and_supplier_when_the_catalogue_changes(shop: Shop) -> None:
    shop.submit(wish("王婶", "egg", "2"))
    before = shop.lines("noon")
    for path, text in {"name": "红皮蛋", "price": "5", "cost": "4", "supplier": "dairy"}.items():
        shop.change(f"catalog.egg.{path}", text)
    shop.submit(wish("王婶", "egg", "2"), wish("李叔", "egg", "1"))
    after = shop.lines("noon")
    assert after[:1] == before
    assert [(x.name, x.price, x.cost, x.supplier) for x in after] == [
        ("鸡蛋", 450, 380, "farm"),
        ("红皮蛋", 500, 400, "dairy"),
    ]


# -------------------------------------------------------------------- arithmetic

ratios = st.integers(1, 50_000)
quantities = st.integers(1, amounts.MAX_QUANTITY)
prices = st.integers(0, 10_000_00)


def card(ratio: int, price: int, own: bool, step: int) -> Card:
    shown = amounts.format_quantity(ratio)
    entry = f"箱={shown}@{amounts.format_money(price)}" if own else f"箱={shown}"
    return Card(
        code="x",
        name="货",
        supplier="s",
        step=step,
        active=True,
        units=selling_units("个", price, 0, [entry]),
        unit="个",
        pack_size=None,
        pack_unit="",
        moq=1,
        category="",
    )


@given(
    quantity=quantities,
    ratio=ratios,
    price=prices,
    own=st.booleans(),
    step=st.sampled_from([1, 5, 100, 1000]),
)
def test_a_line_is_exact_or_a_question(quantity: int, ratio: int, price: int, own: bool, step: int) -> None:
    goods = card(ratio, price, own, step)
    wanted = Wish(member="王婶", product="x", unit="箱", quantity=quantity)
    exact = Decimal(quantity) / 1000 if own else Decimal(quantity) / 1000 * Decimal(ratio) / 1000
    doubt = amount_doubt(goods, wanted)
    thousandths = exact * 1000
    countable = (
        thousandths == int(thousandths)
        and 0 < thousandths <= amounts.MAX_QUANTITY
        and (own or int(thousandths) % step == 0)
    )
    assert (doubt is None) == countable
    if doubt is None:
        line = make_line(goods, wanted, line_no=1, member_id=1, thread=0, needed_on="", late=False)
        money = (exact * price).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        assert (line.stock_quantity, line.amount) == (int(thousandths), int(money))


@given(quantities)
def test_a_quantity_survives_being_written_and_read(quantity: int) -> None:
    assert amounts.parse_quantity(amounts.format_quantity(quantity)) == quantity
