"""Names of members and groups that do not have the form they should have (I-098, I-118)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import attrs

from franchise import Group, NewTask, UnitOfWork, groups, language, tasks
from franchise_houserules import formats
from franchise_houserules.messages import gettext as _
from franchise_houserules.settings import DAY, PLUGIN, settings_of
from franchise_houserules.sparing import may
from franchise_houserules.telling import open_again
from franchise_houserules.violations import hold

if TYPE_CHECKING:
    from franchise_houserules.section import NameFormat

KIND: Final = f"{PLUGIN}.rename"
MOST_NAMED: Final = 30
"""Members whom one message calls by name."""


@attrs.frozen(kw_only=True)
class Misnamed:
    """A name that does not fit: a member's, or with ``member_id`` None the group's own."""

    group: Group
    member_id: int | None
    name: str
    form: NameFormat
    spared: str = ""


def misnamed(work: UnitOfWork, chosen: Sequence[Group]) -> list[Misnamed]:
    """Names that fit none of the formats for their kind, by group and name; one statement or two a group.

    A member who goes by several names is fine with one that fits. Who may not be asked to is ``spared``, with why.
    """
    section, kinds = settings_of(work), work.setup.get("groups")
    found: list[Misnamed] = []
    for group in sorted(chosen, key=lambda g: g.key):
        forms = [f for _k, f in sorted(section.names.items()) if not f.kinds or group.kind in f.kinds]
        known = {
            "store": work.answers.name,
            "place": group.place,
            "number": str(group.number),
            "chain": kinds[group.kind].chain if group.kind in kinds else "",
        }
        known = {name: text for name, text in known.items() if text}
        of_groups = [form for form in forms if form.whose == "groups"]
        if of_groups and not any(formats.fits(form, group.name, known) for form in of_groups):
            found.append(Misnamed(group=group, member_id=None, name=group.name, form=of_groups[0]))
        of_members = [form for form in forms if form.whose == "members"]
        if not of_members:
            continue
        for member in sorted(groups.members(work, group), key=lambda m: m.name):
            fine = any(formats.fits(form, name, known) for form in of_members for name in member.names)
            if member.state == "member" and not fine:
                found.append(
                    Misnamed(
                        group=group,
                        member_id=member.member_id,
                        name=member.name,
                        form=of_members[0],
                        spared=may(work, group, member.member_id, "remind"),
                    )
                )
    return found


def remind(work: UnitOfWork, chosen: Sequence[Group]) -> None:
    """Open a task for each group in which names do not fit, every ``rename_days`` at most.

    The open one is written anew when the names change, and dropped when all of them fit.
    """
    section = settings_of(work)
    if not section.names and not tasks.listed(work, kind=KIND):
        return
    hold(work)
    wanted: dict[int, list[NewTask]] = {}
    found = misnamed(work, chosen)
    for group in chosen:
        wanted[group.id] = [*_tasks(work, group, [m for m in found if m.group.id == group.id])]
    recent = [
        task
        for task in tasks.listed(work, kind=KIND, status="", since=work.now() - section.rename_days * DAY)
        if (task.finished_at or 0) <= work.now()  # what a clock wrote that was ahead keeps nobody silent
    ]
    cancelled: list[str] = []
    opened: list[NewTask] = []
    for group in chosen:
        here = [task for task in recent if task.group_id == group.id]
        for what in ("members", "group"):
            mine = [task for task in here if task.payload.get("whose") == what]
            new = next((task for task in wanted[group.id] if task.payload["whose"] == what), None)
            waiting = [task for task in mine if task.status == "open"]
            if new is not None and any((w.title, w.text) == (new.title, new.text) for w in waiting):
                continue
            cancelled += [task.key for task in waiting]
            if new is not None and (waiting or not mine):
                opened.append(new)
    if cancelled:
        tasks.cancel(work, cancelled, _("The names have changed."))
    if opened:
        tasks.open(work, opened)


def keep_up(work: UnitOfWork, chosen: Sequence[Group] | None = None) -> None:
    """Bring the open tasks of groups, or of all, in line with who is in them by now; no new one is opened elsewhere."""
    waiting = {task.group_id for task in tasks.listed(work, kind=KIND)}
    if not waiting:
        return
    remind(work, [group for group in chosen or groups.listed(work) if group.id in waiting])


def _tasks(work: UnitOfWork, group: Group, found: Sequence[Misnamed]) -> list[NewTask]:
    members = [m for m in found if m.member_id is not None and not m.spared]
    out = []
    with language(work.answers.language):
        if members:
            called = " ".join(f"@{m.name}" for m in members[:MOST_NAMED])
            form = members[0].form
            title = _("{count} names in the group do not look like this: {example}").format(
                count=len(members), example=form.example
            )
            text = _("{names} Please change your name in the group to look like this: {example}").format(
                names=called, example=form.example
            )
            out.append(_task(work, group, "members", title, text))
        for one in found:
            if one.member_id is None:
                title = _("Rename the group {name}; it should look like this: {example}").format(
                    name=one.name, example=one.form.example
                )
                out.append(_task(work, group, "group", title, ""))
    return out


def _task(work: UnitOfWork, group: Group, whose: str, title: str, text: str) -> NewTask:
    digest = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()[:12]
    return NewTask(
        key=f"{PLUGIN}/rename/{group.id}/{whose}/{work.now()}/{digest}",
        kind=KIND,
        title=title,
        text=text,
        group_id=group.id,
        duty="keep",
        due_at=open_again(work),
        payload={"whose": whose},
    )
