"""`franchise order` and `franchise relay`."""

from __future__ import annotations

from franchise.orders import parse_commands, review_commands, submit_commands
from franchise.orders.command_group import order
from franchise.orders.sheet_commands import relay

__all__ = ["order", "parse_commands", "relay", "review_commands", "submit_commands"]
