"""Welcoming newcomers: each once, within a minute, never in the curfew (I-115, I-153, I-200)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from franchise import Group, Membership, NewTask, Task, UnitOfWork, groups, language, tasks
from franchise_content import choosing, handing
from franchise_content.hours import Curfew, free_from
from franchise_content.messages import gettext as _
from franchise_content.occasions import fill, variables
from franchise_content.section import Content
from franchise_content.settings import settings_of
from franchise_content.speaking import ALL, Said, called, say, words

KIND: Final = "content.welcome"
DUTY: Final = "welcome"
DAY: Final = 86_400_000
SOON: Final = 60_000
"""What is due within a minute is shown already, in milliseconds."""


def key(group_id: int, member_id: int) -> str:
    """What a welcome is, once and for all."""
    return f"{KIND}/{group_id}/{member_id}"


def due(section: Content, curfew: Curfew, joined_at: int, now: int, zone: str) -> int | None:
    """When a newcomer is welcomed, UTC milliseconds: within the set seconds, or when the curfew ends; None: never.

    Whoever joined more than a day ago is no newcomer.
    """
    if now - joined_at > DAY:
        return None
    at = free_from(curfew, joined_at + section.welcome.within_seconds * 1000, zone)
    if at is not None and at < now:  # it was learnt late, and now may be in the curfew
        free = free_from(curfew, now, zone)
        return at if free == now else free
    return at


def joined(work: UnitOfWork, group: Group, members: Sequence[Membership]) -> None:
    """Have newcomers welcomed; whoever was welcomed in this group before is not again.

    The number of statements does not depend on the number of newcomers.
    """
    section = settings_of(work)
    wanted = section.welcome.kinds
    found = choosing.of_kind(section, "welcome", group.kind)
    if not found or (wanted and group.kind not in wanted):
        return
    now, zone = work.now(), work.answers.time_zone
    curfew = work.setup.get("cadence").curfew
    dues = {
        one.member_id: at
        for one in members
        if one.state == "member" and (at := due(section, curfew, one.joined_at, now, zone)) is not None
    }
    if not dues:
        return
    if not handing.is_for_people(work):
        groups.hold(work, group)  # whoever else welcomes them at this moment has done so, or will see it
    saying = found[0][1]
    names = {one.member_id: one.name for one in members}
    with language(work.answers.language):
        known = words(work, group.kind, group, ALL, variables(saying.text))
        items = [
            NewTask(
                key=key(group.id, member_id),
                kind=KIND,
                title=_("Welcome {name} in {group}").format(name=names[member_id], group=group.name),
                text=_text(work, saying.text, known, names[member_id]),
                group_id=group.id,
                member_id=member_id,
                duty=DUTY,
                person=_on_duty(work, group, at),
                due_at=at,
                payload={"picture": saying.picture},
            )
            for member_id, at in dues.items()
        ]
    handing.hand_out(work, items)


def _text(work: UnitOfWork, saying: str, known: dict[str, str], name: str) -> str:
    """The words for one newcomer; where no person pastes them, without the name."""
    return fill(saying, {**known, "names": called([name])} if handing.is_for_people(work) else known)


def _on_duty(work: UnitOfWork, group: Group, at: int) -> str:
    """Who welcomes: whoever is on duty now, or when the curfew ends; asked once for each of these."""
    at = max(at, work.now())
    if at - work.now() <= SOON:
        at = work.now()
    return work.once(
        ("content.on_duty", group.id, at),
        lambda: str(work.ask("franchise_on_duty", group=group, duty=DUTY, at=at) or ""),
    )


def merged(work: UnitOfWork, group: Group, member_id: int, merged_id: int) -> None:
    """Two were one: he is welcomed once, and not at all when he has long been there under the other name."""
    found = {task.key: task.status for task in tasks.listed(work, status="", group=group, kind=KIND)}
    second = key(group.id, merged_id)
    gone = [second]
    pool = work.setup.get("groups")[group.kind].when_full == "waiting_pool"
    if found.get(second) != "open" and (
        second in found or not pool
    ):  # where one may wait, he has yet to come in
        gone.append(key(group.id, member_id))
    with language(work.answers.language):
        tasks.cancel(work, gone, _("He is another member under a second name."))
    handing.forget(work, [merged_id])


def erased(work: UnitOfWork, member_ids: Sequence[int]) -> None:
    """Somebody is forgotten: he is not welcomed, and nothing is left of his having been."""
    ids = set(member_ids)
    keys = [task.key for task in tasks.listed(work, kind=KIND) if task.member_id in ids]
    with language(work.answers.language):
        tasks.cancel(work, keys, _("The member was erased."))
    handing.forget(work, member_ids)


def time_passed(work: UnitOfWork) -> None:
    """Take welcomes away that nobody needs any more: he left again, or nobody said it within a day.

    One statement when nobody waits.
    """
    found = tasks.listed(work, kind=KIND)
    if not found:
        return
    inside = _inside(work, found)
    with language(work.answers.language):
        left = [task.key for task in found if task.member_id not in inside.get(task.group_id or 0, {})]
        late = [task.key for task in found if work.now() - task.due_at > DAY]
        tasks.cancel(work, left, _("The newcomer has left again."))
        tasks.cancel(work, late, _("Nobody said it within a day."))


def _inside(work: UnitOfWork, found: Sequence[Task]) -> dict[int, dict[int, str]]:
    """Who of these newcomers is in his group: group id → member id → name."""
    wanted: dict[int, set[int]] = {}
    for task in found:
        if task.group_id is not None and task.member_id is not None:
            wanted.setdefault(task.group_id, set()).add(task.member_id)
    return {
        place.id: {
            one.member_id: one.name
            for one in groups.members(work, place, sorted(wanted[place.id]))
            if one.state == "member"
        }
        for place in groups.listed(work)
        if place.id in wanted
    }


@attrs.frozen(kw_only=True, slots=True)
class Waiting:
    """A group's newcomers who wait for their welcome, and one text for all of them."""

    group: Group
    names: tuple[str, ...]
    tasks: tuple[Task, ...]
    said: Said


def waiting(work: UnitOfWork, group: Group | None = None) -> list[Waiting]:
    """Who is to be welcomed now, by group: one text calls them all. Nobody in the curfew, nor who left again."""
    from franchise import cadence

    if cadence.hour(work) == "curfew":
        return []
    now = work.now()
    due = tasks.listed(work, kind=KIND, group=group, due_by=now + SOON)
    found = [task for task in due if now - task.due_at <= DAY]
    if not found:
        return []
    inside = _inside(work, found)
    out = []
    for place in groups.listed(work):
        there = inside.get(place.id, {})
        own = [task for task in found if task.group_id == place.id and task.member_id in there]
        if own:
            names = tuple(there[task.member_id] for task in own if task.member_id is not None)
            out.append(
                Waiting(
                    group=place,
                    names=names,
                    tasks=tuple(own),
                    said=say(work, "welcome", group=place, names=names),
                )
            )
    return out
