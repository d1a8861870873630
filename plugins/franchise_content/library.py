"""The library: what lies on its shelves, what is used, what is missing, what may be picked (I-184, I-186)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

import attrs
from sqlalchemy import select, update

from franchise import Group, Refused, UnitOfWork, UsageProblem, cadence, did_you_mean, groups
from franchise_content import choosing
from franchise_content import tables as t
from franchise_content.messages import gettext as _
from franchise_content.section import Content
from franchise_content.settings import settings_of
from franchise_content.shelves import shelf_words
from franchise_content.vocabulary import FEATURES, SHELVES

if TYPE_CHECKING:
    from franchise.cadence import Cadence, Material

DAY: Final = 86_400_000


@attrs.frozen(kw_only=True, slots=True)
class Shelf:
    """One shelf: how many materials lie there, and how many of them nobody has picked within ``repeat_days``."""

    shelf: str
    materials: int
    free: int
    columns: tuple[str, ...]


@attrs.frozen(kw_only=True, slots=True)
class Gap:
    """Something that is missing; ``needed`` when a group cannot be made without it."""

    code: str
    where: str
    text: str
    needed: bool = False


def on_shelf(section: Content, cadence: Cadence, shelf: str) -> list[str]:
    """The materials of a shelf, by key: those that say so, and those of columns that do."""
    return [key for key, m in sorted(cadence.materials.items()) if shelf_of(section, key, m.column) == shelf]


def shelf_of(section: Content, material: str, column: str) -> str:
    own, general = section.materials.get(material), section.columns.get(column)
    return (own.shelf if own else "") or (general.shelf if general else "")


def topic_of(section: Content, material: str, column: str) -> str:
    own, general = section.materials.get(material), section.columns.get(column)
    return (own.topic if own else "") or (general.topic if general else "")


def shelves(work: UnitOfWork, group: Group | None = None) -> list[Shelf]:
    """What lies on each shelf; what is free for one group, or for every group of the store."""
    section, held = settings_of(work), _cadence(work)
    resting = _resting(work, section, group)
    out = []
    for shelf in SHELVES:
        keys = on_shelf(section, held, shelf)
        out.append(
            Shelf(
                shelf=shelf,
                materials=len(keys),
                free=sum(key not in resting for key in keys),
                columns=tuple(sorted({held.materials[key].column for key in keys})),
            )
        )
    return out


def pick(work: UnitOfWork, shelf: str, group: Group) -> tuple[str, Material]:
    """Draw something from a shelf for a group: at random, and nothing twice within ``repeat_days`` (I-184).

    The same state draws the same.

    Raises:
        UsageProblem: There is no such shelf.
        Refused: Nothing is left on it.

    """
    if shelf not in SHELVES:
        raise UsageProblem(
            _("There is no shelf {shelf!r}.").format(shelf=shelf[:40]),
            hint=did_you_mean(shelf, SHELVES) or ", ".join(SHELVES),
        )
    groups.hold(work, group)
    section, held = settings_of(work), _cadence(work)
    keys = on_shelf(section, held, shelf)
    resting = _resting(work, section, group)
    free = [key for key in keys if key not in resting]
    if not free:
        raise Refused(
            _("Nothing is left on the shelf {shelf} for {group}: {count} lie there.").format(
                shelf=shelf, group=group.name, count=len(keys)
            ),
            hint=_("Add materials, or make [content] repeat_days smaller than {days}.").format(
                days=section.repeat_days
            ),
        )
    seed = "\0".join((work.store.key, group.key, shelf, work.today(), str(len(resting))))
    dice = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
    key = free[dice % len(free)]
    if not work.insert_new(t.shown, group_id=group.id, material=key, at=work.now()):
        work.conn.execute(
            update(t.shown)
            .where(
                t.shown.c.store_id == work.store_id,
                t.shown.c.group_id == group.id,
                t.shown.c.material == key,
            )
            .values(at=work.now())
        )
    work.record("content.picked", group.key, group_id=group.id, shelf=shelf, material=key)
    return key, held.materials[key]


def _cadence(work: UnitOfWork) -> Cadence:
    found: Cadence = work.setup.get("cadence")
    return found


def _resting(work: UnitOfWork, section: Content, group: Group | None) -> set[str]:
    """The materials that were picked too lately."""
    query = select(t.shown.c.material).where(
        t.shown.c.store_id == work.store_id, t.shown.c.at > work.now() - section.repeat_days * DAY
    )
    if group is not None:
        query = query.where(t.shown.c.group_id == group.id)
    return set(work.conn.execute(query).scalars())


def gaps(work: UnitOfWork, from_day: date, days: int) -> list[Gap]:
    """Everything that is missing: sayings, columns, materials for the days named, shelves, topics."""
    section, held = settings_of(work), _cadence(work)
    planned = cadence.agenda(work, from_day, days)
    kinds: Sequence[str] = sorted(work.setup.get("groups"))
    return [
        *_sayings(section, kinds, date.fromisoformat(work.today())),
        *_columns(section, held),
        *(
            Gap(code="material", where=notice.where, text=notice.text)
            for notice in planned.notices
            if notice.code == "gap"
        ),
        *_shelves(section, held),
    ]


def _sayings(section: Content, kinds: Sequence[str], today: date) -> Iterator[Gap]:
    for kind in kinds:
        if kind not in section.kinds:
            yield Gap(
                code="kind",
                where=f"[content.kinds.{kind}]",
                text=_("Nothing is said in groups of kind {kind}.").format(kind=kind),
            )
            continue
        for occasion in choosing.missing(section, kind):
            yield Gap(
                code="saying",
                where="[content.sayings]",
                text=_("There is no saying of {occasion} for {kind}.").format(occasion=occasion, kind=kind),
                needed=occasion in section.founding.needed,
            )
        if choosing.latest_activity(section, kind, today) is None:
            yield Gap(
                code="activity",
                where="[content.activities]",
                text=_("No activity is on in {kind}; welcomes cannot name one.").format(kind=kind),
            )


def _columns(section: Content, held: Cadence) -> Iterator[Gap]:
    """The four columns: each wants a column, each column a slot, each slot material (I-186)."""
    used = {column for slot in held.slots.values() for column in slot.columns}
    for feature in FEATURES:
        keys = sorted(key for key, facts in section.columns.items() if facts.feature == feature)
        if not keys:
            yield Gap(
                code="feature",
                where="[content.columns]",
                text=_("No column has the feature {feature}.").format(feature=feature),
            )
        for key in keys:
            if key not in used:
                yield Gap(
                    code="slot",
                    where=f"[cadence.columns.{key}]",
                    text=_("{column} is in no slot.").format(column=held.columns[key].name),
                )
    for key, column in sorted(held.columns.items()):
        if key in used and not any(m.column == key for m in held.materials.values()):
            yield Gap(
                code="empty",
                where=f"[cadence.columns.{key}]",
                text=_("{column} has no material at all.").format(column=column.name),
            )


def _shelves(section: Content, held: Cadence) -> Iterator[Gap]:
    for shelf in SHELVES:
        if not on_shelf(section, held, shelf):
            yield Gap(
                code="shelf",
                where="[content.columns]",
                text=_("The shelf {shelf} is empty.").format(shelf=shelf_words()[shelf]),
            )
    topics = {topic_of(section, key, m.column) for key, m in held.materials.items()}
    for topic in section.topics:
        if topic not in topics:
            yield Gap(
                code="topic",
                where="[content] topics",
                text=_("Nothing is about {topic}.").format(topic=topic),
            )
