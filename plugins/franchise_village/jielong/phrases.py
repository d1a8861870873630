"""From tokens to phrases: which words an amount counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from franchise_village.jielong import wishes
from franchise_village.jielong.goods import VARIANTS
from franchise_village.jielong.notebook import WIDE, Phrase
from franchise_village.jielong.prices import Prices
from franchise_village.jielong.quantity import Quantity
from franchise_village.jielong.remarks import Chunk
from franchise_village.jielong.tokens import Token
from franchise_village.jielong.waiting import JOINERS

_SEPARATORS: Final = frozenset({"space", "pause", "strong", "and", "plus", "dash", "deco"})


def chunks(tokens: Sequence[Token]) -> list[Chunk]:
    """Tokens between separators; ``before`` is the strongest separator in front."""
    found: list[Chunk] = []
    before, inside = "start", False
    for token in tokens:
        if token.kind in _SEPARATORS:
            inside = False
            if before in {"", *JOINERS} or token.kind == "strong":
                before = token.kind
            continue
        if inside:
            found[-1].tokens.append(token)
        else:
            found.append(Chunk(before, [token]))
            before, inside = "", True
    return found


class Builder(Prices):
    """Goes through the chunks of one entry or clause, left to right, once."""

    def run(self, parts: Sequence[Chunk]) -> None:
        read = 0
        for number, chunk in enumerate(parts):
            if number < read:
                continue
            following = parts[number + 1] if number + 1 < len(parts) else None
            if chunk.has("amount"):
                if following is not None and (priced := self._priced(parts, number)):
                    read = number + priced
                    continue
                self.lone_next = following is not None and following.tokens[0].kind == "amount"
                self._with_amount(chunk, following)
            elif chunk.has("note"):
                self._remark(chunk)
            elif self._is_variant(chunk) and (
                self._waits_for_variant(chunk) or (following is not None and self._opens_variants(following))
            ):
                flavour = self.text.endswith("的", chunk.start, chunk.end)  # 肉|的
                self.pending.append((chunk.before, (chunk.start, chunk.end - flavour)))
            else:
                self.counted_next = following is not None and following.tokens[0].kind == "amount"
                self.measured_next = self.counted_next and self._measures(following)
                self._words(chunk)
        self._flush()

    @staticmethod
    def _measures(chunk: Chunk | None) -> bool:
        """Whether a chunk is one amount with its unit and nothing more, brackets aside."""
        if chunk is None or (quantity := chunk.tokens[0].quantity) is None:
            return False
        if any(token.kind != "bracket" for token in chunk.tokens[1:]):
            return False
        return quantity.role == "amount" and quantity.has_unit and not quantity.each

    def _is_variant(self, chunk: Chunk) -> bool:
        words = self.text[chunk.start : chunk.end]
        return len(chunk.tokens) == 1 and (
            (words in VARIANTS and not self.known(words)) or self.is_flavour(words)
        )

    def _waits_for_variant(self, chunk: Chunk) -> bool:
        """酸奶 草莓味和|原味 各两杯: a variant joined to another that waits."""
        if chunk.before not in {"and", "pause"} or not self.pending:
            return False
        start, end = self.pending[-1][1]
        if len(self.pending) > 1 and self.is_flavour(self.text[chunk.start : chunk.end]):
            return True  # 馅饼 牛肉、|素的
        return self.text[start:end] in VARIANTS or self.is_flavour(self.text[start : end + 1])

    def _opens_variants(self, following: Chunk) -> bool:
        """酸奶 |原味和草莓味 各两杯: the first of several variants, behind goods that wait."""
        first = following.tokens[0]
        return (
            bool(self.pending)
            and following.before in {"and", "pause"}
            and (
                self.text[first.start : first.end] in VARIANTS
                or self.is_flavour(self.text[first.start : first.end])
            )
        )

    def _with_amount(self, chunk: Chunk, following: Chunk | None) -> None:
        tokens = chunk.tokens
        if len(tokens) == 1:  # an amount and nothing beside it
            self._release()
            self._alone(chunk, following)
            return
        letters = self.text[chunk.start] in "写帮上要" and wishes.is_lettering(
            self.text[chunk.start : chunk.end][:WIDE]
        )
        if letters or (tokens[0].kind == "amount" and self._sizes_last(chunk)):
            self.note((chunk.start, chunk.end))
            return
        self._release()
        if self._varies_goods(chunk):
            return
        if (
            len(tokens) == 2
            and tokens[0].kind == "text"
            and (one := tokens[1].quantity)
            and one.role == "amount"
        ):
            if self.phrases and self.text[tokens[0].start : tokens[0].end] == "分":  # 分两袋
                self.note((chunk.start, chunk.end))
                return
            words = tokens[0].start, tokens[0].end  # by far the most: 鸡蛋|2斤
            if not (self.pending or self.pending_notes or one.each or one.doubt) and wishes.is_plain(
                self.text[words[0] : words[1]]
            ):
                self.phrases.append(Phrase([words], one, words[0], one.end))
                return
            words = self.trimmed(words, bare=True)
            if words[0] < words[1]:
                if wishes.is_wish(self.text[words[0] : words[1]][:WIDE], before_quantity=True):
                    self.note((chunk.start, chunk.end))
                else:
                    self._finish(chunk.before, words, [one], [], trimmed=True)
                return
        first_words = next((token for token in tokens if token.kind == "text"), None)
        amounts = [token.quantity for token in tokens if token.quantity is not None]
        if self._is_remark(chunk, first_words):
            self.note((chunk.start, chunk.end))
            return
        if self._roughly(chunk, amounts):
            self.note((chunk.start, chunk.end))
            return
        if self._shares(chunk, amounts, first_words):
            self.note((chunk.start, chunk.end))
            self.parted(self.phrases[-1], amounts)
            return
        if all(amount.role == "price" for amount in amounts) and first_words is None:
            self.note((chunk.start, chunk.end))
            return
        lone = all(token.kind in {"amount", "bracket"} for token in tokens)
        if lone:
            self._lone(chunk, following)
            return
        if self._item_follows(tokens):
            self._amount_first(chunk)
        else:
            self._amount_last(chunk)

    def _alone(self, chunk: Chunk, following: Chunk | None) -> None:
        """An amount that is a chunk by itself."""
        quantity = chunk.tokens[0].quantity
        assert quantity is not None
        if quantity.role == "price" or self._roughly(chunk, [quantity]):
            self.note((chunk.start, chunk.end))
        else:
            self._lone(chunk, following)

    def _sizes_last(self, chunk: Chunk) -> bool:
        """猫粮1袋 |10斤的|: how large the pack is, behind a count of larger packs."""
        if self.pending or not self.phrases or self.carried is not None or len(chunk.tokens) != 2:
            return False
        last, inner = self.phrases[-1].quantity, chunk.tokens[0].quantity
        if last is None or inner is None or not self.phrases[-1].item or self.text[chunk.end - 1] != "的":
            return False
        return chunk.tokens[1].end == chunk.tokens[1].start + 1 and self._holds(last, inner)

    def _roughly(self, chunk: Chunk, amounts: Sequence[Quantity]) -> bool:
        """一条，3斤左右: a second amount that only tells the size."""
        return (
            bool(self.phrases)
            and not self.pending
            and chunk.before in {"strong", "space"}
            and chunk.tokens[0].kind == "amount"
            and amounts[0].doubt == "quantity_approximate"
            and self.text.startswith(("左右", "上下", "以上", "以内"), amounts[0].end)
        )

    def _shares(self, chunk: Chunk, amounts: Sequence[Quantity], words: Token | None) -> bool:
        """鸡2只 一只炖汤一只红烧: amounts that part the one before among wishes."""
        last = self.phrases[-1].quantity if self.phrases and not self.pending else None
        if (
            self.phrases
            and self.phrases[-1].item
            and last is not None
            and last.start < self.phrases[-1].item[0][0]
        ):
            return False
        if last is None or last.value is None or words is None or chunk.tokens[0].kind != "amount":
            return False
        unit = self.text[last.unit_start : last.unit_end]
        if (
            any(one.value is None or not one.has_unit for one in amounts)
            or any(self.text[one.unit_start : one.unit_end] != unit for one in amounts if unit)
            or not (unit or self.offered)
        ):
            return False
        goods = any(
            token.kind == "text" and self._holds_goods(self.text[token.start : token.end])
            for token in chunk.tokens
        )
        if goods or len(amounts) > 1:
            return not goods and sum(one.value or 0 for one in amounts) == last.value
        told = self.text[words.start : words.end][:WIDE]  # 凉面2份 |一份加辣| 一份不辣
        part = bool(unit) and (amounts[0].value or 0) < last.value and words is chunk.tokens[-1]
        return part and (wishes.is_wish(told) or told in VARIANTS or self.is_taste(told))

    def _is_remark(self, chunk: Chunk, words: Token | None) -> bool:
        """Whether a chunk with an amount is a note all the same: 一份不要香菜, 多放2勺, 分成3包."""
        if words is None:
            return False
        folded = self.text[words.start : words.end][:WIDE]
        if words is chunk.tokens[0]:
            if folded == "分" and self.phrases:  # 分两袋装
                return True
            start, end = self.trimmed((words.start, words.end), bare=True)
            if start >= end and self._chooses(chunk):
                return True
            return wishes.is_wish(self.text[start:end][:WIDE], before_quantity=True)
        first = chunk.tokens[0].quantity
        return (
            first is not None
            and bool(self.phrases)
            and (chunk.before == "strong" or (chunk.before == "space" and folded.startswith("不")))
            and wishes.is_wish(folded)
            and not self._cancels(folded)
        )

    def _chooses(self, chunk: Chunk) -> bool:
        """3罐 |要25年的: which ones, behind a counted order."""
        counted = bool(self.phrases) and not self.pending and self.phrases[-1].quantity is not None
        sizes = all(token.quantity is None or token.quantity.role == "size" for token in chunk.tokens)
        return counted and sizes and self.text[chunk.end - 1] == "的"

    @staticmethod
    def _ends_in_size(tokens: Sequence[Token]) -> bool:
        """An amount, words, a size, and nothing more."""
        inner = [token for token in tokens if token.kind != "bracket"]
        if inner[0].kind == "text" and len(inner) > 3:
            inner = inner[1:]
        if [token.kind for token in inner] != ["amount", "text", "amount"]:
            return False
        first, last = inner[0].quantity, inner[2].quantity
        return first is not None and last is not None and (first.role, last.role) == ("amount", "size")

    def _item_follows(self, tokens: Sequence[Token]) -> bool:
        """Whether the amounts of a chunk stand before their items: 2斤韭菜3把葱."""
        opened = False
        for token in tokens:
            if token.kind == "amount":
                assert token.quantity is not None
                opened = opened or token.quantity.role == "amount"
                break
            if token.kind == "text":
                start, end = self.trimmed((token.start, token.end), bare=True)
                if start < end:
                    return False
        if not opened:
            return False
        last = next(token for token in reversed(tokens) if token.kind in {"text", "amount"})
        if last.kind == "amount" and self._ends_in_size(tokens):  # 2罐a2三段
            return True
        if last.kind == "amount":
            return False
        words = self.text[last.start : last.end]
        if wishes.is_polite(words) or self._cancels(words):
            return False
        start, end = self.trimmed((last.start, last.end))
        if self.offered and (words.endswith("的") or words in VARIANTS):
            return False
        return start < end and not wishes.is_wish(self.text[start:end][:WIDE])
