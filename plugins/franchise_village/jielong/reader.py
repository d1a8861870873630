"""Reading a message: guard, envelope, layout, then entry by entry or clause by clause."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import attrs

from franchise_village.jielong import guard, wishes
from franchise_village.jielong.allotments import read_allotments
from franchise_village.jielong.assembly import Gathered
from franchise_village.jielong.chat import read_log
from franchise_village.jielong.clauses import behind_quote, enumerated
from franchise_village.jielong.crosstabs import read_crosstab
from franchise_village.jielong.dialogue import mode_of, read_changes, read_dialogue, reading_of
from franchise_village.jielong.envelope import Envelope, is_envelope, open_envelope
from franchise_village.jielong.forms import read_form
from franchise_village.jielong.grids import read_grid
from franchise_village.jielong.header import is_marker
from franchise_village.jielong.layout import Listing, is_blank, lines_in, read_joins, read_listings
from franchise_village.jielong.lists import by_ranges, read_lists
from franchise_village.jielong.oneline import chain
from franchise_village.jielong.owners import read_owners
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.policies import settle
from franchise_village.jielong.pricelists import is_menu, only_menus, only_offers
from franchise_village.jielong.report import read_report
from franchise_village.jielong.rollcall import read_roll
from franchise_village.jielong.scene import Place, Scene, make_scene
from franchise_village.jielong.settings import DEFAULT, ReadingSettings
from franchise_village.jielong.signatures import bracketed, read_signatures
from franchise_village.jielong.source import prepare
from franchise_village.jielong.speech import speak
from franchise_village.jielong.titles import without_title
from franchise_village.jielong.values import Reading, Span, Warning_
from franchise_village.jielong.voices import sentence
from franchise_village.jielong.wanted import read_bullets

_HEADING: Final = Pattern(  # the first row of a pasted table: 姓名|商品|数量
    r"[ |]*(?:(?:序号|编号|姓名|名字|昵称|客户|商品|品名|产品|名称|数量|单位|备注|电话|地址|规格)(?:[ |,、]+|$)){2,9}"
)
_ACCOUNT: Final = Pattern(
    r"\s{0,20}(?:(wxid_[A-Za-z0-9_-]{1,40}|[A-Za-z][A-Za-z0-9_-]{5,30}(?=:\n\s{0,9}(?:#|<\?xml|<msg)))|[0-9]{5,20}@chatroom):\n?"
)


def read(
    text: str,
    *,
    sender: str = "",
    offer: str = "",
    roster: Sequence[str] = (),
    products: Collection[str] = (),
    settings: ReadingSettings = DEFAULT,
) -> Reading:
    """Read a message of a village group.

    Args:
        text: The message as it came: a list, a report, a sentence, a copied log, a message envelope.
        sender: Who sent it, where known: the member of every wish that names none.
        offer: What is on offer now: the item of ``+1`` and ``我要3斤``.
        roster: Names of known members: they part names from goods where no separator does.
        products: Names of known goods: they shield brands that hold numerals, and part run-on items.
        settings: How to read where sources disagree, and the limits.

    Returns:
        The reading. Spans count in ``text``. A refused message has ``mode`` "reject", a named reason and no lines.

    """
    if reason := guard.too_much(text, settings):
        return _rejected(text, reason)
    if not text.strip():
        return _rejected(text, "empty")
    envelope: Envelope | None = None
    if is_envelope(text):
        if guard.has_dtd(text):
            return _rejected(text, "xml_dtd")
        envelope = open_envelope(text)
        if envelope is None:
            return _rejected(text, "envelope_unread")
        source = envelope.source
        if reason := guard.too_much(source.raw, settings):
            return _rejected(text, reason)
    else:
        if guard.has_dtd(text):
            return _rejected(text, "xml_dtd")
        account = _ACCOUNT.match(text)
        source = prepare(text, account.end() if account else 0)
    if reason := guard.hostile(source.raw, settings):
        return _rejected(text, reason)
    if source.text.strip() and not any(map(str.isalnum, source.text)) and "[" in source.raw:
        return _rejected(text, "no_order_text")  # nothing but pictures
    scene = make_scene(source, settings, sender=sender, offer=offer, roster=roster, products=products)
    reading, problems = _read(scene, envelope.entries if envelope else ())
    if envelope and (behind := _behind(text)):
        warning = Warning_(code="unread_line", span=behind, text=sentence("unread_line"))
        reading = attrs.evolve(reading, warnings=(*reading.warnings, warning))
    return settle(reading, problems, settings)


def _behind(text: str) -> Span | None:
    """What stands behind the envelope, if anything does."""
    title = text.find("</title>")
    ends = [place + len(tag) for tag in ("</msg>", "</appmsg>") if (place := text.find(tag, title)) >= 0]
    stop = ends[0] if ends else title + len("</title>")
    return (stop, len(text)) if text[stop:].strip() else None


def _rejected(text: str, reason: str) -> Reading:
    return Reading(
        mode="reject",
        rejected=reason,
        warnings=(Warning_(code=reason, span=(0, len(text)), text=sentence(reason)),),
    )


def _read(scene: Scene, ranges: Sequence[tuple[Place, str]]) -> tuple[Reading, list[str]]:
    source = scene.source
    start, end = 0 if ranges else behind_quote(source.text, 0), len(source.text)
    log = [] if ranges else read_log(source, start, end)
    if log and not any(is_marker(source.text[a:b]) for one in log for a, b in one.words):
        return read_dialogue(scene, log)
    if log:
        words = [place for one in log for place in one.words if place]
        marked = next(index for index, (a, b) in enumerate(words) if is_marker(source.text[a:b]))
        start = words[marked][0]
    if not (ranges or log):
        lines = [place for place in lines_in(source.text, start, end) if not is_blank(source.text, *place)]
        lines = without_title(scene, lines)
        start = lines[0][0] if lines else start
        table = (
            read_crosstab(scene, lines)
            or read_grid(scene, lines)
            or read_form(scene, lines)
            or read_allotments(scene, lines)
            or read_signatures(scene, bracketed(scene, lines))
        )
        if table is not None:
            return table
    listings = read_listings(source, start, end)
    if log and not listings:
        return read_dialogue(scene, log)
    if ranges:
        listings = by_ranges(listings, ranges, source)
    if listings and only_menus(scene, [entry.content for one in listings for entry in one.entries]):
        return Reading(mode="chat"), []
    if scene.sender and len(listings) == 1 and not listings[0].header:
        first, last = listings[0].entries[0].whole[0], listings[0].entries[-1].whole[1]
        single = len(listings[0].entries) == 1 or not (
            "\n" in source.text[first:last] or chain(source.text, first, last)
        )
        parted = single and len(enumerated(source.text, first, last)) > 1
        if parted and not is_marker(source.text[first:last]):  # 一、大米1袋 二、面粉1袋: one person's order
            return _plain(scene, start, end)
    if len(listings) == 1 and not ranges and (ordered := _below_menu(scene, listings[0])) is not None:
        reading, problems = read_lists(scene, [ordered], (), start)
        above = tuple(
            Warning_(code="clause_unclear", span=source.span(*place), text=sentence("clause_unclear"))
            for _, place in listings[0].menu
        )  # orders above the menu, of a list before
        return attrs.evolve(reading, warnings=(*reading.warnings, *above)), problems
    if listings:
        return read_lists(scene, listings, ranges, start)
    joins = read_joins(source, start, end)
    if joins and (
        len(joins.entries) > 1 or (not scene.sender and _is_named(scene, joins.entries[0].content))
    ):
        return read_lists(scene, [joins], (), start)
    return _plain(scene, start, end)


def _is_named(scene: Scene, place: Place) -> bool:
    """Whether a name may stand behind the only +1 of a message, and not thanks or a wish: +1 谢谢, +1 要大的."""
    words = scene.text[slice(*place)].strip(" ,:。.!~")
    return not (wishes.is_polite(words) or wishes.is_wish(words[:64]) or words[:1] in "我要")


def _below_menu(scene: Scene, listing: Listing) -> Listing | None:
    """A numbered menu, and below it a list without numbers that orders from it."""
    places = [entry.content for entry in listing.entries]
    if len(listing.tail) < 2 or not is_menu(scene, places):
        return None
    roll = read_roll(scene, listing.tail, headed=True)
    if roll is None:
        return None
    menu = tuple((entry.number, entry.content) for entry in listing.entries)
    return attrs.evolve(roll, header=(*listing.header, *roll.header), menu=menu)


def _plain(scene: Scene, start: int, end: int) -> tuple[Reading, list[str]]:
    """No numbers, no times: a report, a list without numbers, or a sentence."""
    source = scene.source
    lines = [
        place
        for place in lines_in(source.text, start, end)
        if not is_blank(source.text, *place) and not _HEADING.fullmatch(source.text, *place)
    ]
    gathered = Gathered()
    if owners := read_owners(scene, lines):
        return read_changes(scene, owners, gathered)
    if only_offers(scene, lines):
        return Reading(mode="chat"), []
    lines, bulleted = read_bullets(scene, lines)
    if bulleted is not None:
        return read_lists(scene, [bulleted], (), start)
    if (roll := read_roll(scene, lines)) is not None:
        return read_lists(scene, [roll], (), start)
    report = read_report(scene, lines, gathered)
    if report is not None:
        return report, gathered.problems
    done = speak(scene, tuple(lines), gathered, member=scene.sender)
    if not (gathered.problems or gathered.lines or gathered.warnings):
        return Reading(mode="chat"), []
    return reading_of(mode_of(done), gathered), gathered.problems
