"""`franchise crew`."""

from __future__ import annotations

from franchise_crew.commands.group import crew

__all__ = ["crew"]
