"""What waits for an answer in a group: questions, posts that stay cold, posts to all (I-128, I-135, I-142)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Final, Literal

import attrs

from franchise import Group, Message, NewTask, UnitOfWork, cadence, chat, tasks
from franchise.clock import at_wall, local, show
from franchise_crew import asking, duties, sparing, staff
from franchise_crew.messages import gettext as _
from franchise_crew.section import Crew
from franchise_crew.settings import settings_of

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
LOOK_BACK: Final = 24 * HOUR
"""What was asked longer ago is nobody's task any more."""
FRESH: Final = 12 * HOUR
"""A post that was made longer ago is not livened up."""
_SPEAKERS: Final = frozenset({"keep", "announce"})
_EXCERPT: Final = 40


@attrs.frozen(kw_only=True, slots=True)
class Waiting:
    """A message that somebody should answer until ``due_at``.

    ``question``: of a member, nobody of the crew has answered it. ``cold``: a post of the crew with which the talk
    ended. ``all``: a post that calls everybody.
    """

    sort: Literal["question", "cold", "all"]
    message: Message
    due_at: int


def is_question(section: Crew, message: Message) -> bool:
    """Whether a member's words ask something, by the setup's marks."""
    return message.kind == "text" and any(mark in message.text for mark in section.questions if mark.strip())


def waiting(
    section: Crew, messages: Sequence[Message], crew: Mapping[int, Collection[str]], now: int
) -> list[Waiting]:
    """What waits for an answer in a stretch of chat, by time. Pure.

    A question is answered by a message that refers to it, or by anything that the crew says later, unless that refers
    to another or calls everybody. A post is what somebody who keeps the group or announces says without answering:
    with no question open, and not within ``warm_minutes`` after a member spoke. Only the last message can be cold.

    Args:
        section: The section.
        messages: The group's messages of the last day, by time.
        crew: Member id → the duties of those who belong to the crew.
        now: UTC milliseconds.

    """
    said = [m for m in messages if m.kind in chat.SAID and m.member_id is not None]
    warm = section.warm_minutes * MINUTE
    out: list[Waiting] = []
    spoke = -LOOK_BACK  # when a member last did
    asked: list[Message] = []
    last: Waiting | None = None
    for message in said:
        last = None
        asked = [q for q in asked if not (message.reply_to == q.id and message.member_id != q.member_id)]
        able = crew.get(message.member_id or 0)
        if able is None:
            spoke = message.at
            if is_question(section, message) and message.at >= now - LOOK_BACK:
                asked.append(message)
            continue
        answers = bool(asked) and not message.reply_to and not message.mentions_all
        if answers:
            asked = []
        if not _SPEAKERS & set(able) or message.at < now - FRESH:
            continue
        if message.mentions_all:
            out.append(Waiting(sort="all", message=message, due_at=message.at + warm))
        elif not message.reply_to and not answers and message.at - spoke > warm:
            last = Waiting(sort="cold", message=message, due_at=message.at + warm)
    if last is not None:
        out.append(last)
    out += [Waiting(sort="question", message=q, due_at=q.at + section.reply_minutes * MINUTE) for q in asked]
    return sorted(out, key=lambda w: (w.message.at, w.message.id, w.sort))


def after_curfew(work: UnitOfWork) -> Callable[[int], tuple[int, bool]]:
    """Moves a time out of the curfew: (the first instant at which somebody may write, whether it was moved)."""
    section: cadence.Cadence = work.setup.get("cadence")
    zone = work.answers.time_zone

    def moved(at: int) -> tuple[int, bool]:
        if cadence.hour(work, at) != "curfew":
            return at, False
        day = local(at, zone).date()
        ends = [at_wall(day + timedelta(days=n), section.curfew.ends, zone) for n in range(3)]
        return next(end for end in ends if end > at), True

    return moved


def note_messages(work: UnitOfWork, group: Group) -> None:
    """Give out what waits for an answer in a group, and take back what has been answered; a handful of statements."""
    section = settings_of(work)
    if not section.roles:
        return
    now = work.now()
    known = sparing.faces(work)
    if not known.crew:
        return
    messages = chat.read(work, group, now - LOOK_BACK, now + 1)
    speakers = {m.member_id: (m.name,) for m in messages if m.member_id is not None and m.name}
    asking.ask(work, group, speakers.items())
    held = staff.load(work, days=3)
    crew: dict[int, set[str]] = {}
    for message in messages:
        if message.member_id is not None and message.member_id not in crew:
            person, _certain = known.who(message.member_id, (message.name,))
            if person is not None:
                crew[message.member_id] = {
                    duty
                    for seat in held.seats
                    if seat.person_id == person.id and seat.group_id in {None, group.id}
                    for duty in duties.of_role(section, seat.role)
                }
    found = waiting(section, messages, crew, now)
    keeper = ""  # asked once: where others keep the group, the same person answers whatever the hour
    if found and group.kind in section.outside:
        keeper = str(work.ask("franchise_on_duty", group=group, duty="reply", at=now) or "")
    wanted = [task for one in found for task in _tasks(work, group, one, held, keeper)]
    keys = {task.key for task in wanted}
    seen = {message.id for message in messages}
    gone = [
        task.key
        for task in tasks.listed(work, group=group, kind="crew")
        if task.kind in {"crew.question", "crew.cold"}
        and task.key not in keys
        and task.payload.get("message") in seen
    ]
    if gone:
        tasks.cancel(work, gone, _("answered"))
    if wanted:
        tasks.open(work, wanted)


def _tasks(work: UnitOfWork, group: Group, one: Waiting, held: staff.Staff, keeper: str) -> list[NewTask]:
    """The tasks of one message: a question has one, a post to all one for each who answers it."""
    due, night = after_curfew(work)(one.due_at)
    if night and one.sort != "question":
        return []  # nobody livens a group up at night, and in the morning the talk is about something else
    message = one.message
    mark = message.id if len(message.id) <= 64 else f"{zlib.crc32(message.id.encode()):08x}{message.id[-48:]}"
    key = f"crew.{one.sort}/{group.id}/{mark}"
    quote = " ".join(message.text.split())
    quote = quote if len(quote) <= _EXCERPT else quote[: _EXCERPT - 1] + "…"
    when = show(message.at, work.answers.time_zone)
    payload = {"message": message.id, "at": message.at}
    if one.sort == "question":
        return [
            NewTask(
                key=key,
                kind="crew.question",
                title=_("Answer {member}: {quote}").format(member=message.name, quote=quote),
                text=_("{time} {member}: {text}").format(time=when, member=message.name, text=message.text),
                group_id=group.id,
                member_id=message.member_id,
                duty="reply",
                person=keeper,
                due_at=due,
                payload=payload,
            )
        ]
    helpers = held.on_duty(group, duties.ATMOSPHERE, due)
    openly = _("Write as yourself: the members know that you help the store.")
    quoted = _("{time} {member}: {text}").format(time=when, member=message.name, text=message.text)
    if one.sort == "cold":
        turn = zlib.crc32(message.id.encode()) % len(helpers) if helpers else 0
        return [
            NewTask(
                key=key,
                kind="crew.cold",
                title=_("Nobody has answered {member}: {quote}").format(member=message.name, quote=quote),
                text=f"{quoted}\n{openly}",
                group_id=group.id,
                duty=duties.ATMOSPHERE if helpers else "reply",
                person=helpers[turn].name if helpers else keeper,
                due_at=due,
                payload=payload,
            )
        ]
    chosen = _turn(helpers, settings_of(work).answers, message.id)
    return [
        NewTask(
            key=f"{key}/{seat.person_id}",
            kind="crew.all",
            title=_("Answer the post to all: {quote}").format(quote=quote),
            text=f"{quoted}\n{openly}",
            group_id=group.id,
            duty=duties.ATMOSPHERE,
            person=seat.name,
            due_at=due,
            payload=payload,
        )
        for seat in chosen
    ]


def _turn(helpers: Sequence[staff.Seat], count: int, seed: str) -> list[staff.Seat]:
    """So many of the helpers, others for each post, the same on every machine."""
    if not helpers:
        return []
    begin = zlib.crc32(seed.encode()) % len(helpers)
    return [helpers[(begin + n) % len(helpers)] for n in range(min(count, len(helpers)))]
