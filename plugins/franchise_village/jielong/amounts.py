"""An amount that stands alone: for the goods before it, for those behind, or for what the header names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from franchise_village.jielong import wishes
from franchise_village.jielong.notebook import WIDE
from franchise_village.jielong.quantity import Quantity
from franchise_village.jielong.remarks import Chunk
from franchise_village.jielong.runs import Runs
from franchise_village.jielong.tokens import Token
from franchise_village.jielong.waiting import JOINERS

_PACK_UNITS: Final = frozenset({"g", "克", "kg", "千克", "片", "抽", "枚", "支", "粒", "罐", "听"})


class Amounts(Runs):
    """Reads the chunks that are one amount."""

    def _lone(self, chunk: Chunk, following: Chunk | None) -> None:
        """An amount on its own: for the item before, for the one after, or for what the header names."""
        quantity = self._last_amount(chunk.tokens)
        if self._dwells(quantity, following):
            self.note((chunk.start, chunk.end))
            return
        if self._opens_size(chunk, quantity, following):
            self.held = chunk.start, chunk.end
            return
        if self.phrases and not self.pending and (quantity.role == "size" or self._house(quantity)):
            self.note((chunk.start, chunk.end))
            return
        notes = [token for token in chunk.tokens if token.kind == "bracket"]
        if self._another_size(chunk, quantity):
            for token in notes:
                self._bracket(token)
            return
        if (
            quantity.role == "size"
            and not self.pending
            and not notes
            and following is not None
            and following.before in JOINERS
            and following.tokens[0].kind == "text"
            and following.has("amount")
        ):  # 90码 卫衣2件
            self.pending.append((chunk.before, (chunk.start, chunk.end)))
            return
        if self.pending:
            self._settle(quantity)
        elif chunk.before in JOINERS and self._sized() and self._respecify(quantity):
            pass
        elif self._names_item(following):
            self.carried = quantity
        elif self.phrases and chunk.before in JOINERS and self._respecify(quantity):
            pass
        else:
            self.add([], quantity)
        for token in notes:
            self._bracket(token)

    def _opens_size(self, chunk: Chunk, quantity: Quantity, following: Chunk | None) -> bool:
        """连体衣66码 2件 |73码| 1件: a size on its own, its amount next, behind an order or under the header's goods."""
        if quantity.role != "size" or len(chunk.tokens) != 1 or self.pending or self.carried is not None:
            return False
        if not self.offered and not (self.phrases and self.phrases[-1].quantity is not None):
            return False
        if following is None or following.before not in JOINERS or following.tokens[0].kind != "amount":
            return False
        amount = following.tokens[0].quantity
        alone = all(token.kind in {"amount", "bracket"} for token in following.tokens)
        return alone and amount is not None and amount.role == "amount" and amount.has_unit

    def _another_size(self, chunk: Chunk, quantity: Quantity) -> bool:
        """An amount of another size of the same: 12瓦1个, 73码 1件. The goods are the header's, or not named."""
        place, self.held = self.held, None
        sizes = [
            token for token in chunk.tokens if token.quantity is not None and token.quantity.role == "size"
        ]
        if quantity.role != "amount":
            return False
        if place is None and sizes and sizes[0].start < quantity.start:
            place = sizes[0].start, sizes[-1].end
        if place is None:
            return False
        if self.pending:  # 灯泡 9瓦2个
            before, words = self.pending[-1]
            if not self.text[words[1] : place[0]].strip():
                self.pending[-1] = before, (words[0], place[1])
            return False
        if self.offered:
            self.add([], quantity, start=place[0])
            self.phrases[-1].notes.insert(0, place)
        else:
            self.add([place], quantity, doubts={"item_elided"})
        return True

    def _sized(self) -> bool:
        """Whether the amount before reads as the size of a pack: 900g 1罐, 202g×2 3组."""
        last = self.phrases[-1].quantity if self.phrases else None
        return last is not None and (last.times or self.text[last.unit_start : last.unit_end] in _PACK_UNITS)

    def _dwells(self, quantity: Quantity, following: Chunk | None) -> bool:
        """璩大姐 3组 鸡蛋2板: an address between the name and the order."""
        unit = self.text[quantity.unit_start : quantity.unit_end]
        fresh = not (self.phrases or self.pending or self.offered)
        return fresh and unit in {"组", "户"} and following is not None and following.has("amount")

    def _house(self, quantity: Quantity) -> bool:
        """5组 behind an order is where somebody lives."""
        return (
            self.text[quantity.unit_start : quantity.unit_end] in {"组", "排", "户"}
            and self.phrases[-1].quantity is not None
            and not self._sized()
        )

    def _names_item(self, following: Chunk | None) -> bool:
        """Whether the next chunk is only words that can be goods."""
        if following is None or following.before not in {"space", "deco"}:
            return False
        if any(token.kind not in {"text", "bracket"} for token in following.tokens) or not following.has(
            "text"
        ):
            return False
        token = following.tokens[0]
        folded = self.text[token.start : token.end]
        if token.kind != "text" or wishes.is_polite(folded) or self._cancels(folded):
            return False
        start, end = self.trimmed((token.start, token.end))
        if self.offered and (
            not self._holds_goods(self.text[start:end]) or self.is_taste(self.text[token.start : token.end])
        ):
            return False
        return (
            start < end
            and not wishes.is_wish(self.text[start:end][:WIDE])
            and not wishes.is_wish(folded[:WIDE])
        )

    def _respecify(self, quantity: Quantity) -> bool:
        """雪花500ML12罐 1箱: what was taken for the amount described the pack."""
        last = self.phrases[-1]
        if last.quantity is None or not last.item or last.quantity.each:
            return False
        if any(note[0] >= last.quantity.end for note in last.notes):
            return False
        if last.quantity.start < last.item[-1][1]:
            return False
        unit = self.text[last.quantity.unit_start : last.quantity.unit_end]
        if unit == self.text[quantity.unit_start : quantity.unit_end]:
            last.doubts.add("quantity_repeated")
            return False
        if self._holds(last.quantity, quantity):  # 鸡蛋 1板 30枚
            self.note((quantity.start, quantity.end))
            last.doubts.add("quantity_repeated")
            return True
        last.item[-1] = last.item[-1][0], last.quantity.end
        last.quantity = quantity
        last.end = quantity.end
        self._judge(last)
        if self.text[quantity.start] == "+":  # 豆腐2块 +1: one more, or one of that size?
            last.doubts.add("quantity_repeated")
        return True

    @staticmethod
    def _last_amount(tokens: Sequence[Token]) -> Quantity:
        amounts = [token.quantity for token in tokens if token.quantity is not None]
        if len(amounts) == 1:
            return amounts[0]
        return next((one for one in reversed(amounts) if one.role == "amount"), amounts[-1])
