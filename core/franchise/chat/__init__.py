"""Chat: what was said in the groups, taken in from exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise.rooms import lazily

if TYPE_CHECKING:
    from franchise.chat.values import KINDS, SAID, Message

_HOME: Final = {"KINDS": "values", "Message": "values", "SAID": "values"}

__all__ = ["KINDS", "SAID", "Message"]

__getattr__ = lazily(__name__, _HOME)
