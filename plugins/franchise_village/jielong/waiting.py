"""Goods that wait for their amount: which words are one item, which are variants of another, which are several."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import wishes
from franchise_village.jielong.goods import FLAVOURED, FLAVOURS, GOODS, VARIANTS
from franchise_village.jielong.patterns import Pattern

_SIZED: Final = Pattern(r"[0-9]{1,3}(?:号|码|段|寸|度|cm|岁)")
_KIND: Final = Pattern(r"[\u4e00-\u9fff]{1,3}[味口色款]")
_FEWEST: Final = 3  # the goods and two kinds
_LONGEST_KIND: Final = 5
Place = tuple[int, int]
JOINERS: Final = frozenset({"space", "deco"})


class Waiting:
    """Items that wait for an amount, each with the separator before it."""

    text: str
    products: frozenset[str]
    pending: list[tuple[str, Place]]

    def known(self, folded: str) -> bool:
        return folded in GOODS or folded in self.products

    def _varies(self, place: Place) -> bool:
        """A size, a colour or a taste behind goods: 纸尿裤 L 2包."""
        words = self.text[place[0] : place[1]]
        return (words in VARIANTS or _SIZED.fullmatch(words) is not None) and not self.known(words)

    def _branded(self, pieces: list[Place]) -> bool:
        """A run of words whose last is a known good: brand, then goods."""
        last = self.text[pieces[-1][0] : pieces[-1][1]]
        if len(pieces) == 2 and self._varies(pieces[-1]):
            return True
        return bool(self.known(last)) or any(
            last.endswith(good) for good in (last[-3:], last[-2:]) if self.known(good)
        )

    def _groups(self, *, counted: bool) -> list[list[Place]]:
        """Which waiting words are one item: those parted by spaces only, unless the first is goods by itself."""
        groups: list[list[Place]] = []
        for before, place in self.pending:
            join = (
                bool(groups)
                and before in JOINERS
                and counted
                and (
                    not self.known(self.text[groups[-1][-1][0] : groups[-1][-1][1]])
                    or (len(groups[-1]) == 1 and self._varies(place))
                )
            )
            if join:
                groups[-1].append(place)
            else:
                groups.append([place])
        return groups

    def _variants(self, groups: list[list[Place]]) -> list[list[Place]]:
        """小番茄 红和黄 各一斤: variants take the head before them."""
        flat = list(groups)
        words = [self.text[pieces[0][0] : pieces[0][1]] for pieces in flat]
        kinds = [word in VARIANTS or (_KIND.fullmatch(word) and not self.known(word)) for word in words]
        if len(flat) > 1 and not kinds[0] and all(kinds[1:]):
            return [[*flat[0], *pieces] for pieces in flat[1:]]
        return flat

    def is_flavour(self, words: str) -> bool:
        """粽子 |肉的|和豆沙的 各五个: a word with 的 behind goods that come in kinds."""
        if not words.endswith("的") or not 1 < len(words) <= _LONGEST_KIND or not self.pending:
            return False
        return self.text[slice(*self.pending[0][1])] in FLAVOURED

    def _flavours(self) -> list[list[Place]]:
        """雪糕 香草和巧克力 各三支: kinds that a sign joins, a space behind goods that come in kinds; empty for none."""
        if len(self.pending) < _FEWEST or self.pending[1][0] not in JOINERS:
            return []
        head, *kinds = (self.text[slice(*place)] for _, place in self.pending)
        joined = all(before in {"and", "pause"} for before, _ in self.pending[2:])
        if head not in FLAVOURED or not joined:
            return []
        if any(kind in FLAVOURED or (self.known(kind) and kind not in FLAVOURS) for kind in kinds):
            return []
        return [[self.pending[0][1], place] for _, place in self.pending[1:]]

    def _parts(self, place: Place) -> list[Place]:
        """Known goods that make up a run without separators, or nothing when it is not made of them."""
        start, end = place
        if self.known(self.text[start:end]):
            return []
        parts: list[Place] = []
        while start < end:
            size = wishes.starts_with_good(self.text[start : min(end, start + 16)], self.products)
            if not size:
                return []
            parts.append((start, start + size))
            start += size
        return parts if len(parts) > 1 else []
