"""One phrase of a run is closed: its words, then a row of amounts of which the last counts."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import units, wishes
from franchise_village.jielong.notebook import WIDE
from franchise_village.jielong.quantity import Quantity, as_amount
from franchise_village.jielong.remarks import Remarks
from franchise_village.jielong.scene import Place
from franchise_village.jielong.tokens import Token

_LENGTHS: Final = frozenset({"米", "尺", "升", "公斤", "kg", "g", "克", "千克", "l", "寸"})


class Closings(Remarks):
    """Closes phrases: what an amount counts, what it packs, what takes it back."""

    def _measures_one(self, row: list[Quantity], then: Quantity) -> bool:
        """3米插线板1个: a length or a volume before the goods, and a count behind them."""
        before, behind = (self.text[one.unit_start : one.unit_end] for one in (row[0], then))
        return len(row) == 1 and before in _LENGTHS and behind not in _LENGTHS and then.has_unit

    def _holds(self, outer: Quantity, inner: Quantity) -> bool:
        """Whether an amount packs what a later one counts: 2箱|24盒."""
        if outer.role != "amount" or not outer.has_unit or outer.times or inner.times or inner.role == "size":
            return False
        return (
            units.holds(
                self.text[outer.unit_start : outer.unit_end], self.text[inner.unit_start : inner.unit_end]
            )
            and inner.has_unit
        )

    def _finish(
        self,
        before: str,
        words: Place | None,
        row: list[Quantity],
        brackets: list[Token],
        *,
        trimmed: bool = False,
    ) -> None:
        """Close one phrase of a run: words, then a row of amounts of which the last counts."""
        if words is not None:
            if not trimmed:
                words = self.trimmed(words, bare=bool(row))
            if words[0] >= words[1]:
                words = None
        if not row:
            if words is not None:
                self._leftover(before, words)
            for token in brackets:
                self._bracket(token)
            return
        quantity: Quantity | None = row[-1]
        assert quantity is not None
        if quantity.role != "amount" and len(row) > 1 and row[-2].role == "amount" and not row[-2].times:
            pass
        if quantity.role != "amount":  # 酱油500ml: a size, and no amount stated
            litres = (
                self.text[quantity.unit_start : quantity.unit_end] in {"升", "公升"}
                and quantity.problem == ""
            )
            if words is not None and litres and len(row) == 1 and not self.lone_next and not self.pending:
                self.add([words], as_amount(quantity, self.most))  # 散酒3升 花生1斤
            elif words is not None:
                self.pending.append((before, (words[0], quantity.end)))
            elif self.phrases and not self.pending and self.phrases[-1].quantity is not None:
                self.note((quantity.start, quantity.end))
            else:
                self.add([], quantity)
            for token in brackets:
                self._bracket(token)
            return
        packed: Place | None = None
        if len(row) > 1 and self._holds(row[0], row[-1]):  # 鸡蛋一板30个
            packed, quantity = (row[1].start, row[-1].end), row[0]
        elif len(row) > 1:
            words = (words[0] if words else row[0].start), row[-2].end
        cancelled = False
        if words is not None:
            head = wishes.cancel_start(self.text[words[0] : words[1]][:WIDE])
            if head:
                cancelled = True
                words = self.trimmed((words[0] + head, words[1])) if words[0] + head < words[1] else None
            if words is not None and words[0] >= words[1]:
                words = None
        wish: Place | None = None
        if words is not None:
            cut = wishes.inner_wish(self.text[words[0] : words[1]][:WIDE])
            if cut > 0:
                wish = words[0] + cut, words[1]
                words = words[0], words[0] + cut
        if words is None:
            if self.pending and not cancelled:
                self._settle(quantity)
            else:
                self.add([], quantity, cancelled=cancelled)
        else:
            self.pending.append((before, words))
            self._settle(quantity)
            self.phrases[-1].cancelled = self.phrases[-1].cancelled or cancelled
        if packed:
            self.note(packed)
            self.phrases[-1].doubts.add("quantity_repeated")
        if wish:
            self.note(wish)
        for token in brackets:
            self._bracket(token)
