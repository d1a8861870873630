"""The crew: who does what, and when; keepers that were vetted; an atmosphere crew that everybody knows of."""

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
    return (DeferredSection(name="crew", owner="crew", make=_section),)


def _section() -> Section:
    from franchise_crew.section import SECTION

    return SECTION


@hookimpl
def franchise_migrations() -> Sequence[MigrationSource]:
    return (
        MigrationSource(
            owner="crew", location=Path(__file__).parent / "versions", requires={"core": "core_0004"}
        ),
    )


@hookimpl
def franchise_setup_keys() -> Mapping[str, Sequence[SetupKey]]:
    from franchise_crew import tables as t

    return {
        "crew.ladder": [SetupKey(t.step.c.step)],
        "crew.personas": [SetupKey(t.person.c.persona)],
        "crew.positions": [SetupKey(t.person.c.position)],
        "crew.roles": [SetupKey(t.assignment.c.role), SetupKey(t.election.c.role)],
        "crew.shifts": [SetupKey(t.roster.c.shift)],
        "groups": [SetupKey(t.vetting.c.kind)],
    }


@hookimpl
def franchise_on_duty(work: UnitOfWork, group: Group, duty: str, at: int) -> str | None:
    from franchise_crew import staff

    return staff.on_duty(work, group, duty, at)


@hookimpl
def franchise_may_submit(work: UnitOfWork, group: Group) -> str | None:
    if not work.setup.get("crew").vetting:
        return None
    from franchise_crew import vetting

    return vetting.may_submit(work, group)


@hookimpl
def franchise_may_finish_task(work: UnitOfWork, task: Task, person: str) -> str | None:
    from franchise_crew import finishing

    return finishing.may_finish(work, task, person)


@hookimpl
def franchise_may_sanction(work: UnitOfWork, group: Group, member_id: int) -> str | None:
    from franchise_crew import sparing

    return sparing.may_sanction(work, group, member_id)


@hookimpl
def franchise_may_reward(work: UnitOfWork, member_id: int) -> str | None:
    from franchise_crew import sparing

    return sparing.may_reward(work, member_id)


@hookimpl
def franchise_messages_ingested(work: UnitOfWork, group: Group, messages: Sequence[Message]) -> None:
    from franchise_crew import answering, signups

    signups.note_messages(work, group, messages)
    answering.note_messages(work, group)


@hookimpl
def franchise_members_joined(work: UnitOfWork, group: Group, members: Sequence[Membership]) -> None:
    from franchise_crew import asking, campaigning

    asking.ask(work, group, [(member.member_id, member.names) for member in members if member.names])
    campaigning.follow(work, group)


@hookimpl
def franchise_time_passed(work: UnitOfWork) -> None:
    from franchise_crew import giving

    giving.give(work)


@hookimpl
def franchise_members_merged(work: UnitOfWork, member_id: int, merged_id: int) -> None:
    from franchise_crew import forgetting

    forgetting.merge(work, member_id, merged_id)


@hookimpl
def franchise_members_erased(work: UnitOfWork, member_ids: Sequence[int]) -> None:
    from franchise_crew import forgetting

    forgetting.forget_members(work, member_ids)
