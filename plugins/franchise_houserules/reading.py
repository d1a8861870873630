"""The chat around new messages, and what the rules find in it, compared with what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import attrs
from sqlalchemy import bindparam, delete, func, select, update

from franchise import Group, Message, UnitOfWork, chat
from franchise_houserules import tables as t
from franchise_houserules.engine import Book, Hit, Nights, book, judge, nights
from franchise_houserules.occasions import Found
from franchise_houserules.settings import DAY, rules_for, settings_of

QUOTE: Final = 40
"""Characters of a message that are kept as evidence with a hit."""
_SAID: Final = frozenset(chat.SAID)
_REACH: Final = (1, 4, 400)
"""Days to look back and ahead for a silence: nearly always the first is enough."""
_SHIFT: Final = 60_000
"""Where a chat tells only the minute, what comes in late moves its neighbours within it."""
_COLUMNS: Final = tuple(field.name for field in attrs.fields(Found))


def rulebook(work: UnitOfWork, kind: str) -> Book:
    """The rules of a kind of group, made ready once in a transaction."""

    def make() -> Book:
        section = settings_of(work)
        return book(section, rules_for(section, kind))

    return work.once(("houserules.book", kind), make)


def curfews(work: UnitOfWork, first: int, last: int) -> Nights:
    """The store's curfews around a span."""
    curfew = work.setup.get("cadence").curfew
    return nights(curfew.begins, curfew.ends, first, last, work.answers.time_zone)


def floor(work: UnitOfWork, book: Book) -> int:
    """Before it, words may be gone already: what was found there stays as it is."""
    keep: int = work.setup.get("chat").keep_days
    return work.now() - keep * DAY + book.margin


def compare(work: UnitOfWork, group: Group, first: int, last: int) -> set[int]:
    """Judge the chat around a span anew and keep what is found; the members of whom something changed.

    What is found depends on what stands around it: a message that comes in late ends a row of pictures, or is the
    first of a night. So everything between two silences is judged together, and what no longer holds goes.
    """
    rules = rulebook(work, group.kind)
    low = floor(work, rules)
    if last < low:
        return set()
    messages = stretch(work, group, max(first, low), last, low, rules.margin)
    if not messages:
        return set()
    start, end = max(low, messages[0].at), messages[-1].at
    firm = {m.id for m in messages if not m.forgotten}
    found = {
        (hit.message.id, hit.rule): _found(group, hit)
        for hit in judge(rules, messages, curfews(work, messages[0].at, end))
        if hit.message.at >= start and not hit.message.forgotten
    }
    kept = {
        (hit.message_id, hit.rule): hit
        for hit in between(work, group, start - _SHIFT, end + _SHIFT)
        if hit.message_id in firm and hit.at >= low
    }
    return _write(work, group, found, kept)


def stretch(work: UnitOfWork, group: Group, first: int, last: int, low: int, margin: int) -> list[Message]:
    """The chat from the silence before ``first`` to the one after ``last``, at most from a day before ``low``."""
    lowest = low - DAY
    messages: list[Message] = []
    for days in _REACH:
        since, until = max(lowest, first - days * DAY), last + days * DAY
        messages = chat.read(work, group, since, until + 1)
        night = curfews(work, since, until).of
        begins = _begins(messages, since, first, margin, night, whole=since == lowest)
        ends = _ends(messages, last, margin, night, whole=until >= work.now() + DAY)
        if begins is not None and ends is not None:
            return messages[begins:ends]
    return messages


def _begins(
    messages: Sequence[Message],
    since: int,
    first: int,
    margin: int,
    night: Callable[[int], str],
    *,
    whole: bool,
) -> int | None:
    """Where a stretch may begin: with what was said after a silence, outside a curfew, and nothing since ``first``."""
    found = 0 if whole else None
    before = since  # whoever wrote just before what was read
    for n, message in enumerate(messages):
        if message.kind not in _SAID:
            continue
        if before >= first < message.at:
            break
        if message.at - before > margin and not night(message.at):
            found = n
        before = message.at
    return found


def _ends(
    messages: Sequence[Message], last: int, margin: int, night: Callable[[int], str], *, whole: bool
) -> int | None:
    """Before which message a stretch may end."""
    before: int | None = None
    for n, message in enumerate(messages):
        if message.kind not in _SAID:
            continue
        if (
            message.at > last
            and before is not None
            and message.at - before > margin
            and not night(message.at)
        ):
            return n
        before = message.at
    return len(messages) if whole else None


def between(work: UnitOfWork, group: Group, first: int, last: int) -> list[Found]:
    """The hits that are kept of a span, both ends included."""
    c = t.hit.c
    rows = work.conn.execute(
        select(*(c[name] for name in _COLUMNS)).where(
            c.store_id == work.store_id, c.group_id == group.id, c.at >= first, c.at <= last
        )
    )
    return [Found(**row._mapping) for row in rows]


def hits_of(
    work: UnitOfWork, members: Iterable[int], inside: Iterable[int] | None = None, *, good: bool = False
) -> list[Found]:
    """The hits that are kept of members, in groups or in all; those that are to their credit if ``good``."""
    c = t.hit.c
    query = select(*(c[name] for name in _COLUMNS)).where(
        c.store_id == work.store_id,
        c.member_id.in_(sorted(members)),
        (c.conduct == "encouraged") if good else (c.conduct != "encouraged"),
    )
    if inside is not None:
        query = query.where(c.group_id.in_(sorted(inside)))
    return [Found(**row._mapping) for row in work.conn.execute(query.order_by(c.at, c.message_id, c.rule))]


def good_marks(work: UnitOfWork, group: Group | None = None) -> dict[int, int]:
    """How many messages of each member are to his credit: member id → count (I-100 … I-102)."""
    c = t.hit.c
    query = select(c.member_id, func.count(func.distinct(c.message_id))).where(
        c.store_id == work.store_id, c.conduct == "encouraged"
    )
    if group is not None:
        query = query.where(c.group_id == group.id)
    return {row[0]: row[1] for row in work.conn.execute(query.group_by(c.member_id))}


def quote(message: Message) -> str:
    """What a message said, short, on one line; its kind where it said nothing."""
    words = " ".join((message.text or message.link).split())
    return words if len(words) <= QUOTE else words[: QUOTE - 1] + "…"


def _found(group: Group, hit: Hit) -> Found:
    return Found(
        group_id=group.id,
        message_id=hit.message.id,
        rule=hit.rule,
        member_id=hit.member_id,
        conduct=hit.conduct,
        at=hit.message.at,
        reason=hit.reason,
        detail=hit.detail,
        quote=quote(hit.message),
    )


def _write(
    work: UnitOfWork,
    group: Group,
    found: dict[tuple[str, str], Found],
    kept: dict[tuple[str, str], Found],
) -> set[int]:
    """Make what is kept the same as what was found; at most four statements."""
    new = [found[key] for key in sorted(found.keys() - kept.keys())]
    gone = sorted(kept.keys() - found.keys())
    other = [found[key] for key in sorted(found.keys() & kept.keys()) if found[key] != kept[key]]
    c = t.hit.c
    named = (c.store_id == work.store_id, c.group_id == group.id, c.message_id == bindparam("of_message"))
    if gone:
        work.conn.execute(
            delete(t.hit).where(*named, c.rule == bindparam("of_rule")),
            [{"of_message": message, "of_rule": rule} for message, rule in gone],
        )
    if other:
        changing = ("member_id", "conduct", "at", "reason", "detail", "quote")
        work.conn.execute(
            update(t.hit)
            .where(*named, c.rule == bindparam("of_rule"))
            .values({name: bindparam(f"new_{name}") for name in changing}),
            [
                {
                    "of_message": hit.message_id,
                    "of_rule": hit.rule,
                    **{f"new_{name}": getattr(hit, name) for name in changing},
                }
                for hit in other
            ],
        )
    if new:
        work.insert(t.hit, _COLUMNS, (tuple(getattr(hit, name) for name in _COLUMNS) for hit in new))
    for hit in new:
        if hit.conduct == "encouraged":
            work.record(
                "conduct.good",
                group.key,
                group_id=group.id,
                member_id=hit.member_id,
                rule=hit.rule,
                message_id=hit.message_id,
            )
    return {
        hit.member_id
        for hit in (
            *new,
            *other,
            *(kept[key] for key in gone),
            *(kept[(o.message_id, o.rule)] for o in other),
        )
        if hit.conduct != "encouraged"
    }
