"""What people are asked to do and to say, in the store's language."""

from __future__ import annotations

import hashlib
from typing import Final

import attrs

from franchise import Group, NewTask, UnitOfWork, cadence, clock, language
from franchise_houserules.messages import gettext as _
from franchise_houserules.occasions import Found, Occasion
from franchise_houserules.reading import curfews
from franchise_houserules.settings import PLUGIN

DUTIES: Final = {"remind": "warn", "warn": "warn", "kick": "kick"}
MOST_MESSAGES: Final = 20
"""Ids of messages that a task names."""


@attrs.frozen(kw_only=True)
class Told:
    """A violation and what follows: everything that the words depend on."""

    group: Group
    name: str
    number: int
    step: str
    following: str
    """The step that would be due the next time."""
    occasion: Occasion
    rules: tuple[str, ...]
    says: str
    before: int


def sanction(work: UnitOfWork, told: Told, key: str, violation: int) -> NewTask:
    """The task for a step of the ladder, with the message that it is about (I-116).

    Nobody posts in the curfew: a warning waits for its end, a removal does not.
    """
    hits = told.occasion.hits
    with language(work.answers.language):
        title = _title(told, excerpt(hits[0], work.answers.time_zone))
        text = _text(told, clock.show(hits[0].at, work.answers.time_zone))
    return NewTask(
        key=key,
        kind=f"{PLUGIN}.{told.step}",
        title=title,
        text=text,
        group_id=told.group.id,
        member_id=told.occasion.member_id,
        duty=DUTIES[told.step],
        due_at=None if told.step == "kick" else open_again(work),
        evidence=told.step == "kick",
        payload={
            "violation": violation,
            "rules": list(told.occasion.rules),
            "messages": list(dict.fromkeys(hit.message_id for hit in hits))[:MOST_MESSAGES],
            "at": told.occasion.at,
        },
    )


def open_again(work: UnitOfWork) -> int | None:
    """The end of the curfew, when it is now; else None: at once."""
    now = work.now()
    if cadence.hour(work, now) != "curfew":
        return None
    spans = curfews(work, now, now)
    return next(end for begin, end in zip(spans.begins, spans.ends, strict=True) if begin <= now < end)


def face(task: NewTask) -> str:
    """The digest of what a task says: it is opened anew when that changes."""
    words = "\0".join((task.kind, task.title, task.text, str(task.member_id)))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def excerpt(hit: Found, zone: str) -> str:
    """A hit as people find it again in the chat: ``03-05 21:14 「加我微信 …」``."""
    return f"{clock.local(hit.at, zone):%m-%d %H:%M} {what(hit)}"


def what(hit: Found) -> str:
    """What somebody did, in a few words: what the message said, or what it was."""
    if hit.reason == "flood":
        return _("{count} pictures in a row").format(count=hit.detail)
    if hit.quote:
        return _("“{words}”").format(words=hit.quote)
    return reasons().get(hit.reason, "") or _("a message without words")


def reasons() -> dict[str, str]:
    """Why a message hit, in words."""
    return {
        "flood": _("too many in a row"),
        "curfew": _("in the curfew"),
        "link": _("address of others"),
        "code": _("shopping code"),
        "card": _("business card"),
        "mini_program": _("mini program"),
        "qr": _("QR code"),
        "words": _("words"),
        "picture": _("picture"),
        "image": _("picture"),
        "video": _("video"),
        "voice": _("voice"),
        "sticker": _("sticker"),
        "file": _("file"),
    }


def _title(told: Told, shown: str) -> str:
    rules = _(", ").join(told.rules)
    titles = {
        "remind": _("Remind {name}: {rules} ({excerpt})"),
        "warn": _("Warn {name}: {rules} ({excerpt})"),
        "kick": _("Put {name} out of the group, time no. {nth}: {rules} ({excerpt}); screenshot first"),
    }
    return titles[told.step].format(name=told.name, rules=rules, excerpt=shown, nth=told.before + 1)


def _text(told: Told, time: str) -> str:
    rules = _(", ").join(told.rules)
    if told.step == "kick":
        return _(
            "Hello {name}, by our rule “{rules}” you were put out of {group}. It was about {time}."
        ).format(name=told.name, rules=rules, group=told.group.name, time=time)
    if told.says:
        words = told.says.format(name=told.name, rule=rules, group=told.group.name)
        return words if "{name}" in told.says else f"@{told.name} {words}"
    if told.step == "remind":
        return _("@{name} A friendly word on our rule “{rules}”: please leave it be. Thank you!").format(
            name=told.name, rules=rules
        )
    first = _("@{name} At {time} you broke our rule “{rules}”. Please do not do it again.").format(
        name=told.name, rules=rules, time=time
    )
    if told.following != "kick":
        return first
    return first + _(" Whoever does it again is put out of the group.")
