"""Who is forgotten is named in no table of the crew."""

from __future__ import annotations

from importlib import import_module

import pytest
from sqlalchemy import String, select
from tests.crew.team import Team

from franchise import Group, admission, groups
from franchise.clock import instant
from franchise.storage import metadata
from franchise_crew import (
    assigning,
    campaigning,
    campaigns,
    forgetting,
    people,
    signups,
    stars,
    ties,
    vetting,
)

NAME, NICKNAME = "周敏", "敏敏在此"


def where_named(team: Team, name: str) -> list[str]:
    """Every column of the plugin's tables in which a name stands."""
    import_module("franchise_crew.tables")
    found = []
    for table in sorted(
        (t for t in metadata.tables.values() if t.name.startswith("crew__")), key=lambda t: t.name
    ):
        for column in table.columns:
            if isinstance(column.type, String):
                rows = team.see(lambda work, c=column: work.conn.execute(select(c)).scalars().all())
                found += [f"{table.name}.{column.name}"] * any(name in (row or "") for row in rows)
    return found


@pytest.fixture
def known(team: Team) -> Team:
    """周敏 is a member as well, and named wherever people may write something."""
    team.at("2026-03-05T09:00")
    team.chat("base", ("2026-03-05T08:00", NICKNAME, "早"), ("2026-03-05T08:01", "豆宝妈妈", "早"))

    def operation(work: object) -> None:
        base, core = groups.get(work, "base"), groups.get(work, "core")
        ties.tie(work, NAME, base, NICKNAME)
        assigning.assign(work, "何圆", "admin", override=f"{NAME}休假")
        work.actor = NAME
        vetting.vet(work, core, reject=f"{NAME}认识他")
        campaigning.open_(
            work, "reading", [base], name=f"{NAME}读书会", called=[f"{NAME}的会"], about=f"找{NAME}或{NICKNAME}",
            at=instant("2026-03-07T14:00", "Asia/Shanghai"),
        )  # fmt: skip
        signups.sign(work, campaigns.get(work, "reading"), NICKNAME, 2)

    team.do(operation)
    return team


PLACES = [
    "crew__assignment.override",
    "crew__campaign.about",
    "crew__campaign.called",
    "crew__campaign.name",
    "crew__person.active_for",
    "crew__person.name",
    "crew__vetting.by",
    "crew__vetting.reason",
]


def test_who_is_forgotten_by_name_is_named_nowhere(known: Team) -> None:
    assert PLACES == sorted(where_named(known, NAME))
    known.do(lambda work: forgetting.forget(work, [people.get(work, NAME).id]))
    assert [] == where_named(known, NAME)
    once = known.see(lambda work: campaigns.get(work, "reading"))
    assert ("■读书会", ("■的会",)) == (once.name, once.called)


def test_hook_members_erased_a_member_who_is_of_the_crew_is_named_nowhere(known: Team) -> None:
    known.do(lambda work: admission.erase(work, base(work), NICKNAME))
    assert [] == where_named(known, NAME)
    assert [] == where_named(known, NICKNAME)
    assert 0 == len(known.see(lambda work: signups.standing(work, campaigns.get(work, "reading"))).entries)


def base(work: object) -> Group:
    return groups.get(work, "base")


def test_a_member_who_was_the_star_of_a_week_is_named_nowhere(known: Team) -> None:
    known.at("2026-03-09T09:00")
    known.do(lambda work: stars.choose(work, "2026-W10", base(work)))
    known.do(lambda work: admission.erase(work, base(work), "豆宝妈妈"))
    assert [] == where_named(known, "豆宝妈妈")
    assert [] == known.see(stars.listed)
