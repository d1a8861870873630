"""The plugin's own ways into groups, and what a tier takes whichever way is used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.motherbaby.nursery import Nursery

from franchise_motherbaby.babies import months


def said(outcome) -> tuple[str, str]:
    return (outcome.verdict.code, outcome.state)


@pytest.mark.practice("I-068")
def test_a_pond_admits_whoever_asks_and_goes_on_in_the_next_group(nursery: Nursery) -> None:
    came = [nursery.apply("pond", f"{n}妈妈") for n in "甲乙丙"]
    assert [("admitted", "member")] * 3 == [said(one) for one in came]
    assert [1, 1, 2] == [one.group.number for one in came]


@pytest.mark.practice("I-069")
def test_a_transit_group_is_entered_by_buying_the_lead_item(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈", "豆宝妈妈")
    nursery.spend("豆宝妈妈", 50_000)
    refused = nursery.apply("transit", "豆宝妈妈", of="base")
    assert ("rejected", "") == said(refused)
    assert "湿巾体验包" in refused.verdict.reason
    nursery.buy("小雨妈妈", "lead", day="2026-03-06")
    assert ("admitted", "member") == said(nursery.apply("transit", "小雨妈妈", of="base"))


def test_a_stranger_has_bought_no_lead_item(nursery: Nursery) -> None:
    assert ("rejected", "") == said(nursery.apply("transit", "路人"))


@pytest.mark.practice("I-070")
def test_enough_spent_or_a_card_admits_and_neither_waits(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈", "豆宝妈妈", "糖果妈妈")
    nursery.spend("小雨妈妈", 100_000)
    nursery.buy("豆宝妈妈", "card", day="2026-03-06")
    assert ("admitted", "member") == said(nursery.apply("either", "小雨妈妈", of="base"))
    assert ("admitted", "member") == said(nursery.apply("either", "豆宝妈妈", of="base"))
    waits = nursery.apply("either", "糖果妈妈", of="base")
    assert ("waiting", "") == said(waits)
    assert "1000.00" in waits.verdict.reason
    assert ("admitted", "member") == said(nursery.apply("either", "糖果妈妈", facts={"member_card": True}))


@pytest.mark.practice("I-062")
def test_the_core_tier_takes_its_threshold_or_a_card_whichever_mechanisms_it_has(nursery: Nursery) -> None:
    nursery.take("advanced", "小雨妈妈", "豆宝妈妈")
    nursery.spend("小雨妈妈", 99_999, group="advanced")

    def ask(name: str, **facts: object):
        asked = nursery.apply("core", name, of="advanced", consent=True, facts=facts)
        from franchise import admission

        return nursery.do(lambda work: admission.approve(work, asked.application.id))

    waits = ask("小雨妈妈")
    assert ("waiting", "") == said(waits)
    assert "999.99" in waits.verdict.reason
    assert ("admitted", "member") == said(ask("豆宝妈妈", member_card="true"))
    nursery.spend("小雨妈妈", 1, group="advanced", day="2026-03-06")
    assert ("admitted", "member") == said(nursery.apply("core", "小雨妈妈", of="advanced", consent=True))


@pytest.mark.practice("I-036")
@pytest.mark.parametrize(("paid", "code"), [("999.99", "waiting"), ("1000", "admitted"), ("viel", "waiting")])
def test_the_staff_may_state_what_was_paid_at_the_till(nursery: Nursery, paid: str, code: str) -> None:
    assert code == nursery.apply("either", "小雨妈妈", facts={"paid_total": paid}).verdict.code


@pytest.mark.practice("I-065")
def test_a_theme_group_is_joined_together_with_the_base_group(nursery: Nursery) -> None:
    nursery.take("base", "小雨妈妈")
    assert ("admitted", "member") == said(nursery.apply("theme", "小雨妈妈", of="base"))
    assert {"小雨妈妈": "member"} == nursery.people("base") == nursery.people("theme")


# -------------------------------------------------------------------- babies


@pytest.mark.practice("I-040")
@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("2026-03-05", 0), ("2026-02-05", 1), ("2026-02-06", 0), ("2023-03-05", 36), ("2023-02-05", 37),
        ("2026-04-05", -1), ("2026-04-04", 0), ("2025-03-31", 11),
    ],
)  # fmt: skip
def test_a_babys_age_is_whole_months(born: str, age: int) -> None:
    assert age == months(date.fromisoformat(born), date(2026, 3, 5))


@pytest.mark.practice("I-040")
@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        ("2025-01-31", "2025-02-28", 1), ("2024-01-31", "2024-02-28", 0), ("2024-01-31", "2024-02-29", 1),
        ("2024-02-29", "2025-02-28", 12), ("2025-12-31", "2026-01-30", 0), ("2025-12-31", "2026-01-31", 1),
    ],
)  # fmt: skip
def test_the_last_day_of_a_short_month_completes_a_month(born: str, today: str, age: int) -> None:
    assert age == months(date.fromisoformat(born), date.fromisoformat(today))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_months_are_between_the_days_they_are_made_of(one: date, other: date) -> None:
    born, today = sorted((one, other))
    count = months(born, today)
    assert 27 * count <= (today - born).days < 31 * (count + 1)
    assert -count == months(today, born)


@pytest.mark.practice("I-040")
@pytest.mark.parametrize(
    ("born", "code"),
    [
        ("2023-03-05", "admitted"),  # 36 months today
        ("2023-02-05", "rejected"),  # 37
        ("2026-03-05", "admitted"),
        ("2026-12-05", "admitted"),  # expected in nine months
        ("2027-01-05", "rejected"),
        ("2026-13-05", "rejected"),
    ],
)
def test_mothers_of_babies_from_birth_to_three_years_are_admitted(
    nursery: Nursery, born: str, code: str
) -> None:
    assert code == nursery.apply("young", "小雨妈妈", facts={"baby_birthdate": born}).verdict.code


def test_without_a_date_of_birth_one_waits_for_it(nursery: Nursery) -> None:
    assert ("waiting", "") == said(nursery.apply("young", "小雨妈妈"))
    assert ("admitted", "member") == said(
        nursery.apply("young", "小雨妈妈", facts={"baby_birthdate": "2025-03-05"})
    )


def test_another_store_may_take_older_children(make: Callable[..., Nursery]) -> None:
    nursery = make(motherbaby={"baby": {"months_most": 48}})
    assert ("admitted", "member") == said(
        nursery.apply("young", "小雨妈妈", facts={"baby_birthdate": "2022-03-05"})
    )


def test_erasing_a_member_takes_the_babys_birth_and_leaves_the_source(nursery: Nursery) -> None:
    from franchise import admission, groups
    from franchise_motherbaby.leads import funnel

    nursery.come("base", "小雨妈妈", source="park_dance", born="2025-03-05")
    nursery.spend("小雨妈妈", 5_000)
    nursery.do(lambda work: admission.erase(work, groups.get(work, "base"), "小雨妈妈"))
    with nursery.view() as work:
        assert "2025-03-05" not in str([a.facts for a in admission.review(work)])
        (one,) = [f for f in funnel(work) if f.source == "park_dance"]
    assert (1, 1, 1, 5_000) == (one.asked, one.joined, one.buyers, one.amount)
