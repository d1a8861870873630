"""The number grammar."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_village.jielong.numbers import chinese
from franchise_village.jielong.quantity import scan

MOST = 9_999_000
SIGNS = "零一二三四五六七八九"


def spelt(number: int) -> str:
    """A whole number below 10,000 in Chinese numerals."""
    digits, text, gap = str(number), "", False
    for place, digit in enumerate(digits):
        power = len(digits) - place - 1
        if digit == "0":
            gap = True
            continue
        if gap and text:
            text += "零"
        gap = False
        text += SIGNS[int(digit)] + ("", "十", "百", "千")[power]
    return text.removeprefix("一") if text.startswith("一十") else text


def read(text: str) -> tuple[str | None, str, str]:
    """Value, unit and problem of an amount that fills the text."""
    found = scan(text, 0, len(text), most=MOST)
    assert found is not None, text
    value = None if found.value is None else format(Decimal(found.value).scaleb(-3).normalize(), "f")
    return value, text[found.unit_start : found.unit_end], found.problem


@given(st.integers(1, 9_999))
def test_every_whole_number_spelt_out_is_read_back(number: int) -> None:
    assert (number * 1_000, False) == chinese(spelt(number))


@given(st.integers(1, 9_999_999), st.sampled_from("斤个箱袋瓶板"))
def test_every_decimal_of_three_places_is_read_back(thousandths: int, unit: str) -> None:
    text = format(Decimal(thousandths).scaleb(-3).normalize(), "f") + unit
    expected = (thousandths, unit, "") if thousandths <= MOST else (thousandths, unit, "qty_out_of_range")
    found = scan(text, 0, len(text), most=MOST)
    assert found is not None
    assert expected == (found.value, text[found.unit_start : found.unit_end], found.problem)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3.5斤", "3.5", "斤"), ("两斤", "2", "斤"), ("半斤", "0.5", "斤"), ("三斤二两", "3.2", "斤"), ("一斤二", "1.2", "斤"),
        ("三斤半", "3.5", "斤"), ("一百二十个", "120", "个"), ("一百二", "120", ""), ("两千五", "2500", ""), ("½斤", "0.5", "斤"),
        ("1½斤", "1.5", "斤"), ("1/2斤", "0.5", "斤"), ("两打", "2", "打"), ("廿个", "20", "个"), ("3百个", "300", "个"),
        ("1,200个", "1200", "个"), ("2。5斤", "2.5", "斤"), ("三点五斤", "3.5", "斤"), ("三两", "3", "两"), ("一大袋", "1", "大袋"),
        ("壹箱", "1", "箱"), ("两公斤半", "2.5", "公斤"), ("两个半", "2.5", "个"), ("2kg", "2", "kg"),
    ],
)  # fmt: skip
def test_an_amount_means_what_people_mean_by_it(text: str, value: str, unit: str) -> None:
    assert (value, unit, "") == read(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1e9斤", "qty_bad_number"), ("1E5个", "qty_bad_number"), ("0x10斤", "qty_bad_number"), ("1.2.3斤", "qty_bad_number"),
        ("1.2345斤", "qty_bad_number"), ("1/0斤", "qty_bad_number"), ("1/7斤", "qty_bad_number"), ("٣斤", "qty_bad_number"),
        ("𝟐斤", "qty_bad_number"), ("²斤", "qty_bad_number"), ("0斤", "qty_zero"), ("零斤", "qty_zero"), ("0.000斤", "qty_zero"),
        ("10000斤", "qty_out_of_range"), ("一亿亿亿箱", "qty_out_of_range"), ("9" * 400 + "斤", "qty_out_of_range"),
        ("九" * 400 + "斤", "qty_out_of_range"), ("3千万个", "qty_out_of_range"),
    ],
)  # fmt: skip
def test_an_impossible_number_is_named(text: str, problem: str) -> None:
    assert problem == read(text.lower())[2]


@pytest.mark.parametrize("text", ["两三斤", "2-3斤", "三到五斤", "几根", "2~3个"])
def test_a_vague_amount_has_no_value(text: str) -> None:
    assert read(text)[0] is None
