"""Taking an export in: new messages once, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs
from sqlalchemy import bindparam, update

from franchise import groups
from franchise.chat import tables as t
from franchise.chat.faults import check_number, in_order, not_future, refused
from franchise.chat.keeping import kept_since, prune
from franchise.chat.limits import LONGEST_ID, LONGEST_LINK, LONGEST_TEXT
from franchise.chat.matching import MADE, Heard, Matched, match
from franchise.chat.people import INGESTED, meet, settle
from franchise.chat.values import KINDS, ChatInvalid, Ingested, Message, Parsed
from franchise.errors import UsageProblem
from franchise.garbage import uncollected
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.work import UnitOfWork

_COLUMNS: Final = (
    "group_id",
    "id",
    "at",
    "place",
    "kind",
    "name",
    "member_id",
    "text",
    "link",
    "reply_to",
    "mentions_all",
    "worded",
    "digest",
)
_KINDS: Final = frozenset(KINDS)


@uncollected()
def ingest(
    work: UnitOfWork,
    group: Group,
    messages: Iterable[Message],
    *,
    lines: Sequence[int] = (),
    skip_bad: bool = False,
) -> Ingested:
    """Take messages of a group's chat in; those that are known change nothing.

    A speaker is in the group, even one whom nobody had taken in; of whom the app says so, he joins, leaves or is
    called otherwise. Plugins are told of members who came in, then of the new messages. What is older than
    ``chat.keep_days`` is kept, and told, without its words. About twenty statements, however many messages; a few
    more for each member who left or came back.

    Args:
        work: The unit of work.
        group: Whose chat.
        messages: As `parse` gives them: ``at`` as the export says, ``id`` "" where it has none, no members.
        lines: On which lines of the export they begin, for what has to be said about them.
        skip_bad: Leave out what cannot be taken in, and say so, instead of refusing the whole.

    Raises:
        ChatInvalid: A message is in the future, or an id is known with other content.
        UsageProblem: More than 50,000 messages, or one that no reader gives: an unknown kind, an id that is too
            long or begins with ~, a name that cannot be one, too many words.

    """
    given = list(messages)
    check_number(len(given))
    for message in given:
        check(message)
    places = list(lines) or [0] * len(given)
    pairs = sorted(zip(given, places, strict=True), key=lambda pair: pair[0].at)
    groups.hold(work, group)  # two who hand the same in at once come one after the other
    pairs, left = not_future(work, pairs)
    roster = groups.roster(work, group)
    found = match(work, group, [m for m, _line in pairs], [line for _m, line in pairs], roster.ids)
    left += found.problems
    if left and not skip_bad:
        raise refused(left)
    forgotten = prune(work)
    whole = _complete(work, group, found, roster.ids)
    _move(work, group, found)
    if not found.fresh:
        if whole:
            work.notify("franchise_messages_ingested", group=group, messages=whole)
        return Ingested(known=found.known, forgotten=forgotten, left=tuple(left))
    people = meet(work, group, found.fresh, roster)
    new = _write(work, group, found, people.ids)
    moves = settle(work, group, found.fresh, people)
    work.record(
        INGESTED,
        group.key,
        group_id=group.id,
        messages=len(new),
        known=found.known,
        since=new[0].at,
        until=new[-1].at,
        departed={str(member): at for member, at in sorted(moves.departed.items())},
    )
    if moves.joined:
        work.notify("franchise_members_joined", group=group, members=tuple(moves.joined))
    told = tuple(sorted((*new, *whole), key=lambda m: (m.at, m.id)))
    work.notify("franchise_messages_ingested", group=group, messages=told)
    return Ingested(
        messages=new,
        known=found.known,
        registered=tuple(people.registered),
        joined=tuple(m.member_id for m in moves.joined),
        departed=tuple(moves.departed),
        clashes=tuple(people.clashes),
        unworded=sum(1 for m in new if m.forgotten),
        forgotten=forgotten,
        left=tuple(left),
    )


def check(message: Message) -> None:
    """See that a message is one that may be kept.

    Raises:
        UsageProblem: It is not; the readers never give such a one.

    """
    if (
        message.kind not in _KINDS
        or max(len(message.id), len(message.reply_to)) > LONGEST_ID
        or message.id.startswith(MADE)
        or len(message.text) > LONGEST_TEXT
        or len(message.link) > LONGEST_LINK
    ):
        raise UsageProblem(
            _("A message of the kind {kind!r} with the id {id!r} cannot be kept.").format(
                kind=message.kind[:40], id=message.id[:80]
            )
        )


def take(work: UnitOfWork, group: Group, parsed: Parsed, *, skip_bad: bool = False) -> Ingested:
    """Take an export in as it was read; without ``skip_bad`` only when nothing is wrong with it.

    Raises:
        ChatInvalid: There are problems, the reader's or those that `ingest` finds: all of them are listed.

    """
    try:
        done = ingest(work, group, parsed.messages, lines=parsed.lines, skip_bad=skip_bad)
    except ChatInvalid as error:
        raise refused(in_order((*parsed.problems, *error.problems))) from error
    if parsed.problems and not skip_bad:
        raise refused(parsed.problems)
    return attrs.evolve(done, left=in_order((*parsed.problems, *done.left)))


def _complete(work: UnitOfWork, group: Group, found: Matched, ids: Mapping[str, int]) -> tuple[Message, ...]:
    """Make messages whole of which an earlier export had only a part; gives them, by time."""
    horizon = kept_since(work)
    chosen = sorted(
        (one for one in found.completed if one.at >= horizon), key=lambda one: (one.at, one.place)
    )
    if not chosen:
        return ()
    c = t.message.c
    names = ("kind", "text", "link", "mentions_all", "digest")
    work.conn.execute(
        update(t.message)
        .where(c.store_id == work.store_id, c.group_id == group.id, c.id == bindparam("of_id"))
        .values({name: bindparam(f"new_{name}") for name in names}),
        [
            {
                "of_id": one.token,
                "new_kind": one.message.kind,
                "new_text": one.message.text,
                "new_link": one.message.link,
                "new_mentions_all": int(one.message.mentions_all),
                "new_digest": one.digest,
            }
            for one in chosen
        ],
    )
    return tuple(_final(one, dict(ids), horizon) for one in chosen)


def _move(work: UnitOfWork, group: Group, found: Matched) -> None:
    """Write where messages stand by now that came before."""
    if not found.moved:
        return
    c = t.message.c
    work.conn.execute(
        update(t.message)
        .where(c.store_id == work.store_id, c.group_id == group.id, c.id == bindparam("of_id"))
        .values(at=bindparam("new_at"), place=bindparam("new_place")),
        found.moved,
    )


def _write(work: UnitOfWork, group: Group, found: Matched, ids: dict[str, int]) -> tuple[Message, ...]:
    horizon = kept_since(work)
    fresh = sorted(found.fresh, key=lambda one: (one.at, one.place, one.token))
    new = tuple(_final(one, ids, horizon) for one in fresh)
    work.insert(t.message, _COLUMNS, (_row(group, m, one) for m, one in zip(new, fresh, strict=True)))
    return new


def _final(one: Heard, ids: dict[str, int], horizon: int) -> Message:
    """The message as it is kept and told: with its id, its member, its place in time, without words if too old."""
    message, forgotten = one.message, one.at < horizon
    return attrs.evolve(
        message,
        id=message.id or one.token,
        at=one.at,
        member_id=ids.get(one.key) if one.key else None,
        text="" if forgotten else message.text,
        link="" if forgotten else message.link,
        forgotten=forgotten,
    )


def _row(group: Group, message: Message, one: Heard) -> tuple[object, ...]:
    name = message.name if message.member_id is not None or not message.forgotten else ""
    return (
        group.id,
        message.id,
        message.at,
        one.place,
        message.kind,
        name,
        message.member_id,
        message.text,
        message.link,
        message.reply_to,
        int(message.mentions_all),
        int(not message.forgotten),
        one.digest,
    )
