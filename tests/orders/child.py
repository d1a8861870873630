"""A program of its own for the tests: does one thing again and again, and says so after each commit."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.processes import serve
from tests.support import Shop, unknown, wish

from franchise import OrderDraft, groups, orders, reports


def sheet(number: int) -> tuple[OrderDraft, str]:
    """The sheet of that number: two wishes, and in every third a question."""
    draft = OrderDraft(
        mode="add",
        wishes=(
            wish(f"人{number % 7}", "egg", "1.5", raw=f"{number} egg"),
            wish(f"人{number % 5}", "milk", "2", raw=f"{number} milk"),
        ),
        questions=() if number % 3 else (unknown(f"人{number % 7}", f"红糖{number}"),),
    )
    return draft, f"sheet {number}"


def submit(shop: Shop, say: Callable[..., None], group: str, first: str, last: str) -> None:
    for number in range(int(first), int(last)):
        draft, text = sheet(number)
        done = shop.hand_in(draft, group=group, text=text)
        say("sheet", number, done.cycle.key)


def same(shop: Shop, say: Callable[..., None], group: str) -> None:
    draft, text = sheet(0)
    say("repeated" if shop.hand_in(draft, group=group, text=text).repeated else "booked")


def close(shop: Shop, say: Callable[..., None], key: str, early: str = "") -> None:
    done = shop.close(key, early=early)
    say("already" if done.closing.already else "closed", done.papers)


def close_and_die(shop: Shop, say: Callable[..., None], key: str) -> None:
    shop.do(lambda work: orders.close(work, orders.find(work, key)))
    say("closed")
    os.kill(os.getpid(), signal.SIGKILL)


def close_due(shop: Shop, say: Callable[..., None]) -> None:
    say("closed", len(reports.close_due(shop.app, shop.key)))


def join(shop: Shop, say: Callable[..., None], group: str, *names: str) -> None:
    for name in names:
        done = shop.do(lambda work, name=name: groups.join(work, groups.get(work, group), name))
        say(name, done.group.key, done.state)


TASKS = {f.__name__: f for f in (submit, same, close, close_and_die, close_due, join)}


if __name__ == "__main__":
    serve(TASKS, Shop)
