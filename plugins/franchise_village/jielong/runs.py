"""Amounts among words of one run: 鸡蛋2斤豆腐3块, 2斤韭菜3把葱, 500ml*24瓶2箱."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from franchise_village.jielong import units, wishes
from franchise_village.jielong.goods import VARIANTS
from franchise_village.jielong.notebook import WIDE
from franchise_village.jielong.quantity import Quantity, as_amount
from franchise_village.jielong.remarks import Chunk, Remarks
from franchise_village.jielong.scene import Place
from franchise_village.jielong.tokens import Token

_LENGTHS: Final = frozenset({"米", "尺", "升", "公斤", "kg", "g", "克", "千克", "l", "寸"})
_SET: Final = frozenset({"改成", "改为", "改到", "变成", "改", "换成", "改要"})


class Runs(Remarks):
    """Reads the chunks that hold words and amounts."""

    def _amount_first(self, chunk: Chunk) -> None:
        """Each amount counts the words behind it; sizes between belong to the words: 两箱24盒装纯牛奶."""
        quantity: Quantity | None = None
        start = -1
        for number, token in enumerate(chunk.tokens):
            if token.kind == "amount":
                assert token.quantity is not None
                if quantity is None and token.quantity.role == "size" and number and self.phrases:
                    last = self.phrases[-1]
                    if last.item and last.item[-1][1] == token.start:  # 2罐a2|三段
                        last.item[-1], last.end = (last.item[-1][0], token.end), token.end
                        continue
                if quantity is None:
                    quantity = token.quantity
                elif start < 0:
                    start = token.start
            elif token.kind == "text" and quantity is not None and self._describes_next(chunk.tokens, number):
                start = token.start if start < 0 else start
            elif token.kind == "text" and quantity is not None:
                words = (token.start if start < 0 else start), token.end
                self._one_of_run(words, quantity, counted=number + 1 < len(chunk.tokens))
                quantity, start = None, -1
            elif token.kind == "bracket":
                self._bracket(token)
            elif token.kind == "note":
                self.note((token.start, token.end))
        if quantity is not None:
            self.add([], quantity)

    def _describes_next(self, tokens: Sequence[Token], number: int) -> bool:
        """两罐800克的一段奶粉: words that end in 的, then sizes, then the goods themselves."""
        if self.text[tokens[number].end - 1] != "的" or number + 1 >= len(tokens):
            return False
        rest = tokens[number + 1 :]
        sizes = [token for token in rest if token.quantity is not None]
        return (
            rest[-1].kind == "text"
            and bool(sizes)
            and all(token.quantity is not None and token.quantity.role == "size" for token in sizes)
        )

    def _one_of_run(self, place: Place, quantity: Quantity, *, counted: bool = False) -> None:
        start, end = self.trimmed(place)
        if counted:  # 2斤洋葱再来|一捆大葱
            end = start + wishes.tail_verbs(self.text[start:end]) or end
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
                folded, then = self.text[token.start : token.end], tokens[index + 1].quantity
                if folded in _SET:  # 2斤改成3斤
                    row = []
                    continue
                if (
                    folded in wishes.VERBS and then is not None and self._holds(then, row[-1])
                ):  # 2段700g来两罐
                    continue
                if (
                    words is None
                    and (
                        folded[0] == "的"  # 1.5斤的鲈鱼一条
                        or (
                            then is not None
                            and index == 1
                            and index + 2 == len(tokens)
                            and self._measures_one(row, then)
                        )
                        or row[0].role == "size"
                        or any(one.times for one in row[1:])
                    )
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
                        bare = self.trimmed(words, bare=True)
                        self.note((words[0] if bare[0] < bare[1] else token.start, token.end))
                    words = None
                else:
                    self.note((token.start, token.end))
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
