"""Evidence: what orders and groups show, exactly at the gate's edge."""

from __future__ import annotations

import pytest
from tests.support import Shop, unknown, wish

from franchise import groups
from franchise.replication import evidence as proof
from franchise.replication.section import Gate

LIMIT = {"replication": {"gate": {"group_size": 5, "group_size_within": 20, "weeks": 2}}}


def order(
    shop: Shop, day: str, *members: str, group: str = "wang", product: str = "tofu", amount: str = "1"
) -> None:
    """Each member's order in the noon session of a day, which is closed then."""
    shop.at(f"{day}T09:00")
    shop.submit(*(wish(m, product, amount) for m in members), mode="add", text=f"{day}{members}", group=group)
    shop.at(f"{day}T12:00").close(f"{day}/noon")


def found(shop: Shop) -> proof.Evidence:
    return shop.see(proof.gather)


def passed(shop: Shop) -> dict[str, bool]:
    return {m.name: m.passed for m in shop.see(lambda work: proof.assess(work)[1])}


@pytest.mark.practice("I-266")
def test_two_of_five_buyers_are_forty_percent_and_pass(shop):
    order(shop, "2026-03-05", "甲", "乙", "丙", "丁", "戊")
    order(shop, "2026-03-06", "甲", "乙")
    assert (5, 2, 7, 400) == (
        found(shop).buyers, found(shop).repeat_buyers, found(shop).orders, found(shop).repurchase_permille
    )  # fmt: skip
    assert passed(shop)["repurchase_percent"]


@pytest.mark.practice("I-266")
@pytest.mark.parametrize(
    ("repeat", "buyers", "passes"), [(2, 5, True), (399, 1000, False), (400, 1000, True), (0, 0, False)]
)
def test_just_below_forty_percent_fails(repeat, buyers, passes):
    facts = dict.fromkeys(proof.Evidence.__slots__, 0) | {
        "repeat_buyers": repeat,
        "buyers": buyers,
        "first_day": "",
    }
    evidence = proof.Evidence(**{name: value for name, value in facts.items() if not name.startswith("_")})
    (measure,) = [m for m in proof.measures(evidence, Gate()) if m.name == "repurchase_percent"]
    assert passes is measure.passed


def test_two_wishes_in_one_list_are_one_order_and_an_open_cycle_is_none_yet(shop):
    shop.submit(wish("甲", "egg", "1"), wish("甲", "tofu", "1"), text="1")
    assert (0, 0) == (found(shop).buyers, found(shop).orders)
    shop.at("2026-03-05T12:00").close("noon")
    assert (1, 0, 1) == (found(shop).buyers, found(shop).repeat_buyers, found(shop).orders)


def test_what_was_ordered_more_than_thirty_days_ago_no_longer_counts(shop):
    order(shop, "2026-03-05", "甲")
    order(shop, "2026-03-06", "甲", "乙")
    shop.at("2026-04-04T11:59")
    assert (2, 1) == (found(shop).buyers, found(shop).repeat_buyers)
    shop.at("2026-04-04T12:00")
    assert (2, 0) == (found(shop).buyers, found(shop).repeat_buyers)
    shop.at("2026-06-01T12:00")
    assert (0, 0, 1) == (found(shop).buyers, found(shop).amount, found(shop).weeks)


@pytest.mark.practice("I-265")
def test_each_groups_amount_is_summed_by_month(shop):
    order(shop, "2026-03-05", "甲", amount="3")
    order(shop, "2026-03-31", "甲", group="dong")
    order(shop, "2026-04-01", "乙", amount="5")
    assert [
        {"month": "2026-03", "group": "dong", "amount": 200},
        {"month": "2026-03", "group": "wang", "amount": 600},
        {"month": "2026-04", "group": "wang", "amount": 1000},
    ] == shop.see(proof.months)
    assert (1800, 900) == (found(shop).amount, found(shop).group_month_amount)


@pytest.mark.practice("I-267", "I-264")
def test_groups_of_about_the_wanted_size_pass(app):
    shop = Shop.make(app, **LIMIT)
    for group, count in (("wang", 3), ("shang", 4), ("dong", 9)):
        for n in range(count):
            shop.do(lambda work, g=group, name=f"人{n}": groups.join(work, groups.get(work, g), name))
    evidence = found(shop)
    assert (3, 16, 4, 9) == (evidence.groups, evidence.members, evidence.group_size, evidence.largest_group)
    assert passed(shop)["group_size"]
    shop.do(lambda work: groups.leave(work, groups.get(work, "shang"), "人0"))
    assert not passed(shop)["group_size"]


@pytest.mark.practice("I-217")
def test_weeks_with_orders_are_counted_not_weeks_on_paper(app):
    shop = Shop.make(app, **LIMIT)
    order(shop, "2026-03-05", "甲")
    order(shop, "2026-03-06", "甲")
    assert (1, False) == (found(shop).weeks, passed(shop)["weeks"])
    order(shop, "2026-03-30", "甲")
    assert (2, True, "2026-03-05") == (found(shop).weeks, passed(shop)["weeks"], found(shop).first_day)


def test_open_questions_count_where_the_gate_asks_for_them(app):
    shop = Shop.make(app, replication={"gate": {"open_questions": 0}})
    assert passed(shop)["open_questions"]
    shop.submit(wish("甲", "egg", "1"), questions=[unknown("甲", "红糖")], text="1")
    assert (1, False) == (found(shop).open_questions, passed(shop)["open_questions"])


@pytest.mark.practice("I-263")
def test_a_proven_setup_is_cloned_without_a_reason_and_its_evidence_is_frozen(app):
    from franchise.replication import cloning
    from franchise.stores.versions import described

    gate = {"repurchase_percent": 40, "group_size": 2, "weeks": 1}
    shop = Shop.make(app, replication={"gate": gate})
    order(shop, "2026-03-05", "甲", "乙")
    order(shop, "2026-03-06", "甲", "乙")
    Shop(app).do(lambda w: _set(w, "catalog.egg.price", "5"))
    done = cloning.run(app, "hub", [("a", {"store.name": "甲"})])
    with app.hq_view() as conn:
        about = described(conn, done.saved.digest)
    assert (True, 2, []) == (
        about.evidence["proven"],
        about.evidence["repeat_buyers"],
        about.evidence["failed"],
    )


def _set(work, path, text):
    from franchise.stores.changes import change

    return change(work, work.setup.schema, work.setup.document, path, text)
