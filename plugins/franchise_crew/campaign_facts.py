"""What may be a campaign: keys, names, times, places; each mistake is told with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from franchise import UnitOfWork, UsageProblem, clock
from franchise_crew.messages import gettext as _
from franchise_crew.signing import plain

if TYPE_CHECKING:
    from franchise_crew.campaigns import Campaign

DAY: Final = 86_400_000
LONGEST_NAME: Final = 40
LONGEST_ABOUT: Final = 1000
MOST_CALLED: Final = 8
MOST_PLACES: Final = 100_000
MOST_AHEAD: Final = 366
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,30}", re.ASCII)


def key(text: str) -> None:
    """See that a text can be a campaign's key.

    Raises:
        UsageProblem: It cannot.

    """
    if not _KEY.fullmatch(text):
        raise UsageProblem(
            _("{key!r} cannot be a key: small letters, digits and -, at most 31.").format(key=text[:40]),
            where="KEY",
        )


def name(text: str) -> str:
    """What people call it, on one line. Raises UsageProblem."""
    shown = " ".join(text.split())
    if not 0 < len(shown) <= LONGEST_NAME or not shown.isprintable() or not plain(shown):
        raise UsageProblem(
            _("A campaign needs a name of at most {most} visible signs.").format(most=LONGEST_NAME),
            where="--name",
        )
    return shown


def called(names: Iterable[str]) -> tuple[str, ...]:
    """What members call it beside its name, each once. Raises UsageProblem."""
    found = tuple(dict.fromkeys(" ".join(one.split()) for one in names))
    if len(found) > MOST_CALLED or any(
        not 1 < len(one) <= LONGEST_NAME or not one.isprintable() or not plain(one) for one in found
    ):
        raise UsageProblem(
            _("Members may call it by {most} names at most, each of 2 to {longest} signs.").format(
                most=MOST_CALLED, longest=LONGEST_NAME
            ),
            where="--called",
        )
    return found


def about(text: str) -> str:
    """What members should know. Raises UsageProblem."""
    words = text.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_ABOUT or not words.replace("\n", "").isprintable():
        raise UsageProblem(
            _("What members should know has at most {most} visible signs.").format(most=LONGEST_ABOUT),
            where="--about",
        )
    return words


def places(count: int | None) -> None:
    """See that there can be so many places. Raises UsageProblem."""
    if count is not None and not 1 <= count <= MOST_PLACES:
        raise UsageProblem(_("Places: 1 to {most}.").format(most=MOST_PLACES), where="--places")


def times(work: UnitOfWork, one: Campaign) -> None:
    """See that sign-up begins before it ends, and ends before the event begins. Raises UsageProblem."""
    now, zone = work.now(), work.answers.time_zone
    if not now < one.at <= now + MOST_AHEAD * DAY:
        raise UsageProblem(
            _("The event begins at {time}: not in the past, and at most {days} days ahead.").format(
                time=clock.show(one.at, zone), days=MOST_AHEAD
            ),
            where="--at",
        )
    if now < one.until_at <= one.at and one.begins_at >= one.until_at:
        raise UsageProblem(
            _("Members sign up from {first}: before sign-up ends at {time}.").format(
                first=clock.show(one.begins_at, zone), time=clock.show(one.until_at, zone)
            ),
            where="--from",
        )
    if not now < one.until_at <= one.at:
        raise UsageProblem(
            _("Members sign up until {time}: after now, and no later than the event begins.").format(
                time=clock.show(one.until_at, zone)
            ),
            where="--until",
        )
    keep = work.setup.get("chat").keep_days
    if one.begins_at < now - keep * DAY and one.begins_at < one.opened_at:
        raise UsageProblem(
            _("Words are kept for {days} days: nothing older can be counted.").format(days=keep),
            where="--from",
        )
