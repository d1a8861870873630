"""Tokens: what the pass over the text gives out."""

from __future__ import annotations

from typing import Final, NamedTuple

from franchise_village.jielong import numerals
from franchise_village.jielong.quantity import Quantity

NUMERAL_CHARS: Final = "".join(
    sorted(numerals.OPENERS | {*numerals.FUSED, *numerals.FRACTIONS, *numerals.VAGUE, "半"})
)


class Token(NamedTuple):
    """``kind``: text, amount, note, bracket, or a separator: space, pause, strong, and, plus, dash, deco."""

    kind: str
    start: int
    end: int
    quantity: Quantity | None = None
