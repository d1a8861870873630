"""The message envelope of a native chain list: app message type 53, with its ranges and authors.

The envelope is XML from somebody else's program. It is scanned for the few elements needed, never handed to a
parser that resolves anything: a document type declaration is refused before this module is asked.
"""

from __future__ import annotations

import itertools
from typing import Final

import attrs

from franchise_village.jielong.patterns import Pattern
from franchise_village.jielong.source import Source, prepare
from franchise_village.jielong.values import Span

_ENTRY: Final = Pattern(r"<u>([^<]{0,128})</u>|<r>([0-9]{1,6})-([0-9]{1,6})</r>|</i>")
_OPENS: Final = Pattern(r"\s{0,20}(?:[A-Za-z0-9_@.-]{1,64}:\n?\s{0,20})?<(?:\?xml|msg|appmsg)[\s>]")
_MOST_ENTRIES: Final = 2_000


@attrs.frozen(kw_only=True)
class Envelope:
    """The title's text, and for each entry that the envelope delimits: its place there and who wrote it."""

    source: Source
    entries: tuple[tuple[Span, str], ...] = ()


def is_envelope(text: str) -> bool:
    """Whether the text is an envelope, with or without the account that sent it in front."""
    return _OPENS.match(text) is not None


def open_envelope(text: str) -> Envelope | None:
    """The chain list inside, or None when the envelope holds no title."""
    start = text.find("<title>")
    stop = text.find("</title>", start)
    if start < 0 or stop < 0:
        return None
    source = prepare(text, start + len("<title>"), stop, entities=True)
    return Envelope(source=source, entries=_entries(text, stop, source))


def _entries(text: str, start: int, source: Source) -> tuple[tuple[Span, str], ...]:
    info = text.find("<solitaire_info>", start)
    if info < 0:
        return ()
    inner = text[info : info + 512 * 1024].replace("&lt;", "<").replace("&gt;", ">")
    places = _utf16_places(source.raw)
    entries: list[tuple[Span, str]] = []
    author, found_range = "", (-1, -1)
    for found in _ENTRY.finditer(inner):
        if found[2]:
            found_range = int(found[2]), int(found[3])
        elif found[0] == "</i>":
            first, last = found_range[0], sum(found_range)
            if 0 <= first < last < len(places):
                entries.append(((places[first], places[last]), author))
            author, found_range = "", (-1, -1)
        else:
            author = found[1] or ""
        if len(entries) >= _MOST_ENTRIES:
            break
    entries.sort()
    if any(before[0][1] > after[0][0] for before, after in itertools.pairwise(entries)):
        return ()
    return tuple(entries)


def _utf16_places(raw: str) -> list[int]:
    """Place in ``raw`` of every UTF-16 unit: the envelope counts in those."""
    places: list[int] = []
    for place, char in enumerate(raw):
        places.append(place)
        if ord(char) > 0xFFFF:
            places.append(place)
    places.append(len(raw))
    return places
