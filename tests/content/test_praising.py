"""Which messages praise: what is not certain is no praise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_content.praise_section import AGAINST, NEGATIONS, WORDS, Praise
from franchise_content.praising import LONGEST, Reader, folded, kept, masked

READER = Reader(Praise())
PLAIN = [word for word in WORDS if not word.isascii()]


@pytest.mark.practice("I-178")
@pytest.mark.parametrize(
    "text",
    [
        "这个米粉真的好吃",
        "湿巾很好用，已经回购三次了",
        "真不错",
        "不错，很好吃！",
        "没想到这么快就到了，很新鲜",
        "@小雨妈妈 围兜好用",
        "推荐大家都买",
        "I love it, tastes great",
        "好 用",
    ],
)
def test_praise_is_found(text: str) -> None:
    assert READER.praises(text) == (text != "好 用")


@pytest.mark.practice("I-178")
@pytest.mark.parametrize(
    "text",
    [
        "不好吃",
        "不是很好吃",
        "没有上次的好吃",
        "一点也不好用",
        "不会回购了",
        "真心不推荐",
        "别买，好吃个屁",
        "没那么好吃",
        "难得好吃一次",
        "not great",
        "I don't love it",
        "I don’t love it",
    ],
)
def test_a_negation_before_the_word_makes_it_no_praise(text: str) -> None:
    assert not READER.praises(text)


@pytest.mark.parametrize(
    "text",
    [
        "好吃吗",
        "有没有好用的湿巾推荐？",
        "好吃，但是太贵",
        "以为很好吃",
        "要是好吃就好了",
        "好吃才怪",
        "很好吃，一会退款",
        "好用，加我 13800000001",
        "好用 https://example.com",
        "今天到货了",
        "great, but broken",
        "greatest hits",
        "",
        "好吃" * LONGEST,
    ],
)
def test_questions_doubts_numbers_and_addresses_are_no_praise(text: str) -> None:
    assert not READER.praises(text)


@given(
    word=st.sampled_from(PLAIN),
    negation=st.sampled_from([word for word in NEGATIONS if not word.isascii()]),
    between=st.text(alphabet="是很太怎么那", max_size=3),
    before=st.text(alphabet="这个米粉我觉得", max_size=6),
)
def test_whatever_the_words_a_negation_near_before_turns_them_round(
    word: str, negation: str, between: str, before: str
) -> None:
    assert not READER.praises(f"{before}{negation}{between}{word}")


@given(st.text(max_size=60), st.sampled_from(AGAINST[:8]))
def test_nothing_is_praise_with_a_word_that_speaks_against_it(text: str, word: str) -> None:
    assert not READER.praises(f"{text} 好吃 {word}")


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    if READER.praises(text):
        assert any(word in folded(text) for word in WORDS)


def test_a_setup_without_words_finds_nothing_and_one_without_negations_takes_all() -> None:
    assert not Reader(Praise(words=())).praises("好吃")
    assert Reader(Praise(negations=(), against=())).praises("不好吃")


def test_what_is_kept_calls_nobody_and_has_one_line() -> None:
    assert "围兜 好用 回购了" == kept("@小雨妈妈 围兜\n好用  回购了")


@pytest.mark.parametrize(
    ("name", "shown"), [("小雨妈妈", "小**"), ("王", "**"), ("Ann", "A**"), (" 甲乙 ", "甲**")]
)
def test_a_masked_name_is_nobody_s(name: str, shown: str) -> None:
    assert shown == masked(name)
