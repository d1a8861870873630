"""Many at once: threads on PostgreSQL, programs on SQLite. Nothing is lost, doubled or decided twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.orders.child import TASKS, sheet
from tests.processes import Said, threads, together
from tests.support import VILLAGES, Shop, url_of, wish

from franchise import Franchise, groups, orders, reports
from franchise.orders.lines import cycle_lines
from franchise.storage import Database

# SQLite has one writer at a time: there these races cannot be.
on_postgresql = pytest.mark.parametrize("dialect", ["postgresql"])
Run = Callable[[Sequence[Sequence[Any]]], Said]


@pytest.fixture
def run(shop: Shop, database: Database) -> Run:
    """Runs tasks of ``child.py`` at once; what each said."""
    if database.dialect == "sqlite":
        return lambda tasks: together(url_of(database), tasks)
    return lambda tasks: threads(TASKS, shop, tasks)


def booked(shop: Shop) -> Counter[tuple[str, str, str]]:
    """How often each (cycle, group, words of the line) is booked."""
    found: Counter[tuple[str, str, str]] = Counter()
    with shop.view() as work:
        for cycle in orders.listed(work):
            for group in groups.listed(work):
                for line in shop.lines(cycle.key, group.key):
                    found[cycle.key, group.key, line.raw] += 1
    return found


def sums_agree(shop: Shop, key: str) -> None:
    with shop.view() as work:
        cycle = orders.find(work, key)
        lines: Counter[tuple[str, str]] = Counter()
        for line in cycle_lines(work, cycle):
            lines[line.product, line.stock_unit] += line.stock_quantity
        assert {(p.product, p.unit): p.wanted for p in orders.purchases(work, cycle)} == dict(lines)


def acknowledged(said: Sequence[Sequence[Sequence[str]]]) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for village, words in zip(VILLAGES, said, strict=False):
        for _sheet, number, cycle in words:
            found[cycle, village.key, f"{number} egg"] += 1
            found[cycle, village.key, f"{number} milk"] += 1
    return found


@pytest.mark.practice("I-213")
def test_every_acknowledged_line_is_in_exactly_one_cycle_whoever_closes_meanwhile(
    shop: Shop, run: Run
) -> None:
    shop.submit(wish("先", "egg", "1", raw="first"))
    tasks: list[tuple[Any, ...]] = [("submit", v.key, 0, 25) for v in VILLAGES]
    said = run([*tasks, ("close", "2026-03-05/noon", "race")])
    assert booked(shop) - Counter({("2026-03-05/noon", "wang", "first"): 1}) == acknowledged(said)
    assert said[-1][0][0] == "closed"
    sums_agree(shop, "2026-03-05/noon")
    # The closer may have come last of all: then nobody ordered for the evening yet.
    shop.at("2026-03-05T13:00").submit(wish("后", "egg", "1", raw="last"))
    shop.at("2026-03-05T20:00")
    reports.close_due(shop.app, "hub")
    sums_agree(shop, "2026-03-05/evening")


@on_postgresql
def test_a_clock_that_strikes_while_they_hand_in_splits_them_at_the_cutoff(shop: Shop) -> None:
    shop.submit(wish("先", "egg", "1", raw="first"))
    half = threading.Event()
    said: dict[str, list[list[str]]] = {v.key: [] for v in VILLAGES}

    def village(key: str) -> None:
        def say(*words: object) -> None:
            said[key].append([str(w) for w in words])
            if len(said[key]) == 8:
                half.set()

        TASKS["submit"](shop, say, key, "0", "25")

    def closer() -> None:
        half.wait(60)
        shop.at("2026-03-05T12:00")
        shop.close("2026-03-05/noon")

    with ThreadPoolExecutor(4) as pool:
        for done in [*(pool.submit(village, v.key) for v in VILLAGES), pool.submit(closer)]:
            done.result()
    assert booked(shop) - Counter({("2026-03-05/noon", "wang", "first"): 1}) == acknowledged(
        list(said.values())
    )
    assert {words[2] for words in said["wang"]} <= {"2026-03-05/noon", "2026-03-05/evening"}
    sums_agree(shop, "2026-03-05/noon")


def test_the_same_text_handed_in_by_several_at_once_is_booked_once(shop: Shop, run: Run) -> None:
    said = run([("same", "wang")] * 4)
    assert sorted(words[0][0] for words in said) == ["booked", "repeated", "repeated", "repeated"]
    assert shop.sheet("2026-03-05/noon") == [("人0", "egg", "1.5斤"), ("人0", "milk", "2瓶")]
    assert len(shop.questions()) == 1


def test_several_who_hand_in_for_one_village_get_line_numbers_of_their_own(shop: Shop, run: Run) -> None:
    run([("submit", "wang", n * 10, n * 10 + 10) for n in range(4)])
    numbers = [x.line_no for x in shop.lines("2026-03-05/noon")]
    assert numbers == list(range(1, 81))
    assert len({x.member_id for x in shop.lines("2026-03-05/noon")}) == 7


@pytest.mark.parametrize("closers", [4])
def test_several_who_close_at_once_close_once_and_issue_the_papers_once(
    shop: Shop, run: Run, closers: int
) -> None:
    for village in VILLAGES:
        draft, text = sheet(1)
        shop.hand_in(draft, group=village.key, text=text)
    said = run([("close", "2026-03-05/noon", "race")] * closers)
    assert sorted(words[0][0] for words in said) == [*["already"] * (closers - 1), "closed"]
    assert {words[0][1] for words in said} == {"11"}
    assert len(shop.events("cycle.closed")) == len(shop.events("reports.issued")) == 1
    assert shop.cycle("noon").revision == 1


@on_postgresql
def test_a_late_order_and_a_new_one_of_the_same_newcomer_at_once(shop: Shop) -> None:
    shop.at("2026-03-05T12:30")
    start = threading.Barrier(2)

    def hand_in(number: int, late: str) -> None:
        start.wait()
        shop.submit(wish(f"新人{number}", "egg", "1"), mode="add", text=f"{number}", late=late)

    with ThreadPoolExecutor(2) as pool:
        for number in range(15):
            for done in [pool.submit(hand_in, number, late) for late in ("", "permitted")]:
                done.result()
    for key in ("2026-03-05/noon", "2026-03-05/evening"):
        assert len(shop.lines(key)) == 15
    with shop.view() as work:
        assert len(groups.members(work, groups.get(work, "wang"))) == 15


@on_postgresql
def test_several_who_answer_one_question_at_once_book_it_once(shop: Shop) -> None:
    from tests.support import unknown

    from franchise import Conflict

    asked = shop.submit(mode="add", questions=[unknown("王婶", "笨鸡蛋", "2", "斤")]).questions[0].id
    start = threading.Barrier(4)

    def answer(_n: int) -> str:
        start.wait()
        try:
            shop.answer(asked, product="egg")
        except Conflict:
            return "late"
        return "first"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(answer, range(4))) == ["first", "late", "late", "late"]
    assert shop.sheet("2026-03-05/noon") == [("王婶", "egg", "2斤")]


@on_postgresql
def test_one_village_is_not_held_up_by_another(shop: Shop, app: Franchise) -> None:
    shop.submit(wish("先", "egg", "1"))
    with app.work("hub") as work:
        draft, text = sheet(1)
        orders.submit(work, groups.get(work, "wang"), draft, text=text)
        done = shop.hand_in(draft, group="shang", text=text)  # would wait for ever if it had to
        assert done.revision == 1
