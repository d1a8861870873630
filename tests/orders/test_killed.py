"""kill -9 at any moment: what was acknowledged is there once, nothing is there by halves."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
from sqlalchemy import func, select
from tests.orders.child import sheet
from tests.processes import acknowledged, go, ready, start
from tests.support import Shop, url_of

from franchise import orders, reports
from franchise.orders import tables as t
from franchise.storage import Database

ROUNDS = {"sqlite": 12, "postgresql": 4}


def hand_in_until_killed(url: str, first: int, after: int, moment: float) -> int:
    """Let a program hand sheets in from ``first`` on; kill it a moment after some of them. The last acknowledged."""
    with start(url, "submit", "wang", first, first + 10_000) as child:
        ready(child)
        go(child)
        last = first - 1
        done = acknowledged(child)
        for _n in range(after):
            last = int(next(done)[1])
        until = time.perf_counter() + moment
        while time.perf_counter() < until:
            pass
        child.kill()
        for words in done:
            last = int(words[1])
    return last


def lines_by_sheet(shop: Shop) -> Counter[str]:
    return Counter(x.raw.split()[0] for x in shop.lines("2026-03-05/noon"))


def test_every_acknowledged_sheet_survives_once_and_none_by_halves(shop: Shop, database: Database) -> None:
    dice = random.Random(20260305)
    last = -1
    for _round in range(ROUNDS[database.dialect]):
        last = hand_in_until_killed(url_of(database), last + 1, dice.randint(1, 12), dice.uniform(0, 0.012))

    found = lines_by_sheet(shop)
    submitted = count(shop, t.submission)
    assert submitted - last - 1 in {0, 1}  # the sheet that was committed as the program died
    assert found == Counter({str(n): 2 for n in range(submitted)})
    assert count(shop, t.question) == len(range(0, submitted, 3))
    assert len(shop.events("order.submitted")) == submitted
    assert [x.line_no for x in shop.lines("2026-03-05/noon")] == list(range(1, 2 * submitted + 1))

    before = shop.lines("2026-03-05/noon")
    for number in range(submitted):
        draft, text = sheet(number)
        assert shop.hand_in(draft, text=text).repeated
    assert shop.lines("2026-03-05/noon") == before
    assert count(shop, t.question) == len(range(0, submitted, 3))


def count(shop: Shop, table) -> int:
    with shop.view() as work:
        return work.conn.execute(
            select(func.count()).select_from(table).where(table.c.store_id == shop.id)
        ).scalar_one()


def test_papers_that_a_killed_close_left_out_are_issued_by_the_next_one(
    shop: Shop, database: Database
) -> None:
    draft, text = sheet(1)
    shop.hand_in(draft, text=text)
    with start(url_of(database), "close_and_die", "2026-03-05/noon", clock="2026-03-05T12:00") as child:
        ready(child)
        go(child)
        child.wait(60)
        assert child.returncode == -9
    shop.at("2026-03-05T12:05")
    with shop.view() as work:
        assert reports.listed(work, orders.find(work, "noon")) == []
    assert [(c.closing.already, c.papers) for c in reports.close_due(shop.app, "hub")] == [(True, 6)]
    assert reports.close_due(shop.app, "hub") == []
    assert len(shop.events("cycle.closed")) == len(shop.events("reports.issued")) == 1


@pytest.mark.parametrize("rounds", [5])
def test_a_close_killed_at_any_moment_is_finished_by_the_next(
    shop: Shop, database: Database, rounds: int
) -> None:
    dice = random.Random(7)
    for day in range(5, 5 + rounds):
        shop.at(f"2026-03-{day:02}T09:00")
        draft, text = sheet(day)
        shop.hand_in(draft, text=text)
        after = f"2026-03-{day:02}T12:00"
        with start(url_of(database), "close_due", clock=after) as child:
            ready(child)
            go(child)
            until = time.perf_counter() + dice.uniform(0.002, 0.06)
            while time.perf_counter() < until:
                pass
            child.kill()
        shop.at(after)
        reports.close_due(shop.app, "hub")
        assert reports.close_due(shop.app, "hub") == []
        cycle = shop.cycle(f"2026-03-{day:02}/noon")
        with shop.view() as work:
            assert (cycle.status, cycle.revision) == ("closed", 1)
            assert len(reports.load(work, cycle)) == 6
    assert len(shop.events("cycle.closed")) == len(shop.events("reports.issued")) == rounds
