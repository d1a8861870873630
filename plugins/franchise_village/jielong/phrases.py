"""From tokens to phrases: which words an amount counts, what is a remark, what is taken back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import attrs

from franchise_village.jielong import wishes
from franchise_village.jielong.goods import GOODS, VARIANTS
from franchise_village.jielong.quantity import Quantity, scan
from franchise_village.jielong.tokens import Token

Place = tuple[int, int]
_PACK: Final = re.compile(
    r"[0-9]+(?:\.[0-9]+)? ?(?:ml|l|g|kg|克|毫升|升|抽|片|枚|支|条|包|袋|粒|个|瓶|罐|听|斤|度|cm|寸)|[0-9] ?[*x] ?[0-9]"
    r"|[0-9一二两三四五六七八九十半]+[^0-9]{1,2}(?:装|/)"
)
_JOINERS: Final = frozenset({"space", "deco"})
_SEPARATORS: Final = frozenset({"space", "pause", "strong", "and", "plus", "dash", "deco"})
_LOOSE: Final = wishes.PARTICLES.replace("的", "") + " "
_SET: Final = frozenset({"改成", "改为", "改到", "变成", "改", "换成", "改要"})
_CHANGED: Final = re.compile(r"(?:改成|改为|改到|改要|改)")
_CHOICES: Final = ("要公", "要母", "要活", "要死", "要雌", "要雄")
_WIDE: Final = 64  # wishes and cancellations are short: no test looks further


@attrs.define
class Phrase:
    """A wish in the making. ``item`` holds the places of its words: usually one, two for a variant of a head."""

    item: list[Place]
    quantity: Quantity | None
    start: int
    end: int
    notes: list[Place] = attrs.Factory(list)
    doubts: set[str] = attrs.Factory(set)
    cancelled: bool = False


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


def chunks(tokens: Sequence[Token]) -> list[Chunk]:
    """Tokens between separators; ``before`` is the strongest separator in front."""
    found: list[Chunk] = []
    before, inside = "start", False
    for token in tokens:
        if token.kind in _SEPARATORS:
            inside = False
            if before in {"", *_JOINERS} or token.kind == "strong":
                before = token.kind
            continue
        if inside:
            found[-1].tokens.append(token)
        else:
            found.append(Chunk(before, [token]))
            before, inside = "", True
    return found


class Builder:
    """Goes through the chunks of one entry or clause, left to right, once."""

    def __init__(
        self, text: str, *, most: int, products: frozenset[str] = frozenset(), offered: bool = False
    ) -> None:
        self.text = text
        self.most = most
        self.offered = offered  # the goods stand in the header: an amount alone is an order
        self.unsure: list[Place] = []  # words kept as notes without being a known wish
        self.products = products
        self.phrases: list[Phrase] = []
        self.pending: list[tuple[str, Place]] = []  # items that wait for an amount, with the separator before
        self.pending_notes: list[Place] = []
        self.carried: Quantity | None = None  # an amount that waits for its item: 2斤 韭菜
        self.cancel_all = False
        self.problems: list[tuple[str, Place]] = []

    # -- what the words are -------------------------------------------------------------------------------

    def known(self, folded: str) -> bool:
        return folded in GOODS or folded in self.products

    def trimmed(self, place: Place, *, bare: bool = False) -> Place:
        """The place without ordering verbs before and kindness behind; ``bare``: an amount follows."""
        start, end = place
        words = self.text[start:end]
        if self.known(words):
            return place
        start += wishes.strip_verbs(words[:_WIDE], bare=bare)
        words = self.text[start:end]
        if self.known(words):
            return start, end
        end = start + wishes.strip_tail(words)
        if bare and end - start > 1 and (cut := start + wishes.tail_verbs(self.text[start:end])) > start:
            end = cut
        return start, end

    def implied(self, place: Place) -> Quantity | None:
        """One of the unit that stands between an ordering verb and goods: 来瓶醋, 要把葱."""
        start, end = place
        if (
            start == 0
            or end - start < 2
            or self.text[start] not in wishes.ONE_OF
            or self.text[start - 1] not in "来要整拿带买加搞称我留"
        ):
            return None
        if not wishes.starts_with_good(self.text[start + 1 : end], self.products) or self.known(
            self.text[start:end]
        ):
            return None
        return Quantity(1_000, start, start + 1, start, start + 1, doubt="quantity_implied")

    # -- notes --------------------------------------------------------------------------------------------

    def note(self, place: Place) -> None:
        start, end = place
        while start < end and self.text[start] in _LOOSE:
            start += 1
        end = start + wishes.note_end(self.text[start:end])
        if start >= end:
            return
        if self.pending or not self.phrases:
            self.pending_notes.append((start, end))
        else:
            self.phrases[-1].notes.append((start, end))
            self.phrases[-1].end = max(self.phrases[-1].end, end)

    # -- the walk -----------------------------------------------------------------------------------------

    def run(self, parts: Sequence[Chunk]) -> None:
        for number, chunk in enumerate(parts):
            following = parts[number + 1] if number + 1 < len(parts) else None
            if chunk.has("amount"):
                self._with_amount(chunk, following)
            elif chunk.has("note"):
                self._remark(chunk)
            else:
                self._words(chunk)
        self._flush()

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
            short = folded[:_WIDE]
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
            if words not in self.products and wishes.is_wish(words[:_WIDE]):
                self.note((place[0] if folded[0] == "要" else start, place[1]))
            elif wishes.is_wish(short) and not self.known(words):
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
            or before not in _JOINERS | {"strong"}
            or self.phrases[-1].quantity is None
        ):
            return False
        if folded in VARIANTS or folded.startswith(_CHOICES):
            return True
        last = "".join(self.text[start:end] for start, end in self.phrases[-1].item)
        return folded[0] == "要" and len(folded) > 2 and any(char in last for char in folded[1:6])

    def _unknown(self, words: str, before: str) -> bool:
        """Whether words behind a counted phrase are no goods as far as one can tell: rather a note."""
        if (
            self.pending
            or self.carried is not None
            or not self.phrases
            or before not in _JOINERS | {"strong", "dash"}
        ):
            return False
        last = self.phrases[-1]
        return last.quantity is not None and not last.cancelled and not self._holds_goods(words)

    def holds_goods(self, phrase: Phrase) -> bool:
        """Whether a phrase names known goods."""
        return any(self._holds_goods(self.text[start:end]) for start, end in phrase.item)

    def _holds_goods(self, words: str) -> bool:
        """Whether the words are or end in known goods: 海天酱油."""
        if wishes.starts_with_good(words[:16], self.products):
            return True
        return any(self.known(words[-size:]) for size in range(min(4, len(words)), 0, -1))

    def _item(self, before: str, place: Place) -> None:
        """Goods that wait for an amount, unless one waits for them, or the verb before said one (来瓶|醋)."""
        cut = wishes.inner_wish(self.text[place[0] : place[1]][:_WIDE])
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

    def _specifies(self, token: Token) -> bool:
        """Whether a bracket behind goods tells their size or pack: (250ml×24), （30枚）."""
        folded = self.text[token.start + 1 : token.end - 1]
        if not folded or wishes.is_wish(folded[:_WIDE]) or "左右" in folded or "各" in folded:
            return False
        return _PACK.search(folded) is not None

    def _bracket(self, token: Token) -> None:
        inside = token.start + 1, token.end - 1
        folded = self.text[inside[0] : inside[1]].strip()
        if not folded or wishes.is_polite(folded):
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
                self.phrases[-1].end = token.end
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

    def _with_amount(self, chunk: Chunk, following: Chunk | None) -> None:
        tokens = chunk.tokens
        if len(tokens) == 2 and tokens[0].kind == "text" and (one := tokens[1].quantity) and one.role == "amount":
            words = self.trimmed((tokens[0].start, tokens[0].end), bare=True)  # by far the most: 鸡蛋|2斤
            if words[0] < words[1]:
                if wishes.is_wish(self.text[words[0] : words[1]][:_WIDE], before_quantity=True):
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
        if self.phrases and self.phrases[-1].item and last is not None and last.start < self.phrases[-1].item[0][0]:
            return False
        if last is None or last.value is None or words is None or chunk.tokens[0].kind != "amount":
            return False
        unit = self.text[last.unit_start : last.unit_end]
        if any(one.value is None or self.text[one.unit_start : one.unit_end] != unit for one in amounts) or not unit:
            return False
        goods = any(token.kind == "text" and self._holds_goods(self.text[token.start : token.end]) for token in chunk.tokens)
        return not goods and sum(one.value or 0 for one in amounts) <= last.value

    def _is_remark(self, chunk: Chunk, words: Token | None) -> bool:
        """Whether a chunk with an amount is a note all the same: 一份不要香菜, 多放2勺, 分成3包."""
        if words is None:
            return False
        folded = self.text[words.start : words.end][:_WIDE]
        if words is chunk.tokens[0]:
            start, end = self.trimmed((words.start, words.end), bare=True)
            return wishes.is_wish(self.text[start:end][:_WIDE], before_quantity=True)
        first = chunk.tokens[0].quantity
        return (
            first is not None
            and bool(self.phrases)
            and chunk.before == "strong"
            and wishes.is_wish(folded)
            and not self._cancels(folded)
        )

    @staticmethod
    def _cancels(folded: str) -> bool:
        return wishes.cancel_end(folded[-24:]) >= 0

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
        return start < end and not wishes.is_wish(self.text[start:end][:_WIDE])

    def _lone(self, chunk: Chunk, following: Chunk | None) -> None:
        """An amount on its own: for the item before, for the one after, or for what the header names."""
        quantity = self._last_amount(chunk.tokens)
        if self.phrases and not self.pending and (quantity.role == "size" or self._house(quantity)):
            self.note((chunk.start, chunk.end))
            return
        notes = [token for token in chunk.tokens if token.kind == "bracket"]
        if self.pending:
            self._settle(quantity)
        elif chunk.before in {
            "space",
            "start",
            "strong",
            "pause",
            "and",
            "plus",
            "dash",
            "deco",
        } and self._names_item(following):
            self.carried = quantity
        elif self.phrases and chunk.before in _JOINERS and self._respecify(quantity):
            pass
        else:
            self.add([], quantity)
        for token in notes:
            self._bracket(token)

    def _house(self, quantity: Quantity) -> bool:
        """5组 behind an order is where somebody lives."""
        return (
            self.text[quantity.unit_start : quantity.unit_end] in {"组", "排", "户"}
            and self.phrases[-1].quantity is not None
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
        if self.offered and not self._holds_goods(self.text[start:end]):
            return False
        return (
            start < end
            and not wishes.is_wish(self.text[start:end][:_WIDE])
            and not wishes.is_wish(folded[:_WIDE])
        )

    def _respecify(self, quantity: Quantity) -> bool:
        """雪花500ML12罐 1箱: what was taken for the amount described the pack."""
        last = self.phrases[-1]
        if last.quantity is None or last.notes or not last.item or last.quantity.each:
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
        cut = wishes.inner_wish(self.text[start:end][:_WIDE])
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
        wish = self.text[trimmed[0] : trimmed[1]][:_WIDE]
        if not amount_later and (
            wishes.is_wish(wish)
            or wishes.is_wish(folded[:_WIDE])
            or folded in VARIANTS
            or (self.offered and folded.endswith("的"))
        ):
            place = token.start if wishes.is_wish(folded[:_WIDE]) else trimmed[0]
            if later and all(one.kind == "note" for one in tokens[index + 1 :]):
                self.note((place, tokens[-1].end))
                del tokens[index + 1 :]  # type: ignore[attr-defined]
            else:
                self.note((place, token.end))
            return True
        return False

    def _finish(self, before: str, words: Place | None, row: list[Quantity], brackets: list[Token], *, trimmed: bool = False) -> None:
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
            head = wishes.cancel_start(self.text[words[0] : words[1]][:_WIDE])
            if head:
                cancelled = True
                words = self.trimmed((words[0] + head, words[1])) if words[0] + head < words[1] else None
            if words is not None and words[0] >= words[1]:
                words = None
        wish: Place | None = None
        if words is not None:
            cut = wishes.inner_wish(self.text[words[0] : words[1]][:_WIDE])
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

    def _leftover(self, before: str, words: Place) -> None:
        folded = self.text[words[0] : words[1]][:_WIDE]
        if self._cancellation(words, folded):
            return
        if wishes.is_wish(folded):
            self.note(words)
        elif before == "run" and self._unknown(folded, "space"):
            self.unsure.append(words)
            self.note(words)
        else:
            self._item(before, words)

    # -- amounts meet items -------------------------------------------------------------------------------

    def _settle(self, quantity: Quantity) -> None:
        """Give the amount to the items that wait: to all of them after 各, else to the last."""
        if quantity.each:
            self._take_back()
        groups = self._groups(counted=not quantity.each)
        self.pending = []
        if quantity.each:
            if len(groups) == 1 and len(groups[0]) == 1 and (parts := self._parts(groups[0][0])):
                for part in parts:
                    self.add([part], quantity, doubts={"each_of_run"})
                return
            for pieces in self._variants(groups):
                self.add(
                    pieces, quantity, start=pieces[0][0], doubts={"variants"} if len(pieces) > 1 else set()
                )
            return
        for pieces in groups[:-1]:
            self.add(self._merged(pieces), None)
        pieces = groups[-1]
        self.add(
            self._merged(pieces),
            quantity,
            doubts={"item_boundary"} if len(pieces) > 1 and not self._branded(pieces) else set(),
        )

    def _take_back(self) -> None:
        """黄瓜，西红柿，茄子各来2斤: what stood without an amount before was waiting for this one."""
        while self.phrases:
            last = self.phrases[-1]
            if last.quantity is not None or last.cancelled or last.notes or len(last.item) != 1:
                return
            self.pending.insert(0, ("strong", last.item[0]))
            self.phrases.pop()

    def _merged(self, pieces: list[Place]) -> list[Place]:
        return pieces

    def _branded(self, pieces: list[Place]) -> bool:
        """A run of words whose last is a known good: brand, then goods."""
        last = self.text[pieces[-1][0] : pieces[-1][1]]
        return bool(self.known(last)) or any(
            last.endswith(good) for good in (last[-3:], last[-2:]) if self.known(good)
        )

    def _groups(self, *, counted: bool) -> list[list[Place]]:
        """Which waiting words are one item: those parted by spaces only, unless the first is goods by itself."""
        groups: list[list[Place]] = []
        for before, place in self.pending:
            join = (
                bool(groups)
                and before in _JOINERS
                and counted
                and not self.known(self.text[groups[-1][-1][0] : groups[-1][-1][1]])
            )
            if join:
                groups[-1].append(place)
            else:
                groups.append([place])
        return groups

    def _variants(self, groups: list[list[Place]]) -> list[list[Place]]:
        """小番茄 红和黄 各一斤: variants take the head before them."""
        flat = list(groups)
        kinds = [self.text[pieces[0][0] : pieces[0][1]] in VARIANTS for pieces in flat]
        if len(flat) > 1 and not kinds[0] and all(kinds[1:]):
            return [[*flat[0], *pieces] for pieces in flat[1:]]
        return flat

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

    def add(
        self,
        item: list[Place],
        quantity: Quantity | None,
        *,
        cancelled: bool = False,
        start: int | None = None,
        end: int | None = None,
        doubts: set[str] | None = None,
    ) -> None:
        edges = [edge for place in item for edge in place]
        if quantity is not None:
            edges += [quantity.start, quantity.end]
        if start is not None:
            edges.append(start)
        if end is not None:
            edges.append(end)
        phrase = Phrase(list(item), quantity, min(edges), max(edges), cancelled=cancelled)
        phrase.doubts |= doubts or set()
        if self.pending_notes:
            phrase.notes, self.pending_notes = self.pending_notes, []
            phrase.start = min(phrase.start, phrase.notes[0][0])
        self._judge(phrase)
        self.phrases.append(phrase)

    def _judge(self, phrase: Phrase) -> None:
        quantity = phrase.quantity
        phrase.doubts -= {"quantity_missing", "quantity_range", "quantity_approximate", "by_money"}
        if quantity is None and not phrase.cancelled:
            phrase.doubts.add("quantity_missing")
        if any(wishes.POINTERS.search(self.text[start:end]) for start, end in phrase.item):
            phrase.doubts.add("not_understood")
        if quantity is not None and quantity.doubt and not (phrase.cancelled and quantity.value is None):
            phrase.doubts.add(quantity.doubt)

    def _add_counted(self, pieces: list[Place]) -> None:
        """Goods that no amount followed; one in brackets behind them is theirs: 鸡蛋(2斤)."""
        start, end = pieces[-1]
        if (
            len(pieces) == 1
            and self.text[end - 1] == ")"
            and (opened := self.text.rfind("(", start, end)) > start
        ):
            quantity = scan(self.text, opened + 1, end - 1, most=self.most)
            if (
                quantity is not None
                and quantity.end == end - 1
                and quantity.role == "amount"
                and quantity.has_unit
            ):
                self.add([(start, opened)], quantity, end=end)
                return
        self.add(pieces, None)

    def _flush(self) -> None:
        """Items that no amount followed."""
        if self.carried is not None:
            quantity, self.carried = self.carried, None
            self.add([], quantity)
        if not self.pending:
            return
        groups: list[list[Place]] = []
        for before, place in self.pending:
            good = self.known(self.text[place[0] : place[1]])
            head = groups[-1][-1] if groups else None
            join = (
                head is not None
                and before in _JOINERS
                and good
                and not self.known(self.text[head[0] : head[1]])
                and len(groups[-1]) == 1
            )
            if join:
                groups[-1].append(place)
            else:
                groups.append([place])
        self.pending = []
        notes, self.pending_notes = self.pending_notes, []
        for pieces in groups:
            self._add_counted(pieces)
        if notes:
            self.phrases[-1].notes.extend(notes)
            self.phrases[-1].end = max(self.phrases[-1].end, notes[-1][1])
            self.phrases[-1].start = min(self.phrases[-1].start, notes[0][0])
