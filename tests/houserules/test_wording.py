"""Words are found however they are written, and not where they only seem to stand."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_houserules.wording import LONGEST, squeeze, vocabulary

VOCABULARY = vocabulary(
    {
        "drugs": (["大麻", "冰毒", "ice"], ["大麻哈鱼"]),
        "ads": (["加微信", "VX"], []),
    }
)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("谁要大麻", {"drugs": "大麻"}),
        ("大 麻", {"drugs": "大麻"}),
        ("大*.*麻", {"drugs": "大麻"}),
        ("大\u200b麻", {"drugs": "大麻"}),
        ("加❤️微❤️信", {"ads": "加微信"}),
        ("ＶＸ联系", {"ads": "VX"}),
        ("v x", {"ads": "VX"}),
        ("Ice!", {"drugs": "ice"}),
        ("大麻哈鱼真鲜", {}),
        ("大麻哈鱼、大麻", {"drugs": "大麻"}),
        ("买了冰，毒辣的太阳", {}),
        ("买了冰。毒辣的太阳", {}),
        ("大     麻", {}),
        ("nice rice", {}),
        ("slice", {}),
        ("", {}),
        ("今天天气真好", {}),
    ],
)
def test_a_word_is_found_whatever_stands_between_its_letters_but_not_across_clauses(
    text: str, topics: dict[str, str]
) -> None:
    assert topics == VOCABULARY.topics(text)


@pytest.mark.practice("I-117")
def test_a_harmless_longer_word_protects_only_itself() -> None:
    assert {} == VOCABULARY.topics("炖大麻哈鱼")
    assert {"drugs": "冰毒"} == VOCABULARY.topics("大麻哈鱼配冰毒")


@given(
    st.text(alphabet=" *-_.·~❤\u200b　", max_size=3),
    st.text(alphabet="你我他今天好的吃饭", max_size=10),
    st.text(alphabet="你我他今天好的吃饭", max_size=10),
)
def test_up_to_three_signs_between_letters_hide_nothing(between: str, before: str, after: str) -> None:
    assert {"ads": "加微信"} == VOCABULARY.topics(f"{before}加{between}微{between}信{after}")


@given(st.text(max_size=200))
def test_every_text_can_be_squeezed_and_what_is_left_are_letters(text: str) -> None:
    squeezed = squeeze(text)
    assert len(squeezed.letters) == len(squeezed.apart)
    assert squeeze(squeezed.letters).letters == squeezed.letters or "\n" in squeezed.letters


@given(st.text(alphabet=string.ascii_letters, min_size=1, max_size=12))
def test_a_latin_word_counts_only_where_it_stands_alone(word: str) -> None:
    if len(word) >= 2:
        one = vocabulary({"t": ([word], [])})
        assert {"t"} == set(one.topics(f"看{word}吧"))
        assert {} == one.topics(f"x{word}x")


def test_a_long_text_is_looked_at_up_to_a_limit() -> None:
    assert {} == VOCABULARY.topics("好" * LONGEST + "大麻")
    assert {"drugs"} == set(VOCABULARY.topics("好" * (LONGEST - 2) + "大麻"))
