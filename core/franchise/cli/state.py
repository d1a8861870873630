"""What the root's options say, handed to every command as ``ctx.obj``."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import attrs
import click

from franchise.clock import Clock, FixedClock, SystemClock, instant
from franchise.errors import UsageProblem
from franchise.messages import gettext as _

P = ParamSpec("P")
R = TypeVar("R")


@attrs.define(kw_only=True)
class State:
    """The options that everything shares.

    Options after a command change it before the command runs, hence it is mutable.
    """

    db: str | None = None
    """A database URL as given; None: nothing was said."""
    store: str | None = None
    """A store's key as given; None: nothing was said."""
    language: str = "en"
    """One of `franchise.messages.LANGUAGES`."""
    color: bool | None = None
    """True always, False never, None where the stream is a terminal."""
    verbose: int = 0
    quiet: bool = False
    actor: str = "unknown"
    """Who does it, for the event log: FRANCHISE_ACTOR, else the login name."""
    now: str | None = None
    """FRANCHISE_NOW as given: the time at which a rehearsal pretends to be, such as ``2026-03-05T11:40``."""

    def clock(self, zone: str = "UTC") -> Clock:
        """The machine's clock, or one that stands at FRANCHISE_NOW, read in ``zone`` when it names none.

        Raises:
            UsageProblem: FRANCHISE_NOW is no date and time.

        """
        if self.now is None:
            return SystemClock()
        try:
            return FixedClock(instant(self.now, zone))
        except ValueError as problem:
            raise UsageProblem(
                _("{text!r} is not a date and time such as 2026-03-05T11:40.").format(text=self.now[:40]),
                where="FRANCHISE_NOW",
            ) from problem


def login_name() -> str:
    """FRANCHISE_ACTOR, else the name of the login, else ``unknown``."""
    if name := os.environ.get("FRANCHISE_ACTOR"):
        return name
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError, ImportError):  # a container's user without a name
        return "unknown"


def current_state() -> State:
    """The state of the command that runs now; a fresh one where a command is called by itself."""
    ctx = click.get_current_context(silent=True)
    found = ctx.find_object(State) if ctx else None
    return found or State()


def pass_state(command: Callable[Concatenate[State, P], R]) -> Callable[P, R]:
    """Hand the `State` to a command as its first argument."""
    from functools import wraps

    @wraps(command)
    def with_state(*args: P.args, **kwargs: P.kwargs) -> R:
        return command(current_state(), *args, **kwargs)

    return with_state
