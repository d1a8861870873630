"""Tasks: what a person must do, because no program can."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import attrs

TaskStatus = Literal["open", "done", "dropped"]

DUTIES: Final = ("keep", "announce", "welcome", "warn", "kick", "reply", "approve", "hand_over")
"""What a task may ask for: keep the group, announce, welcome newcomers, warn, kick, reply to members, approve what
somebody else proposed, hand a shift over. A plugin may use duties of its own as well."""


@attrs.frozen(kw_only=True, slots=True)
class NewTask:
    """A task to be given out. ``key`` is its idempotency key: the same key opens a task once and for all.

    ``kind`` is ``<plugin>.<what>``, ``title`` one line in the store's language, ``text`` what is to be pasted or said,
    exactly so. ``duty`` says who may do it (`DUTIES`); ``person`` who should, "" for whoever is on duty; ``evidence``
    that it is finished only with a file. ``due_at`` in UTC milliseconds, None: at once.
    ``payload`` holds JSON values and names people by id.
    """

    key: str
    kind: str
    title: str
    text: str = ""
    group_id: int | None = None
    member_id: int | None = None
    duty: str = "keep"
    person: str = ""
    due_at: int | None = None
    evidence: bool = False
    payload: Mapping[str, Any] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True, slots=True)
class Task:
    """A task as its row says. ``number`` is what people call it by: 1, 2, 3 … in each store.

    ``group`` is the group's key, "" for none; ``finished_by`` and ``note`` say who did or dropped it and why.
    """

    id: int
    number: int
    key: str
    kind: str
    title: str
    text: str
    group_id: int | None
    group: str
    member_id: int | None
    duty: str
    person: str
    due_at: int
    evidence: bool
    status: TaskStatus
    payload: Mapping[str, Any]
    made_at: int
    finished_at: int | None = None
    finished_by: str = ""
    note: str = ""


@attrs.frozen(kw_only=True, slots=True)
class Evidence:
    """A file that proves what was done: a screenshot, a photo, a list. ``name`` is what it was called."""

    name: str
    data: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True, slots=True)
class Proof:
    """A file as it is kept with a task. ``nth`` counts from 1; ``media`` was read from the content, not the name."""

    nth: int
    name: str
    media: str
    size: int
    sha256: str
    given_by: str
    given_at: int
    data: bytes = attrs.field(repr=False, default=b"")
    """The file itself, where it was asked for."""
