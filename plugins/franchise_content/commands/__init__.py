"""`franchise content`: what is said, the lint of a plan, the library, promotions, praise."""

from __future__ import annotations

from franchise_content.commands import library, lint, praise, promotions, sayings
from franchise_content.commands.group import content

__all__ = ["content", "library", "lint", "praise", "promotions", "sayings"]
