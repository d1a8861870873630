"""Names of groups, where members come from, how long groups live, and gatherings in the real world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.motherbaby.nursery import Nursery

from franchise import Conflict, NotFound, Refused, UsageProblem, groups
from franchise_motherbaby import activities, leads, lives, naming
from franchise_motherbaby.section import Activity

# -------------------------------------------------------------------- names


@pytest.mark.practice("I-045", "I-046")
def test_a_companys_group_carries_the_chains_name(nursery: Nursery) -> None:
    made = nursery.do(lambda work: groups.create(work, "company"))
    assert ("company", "X母婴连锁会员服务1群") == (made.unit, made.name)


@pytest.mark.practice("I-045", "I-047")
def test_a_stores_group_carries_the_stores_name_and_numbers_go_on(nursery: Nursery) -> None:
    made = nursery.do(lambda work: groups.create(work, "base"))
    assert ("store", "母婴连锁柳荫路店会员服务2群") == (made.unit, made.name)
    with nursery.view() as work:
        assert "母婴连锁柳荫路店会员服务1群" == groups.get(work, "base").name


@pytest.mark.practice("I-045", "I-048")
def test_a_persons_group_carries_the_persons_name(nursery: Nursery) -> None:
    made = nursery.do(lambda work: groups.create(work, "person", person="文静"))
    assert ("person", "母婴连锁文静好物分享群") == (made.unit, made.name)


@pytest.mark.practice("I-098", "C-22")
def test_groups_whose_name_no_longer_follows_the_pattern_are_listed(nursery: Nursery) -> None:
    nursery.do(lambda work: groups.create(work, "person", person="文静"))
    assert [] == nursery.see(naming.misnamed)
    nursery.change("groups.base.name", "小禾苗母婴连锁-{store}会员{number}群")
    nursery.change("groups.person.name", "小禾苗{person}分享群")
    assert [("base", "小禾苗母婴连锁-柳荫路店会员1群"), ("person-1", "")] == [
        (m.group.key, m.wanted) for m in nursery.see(naming.misnamed)
    ]


# -------------------------------------------------------------------- sources


@pytest.mark.practice("I-041", "I-042", "I-043", "I-044")
def test_each_source_shows_who_asked_joined_and_bought(nursery: Nursery) -> None:
    nursery.come("base", "甲妈妈", source="estate_sweep")
    nursery.come("base", "乙妈妈", source="estate_sweep", born="2025-01-01")
    nursery.come("base", "丙妈妈", source="hospital_class")
    nursery.come("young", "丁妈妈", source="vaccine_desk", born="2019-01-01")
    nursery.spend("甲妈妈", 12_345)
    assert [
        ("estate", "estate_sweep", 2, 2, 1, 12_345),
        ("hospital", "hospital_class", 1, 1, 0, 0),
        ("park", "park_dance", 0, 0, 0, 0),
        ("vaccine", "vaccine_desk", 1, 0, 0, 0),
    ] == [(f.place, f.source, f.asked, f.joined, f.buyers, f.amount) for f in nursery.see(leads.funnel)]


@pytest.mark.practice("I-044")
def test_a_park_has_its_hours(nursery: Nursery) -> None:
    with nursery.view() as work:
        dance = work.setup.get("motherbaby").sources["park_dance"]
    assert (19 * 60, 20 * 60 + 30) == (dance.begins, dance.ends)


def test_who_comes_again_is_counted_once(nursery: Nursery) -> None:
    nursery.come("base", "甲妈妈", source="estate_sweep")
    nursery.come("base", "甲妈妈", source="hospital_class")
    assert [1, 0] == [f.asked for f in nursery.see(leads.funnel)][:2]


def test_who_is_approved_later_counts_as_joined(nursery: Nursery) -> None:
    from franchise import admission

    nursery.come("core", "甲妈妈", source="estate_sweep", consent=True, facts={"member_card": True})
    assert (1, 0) == next((f.asked, f.joined) for f in nursery.see(leads.funnel))
    (open_one,) = nursery.see(admission.review)
    nursery.do(lambda work: admission.approve(work, open_one.id))
    assert (1, 1) == next((f.asked, f.joined) for f in nursery.see(leads.funnel))


def test_a_source_or_date_that_is_none_is_refused_and_nothing_is_written(nursery: Nursery) -> None:
    with pytest.raises(NotFound, match="estate"):
        nursery.come("base", "甲妈妈", source="estate")
    with pytest.raises(UsageProblem, match="2025-2-30"):
        nursery.come("base", "甲妈妈", born="2025-2-30")
    assert {} == nursery.people("base")


# -------------------------------------------------------------------- lives


@pytest.mark.practice("I-071")
def test_a_group_older_than_its_life_is_due_from_the_next_day(nursery: Nursery) -> None:
    nursery.at("2026-03-12T23:00")
    assert [] == nursery.see(lives.due)
    nursery.at("2026-03-13T00:30")
    assert [("pond", 8, 7)] == [(d.group.key, d.days, d.most) for d in nursery.see(lives.due)]
    nursery.at("2026-04-03T00:30")
    assert [("pond", 29), ("theme", 29)] == [(d.group.key, d.days) for d in nursery.see(lives.due)]


@pytest.mark.practice("I-093")
def test_the_interested_go_on_in_a_successor_that_is_fresh_for_a_week(nursery: Nursery) -> None:
    from franchise import clock

    nursery.take("base", "甲妈妈", "乙妈妈", "丙妈妈")
    made = nursery.do(
        lambda work: lives.respawn(work, groups.get(work, "base"), ["丙妈妈", "甲妈妈", "丙妈妈"])
    )
    assert ("母婴连锁柳荫路店会员服务2群", ("丙妈妈", "甲妈妈")) == (made.group.name, made.members)
    assert "2026-03-12 09:00" == clock.show(made.active_until, nursery.zone)
    assert {"甲妈妈": "member", "丙妈妈": "member"} == nursery.people(made.group.key)
    assert {"甲妈妈": "member", "乙妈妈": "member", "丙妈妈": "member"} == nursery.people("base")
    nursery.at("2026-03-12T08:59")
    assert [] == [d.group.key for d in nursery.see(lives.due) if d.why == "fresh"]
    nursery.at("2026-03-12T09:00")
    assert [(made.group.key, 7, 7)] == [
        (d.group.key, d.days, d.most) for d in nursery.see(lives.due) if d.why == "fresh"
    ]


def test_a_successor_knows_its_members_as_the_same_people(nursery: Nursery) -> None:
    nursery.take("base", "甲妈妈")
    nursery.spend("甲妈妈", 60_000)
    made = nursery.do(lambda work: lives.respawn(work, groups.get(work, "base"), ["甲妈妈"]))
    assert "junior" == nursery.standing("甲妈妈", made.group.key).grade


def test_a_successor_needs_members_who_are_there(nursery: Nursery) -> None:
    nursery.take("base", "甲妈妈")
    nursery.do(lambda work: groups.leave(work, groups.get(work, "base"), "甲妈妈"))
    for names, error in (([], Refused), (["甲妈妈"], Refused), (["乙妈妈"], NotFound)):
        with pytest.raises(error):
            nursery.do(lambda work, names=names: lives.respawn(work, groups.get(work, "base"), names))
    with nursery.view() as work:
        assert 1 == sum(1 for g in groups.listed(work) if g.kind == "base")


@pytest.mark.practice("C-09")
def test_about_two_hundred_is_what_a_group_holds_unless_the_setup_says_otherwise(nursery: Nursery) -> None:
    with nursery.view() as work:
        assert (200, 200) == (groups.get(work, "transit").capacity, groups.get(work, "young").capacity)


# -------------------------------------------------------------------- activities

END = Activity(name="做蛋糕", tier="theme", month_day=31, begins=15 * 60, places=5)


@pytest.mark.practice("I-066", "I-067")
def test_a_monthly_activity_falls_on_the_last_day_of_shorter_months() -> None:
    found = [d.isoformat() for d in activities.dates(END, date(2027, 12, 31), 6)]
    assert ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"] == found


@pytest.mark.practice("I-066", "I-067")
def test_a_partners_offer_holds_on_the_day_alone(nursery: Nursery) -> None:
    with nursery.view() as work:
        assert {"cake": "当日全场八折"} == activities.offers_on(work, date(2026, 4, 30))
        assert {} == activities.offers_on(work, date(2026, 4, 29))
        assert {} == activities.offers_on(work, date(2026, 5, 1))


def sign(nursery: Nursery, key: str, group: str, name: str, day: date | None = None) -> date:
    return nursery.do(lambda work: activities.sign_up(work, key, groups.get(work, group), name, day))


@pytest.mark.practice("I-064", "I-193")
def test_only_core_members_sign_up_and_places_are_given_once(nursery: Nursery) -> None:
    nursery.take("core", "甲妈妈", "乙妈妈")
    nursery.take("base", "丙妈妈")
    with pytest.raises(Refused, match="核心群"):
        sign(nursery, "reading", "base", "丙妈妈")
    assert date(2026, 3, 15) == sign(nursery, "reading", "core", "甲妈妈")
    assert date(2026, 3, 15) == sign(nursery, "reading", "core", "甲妈妈")
    with pytest.raises(Conflict):
        sign(nursery, "reading", "core", "乙妈妈")
    assert date(2026, 4, 15) == sign(nursery, "reading", "core", "乙妈妈", date(2026, 4, 15))
    assert [("reading", "2026-03-15", 1), ("cake", "2026-03-31", 0)] == [
        (d.key, d.day, d.signed) for d in nursery.see(activities.upcoming)
    ]


def test_nobody_signs_up_for_a_day_on_which_nothing_is_held(nursery: Nursery) -> None:
    nursery.take("core", "甲妈妈")
    for day in (date(2026, 3, 16), date(2026, 2, 15)):
        with pytest.raises(Refused, match=day.isoformat()) as refused:
            sign(nursery, "reading", "core", "甲妈妈", day)
        assert "2026-03-15" in refused.value.hint
    with pytest.raises(NotFound, match="readin"):
        sign(nursery, "readin", "core", "甲妈妈")


@pytest.mark.practice("I-064")
@pytest.mark.parametrize(
    ("steps", "rewards"),
    [
        ([{"task": True}], [""]),
        ([{"came": True}], [""]),
        ([{"task": True}, {"came": True}], ["", "一罐奶粉"]),
        ([{"task": True, "came": True}, {"came": True}], ["一罐奶粉", ""]),
    ],
)
def test_a_can_of_milk_powder_for_the_task_and_coming_once(
    nursery: Nursery, steps: list[dict[str, bool]], rewards: list[str]
) -> None:
    nursery.take("core", "甲妈妈")
    day = sign(nursery, "reading", "core", "甲妈妈")
    nursery.at("2026-03-15T16:00")

    def note(step: dict[str, bool]) -> str:
        return nursery.do(
            lambda work: activities.note(work, "reading", groups.get(work, "core"), "甲妈妈", day, **step)
        ).reward

    assert rewards == [note(step) for step in steps]
    assert sum(map(bool, rewards)) == len(nursery.events("activity.rewarded"))


def test_nobody_has_come_to_what_is_still_to_be_held_but_the_task_may_be_done(nursery: Nursery) -> None:
    nursery.take("core", "甲妈妈")
    day = sign(nursery, "reading", "core", "甲妈妈")

    def note(**step: bool) -> activities.Attendance:
        return nursery.do(
            lambda work: activities.note(work, "reading", groups.get(work, "core"), "甲妈妈", day, **step)
        )

    with pytest.raises(Refused, match="2026-03-15"):
        note(task=True, came=True)
    before = note(task=True)
    nursery.at("2026-03-15T16:00")
    after = note(came=True)
    assert [(True, False, ""), (True, True, "一罐奶粉")] == [
        (one.task_done, one.attended, one.reward) for one in (before, after)
    ]


def test_the_next_date_is_one_that_has_not_begun_and_a_late_guest_names_the_day(nursery: Nursery) -> None:
    nursery.take("core", "甲妈妈", "乙妈妈")
    day = date(2026, 3, 15)
    with nursery.view() as work:
        begins = activities.find(work, "reading").begins
    nursery.at(f"2026-03-15T{begins // 60:02d}:{begins % 60:02d}")
    assert date(2026, 4, 15) == sign(nursery, "reading", "core", "甲妈妈")
    assert day == sign(nursery, "reading", "core", "乙妈妈", day)


@pytest.mark.parametrize("day", [date(2029, 3, 15), date(9999, 12, 15)])
def test_nobody_signs_up_years_ahead(nursery: Nursery, day: date) -> None:
    nursery.take("core", "甲妈妈")
    with pytest.raises(Refused, match=day.isoformat()):
        sign(nursery, "reading", "core", "甲妈妈", day)


def test_who_has_not_signed_up_is_not_noted(nursery: Nursery) -> None:
    nursery.take("core", "甲妈妈")
    with pytest.raises(NotFound, match="甲妈妈"):
        nursery.do(
            lambda work: activities.note(
                work, "reading", groups.get(work, "core"), "甲妈妈", date(2026, 3, 15), came=True
            )
        )


def test_two_last_places_at_once(make: Callable[..., Nursery]) -> None:
    import threading
    from concurrent.futures import ThreadPoolExecutor

    nursery = make(groups={"core": {"capacity": 8}})
    names = [f"{n}妈妈" for n in "甲乙丙丁"]
    nursery.take("core", *names)
    start = threading.Barrier(4)

    def one(name: str) -> str:
        start.wait()
        try:
            sign(nursery, "reading", "core", name)
        except Conflict:
            return "taken"
        return "in"

    with ThreadPoolExecutor(4) as pool:
        assert ["in", "taken", "taken", "taken"] == sorted(pool.map(one, names))
