"""The village partner program: one group and one partner per village, orders twice a day, papers at each cut-off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from franchise import (
    Cycle,
    Document,
    Group,
    MigrationSource,
    OrderDraft,
    ReadingContext,
    ReportKind,
    Section,
    SetupKey,
    UnitOfWork,
    hookimpl,
)
from franchise_village.messages import gettext as _

_OF_PARTNERS: Final = ("keep", "announce", "welcome", "warn", "kick", "reply")


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
def franchise_setup_keys() -> Mapping[str, Sequence[SetupKey]]:
    from franchise_village import tables

    return {"village.routes": [SetupKey(tables.village.c.route)]}


@hookimpl
def franchise_may_clone(document: Document, store: str) -> str | None:
    if "village" in document.body.get("groups", {}):
        return None
    return _("The setup has no group kind `village`: no village of {store} could have a group.").format(
        store=store
    )


@hookimpl
def franchise_stores_cloned(work: UnitOfWork, stores: Sequence[str]) -> None:
    from franchise_village.papers import ask_for_villages

    ask_for_villages(work, stores)


@hookimpl
def franchise_may_open_store(work: UnitOfWork) -> str | None:
    from franchise_village import operations

    if any(village.partner for village in operations.by_key(work).values()):
        return None
    return _(
        "No village has a partner yet;"
        " `franchise village add KEY --name NAME --partner PARTNER --store {store}` adds one."
    ).format(store=work.store.key)


@hookimpl
def franchise_may_create_group(work: UnitOfWork, group: Group) -> str | None:
    from franchise_village import operations

    if group.unit != "village":
        return None
    if operations.is_place(work, group.place):
        return None
    if operations.village_of(group, operations.by_key(work)) is not None:  # a village that was renamed
        return None
    return _(
        "{place!r} is no village of this store; `franchise village add` makes one with its group."
    ).format(place=group.place)


@hookimpl
def franchise_on_duty(work: UnitOfWork, group: Group, duty: str) -> str | None:
    """The partner does everything in the village's group but approve what he proposed himself (I-131)."""
    if group.unit != "village" or duty not in _OF_PARTNERS:
        return None
    from franchise_village import operations

    return operations.keeper_of(work, group)


@hookimpl
def franchise_may_submit(work: UnitOfWork, group: Group) -> str | None:
    from franchise_village import operations

    if group.unit != "village" or operations.has_partner(work, group.key):
        return None
    # A full village's further groups are kept by the same partner.
    if group.number > 1:
        village = operations.village_of(group, operations.by_key(work))
        if village is not None and village.partner:
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


@hookimpl
def franchise_members_erased(work: UnitOfWork) -> None:
    from franchise_village import people

    people.erased(work)
