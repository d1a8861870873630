"""Choosing the keeper: whoever was not approved hands no orders in."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select
from tests.crew.team import Team, body
from tests.support import ZONE, Shop, wish

from franchise import Franchise, NotFound, OrderDraft, Refused, UsageProblem, groups
from franchise_crew import assigning, tables, vetting
from franchise_village import operations as villages
from franchise_village.operations import Village

PARTNERS = (
    Village(key="wang", name="王家湾", partner="王春梅", phone="13800000301"),
    Village(key="shang", name="上庄", partner="李桂兰", phone="13800000302"),
    Village(key="dong", name="东坡"),
)


@pytest.fixture
def rural(app: Franchise) -> Team:
    """Villages whose partners are vetted by the crew."""
    given = body(
        setup={"plugins": ["village", "crew"]},
        orders={"sessions": {"noon": {"name": "午单", "cutoff": "12:00"}}},
        suppliers={"farm": {"name": "合作社"}},
        catalog={"egg": {"name": "鸡蛋", "unit": "斤", "price": "4.50", "supplier": "farm"}},
    )
    app.create_store("hub", app.schema.parse(given), {"store": {"name": "青禾超市", "time_zone": ZONE}})
    team = Team(app)
    team.do(lambda work: villages.add_all(work, PARTNERS))
    return team


def order(team: Shop, group: str) -> Any:
    egg = wish("春花", "egg", "2", "斤")
    return team.hand_in(OrderDraft(mode="snapshot", wishes=(egg,)), group=group)


def vet(team: Shop, group: str, **given: Any) -> vetting.Vetted:
    return team.do(lambda work: vetting.vet(work, groups.get(work, group), **given))


@pytest.mark.practice("I-130")
def test_hook_may_submit_refuses_a_partner_who_was_not_approved(rural: Team) -> None:
    with pytest.raises(
        Refused, match="王春梅 is not approved as keeper of 王家湾1 yet; `franchise crew vet wang`"
    ):
        order(rural, "wang")
    vet(rural, "wang", checks=["lives"], approve=True)
    assert 1 == len(order(rural, "wang").added)
    with pytest.raises(Refused, match="李桂兰"):
        order(rural, "shang")


@pytest.mark.practice("I-130")
def test_a_rejected_partner_is_told_why_and_may_be_approved_later(rural: Team) -> None:
    vet(rural, "wang", reject="人不在村里")
    with pytest.raises(Refused, match="was not approved as keeper of 王家湾1: 人不在村里"):
        order(rural, "wang")
    vet(rural, "wang", checks=["lives"], approve=True)
    order(rural, "wang")


@pytest.mark.practice("I-130", "I-131")
def test_a_new_partner_is_vetted_anew(rural: Team) -> None:
    vet(rural, "wang", checks=["lives"], approve=True)
    rural.do(lambda work: villages.set_partner(work, "wang", "王秋菊", replace=True))
    with pytest.raises(Refused, match="王秋菊 is not approved"):
        order(rural, "wang")


def test_a_village_without_partner_is_told_so_by_the_plugin_of_villages(rural: Team) -> None:
    with pytest.raises(Refused, match="has no partner"):
        order(rural, "dong")


def test_further_groups_of_a_village_need_no_other_vetting(rural: Team) -> None:
    vet(rural, "wang", checks=["lives"], approve=True)
    rural.do(lambda work: groups.create(work, "village", key="wang-2", place="王家湾"))
    order(rural, "wang-2")


def statements(team: Team, group: str) -> list[str]:
    from franchise_crew import plugin

    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    with team.view() as work:
        found = groups.get(work, group)
        event.listen(team.app.database.engine, "before_cursor_execute", note)
        try:
            plugin.franchise_may_submit(work, found)
        finally:
            event.remove(team.app.database.engine, "before_cursor_execute", note)
    return seen


def test_a_submission_costs_two_statements_and_none_where_nobody_is_vetted(rural: Team) -> None:
    assert 2 == len(statements(rural, "wang"))
    rural.do(lambda work: groups.create(work, "village", key="wang-2", place="王家湾"))
    assert 2 == len(statements(rural, "wang-2"))
    rural.do(lambda work: groups.create(work, "base", key="base", place=""))
    assert 0 == len(statements(rural, "base"))


def test_a_keeper_of_the_crew_costs_two_statements_as_well(team: Team) -> None:
    assert 2 == len(statements(team, "core"))
    assert 0 == len(statements(team, "base"))


@pytest.mark.practice("I-130")
def test_hook_may_submit_asks_for_the_keeper_of_the_crew_s_own_groups(team: Team) -> None:
    assert vetting_says(team, "base") is None
    assert "林小满 is not approved as keeper" in str(vetting_says(team, "core"))
    vet(team, "core", checks=["time", "skill"], approve=True)
    assert vetting_says(team, "core") is None
    team.do(lambda work: assigning.unassign(work, "林小满", "owner", groups.get(work, "core")))
    assert "Nobody keeps" in str(vetting_says(team, "core"))


def vetting_says(team: Team, group: str) -> str | None:
    return team.see(lambda work: vetting.may_submit(work, groups.get(work, group)))


def test_approval_needs_every_point_of_the_list(team: Team) -> None:
    with pytest.raises(Refused, match="not looked at: 会组织, 有时间") as refused:
        vet(team, "core", approve=True)
    assert "--check skill --check time" == refused.value.hint
    found = vet(team, "core", checks=["time"])
    assert ("open", ("time",), ("skill",)) == (found.status, found.checks, found.missing)
    assert "approved" == vet(team, "core", checks=["skill"], approve=True).status


def test_the_same_again_changes_nothing(team: Team) -> None:
    vet(team, "core", checks=["time"])
    vet(team, "core", checks=["time"])
    assert 1 == len(team.events("crew.vetted"))


def test_wrong_points_groups_and_answers_are_told(team: Team) -> None:
    with pytest.raises(NotFound) as wrong:
        vet(team, "core", checks=["tme"])
    assert "time" in wrong.value.hint
    with pytest.raises(NotFound, match="base are not vetted"):
        vet(team, "base", checks=["time"])
    with pytest.raises(UsageProblem, match="Either"):
        vet(team, "core", approve=True, reject="x")


def test_no_name_is_kept_with_a_vetting(team: Team) -> None:
    vet(team, "core", checks=["time", "skill"], approve=True)
    with team.view() as work:
        rows = work.conn.execute(
            select(tables.vetting).where(tables.vetting.c.store_id == work.store_id)
        ).all()
    assert 1 == len(rows)
    assert "林小满" not in str(rows)


@pytest.mark.practice("I-131")
def test_hook_on_duty_of_villages_names_the_partner_for_what_a_keeper_does(rural: Team) -> None:
    def ask(duty: str, group: str) -> str | None:
        return rural.see(
            lambda work: work.ask(
                "franchise_on_duty", group=groups.get(work, group), duty=duty, at=work.now()
            )
        )

    assert ["王春梅", "王春梅", None] == [ask(duty, "wang") for duty in ("keep", "welcome", "approve")]
    assert ask("keep", "dong") is None


@pytest.mark.practice("I-130")
def test_stores_that_already_run_have_time_until_a_day_of_the_setup(app: Franchise) -> None:
    team = Team.open(app, settings={"crew": {"vetting": {"core": {"begins": "2026-03-06"}}}})
    assert vetting_says(team, "core") is None
    assert 0 == len(statements(team, "core"))
    team.at("2026-03-06T00:00")
    assert "not approved" in str(vetting_says(team, "core"))


def test_a_keeper_is_not_rejected_without_a_reason(team: Team) -> None:
    for reason in ("", "  "):
        with pytest.raises(UsageProblem, match="Say why"):
            vet(team, "core", reject=reason)
    assert "open" == team.see(lambda work: vetting.status(work, groups.get(work, "core"))).status
