"""Stores: each follows a setup version, with an overlay and answers of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise.rooms import lazily

if TYPE_CHECKING:
    from franchise.stores.changes import change
    from franchise.stores.operations import open_store, read_answers

_HOME: Final = {"change": "changes", "open_store": "operations", "read_answers": "operations"}

__all__ = ["change", "open_store", "read_answers"]

__getattr__ = lazily(__name__, _HOME)
