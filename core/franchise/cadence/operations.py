"""Filling the outbox in time, and what became of it: done, missed, refused. Each post once, whatever the clock does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final, Literal

import attrs
from sqlalchemy import select, update

from franchise.cadence import content, rows
from franchise.cadence import tables as t
from franchise.cadence.section import Cadence
from franchise.cadence.values import Audience, Plan, Post, PostKey
from franchise.cadence.windows import in_curfew, talk
from franchise.clock import local
from franchise.errors import NotFound, Refused, UsageProblem
from franchise.events import dump, outbox
from franchise.groups import operations as groups
from franchise.groups import tables as g
from franchise.messages import gettext as _
from franchise.storage import insert_ignore
from franchise.suggest import did_you_mean
from franchise.work import UnitOfWork

LOOK_BACK: Final = 31
"""Days after which windows that nobody watched are no longer told as missed."""
MAX_DAYS: Final = 92
LONGEST_AHEAD: Final = 366
_BY_LOOP: Final = ("unattended", "not_done", "too_late", "no_material")
"""Why the loop gives a post up; when a clock that had jumped comes back, such a post may still be in time."""


@attrs.frozen(kw_only=True)
class Filled:
    """What one look at the clock did, and when the next one is worth it (``next_at``, UTC milliseconds)."""

    store: str
    ready: tuple[Post, ...] = ()
    missed: tuple[Post, ...] = ()
    refused: tuple[Post, ...] = ()
    next_at: int | None = None


# -------------------------------------------------------------------- looking ahead


def agenda(work: UnitOfWork, from_day: date | None = None, days: int = 1) -> Plan:
    """The posts of some days with what became of them, by time.

    A window that is over and was not made is shown as missed; it is written down when the store is next filled.

    Raises:
        UsageProblem: More than `MAX_DAYS` days.

    """
    if not 1 <= days <= MAX_DAYS:
        raise UsageProblem(
            _("{count} days cannot be planned: 1 to {most}.").format(count=days, most=MAX_DAYS),
            where="--days",
        )
    first = from_day or rows.today(work)
    if (first - rows.today(work)).days > LONGEST_AHEAD:
        raise UsageProblem(
            _("{day} is too far ahead: at most {most} days.").format(
                day=first.isoformat(), most=LONGEST_AHEAD
            )
        )
    found, held = rows.planned(work, first, days)
    now = work.now()
    posts = []
    for post in found.posts:
        row = held.get(post.key)
        if row is not None:
            posts.append(_with_row(post, row, now))
        elif post.status == "planned" and post.ends_at <= now:
            posts.append(attrs.evolve(post, status="missed", reason="unattended"))
        else:
            posts.append(post)
    known = {a.group_id: a for a in rows.audiences(work)}
    asked = {post.key for post in posts}
    cadence = rows.cadence_of(work)
    span = (first.isoformat(), (first + timedelta(days=days)).isoformat())
    posts += [
        _with_row(rows.as_post(row, cadence, known[row.group_id]), row, now)
        for key, row in held.items()
        if key not in asked and span[0] <= row.day < span[1]
    ]
    posts.sort(key=lambda p: (p.begins_at, p.slot, p.group, p.nth))
    return attrs.evolve(found, posts=tuple(posts))


def _with_row(post: Post, row: Any, now: int) -> Post:
    over = row.status == "waiting" and row.ends_at <= now
    return attrs.evolve(
        post,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        column=row.column_key,
        material=row.material,
        gap=bool(row.column_key) and not row.material,
        status="missed" if over else row.status,
        reason="not_done" if over else row.reason,
        due_at=row.due_at,
        done_at=row.done_at,
    )


def hour(work: UnitOfWork, at: int | None = None) -> Literal["open", "neutral", "curfew"]:
    """What the hour is for in this store: talk is encouraged, neutral, or nobody posts."""
    return talk(rows.cadence_of(work), work.now() if at is None else at, work.answers.time_zone)


def members_of(work: UnitOfWork, post: Post) -> list[int]:
    """Whom a private post is for: the members whose count is at ``nth`` on its day; () for a group's post."""
    if not post.private:
        return []
    from franchise.cadence.triggers import first_day

    cadence, zone = rows.cadence_of(work), work.answers.time_zone
    day = date.fromisoformat(post.day)
    found = work.conn.execute(
        select(g.membership.c.member_id, g.membership.c.joined_at)
        .where(
            g.membership.c.store_id == work.store_id,
            g.membership.c.group_id == post.group_id,
            g.membership.c.state == "member",
        )
        .order_by(g.membership.c.joined_at, g.membership.c.member_id)
    )
    return [
        member_id
        for member_id, at in found
        if (day - first_day(cadence, post.kind, "member", at, zone)).days + 1 == post.nth
    ]


# -------------------------------------------------------------------- filling


def fill(work: UnitOfWork) -> Filled:
    """Make ready what is due now, and write down what was missed. Doing it twice changes nothing.

    What is due gets its row and its entries in the outbox in this transaction; a window that is over gets a row
    that says so, and is not sent late. A store that is not open posts nothing.
    """
    cadence = rows.cadence_of(work)
    if work.store.status != "open" or not cadence.slots:
        return Filled(store=work.store.key)
    now, zone = work.now(), work.answers.time_zone
    watched = _watch(work, now)
    today = local(now, zone).date()
    first = max(min(local(watched, zone).date(), today), today - timedelta(days=LOOK_BACK))
    found, held = rows.planned(work, first, (today - first).days + 2)
    filled = _Filling(work, cadence, held)
    for post in found.posts:
        if post.status == "planned":
            filled.look(post, now, watched)
    for key, row in held.items():
        if row.status == "waiting" and row.ends_at <= now:
            filled.give_up(key, row)
    return filled.told()


def _watch(work: UnitOfWork, now: int) -> int:
    """Until when the store was watched before, and from now on until now. Holds the row: one fills at a time.

    A store that is watched for the first time was watched since this morning.
    """
    morning = rows.day_begins(work)
    if work.insert_new(t.watch, since=morning, until=now):
        return morning
    own = t.watch.c.store_id == work.store_id
    held = work.conn.execute(select(t.watch.c.since, t.watch.c.until).where(own).with_for_update()).one()
    work.conn.execute(update(t.watch).where(own).values(since=min(held.since, morning), until=now))
    until: int = held.until
    return until


class _Filling:
    """One look at the clock: which posts become ready, missed or refused in it."""

    def __init__(self, work: UnitOfWork, cadence: Cadence, held: dict[PostKey, Any]) -> None:
        self.work = work
        self.cadence = cadence
        self.held = held
        self.ready: list[Post] = []
        self.missed: list[Post] = []
        self.refused: list[Post] = []
        self.next_at: int | None = None
        self._taken: dict[tuple[int, str], list[tuple[int, int, PostKey]]] = {}
        for key, row in held.items():
            if row.status in {"waiting", "done"}:
                self._take(key, row.begins_at, row.ends_at)

    def _take(self, key: PostKey, begins_at: int, ends_at: int) -> None:
        self._taken.setdefault((key[0], key[2]), []).append((begins_at, ends_at, key))

    def look(self, post: Post, now: int, watched: int) -> None:
        row = self.held.get(post.key)
        if post.begins_at > now:
            self._next(post.begins_at)
        elif post.ends_at <= now:
            if row is None and post.ends_at > watched:
                self._miss(post, "unattended")
        elif row is None:
            self._send(post, now)
        elif row.status == "missed" and row.reason in _BY_LOOP:
            self._send(post, now, again=True)
        elif row.status == "waiting":
            self._next(post.ends_at)

    def _next(self, at: int) -> None:
        self.next_at = at if self.next_at is None else min(self.next_at, at)

    def _send(self, post: Post, now: int, *, again: bool = False) -> None:
        """Make a post ready, unless something speaks against it now that did not when it was planned."""
        parts = content.lines(self.work, self.cadence, post, start=now)
        if against := self._against(post, now):
            self._settle(attrs.evolve(post, status="refused", reason=against), self.refused, again=again)
        elif parts and parts[-1].at >= post.ends_at:  # a scene that cannot be played to its end
            self._miss(post, "too_late", again=again)
        elif post.channel != "handoff" and not parts:  # a person can write something, a channel cannot
            self._miss(post, "no_material", again=again)
        else:
            post = attrs.evolve(post, status="waiting", due_at=now)
            self._settle(post, self.ready, lines=max(len(parts), 1), again=again)
            self._out(post, parts or [content.Line(role=post.role, at=now, text="")])
            self._take(post.key, post.begins_at, post.ends_at)
            self._next(post.ends_at)

    def _against(self, post: Post, now: int) -> str:
        if in_curfew(self.cadence, now, self.work.answers.time_zone):
            return "curfew"
        if not post.private:
            for begins_at, ends_at, key in self._taken.get((post.group_id, post.day), ()):
                other = self.cadence.slots.get(key[1])
                private = other is not None and other.since == "member"
                overlap = max(begins_at, post.begins_at) < min(ends_at, post.ends_at)
                if key != post.key and overlap and not private:
                    return f"overlap {key[1]}"
        return ""

    def _miss(self, post: Post, reason: str, *, again: bool = False) -> None:
        self._settle(attrs.evolve(post, status="missed", reason=reason), self.missed, again=again)

    def _settle(self, post: Post, told: list[Post], *, lines: int = 0, again: bool) -> None:
        if again:
            if self.held[post.key].reason == post.reason:
                return
            values = {"status": post.status, "reason": post.reason, "due_at": post.due_at}
            rows.change(self.work, post.key, lines=lines, **values)
        elif not rows.write(self.work, post, lines=lines):
            return
        told.append(post)

    def _out(self, post: Post, parts: Sequence[content.Line]) -> None:
        """A post's entries in the outbox; those that a jumping clock took back wait again."""
        now = self.work.now()
        members = members_of(self.work, post)
        for number, line in enumerate(parts, 1):
            key = outbox_key(post, number)
            payload: dict[str, Any] = {
                "group": post.group,
                "slot": post.slot,
                "day": post.day,
                "nth": post.nth,
                "line": number,
                **attrs.asdict(line, filter=attrs.filters.exclude("at")),
            }
            if post.private:
                payload["member_ids"] = members
            values = {
                "store_id": self.work.store_id,
                "key": key,
                "channel": post.channel,
                "due_at": line.at,
                "payload": dump(payload),
                "status": "waiting",
                "created_at": now,
            }
            if not insert_ignore(self.work.conn, outbox, values):
                _set_outbox(self.work, [key], "waiting", unless="sent")

    def give_up(self, key: PostKey, row: Any) -> None:
        """A post that was ready and that nobody says to have posted in its window."""
        if key in {p.key for p in self.ready}:
            return
        rows.change(self.work, key, status="missed", reason="not_done")
        _set_outbox(self.work, _outbox_keys(self.work, key, row.lines), "cancelled", unless="sent")
        known = _audiences(self.work)[key[0]]
        post = rows.as_post(row, self.cadence, known)
        self.missed.append(attrs.evolve(post, status="missed", reason="not_done"))

    def told(self) -> Filled:
        for kind, posts in (("ready", self.ready), ("missed", self.missed), ("refused", self.refused)):
            _record(self.work, f"post.{kind}", posts)
        return Filled(
            store=self.work.store.key,
            ready=tuple(self.ready),
            missed=tuple(self.missed),
            refused=tuple(self.refused),
            next_at=self.next_at,
        )


def _audiences(work: UnitOfWork) -> dict[int, Audience]:
    return work.once("cadence.audiences", lambda: {a.group_id: a for a in rows.audiences(work)})


def outbox_key(post: Post, line: int) -> str:
    """The idempotency key of one line of a post."""
    return f"post/{post.day}/{post.slot}/{post.nth}/{line}/{post.group}"


def _outbox_keys(work: UnitOfWork, key: PostKey, lines: int) -> list[str]:
    group_id, slot, day, nth = key
    group = _audiences(work)[group_id].key
    return [f"post/{day}/{slot}/{nth}/{line}/{group}" for line in range(1, lines + 1)]


def _set_outbox(work: UnitOfWork, keys: Iterable[str], status: str, *, unless: str = "") -> None:
    work.conn.execute(
        update(outbox)
        .where(outbox.c.store_id == work.store_id, outbox.c.key.in_(list(keys)), outbox.c.status != unless)
        .values(status=status)
    )


def _record(work: UnitOfWork, kind: str, posts: Iterable[Post]) -> None:
    """One event for each slot and day, however many groups it has."""
    found: dict[tuple[str, str, int, str], list[int]] = {}
    for post in posts:
        found.setdefault((post.day, post.slot, post.nth, post.reason), []).append(post.group_id)
    for (day, slot, nth, reason), ids in sorted(found.items()):
        work.record(kind, f"{day}/{slot}", nth=nth, reason=reason, group_ids=sorted(ids))


# -------------------------------------------------------------------- what became of it


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
            _set_outbox(work, _outbox_keys(work, post.key, row.lines), "sent")
        return after

    key = _slot(work, slot)
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
            _set_outbox(work, _outbox_keys(work, post.key, row.lines), "cancelled", unless="sent")
        return after

    return _mark(work, _slot(work, slot), day, group, "post.missed", {"done", "missed"}, mark)


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
    _record(work, event, changed)
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


def _slot(work: UnitOfWork, text: str) -> str:
    """A slot's key, by key or name."""
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
