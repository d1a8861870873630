"""What was said in a group, as far as programs need it."""

from __future__ import annotations

from typing import Final

import attrs

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
    ``at`` is UTC milliseconds. ``name`` is the nickname as the export has it; ``member_id`` None where the app itself
    speaks or nobody of that name may be a member. ``mentions_all`` where everybody is called (@所有人).
    ``reply_to`` is the id of the message answered, "" when not known.
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
