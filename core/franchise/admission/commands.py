"""`franchise admission`: who wants to come in, who decides, who waits, who is kept out."""

from __future__ import annotations

from franchise.admission import application_commands, door_commands
from franchise.admission.command_group import admission

__all__ = ["admission", "application_commands", "door_commands"]
