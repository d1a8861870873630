"""When something may be said: never in the curfew. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from franchise.clock import at_wall, local


class Curfew(Protocol):
    """When nobody posts, in minutes after midnight; the same twice: no curfew."""

    @property
    def begins(self) -> int: ...
    @property
    def ends(self) -> int: ...


def held(curfew: Curfew, minutes: int) -> bool:
    """Whether a time of day, in minutes after midnight, lies in the curfew."""
    begins, ends, minutes = int(curfew.begins), int(curfew.ends), minutes % 1440
    if begins < ends:
        return begins <= minutes < ends
    return begins != ends and (minutes >= begins or minutes < ends)


def free_from(curfew: Curfew, at: int, zone: str) -> int | None:
    """``at`` itself, or the end of the curfew that it lies in; None where the curfew never ends.

    Instants are UTC milliseconds; the curfew's times are the store's, whatever its clocks do that night.
    """
    begins, ends = int(curfew.begins), int(curfew.ends)
    if begins == ends:
        return at
    for _again in range(3):  # curfews from 00:00 to 24:00 follow each other for ever
        today = local(at, zone).date()
        for day in (today - timedelta(days=1), today):
            last = day if begins < ends else day + timedelta(days=1)
            end = at_wall(last, ends, zone)
            if at_wall(day, begins, zone) <= at < end:
                at = end
                break
        else:
            return at
    return None
