"""Handing in orders: one durable transaction a sheet, a constant number of statements.

What was handed in before changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from franchise.errors import Refused
from franchise.groups import operations as groups
from franchise.groups.values import Group
from franchise.messages import gettext as _
from franchise.orders import calendar
from franchise.orders import tables as t
from franchise.orders.booking import Booking
from franchise.orders.lines import sheet_lines
from franchise.orders.values import Cancellation, Cycle, OpenQuestion, OrderDraft, Outcome, Question, Wish
from franchise.work import UnitOfWork


def content_key(*parts: str) -> str:
    """The idempotency key of a submission: SHA-256 of what was handed in, line ends and outer space aside."""
    text = "\0".join("\n".join(p.replace("\r\n", "\n").strip().split("\n")) for p in parts)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def submit(
    work: UnitOfWork,
    group: Group,
    draft: OrderDraft,
    *,
    text: str = "",
    key: str = "",
    message_id: str = "",
    late: str = "",
    late_for: str = "",
    needed_on: str = "",
    answered: OpenQuestion | None = None,
) -> Outcome:
    """Book what a draft says into the group's sheet of the cycle that is open now.

    Args:
        work: The unit of work.
        group: The group whose order it is.
        draft: The text as it was read, or wishes from elsewhere.
        text: The text itself, kept as it was handed in.
        key: The idempotency key within a cycle; made of the content when not given.
        message_id: What the sender's program calls the message: handed in again, also after the cut-off, it
            changes nothing that day.
        late: Who permits an order after the cut-off, and why; "" books into the next cycle.
        late_for: The cycle that a late order is for, such as ``2026-03-05/noon``; "" means the last one.
        needed_on: The day it is needed (ISO); "" means the next delivery.
        answered: The question that this answers: it goes into the question's cycle while that is open.

    Raises:
        Refused: The store is not open yet, or the setup or a plugin is against it.
        UsageProblem: An answer cannot be booked as it stands.

    """
    if work.store.status != "open":
        raise Refused(
            _("The store {store} is still being prepared; nothing can be ordered yet.").format(
                store=work.store.key
            ),
            hint=_("`franchise store open {store}` opens it.").format(store=work.store.key),
        )
    work.decide("franchise_may_submit", group=group)
    cycle = _cycle(work, late=bool(late), late_for=late_for, needed_on=needed_on, answered=answered)
    if message_id:
        key = content_key("message", message_id)
        if _handed_in(work, group, key, calendar.earlier_today(work, cycle)):
            return _standing(work, group, cycle, draft, repeated=True)
    elif not key:
        key = _key_of(draft, text, late, needed_on)
    elif len(key) > 64:
        key = content_key(key)
    if draft.rejected:  # a text that is refused now may be read one day
        key = content_key("rejected", key)
    fresh = work.insert_new(
        t.submission,
        cycle_id=cycle.id,
        group_id=group.id,
        key=key,
        at=work.now(),
        actor=work.actor,
        mode=draft.mode,
        text=text.encode(errors="replace").decode().replace("\0", "\ufffd"),
    )
    if draft.rejected or not fresh:
        if fresh:
            work.record(
                "order.rejected", group.key, cycle=cycle.key, group_id=group.id, reason=draft.rejected
            )
        return _standing(work, group, cycle, draft, repeated=not fresh)
    return Booking(
        work,
        group,
        cycle,
        draft,
        key,
        late=bool(late),
        needed_on=needed_on,
        answering=answered is not None,
        another=bool(message_id),
    ).run()


def _cycle(
    work: UnitOfWork, *, late: bool, late_for: str, needed_on: str, answered: OpenQuestion | None
) -> Cycle:
    """The cycle that a submission goes into."""
    if late:
        return calendar.for_late_order(work, late_for)
    if answered is not None:
        return calendar.for_answer(work, answered.cycle_id)
    return calendar.for_order(work, needed_on=needed_on)


def _key_of(draft: OrderDraft, text: str, late: str, needed_on: str) -> str:
    """The idempotency key that content makes; the same words of another person are another order."""
    said: list[Wish | Cancellation | Question] = [*draft.wishes, *draft.cancels, *draft.questions]
    people = sorted({x.member for x in said})
    return content_key(text or repr(draft), late, needed_on, *people)


def _handed_in(work: UnitOfWork, group: Group, key: str, cycles: Sequence[int]) -> bool:
    """Whether one of these cycles took a submission of that key."""
    found = work.conn.execute(
        select(t.submission.c.key).where(
            t.submission.c.store_id == work.store_id,
            t.submission.c.cycle_id.in_(cycles),
            t.submission.c.group_id == group.id,
            t.submission.c.key == key,
        )
    )
    return found.first() is not None


def _standing(work: UnitOfWork, group: Group, cycle: Cycle, draft: OrderDraft, *, repeated: bool) -> Outcome:
    lines = tuple(line for _cycle, line in sheet_lines(work, group, [cycle.id]) if line.status == "active")
    return Outcome(
        cycle=cycle,
        mode=draft.mode,
        repeated=repeated,
        rejected=draft.rejected,
        rejected_text=draft.rejected_text or draft.rejected,
        lines=lines,
        unchanged=len(lines),
        warnings=draft.warnings,
        names=groups.roster(work, group).shown,
    )
