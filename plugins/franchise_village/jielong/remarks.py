"""Words without an amount: goods by name alone, wishes, cancellations, brackets."""

from __future__ import annotations

from typing import Final

import attrs

from franchise_village.jielong import wishes
from franchise_village.jielong.goods import VARIANTS
from franchise_village.jielong.notebook import WIDE, Notebook
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.quantity import scan
from franchise_village.jielong.tokens import Token
from franchise_village.jielong.vocabulary import remembered
from franchise_village.jielong.waiting import JOINERS, Place

_PACK: Final = Pattern(
    r"[0-9]+(?:\.[0-9]+)? ?(?:ml|l|g|kg|克|毫升|升|抽|片|枚|支|条|包|袋|粒|个|瓶|罐|听|斤|度|cm|寸)|[0-9] ?[*x] ?[0-9]"
    r"|[0-9一二两三四五六七八九十半]+[^0-9]{1,2}(?:装|/)"
)
_CHANGED: Final = Pattern(r"(?:改成|改为|改到|改要|改)")
_TASTE: Final = Pattern(r"(?:都|全|我)?(?:要|拿|选|来)?[\u4e00-\u9fff]{1,3}(?:味儿?|口味|色)的?")
_EDITED: Final = frozenset({"改", "已改", "更新", "新", "补", "补报", "新增", "修改"})
_CHOICES: Final = ("要公", "要母", "要活", "要死", "要雌", "要雄")

_N: Final = r"[0-9一二两三四五六七八九十半]{1,4}(?:\.[0-9]{1,2})?"
_DESCRIBES: Final = Pattern(
    rf"(?:要|是|就是|都是)?(?:(?:一|每|1)[个]?[箱板袋盒包件桶提瓶筐捆份打罐](?:是|有|装|约)?{_N}[^,0-9]{{1,2}}?(?:装|左右)?(?:的|那种|规格|大包装)*"
    rf"|{_N} ?(?:[a-z]{{1,2}}|[^,0-9一二两三四五六七八九十半元块钱]{{1,2}}?)(?:/|一|每)?[箱板袋盒包件桶提瓶筐捆份打罐]?(?:装|左右|规格|大包装)?(?:的|那种|装)+|{_N} ?(?:ml|毫升|升|l|g|克|kg|寸|cm|码|段|抽|瓦)(?:装)?)"
)


@remembered
def describes_pack(folded: str) -> bool:
    """Whether a phrase only tells how large a pack is: 一箱12瓶的那种, 500毫升的, 10斤装."""
    return _DESCRIBES.fullmatch(folded) is not None


@attrs.define
class Chunk:
    before: str
    tokens: list[Token]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    def has(self, kind: str) -> bool:
        return any(token.kind == kind for token in self.tokens)


class Remarks(Notebook):
    """Reads the chunks that hold no amount."""

    def _words(self, chunk: Chunk) -> None:
        """A chunk of words and brackets only."""
        for token in chunk.tokens:
            if token.kind == "bracket":
                if self.pending and self.pending[-1][1][1] == token.start and self._specifies(token):
                    before, place = self.pending[-1]
                    self.pending[-1] = before, (place[0], token.end)
                else:
                    self._bracket(token)
                continue
            place = token.start, token.end
            folded = self.text[token.start : token.end]
            short = folded[:WIDE]
            if wishes.is_polite(folded) or (folded in wishes.VERBS and not self.known(folded)):
                continue
            if self._describes(folded, chunk.before):
                self.note(place)
                continue
            if not self.known(folded) and self._cancellation(place, short):
                continue
            start, end = self.trimmed(place)
            if start >= end:
                if self.carried is None and folded in wishes.VERBS:
                    continue
                continue
            words = self.text[start:end]
            if words in wishes.VERBS:
                continue
            if words not in self.products and wishes.is_wish(words[:WIDE]):
                self.note((place[0] if folded[0] == "要" else start, place[1]))
            elif (start == place[0] or folded[0] == "要") and wishes.is_wish(short) and not self.known(words):
                self.note(place)
            elif self._unknown(words, chunk.before):
                self.unsure.append(place)
                self.note(place)
            else:
                self._item(chunk.before, (start, end))

    def _describes(self, folded: str, before: str) -> bool:
        """Whether words behind a finished phrase only say which: 要公鸡, 粉色, 要肋排 behind 排骨."""
        if (
            not self.phrases
            or self.pending
            or before not in JOINERS | {"strong"}
            or self.phrases[-1].quantity is None
        ):
            return False
        if folded.startswith(("多加", "多放", "少加", "少放")) and len(folded) > 2 and not self.counted_next:
            return True
        if folded in VARIANTS or folded.startswith(_CHOICES):
            return True
        if folded[0] == "要" and folded[-1] == "的" and len(folded) > 2 and not self.counted_next:  # 要芝麻的
            return True
        if folded[0] == "加" and 1 < len(folded) <= 3 and not self.counted_next:  # 肠粉2份 加蛋
            return True
        if not self.counted_next and self.is_taste(folded):
            return True
        last = "".join(self.text[start:end] for start, end in self.phrases[-1].item)
        if last and folded.endswith(last) and len(folded) > len(last):  # 豆腐2块 老豆腐
            return True
        return folded[0] == "要" and len(folded) > 2 and any(char in last for char in folded[1:6])

    def is_taste(self, folded: str) -> bool:
        """Whether words only say which taste or colour: 要草莓味."""
        return not self.known(folded) and _TASTE.fullmatch(folded) is not None

    def _item(self, before: str, place: Place) -> None:
        """Goods that wait for an amount, unless one waits for them, or the verb before said one (来瓶|醋)."""
        cut = wishes.inner_wish(self.text[place[0] : place[1]][:WIDE])
        if cut > 0 and wishes.starts_with_good(self.text[place[0] : place[0] + cut], self.products):
            self._item(before, (place[0], place[0] + cut))
            self.note((place[0] + cut, place[1]))
            return
        if self.carried is None and (one := self.implied(place)) is not None:
            self._flush()
            self.add([(place[0] + 1, place[1])], one)
            return
        if self.carried is not None:
            amount, self.carried = self.carried, None
            self.add([place], amount)
            return
        self.pending.append((before, place))

    def _cancellation(self, place: Place, short: str) -> bool:
        """Take back, where the words say so: alone, behind goods, or before them."""
        start, end = place
        tail = wishes.cancel_end(self.text[max(start, end - 24) : end])
        if tail >= 0:
            cut = max(start, end - 24) + tail
            words = self.trimmed((start, cut))
            if words[0] >= words[1] or self.text[words[0] : words[1]] in {
                "我的",
                "我",
                "我的那份",
                "我那份",
                "这个",
                "那个",
                "刚才的",
                "订单",
                "单",
            }:
                self.cancel_all = True
            else:
                self._flush()
                self.add([words], None, cancelled=True, end=end)
            return True
        if (head := wishes.cancel_start(short)) and start + head < end:
            words = self.trimmed((start + head, end))
            if words[0] < words[1]:
                self._flush()
                self.add([words], None, cancelled=True, start=start)
            return True
        return False

    @staticmethod
    def _cancels(folded: str) -> bool:
        return wishes.cancel_end(folded[-24:]) >= 0

    def _specifies(self, token: Token) -> bool:
        """Whether a bracket behind goods tells their size or pack: (250ml×24), （30枚）."""
        folded = self.text[token.start + 1 : token.end - 1]
        if not folded or wishes.is_wish(folded[:WIDE]) or "左右" in folded or "各" in folded:
            return False
        return _PACK.search(folded) is not None or (
            self._counts_whole(token.start + 1, token.end - 1) is not None
        )

    def _bracket(self, token: Token) -> None:
        inside = token.start + 1, token.end - 1
        folded = self.text[inside[0] : inside[1]].strip()
        if not folded or wishes.is_polite(folded) or folded in _EDITED:
            return
        if wishes.cancel_end(folded[-24:]) == 0 or folded in {"不要", "退"}:
            if self.phrases and not self.pending:
                self.phrases[-1].cancelled = True
                self.phrases[-1].end = max(self.phrases[-1].end, token.end)
            else:
                self.cancel_all = True
            return
        if self.phrases and (change := _CHANGED.match(folded)) is not None:  # (改1板)
            stop = token.end - 1
            quantity = scan(self.text, inside[0] + change.end(), stop, most=self.most)
            if quantity is not None and quantity.end == stop and quantity.role == "amount":
                self.phrases[-1].quantity = quantity
                self.phrases[-1].start = min(self.phrases[-1].start, token.start)
                self.phrases[-1].end = max(self.phrases[-1].end, token.end)
                self._judge(self.phrases[-1])
                return
        tail = wishes.cancel_end(folded[-24:])
        if tail > 0 and len(folded) <= 24:  # (白菜不要了)
            named = folded[:tail]
            for phrase in self.phrases:
                if named == "".join(self.text[start:end] for start, end in phrase.item):
                    phrase.cancelled = True
                    phrase.end = max(phrase.end, token.end)
                    return
        self.note(inside)

    def _leftover(self, before: str, words: Place) -> None:
        folded = self.text[words[0] : words[1]][:WIDE]
        if self._cancellation(words, folded):
            return
        if wishes.is_wish(folded):
            self.note(words)
        elif self._tells_size(folded):
            self.note((words[0], words[1] + self.text.startswith("的", words[1])))
        elif before == "run" and self._unknown(folded, "space"):
            self.unsure.append(words)
            self.note(words)
        else:
            self._item(before, words)

    def _tells_size(self, folded: str) -> bool:
        """3kg装的 behind a counted order: how large, not another order."""
        counted = bool(self.phrases) and not self.pending and self.phrases[-1].quantity is not None
        return counted and describes_pack(folded)

    def _remark(self, chunk: Chunk) -> None:
        """A chunk with a time, a phone number, a code: all of it is a note, except goods glued to it."""
        for index, token in enumerate(chunk.tokens):
            if token.kind == "bracket":
                if index:
                    self.note((chunk.start, chunk.tokens[index - 1].end))
                for later in chunk.tokens[index:]:
                    if later.kind == "bracket":
                        self._bracket(later)
                    else:
                        self.note((later.start, later.end))
                return
        first, last = chunk.tokens[0], chunk.tokens[-1]
        if first.kind == "text" and self.known(self.text[first.start : first.end]):
            self._item(chunk.before, (first.start, first.end))
            self.note((chunk.tokens[1].start, chunk.end))
        elif last.kind == "text" and self._goods(last) and len(chunk.tokens) > 1:
            self.note((chunk.start, chunk.tokens[-2].end))
            self._item("space", self.trimmed((last.start, last.end)))
        else:
            self.note((chunk.start, chunk.end))

    def _goods(self, token: Token) -> bool:
        start, end = self.trimmed((token.start, token.end))
        return start < end and self.known(self.text[start:end])
