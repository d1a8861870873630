"""One leaf in which versions are not alike: what a merge found there, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import attrs

from franchise.setups.canon import JSON
from franchise.setups.problems import Path
from franchise.setups.settings import Rule

State = Literal["same", "hq-only", "local-only", "conflict", "locked-drift"]
Does = Literal["take", "keep", "agree", "declined", "seed", "put-back", "kept-whole", "own"]


class _Absent:
    """Nothing is there; in a patch: nothing is said of it."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()


@attrs.frozen(kw_only=True, slots=True)
class Change:
    """One leaf, or one whole row that came or went, in which base, ours and theirs are not all alike.

    ``does`` says what an upgrade does: ``take`` HQ's, ``keep`` the store's, let go because both ``agree``, keep what
    the store ``declined`` to change or has as its ``seed``, ``put-back`` what is locked, keep a row whole that HQ
    removed (``kept-whole``), leave a row of the store's ``own``.
    """

    path: Path
    state: State
    does: Does
    rule: Rule
    base: JSON
    ours: JSON
    theirs: JSON

    @property
    def where(self) -> str:
        """The path with dots."""
        return ".".join(self.path)


def count(changes: Iterable[Change]) -> dict[State, int]:
    """How many changes there are of each state, ``same`` aside."""
    found: dict[State, int] = {"hq-only": 0, "local-only": 0, "conflict": 0, "locked-drift": 0}
    for change in changes:
        if change.state != "same":
            found[change.state] += 1
    return found
