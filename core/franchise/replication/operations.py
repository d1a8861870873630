"""Replication: a store's setup saved as a version, and new stores that follow it.

Records (members, orders, posts) are rows of one store and are never carried: a new store is one small row.
"""

from __future__ import annotations

from franchise.replication.cloning import Cloned, clone, run
from franchise.replication.planning import Planned, numbered, plan
from franchise.replication.saving import Saved, save, save_from

__all__ = ["Cloned", "Planned", "Saved", "clone", "numbered", "plan", "run", "save", "save_from"]
