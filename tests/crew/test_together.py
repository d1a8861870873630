"""The crew beside the other plugins: rules that would hit staff, partners who keep villages."""

from __future__ import annotations

from typing import Any

import pytest
from tests.crew.team import SETUP as CREW
from tests.crew.team import Team
from tests.houserules.household import SETUP as RULES

from franchise import Franchise, groups, tasks
from franchise_crew import ties


@pytest.fixture
def both(app: Franchise) -> Team:
    """The store's crew under house rules."""
    given: dict[str, Any] = {"setup": {"plugins": ["crew", "houserules"]}, "houserules": RULES["houserules"]}
    team = Team.open(app, settings=given)
    team.at("2026-03-05T12:00")
    return team


def kinds(team: Team, group: str = "base") -> list[str]:
    return sorted(
        task.kind
        for task in team.see(lambda work: tasks.listed(work, group=groups.get(work, group)))
        if task.kind.startswith("houserules.")
    )


@pytest.mark.practice("C-17")
def test_hook_may_sanction_keeps_house_rules_from_warning_staff(both: Team) -> None:
    both.do(lambda work: groups.join(work, groups.get(work, "base"), "小敏"))
    both.do(lambda work: ties.tie(work, "周敏", groups.get(work, "base"), "小敏"))
    both.chat("base", ("2026-03-05T10:00", "小敏", "加微信领券"))
    assert [] == kinds(both)
    both.chat("base", ("2026-03-05T10:05", "路人甲", "加微信领券"))
    assert ["houserules.warn"] == kinds(both)


@pytest.mark.practice("I-125")
def test_a_warning_goes_to_the_admin_on_duty_and_only_who_may_warn_notes_it(both: Team) -> None:
    from franchise import Refused

    both.stand("early", "2026-03-05", "吴倩")
    both.chat("base", ("2026-03-05T10:05", "路人甲", "加微信领券"))
    (task,) = both.tasks("houserules.warn")
    assert ("warn", "吴倩") == (task.duty, task.person)
    with pytest.raises(Refused, match="何圆 may not"):
        both.do(lambda work: tasks.finish(work, task.number, by="何圆"))
    assert "done" == both.do(lambda work: tasks.finish(work, task.number, by="吴倩")).status


def test_crew_and_villages_never_both_answer(app: Franchise) -> None:
    from franchise_village import operations as villages
    from franchise_village.operations import Village

    team = Team.open(app, settings={"setup": {"plugins": [*CREW["setup"]["plugins"], "village"]}})
    team.do(lambda work: villages.add(work, Village(key="wang", name="王家湾", partner="王春梅")))
    asked = {
        duty: team.ask(duty, "2026-03-05T10:00", "wang")
        for duty in (
            "keep",
            "announce",
            "welcome",
            "warn",
            "kick",
            "reply",
            "approve",
            "complaints",
            "atmosphere",
        )
    }
    assert {"王春梅"} == {asked[duty] for duty in ("keep", "announce", "welcome", "warn", "kick", "reply")}
    assert (None, None, None) == (asked["approve"], asked["complaints"], asked["atmosphere"])
