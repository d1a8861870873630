"""Content: what is said on which occasion, by which words, in which mix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from franchise import (
    DeferredSection,
    Group,
    Membership,
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
    return (DeferredSection(name="content", owner="content", make=_section),)


def _section() -> Section:
    from franchise_content.section import SECTION

    return SECTION


@hookimpl
def franchise_migrations() -> Sequence[MigrationSource]:
    return (
        MigrationSource(
            owner="content", location=Path(__file__).parent / "versions", requires={"core": "core_0004"}
        ),
    )


@hookimpl
def franchise_setup_keys() -> Mapping[str, Sequence[SetupKey]]:
    from franchise_content import tables as t

    return {
        "cadence.materials": [SetupKey(t.shown.c.material)],
        "catalog": [SetupKey(t.promotion.c.product), SetupKey(t.praise.c.product)],
    }


@hookimpl
def franchise_may_create_group(work: UnitOfWork, group: Group) -> str | None:
    from franchise_content.founding import may_create

    return may_create(work, group)


@hookimpl
def franchise_group_created(work: UnitOfWork, group: Group) -> None:
    from franchise_content.founding import created

    created(work, group)


@hookimpl
def franchise_members_joined(work: UnitOfWork, group: Group, members: Sequence[Membership]) -> None:
    from franchise_content.welcome import joined

    joined(work, group, members)


@hookimpl
def franchise_members_merged(work: UnitOfWork, group: Group, member_id: int, merged_id: int) -> None:
    from franchise_content import consent, welcome

    welcome.merged(work, group, member_id, merged_id)
    consent.merged(work, member_id, merged_id)


@hookimpl
def franchise_members_erased(work: UnitOfWork, member_ids: Sequence[int]) -> None:
    from franchise_content import consent, welcome

    welcome.erased(work, member_ids)
    consent.erased(work, member_ids)


@hookimpl
def franchise_messages_ingested(work: UnitOfWork, group: Group, messages: Sequence[Message]) -> None:
    if not work.setup.get("content").praise.collect:
        return
    from franchise_content import praise

    praise.note(work, group, messages)


@hookimpl
def franchise_task_finished(work: UnitOfWork, task: Task) -> None:
    if not task.kind.startswith("content."):
        return
    from franchise_content import consent

    consent.finished(work, task)


@hookimpl
def franchise_time_passed(work: UnitOfWork) -> None:
    from franchise_content import analysing, reminders, welcome

    welcome.time_passed(work)
    reminders.time_passed(work)
    analysing.time_passed(work)
