"""From words to products and amounts: what is exact is taken, everything else is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import SETUP

from franchise import Card
from franchise.catalog.section import selling_units
from franchise.orders.lines import amount_doubt
from franchise.orders.values import Wish
from franchise_village.matching import Amount, Match, Products, initials, key_of, keys_of
from franchise_village.reading import _bought_for

CATALOG = {
    **SETUP["catalog"],
    "duck": {"name": "咸鸭蛋", "unit": "个", "price": "2", "supplier": "farm"},
    "cola": {"name": "百事可乐500ml", "unit": "瓶", "price": "3", "supplier": "dairy", "aliases": ["百事"]},
    "coke": {"name": "可口可乐500ml", "unit": "瓶", "price": "3", "supplier": "dairy"},
    "ghost": {"name": "冰糖", "unit": "袋", "price": "3", "supplier": "dairy", "active": False},
    "beer": {"name": "啤酒", "unit": "箱", "price": "40", "supplier": "dairy"},
    "meat": {"name": "五花肉", "unit": "公斤", "price": "30", "supplier": "farm"},
}


@pytest.fixture
def products() -> Products:
    return Products(CATALOG, {})


@pytest.mark.parametrize("word", ["鸡蛋", "土鸡蛋", "egg", "EGG", " 鸡 蛋 ", "鸡蛋！", "雞蛋", "ｅｇｇ"])
def test_an_exact_name_alias_or_code_decides(products: Products, word: str) -> None:
    assert products.find(word) == Match(product="egg")


def test_what_a_group_taught_wins_over_every_name() -> None:
    taught = Products(CATALOG, {"鸡蛋": "duck", "蛋蛋": "egg", "没了": "gone"})
    assert taught.find("鸡蛋") == Match(product="duck")
    assert taught.find("蛋 蛋") == Match(product="egg")
    assert taught.find("没了").product == ""


def test_a_retired_product_is_neither_found_nor_suggested(products: Products) -> None:
    found = products.find("冰糖")
    assert found.product == ""
    assert "ghost" not in found.options


def test_pinyin_initials_suggest_and_never_decide(products: Products) -> None:
    assert products.find("jd") == Match(options=("egg",), ambiguous=True)
    assert products.find("xyd").options == ("duck",)
    assert products.find("j").product == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [("鸡蛋", "jd"), ("阿胶", "aj"), ("座", "z"), ("牛奶500ml", "nn500ml"), ("囍糖", "囍t")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_word_near_a_name_is_suggested_the_likeliest_first(products: Products) -> None:
    found = products.find("咸鸭旦")
    assert (found.product, found.options[0]) == ("", "duck")
    assert products.find("可乐").options[:2] in {("coke", "cola"), ("cola", "coke")}
    assert products.find("可乐").ambiguous


def test_a_word_like_nothing_suggests_nothing(products: Products) -> None:
    assert products.find("自行车") == Match()
    assert products.find("") == products.find(" · ") == Match()


def test_a_stricter_threshold_suggests_less() -> None:
    assert Products(CATALOG, {}, suggest_from=60).find("咸鸭旦").options == ("duck",)
    assert Products(CATALOG, {}, suggest_from=100).find("咸鸭旦").options == ()


@given(st.text(st.sampled_from("鸡蛋豆腐牛奶盐可乐百事咸鸭 e0.５"), max_size=8))
def test_only_a_written_name_is_ever_decided(word: str) -> None:
    from franchise_village.matching import key_of

    products = Products(CATALOG, {})
    found = products.find(word)
    names = {key_of(n) for n in products.names()} | {key_of(code) for code in CATALOG}
    assert bool(found.product) == (key_of(word) in names and key_of(word) != key_of("冰糖"))
    assert not (found.product and found.options)
    assert set(found.options) <= set(CATALOG) - {"ghost"}


# -------------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("code", "quantity", "unit", "amount"),
    [
        ("egg", 2000, "斤", Amount(quantity=2000, unit="斤")),
        ("egg", 2000, "公斤", Amount(quantity=2000, unit="公斤")),
        ("egg", 2000, "kg", Amount(quantity=2000, unit="公斤")),
        ("egg", 3000, "两", Amount(quantity=300, unit="斤")),
        ("egg", 500_000, "克", Amount(quantity=1000, unit="斤")),
        ("meat", 3000, "斤", Amount(quantity=1500, unit="公斤")),
        ("duck", 1000, "打", Amount(quantity=12000, unit="个")),
        ("duck", 500, "打", Amount(quantity=6000, unit="个")),
        ("duck", 3000, "枚", Amount(quantity=3000, unit="个")),
        ("duck", 3000, "", Amount(quantity=3000, unit="个")),
        ("egg", 3000, "", Amount(quantity=3000, unit="斤", doubt="unit_missing")),
        ("egg", 10_000, "元", Amount(quantity=10_000, unit="元", doubt="by_money")),
        ("duck", 10_000, "块", Amount(quantity=10_000, unit="块", doubt="by_money")),
        ("tofu", 2000, "块", Amount(quantity=2000, unit="块")),
        ("egg", None, "斤", Amount(quantity=None, unit="斤", doubt="quantity_missing")),
        ("egg", None, "两", Amount(quantity=None, unit="斤", doubt="quantity_missing")),
        ("duck", 2000, "斤", Amount(quantity=2000, unit="斤", doubt="unknown_unit")),
        ("duck", 2000, "袋", Amount(quantity=2000, unit="袋", doubt="unknown_unit")),
        ("meat", 1, "克", Amount(quantity=1, unit="克", doubt="unknown_unit")),
        ("beer", 1000, "打", Amount(quantity=1000, unit="打", doubt="unknown_unit")),
    ],
)
def test_an_amount_is_put_into_a_selling_unit_exactly_or_asked(
    products: Products, code: str, quantity: int | None, unit: str, amount: Amount
) -> None:
    assert products.amount(code, quantity, unit) == amount


@given(
    st.integers(1, 9_999_000), st.sampled_from(["斤", "公斤", "两", "克", "千克", "打", "元", "袋", "个", ""])
)
def test_a_taken_amount_weighs_what_was_written(quantity: int, unit: str) -> None:
    grams = {"斤": 500, "公斤": 1000, "千克": 1000, "两": 50, "克": 1}
    found = Products(CATALOG, {}).amount("egg", quantity, unit)
    if not found.doubt:
        assert found.quantity is not None
        assert found.quantity * grams[found.unit] == quantity * grams[unit]


@pytest.mark.parametrize(
    ("money", "unit", "product", "bought"),
    [
        (10_000, "元", "egg", (2200, "斤")),
        (10_000, "块钱", "duck", (5000, "个")),
        (1000, "元", "meat", (33, "公斤")),
        (100, "元", "tofu", (None, "块")),
        (5000, "毛", "tofu", (None, "块")),
        (25_000, "角", "tofu", (1000, "块")),
        (None, "元", "egg", (None, "斤")),
    ],
)
def test_money_suggests_the_amount_it_buys(
    money: int | None, unit: str, product: str, bought: tuple[object, str]
) -> None:
    assert _bought_for(money, unit, CATALOG[product]) == bought


@given(st.integers(1, 100_000), st.integers(1, 10_000))
def test_money_never_suggests_more_than_it_buys_nor_a_broken_step(yuan: int, fen: int) -> None:
    goods = {"unit": "斤", "price": f"{fen // 100}.{fen % 100:02}", "step": "0.1"}
    quantity, unit = _bought_for(yuan * 1000, "元", goods)
    if quantity is not None:
        assert quantity * fen <= yuan * 1000 * 100
        assert (quantity + 100) * fen > yuan * 1000 * 100
        card = Card(
            code="x", name="x", supplier="s", step=100, active=True,
            units=selling_units("斤", fen, 0, []), unit="斤", pack_size=None, pack_unit="", moq=1, category="",
        )  # fmt: skip
        doubt = amount_doubt(card, Wish(member="x", product="x", unit=unit, quantity=quantity))
        assert doubt is None or doubt[0] == "quantity_limit"


@given(st.lists(st.text(max_size=12), max_size=8))
def test_many_names_are_folded_as_each_alone(names):
    clean = [name.replace("\0", "") for name in names]
    assert [key_of(name) for name in clean] == keys_of(clean)
