"""A clause tried as an order, and taken back where its words name no goods: then a person is asked."""

from __future__ import annotations

import re
from typing import Final

import attrs

from franchise_village.jielong import names, wishes
from franchise_village.jielong.assembly import Gathered
from franchise_village.jielong.bookings import attempt
from franchise_village.jielong.mentions import leans
from franchise_village.jielong.nicknames import person
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.talk import Op, State, goods_within, has_amount

_DEMANDS: Final = Pattern(
    r"(?:给(?:我|俺|咱)|帮(?:我|俺)|(?:我|俺|再|还|也|先)(?:们|家)?(?:想|需)?要|(?<![上下回])来|订|留|加)[^,]{0,8}?[0-9一二两三四五六七八九十半俩仨]|(?<!不)要(?=[0-9一二两三四五六七八九十半俩仨]{1,3}[斤箱袋盒瓶包板桶份只条根颗把罐提][\u4e00-\u9fff])"
)
_ERRANDS: Final = Pattern(
    r"又怕|怕|早知道|后悔|可惜|快递|包裹|垫|借|[收看问叫接送说等]一?下|拼车|电话|[0-9] ?(?:元|块)"
)
_HAS: Final = Pattern(r"(?P<name>[^ ,:0-9有没]{2,6}?) ?有")
_MINE: Final = Pattern(r"(?:我|俺|咱)们?家?")
_PAST: Final = Pattern(r"^(?:上回|上次|那次)$|[这那上下]个?[月周年]|[这那]个?群")


_REACH: Final = 16  # how many phrases back a clause can change


def _kept(scene: Scene, phrases: list[Phrase], start: int, end: int) -> tuple[Phrase, ...]:
    """The phrases that the clause may change, as they are now: the last, and by a bracket that names it any."""
    words = scene.text[start:end]
    if "(" in words or "[" in words or "【" in words:
        return tuple(phrase.copy() for phrase in phrases[-_REACH:])
    return (*phrases[-_REACH:-1], phrases[-1].copy()) if phrases else ()


@attrs.frozen
class _Before:
    """What stood before a clause was tried, to go back to."""

    phrases: int
    last: tuple[Phrase, ...]  # a clause may add to them, or take them up again (各)
    lines: int
    warnings: int
    done: frozenset[Op]
    member: str
    member_place: Place | None

    @classmethod
    def of(cls, state: State, last: tuple[Phrase, ...], gathered: Gathered, done: set[Op]) -> _Before:
        """Remember where the builder, the lines and the speaker stand."""
        return cls(
            phrases=len(state.builder.phrases),
            last=last,
            lines=len(gathered.lines),
            warnings=len(gathered.warnings),
            done=frozenset(done),
            member=state.member,
            member_place=state.member_place,
        )

    def restore(self, state: State, gathered: Gathered, done: set[Op]) -> None:
        """Forget what the clause added."""
        builder = state.builder
        builder.phrases[self.phrases - len(self.last) :] = self.last
        builder.pending, builder.pending_notes, builder.carried = [], [], None
        del gathered.lines[self.lines :]
        del gathered.warnings[self.warnings :]
        done.intersection_update(self.done)
        state.member, state.member_place = self.member, self.member_place


def _names_nothing(scene: Scene, phrase: Phrase) -> bool:
    """Whether the words of a phrase can be no goods; what points to an earlier order is kept and asked about."""
    item = " ".join(scene.text[start:end] for start, end in phrase.item)
    if not item and not scene.item and phrase.notes:  # 留一个电话给我
        behind = phrase.quantity.end if phrase.quantity is not None else -1
        return any(
            (start == behind or end < behind) and names_nothing(scene.text[start:end])
            for start, end in phrase.notes
        )
    if names.is_place(item) and wishes.starts_with_good(item, scene.products) == 0:
        return True
    if not item or not names_nothing(item, scene.products):
        return False
    return wishes.POINTERS.search(item) is None or _PAST.search(item) is not None


def _is_sure(scene: Scene, state: State, phrase: Phrase) -> bool:
    """Whether a phrase of a clause that is not understood as a whole is known goods with a counted amount."""
    counted = phrase.quantity is not None and phrase.quantity.has_unit and not phrase.quantity.doubt
    named = state.builder.holds_goods(phrase) and not _names_nothing(scene, phrase)
    return counted and named and not phrase.doubts


def _has(scene: Scene, words: str) -> bool:
    """老张家 有1箱鸡蛋: who has goods wants them, or offers them."""
    found = _HAS.match(words)
    return (
        found is not None
        and person(scene, found["name"]) in {"sure", "likely"}
        and not wishes.is_question(words)
    )


def _mine(scene: Scene, words: str) -> bool:
    """我家大米一袋: an order, or what somebody has."""
    found = _MINE.match(words)
    return found is not None and wishes.starts_with_good(words[found.end() :], scene.products) > 1


def book(
    scene: Scene,
    state: State,
    start: int,
    end: int,
    conditional: re.Match[str] | None,
    gathered: Gathered,
    done: set[Op],
    author: str,
) -> None:
    """Read a clause as an order; where its words name no goods it is taken back and asked about, never booked."""
    last = _kept(scene, state.builder.phrases, start, end)
    before = _Before.of(state, last, gathered, done)
    attempt(scene, state, start, end, conditional, gathered, done, author)
    booked = [phrase for phrase in state.builder.phrases[before.phrases :] if not phrase.cancelled]
    if not any(_names_nothing(scene, phrase) for phrase in booked):
        if len(state.builder.phrases) == before.phrases and leans(scene, start, end):
            gathered.warn("clause_unclear", scene.source.span(start, end))
        return
    before.restore(state, gathered, done)
    sure = [phrase for phrase in booked if _is_sure(scene, state, phrase)]
    if sure and _DEMANDS.search(scene.text, start, end) and not wishes.is_question(scene.text[start:end]):
        for phrase in sure:  # part of the clause is understood: that part is asked about
            phrase.doubts.add("text_unclear")
        state.builder.phrases += sure
        done.add("book")
        gathered.warn("clause_unclear", scene.source.span(start, end))
        return
    state.talked = True
    state.asked = state.asked or goods_within(scene, start, end)
    words = scene.text[start:end]
    has = _has(scene, words) and goods_within(scene, start, end, single=True) is not None
    if leans(scene, start, end) or ((has or _mine(scene, words)) and has_amount(scene, start, end)):
        gathered.warn("clause_unclear", scene.source.span(start, end))
        return
    if (
        _DEMANDS.search(words)
        and not _ERRANDS.search(words)
        and has_amount(scene, start, end)
        and not wishes.is_question(words)
    ):
        gathered.warn("clause_unclear", scene.source.span(start, end))
