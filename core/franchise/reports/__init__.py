"""Papers: issued once of a closed cycle, drawn in any format afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise.rooms import lazily

if TYPE_CHECKING:
    from franchise.reports.cutoff import close_due, close_one
    from franchise.reports.formats import render, render_many
    from franchise.reports.kinds import kind_names, report_kinds
    from franchise.reports.operations import export, issue, listed, load
    from franchise.reports.values import Issued

_HOME: Final = {
    "close_due": "cutoff",
    "close_one": "cutoff",
    "kind_names": "kinds",
    "render": "formats",
    "render_many": "formats",
    "report_kinds": "kinds",
    "Issued": "values",
    "export": "operations",
    "issue": "operations",
    "listed": "operations",
    "load": "operations",
}

__all__ = [
    "Issued",
    "close_due",
    "close_one",
    "export",
    "issue",
    "kind_names",
    "listed",
    "load",
    "render",
    "render_many",
    "report_kinds",
]

__getattr__ = lazily(__name__, _HOME)
