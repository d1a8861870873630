"""Part of a list quoted inside a sentence: “3. 王婶 鸡蛋2板”这个改成3板. What is quoted was ordered before and is not booked."""

from __future__ import annotations

from typing import Final

from franchise_village.jielong import names, wishes
from franchise_village.jielong.assembly import Gathered, member_of
from franchise_village.jielong.entry import build
from franchise_village.jielong.members import split
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.parties import change_member
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.script import fold
from franchise_village.jielong.takings import TAKE
from franchise_village.jielong.talk import Op, State, has_amount

_QUOTED: Final = Pattern(r"[“\"\[](?P<said>[^“”\"\[\]\n]{2,80})[”\"\]]")
_MARK: Final = Pattern(r" *\(?[0-9]{1,3} ?[.、):](?![0-9]) ?")
_BEFORE: Final = Pattern(  # what only points to the quotation
    r"(?:麻烦|请|帮我|帮忙|把|将|我|俺|上面|前面|刚才|刚刚|之前|接龙|接|订|报|发|写|说|里|中|那|这|条|个|一|单|份|行|的|是|我家|团长|群主|老板|,|:| )*"
)
_POINTS: Final = Pattern(
    r"(?:里面|里|中|当中)?(?:的)?(?:(?:这|那)(?:一)?(?:个|条|单|份|行|些)?|的)*(?:,|:| )*(?:给我|帮我|麻烦|请|都|全部|全)*(?: )*"
)
_MINE: Final = Pattern(
    r"(?:,| )*(?:这个|这条|那个|那条)?(?:就|都)?(?:是|算)(?:我|俺)(?:家)?(?:的|订的|报的|写的|接的)|.{0,12}忘(?:记|了)?(?:写|留|报)"
)
_CLOSED: Final = Pattern(r"(?:掉|了|吧|哈|啊|哦|谢谢|一下|[,.。!~ ])*")


def read_quoted(
    scene: Scene, state: State, place: Place, gathered: Gathered, done: set[Op], author: str
) -> tuple[Place, ...] | None:
    """What of the sentence is left to read when it quotes an order; None when it quotes none."""
    text = scene.text
    found = _QUOTED.search(text, *place)
    if found is None or not has_amount(scene, *found.span("said")):
        return None
    phrases, member = _quoted(scene, found.span("said"))
    if not phrases:
        return None
    before = place[0], found.start()
    pointing = _BEFORE.fullmatch(text, *before) is not None
    points = _POINTS.match(text, found.end(), place[1])
    behind = points.end() if points else found.end(), place[1]
    others = not pointing and has_amount(scene, *before)
    if wishes.is_question(text[found.end() : place[1]]):
        return ()
    if _MINE.match(text, found.end(), place[1]) is not None:  # already in the list, or not?
        for phrase in phrases:
            phrase.doubts.add("text_unclear")
        state.builder.phrases += phrases
        done.add("book")
        return (before,) if others else ()
    if behind[0] >= behind[1] and not others:  # nothing is said of it
        return None
    if member is not None and fold(member_of(scene, member)) != fold(state.member):
        change_member(scene, state, member, gathered, author, sender=state.spoken)
    taken = TAKE.match(text, *behind)
    if taken is not None and _CLOSED.fullmatch(text, taken.end(), behind[1]):
        for phrase in phrases:
            phrase.cancelled = True
            phrase.doubts.discard("quantity_missing")
            phrase.end = max(phrase.end, behind[1])
        state.builder.phrases += phrases
        done.add("cancel")
        return (before,) if others else ()
    if len(phrases) == 1 and not others:
        state.last_item = list(phrases[0].item)
    return (before, behind) if others else (behind,)


def _quoted(scene: Scene, place: Place) -> tuple[list[Phrase], Place | None]:
    """The orders of the quotation, and whose they are."""
    mark = _MARK.match(scene.text, *place)
    start = mark.end() if mark else place[0]
    parted = split(scene, start, place[1])
    rest, member = parted.rest, parted.member
    if member is not None:
        word = scene.text[slice(*member)]
        named = mark or word in scene.roster or names.ends_like_name(word)
        if not named or wishes.starts_with_good(word, scene.products) == len(word) or not rest:
            rest, member = ((start, place[1]),), None
    builder = build(scene, rest or ((start, place[1]),))
    clear = builder.phrases and all(
        phrase.item
        and phrase.quantity is not None
        and phrase.quantity.role == "amount"
        and not phrase.cancelled
        for phrase in builder.phrases
    )
    return (builder.phrases, member) if clear else ([], None)
