"""`franchise houserules`: rules, what they find, what follows, names, hours."""

from __future__ import annotations

from franchise_houserules.commands import checking, naming, records, removals, rules
from franchise_houserules.commands.group import houserules

__all__ = ["checking", "houserules", "naming", "records", "removals", "rules"]
