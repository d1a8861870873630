"""Papers: issued once of a closed cycle, drawn in any format afterwards."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from franchise.reports.operations import export, issue, listed, load
    from franchise.reports.values import Issued

_HOME: Final = {
    "Issued": "values",
    "export": "operations",
    "issue": "operations",
    "listed": "operations",
    "load": "operations",
}

__all__ = [
    "Issued",
    "export",
    "issue",
    "listed",
    "load",
]


def __getattr__(name: str) -> Any:
    """What plugins use is imported when it is first used."""
    if name not in _HOME:
        raise AttributeError(name)
    module, _dot, attribute = _HOME[name].partition(":")
    return getattr(import_module(f"{__name__}.{module}"), attribute or name)
