"""The `orders` section: when orders are collected, and how strictly."""

from __future__ import annotations

from typing import Final, Literal

import attrs

from franchise.messages import gettext as _
from franchise.setups import Effective, Problem, Section, Wall, setting


@attrs.frozen(kw_only=True)
class Session:
    """One collection run of the day: what is ordered before ``cutoff`` is delivered as promised.

    The sources say *noon* and *evening* without clock times (C-14): a cut-off is each program's own choice.
    """

    name: str = setting(max_length=20, about="what people call it: 午单, 晚单")
    cutoff: Wall = setting(about="orders before this time of day belong to it; 24:00 is the end of the day")
    deliver_days: int = setting(
        default=0, minimum=0, maximum=14, about="days from the cut-off to the delivery"
    )
    deliver_at: str = setting(default="", max_length=20, about="part of the day, in words: 下午, 上午")


@attrs.frozen(kw_only=True)
class Orders:
    """How orders are collected."""

    sessions: dict[str, Session] = setting(about="one table per session")
    late: Literal["refuse", "permission"] = setting(
        default="permission", about="orders after a cut-off: never, or with a stated permission"
    )
    missing_quantity: Literal["ask", "one"] = setting(
        default="ask", about="a wish without a number: ask, or book one"
    )
    same_item_twice: Literal["ask", "sum", "last"] = setting(
        default="ask", about="the same member and product twice in one list"
    )
    cancel_for_others: Literal["ask", "anyone", "self"] = setting(
        default="ask", about="who may take back another member's wish"
    )
    names: Literal["masked", "full"] = setting(
        default="masked", about="names in the running list for groups (C-24)"
    )


def _check(orders: Orders, _effective: Effective) -> list[Problem]:
    problems = []
    if not orders.sessions:
        problems.append(
            Problem(
                where="[orders.sessions]",
                message=_("A program that collects orders needs at least one session."),
                allowed="[orders.sessions.noon]",
            )
        )
    taken: dict[int, str] = {}
    for key, session in orders.sessions.items():
        other = taken.setdefault(session.cutoff, key)
        if other != key:
            problems.append(
                Problem(
                    where=f"[orders.sessions.{key}] cutoff",
                    message=_("The session {other} closes at the same time.").format(other=other),
                    allowed=_("a time of its own for each session"),
                )
            )
    return problems


SECTION: Final = Section(name="orders", cls=Orders, owner="core", check=_check)
