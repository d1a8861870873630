"""The types in which sections declare money, quantities and times of day."""

from __future__ import annotations

from typing import NewType

Money = NewType("Money", int)
"""Minor units (fen); written ``5.8`` or ``"5.80"`` in the currency's own unit."""

Quantity = NewType("Quantity", int)
"""Thousandths of a unit; written ``1.3``."""

Wall = NewType("Wall", int)
"""Minutes since midnight; written ``07:30:00``, ``"07:30"`` or ``"24:00"`` (1440)."""
