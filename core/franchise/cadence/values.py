"""Posts, and what a plan is made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

import attrs

Status = Literal["planned", "waiting", "done", "missed", "refused", "dropped", "deferred"]
PostKey = tuple[int, str, str, int]
"""What a post is, once and for all: (group id, slot, day, nth)."""

READY: Final = ("planned", "waiting")
"""What is still to be posted."""
SHORTEST_GAP: Final = 60
LONGEST_GAP: Final = 120
"""Seconds from one line of a scene to the next (I-164)."""


@attrs.frozen(kw_only=True, slots=True)
class Audience:
    """A group as the planner needs it.

    ``created_at`` and ``joined`` (each member's joining, for slots that count from it) are UTC milliseconds;
    ``started`` is day 1 of the group's counts where somebody set it.
    """

    group_id: int
    key: str
    name: str
    kind: str
    created_at: int
    started: date | None = None
    joined: tuple[int, ...] = ()
    watched_since: int = 0
    """The first instant of the day on which the store's cadence began: older windows are nobody's."""


@attrs.frozen(kw_only=True, slots=True)
class Made:
    """What a post that was made before used up; ``posted`` False: prepared, but its window was missed."""

    group_id: int
    slot: str
    day: str
    nth: int
    column: str
    material: str
    posted: bool = True

    @property
    def key(self) -> PostKey:
        return (self.group_id, self.slot, self.day, self.nth)


@attrs.frozen(kw_only=True, slots=True)
class Post:
    """One post in one group: planned, or as its row says.

    ``nth`` is the day of the slot's count, 0 without one. ``begins_at``, ``ends_at``, ``due_at`` and ``done_at``
    are UTC milliseconds; ``due_at`` is when it was made ready. ``gap``: its column has no material for it.
    ``reason`` says why it is missed, refused, dropped (capacity) or deferred (frequency, rest).
    """

    group_id: int
    group: str
    group_name: str
    kind: str
    slot: str
    name: str
    day: str
    nth: int
    begins_at: int
    ends_at: int
    priority: int
    role: str
    channel: str
    private: bool = False
    column: str = ""
    material: str = ""
    gap: bool = False
    status: Status = "planned"
    reason: str = ""
    due_at: int | None = None
    done_at: int | None = None

    @property
    def key(self) -> PostKey:
        return (self.group_id, self.slot, self.day, self.nth)


@attrs.frozen(kw_only=True, slots=True)
class Notice:
    """Something that a plan's reader should know: a sentence, its code, and where to change it."""

    code: str
    text: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" if self.where else self.text


@attrs.frozen(kw_only=True, slots=True)
class Plan:
    """The posts of some days, by time, and what is to be noticed about them."""

    from_day: str
    days: int
    posts: tuple[Post, ...]
    notices: tuple[Notice, ...] = ()

    def by_key(self) -> Mapping[PostKey, Post]:
        return {post.key: post for post in self.posts}
