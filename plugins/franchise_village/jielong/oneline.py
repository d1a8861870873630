"""A list written all on one line: 1.阿云 茄子2斤 2.小鹿 青椒3斤, with the marks in a row and a name behind each."""

from __future__ import annotations

import itertools
import re
from typing import Final

from franchise_village.jielong import brands, names, wishes
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place

_MARK: Final = Pattern(
    r"(?:^|(?<=[ :,;。~\n)\u4e00-\u9fff]))(?:(?P<plain>[0-9]{1,2}) ?[.、)。](?=[^0-9.])|(?P<keycap>[0-9])\u20e3"
    r"|第(?P<nth>[0-9]{1,2})[位个家])|\((?P<round>[0-9]{1,2})\)|[\[【](?P<square>[0-9]{1,2})[\]】]|(?P<circled>[①-⑳])"
)
_TWO_FIELDS: Final = Pattern(
    r"[ .、:]*(?P<name>[^ 0-9:,;、()*+]{1,10})(?: +|[:,] ?)(?P<rest>[^ 0-9*+x].*)", re.DOTALL
)
_SECOND: Final = Pattern(r"[0-9] ?[.、)。\]】\u20e3]|[②-⑳]|第[0-9]")
_PRICE: Final = Pattern(r"[0-9] ?(?:元|块钱|/)|¥")
_COUNTED: Final = Pattern(r"[0-9一二两三四五六七八九十半俩仨各]")
_LONGEST_LEAD: Final = 24


def chain(text: str, start: int, end: int) -> list[Place]:
    """The entries of a line with their marks, in order; empty when it is no list of several people."""
    if _SECOND.search(text, start + 3, end) is None:  # a quick look: nearly all lines
        return []
    marks = _row_of_marks(text, start, end)
    if len(marks) < 2:
        return []
    edges = [*(mark.start() for mark in marks), end]
    parts = [(mark.end(), edge) for mark, edge in zip(marks, edges[1:], strict=True)]
    if marks[0].start() - start > _LONGEST_LEAD or _PRICE.search(text, marks[0].start(), end):
        return []
    if not all(_COUNTED.search(text, *part) for part in parts) or not named(text, parts):
        return []
    lead = [(start, edges[0])] if text[start : edges[0]].strip() else []
    return [*lead, *itertools.pairwise(edges)]


def named(text: str, parts: list[Place]) -> bool:
    """Whether the parts are names with their orders, and not goods with their amounts."""
    sure = 0
    for part in parts:
        fields = _TWO_FIELDS.fullmatch(text, *part)
        if fields is None:
            return False
        name = fields["name"]
        goods = wishes.starts_with_good(name) == len(name) or wishes.starts_with_good(name[-2:]) == 2
        if not goods and name not in brands.WORDS:
            sure += 1
        elif not names.ends_like_name(name) and not wishes.starts_with_good(fields["rest"][:16]):
            return False
    return sure * 2 > len(parts)


def _row_of_marks(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Marks of one style that count on by one, from the first of the line."""
    row: list[re.Match[str]] = []
    for mark in _MARK.finditer(text, start, end):
        if not row or (mark.lastgroup == row[0].lastgroup and _number(mark) == _number(row[-1]) + 1):
            row.append(mark)
    return row


def _number(mark: re.Match[str]) -> int:
    label = mark[mark.lastgroup or 0]
    return ord(label) - 0x245F if mark["circled"] else int(label)
