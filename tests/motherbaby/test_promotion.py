"""Proposals for the next tier: who is proposed, what accepting and declining do, where a full group leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.motherbaby.nursery import Nursery

from franchise import Conflict, NotFound, UsageProblem, groups
from franchise_motherbaby import promotion


@pytest.mark.practice("I-060")
def test_a_member_with_a_paid_order_is_proposed_for_the_advanced_tier(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈", "豆宝妈妈")
    assert [] == nursery.proposed()
    nursery.spend("小雨妈妈", 1)
    assert [("小雨妈妈", "advanced", "advanced")] == nursery.proposed()


@pytest.mark.practice("I-062", "C-02")
@pytest.mark.parametrize(("fen", "proposed"), [(99_999, []), (100_000, [("小雨妈妈", "core", "core")])])
def test_exactly_the_threshold_is_enough_for_the_core_tier(
    nursery: Nursery, fen: int, proposed: list[object]
) -> None:
    nursery.take("advanced", "小雨妈妈")
    nursery.spend("小雨妈妈", fen, group="advanced")
    assert proposed == nursery.proposed()


def test_one_tier_at_a_time(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈")
    nursery.spend("小雨妈妈", 100_000)
    assert [("小雨妈妈", "advanced", "advanced")] == nursery.proposed()
    nursery.promote("小雨妈妈")
    assert [("小雨妈妈", "core", "core")] == nursery.proposed()
    nursery.promote("小雨妈妈", "advanced")
    assert [] == nursery.proposed()


def test_whoever_is_in_the_next_tier_or_waits_for_it_is_not_proposed(nursery: Nursery) -> None:
    nursery.take("core", "甲妈妈", "乙妈妈")
    nursery.take("advanced", "小雨妈妈")
    nursery.spend("小雨妈妈", 100_000, group="advanced")
    assert "waiting" == nursery.promote("小雨妈妈", "advanced").state
    assert [] == nursery.proposed()


def test_whoever_left_the_group_is_not_proposed(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈")
    nursery.spend("小雨妈妈", 1)
    nursery.do(lambda work: groups.leave(work, groups.get(work, "base"), "小雨妈妈"))
    assert [] == nursery.proposed()


def test_a_promoted_member_stays_in_the_group_that_she_came_from(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈")
    nursery.spend("小雨妈妈", 1)
    placed = nursery.promote("小雨妈妈")
    assert ("advanced", "member") == (placed.group.key, placed.state)
    assert {"小雨妈妈": "member"} == nursery.people("base")
    (event,) = nursery.events("tier.promoted")
    assert (placed.member_id, "member") == (event["member_id"], event["state"])


def test_or_leaves_it_where_the_tier_says_so(make: Callable[..., Nursery]) -> None:
    nursery = make(motherbaby={"tiers": {"base": {"stays": False}}})
    nursery.take("base", "小雨妈妈")
    nursery.spend("小雨妈妈", 1)
    nursery.promote("小雨妈妈")
    assert {"小雨妈妈": "left"} == nursery.people("base")
    assert {"小雨妈妈": "member"} == nursery.people("advanced")


@pytest.mark.practice("C-08")
def test_a_full_advanced_group_leads_to_the_next_number(nursery: Nursery) -> None:
    nursery.take("advanced", "甲妈妈", "乙妈妈", "丙妈妈")
    nursery.take("base", "小雨妈妈")
    nursery.spend("小雨妈妈", 1)
    placed = nursery.promote("小雨妈妈")
    assert (2, "母婴连锁柳荫路店进阶2群", "member") == (placed.group.number, placed.group.name, placed.state)


@pytest.mark.practice("C-08", "I-087")
def test_a_full_core_group_lets_wait_and_a_leave_brings_the_first_in(nursery: Nursery) -> None:
    nursery.take("core", "甲妈妈", "乙妈妈")
    nursery.take("advanced", "小雨妈妈", "豆宝妈妈")
    nursery.spend("小雨妈妈", 100_000, group="advanced")
    nursery.spend("豆宝妈妈", 100_000, group="advanced", day="2026-03-06")
    assert [("waiting", 1), ("waiting", 2)] == [
        (p.state, p.position) for p in (nursery.promote(n, "advanced") for n in ("小雨妈妈", "豆宝妈妈"))
    ]
    nursery.do(lambda work: groups.leave(work, groups.get(work, "core"), "甲妈妈"))
    assert {"甲妈妈": "left", "乙妈妈": "member", "小雨妈妈": "member", "豆宝妈妈": "waiting"} == (
        nursery.people("core")
    )


@pytest.mark.practice("I-096")
def test_without_consent_a_promotion_waits_for_it(nursery: Nursery) -> None:
    nursery.take("advanced", "小雨妈妈")
    nursery.spend("小雨妈妈", 100_000, group="advanced")
    placed = nursery.promote("小雨妈妈", "advanced", consent=False)
    assert "" == placed.state
    assert "onsent" in placed.reason
    assert {} == nursery.people("core")
    assert "member" == nursery.promote("小雨妈妈", "advanced").state


def test_the_first_group_of_a_tier_is_made_when_somebody_moves_up(make: Callable[..., Nursery]) -> None:
    nursery = make(groups={"gold": {"unit": "store", "name": "金卡{number}群"}}, motherbaby={"tiers": {
        "core": {"next": "gold"}, "gold": {"name": "金卡群", "grade": "core"}}})  # fmt: skip
    nursery.take("core", "小雨妈妈")
    nursery.spend("小雨妈妈", 100_000, group="core")
    assert [("小雨妈妈", "gold", None)] == nursery.proposed()
    assert "gold-1" == nursery.promote("小雨妈妈", "core").group.key


def test_a_declined_proposal_rests_until_the_grade_is_higher(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈")
    nursery.spend("小雨妈妈", 1)
    nursery.do(lambda work: promotion.decline(work, nursery.proposal("小雨妈妈"), "再看看"))
    assert [] == nursery.proposed()
    nursery.spend("小雨妈妈", 49_000, day="2026-03-06")
    assert [] == nursery.proposed()
    nursery.spend("小雨妈妈", 2_000, day="2026-03-07")
    assert [("小雨妈妈", "advanced", "advanced")] == nursery.proposed()


def test_declining_needs_a_reason_and_is_done_once(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈")
    nursery.spend("小雨妈妈", 1)
    for reason in ("", "  ", "x" * 201, "a\x00b"):
        with pytest.raises(UsageProblem):
            nursery.do(lambda work, r=reason: promotion.decline(work, nursery.proposal("小雨妈妈"), r))
    nursery.do(lambda work: promotion.decline(work, nursery.proposal("小雨妈妈"), "再看看"))
    with pytest.raises(Conflict):
        nursery.do(lambda work: promotion.decline(work, nursery.proposal("小雨妈妈"), "还是不行"))


def test_who_is_not_proposed_cannot_be_promoted(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈")
    with pytest.raises(NotFound, match="小雨妈妈"):
        nursery.promote("小雨妈妈")


def test_a_store_without_the_plugin_is_told_so(app) -> None:
    from tests.support import Shop

    from franchise import Refused

    shop = Shop.make(app)
    with pytest.raises(Refused, match="motherbaby"):
        shop.see(promotion.proposals)
