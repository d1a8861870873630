"""Goods of several prices in one breath: 10元和20元的豆腐各一份 are two kinds of 豆腐, and asked about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from franchise_village.jielong.remarks import Chunk
from franchise_village.jielong.scene import Place
from franchise_village.jielong.tokens import Token
from franchise_village.jielong.units import MONEY
from franchise_village.jielong.variants import Variants

_FEWEST: Final = 2
_MOST: Final = 6
_JOINED: Final = frozenset({"and", "pause"})


class Prices(Variants):
    """Reads the chunks that name goods by their prices."""

    def _priced(self, parts: Sequence[Chunk], number: int) -> int:
        """How many chunks from there name such goods, and are read with that; 0 for none."""
        prices: list[Place] = []
        for at in range(number, min(number + _MOST, len(parts))):
            tokens = parts[at].tokens
            if at == number and tokens[0].kind == "text" and len(tokens) > 1:  # 要|6元跟9元的豆浆粉各3袋
                start, end = self.trimmed((tokens[0].start, tokens[0].end), bare=True)
                tokens = tokens[1:] if start >= end else tokens
            if (at > number and parts[at].before not in _JOINED) or not self._is_price(tokens[0]):
                return 0
            prices.append((tokens[0].start, tokens[0].end))
            rest = tokens[1:]
            if not rest or (len(rest) == 1 and self.text[rest[0].start : rest[0].end] == "的"):
                continue
            return at - number + 1 if len(prices) >= _FEWEST and self._each_price(prices, rest) else 0
        return 0

    def _each_price(self, prices: Sequence[Place], rest: Sequence[Token]) -> bool:
        """的豆腐|各一份, behind the last price."""
        if len(rest) != 2 or rest[0].kind != "text" or self.text[rest[0].start] != "的":
            return False
        quantity = rest[1].quantity
        goods = self.trimmed((rest[0].start + 1, rest[0].end), bare=True)
        if quantity is None or not quantity.each or quantity.role != "amount" or goods[0] >= goods[1]:
            return False
        self._release()
        self._flush()
        for price in prices:
            self.add([price, goods], quantity, doubts={"variants"})
        return True

    def _is_price(self, token: Token) -> bool:
        quantity = token.quantity
        return quantity is not None and self.text[quantity.unit_start : quantity.unit_end] in MONEY | {"块"}

    def _release(self) -> None:
        """An amount that waited for its item: the words behind it were no goods after all."""
        if self.carried is not None:
            waiting, self.carried = self.carried, None
            self.add([], waiting)
