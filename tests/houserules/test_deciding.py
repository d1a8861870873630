"""What people decided stands, whatever becomes of the rules; and the hours of a store whose clock is put on and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.houserules.household import House, body, said

from franchise import Franchise, UnitOfWork, cadence, clock
from franchise.clock import FixedClock
from franchise_houserules import finishing, hours
from franchise_houserules.reading import curfews
from franchise_houserules.telling import open_again

BERLIN = "Europe/Berlin"
MINUTE = 60_000


def off_and_on(house: House) -> None:
    house.change("houserules.rules.ads.kinds", "core")
    house.check()
    house.change("houserules.rules.ads.kinds", "base")
    house.check()


def drop(house: House) -> None:
    house.drop(house.tasks()[0])


def revoke(house: House) -> None:
    house.finish(house.tasks()[0])
    house.do(lambda work: finishing.revoke(work, 1, "是自家小程序"))


@pytest.mark.parametrize(("decide", "status"), [(drop, "dropped"), (revoke, "revoked")])
def test_what_does_not_count_does_not_come_back_with_a_rule(
    house: House, decide: Callable[[House], None], status: str
) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"))
    decide(house)
    off_and_on(house)
    assert ([], [status]) == (house.tasks(), [e.violation.status for e in house.found()])


def test_what_a_program_proposed_goes_and_comes_with_its_rule(house: House) -> None:
    house.hear(said("05T10:00", "豆宝妈妈", "加微信"))
    house.change("houserules.rules.ads.kinds", "core")
    house.check()
    assert ([], []) == (house.tasks(), house.found())
    house.change("houserules.rules.ads.kinds", "base")
    house.check()
    assert ["houserules.warn"] == [task.kind for task in house.tasks()]


@pytest.mark.parametrize("evening", ["2026-03-28T20:00", "2026-10-24T20:00"])
@pytest.mark.parametrize(
    ("begins", "ends"),
    [("23:00", "07:00"), ("02:00", "02:50"), ("02:10", "02:30"), ("23:00", "02:30"), ("02:30", "07:00")],
)
def test_the_curfew_ends_where_it_ends_although_the_clock_is_changed(
    app: Franchise, evening: str, begins: str, ends: str
) -> None:
    answers = {"store": {"name": "柳荫路店", "time_zone": BERLIN, "language": "en"}}
    setup = body(cadence={"curfew": {"begins": begins, "ends": ends}})
    app.create_store("hub", app.schema.parse(setup), answers)
    start = clock.instant(evening, BERLIN)

    def look(work: UnitOfWork) -> int:
        silent = 0
        for now in range(start, start + 16 * 60 * MINUTE, 10 * MINUTE):
            work.clock = FixedClock(now)
            is_curfew = cadence.hour(work) == "curfew"
            assert is_curfew == bool(curfews(work, now, now).of(now))
            end = open_again(work)
            if not is_curfew:
                assert end is None
                continue
            silent += 1
            assert end is not None
            assert (True, "curfew", end) == (end > now, cadence.hour(work, end - 1), hours.hour(work).until)
            assert "curfew" != cadence.hour(work, end)
        return silent

    assert (House(app).see(look) > 0) or (begins, ends, evening[5:7]) in {
        ("02:00", "02:50", "03"),
        ("02:10", "02:30", "03"),
    }
