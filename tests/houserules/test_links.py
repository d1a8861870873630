"""Whose an address is: the host decides, and nothing that is made to look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_houserules.links import domain, host_of, hosts, ours, token

OURS = ("shop.example.com",)


@pytest.mark.practice("I-104")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://shop.example.com/goods/1", ["shop.example.com"]),
        ("看 m.shop.example.com/1 哦", ["m.shop.example.com"]),
        ("https://shop.example.com哦快来", ["shop.example.com"]),
        ("HTTPS://SHOP.EXAMPLE.COM", ["shop.example.com"]),
        ("ｈｔｔｐｓ：／／shop．example．com", ["shop.example.com"]),
        ("https://shop.example.com:443/x", ["shop.example.com"]),
        ("https://shop.example.com./x", ["shop.example.com"]),
    ],
)
def test_addresses_of_the_chain_are_its_own(text: str, found: list[str]) -> None:
    assert found == list(hosts(text))
    assert all(ours(host, OURS) for host in found)


@pytest.mark.practice("I-104")
@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example.com@evil.cn/",
        "https://evil.cn/shop.example.com",
        "https://evil.cn?u=shop.example.com",
        "https://evil.cn#shop.example.com",
        "https://evil.cn\\@shop.example.com",
        "https://evil-shop.example.com.attacker.cn/",
        "https://evilshop.example.com.cn/",
        "https://notshop.example.com/",
        "https://example.com/",
        "shop.example.com.evil.top",
        "https://shop.example.com例.evil.cn",
        "https://shop。example。com。evil。cn",
        "weixin://dl/business",
        "http:/evil.cn",
        "evil.cn",
        "//x https:\\\\evil.cn\\shop.example.com",
    ],
)
def test_what_only_looks_like_the_chains_address_is_not(text: str) -> None:
    found = list(hosts(text))
    assert found
    assert not any(ours(host, OURS) for host in found)


@pytest.mark.parametrize("text", ["3.5元一斤", "好的...", "12:30见", "a.b@c.com", "注意:/", "1/2", "v1.2.3"])
def test_numbers_and_signs_are_no_addresses(text: str) -> None:
    assert [] == list(hosts(text))


def test_a_shopping_code_is_recognised() -> None:
    assert "¥AbCd1234xyz¥" == token("复制这段 ￥AbCd1234xyz￥ 打开")
    assert "" == token("￥99￥")


@pytest.mark.parametrize(
    "text", ["com", "com.cn", "CN", "shop", "shop..com", "-a.com", "1.2.3.4", "a b.com", ""]
)
def test_an_address_that_anybody_may_have_is_no_domain_of_ones_own(text: str) -> None:
    assert "" == domain(text)


def test_a_domain_is_compared_in_one_form() -> None:
    assert "shop.example.com" == domain(" Shop.Example.COM. ")
    assert host_of("https://例子.example.com/") == domain("例子.example.com")


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert all(isinstance(host, str) for host in hosts(text))
    assert isinstance(host_of(text), str)


@given(st.text(alphabet="abcdefgh.-", min_size=1, max_size=30))
def test_a_foreign_end_is_never_the_chains(prefix: str) -> None:
    assert not ours(host_of(f"https://{prefix}.evil.cn/"), OURS)
