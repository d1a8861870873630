"""The numbers before the lines of a list: which marks there are, and which of them count."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong.numbers import chinese, unit_at
from franchise_village.jielong.numerals import OPENERS
from franchise_village.jielong.patterns import Pattern

_BULLET: Final = r"\s*(?:[>*·•✅☑✔▶▪◆●○★☆❤♥👉🔸🔹📌️‍]{1,4} ?)?"
_CIRCLED: Final = "①-⒛㉑-㉟㊱-㊿❶-➓㈠-㈩㊀-㊉Ⅰ-Ⅻⅰ-ⅻ⓵-⓾"
_MARK: Final = Pattern(
    rf"{_BULLET}(?:(?P<strong>[0-9]{{1,4}}) ?(?:[.、:)。]|,(?=[^0-9]))+(?![0-9])|(?P<strong2>[0-9]{{1,4}})[、)](?=[0-9])|(?P<joined>[0-9]{{1,4}})\.(?=[0-9])|(?P<dashed>[0-9]{{1,3}}) ?- ?(?=[^0-9 -])|\|? ?(?P<celled>[0-9]{{1,3}}) ?\| ?|\((?P<round>[0-9]{{1,3}})\)|[\[【](?P<square>[0-9]{{1,3}})[\]】]"
    rf"|(?P<circled>[{_CIRCLED}])[.、:]?|(?P<keycap>(?:[0-9]\u20e3){{1,3}}|🔟)[.、:]?|(?P<chinese>[一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]{{1,5}})[、.:)。](?![0-9])|(?P<stem>[甲乙丙丁戊己庚辛壬癸])[、.:)](?= ?[^ \n0-9])|\((?P<chinese2>[一二三四五六七八九十]{{1,3}})\)"
    r"|no\.? ?(?P<no>[0-9]{1,3})[ .:、]|第(?P<nth>[0-9]{1,3})[位个名单户家][:、. ]{0,2}|第(?P<nth2>[一二三四五六七八九十]{1,3})[位个名单户家][:、. ]{0,2}|(?P<spaced>[0-9]{1,3}) +(?=\S)|(?P<bare>[0-9]{1,3})(?=[^0-9 .,:%/~*x+-]))"
)
_AGAIN: Final = Pattern(r" ?([0-9]{1,4}) ?[.、:)](?![0-9]) ?(?=[^ \n])")
_STRONG: Final = (
    "strong",
    "strong2",
    "celled",
    "round",
    "square",
    "circled",
    "keycap",
    "chinese",
    "chinese2",
    "no",
    "nth",
    "nth2",
    "stem",
)
_HOUSE: Final = Pattern(r"[0-9]{1,4}(?:组|排|栋|幢|队|号楼|单元|号(?![前后到]))")


@attrs.define
class MarkedLine:
    start: int
    end: int
    number: int = 0
    content: int = 0
    strength: int = 0  # 3 certain, 2 joined to a digit, 1 spaced, 0 bare; -1 none


def read_mark(text: str, start: int, end: int) -> MarkedLine:
    line = MarkedLine(start, end, strength=-1)
    found = _MARK.match(text, start, end)
    if found is None:
        return line
    kind = found.lastgroup or ""
    label = found[kind]
    line.content = found.end()
    if (
        kind == "strong" and (again := _AGAIN.match(text, line.content, end)) and again[1] == label
    ):  # 3. 3. 二妮
        line.content = again.end()
    if kind in {"chinese", "chinese2", "nth2"}:
        value, ranged = chinese(label)
        line.number = 0 if value is None or ranged else value // 1_000
    elif kind == "stem":
        line.number = "甲乙丙丁戊己庚辛壬癸".index(label) + 1
    elif kind == "circled":
        line.number = int(unicodedata.numeric(label))
    elif kind == "keycap":
        line.number = 10 if label == "🔟" else int(label.replace("\u20e3", ""))
    else:
        line.number = int(label)
    line.strength = 3 if kind in _STRONG else {"joined": 2, "dashed": 1, "spaced": 1}.get(kind, 0)
    unit = unit_at(text, line.content, end) if kind in {"spaced", "bare", "dashed"} else 0
    after = line.content + unit
    named = kind == "spaced" and after < end and text[after] not in " ,;、+"  # 02 方伯
    if kind in {"spaced", "bare", "dashed"} and (
        (unit and not named)
        or text[line.content] in "月日号点年组队排栋楼折"
        or text[line.content] in OPENERS
    ):
        line.strength = -1
    if line.number == 0 and kind != "strong":
        line.strength = -1
    return line


def accepted(text: str, lines: Sequence[MarkedLine]) -> list[MarkedLine]:
    """The lines that really are entries: weak marks count only where they continue a sequence."""
    marked = [line for line in lines if line.strength >= 0]
    strong = any(line.strength == 3 for line in marked)
    found: list[MarkedLine] = []
    for index, line in enumerate(marked):
        if line.strength == 3:
            found.append(line)
            continue
        before = found[-1].number if found else 0
        after = next((later.number for later in marked[index + 1 :] if later.strength >= line.strength), 0)
        follows = line.number == before + 1 and (before > 0 or after == 2)
        housed = line.strength == 2 and line.number == before + 1 and _HOUSE.match(text, line.content)
        next_mark = marked[index + 1] if index + 1 < len(marked) else None
        opens = (  # 1小琴 橘子3斤, above 2.阿亮: the first mark lost its sign
            line.number == 1
            and not found
            and next_mark is not None
            and next_mark.number == 2
            and next_mark.strength == 3
            and not text[line.end + 1 : next_mark.start].strip()
            and text[line.content] not in "元块折毛角级线楼"
        )
        if housed or opens or (follows and (line.strength == 2 or not strong or before > 0)):
            found.append(line)
    return found
