"""What was said in a group, as far as programs need it."""

from __future__ import annotations

from typing import Final

import attrs

from franchise.errors import FranchiseError
from franchise.messages import gettext as _

KINDS: Final = (
    "text",
    "image",
    "video",
    "voice",
    "sticker",
    "file",
    "link",
    "card",
    "mini_program",
    "qr",
    "red_packet",
    "join",
    "leave",
    "rename",
    "recall",
    "system",
)
"""Kinds of message: ``card`` is a business card, ``qr`` a picture known to hold a code, ``join`` and ``leave`` what the
app says of a member, ``rename`` a member's new nickname (in ``text``), ``recall`` a message taken back, ``system``
anything else that the app says by itself."""

SAID: Final = KINDS[: KINDS.index("join")]
"""Those that a member wrote; the others only happened."""


@attrs.frozen(kw_only=True, slots=True)
class Message:
    """One message of a group's chat.

    ``id`` is unique in its group: the export's own, or a digest of time, name, words and place among equals.
    A reader that finds none leaves it "", which `franchise.chat.ingest` fills in. ``at`` is UTC milliseconds; of
    several messages of one minute or second of an export, each is a millisecond later than the one before, so that
    (at, id) is the order in which they were written. ``name`` is the nickname as the export has it; ``member_id``
    None where the app itself speaks or nobody of that name is a member. ``text`` of a ``join`` is who invited, as far
    as the app says. ``mentions_all`` where everybody is called (@所有人). ``reply_to`` is the id of the message
    answered, "" when not known. ``forgotten``: the words are no longer kept, only who wrote when.
    """

    id: str
    at: int
    kind: str
    name: str
    member_id: int | None = None
    text: str = ""
    link: str = ""
    reply_to: str = ""
    mentions_all: bool = False
    forgotten: bool = False


@attrs.frozen(kw_only=True, slots=True)
class Problem:
    """What cannot be taken in, and where: ``line`` counts from 1, 0 where the place is not known."""

    line: int
    code: str
    message: str

    def __str__(self) -> str:
        if not self.line:
            return self.message
        return _("line {line}: {message}").format(line=self.line, message=self.message)


@attrs.frozen(kw_only=True, slots=True)
class Parsed:
    """An export as it was read: messages by time without members, the lines on which they begin, what is wrong."""

    form: str
    messages: tuple[Message, ...]
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]


@attrs.frozen(kw_only=True, slots=True)
class Ingested:
    """What became of an export.

    ``messages`` are the new ones, by time; ``known`` counts those that were there already. ``registered`` are the
    members who were not known before, ``joined`` those of them and of those who came back of whom the app says that
    they came in, ``departed`` who left. ``clashes`` are renames that could not be followed because somebody else goes
    by the new name: pairs of old and new. ``unworded`` counts new messages too old for their words to be kept,
    ``forgotten`` the earlier ones whose words were let go now. ``left`` is what was not taken in.
    """

    messages: tuple[Message, ...] = ()
    known: int = 0
    registered: tuple[int, ...] = ()
    joined: tuple[int, ...] = ()
    departed: tuple[int, ...] = ()
    clashes: tuple[tuple[str, str], ...] = ()
    unworded: int = 0
    forgotten: int = 0
    left: tuple[Problem, ...] = ()


class ChatInvalid(FranchiseError):
    """An export has mistakes; ``problems`` lists them all, and nothing of it was taken in."""

    code = "chat_invalid"

    def __init__(
        self, message: str, *, problems: tuple[Problem, ...] = (), hint: str = "", where: str = ""
    ) -> None:
        super().__init__(message, hint=hint, where=where)
        self.problems = problems
