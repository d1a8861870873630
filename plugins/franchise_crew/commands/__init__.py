"""`franchise crew`: people, roles, shifts, the day's duties, keepers, key customers."""

from __future__ import annotations

from franchise_crew.commands import keepers, members, persons, roles, shifts
from franchise_crew.commands.group import crew

__all__ = ["crew", "keepers", "members", "persons", "roles", "shifts"]
