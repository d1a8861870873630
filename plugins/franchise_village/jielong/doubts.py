"""Codes of what a person must confirm, and how far each lowers the confidence of a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from franchise_village.jielong.values import Line

FACTORS: Final[dict[str, float]] = {
    "quantity_missing": 0.7,  # no number
    "quantity_range": 0.6,  # 2-3斤, 两三斤
    "quantity_approximate": 0.8,  # 十来斤, 三斤左右
    "quantity_repeated": 0.5,  # two amounts for one item
    "quantity_words": 0.9,  # a numeral without a unit at the end of a phrase
    "quantity_implied": 0.9,  # 来瓶醋: one
    "by_money": 0.8,  # 20块钱的肉
    "same_item_twice": 0.6,
    "sum_differs": 0.6,  # a sum that is told, and another one of the amounts
    "item_elided": 0.5,  # the goods are not named
    "item_boundary": 0.7,  # where one item ends and the next begins
    "variants": 0.7,  # 红和黄各一斤
    "each_of_run": 0.6,  # 葱姜蒜各半斤: items without a separator
    "name_boundary": 0.7,  # where the name ends and the goods begin
    "member_missing": 0.4,
    "for_somebody_else": 0.7,
    "outside_cycle": 0.6,  # 下周六
    "conditional": 0.9,
    "cancel_scope": 0.6,  # which of several wishes is taken back
    "text_unclear": 0.6,  # words that are neither goods nor a known wish
    "not_understood": 0.2,
    "concurrent_edit": 0.7,
    "withdrawn_line": 0.7,
}


def confidence(doubts: Iterable[str]) -> float:
    """The product of the doubts' factors: 1.0 without any."""
    product = 1.0
    if not doubts:
        return product
    for doubt in doubts:
        product *= FACTORS[doubt]
    return round(product, 3)


def with_doubt(line: Line, code: str) -> Line:
    """The line with one doubt more."""
    doubts = tuple(sorted({*line.doubts, code}))
    return attrs.evolve(line, doubts=doubts, confidence=confidence(doubts))
