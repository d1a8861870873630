"""Judging: what came in, and everything that is kept once more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
from sqlalchemy import bindparam, select, update

from franchise import Group, Message, Task, UnitOfWork, chat, groups, tasks
from franchise_houserules import moves, names, removals
from franchise_houserules import tables as t
from franchise_houserules.reading import compare, floor, rulebook
from franchise_houserules.settings import DAY, PLUGIN, settings_of
from franchise_houserules.settling import Settled, settle
from franchise_houserules.violations import hold, violations_of


@attrs.frozen(kw_only=True)
class Checked:
    """What a check changed, and the tasks that it opened."""

    settled: Settled
    opened: tuple[Task, ...]


def ingested(work: UnitOfWork, group: Group, messages: Sequence[Message]) -> None:
    """Judge what came into a group's chat, together with what stands around it."""
    hold(work)
    forget_quotes(work)
    times = [message.at for message in messages if message.kind in chat.SAID]
    if times:
        settle(work, group, compare(work, group, min(times), max(times)))
    names.remind(work, [group])


def check(work: UnitOfWork, group: Group | None = None, since: int | None = None) -> Checked:
    """Judge what is kept of the chats once more: a group's, or all; from an instant on, or all of it.

    Nothing changes unless rules, words, staff or the chat itself have: running it twice is running it once. It takes
    over what was finished or taken in, and groups that were divided, while this plugin failed.
    """
    settings_of(work)
    hold(work)
    forget_quotes(work)
    before = {task.id for task in tasks.opened(work)}
    chosen = groups.listed(work) if group is None else [group]
    result = Settled()
    waiting = _waiting(work)
    moves.recover(work, chosen)
    for one in chosen:
        low = floor(work, rulebook(work, one.kind))
        found = compare(work, one, low if since is None else max(low, since), work.now() + DAY)
        result.add(settle(work, one, found | waiting.get(one.id, set())))
    removals.catch_up(work)
    names.remind(work, chosen)
    return Checked(settled=result, opened=tuple(task for task in tasks.opened(work) if task.id not in before))


def merged(work: UnitOfWork, group: Group, member_id: int, merged_id: int) -> None:
    """Two members are one: what either did in the group is counted together, and is one row of pictures."""
    hold(work)
    for table in (t.hit, t.violation, t.removal):
        work.conn.execute(
            update(table)
            .where(
                table.c.store_id == work.store_id,
                table.c.group_id == group.id,
                table.c.member_id == merged_id,
            )
            .values(member_id=member_id)
        )
    moves.merged(work, member_id, merged_id)
    if PLUGIN not in work.scope:  # the store left the plugin out: only its rows are of interest
        return
    found = compare(work, group, floor(work, rulebook(work, group.kind)), work.now() + DAY)
    settle(work, group, found | {member_id})
    names.keep_up(work, [group])


def erased(work: UnitOfWork, member_ids: Iterable[int]) -> None:
    """A person is forgotten: what he said goes, what was open is dropped, that something happened stays."""
    hold(work)
    chosen = sorted(member_ids)
    work.conn.execute(
        update(t.hit)
        .where(t.hit.c.store_id == work.store_id, t.hit.c.member_id.in_(chosen))
        .values(quote="", detail="")
    )
    keys = [row.task_key for row in violations_of(work, chosen, status="open")]
    tasks.cancel(work, [*keys, *removals.keys_of(work, chosen)], "■")
    for table, open_ones in ((t.violation, ("open",)), (t.removal, ("proposed", "approved"))):
        c = table.c
        mine = (c.store_id == work.store_id, c.member_id.in_(chosen))
        work.conn.execute(update(table).where(*mine).values(reason=""))
        work.conn.execute(
            update(table)
            .where(*mine, c.status.in_(open_ones))
            .values(status="dropped", changed_at=work.now())
        )
    _redact(work)
    if PLUGIN not in work.scope:  # the store left the plugin out: only its rows are of interest
        return
    # His name may stand in what others said; the chat shows ■ there by now.
    forget_quotes(work)
    for group in groups.listed(work):
        found = compare(work, group, floor(work, rulebook(work, group.kind)), work.now() + DAY)
        settle(work, group, found - set(chosen))
    names.keep_up(work)


def forget_quotes(work: UnitOfWork) -> None:
    """Words are kept with hits no longer than in the chat itself."""
    keep: int = work.setup.get("chat").keep_days
    c = t.hit.c
    work.conn.execute(
        update(t.hit)
        .where(c.store_id == work.store_id, c.at < work.now() - keep * DAY, c.quote != "")
        .values(quote="")
    )


def _redact(work: UnitOfWork) -> None:
    """Put ■ where names that were forgotten just now stand: in reasons, in old quotes, and for who did it."""
    for table, keys, column in (
        (t.violation, ("id",), t.violation.c.reason),
        (t.violation, ("id",), t.violation.c.by),
        (t.removal, ("id",), t.removal.c.reason),
        (t.removal, ("id",), t.removal.c.proposed_by),
        (t.removal, ("id",), t.removal.c.approved_by),
        (t.hit, ("group_id", "message_id", "rule"), t.hit.c.quote),
        (t.hit, ("group_id", "message_id", "rule"), t.hit.c.detail),
    ):
        named = sorted({"group_id", *keys})
        rows = work.conn.execute(
            select(*(table.c[name] for name in named), column.label("words")).where(
                table.c.store_id == work.store_id, column != ""
            )
        ).all()
        changed = [
            {f"of_{name}": row._mapping[name] for name in keys} | {"clean": clean}
            for row in rows
            if (clean := tasks.redact(work, row.group_id, row.words)) != row.words
        ]
        if changed:
            work.conn.execute(
                update(table)
                .where(
                    table.c.store_id == work.store_id,
                    *(table.c[name] == bindparam(f"of_{name}") for name in keys),
                )
                .values({column.name: bindparam("clean")}),
                changed,
            )


def _waiting(work: UnitOfWork) -> dict[int, set[int]]:
    """Members with something open, by group: staff may have changed, tasks may have been finished."""
    found: dict[int, set[int]] = {}
    for row in violations_of(work, status="open"):
        found.setdefault(row.group_id, set()).add(row.member_id)
    return found
