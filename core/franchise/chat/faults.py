"""What is wrong with an export as a whole, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from franchise.chat.limits import AHEAD, MOST_MESSAGES
from franchise.chat.values import ChatInvalid, Message, Problem
from franchise.clock import show
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from franchise.work import UnitOfWork

_MOST_PROBLEMS: Final = 1_000  # nobody reads more
_MOST_FUTURE: Final = 3


def check_number(messages: int) -> None:
    """See that an export holds no more messages than can be taken in at a time.

    Raises:
        UsageProblem: It does.

    """
    if messages > MOST_MESSAGES:
        raise UsageProblem(
            _("There are more than {limit} messages.").format(limit=MOST_MESSAGES),
            hint=_("Hand it over in parts."),
        )


def future(at: int, zone: str) -> str:
    """What to say of a message that is yet to be written."""
    return _("{time} is in the future; see that the dates and the store's time zone are right.").format(
        time=show(at, zone)
    )


def not_future(
    work: UnitOfWork, pairs: list[tuple[Message, int]]
) -> tuple[list[tuple[Message, int]], list[Problem]]:
    """Messages, which are by time, without those that are yet to be written; these as problems."""
    limit, zone = work.now() + AHEAD, work.answers.time_zone
    late = [(message, line) for message, line in pairs if message.at > limit]
    problems = [Problem(line=line, code="future", message=future(m.at, zone)) for m, line in late]
    return pairs[: len(pairs) - len(late)], problems


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by line."""
    return tuple(sorted(set(problems), key=lambda p: (p.line, p.code, p.message)))


def refused(problems: Sequence[Problem]) -> ChatInvalid:
    """Nothing is taken in because of these."""
    return ChatInvalid(
        _("Nothing was taken in: {count} places cannot be read.").format(count=len(problems))
        if len(problems) > 1
        else _("Nothing was taken in: one place cannot be read."),
        problems=_gathered(problems),
        hint=_("Put them right, or take the rest in with --skip-bad."),
    )


def _gathered(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems by place; of times in the future, which are all so or none, the first few speak for the rest."""
    future = [one for one in problems if one.code == "future"]
    rest = set(future[_MOST_FUTURE:])
    shown = [one for one in problems if one not in rest]
    hidden = len(problems) - len(shown[:_MOST_PROBLEMS])
    if not hidden:
        return tuple(shown)
    more = Problem(line=0, code="more", message=_("and {count} more").format(count=hidden))
    return (*shown[:_MOST_PROBLEMS], more)
