"""`franchise task`: what people have to do."""

from __future__ import annotations

from franchise.tasks import evidence_commands, listing_commands, settling_commands
from franchise.tasks.command_group import task

__all__ = ["evidence_commands", "listing_commands", "settling_commands", "task"]
