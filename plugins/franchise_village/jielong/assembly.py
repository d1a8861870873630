"""From phrases to lines: what is given out, with its evidence, its doubts, and the limits kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, Literal

import attrs

from franchise_village.jielong import wishes
from franchise_village.jielong.doubts import confidence
from franchise_village.jielong.goods import GOODS, VARIANTS
from franchise_village.jielong.notebook import Phrase
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.phrases import Builder
from franchise_village.jielong.plausibility import names_nothing
from franchise_village.jielong.quantity import Quantity
from franchise_village.jielong.scene import Place, Scene
from franchise_village.jielong.script import fold
from franchise_village.jielong.settings import ReadingSettings
from franchise_village.jielong.units import MONEY
from franchise_village.jielong.values import ItemSource, Line, Span, Warning_
from franchise_village.jielong.veil import PICTURE
from franchise_village.jielong.voices import sentence

_MODEL: Final = Pattern(r"[0-9]{1,3}号?")
_SIZE: Final = Pattern(
    r"[0-9]{1,4}(?:\.[0-9])?(?:码|瓦|w|cm|厘米|mm|毫米|寸|段|度|ml|毫升)|[一二三四五]段|x{0,3}[sml]码?|[\u4e00-\u9fff]{1,3}(?:味|口味|色)的?"
)
_INSTEAD: Final = Pattern(r"[换換]|就[来來要拿给給]")
_OUTSIDE: Final = Pattern(
    r"下个?(?:周|礼拜|星期|月)|大?后天|月底|过几天|过两天|改天|改日|下次|下回|年底|过年"
)
_DECORATION: Final = Pattern(
    "[\u2190-\u21ff\u2300-\u245f\u25a0-\u2775\u2794-\u27bf\u2b00-\u2bff\u3030\u303d\U0001f000-\U0001faff\ufe0f\u200d#$^_=<>\\\\`\u2026~!]+"
)
_TRAILING: Final = Pattern(
    f"(?:{_DECORATION.pattern}|[哈哦哟噢嘞呗 ，,。]|(?<!算)(?<!就不要)咯|(?<!算)(?<!就不要)啦)+$"
)
_MEMBER_BAD: Final = Pattern(r"[<>{}\\`\"';|$^=]|--|/\*")


@attrs.define
class Gathered:
    """Lines and warnings as they come."""

    lines: list[Line] = attrs.Factory(list)
    warnings: list[Warning_] = attrs.Factory(list)
    problems: list[str] = attrs.Factory(list)

    def warn(self, code: str, span: Span) -> None:
        self.warnings.append(Warning_(code=code, span=span, text=sentence(code)))

    def refuse(self, code: str, span: Span) -> None:
        """A line that cannot be booked for a named reason: the reason stands in for it."""
        self.problems.append(code)
        self.warn(code, span)


def unit_of(scene: Scene, quantity: Quantity) -> str:
    """As written, Latin letters lower-cased; money words are 元, 俩 and 仨 count 个."""
    if quantity.fused:
        return "个"
    folded = scene.text[quantity.unit_start : quantity.unit_end]
    if folded in MONEY and folded not in {"毛", "毛钱", "蚊"}:
        return "元"
    if folded == "块" and quantity.doubt == "by_money":
        return "元"
    raw = scene.source.raw[quantity.unit_start : quantity.unit_end]
    return folded if raw[:1].isascii() or folded.isascii() else raw


def words_of(scene: Scene, place: Place) -> str:
    words = scene.source.raw[place[0] : place[1]]
    if words.isalpha():
        return words
    words = _DECORATION.sub("", words) if _DECORATION.search(words) else words
    if "★" in scene.text[place[0] : place[1]] and "[" in words:
        words = PICTURE.sub("", words)
    return words.replace("\t", " ").strip()


def member_of(scene: Scene, place: Place) -> str:
    return scene.source.raw[place[0] : place[1]].strip(" \u3000\u00a0\u2005@＠")


def notes_of(scene: Scene, places: Collection[Place]) -> str:
    if not places:
        return ""
    found = [
        _TRAILING.sub("", PICTURE.sub("", scene.source.raw[start:end][:400])).strip(" \u3000，,、；;。！!")
        for start, end in places
    ]
    return "；".join(dict.fromkeys(note for note in found if note))


def lines_of(
    scene: Scene,
    builder: Builder,
    gathered: Gathered,
    *,
    member: str,
    member_place: Place | None,
    doubts: Iterable[str] = (),
    author: str = "",
    extra_notes: Iterable[Place] = (),
) -> None:
    """Turn the builder's phrases into lines of one member."""
    member_span = scene.source.span(*member_place) if member_place else None
    common = set(doubts)
    bad = bad_member(member)
    extra = list(extra_notes)
    many = len(builder.phrases) > 1
    lone_cancel = builder.cancel_all
    if lone_cancel and many and not any(phrase.cancelled for phrase in builder.phrases):
        common.add("cancel_scope")
    for place in builder.unsure:
        gathered.warn("words_kept", scene.source.span(*place))
    for phrase in builder.phrases:
        phrase.cancelled = phrase.cancelled or lone_cancel
        if phrase.cancelled:
            phrase.doubts.discard("quantity_missing")
        if phrase.parts and phrase.quantity is not None and phrase.quantity.value is not None:
            total, parts = phrase.quantity.value, sum(phrase.parts)
            if parts > total or (len(phrase.parts) > 1 and parts != total):
                phrase.doubts.add("sum_differs")
        notes = sorted([*extra, *phrase.notes]) if extra or phrase.notes else []
        if extra:
            phrase.start = min(phrase.start, extra[0][0])
            phrase.end = max(phrase.end, extra[-1][1])
        extra = []
        line = _line(
            scene,
            phrase,
            notes,
            gathered,
            member=member,
            member_span=member_span,
            bad=bad,
            doubts=common,
            author=author,
        )
        if line is not None:
            gathered.lines.append(line)


def _line(
    scene: Scene,
    phrase: Phrase,
    notes: list[Place],
    gathered: Gathered,
    *,
    member: str,
    member_span: Span | None,
    bad: bool,
    doubts: set[str],
    author: str,
) -> Line | None:
    settings = scene.settings
    span = scene.source.span(phrase.start, phrase.end)
    quantity = phrase.quantity
    if quantity is not None and quantity.problem:
        gathered.refuse(quantity.problem, span)
        return None
    places = phrase.item
    item = (
        words_of(scene, places[0])
        if len(places) == 1
        else " ".join(filter(None, (words_of(scene, place) for place in places)))
    )
    if not item.isalnum() and not any(char.isalnum() for char in item):
        item = ""
    folded = fold(item)
    found = phrase.doubts | doubts
    item_from: ItemSource = "line"
    action: Literal["book", "cancel"] = "cancel" if phrase.cancelled else "book"
    if not item and not (phrase.cancelled and quantity is None):
        if scene.item:
            item, item_from = scene.item, scene.item_from
        else:
            found.add("item_elided")
    elif item and len(item) <= 8 and action == "book" and not scene.item and _only_which(folded):
        found.add("item_elided")
    if item_from == "line" and item and action == "book" and names_nothing(folded, scene.products):
        found.add("text_unclear")
    note = notes_of(scene, notes)
    if note and _OUTSIDE.search(fold(note)):
        found.add("outside_cycle")
    if code := _too_long(settings, member, item, note):
        gathered.refuse(code, span)
        return None
    if bad:
        gathered.refuse("suspicious_member", member_span or span)
        return None
    if not member:
        found.add("member_missing")
    value = quantity.value if quantity is not None else None
    unit = unit_of(scene, quantity) if quantity is not None else ""
    if quantity is not None and quantity.role != "amount":
        value, unit = None, ""
        found.add("quantity_missing")
    if quantity is None and scene.one_each and item_from == "header" and action == "book":
        value = 1_000
        found.discard("quantity_missing")
        gathered.warn("one_each", span)
    if (
        "quantity_missing" in found
        and settings.missing_quantity == "one"
        and value is None
        and action == "book"
    ):
        value = 1_000
        found.discard("quantity_missing")
    if note and action == "book" and _INSTEAD.search(note) and wishes.CONDITION.search(fold(note)[:64]):
        found.add("conditional")
    ordered = tuple(sorted(found)) if found else ()
    return Line(
        member=member, item=item, quantity=value, unit=unit, note=note, action=action, span=span, member_span=member_span,
        item_from=item_from, doubts=ordered, confidence=confidence(ordered), author=author,
    )  # fmt: skip


def _only_which(folded: str) -> bool:
    """Whether a short item only says which one of goods that it does not name: 大号, 7号, 73码."""
    if folded in GOODS:
        return False
    return (
        folded in VARIANTS
        or folded in {"素", "荤"}
        or _MODEL.fullmatch(folded) is not None
        or _SIZE.fullmatch(folded) is not None
    )


def _too_long(settings: ReadingSettings, member: str, item: str, note: str) -> str:
    if len(member) > settings.max_name_length:
        return "name_too_long"
    if len(item) > settings.max_item_length:
        return "item_too_long"
    return "note_too_long" if len(note) > settings.max_note_length else ""


def bad_member(member: str) -> bool:
    return _MEMBER_BAD.search(member) is not None or member.startswith(("=", "+", "-"))
