"""The papers of a cut-off: for suppliers, the hub, the villages, their members and the vans (I-215 … I-218)."""

from __future__ import annotations

from typing import Final

from franchise import ReportKind
from franchise_village.messages import gettext as _
from franchise_village.papers.delivery import delivery_run
from franchise_village.papers.outbox import announce, ask_for_villages
from franchise_village.papers.packing import packing_list, pickup_slips
from franchise_village.papers.picking import pick_list
from franchise_village.papers.purchase import purchase_order

KINDS: Final = (
    ReportKind(
        kind="purchase_order",
        title=lambda: _("Purchase order"),
        build=purchase_order,
        order=10,
        together=True,
    ),
    ReportKind(kind="pick_list", title=lambda: _("Pick list"), build=pick_list, order=20),
    ReportKind(
        kind="packing_list", title=lambda: _("Packing list"), build=packing_list, order=30, together=True
    ),
    ReportKind(
        kind="pickup_slips", title=lambda: _("Pick-up slips"), build=pickup_slips, order=40, together=True
    ),
    ReportKind(
        kind="delivery_run", title=lambda: _("Delivery run"), build=delivery_run, order=50, together=True
    ),
)

__all__ = ["KINDS", "announce", "ask_for_villages"]
