"""Stores: each follows a setup version, with an overlay and answers of its own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from franchise.stores.changes import change
    from franchise.stores.operations import open_store, read_answers

_HOME: Final = {"change": "changes", "open_store": "operations", "read_answers": "operations"}

__all__ = ["change", "open_store", "read_answers"]


def __getattr__(name: str) -> Any:
    """What plugins use is imported when it is first used."""
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
