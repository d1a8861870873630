"""Putting somebody out by hand: a reason, evidence, and a second person who agrees (C-17)."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from typing import Final

import attrs
from sqlalchemy import select, update

from franchise import (
    Conflict,
    Group,
    NewTask,
    Refused,
    Task,
    UnitOfWork,
    UsageProblem,
    groups,
    language,
    tasks,
)
from franchise_houserules import tables as t
from franchise_houserules.messages import gettext as _
from franchise_houserules.settings import DAY, PLUGIN, settings_of
from franchise_houserules.sparing import may
from franchise_houserules.violations import hold

LONGEST_REASON: Final = 300
LONGEST_PERSON: Final = 120
NOBODY: Final = frozenset({"", "unknown"})


@attrs.frozen(kw_only=True)
class Removal:
    """A removal that a person proposed; ``status``: ``proposed``, ``approved``, ``done``, ``dropped``."""

    id: int
    group_id: int
    member_id: int
    reason: str
    proposed_by: str
    approved_by: str
    status: str
    at: int
    changed_at: int


_COLUMNS: Final = tuple(field.name for field in attrs.fields(Removal))


def propose(work: UnitOfWork, group: Group, name: str, *, reason: str, by: str) -> Task:
    """Propose that a member is put out of a group; gives the task for whoever approves it.

    Raises:
        NotFound: Nobody in the group is called so.
        UsageProblem: No reason, or nobody who proposes it.
        Conflict: He is not in the group, or it was proposed already.
        Refused: A plugin is against it.

    """
    settings_of(work)
    words, person = " ".join(reason.split()), " ".join(by.split())
    if not 0 < len(words) <= LONGEST_REASON:
        raise UsageProblem(
            _("A removal needs a reason of at most {most} signs.").format(most=LONGEST_REASON),
            hint="--reason …",
        )
    if person in NOBODY or len(person) > LONGEST_PERSON:
        raise UsageProblem(_("Who proposes it?"), hint=_("--by NAME, or FRANCHISE_ACTOR"))
    member_id = groups.find_member(work, group, name)
    if groups.state(work, group, member_id) in {None, "left"}:
        raise Conflict(_("{name} is not in {group} any more.").format(name=name, group=group.name))
    if why := may(work, group, member_id, "kick"):
        raise Refused(why)
    hold(work)
    if any(one.group_id == group.id for one in listed(work, [member_id], ("proposed", "approved"))):
        raise Conflict(
            _("It was proposed already that {name} is put out of {group}.").format(
                name=name, group=group.name
            ),
            hint=_("`franchise task list --kind houserules` shows what is still to be done."),
        )
    removal = Removal(
        id=work.ids.new(),
        group_id=group.id,
        member_id=member_id,
        reason=words,
        proposed_by=person,
        approved_by="",
        status="proposed",
        at=work.now(),
        changed_at=work.now(),
    )
    work.insert(t.removal, _COLUMNS, [tuple(getattr(removal, name) for name in _COLUMNS)])
    work.record("removal.proposed", group.key, removal_id=removal.id, group_id=group.id, member_id=member_id)
    (task,) = tasks.open(work, [_approval(work, removal, group)])
    return task


def listed(
    work: UnitOfWork, members: Iterable[int] | None = None, statuses: Iterable[str] = ()
) -> list[Removal]:
    """Removals that people proposed, by time."""
    c = t.removal.c
    query = select(*(c[name] for name in _COLUMNS)).where(c.store_id == work.store_id)
    if members is not None:
        query = query.where(c.member_id.in_(sorted(members)))
    if chosen := sorted(statuses):
        query = query.where(c.status.in_(chosen))
    return [Removal(**row._mapping) for row in work.conn.execute(query.order_by(c.at, c.id))]


def may_approve(work: UnitOfWork, task: Task, person: str) -> str | None:
    """Whoever proposed it does not approve it, and nobody does without a name."""
    if person in NOBODY:
        return _("Say who approves it: --by NAME.")
    found = _of(work, task)
    if found is not None and _same(found.proposed_by, person):
        return _("{person} proposed it; somebody else must approve it.").format(person=person)
    return None


def task_finished(work: UnitOfWork, task: Task) -> None:
    """It was approved: somebody puts him out. He was put out: he is. It was dropped: nothing follows."""
    from franchise_houserules.finishing import group_of, put_out

    found, group = _of(work, task), group_of(work, task.group_id)
    if found is None or group is None or found.status not in {"proposed", "approved"}:
        return
    if task.status == "dropped":
        _mark(work, found, "dropped", found.approved_by)
    elif task.kind == f"{PLUGIN}.approve":
        if found.status == "proposed":
            _mark(work, found, "approved", task.finished_by)
            tasks.open(work, [_kick(work, found, group)])
    else:
        put_out(work, group, found.member_id, but=found.id)
        _mark(work, found, "done", found.approved_by)


def catch_up(work: UnitOfWork) -> None:
    """Take over what was approved, done or dropped while this plugin was not told, or failed."""
    waiting = {one.id: one for one in listed(work, statuses=("proposed", "approved"))}
    if not waiting:
        return
    since = min(one.changed_at for one in waiting.values()) - DAY  # a clock may have gone back
    for kind in ("approve", "kick"):
        for status in ("done", "dropped"):
            for task in tasks.listed(work, kind=f"{PLUGIN}.{kind}", status=status, since=since):
                if task.payload.get("removal") in waiting:
                    task_finished(work, task)


def drop(work: UnitOfWork, inside: Collection[int], member_id: int, reason: str, *, but: int = 0) -> None:
    """Drop what was proposed about a member of these groups: he is out by now."""
    for one in listed(work, [member_id], ("proposed", "approved")):
        if one.group_id in inside and one.id != but:
            tasks.cancel(work, [_key(one, what) for what in ("approve", "kick")], reason)
            _mark(work, one, "dropped", one.approved_by)


def keys_of(work: UnitOfWork, members: Iterable[int]) -> list[str]:
    """The keys of the tasks of removals that are still open."""
    found = listed(work, members, ("proposed", "approved"))
    return [_key(one, what) for one in found for what in ("approve", "kick")]


def _of(work: UnitOfWork, task: Task) -> Removal | None:
    c = t.removal.c
    row = work.conn.execute(
        select(*(c[name] for name in _COLUMNS)).where(
            c.store_id == work.store_id, c.id == task.payload.get("removal", 0)
        )
    ).one_or_none()
    return None if row is None else Removal(**row._mapping)


def _mark(work: UnitOfWork, removal: Removal, status: str, approved_by: str) -> None:
    c = t.removal.c
    work.conn.execute(
        update(t.removal)
        .where(c.store_id == work.store_id, c.id == removal.id)
        .values(status=status, approved_by=approved_by, changed_at=work.now())
    )
    work.record(f"removal.{status}", removal.id, group_id=removal.group_id, member_id=removal.member_id)


def _approval(work: UnitOfWork, removal: Removal, group: Group) -> NewTask:
    with language(work.answers.language):
        title = _("Approve or drop: {name} is to be put out of the group ({person}: {reason})").format(
            name=_name(work, group, removal.member_id),
            person=removal.proposed_by,
            reason=removal.reason,
        )
    return _task(removal, group, "approve", title, "")


def _kick(work: UnitOfWork, removal: Removal, group: Group) -> NewTask:
    name = _name(work, group, removal.member_id)
    with language(work.answers.language):
        title = _("Put {name} out of the group: {reason}; screenshot first").format(
            name=name, reason=removal.reason
        )
        text = _("Hello {name}, you were put out of {group}. The reason: {reason}.").format(
            name=name, group=group.name, reason=removal.reason.rstrip(".。")
        )
    return _task(removal, group, "kick", title, text)


def _task(removal: Removal, group: Group, what: str, title: str, text: str) -> NewTask:
    return NewTask(
        key=_key(removal, what),
        kind=f"{PLUGIN}.{what}",
        title=title,
        text=text,
        group_id=group.id,
        member_id=removal.member_id,
        duty=what,
        evidence=True,
        payload={"removal": removal.id},
    )


def _key(removal: Removal, what: str) -> str:
    return f"{PLUGIN}/removal/{removal.id}/{what}"


def _name(work: UnitOfWork, group: Group, member_id: int) -> str:
    return groups.roster(work, group).shown.get(member_id, f"#{member_id}")


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    """A name without what nobody sees in it: spaces, widths, cases, signs that are not shown."""
    letters = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in letters if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"})
