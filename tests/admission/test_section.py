"""What a setup may say about admission, and what is told of mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.admission.people import KINDS, Camp

from franchise import Franchise, Problem, SetupInvalid

FEE = {"mechanisms": ["payment"], "fee": "1"}


def problems(app: Franchise, groups: dict[str, Any] | None = None, **admission: Any) -> list[Problem]:
    body = {
        "setup": {"name": "camp", "plugins": []},
        "groups": {kind: dict(KINDS[kind]) for kind in ("base", "core")} | (groups or {}),
        "admission": admission,
    }
    try:
        app.schema.parse(body)
    except SetupInvalid as invalid:
        return list(invalid.problems)  # type: ignore[arg-type]
    return []


@pytest.fixture
def dialect() -> str:
    return "sqlite"  # nothing here asks the database


def test_a_whole_set_of_rules_is_valid(app: Franchise) -> None:
    rules = {
        "mechanisms": ["invitation", "payment", "waiting_pool"],
        "fee": "9.90",
        "invite_by": ["staff", "manager"],
        "consent": True,
        "requires": {"months": {"most": 36}, "city": {"one_of": ["杭州", "宁波"]}},
    }
    assert problems(app, core=rules) == []


@pytest.mark.practice("I-025")
def test_a_kind_cannot_be_without_a_way_in(app: Franchise) -> None:
    (told,) = problems(app, base={"mechanisms": []})
    assert told.where == "[admission.base] mechanisms"


@pytest.mark.practice("I-088")
def test_an_unknown_mechanism_is_told_with_the_nearest_and_all_there_are(app: Franchise) -> None:
    (told,) = problems(app, base={"mechanisms": ["invitatoin"]})
    assert told.where == "[admission.base] mechanisms"
    assert "invitation" in told.message
    assert {"application", "invitation", "payment", "task", "waiting_pool"} <= set(told.allowed.split(", "))


def test_rules_for_a_kind_that_is_not_there_are_told_with_the_nearest(app: Franchise) -> None:
    (told,) = problems(app, bace={"mechanisms": ["invitation"]})
    assert told.where == "[admission] bace"
    assert "base" in told.message


@pytest.mark.parametrize(
    ("rules", "where"),
    [
        ({"mechanisms": ["payment"]}, "[admission.base] fee"),
        ({"mechanisms": ["payment"], "fee": "-1"}, "[admission.base] fee"),
        ({"mechanisms": ["invitation"], "fee": "9.90"}, "[admission.base] fee"),
        ({"mechanisms": ["task"]}, "[admission.base] task"),
        ({"mechanisms": ["invitation"], "task": "share_3"}, "[admission.base] task"),
        ({"mechanisms": ["task"], "task": "Share 3"}, "[admission.base] task"),
        ({"mechanisms": ["invitation", "invitation"]}, "[admission.base] mechanisms"),
        ({"mechanisms": ["waiting_pool"]}, "[admission.base] mechanisms"),
        ({"invite_by": []}, "[admission.base] invite_by"),
        ({"invite_days": 0}, "[admission.base] invite_days"),
        ({"combine": "some"}, "[admission.base] combine"),
        ({"requires": {"paid": {}}}, "[admission.base.requires] paid"),
        ({"requires": {"paid": {"least": 2, "most": 1}}}, "[admission.base.requires.paid] least"),
        ({"requires": {"paid": {"least": 2, "one_of": ["a"]}}}, "[admission.base.requires] paid"),
        ({"requires": {"paid": {"least": "many"}}}, "[admission.base.requires.paid] least"),
        ({"charter": {"who": "妈妈"}}, "[admission.base.charter] conditions"),
        ({"mechanism": ["task"]}, "[admission.base] mechanism"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_is_allowed(
    app: Franchise, rules: dict[str, Any], where: str
) -> None:
    told = problems(app, base=rules)
    assert where in [p.where for p in told]
    assert all(p.allowed and p.message for p in told)


def test_bounds_that_meet_are_no_mistake(app: Franchise) -> None:
    assert problems(app, base={"requires": {"paid": {"least": 2, "most": 2}}}) == []


def test_a_waiting_pool_beside_others_cannot_be_one_of_any(app: Franchise) -> None:
    (told,) = problems(app, core={"mechanisms": ["waiting_pool", "payment"], "fee": "1", "combine": "any"})
    assert told.where == "[admission.core] combine"


@pytest.mark.practice("I-020")
def test_a_charter_has_all_four_parts(app: Franchise) -> None:
    parts = {"who": "妈妈", "conditions": "满500", "rules": "不发广告", "violations": "提醒一次后移出"}
    assert problems(app, base={"charter": parts}) == []
    for part in parts:
        told = problems(app, base={"charter": {**parts, part: ""}})
        assert [p.where for p in told] == [f"[admission.base.charter] {part}"]


@pytest.mark.parametrize("capacity", [0, -1, 501])
def test_a_capacity_that_no_group_can_have_is_told_with_its_place(app: Franchise, capacity: int) -> None:
    (told,) = problems(app, groups={"base": {**KINDS["base"], "capacity": capacity}})
    assert told.where == "[groups.base] capacity"


def test_a_store_may_ask_for_another_fee_but_not_for_none(make_camp: Callable[..., Camp]) -> None:
    from franchise import Refused
    from franchise.stores import operations as stores

    camp = make_camp()

    def change(value: str) -> None:
        def run(work):
            doc = camp.app.document(work.conn, work.store.version)
            stores.change(work, camp.app.schema, doc, "admission.paying.fee", value)

        camp.do(run)

    change("19.90")
    assert camp.apply("paying", "甲", paid=990).verdict.code == "waiting"
    with pytest.raises(Refused, match="fee"):
        change("0")
