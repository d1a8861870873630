"""The village partner program: one group and one partner per village, orders twice a day, papers at each cut-off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from franchise import (
    Cycle,
    Group,
    MigrationSource,
    OrderDraft,
    ReadingContext,
    ReportKind,
    Section,
    UnitOfWork,
    hookimpl,
)
from franchise_village.messages import gettext as _


@hookimpl
def franchise_setup_sections() -> Sequence[Section]:
    from franchise_village.section import SECTION

    return (SECTION,)


@hookimpl
def franchise_migrations() -> Sequence[MigrationSource]:
    return (
        MigrationSource(
            owner="village", location=Path(__file__).parent / "versions", requires={"core": "core_0001"}
        ),
    )


@hookimpl
def franchise_report_kinds() -> Sequence[ReportKind]:
    from franchise_village.papers import KINDS

    return KINDS


@hookimpl
def franchise_message_reader() -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    from franchise_village.jielong.contract import answer

    return answer


@hookimpl
def franchise_may_create_group(work: UnitOfWork, group: Group) -> str | None:
    from franchise_village import operations

    if group.unit != "village":
        return None
    if any(v.name == group.place for v in operations.by_key(work).values()):
        return None
    return _(
        "{place!r} is no village of this store; `franchise village add` makes one with its group."
    ).format(place=group.place)


@hookimpl
def franchise_may_submit(work: UnitOfWork, group: Group) -> str | None:
    from franchise_village import operations

    if group.unit != "village" or operations.has_partner(work, group.key):
        return None
    # A full village's further groups are kept by the same partner.
    if group.number > 1 and any(
        v.name == group.place and v.partner for v in operations.by_key(work).values()
    ):
        return None
    return _("{group} has no partner; `franchise village partner {key} NAME` names one.").format(
        group=group.name, key=group.key
    )


@hookimpl
def franchise_read_order(text: str, context: ReadingContext) -> OrderDraft | None:
    from franchise_village.reading import read_order

    return read_order(text, context)


@hookimpl
def franchise_cycle_closed(work: UnitOfWork, cycle: Cycle) -> None:
    from franchise_village.papers import announce

    announce(work, cycle)
