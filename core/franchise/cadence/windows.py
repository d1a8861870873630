"""A slot's window, the curfew and a scene's lines as instants of the store's days. Pure."""

from __future__ import annotations

import hashlib
import random
from datetime import date, timedelta
from typing import Literal

from franchise.cadence.section import Cadence, Slot
from franchise.cadence.values import LONGEST_GAP, SHORTEST_GAP
from franchise.clock import at_wall, local


def window(slot: Slot, day: date, zone: str) -> tuple[int, int]:
    """From when until when a slot's post may go out on ``day``; the second instant is too late already.

    Where a clock change skips the whole window, both are the same: there is no such window on that day.
    """
    return at_wall(day, slot.begins, zone), at_wall(day, slot.ends, zone)


def in_curfew(cadence: Cadence, at: int, zone: str) -> bool:
    """Whether nobody may post at ``at``: from the curfew's first minute, until its end, midnight or not."""
    begins, ends = cadence.curfew.begins, cadence.curfew.ends
    if begins == ends:
        return False
    today = local(at, zone).date()
    for day in (today - timedelta(days=1), today):
        last = day if begins < ends else day + timedelta(days=1)
        if at_wall(day, begins, zone) <= at < at_wall(last, ends, zone):
            return True
    return False


def talk(cadence: Cadence, at: int, zone: str) -> Literal["open", "neutral", "curfew"]:
    """What the hour is for: talk is encouraged, neither encouraged nor forbidden, or nobody posts (C-04)."""
    if in_curfew(cadence, at, zone):
        return "curfew"
    day = local(at, zone).date()
    hours = cadence.open_hours
    is_open = at_wall(day, hours.begins, zone) <= at < at_wall(day, hours.ends, zone)
    return "open" if is_open else "neutral"


def line_offsets(count: int, *seed: str | int) -> list[int]:
    """When the lines of a scene come, in milliseconds after its first: 60 to 120 seconds apart.

    The same seed gives the same times, on every machine.
    """
    words = "\0".join(map(str, seed))
    dice = random.Random(int.from_bytes(hashlib.sha256(words.encode()).digest()[:8]))  # noqa: S311  # no secret
    offsets, at = [], 0
    for _line in range(count):
        offsets.append(at)
        at += dice.randint(SHORTEST_GAP, LONGEST_GAP) * 1000
    return offsets
