"""`franchise motherbaby`: tiers, grades, proposals, groups that are due, where members come from, activities."""

from __future__ import annotations

from franchise_motherbaby.commands import activities, coming, lives, promotion, tiers
from franchise_motherbaby.commands.group import motherbaby

__all__ = ["activities", "coming", "lives", "motherbaby", "promotion", "tiers"]
