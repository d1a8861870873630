"""Promoting products: what is fit, what is posted, how rarely, what the lint says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.content.corner import Corner
from tests.content.counting import counted
from tests.content.shelf import CATALOG, PRODUCTS, selling

from franchise import NotFound, Product, Refused, UsageProblem, groups, language
from franchise.clock import instant
from franchise.setups import Money
from franchise_content import linting, picking, promoting, promotions
from franchise_content.findings import Finding
from franchise_content.promoting import Promoted
from franchise_content.promotion_section import Fit, ProductFacts
from franchise_content.promotions import Promotion


@pytest.fixture
def shop(make: Callable[..., Corner]) -> Corner:
    return make(**selling()).at("2026-03-05T12:00")


def say(
    corner: Corner, form: str, product: str, price: str, *, group: str = "base-1", **more: Any
) -> Promoted:
    if isinstance(more.get("at"), str):
        more["at"] = instant(more["at"], corner.zone)
    return corner.do(
        lambda work: promoting.say(work, form, product, groups.get(work, group), price=price, **more)
    )


def noted(corner: Corner, group: str | None = None) -> list[Promotion]:
    return corner.see(
        lambda work: promotions.between(
            work, date(2026, 1, 1), 366, groups.get(work, group) if group else None
        )
    )


def picked(corner: Corner, group: str | None = None) -> list[picking.Candidate]:
    return corner.see(lambda work: picking.pick(work, groups.get(work, group) if group else None))


def lint(corner: Corner, day: str = "2026-03-05", days: int = 7) -> list[Finding]:
    return corner.see(lambda work: linting.lint(work, date.fromisoformat(day), days))


# ---------------------------------------------------------------- what is fit


@pytest.mark.practice("I-220", "C-10")
def test_what_is_rarely_bought_of_a_high_margin_and_a_known_price_is_fit_the_highest_margin_first(
    shop: Corner,
) -> None:
    assert [("bib", 49), ("cup", 49), ("seat", 45)] == sorted(
        (one.product, one.margin) for one in picked(shop) if one.fit
    )
    # Of the same margin, what is bought more rarely comes first.
    assert ["cup", "bib", "seat"] == [one.product for one in picked(shop) if one.fit]


@pytest.mark.practice("I-220")
def test_reasons_are_shown_for_and_against_each_product(shop: Corner) -> None:
    found = {one.product: one for one in picked(shop)}
    assert ("bought every 120 days", "margin 49 %", "members know its price") == found["cup"].reasons
    assert ("bought every 7 days",) == found["wipes"].against
    assert ("margin 15 %",) == found["rice"].against
    assert (
        "nothing says how often it is bought",
        "its margin is not known",
        "nothing says that members know its price",
    ) == found["gift"].against
    assert ("has no price", "no longer sold") == (found["gift"].left_out, found["milk"].left_out)


def test_what_was_promoted_lately_or_will_be_soon_is_left_out_where_it_was(shop: Corner) -> None:
    say(shop, "hot_sale", "cup", "49")
    say(shop, "hot_sale", "bib", "15", at="2026-03-10T12:00")
    assert ["seat"] == [one.product for one in picked(shop, "base-1") if one.fit]
    assert ["seat"] == [one.product for one in picked(shop) if one.fit]
    assert ["cup", "bib", "seat"] == [one.product for one in picked(shop, "pool-1") if one.fit]
    found = {one.product: one.left_out for one in picked(shop, "base-1")}
    assert "promoted on 2026-03-05; again from 2026-03-19 on" == found["cup"]
    assert "promoted on 2026-03-10; again from 2026-03-24 on" == found["bib"]
    shop.at("2026-03-19T09:00")
    assert "" == {one.product: one.left_out for one in picked(shop, "base-1")}["cup"]


def test_a_setup_says_what_is_fit(make: Callable[..., Corner]) -> None:
    shop = make(**selling(fit={"every_days": 0, "margin": 0, "known_price": False}))
    assert {"wipes", "cup", "bib", "seat", "rice"} == {one.product for one in picked(shop) if one.fit}


FACTS = st.builds(
    ProductFacts,
    every_days=st.none() | st.integers(1, 400),
    margin=st.none() | st.integers(0, 100),
    known_price=st.booleans(),
)
GOODS = st.builds(
    Product,
    name=st.just("x"), unit=st.just("个"), supplier=st.just("own"),
    price=st.integers(0, 100_00).map(Money), cost=st.integers(0, 120_00).map(Money), active=st.booleans(),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(GOODS, FACTS), min_size=1), st.randoms())
def test_the_order_is_that_of_the_facts_and_not_of_the_catalogue(
    goods: dict[str, tuple[Product, ProductFacts]], dice: Any
) -> None:
    def order(codes: list[str]) -> list[picking.Candidate]:
        return picking.ranked({code: picking.judged(code, *goods[code], Fit()) for code in codes})

    shuffled = list(goods)
    dice.shuffle(shuffled)
    found = order(sorted(goods))
    assert found == order(shuffled)
    fits = [one.fit for one in found]
    assert sorted(fits, reverse=True) == fits
    for one in found:
        if one.fit:
            assert one.margin is not None
            assert one.every_days is not None
            assert one.margin >= 30
            assert one.every_days >= 30
            assert one.known_price


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_margin_is_what_stays_of_the_price_rounded_down(price: int, cost: int) -> None:
    margin = picking.margin_of(None, price, cost)
    assert margin is not None
    assert margin * price <= (price - cost) * 100 < (margin + 1) * price
    assert 7 == picking.margin_of(ProductFacts(margin=7), price, cost)
    assert None is picking.margin_of(None, price, 0)


# ---------------------------------------------------------------- the five forms


@pytest.mark.practice("I-127")
@pytest.mark.parametrize(
    ("form", "given", "text"),
    [
        ("special", {}, "今日特价：学饮杯 49.00 元一个，平时 59.00，省 10.00"),
        ("group_buy", {"pieces": 10}, "学饮杯团购价 49.00，满 10 份成团，找文静接龙"),
        ("flash_sale", {"minutes": 30, "pieces": 5}, "学饮杯秒杀 49.00，30 分钟，到 12:30，只有 5 份"),
        ("hot_sale", {}, "柳荫路店1群嗨卖：学饮杯 49.00"),
        ("invitation", {}, "来柳荫路店试试学饮杯，49.00 元"),
    ],
)
def test_each_of_the_five_forms_renders_a_post(
    shop: Corner, form: str, given: dict[str, int], text: str
) -> None:
    found = say(shop, form, "cup", "49", **given)
    assert (text, True, ()) == (found.text, found.fresh, found.warnings)
    (one,) = noted(shop)
    assert (form, "cup", "个", 4900, 5900, "2026-03-05", "base-1") == (
        one.form, one.product, one.unit, one.price, one.usual, one.day, one.group,
    )  # fmt: skip
    assert [("base-1", "cup", 4900)] == [
        (e["subject"], e["product"], e["price"]) for e in shop.events("content.promoted")
    ]


def test_a_script_s_picture_goes_along(shop: Corner) -> None:
    assert "flash.jpg" == say(shop, "flash_sale", "cup", "49", minutes=30, pieces=5).picture


def test_the_same_post_is_noted_once_and_reads_the_same_later_that_day(shop: Corner) -> None:
    first = say(shop, "flash_sale", "cup", "49", minutes=30, pieces=5)
    shop.at("2026-03-05T15:00")
    again = say(shop, "flash_sale", "cup", "49", minutes=30, pieces=5)
    assert (first.text, False) == (again.text, again.fresh)
    assert (1, 1) == (len(noted(shop)), len(shop.events("content.promoted")))


def test_a_product_may_be_named_by_code_name_or_another_name(shop: Corner) -> None:
    for group, name in (("base-1", "cup"), ("pool-1", "学饮杯")):
        assert "cup" == say(shop, "hot_sale", name, "49", group=group).promotion.product
    assert "wipes" == say(shop, "hot_sale", "手口湿巾", "12").promotion.product


def test_another_selling_unit_has_its_own_usual_price(shop: Corner) -> None:
    found = say(shop, "special", "wipes", "250", unit="箱")
    assert (30000, "箱") == (found.promotion.usual, found.promotion.unit)
    with pytest.raises(NotFound, match="not sold by '桶'") as refused:
        say(shop, "special", "wipes", "250", unit="桶", group="pool-1")
    assert "包, 箱" == refused.value.hint


def test_a_flash_sale_that_ends_after_midnight_says_the_day(make: Callable[..., Corner]) -> None:
    shop = make(**selling()).at("2026-03-05T22:50")
    assert "到 03-06 00:20" in say(shop, "flash_sale", "cup", "49", minutes=90, pieces=5).text


def test_what_speaks_against_a_product_is_told_and_forbids_nothing(shop: Corner) -> None:
    assert ("bought every 7 days",) == say(shop, "hot_sale", "wipes", "15").warnings
    assert ("margin 15 %", "the price is below what it costs the store") == (
        say(shop, "hot_sale", "rice", "32").warnings
    )


def test_statements_do_not_grow_with_the_catalogue_or_the_history(make: Callable[..., Corner]) -> None:
    many = {
        f"p{n:03d}": {"name": f"货{n}", "unit": "个", "price": "10", "supplier": "own"} for n in range(60)
    }
    shop = make(**{**selling(mix={"promotions_a_week": 0}), "catalog": {**CATALOG, **many}}).at(
        "2026-03-05T12:00"
    )

    def cost(product: str) -> tuple[int, int]:
        with counted(shop.app) as saying:
            say(shop, "hot_sale", product, "9")
        with counted(shop.app) as picking_:
            picked(shop)
        return len(saying), len(picking_)

    first = cost("p000")
    for n in range(1, 50):
        say(shop, "hot_sale", f"p{n:03d}", "9")
    assert first == cost("p055")


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("form", "product", "price", "more", "sentence"),
    [
        ("flash", "cup", "49", {}, "There is no form of promotion 'flash'."),
        ("special", "cap", "49", {}, "The catalogue has no product 'cap'."),
        ("special", "", "49", {}, "The catalogue has no product ''."),
        ("special", "milk", "49", {}, "奶粉 is no longer sold."),
        ("special", "gift", "1", {}, "赠品勺 has no price in the catalogue."),
        ("special", "cup", "59", {}, "59.00 is not below the usual price of 学饮杯, 59.00."),
        ("special", "cup", "69", {}, "69.00 is not below the usual price of 学饮杯, 59.00."),
        ("hot_sale", "cup", "59.01", {}, "59.01 is above the usual price of 学饮杯, 59.00."),
        ("special", "cup", "-1", {}, "'-1' is not a plain number such as 12 or 3.5."),
        ("special", "cup", "0", {}, "A promotion has a price above 0."),
        ("special", "cup", "9.999", {}, "'9.999' has more than 2 decimal places."),
        ("special", "cup", "1e3", {}, "'1e3' is not a plain number such as 12 or 3.5."),
        ("special", "cup", "４９", {}, "'４９' is not a plain number such as 12 or 3.5."),
        ("flash_sale", "cup", "49", {"pieces": 5}, "The script of flash_sale must be told: --minutes."),
        ("flash_sale", "cup", "49", {"minutes": 5}, "The script of flash_sale must be told: --pieces."),
        ("flash_sale", "cup", "49", {"minutes": -5, "pieces": 5}, "-5 is out of range: 1 to 10080."),
        ("flash_sale", "cup", "49", {"minutes": 5, "pieces": 100_000}, "100000 is out of range: 1 to 99999."),
        ("group_buy", "cup", "49", {"pieces": 1}, "1 is out of range: 2 to 99999."),
        ("special", "cup", "49", {"minutes": 5}, "The script of special says nothing of it; leave --minutes away."),
        ("special", "cup", "49", {"at": "2026-03-05T11:00"}, "2026-03-05 11:00 is over."),
        ("special", "cup", "49", {"at": "2026-08-05T11:00"}, "2026-08-05 11:00 is too far ahead: at most 92 days."),
        ("special", "cup", "49", {"at": "2026-03-06T06:59"}, "Nothing is promoted in the curfew from 23:00 to 07:00."),
    ],
)  # fmt: skip
def test_what_cannot_be_promoted_is_refused_with_a_sentence_and_nothing_is_noted(
    shop: Corner, form: str, product: str, price: str, more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises((NotFound, Refused, UsageProblem)) as refused:
        say(shop, form, product, price, **more)
    assert sentence == refused.value.message
    assert [] == noted(shop)


def test_near_names_are_hinted_at(shop: Corner) -> None:
    with pytest.raises(UsageProblem) as form:
        say(shop, "flash_sal", "cup", "49")
    assert "flash_sale" in form.value.hint
    with pytest.raises(NotFound) as product:
        say(shop, "special", "cups", "49")
    assert "cup" in product.value.hint
    with pytest.raises(UsageProblem) as other:
        say(shop, "打折", "cup", "49")
    assert other.value.hint.startswith("special (special price), group_buy (group buy), ")


def test_a_form_may_be_named_as_people_call_it(shop: Corner) -> None:
    assert "special" == say(shop, "special price", "cup", "49").promotion.form
    with language("zh"):
        assert "flash_sale" == say(shop, "秒杀", "wipes", "12", minutes=30, pieces=5).promotion.form
    assert ["special", "flash_sale"] == sorted((one.form for one in noted(shop)), reverse=True)


def test_the_usual_price_is_enough_for_a_hot_sale_and_an_invitation(shop: Corner) -> None:
    assert say(shop, "hot_sale", "cup", "59").fresh
    assert say(shop, "invitation", "bib", "19.90").fresh


def test_a_form_without_a_script_says_where_to_add_one(make: Callable[..., Corner]) -> None:
    shop = make(**selling(promotions={"special": {"text": "{product} {price} {usual}"}}))
    with pytest.raises(NotFound) as refused:
        say(shop, "hot_sale", "cup", "49")
    assert "Add one: [content.promotions.hot_sale] with a `text`." == refused.value.hint


@pytest.mark.practice("C-10")
def test_a_product_is_promoted_once_in_so_many_days_in_a_group_at_whatever_price(shop: Corner) -> None:
    say(shop, "special", "cup", "49", at="2026-03-10T12:00")
    for at in ("2026-03-05T12:00", "2026-03-10T12:00", "2026-03-23T12:00"):
        with pytest.raises(Refused, match="again from 2026-03-24 on"):
            say(shop, "special", "cup", "48", at=at)
    assert say(shop, "special", "cup", "48", group="pool-1").fresh
    assert say(shop, "special", "cup", "48", at="2026-03-24T12:00").fresh


@pytest.mark.practice("C-10")
def test_a_group_has_so_many_promotions_in_any_seven_days(make: Callable[..., Corner]) -> None:
    shop = make(**selling(mix={"promotions_a_week": 2})).at("2026-03-05T12:00")
    say(shop, "hot_sale", "cup", "49", at="2026-03-05T12:00")
    say(shop, "hot_sale", "bib", "15", at="2026-03-11T12:00")
    for day in ("2026-03-05", "2026-03-08", "2026-03-11"):
        with pytest.raises(Refused, match="has 2 promotions from 2026-03-05 to 2026-03-11"):
            say(shop, "hot_sale", "seat", "300", at=f"{day}T15:00")
    assert say(shop, "hot_sale", "seat", "300", at="2026-03-12T15:00").fresh
    assert say(shop, "hot_sale", "seat", "300", group="pool-1").fresh


def test_where_nothing_is_limited_everything_may_be_promoted(make: Callable[..., Corner]) -> None:
    shop = make(**selling(mix={"promotions_a_week": 0, "product_days": 0})).at("2026-03-05T12:00")
    for price in range(40, 50):
        assert say(shop, "hot_sale", "cup", str(price)).fresh
    assert 10 == len(noted(shop))


def test_two_who_promote_the_same_at_once_note_it_once(shop: Corner) -> None:
    found: list[Promoted] = []

    def run(work: Any) -> None:
        found.append(promoting.say(work, "hot_sale", "cup", groups.get(work, "base-1"), price="49"))

    shop.overlapped(run)
    assert ([True, False], 1) == ([one.fresh for one in found], len(noted(shop)))


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_store_whose_setup_does_not_use_content_promotes_nothing(make: Callable[..., Corner]) -> None:
    from tests.content.corner import SETUP

    shop = make(**selling())
    plain = {key: value for key, value in SETUP.items() if key != "content"}
    shop.app.create_store(
        "other", shop.app.schema.parse({**plain, "setup": {"name": "o", "plugins": []}}),
        {"store": {"name": "另一家"}, "cadence": {"roles": {"owner": {"person": "文静"}}}},
    )  # fmt: skip
    with shop.app.work("other") as work:
        group = groups.create(work, "base")
        for run in (
            lambda: promoting.say(work, "special", "wipes", group, price="9"),
            lambda: picking.pick(work),
            lambda: promotions.between(work, date(2026, 3, 5), 7),
            lambda: promotions.drop(work, "wipes", group, date(2026, 3, 5)),
        ):
            with pytest.raises(Refused, match="does not use content"):
                run()


# ---------------------------------------------------------------- taken back


def test_a_promotion_that_was_not_posted_is_taken_back(shop: Corner) -> None:
    say(shop, "hot_sale", "cup", "49")

    def drop(day: date) -> int:
        return shop.do(lambda work: promotions.drop(work, "学饮杯", groups.get(work, "base-1"), day))

    assert 1 == drop(date(2026, 3, 5))
    assert [] == noted(shop)
    with pytest.raises(NotFound, match="学饮杯 is not promoted in 柳荫路店1群 on 2026-03-05"):
        drop(date(2026, 3, 5))
    assert say(shop, "hot_sale", "cup", "48").fresh


def test_hook_setup_keys_renames_a_product_in_what_was_promoted_and_praised() -> None:
    from franchise.plugins import Plugins

    (found,) = [a.value for a in Plugins.load().collect("franchise_setup_keys") if a.plugin == "content"]
    assert ["cadence.materials", "catalog"] == list(found)
    assert ["content__promotion.product", "content__praise.product"] == [
        str(key.column) for key in found["catalog"]
    ]


# ---------------------------------------------------------------- the week's lint


def told(found: list[Finding], *codes: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.code, one.severity, one.days) for one in found if one.code in codes]


@pytest.mark.practice("C-10", "I-203")
def test_a_promotion_beside_the_plan_stands_in_the_row_of_promotions(shop: Corner) -> None:
    assert [] == told(lint(shop), "streak")
    say(shop, "hot_sale", "cup", "49", at="2026-03-05T13:30")  # after the plan's promotion at noon
    assert [] == told(lint(shop), "streak")
    say(shop, "hot_sale", "bib", "15", at="2026-03-05T14:00")
    ((code, severity, days),) = told(lint(shop), "streak")
    assert ("streak", "error", ("2026-03-05",)) == (code, severity, days)
    (finding,) = [one for one in lint(shop) if one.code == "streak"]
    assert (
        "3 promotions follow one another, from 午间 on 2026-03-05 to hot sale 围兜 on 2026-03-05"
        in finding.text
    )
    # Talk at 21:00 ends the row: the next promotion begins another.
    say(shop, "hot_sale", "seat", "300", at="2026-03-05T22:30")
    assert 1 == len(told(lint(shop), "streak"))


@pytest.mark.practice("C-10")
def test_a_price_that_is_no_longer_below_the_catalogue_s_is_told(shop: Corner) -> None:
    say(shop, "special", "cup", "49")
    assert [] == told(lint(shop), "dear", "below_cost", "unfit")
    shop.change("catalog.cup.price", "49")
    (finding,) = [one for one in lint(shop) if one.code == "dear"]
    assert ("error", "[catalog.cup] price", ("2026-03-05",), ("base-1",)) == (
        finding.severity, finding.where, finding.days, finding.groups,
    )  # fmt: skip
    assert "学饮杯 is promoted at 49.00; its usual price is 49.00." == finding.text
    shop.change("catalog.cup.active", "false")
    assert [("product_gone", "error", ("2026-03-05",))] == told(lint(shop), "dear", "product_gone")


@pytest.mark.practice("I-220")
def test_a_product_whose_price_nobody_knows_is_told_and_one_below_cost(make: Callable[..., Corner]) -> None:
    products = {**PRODUCTS, "cup": {"every_days": 120}}
    shop = make(**selling(products=products)).at("2026-03-05T12:00")
    say(shop, "hot_sale", "cup", "29")
    assert [("below_cost", "warning", ("2026-03-05",)), ("unfit", "warning", ("2026-03-05",))] == (
        told(lint(shop), "below_cost", "unfit")
    )
    (finding,) = [one for one in lint(shop) if one.code == "unfit"]
    assert "学饮杯 is not fit for a promotion: nothing says that members know its price." == finding.text


def test_too_many_promotions_in_seven_days_are_told_once_the_limit_is_lower(shop: Corner) -> None:
    for product, day in (("cup", 5), ("bib", 6), ("seat", 7)):
        say(shop, "hot_sale", product, "15", at=f"2026-03-{day:02d}T12:00")
    assert [] == told(lint(shop), "promotions")
    shop.change("content.mix.promotions_a_week", "2")
    assert [("promotions", "error", ("2026-03-05", "2026-03-06", "2026-03-07"))] == (
        told(lint(shop), "promotions")
    )
    assert [] == told(lint(shop, days=6), "promotions")


def test_a_promotion_is_something_about_a_product(make: Callable[..., Corner]) -> None:
    shop = make(
        cadence={"slots": {"noon": {"columns": ["know"]}}},
        **selling(mix={"kinds": ["base"]}),
    ).at("2026-03-05T12:00")
    assert [("product", "error", ("2026-03-05",))] == told(lint(shop, days=1), "product")
    say(shop, "hot_sale", "cup", "49")
    assert [] == told(lint(shop, days=1), "product")


def test_a_clone_has_the_scripts_and_nothing_that_was_promoted(shop: Corner) -> None:
    say(shop, "hot_sale", "cup", "49")
    with shop.app.view("hub") as work:
        version = work.store.version
        document = shop.app.document(work.conn, version)
    shop.app.create_store("twin", document, {
        "store": {"name": "第二店", "time_zone": shop.zone, "language": "en"},
        "cadence": {"roles": {"owner": {"person": "小芳"}}},
    })  # fmt: skip
    with shop.app.work("twin") as work:
        assert [] == promotions.between(work, date(2026, 1, 1), 366)
        assert promoting.say(work, "hot_sale", "cup", groups.create(work, "base"), price="49").fresh
