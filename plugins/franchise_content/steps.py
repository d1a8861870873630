"""How many steps a text explains (I-195). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

_DIGITS: Final = "一二三四五六七八九十"
_NUMBER: Final = rf"(\d{{1,2}}|[{_DIGITS}]{{1,3}})"
# A number that begins a line or clause, but neither an amount (3.5), a time (12:30) nor a date (3-5). One in digits
# may also follow a word at once (1、洗手2、擦干); one in characters may not: 周一、二、三 are days.
_LISTED: Final = re.compile(
    rf"(?:^|(?<=[\s，,。；;！!：:（）()])){_NUMBER}[.、．)）](?!\d)"
    r"|^(\d{1,2})[:：](?!\d)"
    r"|(?<=[^\W\d_A-Za-z第])(\d{1,2})[、)）](?!\d)"
    r"|(?<!\d)(\d)\ufe0f?\u20e3",  # 1️⃣
    re.MULTILINE,
)
_NAMED: Final = re.compile(rf"第\s*{_NUMBER}\s*步|步骤\s*{_NUMBER}|\bstep\s*(\d{{1,2}})\b", re.IGNORECASE)
_CIRCLED: Final = re.compile(r"[\u2460-\u249b\u2776-\u2793\u3220-\u3229\u3280-\u3289]")  # ① ⑴ ⒈ ❶ ㈠ ㊀
_FIRST: Final = re.compile(r"(?:^|(?<=[\s，,。；;！!：:]))(?:首先|先)(?!生|后|进|前)", re.MULTILINE)
_NEXT: Final = re.compile(
    r"(?:^|(?<=[\s，,。；;！!：:]))(?:其次|再|然后|接着|之后|最后)(?!见|说|会)", re.MULTILINE
)


def count(text: str) -> int:
    """The steps of a text: numbered, circled, called steps, or told as first, then, then, last.

    Of several ways in one text the longest counts; a number counts as a step only after the one before it.
    """
    return max(
        _run(_number(found[found.lastindex or 0]) for found in _LISTED.finditer(text)),
        _run(_number(found[1] or found[2] or found[3]) for found in _NAMED.finditer(text)),
        _run(int(unicodedata.numeric(found[0])) for found in _CIRCLED.finditer(text)),
        _told(text),
    )


def _run(numbers: Iterable[int]) -> int:
    """How far the numbers count from 1 on, in their order; what comes in between is no step."""
    reached = 0
    for number in numbers:
        if number == reached + 1:
            reached = number
    return reached


def _told(text: str) -> int:
    first = _FIRST.search(text)
    return 1 + sum(1 for _found in _after(text, first.end())) if first else 0


def _after(text: str, start: int) -> Iterator[re.Match[str]]:
    return _NEXT.finditer(text, start)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.index(text) + 1 if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_DIGITS.index(tens) + 1 if tens else 1) * 10 + (_DIGITS.index(ones) + 1 if ones else 0)
