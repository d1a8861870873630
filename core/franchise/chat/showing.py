"""What is said of an export that was taken in, and of messages that are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

import attrs

from franchise import groups
from franchise.chat.times import iso_instant
from franchise.chat.values import KINDS, Ingested, Message, Parsed
from franchise.clock import at_wall, local, show
from franchise.errors import UsageProblem
from franchise.groups.values import Group, typed
from franchise.messages import gettext as _
from franchise.tasks import Task, opened
from franchise.tasks import showing as tasks
from franchise.tasks.writing import data as task_data
from franchise.work import UnitOfWork

FOREVER: Final = 1 << 62
_MOST_NAMES: Final = 20
_MOST_LEFT: Final = 200


@attrs.frozen(kw_only=True)
class Taken:
    """What came of taking an export in: facts for people and programs."""

    group: Group
    zone: str
    now: int
    form: str
    keep_days: int
    done: Ingested
    names: Mapping[int, str]
    tasks: tuple[Task, ...]
    failures: tuple[str, ...]


def taken(work: UnitOfWork, group: Group, parsed: Parsed, done: Ingested) -> Taken:
    """Gather them before the transaction ends."""
    return Taken(
        group=group,
        zone=work.answers.time_zone,
        now=work.now(),
        form=parsed.form,
        keep_days=work.setup.get("chat").keep_days,
        done=done,
        names=groups.roster(work, group).shown,
        tasks=tuple(opened(work)),
        failures=tuple(str(failure) for failure in work.failures),
    )


def lines(taken: Taken, kinds: Mapping[str, str]) -> Iterator[str]:
    """What came in, one sentence a line."""
    done = taken.done
    count = len(done.messages)
    if count:
        text = _("{group}: new messages: {count}, from {since} to {until}; known already: {known}.")
        first, last = done.messages[0].at, done.messages[-1].at
        yield text.format(
            group=taken.group.name,
            count=count,
            since=show(first, taken.zone),
            until=show(last, taken.zone),
            known=done.known,
        )
        found = Counter(m.kind for m in done.messages)
        yield _(", ").join(f"{kinds[kind]} {found[kind]}" for kind in KINDS if kind in found)
    elif done.known or done.left:
        text = _("{group}: nothing new; known already: {known}.")
        yield text.format(group=taken.group.name, known=done.known)
    else:
        yield _("{group}: there is no message in this export.").format(group=taken.group.name)
    for sentence, ids in (
        (_("Taken in, not known before: {names}"), done.registered),
        (_("Came in: {names}"), done.joined),
        (_("Left: {names}"), done.departed),
    ):
        if ids:
            yield sentence.format(names=_names(taken, ids))
    if done.unworded:
        text = _("Older than {days} days and therefore kept without their words: {count}")
        yield text.format(count=done.unworded, days=taken.keep_days)
    if done.forgotten:
        text = _("Earlier messages whose words are let go after {days} days: {count}")
        yield text.format(count=done.forgotten, days=taken.keep_days)
    for task in taken.tasks:
        yield tasks.opened(task)


def _names(taken: Taken, ids: tuple[int, ...]) -> str:
    shown = [taken.names.get(i, f"#{i}") for i in ids[:_MOST_NAMES]]
    if len(ids) > _MOST_NAMES:
        shown.append(_("and {count} more").format(count=len(ids) - _MOST_NAMES))
    return _(", ").join(shown)


def doubts(taken: Taken) -> Iterator[str]:
    """What a person should look at."""
    for old, new in taken.done.clashes:
        yield _(
            "{old} is called {new} now, but somebody else goes by that name; if they are one person: {command}"
        ).format(
            old=old,
            new=new,
            command=f"franchise member merge {typed(old)} {typed(new)} --group {taken.group.key}",
        )
    for problem in taken.done.left[:_MOST_LEFT]:
        yield _("left out, {problem}").format(problem=problem)
    if len(taken.done.left) > _MOST_LEFT:
        count = len(taken.done.left) - _MOST_LEFT
        yield _("{count} more were left out; --json lists them all").format(count=count)


def data(taken: Taken) -> dict[str, Any]:
    """The same for programs."""
    done = taken.done
    found = Counter(m.kind for m in done.messages)
    return {
        "group": taken.group.key,
        "form": taken.form,
        "new": len(done.messages),
        "known": done.known,
        "kinds": {kind: found[kind] for kind in KINDS if kind in found},
        "from": iso(done.messages[0].at, taken.zone) if done.messages else None,
        "to": iso(done.messages[-1].at, taken.zone) if done.messages else None,
        "registered": [taken.names.get(i, "") for i in done.registered],
        "joined": [taken.names.get(i, "") for i in done.joined],
        "left": [taken.names.get(i, "") for i in done.departed],
        "clashes": [{"old": old, "new": new} for old, new in done.clashes],
        "unworded": done.unworded,
        "forgotten": done.forgotten,
        "skipped": [attrs.asdict(problem) for problem in done.left],
        "tasks": [task_data(task, taken.now, taken.zone) for task in taken.tasks],
        "failures": list(taken.failures),
    }


def message_data(message: Message, zone: str, roster: Mapping[int, str]) -> dict[str, Any]:
    """One message for programs: the keys of an export, and the member's main name."""
    return {
        "id": message.id,
        "at": iso(message.at, zone),
        "name": message.name,
        "member": roster.get(message.member_id) if message.member_id is not None else None,
        "kind": message.kind,
        "text": message.text,
        "link": message.link,
        "reply_to": message.reply_to,
        "mentions_all": message.mentions_all,
        "forgotten": message.forgotten,
    }


def iso(at: int, zone: str) -> str:
    """An instant with its offset, on the store's clock."""
    return local(at, zone).isoformat(timespec="milliseconds" if at % 1000 else "seconds")


def moment(work: UnitOfWork, text: str) -> int:
    """Read a date or a time on the store's clock: ``2026-03-05``, ``yesterday``, ``2026-03-05T20:00``.

    Raises:
        UsageProblem: It is neither.

    """
    words = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}
    text, zone = text.strip(), work.answers.time_zone
    try:
        if text in words:
            return at_wall(date.fromisoformat(work.today()) - timedelta(days=words[text]), 0, zone)
        if len(text) == len("2026-03-05"):
            return at_wall(date.fromisoformat(text), 0, zone)
        return iso_instant(text, zone)
    except (ValueError, OverflowError) as error:
        raise UsageProblem(
            _("{text!r} is neither a date such as 2026-03-05 nor a time such as 2026-03-05T20:00.").format(
                text=text[:40]
            )
        ) from error
