"""Filling the outbox in time: each post once, whatever the clock does; what is missed is never sent late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import attrs
from sqlalchemy import select, update

from franchise.cadence import content, rows
from franchise.cadence import tables as t
from franchise.cadence.handing import audiences, hand_out, record, settle_entries
from franchise.cadence.section import Cadence
from franchise.cadence.values import Post, PostKey
from franchise.cadence.windows import in_curfew
from franchise.clock import local
from franchise.work import UnitOfWork

LOOK_BACK: Final = 31
"""Days after which windows that nobody watched are no longer told as missed."""
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


def fill(work: UnitOfWork) -> Filled:
    """Make ready what is due now, and write down what was missed. Doing it twice changes nothing.

    What is due gets its row and its entries in the outbox in this transaction; a window that is over gets a row
    that says so, and is not sent late. A store that is not open posts nothing. Then the plugins are told that time
    has passed.
    """
    if work.store.status != "open":
        return Filled(store=work.store.key)
    filled = _fill(work, rows.cadence_of(work))
    work.notify("franchise_time_passed")
    return filled


def _fill(work: UnitOfWork, cadence: Cadence) -> Filled:
    if not cadence.slots:
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
            hand_out(self.work, post, parts or [content.Line(role=post.role, at=now, text="")])
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

    def give_up(self, key: PostKey, row: Any) -> None:
        """A post that was ready and that nobody says to have posted in its window."""
        if key in {p.key for p in self.ready}:
            return
        rows.change(self.work, key, status="missed", reason="not_done")
        settle_entries(self.work, key, row.lines, "cancelled")
        known = audiences(self.work)[key[0]]
        post = rows.as_post(row, self.cadence, known)
        self.missed.append(attrs.evolve(post, status="missed", reason="not_done"))

    def told(self) -> Filled:
        for kind, posts in (("ready", self.ready), ("missed", self.missed), ("refused", self.refused)):
            record(self.work, f"post.{kind}", posts)
        return Filled(
            store=self.work.store.key,
            ready=tuple(self.ready),
            missed=tuple(self.missed),
            refused=tuple(self.refused),
            next_at=self.next_at,
        )
