"""A task on a screen or a phone: what it is, until when, and between rules exactly what to paste."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

from franchise.clock import local, show
from franchise.messages import gettext as _
from franchise.tasks.forgetting import ERASED
from franchise.tasks.values import Proof, Task

RULE: Final = "--------"
_MINUTE: Final = 60_000
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR


def status_words() -> dict[str, str]:
    """What became of a task, in words."""
    return {"open": _("to be done"), "done": _("done"), "dropped": _("dropped")}


def duty_words() -> dict[str, str]:
    """What a task asks for, in words; a plugin's own words stand as they are."""
    return {
        "announce": _("announcing"),
        "approve": _("approving"),
        "hand_over": _("handing over"),
        "keep": _("keeping the group"),
        "kick": _("removing"),
        "reply": _("replying"),
        "warn": _("warning"),
        "welcome": _("welcoming"),
    }


def note_of(task: Task) -> str:
    """A task's note as people read it."""
    return _("the member was erased") if task.note == ERASED else task.note


def is_overdue(task: Task, now: int) -> bool:
    """Whether it should have been done by now."""
    return task.status == "open" and task.due_at < now


def when(at: int, now: int, zone: str) -> str:
    """An instant as short as it can be said: ``14:30`` today, ``03-06 09:00`` another day, with a year in another."""
    moment, today = local(at, zone), local(now, zone)
    if moment.date() == today.date():
        return moment.strftime("%H:%M")
    return moment.strftime("%m-%d %H:%M" if moment.year == today.year else "%Y-%m-%d %H:%M")


def late(task: Task, now: int) -> str:
    """How long a task is overdue: minutes, hours or days, rounded down; "" when it is not."""
    if not is_overdue(task, now):
        return ""
    behind = now - task.due_at
    if behind >= _DAY:
        return _("{count} d").format(count=behind // _DAY)
    if behind >= _HOUR:
        return _("{count} h").format(count=behind // _HOUR)
    return _("{count} min").format(count=max(behind // _MINUTE, 1))


def data(task: Task, now: int, zone: str, proofs: Sequence[Proof] | None = None) -> dict[str, Any]:
    """A task for programs: instants as the store's clock shows them, ISO with offset."""
    out = attrs.asdict(task, recurse=False)
    out["payload"] = dict(task.payload)
    for name in ("due_at", "made_at", "finished_at"):
        out[name] = None if out[name] is None else iso(out[name], zone)
    out["overdue"] = is_overdue(task, now)
    if proofs is not None:
        out["files"] = [proof_data(proof, zone) for proof in proofs]
    return out


def proof_data(proof: Proof, zone: str) -> dict[str, Any]:
    """What is said of a file, for programs."""
    values = attrs.asdict(proof, filter=attrs.filters.exclude("data"))
    return values | {"given_at": iso(proof.given_at, zone)}


def iso(at: int, zone: str) -> str:
    """An instant as the store's clock shows it, with its offset."""
    return local(at, zone).isoformat(timespec="seconds")


def text(task: Task, group: str, proofs: Sequence[Proof], now: int, zone: str) -> str:
    """A task as its person reads it; ``group`` is the group's name, "" for none."""
    who = task.person or _("whoever is on duty")
    out = [f"【{who}】 " + _("Task {number}: {title}").format(number=task.number, title=task.title)]
    if group:
        out.append(_("Group: {group}").format(group=group))
    out.append(_("What for: {duty}").format(duty=duty_words().get(task.duty, task.duty)))
    until = _("Until: {time}").format(time=show(task.due_at, zone))
    behind = late(task, now)
    out.append(until + (" " + _("({time} late)").format(time=behind) if behind else ""))
    if task.status != "open":
        words = (
            _("Done by {person} at {time}") if task.status == "done" else _("Dropped by {person} at {time}")
        )
        out.append(words.format(person=task.finished_by, time=show(task.finished_at or 0, zone)))
        if task.note:
            out.append(_("Note: {text}").format(text=note_of(task)))
    if proofs:
        out.append(_("Evidence: {files}").format(files=_(", ").join(proof.name for proof in proofs)))
    if task.text:
        out += [RULE, task.text, RULE]
    if task.status == "open":
        command = f"franchise task done {task.number}" + (" --evidence FILE" if task.evidence else "")
        words = _("Then, with a screenshot: {command}") if task.evidence else _("Then: {command}")
        out.append(words.format(command=command))
    return "\n".join(out) + "\n"
