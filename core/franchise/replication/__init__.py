"""Replication: a proven setup in many stores. What programs and plugins use of it is imported when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise.rooms import lazily

if TYPE_CHECKING:
    from franchise.replication.cloning import Cloned
    from franchise.replication.cloning import run as clone_stores
    from franchise.replication.differences import Difference, FleetRow
    from franchise.replication.differences import between as compare
    from franchise.replication.differences import fleet as compare_fleet
    from franchise.replication.differences import with_newest as compare_with_newest
    from franchise.replication.evidence import Evidence, Measure, assess, proven
    from franchise.replication.following import Selection
    from franchise.replication.leaves import Change
    from franchise.replication.planning import Planned
    from franchise.replication.resolving import decline, detach, rejoin, resolve
    from franchise.replication.saving import Saved
    from franchise.replication.saving import save as save_setup
    from franchise.replication.show import change_cells, measured
    from franchise.replication.steps import Step, Upgraded
    from franchise.replication.upgrade import run as upgrade_stores

_HOME: Final = {
    "Change": "leaves",
    "Cloned": "cloning",
    "Difference": "differences",
    "Evidence": "evidence",
    "FleetRow": "differences",
    "Measure": "evidence",
    "Planned": "planning",
    "Saved": "saving",
    "Selection": "following",
    "Step": "steps",
    "Upgraded": "steps",
    "assess": "evidence",
    "change_cells": "show",
    "clone_stores": "cloning:run",
    "compare": "differences:between",
    "compare_fleet": "differences:fleet",
    "compare_with_newest": "differences:with_newest",
    "decline": "resolving",
    "detach": "resolving",
    "measured": "show",
    "proven": "evidence",
    "rejoin": "resolving",
    "resolve": "resolving",
    "save_setup": "saving:save",
    "upgrade_stores": "upgrade:run",
}

__all__ = [
    "Change",
    "Cloned",
    "Difference",
    "Evidence",
    "FleetRow",
    "Measure",
    "Planned",
    "Saved",
    "Selection",
    "Step",
    "Upgraded",
    "assess",
    "change_cells",
    "clone_stores",
    "compare",
    "compare_fleet",
    "compare_with_newest",
    "decline",
    "detach",
    "measured",
    "proven",
    "rejoin",
    "resolve",
    "save_setup",
    "upgrade_stores",
]

__getattr__ = lazily(__name__, _HOME)
