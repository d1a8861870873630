"""Kinds of report, and papers as they were issued."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import attrs

from franchise.reports.paper import Paper

if TYPE_CHECKING:
    from franchise.orders.values import Cycle
    from franchise.work import UnitOfWork


@attrs.frozen(kw_only=True)
class ReportKind:
    """A kind of paper, and how it is made of a closed cycle.

    ``build`` is called inside a reading or writing transaction, must be deterministic, and gives one paper per
    addressee. ``title`` is the kind's name in the user's language; ``order`` its place in lists.
    """

    kind: str
    title: Callable[[], str]
    build: Callable[[UnitOfWork, Cycle], Iterable[Paper]]
    order: int = 0
    together: bool = False
    """Printed as one file: a packing list per village, all in one workbook."""


@attrs.frozen(kw_only=True, slots=True)
class Issued:
    """A paper as it was issued. ``digest`` is the SHA-256 of its canonical form."""

    cycle_id: int
    revision: int
    kind: str
    key: str
    title: str
    digest: str
    issued_at: int
