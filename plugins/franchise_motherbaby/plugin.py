"""The mother-and-baby chain: tiers of groups, grades of members, promotion, successors, activities offline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from franchise import (
    Application,
    Cycle,
    DeferredSection,
    Mechanism,
    MigrationSource,
    Section,
    SetupKey,
    UnitOfWork,
    Waiting,
    hookimpl,
)


@hookimpl
def franchise_setup_sections() -> Sequence[DeferredSection]:
    return (DeferredSection(name="motherbaby", owner="motherbaby", make=_section),)


def _section() -> Section:
    from franchise_motherbaby.section import SECTION

    return SECTION


@hookimpl
def franchise_migrations() -> Sequence[MigrationSource]:
    return (
        MigrationSource(
            owner="motherbaby", location=Path(__file__).parent / "versions", requires={"core": "core_0002"}
        ),
    )


@hookimpl
def franchise_admission_mechanisms() -> Sequence[Mechanism]:
    from franchise_motherbaby.ways import mechanisms

    return mechanisms()


@hookimpl
def franchise_setup_keys() -> Mapping[str, Sequence[SetupKey]]:
    from franchise_motherbaby import tables as t

    return {
        "motherbaby.tiers": [SetupKey(t.decline.c.tier)],
        "motherbaby.grades": [
            SetupKey(t.standing.c.reached),
            SetupKey(t.standing.c.named),
            SetupKey(t.decline.c.grade),
        ],
        "motherbaby.sources": [SetupKey(t.lead.c.source)],
        "motherbaby.activities": [SetupKey(t.signup.c.activity)],
    }


@hookimpl
def franchise_may_admit(work: UnitOfWork, application: Application) -> Waiting | None:
    from franchise_motherbaby.ways import may_admit

    return may_admit(work, application)


@hookimpl
def franchise_cycle_closed(work: UnitOfWork, cycle: Cycle) -> None:
    from franchise_motherbaby.standing import note_cycle

    note_cycle(work, cycle)


@hookimpl
def franchise_members_merged(work: UnitOfWork, member_id: int, merged_id: int) -> None:
    from franchise_motherbaby import people

    people.merged(work, member_id, merged_id)


@hookimpl
def franchise_members_erased(work: UnitOfWork, member_ids: Sequence[int]) -> None:
    from franchise_motherbaby import people

    people.erased(work, member_ids)
