"""Clones in other zones and on odd days: sessions are read on each store's own clock, and nothing past fires."""

from __future__ import annotations

from datetime import date

import pytest
from tests.replication.fleet import Fleet, shop
from tests.support import wish

from franchise import Franchise
from franchise.clock import instant
from franchise.orders import calendar


@pytest.fixture
def fleet(app: Franchise) -> Fleet:
    return Fleet.make(app)


def clone_in(fleet: Fleet, key: str, zone: str) -> None:
    fleet.clone_rows([(key, {"store.name": key, "store.time_zone": zone})])


def cutoffs(fleet: Fleet, key: str, day: str) -> list[int]:
    with fleet.app.view(key) as work:
        return [
            calendar.planned(work, date.fromisoformat(day), name, session).cutoff_at
            for name, session in calendar.sessions(work)
        ]


def test_the_same_setup_closes_at_noon_on_every_stores_own_clock(fleet):
    clone_in(fleet, "ny", "America/New_York")
    clone_in(fleet, "tw", "Asia/Taipei")
    assert instant("2026-03-05T12:00", "Asia/Shanghai") == cutoffs(fleet, "tw", "2026-03-05")[0]
    assert instant("2026-03-05T12:00", "America/New_York") == cutoffs(fleet, "ny", "2026-03-05")[0]
    assert fleet.store("ny").version == fleet.store("tw").version == fleet.store("hub").version


def test_a_session_in_the_hour_that_summer_time_skips_or_repeats_closes_once(fleet):
    fleet.publish(orders={"sessions": {"night": {"name": "夜单", "cutoff": "02:30"}}})
    clone_in(fleet, "ny", "America/New_York")
    skipped, *_rest = cutoffs(fleet, "ny", "2026-03-08")
    assert instant("2026-03-08T07:00+00:00") == skipped  # 03:00 there: the first instant after the gap
    fleet.publish(orders={"sessions": {"night": {"name": "夜单", "cutoff": "01:30"}}})
    fleet.upgrade("ny")
    twice, *_rest = cutoffs(fleet, "ny", "2026-11-01")
    assert instant("2026-11-01T05:30+00:00") == twice  # the first of the two


def test_the_29th_of_february_is_a_day_like_others(fleet):
    fleet.app.clock.at = instant("2028-02-28T13:00", "Asia/Shanghai")
    fleet.clone("a")
    a = shop(fleet, "a")
    a.submit(wish("王婶", "egg", "1"), text="1", needed_on="2028-02-29")
    a.at("2028-02-29T09:00").submit(wish("王婶", "egg", "2"), text="2")
    with a.view() as work:
        from franchise import orders

        assert {("2028-02-28", "evening"), ("2028-02-29", "noon")} == {
            (c.day, c.session) for c in orders.listed(work)
        }


def test_a_store_made_in_the_afternoon_starts_with_the_evening_and_makes_up_for_nothing(fleet):
    fleet.app.clock.at = instant("2026-03-05T13:00", "Asia/Shanghai")
    fleet.clone("a")
    with fleet.app.view("a") as work:
        from franchise import orders

        assert [] == orders.due(work)
        assert ("2026-03-05", "evening") == (
            calendar.choose(work, work.now()).day,
            calendar.choose(work, work.now()).session,
        )
    a = shop(fleet, "a")
    a.submit(wish("王婶", "egg", "1"), text="1")
    with a.view() as work:
        assert [("2026-03-05", "evening")] == [(c.day, c.session) for c in orders.listed(work)]


def test_an_upgrade_that_moves_a_cutoff_into_the_past_closes_nothing_twice(fleet):
    fleet.clone("a")
    a = shop(fleet, "a")
    a.submit(wish("王婶", "egg", "1"), text="1")
    a.at("2026-03-05T11:00")
    fleet.publish(orders={"sessions": {"noon": {"cutoff": "10:00"}}})
    fleet.upgrade("a")
    with a.view() as work:
        from franchise import orders

        assert [] == orders.due(work)  # the cycle keeps the cut-off that was promised
    a.at("2026-03-05T12:00").close("noon")
    with a.view() as work:
        assert ["closed"] == [c.status for c in orders.listed(work)]
