"""`franchise content`."""

from __future__ import annotations

from franchise_content.commands.group import content

__all__ = ["content"]
