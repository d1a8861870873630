from __future__ import annotations

from typing import Any

import pytest

from franchise.setups import Schema, scan_personal


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        ("电话13812345678找王姐", "mobile", "电话13*******78找王姐"),
        ("138-1234-5678", "mobile", "13*********78"),
        ("138 1234 5678", "mobile", "13*********78"),
        ("+86 13812345678", "mobile", "+8***********78"),
        ("１３８１２３４５６７８", "mobile", "１３*******７８"),
        ("0752-2345678", "landline", "07********78"),
        ("(010) 62345678", "landline", "(0**********78"),
        ("400-820-8820", "landline", "40********20"),
        ("身份证11010519491231002X，请核对", "id_card", "身份证11**************2X，请核对"),
        ("卡号 4111 1111 1111 1111 工行", "bank_card", "卡号 41***************11 工行"),
        ("加微信：wang_jie88 进群", "wechat", "加微信：wa******88 进群"),
        ("vx: abc12345", "wechat", "vx: ab****45"),
        ("WeChat wangjie2024", "wechat", "WeChat wa*******24"),
        ("wxid_a1b2c3d4e5f6", "wechat", "wx*************f6"),
    ],
)
def test_personal_data_is_found_and_masked(text: str, kind: str, excerpt: str) -> None:
    (found,) = scan_personal({"a": {"b": {"note": text}}})
    assert (kind, "a.b.note", excerpt) == (found.kind, found.where, found.excerpt)


@pytest.mark.parametrize(
    "text",
    [
        "每天 07:30-09:00，满 200 人",
        "条码 6901234567892",  # EAN-13
        "订单号 20260305113000123",
        "110105194912310021",  # the check digit of no ID card
        "4111 1111 1111 1112",  # the check digit of no bank card
        "微信群里接龙",
        "微信: hi",
        "138123456789",  # twelve digits
        "12345678901",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
def test_other_numbers_and_words_are_left_alone(text: str) -> None:
    assert () == scan_personal({"a": text})


def test_lists_and_keys_are_looked_at_too() -> None:
    body: dict[str, Any] = {"a": {"13812345678": {"x": "y"}}, "b": ["ok", "13912345678"]}
    assert ["a.13812345678", "b.1"] == [found.where for found in scan_personal(body)]


def test_several_findings_in_one_text_are_all_masked() -> None:
    excerpts = [found.excerpt for found in scan_personal({"a": "王13812345678李13912345678"})]
    assert ["王13*******78李13*****…", "…*****78李13*******78"] == excerpts


def test_a_whole_document_is_scanned(schema: Schema, body: dict[str, Any]) -> None:
    body["orders"]["greeting"] = "有事打 13812345678"
    assert ["orders.greeting"] == [found.where for found in scan_personal(schema.parse(body))]
