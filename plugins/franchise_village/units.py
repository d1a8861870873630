"""Words for units: what means the same, what is exact arithmetic, what must be asked."""

from __future__ import annotations

from typing import Final

SAME: Final = (
    ("公斤", "kg", "千克", "公斤装"),
    ("斤", "市斤", "台斤斤"),
    ("克", "g"),
    ("升", "l"),
    ("毫升", "ml"),
    ("个", "個", "只", "隻", "颗", "顆", "棵", "枚"),
    ("听", "聽", "罐"),
    ("袋", "包"),
    ("条", "條"),
    ("盒", "盒子"),
    ("张", "張"),
    ("卷", "捲"),
    ("双", "雙"),
    ("块", "塊"),
    ("箱", "件"),
)
"""Units that villagers use for one another; never an amount converted."""

WEIGHT: Final = {"公斤": 1000, "斤": 500, "两": 50, "兩": 50, "克": 1}
"""Grams in one."""

DOZEN: Final = {"打": 12}
PIECES: Final = frozenset({"个", "听", "瓶", "双", "条", "块", "张", "卷"})
"""What is counted by the dozen, as `canonical` writes it; a dozen of boxes or bags must be asked."""
MONEY: Final = {
    "元": 100, "块钱": 100, "塊錢": 100, "块": 100, "塊": 100, "圆": 100, "圓": 100, "毛": 10, "角": 10,
}  # fmt: skip
"""Fen in one."""
WEIGHED: Final = frozenset(WEIGHT)

_CANONICAL: Final = {word: group[0] for group in SAME for word in group}


def canonical(unit: str) -> str:
    """One word for units that mean the same."""
    low = unit.strip().casefold()
    return _CANONICAL.get(low, low)


def weight_ratio(unit: str, base: str) -> tuple[int, int] | None:
    """How many ``base`` one ``unit`` is, as a fraction, where both are weights."""
    one, other = WEIGHT.get(canonical(unit)), WEIGHT.get(canonical(base))
    return None if one is None or other is None else (one, other)
