"""The `replication` section: when a setup counts as proven, and in which waves it is carried to the clones."""

from __future__ import annotations

from typing import Final

import attrs

from franchise.messages import gettext as _
from franchise.setups import Effective, Money, Problem, Section, setting


@attrs.frozen(kw_only=True)
class Gate:
    """What a store must show before others are made after it. The numbers are the sources'; change them.

    The sources call a repurchase rate of 40 % the first key figure (I-266) and groups of about 200 the second
    (I-267); half a year of groping came before anything was copied (I-217).
    """

    repurchase_percent: int = setting(
        default=40,
        minimum=0,
        maximum=100,
        about="buyers who ordered twice or more in 30 days (from the sources)",
    )
    group_size: int = setting(
        default=200, minimum=0, maximum=500, about="members of the middle group, about (from the sources)"
    )
    group_size_within: int = setting(
        default=20, minimum=0, maximum=100, about="percent that groups may be smaller than that"
    )
    weeks: int = setting(
        default=26, minimum=0, maximum=520, about="weeks with orders: half a year (from the sources)"
    )
    group_month_amount: Money = setting(
        default=Money(0), minimum=0, about="what a group orders in 30 days, at least; 0: not asked"
    )
    open_questions: int = setting(
        default=-1, minimum=-1, maximum=100_000, about="questions still open, at most; -1: not asked"
    )


@attrs.frozen(kw_only=True)
class Replication:
    """How the setup is copied and kept up to date."""

    gate: Gate = setting(rule="locked", default=Gate(), about="when the setup is proven")
    rings: tuple[str, ...] = setting(
        rule="locked",
        default=(),
        pattern=r"[a-z0-9][a-z0-9_-]{0,31}",
        about="waves of an upgrade, in this order: pilot|first|rest",
    )
    wait_days: int = setting(
        rule="locked",
        default=0,
        minimum=0,
        maximum=365,
        about="days that a wave runs by a version before the next wave follows",
    )


def _check(section: Replication, _effective: Effective) -> list[Problem]:
    if len(set(section.rings)) == len(section.rings):
        return []
    return [
        Problem(
            path=("rings",), message=_("A wave is named twice."), allowed=_("each wave once, in their order")
        )
    ]


SECTION: Final = Section(name="replication", cls=Replication, owner="core", check=_check)
