"""What must hold for every reading of every text: no line without verbatim evidence, no entry lost."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Sequence

from franchise_village.jielong import Line, Reading
from franchise_village.jielong.script import fold

NUMBER_SIGNS = frozenset(
    "0123456789零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅半俩仨½¼¾⅛⅜⅝⅞⅕⅖⅗⅘多几"
)
ENTRY = re.compile(r"^[ \t]*([0-9]{1,3})\. [^\n]*\w[^\n]*$", re.MULTILINE)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp);")
PIECES = (
    "#接龙\n", "1. ", "2. ", "３．", "④", "（5）", "六、", "例 ", "\n", "\n\n", " ", "　", "，", "、", "；", "：", "。", "张三", "王婶", "阿芬", "3组12号李婶", "鸡蛋", "五花肉",
    "三只松鼠", "百事可乐500ml*24瓶", "纯牛奶24盒装", "2斤", "一斤半", "斤半", "半斤", "三斤二两", "俩", "仨", "½", "x3", "×2", "*4", "各", "每样", "一箱", "12", "3.5", "0", "-2斤", "1e9", "1/2斤",
    "99999999999斤", "20块钱的", "5元一斤", "两三斤", "不要辣", "不要了", "取消", "退", "改成", "换成", "再加", "我要", "来", "麻烦", "谢谢", "哈", "吗", "？", "+1", "+", "-", "/", "(", ")", "（", "）", "【",
    "】", "A", "B", "A1", "A. 土鸡蛋30枚 32元\n", "合计", "柳树屯 晚单汇总\n", "一村：\n", "陈姐 2026/3/1 10:22:31\n", "13800000000", "8:30", "3月5日", "明早送", "下周六", "👍", "🍎", "1️⃣", "🔟", "\u200b",
    "\ufeff", "<br/>", "&amp;", "wxid_a1:\n", "雞蛋", "兩斤", "團購", "唔該", "同埋", "\u0301", "没有就算了", "有虾的话", "帮小芳",
    "品名\t东村\t西村\t合计\n", "\t3颗", "|", "肉粽：", "彩霞5个", "各一份", "我和我妈", "张姐李姐", "一共3斤", "凑够10个", "只要", "大的", "咸的", "都是排骨", "“", "”", "二愣子\n",
)  # fmt: skip


# Seldom, or nearly every text is refused before it is read.
HOSTILE = (
    "\u202e",
    "\x00",
    "٣",
    "²",
    "<msg><appmsg><title>",
    "</title>",
    "<",
    ">",
    "=",
    "@",
    "'",
    "\ue000",
    "\U000e0041",
)


def folded_words(text: str) -> set[str]:
    return set(fold(text)) - set(" \n")


def resolved(text: str) -> str:
    """The text with its entities resolved once, as the reader does."""
    return ENTITY.sub(lambda found: html.unescape(found[0]), text)


def stands_in(words: str, text: str) -> bool:
    """Whether every character of the words occurs in the text."""
    return folded_words(words) <= folded_words(text)


def complaints(text: str, reading: Reading, *, offer: str = "") -> list[str]:
    """What is wrong with a reading; empty when nothing is."""
    found: list[str] = []
    if reading.rejected and reading.lines:
        found.append(f"refused ({reading.rejected}) and still has lines")
    for line in reading.lines:
        found.extend(_line_complaints(text, line, reading, offer))
    found.extend(
        f"warning {warning.code} outside the text: {warning.span}"
        for warning in reading.warnings
        if not 0 <= warning.span[0] <= warning.span[1] <= len(text)
    )
    return found


def _line_complaints(text: str, line: Line, reading: Reading, offer: str) -> list[str]:
    found: list[str] = []
    start, end = line.span
    if not 0 <= start < end <= len(text):
        return [f"span {line.span} outside the text of {len(text)}: {line}"]
    evidence = resolved(text[start:end])
    if line.item_from == "line" and line.item and not stands_in(line.item, evidence):
        found.append(f"item {line.item!r} not in {evidence!r}")
    if line.item_from in {"header", "offer"} and not stands_in(line.item, resolved(text)):
        found.append(f"item {line.item!r} not in the text")
    if line.item_from == "context" and line.item != offer:
        found.append(f"item {line.item!r} is not the offer {offer!r}")
    if line.quantity is not None:
        if not 0 < line.quantity <= 9_999_000:
            found.append(f"quantity {line.quantity} out of range")
        implied = "quantity_implied" in line.doubts or line.item_from == "offer" or _one_each(line, reading)
        if not implied and not NUMBER_SIGNS & set(fold(evidence)):
            found.append(f"quantity {line.quantity} without a number in {evidence!r}")
    if line.member_span is not None and not stands_in(line.member, text[slice(*line.member_span)]):
        found.append(f"member {line.member!r} not in {text[slice(*line.member_span)]!r}")
    if not 0 < line.confidence <= 1 or (line.confidence == 1) != (not line.doubts):
        found.append(f"confidence {line.confidence} with doubts {line.doubts}")
    return found


def _one_each(line: Line, reading: Reading) -> bool:
    """Whether the header says the number, one for everybody, and a warning points the line out."""
    warned = any(one.code == "one_each" and one.span == line.span for one in reading.warnings)
    return warned and line.quantity == 1_000 and bool(set("1一") & set(fold(reading.header)))


def uncovered(text: str, reading: Reading) -> list[str]:
    """Numbered entries of a plain list that neither a line nor a warning covers."""
    spans = [line.span for line in reading.lines] + [warning.span for warning in reading.warnings]
    spans += [line.member_span for line in reading.lines if line.member_span]
    return [
        entry[0]
        # of an envelope only the title is a list; what breaks a line ends an entry's first line
        for entry in ENTRY.finditer(text.partition("</title>")[0].replace("<br/>", "\n    "))
        if not any(start < entry.end() and entry.start() < end for start, end in spans)
    ]


def scrambled(chance: random.Random, seeds: Sequence[str]) -> str:
    """A text made of a corpus message, of pieces, or of both, with some characters changed."""
    parts: list[str] = []
    for _ in range(chance.randint(1, 4)):
        kind = chance.random()
        if kind < 0.5:
            parts.append(chance.choice(seeds))
        elif kind < 0.9:
            parts.append("".join(chance.choice(PIECES) for _ in range(chance.randint(1, 30))))
        else:
            parts.append(
                "".join(
                    chr(
                        chance.choice(
                            (
                                chance.randint(1, 0x2FF),
                                chance.randint(0x2000, 0x33FF),
                                chance.randint(0x4E00, 0x9FFF),
                                chance.randint(0xFF00, 0xFFEF),
                                chance.randint(0x1F300, 0x1FAFF),
                            )
                        )
                    )
                    for _ in range(chance.randint(1, 60))
                )
            )
    if chance.random() < 0.1:
        parts.insert(chance.randint(0, len(parts)), chance.choice(HOSTILE))
    text = list("".join(parts))
    for _ in range(chance.randint(0, max(1, len(text) // 20))):
        place = chance.randrange(len(text)) if text else 0
        action = chance.random()
        if action < 0.35 and text:
            del text[place]
        elif action < 0.7:
            text[place:place] = list(chance.choice(PIECES))
        elif text:
            text[place] = chance.choice(chance.choice(PIECES))
    return "".join(text)
