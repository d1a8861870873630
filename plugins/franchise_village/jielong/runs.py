"""Amounts among words of one run: 鸡蛋2斤豆腐3块, 2斤韭菜3把葱, 500ml*24瓶2箱."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from franchise_village.jielong import wishes
from franchise_village.jielong.closings import Closings
from franchise_village.jielong.goods import VARIANTS
from franchise_village.jielong.notebook import WIDE
from franchise_village.jielong.quantity import Quantity
from franchise_village.jielong.remarks import Chunk
from franchise_village.jielong.scene import Place
from franchise_village.jielong.tokens import Token

_SET: Final = frozenset({"改成", "改为", "改到", "变成", "改", "换成", "改要"})


class Runs(Closings):
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
