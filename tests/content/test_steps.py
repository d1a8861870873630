"""How many steps a text explains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_content.steps import count

DIGITS = "一二三四五六七八九十"


@pytest.mark.practice("I-195")
@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", 0),
        ("今天的好物：软叶湿巾", 0),
        ("1. 洗手\n2. 挖一点\n3. 抹匀", 3),
        ("1、洗手 2、挖一点 3、抹匀 4、等一分钟", 4),
        ("（1）洗手（2）擦干", 2),
        ("1) wash 2) dry 3) cream 4) wait", 4),
        ("①洗手②擦干③抹匀④晾干", 4),
        ("❶洗手❷擦干❸抹匀❹晾干", 4),
        ("㈠洗手㈡擦干㈢抹匀㈣晾干", 4),
        ("1️⃣洗手\n2️⃣擦干\n3️⃣抹匀\n4️⃣晾干", 4),
        ("1️⃣洗手2️⃣擦干", 2),
        ("1：洗手\n2：擦干\n3：抹匀\n4：晾干", 4),
        ("1、洗手2、擦干3、抹匀4、晾干", 4),
        ("1:30 开门，2:30 关门", 0),
        ("周一、二、三、四、五都有课，第1、2、3、4天", 0),
        ("1 包湿巾\n2 包纸\n3 罐奶粉\n4 块肥皂", 0),
        ("第一步洗手，第二步擦干，第三步抹，第四步等", 4),
        ("第1步洗手\n第2步擦干", 2),
        ("步骤一：洗手 步骤二：擦干", 2),
        ("Step 1: wash. Step 2: dry. Step 3: cream. step 4: wait", 4),
        ("先洗手，再擦干，然后抹霜，最后晾一分钟", 4),
        ("首先洗手，其次擦干，最后抹霜", 3),
        ("一、洗手\n二、擦干", 2),
        ("早上 8.30 开门，12:30 关门，3.5 公斤", 0),
        ("2026.03.05 上新，1.2 折", 0),
        ("2. 第二条\n3. 第三条", 0),
        ("先生您好，再见，最后一天", 0),
        ("大家先看图，再下单", 0),
        ("1. 洗手\n顺便说一句\n1. 又是一\n2. 擦干", 2),
    ],
)  # fmt: skip
def test_steps_are_counted_as_people_write_them(text: str, steps: int) -> None:
    assert steps == count(text)


WORDS = st.text(alphabet="洗手擦干抹霜等一下 ，", min_size=1, max_size=6).map(lambda t: "洗" + t)


@given(words=st.lists(WORDS, max_size=19))
def test_as_many_numbered_steps_as_were_written_are_found(words: list[str]) -> None:
    lines = [f"{n}. {word}" for n, word in enumerate(words, 1)]
    assert len(words) == count("\n".join(lines))
    assert len(words) == count("".join(f"{chr(0x245F + n)}{word}" for n, word in enumerate(words, 1)))
    assert len(words) == count("".join(f"第{_chinese(n)}步{word}" for n, word in enumerate(words, 1)))


def _chinese(number: int) -> str:
    if number <= 10:
        return DIGITS[number - 1]
    return "十" + (DIGITS[number - 11] if number > 10 else "")


@given(text=st.text(max_size=80))
def test_any_text_has_a_count(text: str) -> None:
    assert 0 <= count(text) <= len(text)
