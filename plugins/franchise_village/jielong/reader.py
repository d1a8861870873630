"""Reading a message: guard, envelope, layout, then entry by entry or clause by clause."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import attrs

from franchise_village.jielong import guard, names, wishes
from franchise_village.jielong.assembly import Gathered, lines_of, member_of
from franchise_village.jielong.chat import Speech, read_log
from franchise_village.jielong.doubts import confidence
from franchise_village.jielong.entry import build, read_entry
from franchise_village.jielong.envelope import Envelope, is_envelope, open_envelope
from franchise_village.jielong.header import TOTAL, Header, is_marker, read_header
from franchise_village.jielong.layout import Entry, Listing, is_blank, lines_in, read_joins, read_listings
from franchise_village.jielong.owners import Owned, read_owners
from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.report import read_report
from franchise_village.jielong.scene import Place, Scene, make_scene
from franchise_village.jielong.settings import DEFAULT, ReadingSettings
from franchise_village.jielong.source import Source, prepare
from franchise_village.jielong.speech import behind_quote, speak
from franchise_village.jielong.talk import Op
from franchise_village.jielong.values import Line, Mode, Reading, Span, Warning_
from franchise_village.jielong.voices import sentence

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
    scene = make_scene(source, settings, sender=sender, offer=offer, roster=roster, products=products)
    reading, problems = _read(scene, envelope.entries if envelope else ())
    if envelope and (behind := _behind(text)):
        warning = Warning_(code="unread_line", span=behind, text=sentence("unread_line"))
        reading = attrs.evolve(reading, warnings=(*reading.warnings, warning))
    return _settle(reading, problems, settings)


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
        return _log(scene, log)
    if log:
        words = [place for one in log for place in one.words if place]
        marked = next(index for index, (a, b) in enumerate(words) if is_marker(source.text[a:b]))
        start = words[marked][0]
    listings = read_listings(source, start, end)
    if log and not listings:
        return _log(scene, log)
    if ranges:
        listings = _by_ranges(listings, ranges, source)
    if listings:
        return _lists(scene, listings, ranges, start)
    joins = read_joins(source, start, end)
    if joins and (len(joins.entries) > 1 or not scene.sender):
        return _lists(scene, [joins], (), start)
    return _plain(scene, start, end)


def _by_ranges(listings: list[Listing], ranges: Sequence[tuple[Place, str]], source: Source) -> list[Listing]:
    """Entries where the envelope says they are, when the text's own numbering disagrees."""
    entries = [entry for listing in listings for entry in listing.entries]
    if any(
        not any(place[0] <= _skip_blank(source.text, *entry.content) <= place[1] for place, _ in ranges)
        for entry in entries
    ):
        return listings  # the ranges do not know all entries
    if (
        len(entries) == len(ranges)
        and len(listings) == 1
        and all(
            entry.content[0] <= place[1] and place[0] <= entry.content[1]
            for entry, (place, _) in zip(entries, ranges, strict=True)
        )
    ):
        return listings
    first = source.text.rfind("\n", 0, ranges[0][0][0]) + 1
    header = (
        tuple(place for place in lines_in(source.text, 0, first - 1) if not is_blank(source.text, *place))
        if first
        else ()
    )
    menu = listings[0].menu if listings else ()
    made = tuple(
        Entry(number=number, whole=place, content=place) for number, (place, _) in enumerate(ranges, 1)
    )
    tail = tuple(
        place
        for place in lines_in(source.text, ranges[-1][0][1], len(source.text))
        if not is_blank(source.text, *place)
    )
    return [Listing(header=header, menu=menu, entries=made, tail=tail)]


def _lists(
    scene: Scene, listings: Sequence[Listing], ranges: Sequence[tuple[Place, str]], start: int
) -> tuple[Reading, list[str]]:
    source = scene.source
    gathered = Gathered()
    for place in lines_in(source.text, 0, start - 1) if start else ():  # a log from which the list was taken
        if not is_blank(source.text, *place):
            gathered.warn("unread_line", source.span(*place))
    heads: list[str] = []
    level, session = "member", ""
    authors = dict(ranges)
    for listing in listings:
        header = read_header(source, listing.header, listing.menu)
        session = session or header.session
        heads += [source.raw[start:end].strip() for start, end in listing.header]
        here = _here(scene, header)
        if _are_totals(here, header, listing):
            level = "village"
            here = attrs.evolve(here, sender=header.village or scene.sender, item="", options={})
            for entry in listing.entries:
                _total(here, entry.content, gathered, whole=entry.whole, village=header.village)
        else:
            for entry in listing.entries:
                author = next(
                    (
                        who
                        for place, who in authors.items()
                        if place[0] <= entry.content[1] and entry.content[0] <= place[1]
                    ),
                    "",
                )
                _entry(here, entry, gathered, author)
        for _, place in listing.menu:
            gathered.warn("menu", source.span(*place))
        _tail(here, listing.tail, gathered)
    reading = Reading(
        mode="snapshot", lines=tuple(gathered.lines), warnings=tuple(gathered.warnings), header="\n".join(heads),
        level="village" if level == "village" else "member", session=session,
    )  # fmt: skip
    return reading, gathered.problems


def _here(scene: Scene, header: Header) -> Scene:
    if header.options:
        return attrs.evolve(scene, options=header.options, item=header.item, item_from="header")
    if header.item:
        return attrs.evolve(scene, item=header.item, item_from="header", one_each=header.one_each)
    return scene


def _entry(scene: Scene, entry: Entry, gathered: Gathered, author: str) -> None:
    if is_blank(scene.text, *entry.content):
        gathered.warn("entry_empty", scene.source.span(*entry.whole))
        return
    before = len(gathered.lines)
    read_entry(scene, *entry.content, gathered, author=author, whole=entry.whole)
    if entry.joined and len(gathered.lines) == before + 1:  # +2 小美: the number that joins is the amount
        line = gathered.lines[-1]
        if line.quantity is None and line.item_from == "header" and "quantity_missing" in line.doubts:
            doubts = tuple(code for code in line.doubts if code != "quantity_missing")
            gathered.lines[-1] = attrs.evolve(
                line,
                quantity=entry.joined * 1_000,
                doubts=doubts,
                confidence=confidence(doubts),
                span=scene.source.span(*entry.whole),
            )


def _are_totals(scene: Scene, header: Header, listing: Listing) -> bool:
    """Whether numbered lines are a village's totals: a village and a report above, goods in every line."""
    if not header.village or not (header.report or header.totals):
        return False
    return _mostly_goods(scene, [entry.content for entry in listing.entries])


def _mostly_goods(scene: Scene, places: Sequence[Place]) -> bool:
    good = 0
    for first, end in places:
        start = _skip_blank(scene.text, first, end)
        known = wishes.starts_with_good(scene.text[start : min(end, start + 16)], scene.products)
        tokens = scene.tokens(start, end)
        words = [token for token in tokens if token.kind == "text"]
        if (known and len(words) <= 1) or (
            len(words) == 1
            and tokens[0].kind == "text"
            and not scene.text[words[0].start : words[0].end].endswith(names.KIN)
            and scene.text[words[0].start : words[0].end] not in scene.roster
        ):
            good += 1
    return good * 2 > len(places)


def _skip_blank(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " \n,:、":
        start += 1
    return start


def _total(scene: Scene, place: Place, gathered: Gathered, *, whole: Place, village: str) -> None:
    builder = build(scene, (place,))
    if builder.phrases:
        lines_of(scene, builder, gathered, member=village or scene.sender, member_place=None)
    else:
        gathered.warn("not_understood", scene.source.span(*whole))


def _tail(scene: Scene, tail: Sequence[Place], gathered: Gathered) -> None:
    """Lines behind a list: totals and kind words are passed over, orders are pointed out."""
    for start, end in tail:
        if TOTAL.fullmatch(scene.text, start, end):
            continue
        if any(
            token.quantity is not None and token.quantity.has_unit and token.quantity.role == "amount"
            for token in scene.tokens(start, end)
        ):
            gathered.warn("unread_line", scene.source.span(start, end))


def _log(scene: Scene, log: Sequence[Speech]) -> tuple[Reading, list[str]]:
    gathered = Gathered()
    done: set[Op] = set()
    for speech in log:
        member = member_of(scene, speech.name) if speech.name[0] < speech.name[1] else scene.sender
        if member.strip() in names.HOSTS:
            continue
        done |= speak(
            scene,
            speech.words,
            gathered,
            member=member,
            member_place=speech.name if speech.name[0] < speech.name[1] else None,
        )
    return _reading(_mode_of(done), gathered), gathered.problems


def _changes(scene: Scene, owners: Sequence[Owned], gathered: Gathered) -> tuple[Reading, list[str]]:
    """Changes line by line, each of somebody's order."""
    done: set[Op] = set()
    for owned in owners:
        done |= speak(
            scene,
            (owned.words,),
            gathered,
            member=member_of(scene, owned.name),
            member_place=owned.name,
            doubts={"for_somebody_else"} if scene.sender else (),
        )
    mode = "mixed" if {"set", "cancel"} <= done else _mode_of(done)
    return _reading(mode, gathered), gathered.problems


def _mode_of(done: set[Op]) -> Mode:
    if "set" in done:
        return "mixed" if "cancel" in done else "set"
    if {"book", "cancel"} <= done:
        return "mixed"
    if "cancel" in done:
        return "cancel"
    return "add" if "book" in done else "chat"


def _reading(
    mode: Mode, gathered: Gathered, *, header: str = "", session: str = "", village: bool = False
) -> Reading:
    return Reading(
        mode=mode, lines=tuple(gathered.lines), warnings=tuple(gathered.warnings), header=header, session=session,
        level="village" if village else "member",
    )  # fmt: skip


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
        return _changes(scene, owners, gathered)
    report = read_report(scene, lines, gathered)
    if report is not None:
        return report, gathered.problems
    done = speak(scene, tuple(lines), gathered, member=scene.sender)
    if not done and not gathered.problems and not gathered.lines:
        return Reading(mode="chat"), []
    return _reading(_mode_of(done), gathered), gathered.problems


def _settle(reading: Reading, problems: Sequence[str], settings: ReadingSettings) -> Reading:
    """Refuse what nothing is left of; apply the policies on what was said twice and for others."""
    if problems and (not reading.lines or settings.bad_quantity == "message"):
        return attrs.evolve(reading, mode="reject", rejected=problems[0], lines=())
    lines = list(reading.lines)
    if reading.mode == "snapshot":
        lines = _twice(lines, settings)
    if settings.cancel_for_others == "self":
        others = tuple(line for line in lines if "for_somebody_else" in line.doubts)
        warnings = tuple(
            Warning_(code="somebody_else", span=line.span, text=sentence("somebody_else")) for line in others
        )
        lines = [line for line in lines if "for_somebody_else" not in line.doubts]
        return attrs.evolve(reading, lines=tuple(lines), warnings=(*reading.warnings, *warnings))
    lines = [_for_others(line, settings) for line in lines]
    return attrs.evolve(reading, lines=tuple(lines))


def _twice(lines: list[Line], settings: ReadingSettings) -> list[Line]:
    """The same member and item twice in one list: a question, the sum, or the last."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for index, line in enumerate(lines):
        if line.action == "book" and line.item:
            groups.setdefault((line.member, line.item, line.unit), []).append(index)
    dropped: set[int] = set()
    for places in groups.values():
        if len(places) < 2:
            continue
        same = [lines[index] for index in places]
        if settings.same_item_twice == "ask":
            for index in places:
                doubts = tuple(sorted({*lines[index].doubts, "same_item_twice"}))
                lines[index] = attrs.evolve(lines[index], doubts=doubts, confidence=confidence(doubts))
            continue
        if settings.same_item_twice == "sum":
            amounts = [line.quantity for line in same if line.quantity is not None]
            if len(amounts) == len(same) and sum(amounts) <= settings.max_quantity * 1_000:
                lines[places[-1]] = attrs.evolve(
                    same[-1], quantity=sum(amounts), span=(same[0].span[0], same[-1].span[1])
                )
        dropped.update(places[:-1])
    return [line for index, line in enumerate(lines) if index not in dropped]


def _for_others(line: Line, settings: ReadingSettings) -> Line:
    if settings.cancel_for_others != "anyone" or "for_somebody_else" not in line.doubts:
        return line
    doubts = tuple(code for code in line.doubts if code != "for_somebody_else")
    return attrs.evolve(line, doubts=doubts, confidence=confidence(doubts))
