"""Stores: each follows a setup version, with an overlay and answers of its own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from franchise.stores.operations import open_store, read_answers

__all__ = ["open_store", "read_answers"]


def __getattr__(name: str) -> Any:
    """What plugins use is imported when it is first used."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.operations"), name)
