"""What is kept of the groups' chat: looked up, counted, let go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import BigInteger, bindparam, case, cast, func, or_, select, update

from franchise.chat import tables as t
from franchise.chat.section import Chat
from franchise.chat.values import SAID, Message
from franchise.groups.redacting import GONE, Hide
from franchise.groups.values import Group
from franchise.work import UnitOfWork

DAY: Final = 86_400_000
_COLUMNS: Final = (
    t.message.c.id,
    t.message.c.at,
    t.message.c.kind,
    t.message.c.name,
    t.message.c.member_id,
    t.message.c.text,
    t.message.c.link,
    t.message.c.reply_to,
    t.message.c.mentions_all,
    t.message.c.worded,
)


def read(work: UnitOfWork, group: Group, since: int, until: int) -> list[Message]:
    """What was written in the group from ``since`` to before ``until``, UTC milliseconds, by (at, id).

    One statement. Messages whose words are no longer kept are there without them, ``forgotten``.
    """
    c = t.message.c
    rows = work.conn.execute(
        select(*_COLUMNS)
        .where(c.store_id == work.store_id, c.group_id == group.id, c.at >= since, c.at < until)
        .order_by(c.at, c.place, c.id)
    )
    return [
        Message(
            id=row.id,
            at=row.at,
            kind=row.kind,
            name=row.name,
            member_id=row.member_id,
            text=row.text,
            link=row.link,
            reply_to=row.reply_to,
            mentions_all=bool(row.mentions_all),
            forgotten=not row.worded,
        )
        for row in rows
    ]


def activity(work: UnitOfWork, group: Group, since: int, until: int) -> dict[int, int]:
    """How many messages each member wrote from ``since`` to before ``until``: member id → count, the most first.

    One statement. What only happened (joining, leaving) is not counted (I-134).
    """
    c = t.message.c
    count = func.count()
    rows = work.conn.execute(
        select(c.member_id, count)
        .where(
            c.store_id == work.store_id,
            c.group_id == group.id,
            c.at >= since,
            c.at < until,
            c.kind.in_(SAID),
            c.member_id.is_not(None),
        )
        .group_by(c.member_id)
        .order_by(count.desc(), c.member_id)
    )
    return {row[0]: row[1] for row in rows}


def kept_since(work: UnitOfWork) -> int:
    """From when on words are kept, by ``chat.keep_days``; UTC milliseconds."""
    setting: Chat = work.setup.get("chat")
    return work.now() - setting.keep_days * DAY


def prune(work: UnitOfWork) -> int:
    """Let words go that are older than ``chat.keep_days``, in every group of the store; how many messages.

    Who wrote when stays, and so does what is counted from it; names that meant no member go along.
    """
    c = t.message.c
    done = work.conn.execute(
        update(t.message)
        .where(c.store_id == work.store_id, c.worded == 1, c.at < kept_since(work))
        .values(worded=0, text="", link="", name=case((c.member_id.is_(None), ""), else_=c.name))
    )
    return done.rowcount


def forget(work: UnitOfWork, member_ids: Iterable[int], hide: Mapping[int, Hide]) -> int:
    """Take a person out of the chat: his words and name go; where others named him stands ``■``.

    That he wrote, and when, stays under his number.

    Args:
        work: The unit of work.
        member_ids: The ids that meant the person.
        hide: Group id → a function that puts ``■`` where one of his names stands.

    Returns:
        How many messages were changed; running it twice changes nothing.

    """
    c = t.message.c
    chosen = sorted(member_ids)
    done = work.conn.execute(
        update(t.message)
        .where(c.store_id == work.store_id, c.member_id.in_(chosen), or_(c.worded == 1, c.name != GONE))
        .values(worded=0, text="", link="", name=GONE)
    ).rowcount
    rows = work.conn.execute(
        select(c.group_id, c.id, c.name, c.text, c.link)
        .where(c.store_id == work.store_id, c.group_id.in_(sorted(hide)), c.worded == 1)
        .order_by(c.group_id, c.id)
    ).all()
    changed: list[dict[str, Any]] = []
    for row in rows:
        clean = hide[row.group_id]
        # The app may have called him by his name where nobody knew whom it meant.
        name = row.name if clean(row.name) != GONE else GONE
        values = {"new_name": name, "new_text": clean(row.text), "new_link": clean(row.link)}
        if tuple(values.values()) != (row.name, row.text, row.link):
            changed.append({"of_group": row.group_id, "of_id": row.id, **values})
    if changed:
        work.conn.execute(
            update(t.message)
            .where(
                c.store_id == work.store_id,
                c.group_id == bindparam("of_group"),
                c.id == bindparam("of_id"),
            )
            .values(name=bindparam("new_name"), text=bindparam("new_text"), link=bindparam("new_link")),
            changed,
        )
    return done + len(changed)


def merge(work: UnitOfWork, into: int, gone: int) -> int:
    """What ``gone`` wrote in any group of the store is ``into``'s from now on; how many messages."""
    c = t.message.c
    return work.conn.execute(
        update(t.message).where(c.store_id == work.store_id, c.member_id == gone).values(member_id=into)
    ).rowcount


def last_signs(
    work: UnitOfWork, group: Group, since: int, member_ids: Iterable[int]
) -> dict[int, tuple[int, int]]:
    """When each of these was last seen in the group since then, and when he last left; 0: not since then."""
    c = t.message.c
    left = case((c.kind == "leave", c.at), else_=0)
    seen = case((c.kind != "leave", c.at), else_=0)
    rows = work.conn.execute(
        select(c.member_id, cast(func.max(seen), BigInteger), cast(func.max(left), BigInteger))
        .where(
            c.store_id == work.store_id,
            c.group_id == group.id,
            c.at >= since,
            c.member_id.in_(sorted(member_ids)),
        )
        .group_by(c.member_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}
