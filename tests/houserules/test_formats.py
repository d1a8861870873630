"""Names by their format: parts with texts between them, compared in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_houserules.formats import fits, pieces
from franchise_houserules.section import NameFormat, Part

MEMBER = NameFormat(
    format="{city}-{trade}-{nickname}",
    example="南京-美容-小雨",
    parts={"city": Part(most=6, only="han"), "trade": Part(choices=("美容", "教师"))},
)
GROUP = NameFormat(whose="groups", format="{chain}母婴连锁-会员{number}群", example="青禾母婴连锁-会员1群")


@pytest.mark.practice("I-118")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("南京-美容-小雨", True),
        ("南京－美容—小雨", True),
        ("南京-美容-小雨 ", True),
        ("南京美容小雨", False),
        ("南京-美容", False),
        ("南京-美容-", False),
        ("-美容-小雨", False),
        ("南京-律师-小雨", False),
        ("Nanjing-美容-小雨", False),
        ("南京南京南京南京-美容-小雨", False),
        ("南京-美容-小雨-2", False),
        ("", False),
        ("南" * 65, False),
    ],
)
def test_a_nickname_has_city_trade_and_nickname(name: str, expected: bool) -> None:
    assert expected is fits(MEMBER, name, {})


@pytest.mark.practice("I-098")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("青禾母婴连锁-会员1群", True),
        ("青禾母婴连锁-会员12群", True),
        ("红果母婴连锁-会员1群", False),
        ("青禾母婴连锁-会员群", False),
        ("青禾母婴连锁会员1群", False),
        ("青禾母婴连锁-会员1群 福利", False),
    ],
)
def test_a_group_name_has_the_chain_and_a_number(name: str, expected: bool) -> None:
    assert expected is fits(GROUP, name, {"chain": "青禾"})


@pytest.mark.parametrize("text", ["{a}{b}", "{", "}", "{A}", "plain", "", "{a!r}-x{", "-".join(["{a}"] * 9)])
def test_what_is_no_format_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        pieces(text)


@given(st.text(max_size=64), st.text(max_size=64), st.text(max_size=64))
def test_any_name_is_compared(a: str, b: str, c: str) -> None:
    assert fits(MEMBER, f"{a}-{b}-{c}", {}) in {True, False}


@given(st.lists(st.text(alphabet="天地人好", min_size=1, max_size=5), min_size=3, max_size=3))
def test_free_parts_fit_exactly_when_there_are_as_many(parts: list[str]) -> None:
    free = NameFormat(format="{a}-{b}-{c}", example="a-b-c")
    assert fits(free, "-".join(parts), {})
    assert not fits(free, "-".join(parts[:2]), {})


def test_a_name_made_to_be_slow_is_compared_at_once() -> None:
    hard = NameFormat(format="{a}x{b}x{c}x{d}x{e}x{f}x{g}x{h}!", example="axbxcxdxexfxgxh!")
    assert not fits(hard, "x" * 64, {})
