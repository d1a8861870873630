"""From tokens to phrases: which words an amount counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from franchise_village.jielong import wishes
from franchise_village.jielong.goods import VARIANTS
from franchise_village.jielong.notebook import JOINERS, WIDE, Place
from franchise_village.jielong.quantity import Quantity
from franchise_village.jielong.remarks import Chunk, Remarks
from franchise_village.jielong.tokens import Token

_SEPARATORS: Final = frozenset({"space", "pause", "strong", "and", "plus", "dash", "deco"})
_PACK_UNITS: Final = frozenset({"g", "克", "kg", "千克", "片", "抽", "枚", "支", "粒", "罐", "听"})
_SET: Final = frozenset({"改成", "改为", "改到", "变成", "改", "换成", "改要"})


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


class Builder(Remarks):
    """Goes through the chunks of one entry or clause, left to right, once."""

    def run(self, parts: Sequence[Chunk]) -> None:
        for number, chunk in enumerate(parts):
            following = parts[number + 1] if number + 1 < len(parts) else None
            if chunk.has("amount"):
                self._with_amount(chunk, following)
            elif chunk.has("note"):
                self._remark(chunk)
            elif self._is_variant(chunk) and (
                self._waits_for_variant(chunk) or (following is not None and self._opens_variants(following))
            ):
                self.pending.append((chunk.before, (chunk.start, chunk.end)))
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
        return (
            len(chunk.tokens) == 1
            and self.text[chunk.start : chunk.end] in VARIANTS
            and not self.known(self.text[chunk.start : chunk.end])
        )

    def _waits_for_variant(self, chunk: Chunk) -> bool:
        """酸奶 草莓味和|原味 各两杯: a variant joined to another that waits."""
        if chunk.before not in {"and", "pause"} or not self.pending:
            return False
        start, end = self.pending[-1][1]
        return self.text[start:end] in VARIANTS

    def _opens_variants(self, following: Chunk) -> bool:
        """酸奶 |原味和草莓味 各两杯: the first of several variants, behind goods that wait."""
        first = following.tokens[0]
        return (
            bool(self.pending)
            and following.before in {"and", "pause"}
            and self.text[first.start : first.end] in VARIANTS
        )

    def _with_amount(self, chunk: Chunk, following: Chunk | None) -> None:
        tokens = chunk.tokens
        if self.carried is not None:  # the words behind it were no goods after all
            waiting, self.carried = self.carried, None
            self.add([], waiting)
        if (
            len(tokens) == 2
            and tokens[0].kind == "text"
            and (one := tokens[1].quantity)
            and one.role == "amount"
        ):
            words = self.trimmed((tokens[0].start, tokens[0].end), bare=True)  # by far the most: 鸡蛋|2斤
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
        if self._roughly(chunk, amounts) or self._shares(chunk, amounts, first_words):
            self.note((chunk.start, chunk.end))
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
            any(one.value is None or self.text[one.unit_start : one.unit_end] != unit for one in amounts)
            or not unit
        ):
            return False
        goods = any(
            token.kind == "text" and self._holds_goods(self.text[token.start : token.end])
            for token in chunk.tokens
        )
        return not goods and len(amounts) > 1 and sum(one.value or 0 for one in amounts) == last.value

    def _is_remark(self, chunk: Chunk, words: Token | None) -> bool:
        """Whether a chunk with an amount is a note all the same: 一份不要香菜, 多放2勺, 分成3包."""
        if words is None:
            return False
        folded = self.text[words.start : words.end][:WIDE]
        if words is chunk.tokens[0]:
            start, end = self.trimmed((words.start, words.end), bare=True)
            return wishes.is_wish(self.text[start:end][:WIDE], before_quantity=True)
        first = chunk.tokens[0].quantity
        return (
            first is not None
            and bool(self.phrases)
            and (chunk.before == "strong" or (chunk.before == "space" and folded.startswith("不")))
            and wishes.is_wish(folded)
            and not self._cancels(folded)
        )

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
        if last.kind == "amount":
            return False
        words = self.text[last.start : last.end]
        if wishes.is_polite(words) or self._cancels(words):
            return False
        start, end = self.trimmed((last.start, last.end))
        if self.offered and (words.endswith("的") or words in VARIANTS):
            return False
        return start < end and not wishes.is_wish(self.text[start:end][:WIDE])

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
        last.item[-1] = last.item[-1][0], last.quantity.end
        last.quantity = quantity
        last.end = quantity.end
        self._judge(last)
        return True

    @staticmethod
    def _last_amount(tokens: Sequence[Token]) -> Quantity:
        amounts = [token.quantity for token in tokens if token.quantity is not None]
        return next((one for one in reversed(amounts) if one.role == "amount"), amounts[-1])

    def _amount_first(self, chunk: Chunk) -> None:
        """Each amount counts the words behind it; sizes between belong to the words: 两箱24盒装纯牛奶."""
        quantity: Quantity | None = None
        start = -1
        for token in chunk.tokens:
            if token.kind == "amount":
                assert token.quantity is not None
                if quantity is None:
                    quantity = token.quantity
                elif start < 0:
                    start = token.start
            elif token.kind == "text" and quantity is not None:
                words = (token.start if start < 0 else start), token.end
                self._one_of_run(words, quantity)
                quantity, start = None, -1
            elif token.kind == "bracket":
                self._bracket(token)
            elif token.kind == "note":
                self.note((token.start, token.end))
        if quantity is not None:
            self.add([], quantity)

    def _one_of_run(self, place: Place, quantity: Quantity) -> None:
        start, end = self.trimmed(place)
        while start < end and self.text[start] in "的 ":
            start += 1
        cut = wishes.inner_wish(self.text[start:end][:WIDE])
        wish = (start + cut, end) if cut > 0 else None
        if wish:
            end = start + cut
        if start < end:
            self.add([(start, end)], quantity)
        else:
            self.add([], quantity)
        if wish:
            if self._cancels(self.text[wish[0] : wish[1]]):
                self.phrases[-1].cancelled = True
            else:
                self.note(wish)

    def _amount_last(self, chunk: Chunk) -> None:
        """Each amount counts the words before it; amounts in a row describe the pack, the last one counts."""
        words: Place | None = None
        row: list[Quantity] = []
        before = chunk.before
        brackets: list[Token] = []
        tokens = chunk.tokens
        for index, token in enumerate(tokens):
            if token.kind == "amount":
                assert token.quantity is not None
                if token.quantity.role == "price":
                    if row or words:
                        self._finish(before, words, row, brackets)
                        words, row, brackets, before = None, [], [], "run"
                    self.note((token.start, token.end))
                else:
                    row.append(token.quantity)
                continue
            if token.kind == "bracket":
                if row or (words is None and self.phrases):
                    if row:
                        self._finish(before, words, row, brackets)
                        words, row, brackets, before = None, [], [], "run"
                    self._bracket(token)
                elif words is not None and self._specifies(token):
                    words = words[0], token.end
                else:
                    brackets.append(token)
                continue
            if (
                len(row) > 1 and token.kind == "text" and self.text[token.start : token.end] == "的"
            ):  # 1袋50斤的
                size = row.pop()
                self._finish(before, words, row, brackets)
                words, row, brackets, before = None, [], [], "run"
                self.note((size.start, token.end))
                continue
            if (
                row
                and token.kind == "text"
                and index + 1 < len(tokens)
                and tokens[index + 1].kind == "amount"
            ):
                if self.text[token.start : token.end] in _SET:  # 2斤改成3斤
                    row = []
                    continue
                if words is None and (
                    row[0].role == "size" or any(one.times for one in row[1:])
                ):  # 600ml*24瓶矿泉水4箱
                    words, row = (row[0].start, token.end), []
                    continue
            if (
                row
                and row[-1].role != "amount"
                and token.kind == "text"
                and not self._cancels(self.text[token.start : token.end])
            ):
                words = (words[0] if words else row[0].start), token.end
                row = []
                continue
            if row:
                self._finish(before, words, row, brackets)
                words, row, brackets, before = None, [], [], "run"
            if token.kind == "note":
                if words:
                    start, end = self.trimmed(words)
                    if start < end and self.known(self.text[start:end]):
                        self.pending.append((before, (start, end)))
                        self.note((token.start, token.end))
                    else:
                        self.note((words[0], token.end))
                    words = None
                else:
                    self.note(self._with_tail(tokens, index))
                continue
            if not (words is None and self._behind(token, tokens, index)):
                if words is None or brackets:
                    if words and brackets:
                        words = words[0], token.end
                        brackets = []
                    else:
                        words = token.start, token.end
                else:
                    words = words[0], token.end
        if row or words:
            self._finish(before, words, row, brackets)
        else:
            for token in brackets:
                self._bracket(token)

    def _with_tail(self, tokens: Sequence[Token], index: int) -> Place:
        return tokens[index].start, tokens[index].end

    def _behind(self, token: Token, tokens: Sequence[Token], index: int) -> bool:
        """Words right behind an amount or a time that are no new item: kindness, a wish, a cancellation."""
        if not index:
            return False
        folded = self.text[token.start : token.end]
        if wishes.is_polite(folded):
            return True
        later = index + 1 < len(tokens)
        amount_later = any(one.kind == "amount" for one in tokens[index + 1 :])
        if tokens[index - 1].kind == "note" and not amount_later:
            if self.known(self.text[slice(*self.trimmed((token.start, token.end)))]):
                return False
            last = self.phrases[-1].notes if self.phrases and not self.pending else self.pending_notes
            if last and last[-1][1] == token.start:
                last[-1] = last[-1][0], token.start + wishes.strip_tail(folded)
                return True
        if self._cancels(folded) and not later:
            cut = wishes.cancel_end(folded[-24:]) + max(0, len(folded) - 24)
            if cut and self.trimmed((token.start, token.start + cut))[0] < token.start + cut:
                words = self.trimmed((token.start, token.start + cut))
                if self.text[words[0] : words[1]] not in {"我", "我的", "都", "全部"}:
                    return False
            if self.phrases and not self.pending:
                self.phrases[-1].cancelled = True
                self.phrases[-1].end = token.end
            else:
                self.cancel_all = True
            return True
        trimmed = self.trimmed((token.start, token.end))
        wish = self.text[trimmed[0] : trimmed[1]][:WIDE]
        if not amount_later and (
            wishes.is_wish(wish)
            or wishes.is_wish(folded[:WIDE])
            or folded in VARIANTS
            or (self.offered and folded.endswith("的"))
        ):
            place = token.start if wishes.is_wish(folded[:WIDE]) else trimmed[0]
            if later and all(one.kind == "note" for one in tokens[index + 1 :]):
                self.note((place, tokens[-1].end))
                del tokens[index + 1 :]  # type: ignore[attr-defined]
            else:
                self.note((place, token.end))
            return True
        return False

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
            if words is None:
                self.add([], quantity)
            else:
                self.pending.append((before, (words[0], quantity.end)))
            for token in brackets:
                self._bracket(token)
            return
        if len(row) > 1:
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
        if wish:
            self.note(wish)
        for token in brackets:
            self._bracket(token)
