"""Which cycle an order of a given second belongs to."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import MORNING, Shop, setup_body, wish

from franchise import Franchise, Refused, SetupInvalid
from franchise.clock import at_wall, instant, local
from franchise.orders import calendar

EGGS = wish("王婶", "egg", "2")


def taken_by(shop: Shop, at: str, **options: str) -> str:
    return shop.at(at).submit(EGGS, text=at, mode="add", **options).cycle.key


@pytest.mark.practice("I-213")
@pytest.mark.parametrize(
    ("at", "cycle"),
    [
        ("2026-03-05T00:00:00", "2026-03-05/noon"),
        ("2026-03-05T11:59:59.999", "2026-03-05/noon"),
        ("2026-03-05T12:00:00", "2026-03-05/evening"),
        ("2026-03-05T19:59:59.999", "2026-03-05/evening"),
        ("2026-03-05T20:00:00", "2026-03-06/noon"),
        ("2026-03-05T23:59:59.999", "2026-03-06/noon"),
    ],
)
def test_the_cutoffs_own_second_belongs_to_the_next_cycle(shop: Shop, at: str, cycle: str) -> None:
    assert taken_by(shop, at) == cycle


@pytest.mark.practice("I-215")
@pytest.mark.parametrize(
    ("at", "cycle", "deliver_on"),
    [
        ("2026-03-31T19:00", "2026-03-31/evening", "2026-04-01"),
        ("2026-03-31T20:00", "2026-04-01/noon", "2026-04-01"),
        ("2026-12-31T19:00", "2026-12-31/evening", "2027-01-01"),
        ("2026-12-31T20:00", "2027-01-01/noon", "2027-01-01"),
        ("2028-02-28T19:00", "2028-02-28/evening", "2028-02-29"),
        ("2028-02-29T20:00", "2028-03-01/noon", "2028-03-01"),
    ],
)
def test_the_evening_is_delivered_next_morning_over_month_and_year_ends(
    shop: Shop, at: str, cycle: str, deliver_on: str
) -> None:
    taken = shop.at(at).submit(EGGS).cycle
    assert (taken.key, taken.deliver_on) == (cycle, deliver_on)


@pytest.mark.practice("I-214")
def test_noon_is_delivered_the_same_afternoon(shop: Shop) -> None:
    taken = shop.submit(EGGS).cycle
    assert (taken.deliver_on, taken.deliver_at) == ("2026-03-05", "下午")


def test_a_cutoff_of_24_00_is_the_end_of_that_day(app: Franchise) -> None:
    night = {"name": "夜单", "cutoff": "24:00", "deliver_days": 1}
    shop = Shop.make(app, orders={"sessions": {"night": night}})
    assert taken_by(shop, "2026-03-05T23:59:59.999") == "2026-03-05/night"
    assert taken_by(shop, "2026-03-06T00:00:00") == "2026-03-06/noon"
    with shop.view() as work:
        assert [c.key for c in calendar.due(work)] == ["2026-03-05/night"]


def test_sessions_that_close_at_the_same_time_are_no_setup(app: Franchise) -> None:
    other = {"name": "二单", "cutoff": "12:00"}
    with pytest.raises(SetupInvalid):
        app.schema.parse(setup_body(orders={"sessions": {"other": other}}))


# -------------------------------------------------------------------- zones with summer time

BERLIN = "Europe/Berlin"


def test_a_cutoff_that_a_clock_change_skips_is_the_first_instant_after_it(app: Franchise) -> None:
    early = {"name": "早单", "cutoff": "02:30"}
    shop = Shop.make(app, zone=BERLIN, orders={"sessions": {"early": early}})
    app.clock.at = instant("2026-03-29T00:59:59.999+00:00")  # 01:59:59 there; 02:00 … 03:00 do not exist
    assert shop.submit(EGGS, mode="add", text="1").cycle.key == "2026-03-29/early"
    app.clock.at = instant("2026-03-29T01:00:00+00:00")
    assert shop.submit(EGGS, mode="add", text="2").cycle.key == "2026-03-29/noon"


def test_a_cutoff_that_occurs_twice_is_the_first_of_the_two(app: Franchise) -> None:
    early = {"name": "早单", "cutoff": "02:30"}
    shop = Shop.make(app, zone=BERLIN, orders={"sessions": {"early": early}})
    app.clock.at = instant("2026-10-25T00:29:59.999+00:00")
    assert shop.submit(EGGS, mode="add", text="1").cycle.key == "2026-10-25/early"
    app.clock.at = instant("2026-10-25T00:30:00+00:00")
    assert shop.submit(EGGS, mode="add", text="2").cycle.key == "2026-10-25/noon"


def test_the_cutoff_is_read_in_the_stores_zone_not_in_the_machines(app: Franchise) -> None:
    shop = Shop.make(app, zone="America/New_York")
    app.clock.at = instant("2026-03-05T16:59:59+00:00")  # 11:59:59 in New York
    assert shop.submit(EGGS, mode="add", text="1").cycle.key == "2026-03-05/noon"
    app.clock.at = instant("2026-03-05T17:00:00+00:00")
    assert shop.submit(EGGS, mode="add", text="2").cycle.key == "2026-03-05/evening"


@given(
    day=st.dates(
        min_value=local(0, "UTC").date().replace(year=2020),
        max_value=local(0, "UTC").date().replace(year=2035),
    ),
    minutes=st.integers(0, 24 * 60),
    zone=st.sampled_from(
        ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]
    ),
)
def test_a_wall_clock_time_is_one_instant_and_later_times_come_no_earlier(day, minutes, zone) -> None:
    at = at_wall(day, minutes, zone)
    shown = local(at, zone).replace(tzinfo=None)
    wanted = shown.replace(
        year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0
    )
    wanted += timedelta(minutes=minutes)
    skipped = (
        wanted.replace(tzinfo=ZoneInfo(zone))
        .astimezone(ZoneInfo("UTC"))
        .astimezone(ZoneInfo(zone))
        .replace(tzinfo=None)
    )
    assert shown == wanted or (skipped != wanted and shown > wanted and shown - wanted <= timedelta(hours=1))
    if minutes:
        assert at_wall(day, minutes - 1, zone) <= at


# -------------------------------------------------------------------- the day it is needed


@pytest.mark.practice("I-211", "C-13")
@pytest.mark.parametrize(
    ("at", "needed_on", "cycle"),
    [
        ("2026-03-05T09:00", "", "2026-03-05/noon"),
        ("2026-03-05T09:00", "2026-03-05", "2026-03-05/noon"),
        ("2026-03-05T09:00", "2026-03-06", "2026-03-05/evening"),
        ("2026-03-05T20:00", "2026-03-06", "2026-03-06/noon"),
        ("2026-03-05T09:00", "2026-03-08", "2026-03-07/evening"),
        ("2026-03-05T09:00", "2026-04-05", "2026-04-04/evening"),
    ],
)
def test_an_order_for_a_day_goes_into_the_first_cycle_delivered_on_it(
    shop: Shop, at: str, needed_on: str, cycle: str
) -> None:
    assert taken_by(shop, at, needed_on=needed_on) == cycle


@pytest.mark.practice("C-13")
def test_where_nothing_is_delivered_on_the_day_the_last_delivery_before_it_serves(app: Franchise) -> None:
    weekly = {"noon": {"name": "午单", "cutoff": "12:00", "deliver_days": 1}}
    body = setup_body()
    body["orders"] = {"sessions": weekly}
    app.create_store("w", app.schema.parse(body), {"store": {"name": "店"}})
    shop = Shop(app, "w").at(MORNING)
    with shop.view() as work:
        assert calendar.choose(work, work.now(), "2026-03-06").key == "2026-03-05/noon"
        with pytest.raises(Refused):  # the first delivery is tomorrow's
            calendar.choose(work, work.now(), "2026-03-05")


@pytest.mark.parametrize("needed_on", ["2026-03-04", "2026-05-05"])
def test_a_day_that_is_past_or_too_far_away_is_refused_with_the_next_session(
    shop: Shop, needed_on: str
) -> None:
    with pytest.raises(Refused) as refused:
        shop.submit(EGGS, needed_on=needed_on)
    assert "午单" in refused.value.hint


@pytest.mark.practice("I-211")
def test_a_line_is_needed_tomorrow_unless_a_day_is_named(shop: Shop) -> None:
    shop.submit(EGGS)
    assert [x.needed_on for x in shop.lines("noon")] == ["2026-03-06"]
    shop.submit(EGGS, group="shang", needed_on="2026-03-08")
    assert [x.needed_on for x in shop.lines("2026-03-07/evening", "shang")] == ["2026-03-08"]


# -------------------------------------------------------------------- late orders


def test_a_late_order_goes_into_the_session_just_past_and_is_marked(shop: Shop) -> None:
    shop.submit(EGGS)
    done = shop.at("2026-03-05T12:00").submit(wish("李叔", "tofu", "1"), mode="add", late="van still here")
    assert done.cycle.key == "2026-03-05/noon"
    assert [x.late for x in shop.lines("2026-03-05/noon")] == [False, True]


def test_without_a_permission_it_is_not_late_but_in_the_next_cycle(shop: Shop) -> None:
    assert taken_by(shop, "2026-03-05T12:00") == "2026-03-05/evening"


def test_a_program_may_refuse_late_orders(app: Franchise) -> None:
    shop = Shop.make(app, orders={"late": "refuse"})
    with pytest.raises(Refused, match="late"):
        shop.at("2026-03-05T12:30").submit(EGGS, late="please")


def test_before_the_first_cutoff_of_a_day_late_means_last_night(shop: Shop) -> None:
    assert taken_by(shop, "2026-03-05T06:00", late="forgotten") == "2026-03-04/evening"


def test_a_late_order_into_a_closed_cycle_is_refused_and_the_hint_reopens_it(shop: Shop) -> None:
    shop.submit(EGGS)
    shop.at("2026-03-05T12:01").close("noon")
    with pytest.raises(Refused) as refused:
        shop.submit(wish("李叔", "tofu", "1"), late="one more")
    assert "franchise cycle reopen 2026-03-05/noon --reason" in refused.value.hint
    shop.reopen("noon", "one more")
    assert shop.submit(wish("李叔", "tofu", "1"), mode="add", late="one more").cycle.key == "2026-03-05/noon"


def test_after_an_early_close_orders_go_into_the_following_session(shop: Shop) -> None:
    shop.submit(EGGS)
    shop.close("noon", early="van leaves")
    assert taken_by(shop, "2026-03-05T11:00") == "2026-03-05/evening"


def test_after_an_early_close_an_order_for_that_day_is_refused_with_the_way_back(shop: Shop) -> None:
    shop.submit(EGGS)
    shop.close("noon", early="van leaves")
    with pytest.raises(Refused) as refused:
        shop.submit(EGGS, needed_on="2026-03-05", text="again")
    assert "franchise cycle reopen 2026-03-05/noon" in refused.value.hint


def test_a_cycle_is_due_from_its_cutoff_on_and_no_millisecond_before(shop: Shop) -> None:
    shop.submit(EGGS)
    shop.at("2026-03-05T11:59:59.999")
    assert [] == shop.see(calendar.due)
    shop.at("2026-03-05T12:00")
    assert ["2026-03-05/noon"] == [c.key for c in shop.see(calendar.due)]
