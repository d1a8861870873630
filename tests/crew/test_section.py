"""What must hold in a setup's crew; every mistake is told with its place."""

from __future__ import annotations

from typing import Any

import pytest
from tests.crew.team import body

from franchise import SetupInvalid
from franchise.groups.section import SECTION as GROUPS
from franchise.setups import Schema
from franchise_crew.section import SECTION


def problems(**crew: Any) -> list[tuple[str, str]]:
    schema = Schema([SECTION, GROUPS])
    try:
        schema.parse(body(crew=crew))
    except SetupInvalid as invalid:
        return [(".".join(p.path), str(p)) for p in invalid.problems]
    return []


def test_the_crew_of_these_tests_is_in_order() -> None:
    assert [] == problems()


@pytest.mark.practice("C-17", "I-135")
def test_an_atmosphere_crew_is_disclosed_and_wins_nothing() -> None:
    found = problems(roles={"atmosphere": {"disclosed": False, "prizes": True}})
    assert ["crew.roles.atmosphere.disclosed", "crew.roles.atmosphere.prizes"] == [p for p, _t in found]


def test_a_role_with_the_duty_is_atmosphere_whatever_its_name() -> None:
    found = problems(roles={"expert": {"duties": ["teach", "atmosphere"], "disclosed": False}})
    assert ["crew.roles.expert.disclosed"] == [p for p, _t in found]


def test_a_duty_that_is_not_there_is_told_with_the_nearest() -> None:
    (found,) = problems(roles={"owner": {"duties": ["anounce"]}})
    assert "crew.roles.owner.duties" == found[0]
    assert "announce" in found[1]
    assert ["crew.daily.greet.duty"] == [p for p, _t in problems(daily={"greet": {"duty": "gret"}})]


def test_a_duty_of_the_program_s_own_does_not_hide_a_known_one() -> None:
    assert ["crew.duties.kick"] == [p for p, _t in problems(duties={"kick": {"name": "踢"}})]


@pytest.mark.practice("I-122", "I-139")
@pytest.mark.parametrize(
    ("crew", "place"),
    [
        ({"roles": {"admin": {"least": 5}}}, "crew.roles.admin.least"),
        ({"team_least": 11}, "crew.team_least"),
        (
            {"team_most": 4, "team_least": 4, "roles": {"expert": {"per": "store", "least": 3}}},
            "crew.team_most",
        ),
        ({"roles": {"admin": {"ends": None}}}, "crew.roles.admin.begins"),
        ({"roles": {"expert": {"begins": "08:00", "ends": "09:00"}}}, "crew.roles.expert.begins"),
        ({"roles": {"owner": {"positions": ["manger"]}}}, "crew.roles.owner.positions"),
        ({"shifts": {"early": {"role": "admn"}}}, "crew.shifts.early.role"),
        ({"shifts": {"early": {"weekdays": ["monday"]}}}, "crew.shifts.early.weekdays"),
        ({"shifts": {"early": {"kinds": ["village"]}}}, "crew.shifts.early.kinds"),
        ({"roles": {"admin": {"kinds": ["village"]}}}, "crew.roles.admin.kinds"),
        ({"daily": {"round": {"kinds": ["base"]}}}, "crew.daily.round.kinds"),
        ({"ladder": {"koc": {"rank": 1}}}, "crew.ladder.tester.rank"),
        ({"vetting": {"base": {"checks": {}}}}, "crew.vetting.base.checks"),
        ({"vetting": {"bse": {"checks": {"a": {"name": "a"}}}}}, "crew.vetting"),
        ({"personas": {"teacher": {"supports": "assistant"}}}, "crew.personas.assistant.supports"),
        ({"outside": ["nowhere"]}, "crew.outside"),
        ({"handover_minutes": 999}, "crew.handover_minutes"),
        ({"star": {"title": ""}}, "crew.star.title"),
    ],
)
def test_each_mistake_has_its_place(crew: dict[str, Any], place: str) -> None:
    assert place in [path for path, _text in problems(**crew)]


@pytest.mark.practice("I-139")
def test_a_team_of_eight_to_ten_has_roles_for_as_many() -> None:
    assert [] == problems(team_least=8, team_most=10)
    found = problems(
        team_least=8,
        team_most=10,
        roles={
            "owner": None,
            "expert": {"per": "store", "most": 2, "positions": ["teacher"]},
            "atmosphere": {"most": 1},
        },
        daily={"greet": None},
    )
    assert ["crew.team_least"] == [path for path, _text in found]


@pytest.mark.practice("I-132", "I-133")
def test_a_role_says_what_it_takes() -> None:
    schema = Schema([SECTION, GROUPS])
    given = body(crew={"roles": {"owner": {"needs": ["有时间", "有能力", "有专业"]}}})
    crew = schema.effective(schema.parse(given)).get("crew")
    assert ("有时间", "有能力", "有专业") == crew.roles["owner"].needs
    assert ("core",) == crew.roles["expert"].kinds


def test_what_a_group_elects_has_its_place_in_the_group() -> None:
    assert ["crew.roles.committee.per"] == [p for p, _t in problems(roles={"committee": {"per": "store"}})]


@pytest.mark.practice("I-126")
@pytest.mark.parametrize(
    ("crew", "place"),
    [
        ({"campaign": {"share": {"text": "{nmae}"}}}, "crew.campaign.share.text"),
        ({"campaign": {"opinions": {"text": "{name"}}}, "crew.campaign.opinions.text"),
        ({"campaign": {"complaints": {"duty": "complints"}}}, "crew.campaign.complaints.duty"),
        ({"campaign": {"share": {"hours": -1}}}, "crew.campaign.share.hours"),
        ({"campaign": {"signs": []}}, "crew.campaign.signs"),
        ({"campaign": {"signs": ["！"]}}, "crew.campaign.signs"),
        ({"campaign": {"takes_back": ["报名"]}}, "crew.campaign.takes_back"),
        ({"campaign": {"people_most": 0}}, "crew.campaign.people_most"),
        ({"star": {"text": "{who}"}}, "crew.star.text"),
    ],
)
def test_a_campaign_that_could_not_be_told_or_counted_is_told_with_its_place(
    crew: dict[str, Any], place: str
) -> None:
    assert [place] == [p for p, _t in problems(**crew)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{nam}", "'nam' is nothing that can be put in here."),
        ("{name!r}", "'name!r' is nothing that can be put in here."),
        ("{name:>9}", "'name:>9' is nothing that can be put in here."),
        ("{name", "A brace stands alone in the text."),
        ("name}", "A brace stands alone in the text."),
    ],
)
def test_what_cannot_be_put_into_a_text_is_told_as_it_was_written(text: str, told: str) -> None:
    for crew in ({"star": {"text": text}}, {"campaign": {"share": {"text": text}}}):
        (found,) = [message for _path, message in problems(**crew)]
        assert f" {told} " in found
