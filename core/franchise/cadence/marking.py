"""What became of posts, as people say: posted in its window, or left out for a reason."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

import attrs

from franchise.cadence import rows
from franchise.cadence.filling import fill
from franchise.cadence.handing import record, settle_entries
from franchise.cadence.looking import agenda
from franchise.cadence.values import Post
from franchise.clock import local
from franchise.errors import NotFound, Refused, UsageProblem
from franchise.groups import operations as groups
from franchise.messages import gettext as _
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork


def done(
    work: UnitOfWork,
    slot: str,
    *,
    day: date | None = None,
    group: Collection[str] = (),
    at: int | None = None,
    checked: bool = False,
) -> list[Post]:
    """Note that a slot's posts were posted, now or at ``at``; gives those that were not done before.

    Args:
        work: The unit of work.
        slot: The slot's key or name.
        day: Its day; today when not given.
        group: Keys of the groups; all that the slot has when none is named.
        at: When it was posted, UTC milliseconds; it must lie in the window, for nothing is posted late.
        checked: The slot's checklist was gone through.

    Raises:
        NotFound: There is no such slot, or it has no post on that day in these groups.
        Refused: Outside the window, or the checklist is not confirmed.

    """
    moment = work.now() if at is None else at
    if moment > work.now():
        raise UsageProblem(_("This moment has not come yet."), where="--at")

    def mark(post: Post, row: Any) -> Post:
        _in_window(work, post, moment)
        after = attrs.evolve(post, status="done", reason="", done_at=moment)
        if row is None:
            rows.write(work, after, lines=0, by=work.actor)
        else:
            values = {"status": "done", "reason": "", "done_at": moment, "done_by": work.actor}
            rows.change(work, post.key, **values)
            settle_entries(work, post.key, row.lines, "sent")
        return after

    key = slot_key(work, slot)
    own = rows.cadence_of(work).slots.get(key)
    if own is not None and own.checklist and not checked:
        raise Refused(
            _("First look at: {points}.").format(points="; ".join(own.checklist)),
            hint=_("Then say so with --checked."),
            where=f"[cadence.slots.{key}] checklist",
        )
    return _mark(work, key, day, group, "post.done", {"done"}, mark)


def miss(
    work: UnitOfWork, slot: str, reason: str, *, day: date | None = None, group: Collection[str] = ()
) -> list[Post]:
    """Note that a slot's posts are not posted, and why; arguments and errors as of `done`.

    Raises:
        UsageProblem: No reason.

    """
    if not reason.strip():
        raise UsageProblem(_("Leaving a post out needs a reason."), hint="--missed …")

    def mark(post: Post, row: Any) -> Post:
        after = attrs.evolve(post, status="missed", reason=reason.strip()[:120])
        if row is None:
            rows.write(work, after, lines=0, by=work.actor)
        else:
            rows.change(work, post.key, status="missed", reason=after.reason, done_by=work.actor)
            settle_entries(work, post.key, row.lines, "cancelled")
        return after

    return _mark(work, slot_key(work, slot), day, group, "post.missed", {"done", "missed"}, mark)


def _mark(
    work: UnitOfWork,
    slot: str,
    day: date | None,
    group: Collection[str],
    event: str,
    settled: Collection[str],
    mark: Callable[[Post, Any], Post],
) -> list[Post]:
    """Mark the posts of a slot on a day; those whose status is ``settled`` stay as they are."""
    wanted = {groups.get(work, key).id for key in group}
    when = day or rows.today(work)
    fill(work)  # what is due and what is over stands in rows before anything is marked
    posts = [
        post
        for post in agenda(work, when).posts
        if post.slot == slot
        and (not wanted or post.group_id in wanted)
        and post.status not in {"dropped", "deferred", "refused"}
    ]
    if not posts:
        raise NotFound(
            _("Nothing of {slot} is due on {day}.").format(slot=_name(work, slot), day=when.isoformat()),
            hint=_("`franchise cadence plan --from {day} --days 1` shows what is.").format(
                day=when.isoformat()
            ),
        )
    held = rows.between(work, when, when)
    changed = [mark(post, held.get(post.key)) for post in posts if post.status not in settled]
    record(work, event, changed)
    return changed


def _in_window(work: UnitOfWork, post: Post, moment: int) -> None:
    if post.begins_at <= moment < post.ends_at:
        return
    zone = work.answers.time_zone
    first, last = (local(at, zone).strftime("%H:%M") for at in (post.begins_at, post.ends_at))
    raise Refused(
        _("{name} is for {first} to {last} of {day}; it is not posted at another time.").format(
            name=post.name, first=first, last=last, day=post.day
        ),
        hint=_("If it was posted in time, say when: --at {first}. If not: --missed REASON.").format(
            first=first
        ),
    )


def slot_key(work: UnitOfWork, text: str) -> str:
    """A slot's key, by key or name.

    Raises:
        NotFound: There is no such slot.

    """
    slots = rows.cadence_of(work).slots
    if text in slots:
        return text
    named = [key for key, slot in sorted(slots.items()) if slot.name == text]
    if len(named) == 1:
        return named[0]
    raise NotFound(
        _("There is no slot {slot!r}.").format(slot=text[:40]),
        hint=did_you_mean(text, [*slots, *(slot.name for slot in slots.values())])
        or _("`franchise cadence today` shows today's."),
    )


def _name(work: UnitOfWork, slot: str) -> str:
    found = rows.cadence_of(work).slots.get(slot)
    return found.name if found else slot
