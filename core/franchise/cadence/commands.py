"""`franchise cadence`: today's posts, the plan, packs to paste, what was done, and the loop."""

from __future__ import annotations

from franchise.cadence import loop_commands, plan_commands, posting_commands
from franchise.cadence.command_group import cadence

__all__ = ["cadence", "loop_commands", "plan_commands", "posting_commands"]
