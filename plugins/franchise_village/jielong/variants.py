"""Variants of one goods, told apart by a word each: 粽子20个咸的10个甜的, 大的西瓜一个，小的两个, 烧饼30个，甜的10个，咸的20个.

Variants behind goods that are counted already part that count: they become its note, and a sum that differs is asked about.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from franchise_village.jielong import wishes
from franchise_village.jielong.amounts import Amounts
from franchise_village.jielong.goods import VARIANTS
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.quantity import Quantity
from franchise_village.jielong.remarks import Chunk
from franchise_village.jielong.scene import Place
from franchise_village.jielong.tokens import Token
from franchise_village.jielong.vocabulary import words

_KINDS: Final = words(
    "低脂 全脂 脱脂 无糖 有糖 低糖 全糖 半糖 含糖 加糖 不加糖 荤 素 肉 青 老 嫩 新 旧 冷 热 冰 常温 厚 薄 长 短 圆 方 干 湿 鲜 糯 清淡 香辣 五香 不辣 蒜香 椒盐 "
    "加冰 去冰 少冰 大份 中份 小份 大杯 中杯 小杯 大瓶 小瓶 大袋 小袋 大包 小包 大盒 小盒 大桶 小桶 成人 儿童 散装 袋装 盒装 瓶装 罐装 深色 浅色 粗 细 宽 窄 高筒 低筒 有核 无核 有盐 无盐"
)
_LAST: Final = frozenset(word[-1] for word in VARIANTS | _KINDS) | frozenset(
    "的味儿色"
)  # of words that tell kinds
_LEADS: Final = Pattern(r"(?:都|全|我|再|也)*(?:要|拿|选|来|其中|有)?")
_OPENED: Final = Pattern(r"(?P<kind>[^的]{1,3})的(?P<head>[^的]{1,10})")  # 大的西瓜
_CLOSED: Final = Pattern(r"(?P<head>[^的]{1,10}?)(?:要|来|拿)?(?P<kind>[^的]{1,3})的?")  # 西瓜大的
_PAIR: Final = 2
_SHORT: Final = 12
_LONGEST: Final = 3  # characters of a word before 的 that nothing is known of: 五仁的


class Variants(Amounts):
    """Reads the chunks that count variants of goods named before."""

    def _varies_goods(self, chunk: Chunk) -> bool:
        """Whether a chunk counts variants, and is read with that."""
        first = chunk.tokens[0]
        if len(chunk.tokens) == _PAIR and first.kind == "text" and self.text[first.end - 1] not in _LAST:
            return False  # by far the most: 鸡蛋|2斤
        tokens = [token for token in chunk.tokens if token.kind in {"text", "amount"}]
        if len(tokens) < _PAIR or len(tokens) != len(chunk.tokens):
            return False
        kinds = [token.kind for token in tokens]
        if any(one == other for one, other in itertools.pairwise(kinds)):
            return False
        counted = [token.quantity for token in tokens if token.quantity is not None]
        if any(one.role != "amount" or one.each or one.value is None for one in counted):
            return False
        if kinds[0] == "text" and kinds[-1] == "text":  # 粽子|20个|咸的|10个|甜的
            return len(counted) >= _PAIR and self._counted_first(tokens)
        if kinds[0] == "text":
            return self._counted_last(tokens)
        return kinds[-1] == "text" and self._pairs(tokens)

    def _kind(self, token: Token) -> Place | None:
        """The word that tells variants apart, without 的: 咸|的."""
        start, end = token.start, token.end
        if end - start > _SHORT or self.text[end - 1] not in _LAST:
            return None
        lead = _LEADS.match(self.text, start, end)
        behind = self.text.endswith("的", start, end)
        for begin in (start, lead.end()) if lead and start < lead.end() < end else (start,):
            word = self.text[begin : end - behind]
            if not word or (self.known(word) and not behind):
                continue
            if word in VARIANTS or word in _KINDS or (behind and len(word) == 1) or self.is_taste(word):
                return begin, end - behind
            if (
                behind
                and len(word) <= _LONGEST
                and not (wishes.is_wish(word) or names_nothing(word, self.products))
            ):
                return begin, end - behind
        return None

    def _is_kind(self, place: Place) -> bool:
        """Whether words of an item tell variants apart, 的 behind them or not."""
        return (
            self._kind(Token("text", place[0], place[1] + self.text.startswith("的", place[1]))) is not None
        )

    def _counted_first(self, tokens: Sequence[Token]) -> bool:
        head = self.trimmed((tokens[0].start, tokens[0].end), bare=True)
        kinds = [self._kind(token) for token in tokens[2::2]]
        if head[0] >= head[1] or not self._holds_goods(self.text[slice(*head)]) or None in kinds:
            return False
        amounts = [token.quantity for token in tokens[1::2]]
        self._flush()
        whole, *rest = ((one.value or 0) if one else 0 for one in amounts)
        doubts = {"variants"} if whole > sum(rest) else set()  # 20 in all, of which 10 are salted?
        self._add_kinds(head, kinds, amounts, doubts)
        return True

    def _add_kinds(
        self,
        head: Place,
        kinds: Sequence[Place | None],
        amounts: Sequence[Quantity | None],
        doubts: set[str] | None = None,
    ) -> None:
        for kind, quantity in zip(kinds, amounts, strict=True):
            if kind is not None:
                self.add([head, kind], quantity, doubts=doubts)

    def _counted_last(self, tokens: Sequence[Token]) -> bool:
        """咸的|5个, 辣椒要红的|2斤|绿的|1斤."""
        kinds = [self._kind(token) for token in tokens[0::2]]
        amounts = [token.quantity for token in tokens[1::2]]
        head: Place | None = None
        if kinds[0] is None and len(kinds) >= _PAIR and tokens[0].end - tokens[0].start <= _SHORT:
            found = self._headed((tokens[0].start, tokens[0].end))
            if found is not None and self.text.endswith("的", *found[1]) | (found[1][1] < tokens[0].end):
                head, kinds[0] = found
                self._flush()
        if None in kinds:
            return False
        if head is None:
            head = self._head(carried=self._tells(tokens[0]))
        if head is None:
            return self._parts_count(tokens, amounts, strict=True)
        self._add_kinds(head, kinds, amounts)
        return True

    def _pairs(self, tokens: Sequence[Token]) -> bool:
        """20个|咸的|10个|甜的, behind goods that wait or are counted."""
        kinds = [self._kind(token) for token in tokens[1::2]]
        amounts = [token.quantity for token in tokens[0::2]]
        if None in kinds:
            return False
        head = self._head(carried=self._tells(tokens[1]))
        if head is not None:
            self._add_kinds(head, kinds, amounts)
            return True
        return self._again(tokens, kinds, amounts) or self._parts_count(tokens, amounts)

    def goes_on(self, tokens: Sequence[Token]) -> bool:
        """Whether a clause counts another variant of what the header names: 2斤瘦的，|3斤肥的."""
        if [token.kind for token in tokens] != ["amount", "text"] or self._kind(tokens[1]) is None:
            return False
        last = self.phrases[-1] if self.phrases and not self.pending else None
        told = last.notes[0] if last is not None and last.notes else None
        return self.offered and told is not None and self._kind(Token("text", *told)) is not None

    def _again(
        self, tokens: Sequence[Token], kinds: Sequence[Place | None], amounts: Sequence[Quantity | None]
    ) -> bool:
        """2斤瘦的，|3斤肥的, of what the header names: the one before was told by its kind as well."""
        last = self.phrases[-1] if self.phrases and not self.pending else None
        if not self.offered or last is None or last.item or last.quantity is None or last.cancelled:
            return False
        if not last.notes or last.notes[0][0] != last.quantity.end or len(kinds) > 1:
            return False
        told = Token("text", *last.notes[0])
        if self._kind(told) is None:
            return False
        self.add([], amounts[0])
        self.note((tokens[1].start, tokens[1].end))
        return True

    def _tells(self, token: Token) -> bool:
        """小的: said of goods named before; a size or a taste alone (L码, 草莓味) may be other goods."""
        return self.text[token.end - 1] == "的" and not self.text[token.start].isascii()

    def _head(self, *, carried: bool) -> Place | None:
        """The goods of which variants follow: those that wait, or (``carried``) whose other variant stands before."""
        if self.pending:
            place = self.pending[-1][1]
            if len(self.pending) == 1 and self._holds_goods(self.text[slice(*place)]):
                self.pending = []
                return place
            return None
        last = self.phrases[-1] if self.phrases else None
        if last is None or last.cancelled or not last.item or not carried:
            return None
        if last.quantity is None and len(last.item) == 1 and not last.notes:
            if not self._holds_goods(self.text[slice(*last.item[0])]):
                return None
            self.phrases.pop()
            return last.item[0]
        if len(last.item) == _PAIR and self._is_kind(last.item[1]):
            return last.item[0]
        found = self._headed(last.item[0]) if len(last.item) == 1 else None
        return found[0] if found is not None else None

    def _headed(self, place: Place) -> tuple[Place, Place] | None:
        """大的西瓜, 西瓜大的: the goods, and the word that tells which."""
        if place[1] - place[0] > _SHORT or self.known(self.text[slice(*place)]):
            return None
        if self.text.startswith("的", place[1]):  # 袜子黑|的3双
            for cut in range(1, min(_LONGEST, place[1] - place[0] - 1)):
                begin = place[1] - cut
                if self._kind(Token("text", begin, place[1])) is not None:
                    return (place[0], begin), (begin, place[1])
        for pattern in (_OPENED, _CLOSED):
            if (found := pattern.fullmatch(self.text, *place)) is None:
                continue
            head, kind = found.span("head"), found.span("kind")
            closed = pattern is _CLOSED
            if closed:
                size = wishes.starts_with_good(self.text[slice(*place)], self.products)
                lead = _LEADS.match(self.text, place[0] + size, place[1])
                start = lead.end() if lead else place[0] + size
                stop = place[1] - self.text.endswith("的", *place)
                head, kind = (place[0], place[0] + size), (start, stop)
            if head[0] >= head[1] or kind[0] >= kind[1]:
                continue
            goods = self._holds_goods(self.text[slice(*head)])
            if goods and self._kind(Token("text", kind[0], min(kind[1] + closed, place[1]))) is not None:
                return head, kind
        return None

    def _parts_count(
        self, tokens: Sequence[Token], amounts: Sequence[Quantity | None], *, strict: bool = False
    ) -> bool:
        """烧饼30个，|甜的10个: a part of what is counted before; it is noted, and the parts are summed."""
        last = self.phrases[-1] if self.phrases and not self.pending else None
        if last is None or last.quantity is None or last.quantity.value is None or last.cancelled:
            return False
        if not last.item or last.quantity.start < last.item[-1][0] or not self._same_unit(last, amounts):
            return False
        if self._is_kind(last.item[-1]) or (len(last.item) == 1 and self._headed(last.item[0]) is not None):
            return False
        self.note((tokens[0].start, tokens[-1].end))
        self.parted(last, amounts, strict=strict)
        return True

    @staticmethod
    def parted(phrase: Phrase, amounts: Sequence[Quantity | None], *, strict: bool = False) -> None:
        """Remember parts of an amount; ``strict``: one part alone must make up the whole."""
        phrase.parts += [one.value or 0 for one in amounts if one is not None]
        phrase.parts += [0] if strict else []

    def _same_unit(self, last: Phrase, amounts: Sequence[Quantity | None]) -> bool:
        assert last.quantity is not None
        unit = self.text[last.quantity.unit_start : last.quantity.unit_end]
        return all(one is not None and self.text[one.unit_start : one.unit_end] == unit for one in amounts)
