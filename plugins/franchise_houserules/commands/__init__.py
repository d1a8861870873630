"""`franchise houserules`."""

from __future__ import annotations

from franchise_houserules.commands.group import houserules

__all__ = ["houserules"]
