"""House rules: what members may do, and what follows when they do otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from franchise import (
    DeferredSection,
    Group,
    Message,
    MigrationSource,
    Section,
    SetupKey,
    Task,
    UnitOfWork,
    hookimpl,
)


@hookimpl
def franchise_setup_sections() -> Sequence[DeferredSection]:
    return (DeferredSection(name="houserules", owner="houserules", make=_section),)


def _section() -> Section:
    from franchise_houserules.section import SECTION

    return SECTION


@hookimpl
def franchise_migrations() -> Sequence[MigrationSource]:
    return (
        MigrationSource(
            owner="houserules", location=Path(__file__).parent / "versions", requires={"core": "core_0005"}
        ),
    )


@hookimpl
def franchise_setup_keys() -> Mapping[str, Sequence[SetupKey]]:
    from franchise_houserules import tables as t

    return {"houserules.rules": [SetupKey(t.hit.c.rule)]}


@hookimpl
def franchise_messages_ingested(work: UnitOfWork, group: Group, messages: Sequence[Message]) -> None:
    from franchise_houserules.checking import ingested

    ingested(work, group, messages)


@hookimpl
def franchise_members_joined(work: UnitOfWork, group: Group) -> None:
    from franchise_houserules.moves import joined

    joined(work, group)


@hookimpl
def franchise_time_passed(work: UnitOfWork) -> None:
    from franchise_houserules.names import keep_up

    keep_up(work)


@hookimpl
def franchise_may_finish_task(work: UnitOfWork, task: Task, person: str) -> str | None:
    from franchise_houserules.finishing import may_finish

    return may_finish(work, task, person)


@hookimpl
def franchise_task_finished(work: UnitOfWork, task: Task) -> None:
    from franchise_houserules.finishing import task_finished

    task_finished(work, task)


@hookimpl
def franchise_members_merged(work: UnitOfWork, group: Group, member_id: int, merged_id: int) -> None:
    from franchise_houserules.checking import merged

    merged(work, group, member_id, merged_id)


@hookimpl
def franchise_members_erased(work: UnitOfWork, member_ids: Sequence[int]) -> None:
    from franchise_houserules.checking import erased

    erased(work, member_ids)
