"""Whatever the text: no crash, no line without evidence, no entry lost."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.village.jielong.evidence import PIECES, complaints, scrambled, uncovered

from franchise_village.jielong import read

CORPUS = Path(__file__).parent / "corpus"
SEEDS = [
    json.loads(row)["message"]
    for name in ("given.jsonl", "own.jsonl")
    for row in (CORPUS / name).read_text("utf-8").splitlines()
]


@settings(max_examples=300)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=30).map("".join))
def test_pieces_of_orders_are_read_with_evidence_or_not_at_all(text: str) -> None:
    assert [] == complaints(text, read(text, sender="陈姐"))


@settings(max_examples=300)
@given(st.integers(0, 2**32))
def test_scrambled_messages_are_read_with_evidence_and_lose_no_entry(seed: int) -> None:
    text = scrambled(random.Random(seed), SEEDS)
    reading = read(text, offer="土鸡蛋")
    assert [] == complaints(text, reading, offer="土鸡蛋")
    if reading.mode == "snapshot":
        assert [] == uncovered(text, reading)


@pytest.mark.parametrize("text", SEEDS, ids=range(len(SEEDS)))
def test_every_line_of_the_corpora_has_its_evidence_in_the_text(text: str) -> None:
    reading = read(text, sender="陈姐", offer="土鸡蛋")
    assert [] == complaints(text, reading, offer="土鸡蛋")
    if reading.mode == "snapshot":
        assert [] == uncovered(text, reading)


def test_an_entry_that_cannot_be_understood_is_still_shown() -> None:
    reading = read("#接龙\n\n1. 陈姐 鸡蛋2斤\n4. 老周 那个上次的来一份")
    line = reading.lines[-1]
    assert ("老周", True) == (line.member, "not_understood" in line.doubts)


def test_the_span_is_the_wish_as_written() -> None:
    text = "#接龙<br/>1. 王\u200b婶 鸡蛋２斤，白菜1颗"
    lines = read(text).lines
    assert ["鸡蛋２斤", "白菜1颗"] == [text[line.span[0] : line.span[1]] for line in lines]
    assert "王\u200b婶" == text[slice(*(lines[0].member_span or (0, 0)))]
    assert "王婶" == lines[0].member


def test_orders_above_a_menu_that_a_list_follows_are_asked_about() -> None:
    text = "#接龙\n1. 邰姐 豆腐1块\n2. 老闻 盐2袋\n1、糖醋里脊 28\n2、红烧茄子 18\n3、土豆丝 12\n接龙\n老迟 1号1份\n晶晶 2号2份"
    reading = read(text)
    assert not uncovered(text, reading)
