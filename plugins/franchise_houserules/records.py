"""What is known of violations, for people."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from franchise import Group, UnitOfWork, groups
from franchise_houserules import moves
from franchise_houserules.occasions import Occasion, occasions, step_for
from franchise_houserules.reading import good_marks, hits_of
from franchise_houserules.settings import DAY, settings_of
from franchise_houserules.violations import COUNTS, Violation, violations_of


@attrs.frozen(kw_only=True)
class Entry:
    """A violation with the names that people know; ``occasion`` None where its words are not kept any more."""

    violation: Violation
    group: Group
    name: str
    occasion: Occasion | None


@attrs.frozen(kw_only=True)
class Record:
    """What is known of one member in a group: his violations, what counts now, what would follow, what is good."""

    name: str
    entries: tuple[Entry, ...]
    counted: int
    following: str
    good: int


def listed(
    work: UnitOfWork,
    *,
    inside: Iterable[int] | None = None,
    members: Iterable[int] | None = None,
    statuses: Iterable[str] = (),
) -> list[Entry]:
    """Violations, the latest last; all of them, or those of members, in groups (``inside``: ids), of some statuses."""
    section = settings_of(work)
    chosen, inside = set(statuses), None if inside is None else sorted(inside)
    rows = [row for row in violations_of(work, members, inside) if not chosen or row.status in chosen]
    known = {one.id: one for one in groups.listed(work)}
    hits = hits_of(work, {row.member_id for row in rows}, inside) if rows else []
    found = {(o.group_id, o.conduct, o.message_id): o for o in occasions(hits, section.occasion_minutes)}
    names = {
        group_id: groups.roster(work, known[group_id]).shown
        for group_id in sorted({r.group_id for r in rows})
    }
    return [
        Entry(
            violation=row,
            group=known[row.group_id],
            name=names[row.group_id].get(row.member_id, "■"),
            occasion=found.get((row.group_id, row.conduct, row.message_id)),
        )
        for row in rows
    ]


def record(work: UnitOfWork, group: Group, name: str) -> Record:
    """A member's record.

    Raises:
        NotFound: Nobody in the group is called so.

    """
    section = settings_of(work)
    member_id = groups.find_member(work, group, name)
    inside = moves.only(work, member_id, group) if section.scope == "group" else None
    entries = listed(work, inside=inside, members=[member_id])
    days = section.warn_days
    counted = [
        e.violation
        for e in entries
        if e.violation.status in COUNTS
        and e.violation.conduct == "forbidden"
        and (days is None or e.violation.at > work.now() - days * DAY)
    ]
    if section.counts == "told":
        counted = [v for v in counted if v.status == "done"]
    removed = [v.changed_at for v in counted if v.step == "kick" and v.status == "done"]
    if removed and section.after_kick == "begin_again":
        counted = [v for v in counted if v.at > max(removed)]
    return Record(
        name=groups.roster(work, group).shown[member_id],
        entries=tuple(entries),
        counted=len(counted),
        following=step_for(("",), {}, section.ladder, len(counted)),
        good=good_marks(work, group).get(member_id, 0),
    )
