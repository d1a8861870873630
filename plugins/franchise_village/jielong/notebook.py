"""What is noted of an entry while it is read: phrases, items that wait for an amount, remarks."""

from __future__ import annotations

from typing import Final

import attrs

from franchise_village.jielong import brands, units, wishes
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.quantity import Quantity, as_amount, one_and_half, scan
from franchise_village.jielong.waiting import JOINERS, Place, Waiting

WIDE: Final = 64  # wishes and cancellations are short: no test looks further
_SPOKEN: Final = Pattern(r"[了想我你他她它们又还不就在到给这那是说吗呢吧啊哈嘻嗯哦]")
_PACKS: Final = frozenset("包瓶箱袋盒桶罐提杯碗听")
_SHORT: Final = Pattern(r"(?![子装头里上下内外])[\u4e00-\u9fff]{1,4}")
_LITRES: Final = Pattern(r"(?<![0-9.*x])[0-9]{1,4}(?:\.[0-9]{1,3})? ?公?升$")
_IF_THERE: Final = Pattern(r"(?:要是|如果|若是)?(?:还)?有")
_ANY_LEFT: Final = Pattern(r"(?:要是|如果|若是)?还?有货?$")
_DISHING: Final = frozenset(
    "捞扯装"
)  # verbs behind goods that are known, and else the end of a name: 海底捞, 家庭装
_LOOSE: Final = wishes.PARTICLES.replace("的", "") + " "


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
    parts: list[int] = attrs.Factory(list)  # the amounts of variants that are noted behind it, in thousandths

    def copy(self) -> Phrase:
        """The same, with lists and doubts of its own."""
        return Phrase(
            self.item[:],
            self.quantity,
            self.start,
            self.end,
            self.notes[:],
            self.doubts.copy(),
            self.cancelled,
            self.parts[:],
        )


class Notebook(Waiting):
    """The state of a reading, and how amounts meet items."""

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
        self.overflown = False  # too much to be read at all
        self.held: Place | None = None  # a size that waits for its amount: 73码 1件
        self.measured_next = False  # whether that chunk is an amount with its unit, and nothing more
        self.counted_next = False  # whether the chunk behind the one being read is an amount
        self.lone_next = False  # whether that chunk begins with one, while an amount is read
        self.problems: list[tuple[str, Place]] = []

    def trimmed(self, place: Place, *, bare: bool = False) -> Place:
        """The place without ordering verbs before and kindness behind; ``bare``: an amount follows."""
        start, end = place
        words = self.text[start:end]
        if self.known(words):
            return place
        start += wishes.strip_verbs(words[:WIDE], bare=bare)
        words = self.text[start:end]
        if self.known(words):
            return start, end
        end = start + wishes.strip_tail(words)
        if bare and self.text[end - 1] in _DISHING and self.known(self.text[start : end - 1]):  # 草鱼捞两条
            return start, end - (self.text[start : end - 1] != "水果")  # 水果捞 is a dish
        if bare and end - start > 1 and (cut := start + wishes.tail_verbs(self.text[start:end])) > start:
            start, end = self._if_any(start, cut) if self.text.startswith("就", cut) else (start, cut)
        return start, end

    def _if_any(self, start: int, end: int) -> Place:
        """有荠菜|就来2斤, 螃蟹有|就要4只: the goods of a condition."""
        if (behind := _ANY_LEFT.search(self.text, start, end)) and behind.start() > start:
            return start, behind.start()
        lead = _IF_THERE.match(self.text, start, end)
        return (lead.end(), end) if lead and self.known(self.text[lead.end() : end]) else (start, end)

    def implied(self, place: Place) -> Quantity | None:
        """One of the unit that stands between an ordering verb and goods: 来瓶醋, 要把葱."""
        start, end = place
        if (
            start == 0
            or end - start < 2
            or self.text[start] not in wishes.ONE_OF
            or self.text[start - 1] not in "来要整拿带买加搞称我留捎弄订补"
        ):
            return None
        rest = self.text[start + 1 : end]
        if self.known(self.text[start:end]):
            return None
        if not wishes.starts_with_good(rest, self.products) and not (
            self.text[start] in _PACKS
            and _SHORT.fullmatch(rest)
            and not names_nothing(rest)
            and not any(self.text[start : start + size] in units.UNIT_WORDS for size in (2, 3))
        ):  # 来包烟: goods that are not known
            return None
        return Quantity(1_000, start, start + 1, start, start + 1, doubt="quantity_implied")

    def note(self, place: Place) -> None:
        start, end = place
        while start < end and (
            self.text[start] in _LOOSE or self.text.startswith(("但不", "但是", "不过"), start)
        ):
            start += 1 if self.text[start] != "不" else 2
        end = start + wishes.note_end(self.text[start:end])
        if start >= end:
            return
        notes = self.pending_notes if self.pending or not self.phrases else self.phrases[-1].notes
        if notes and self._same_words(notes[-1], start):  # no onion
            notes[-1] = notes[-1][0], end
            if notes is not self.pending_notes:
                self.phrases[-1].end = max(self.phrases[-1].end, end)
        elif self.pending or not self.phrases:
            self.pending_notes.append((start, end))
        else:
            self.phrases[-1].notes.append((start, end))
            self.phrases[-1].end = max(self.phrases[-1].end, end)

    def _same_words(self, before: Place, start: int) -> bool:
        """Whether Latin words stand one space behind other ones: a remark in another language."""
        text = self.text
        return (
            before[1] + 1 == start
            and text[before[1]] == " "
            and text[start].isascii()
            and (text[start].isalpha() and text[before[1] - 1].isascii() and text[before[1] - 1].isalpha())
        )

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

    def _settle(self, quantity: Quantity) -> None:
        """Give the amount to the items that wait: to all of them after 各, else to the last."""
        if quantity.each:
            self._take_back()
            if kinds := self._flavours():
                self.pending = []
                for pieces in kinds:
                    self.add(pieces, quantity, start=pieces[0][0], doubts={"variants"})
                return
        groups = self._groups(counted=not quantity.each)
        self.pending = []
        if quantity.each:
            if len(groups) == 1 and len(groups[0]) == 1 and (parts := self._parts(groups[0][0])):
                for part in parts:
                    self.add([part], quantity, doubts={"each_of_run"})
                return
            whole = len(groups) == 1  # 各 of one: words that should be parted, and cannot be
            for pieces in self._variants(groups):
                doubts = {"variants"} if len(pieces) > 1 else {"each_of_run"} if whole else set()
                self.add(pieces, quantity, start=pieces[0][0], doubts=doubts)
            return
        for pieces in groups[:-1]:
            self.add(pieces, None)
        pieces = groups[-1]
        self.add(
            pieces,
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

    def _add_counted(self, pieces: list[Place]) -> None:
        """Goods that no amount followed; one in brackets behind them is theirs: 鸡蛋(2斤)."""
        start, end = pieces[-1]
        if len(pieces) == 1 and (litres := _LITRES.search(self.text, start, end)) and litres.start() > start:
            quantity = scan(self.text, litres.start(), end, most=self.most)
            if quantity is not None and quantity.end == end:  # 散装白酒5升
                self.add([(start, litres.start())], as_amount(quantity, self.most), end=end)
                return
        if (
            len(pieces) == 1
            and self.text[end - 1] == ")"
            and (opened := self.text.rfind("(", start, end)) > start
        ):
            quantity = self._counts_whole(opened + 1, end - 1)
            if quantity is not None:
                self.add([(start, opened)], quantity, end=end)
                return
        self.add(pieces, None)

    def _counts_whole(self, start: int, end: int) -> Quantity | None:
        """The amount with a unit that fills a bracket: (2斤), (半斤), (斤半)."""
        quantity = one_and_half(self.text, start, end)
        if quantity is None and start < end:
            quantity = scan(self.text, start, end, most=self.most)
        if quantity is None or quantity.end != end or quantity.role != "amount" or not quantity.has_unit:
            return None
        return quantity

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
                and before in JOINERS
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

    def _holds_goods(self, words: str) -> bool:
        """Whether the words are or end in known goods: 海天酱油."""
        if wishes.starts_with_good(words[:16], self.products) or words in brands.WORDS:
            return True
        words = words.rstrip("smlxnb码号段") or words  # 硅胶奶嘴M
        return any(self.known(words[-size:]) for size in range(min(4, len(words)), 0, -1))

    def holds_goods(self, phrase: Phrase) -> bool:
        """Whether a phrase names known goods."""
        return any(self._holds_goods(self.text[start:end]) for start, end in phrase.item)

    def _unknown(self, words: str, before: str) -> bool:
        """Whether words behind a counted phrase are no goods as far as one can tell: rather a note."""
        if (
            self.pending
            or self.carried is not None
            or not self.phrases
            or (
                self.measured_next and not _SPOKEN.search(words)
            )  # 杏仁 2斤 |腰果| 1斤: who gives a weight or a count means goods
            or before not in JOINERS | {"strong", "dash"}
        ):
            return False
        last = self.phrases[-1]
        if last.quantity is None or last.cancelled:
            return False
        return not self._holds_goods(words) or (not self.counted_next and names_nothing(words, self.products))
