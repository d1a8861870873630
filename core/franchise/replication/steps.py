"""What an upgrade does to each store, what a plan expects of it, and all of them together."""

from __future__ import annotations

import attrs

from franchise.errors import Refused
from franchise.messages import gettext as _


@attrs.frozen(kw_only=True, slots=True)
class Step:
    """What an upgrade does, or would do, to one store.

    ``state``: ``upgraded``, ``same`` (nothing to do), ``detached`` (passed by), or ``refused`` (``problem`` says why).
    ``taken``: leaves that become HQ's. ``kept``: leaves and rows of the store's own. ``conflicts``: those to resolve
    afterwards. ``missing``: answers that the new version asks for. ``opaque``: sections of plugins not installed.
    """

    store: str
    state: str
    version: str
    to: str
    revision: int
    taken: int = 0
    kept: int = 0
    conflicts: int = 0
    put_back: int = 0
    problem: str = ""
    missing: tuple[str, ...] = ()
    opaque: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, slots=True)
class Expected:
    """What a plan saw of a store, and the version that it would bring it to."""

    revision: int
    to: str


@attrs.frozen(kw_only=True)
class Upgraded:
    """What an upgrade did to every chosen store. ``stopped``: too many were refused, the rest was left alone."""

    steps: tuple[Step, ...]
    stopped: bool = False

    def count(self, state: str) -> int:
        return sum(step.state == state for step in self.steps)


def refuse_if_stopped(done: Upgraded, most: int) -> None:
    """Say that a run was stopped.

    Raises:
        Refused: It was.

    """
    if done.stopped:
        raise Refused(
            _("More than {most} stores were refused; the others were left alone.").format(most=most),
            hint=_("Running it again goes on where it stopped."),
        )
