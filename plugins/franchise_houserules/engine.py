"""The rules held against a stretch of chat. Pure: the same stretch gives the same hits, whenever it is looked at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import attrs

from franchise import Message, chat, clock
from franchise_houserules import links
from franchise_houserules.wording import Vocabulary, vocabulary

if TYPE_CHECKING:
    from franchise_houserules.section import HouseRules, Rule

MINUTE: Final = 60_000
FLOOD_LIMIT: Final = 10
WINDOW_MINUTES: Final = 10
_SAID: Final = frozenset(chat.SAID)
_MEDIA: Final = {
    "flood": ("image",),
    "pictures": ("image", "video"),
    "advertising": ("link", "card", "mini_program", "qr"),
}
_ADDRESS_HINT: Final = re.compile(r"[./:。．／：￥¥$€₤＄]")


@attrs.frozen(kw_only=True, slots=True)
class Hit:
    """A message that a rule finds. ``detail``: the word, the host, or how many in a row; the night of a curfew."""

    rule: str
    conduct: str
    message: Message
    member_id: int
    reason: str
    detail: str = ""


@attrs.frozen
class Nights:
    """The curfews of a span of days as instants, in their order."""

    begins: tuple[int, ...]
    ends: tuple[int, ...]
    days: tuple[str, ...]

    def of(self, at: int) -> str:
        """The day on which the curfew began that an instant lies in, ISO; "" outside."""
        n = bisect_right(self.begins, at) - 1
        return self.days[n] if n >= 0 and at < self.ends[n] else ""


def nights(begins: int, ends: int, first: int, last: int, zone: str) -> Nights:
    """The curfews that touch a span. ``begins`` and ``ends`` in minutes of the day; ``first``, ``last`` in UTC ms."""
    if begins == ends:
        return Nights((), (), ())
    day = clock.local(first, zone).date() - timedelta(days=1)
    end = clock.local(last, zone).date()
    found: list[tuple[int, int, str]] = []
    while day <= end:
        until = day if begins < ends else _next(day)
        found.append((clock.at_wall(day, begins, zone), clock.at_wall(until, ends, zone), day.isoformat()))
        day = _next(day)
    return Nights(*(tuple(column) for column in zip(*found, strict=True)))


def _next(day: date) -> date:
    return day + timedelta(days=1)


@attrs.frozen(kw_only=True)
class Book:
    """The rules of one kind of group, ready to be held against messages."""

    rules: Mapping[str, Rule]
    words: Vocabulary
    domains: tuple[str, ...]
    own: Vocabulary
    margin: int
    """Milliseconds of silence that part what belongs together."""


def book(section: HouseRules, rules: Mapping[str, Rule]) -> Book:
    """A kind's rules ready for use."""
    used = {topic for rule in rules.values() for topic in rule.topics}
    windows = [rule.window_minutes or WINDOW_MINUTES for rule in rules.values()]
    return Book(
        rules=rules,
        words=vocabulary({k: (t.words, t.harmless) for k, t in section.topics.items() if k in used}),
        domains=tuple(links.domain(name) for name in section.domains),
        own=vocabulary({"own": (section.own_names, ())}),
        margin=max([*windows, section.occasion_minutes]) * MINUTE,
    )


def judge(book: Book, messages: Iterable[Message], nights: Nights) -> list[Hit]:
    """Every hit, by time.

    ``messages`` are one group's, by time. What the app says, and what nobody known said, hits nothing; another's
    message ends a row of pictures whoever he is.
    """
    said = [m for m in messages if m.kind in _SAID]
    touched = _Touched(book.words)
    found: list[Hit] = []
    for key, rule in book.rules.items():
        if rule.kind == "flood":
            found += _flood(key, rule, said)
        elif rule.kind == "curfew":
            found += _curfew(key, rule, said, nights)
        elif rule.kind == "advertising":
            found += _advertising(key, rule, said, book, touched)
        elif rule.kind == "words":
            found += _words(key, rule, said, touched)
        else:
            found += _pictures(key, rule, said, touched)
    return sorted(found, key=lambda h: (h.message.at, h.message.id, h.rule))


class _Touched:
    """Which topics a message's words touch, worked out once for all rules."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._known: dict[str, dict[str, str]] = {}

    def by(self, message: Message, topics: Sequence[str]) -> tuple[str, str] | None:
        """The first of the topics, with its word."""
        if not message.text:
            return None
        told = self._known.get(message.text)
        if told is None:
            told = self._known[message.text] = self._words.topics(message.text)
        return next(((topic, told[topic]) for topic in topics if topic in told), None)


def _flood(key: str, rule: Rule, said: Sequence[Message]) -> Iterator[Hit]:
    """The limit-th in a row hits, once a row; the member's own words between do not end it (I-105, C-07)."""
    media = frozenset(rule.media or _MEDIA["flood"])
    limit = rule.limit or FLOOD_LIMIT
    pause = (rule.window_minutes or WINDOW_MINUTES) * MINUTE
    speaker: int | str | None = None
    count, last = 0, 0
    for message in said:
        who = message.name if message.member_id is None else message.member_id
        if who != speaker:
            speaker, count = who, 0
        if message.kind not in media:
            continue
        count = 1 if count and message.at - last > pause else count + 1
        last = message.at
        if count == limit and message.member_id is not None:
            yield _hit(key, rule, message, "flood", str(limit))


def _curfew(key: str, rule: Rule, said: Sequence[Message], nights: Nights) -> Iterator[Hit]:
    """The first message of each member in each night (I-107, C-04)."""
    seen: set[tuple[int, str]] = set()
    for message in said:
        night = nights.of(message.at)
        if night and message.member_id is not None and (message.member_id, night) not in seen:
            seen.add((message.member_id, night))
            yield _hit(key, rule, message, "curfew", night)


def _advertising(
    key: str, rule: Rule, said: Sequence[Message], book: Book, touched: _Touched
) -> Iterator[Hit]:
    """Addresses that are not the chain's, codes, cards, mini programs, and words that advertise (I-104, I-113)."""
    media = frozenset(rule.media or _MEDIA["advertising"])
    for message in said:
        if message.member_id is None:
            continue
        if why := _advert(message, media, book):
            yield _hit(key, rule, message, *why)
        elif word := touched.by(message, rule.topics):
            yield _hit(key, rule, message, "words", word[1])


def _advert(message: Message, media: frozenset[str], book: Book) -> tuple[str, str] | None:
    found: list[str] = []
    if "link" in media:
        if message.link:
            found.append(links.host_of(message.link))
        if _ADDRESS_HINT.search(message.text):
            found += links.hosts(message.text)
            if code := links.token(message.text):
                return "code", code
    foreign = [host for host in found if not links.ours(host, book.domains)]
    if foreign:
        return "link", foreign[0]
    if message.kind not in media or found:  # an address of the chain's own speaks for what it stands with
        return None
    return None if book.own.topics(message.text) else (message.kind, "")


def _words(key: str, rule: Rule, said: Sequence[Message], touched: _Touched) -> Iterator[Hit]:
    for message in said:
        if message.member_id is not None and (word := touched.by(message, rule.topics)):
            yield _hit(key, rule, message, "words", word[1])


def _pictures(key: str, rule: Rule, said: Sequence[Message], touched: _Touched) -> Iterator[Hit]:
    """Pictures on a topic: by their own words, or by what the same member writes near them (I-101)."""
    media = frozenset(rule.media or _MEDIA["pictures"])
    near = (rule.window_minutes or WINDOW_MINUTES) * MINUTE
    told: dict[int, list[tuple[int, str]]] = {}
    if rule.topics:
        for message in said:
            if message.member_id is not None and (word := touched.by(message, rule.topics)):
                told.setdefault(message.member_id, []).append((message.at, word[1]))
    for message in said:
        if message.kind not in media or message.member_id is None:
            continue
        if not rule.topics:
            yield _hit(key, rule, message, "picture", "")
            continue
        words = told.get(message.member_id, [])
        n = bisect_right(words, (message.at - near - 1, "\U0010ffff"))
        if n < len(words) and words[n][0] <= message.at + near:
            yield _hit(key, rule, message, "picture", words[n][1])


def _hit(key: str, rule: Rule, message: Message, reason: str, detail: str) -> Hit:
    assert message.member_id is not None
    return Hit(
        rule=key,
        conduct=rule.conduct,
        message=message,
        member_id=message.member_id,
        reason=reason,
        detail=detail[:120],
    )
