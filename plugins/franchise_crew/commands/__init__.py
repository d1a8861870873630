"""`franchise crew`: people, roles, shifts, the day's duties, campaigns, keepers, key customers."""

from __future__ import annotations

from franchise_crew.commands import campaigns, keepers, members, persons, roles, shifts, signups, stars
from franchise_crew.commands.group import crew

__all__ = ["campaigns", "crew", "keepers", "members", "persons", "roles", "shifts", "signups", "stars"]
