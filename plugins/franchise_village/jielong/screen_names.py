"""Screen names that hold a separator: A-建材老柴, AA 大鹏, 0-月嫂芳姐, 顺丰-小葛."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import names, wishes
from franchise_village.jielong.fields import skip
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.tokeniser import may_count

_PREFIX: Final = Pattern(r"(?:a{1,4}|[a-z])[0-9]?|0{1,3}")
_LATIN: Final = Pattern(r"[a-z]{2,10}")
_FIELD: Final = Pattern(r"[^ \n,:;、()\[\]【】|/+。!?→*]+")
_PARTS: Final = Pattern(r"[-~_·]+")
_FAMILIAR: Final = frozenset("阿小老大")
_NO_HOUSE: Final = frozenset(
    {"农家", "自家", "酒家", "商家", "厂家", "土家", "客家", "居家", "专家"}
)  # 晓燕-农家 土鸡
_NAME: Final = Pattern(r"[\u4e00-\u9fffa-z]{2,10}")


def whole_name(scene: Scene, first: Place, end: int) -> Place:
    """The first run of an entry, with what a hyphen or a space parts from it when both are one screen name."""
    text, start = scene.text, first[0]
    if first[1] >= end or text[first[1]] not in "- ":
        return first
    latin = _PREFIX.fullmatch(text, *first) is not None
    if text[first[1]] == " ":
        if not latin or scene.options:
            return first
        start = skip(text, first[1], end, " ")
    field = _FIELD.match(text, start, end)
    if field is None or field.end() >= end or text[field.end()] != " " or "-" in text[field.end() : end]:
        return first
    words = [text[slice(*place)] for place in _parts(text, start, field.end())]
    if text[first[1]] == "-":
        words = words[1:]
    if not words or not all(map(_names, words)):
        return first
    sure = latin or _LATIN.fullmatch(text, *first) is not None or _is_person(words[-1])
    return (first[0], field.end()) if sure and _orders(scene, field.end(), end) else first


def _parts(text: str, start: int, end: int) -> list[Place]:
    places: list[Place] = []
    for gap in _PARTS.finditer(text, start, end):
        if gap.start() > start:
            places.append((start, gap.start()))
        start = gap.end()
    return [*places, (start, end)] if start < end else places


def _names(words: str) -> bool:
    """Whether words can be part of a name: no amount, no goods."""
    if _NAME.fullmatch(words) is None or may_count(words, 0, len(words)):
        return False
    if names.ends_like_name(words) and words[0] in names.SURNAMES | _FAMILIAR:
        return wishes.starts_with_good(words) < len(words)
    return not any(
        wishes.starts_with_good(words[place:]) == len(words) - place for place in range(len(words))
    )


def _is_person(words: str) -> bool:
    """罗叔, 小葛, 卢卡; not 老坛."""
    if words in _NO_HOUSE:
        return False
    if words.endswith(names.KIN):
        return True
    return words[0] in names.SURNAMES or (words[0] in _FAMILIAR and words[1] in names.SURNAMES)


def _orders(scene: Scene, start: int, end: int) -> bool:
    """Whether the rest is an order by itself: goods and their amount, or an amount of what the header names."""
    start = skip(scene.text, start, end, " ")
    if scene.options:
        return start < end
    tokens = scene.tokens(start, end)
    counted = [token for token in tokens if token.quantity is not None and token.quantity.role == "amount"]
    if not counted:
        return False
    return tokens[0].kind == "text" or bool(scene.item) or len(counted) > 1
