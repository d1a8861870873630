"""Setup documents: what people write, what it means, and what a store makes of it.

Pure: no database, no command line. A section's owner needs `setting`, `Section`, and the types `Money`,
`Quantity`, `Wall`; everything else goes through a `Schema`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from franchise.setups.amounts import Money, Quantity, Wall
from franchise.setups.canon import canonical, digest_of
from franchise.setups.documents import Document, Meta
from franchise.setups.effective import Effective, Rows
from franchise.setups.patches import make_patch, merge_patch
from franchise.setups.problems import Problem
from franchise.setups.registry import DeferredSection
from franchise.setups.schema import Schema
from franchise.setups.sections import Section
from franchise.setups.settings import REQUIRED, Rule, Setting, setting
from franchise.setups.walks import Leaf

if TYPE_CHECKING:
    from franchise.setups.dumps import dump
    from franchise.setups.personal import Finding, scan_personal

__all__ = [
    "REQUIRED",
    "DeferredSection",
    "Document",
    "Effective",
    "Finding",
    "Leaf",
    "Meta",
    "Money",
    "Problem",
    "Quantity",
    "Rows",
    "Rule",
    "Schema",
    "Section",
    "Setting",
    "Wall",
    "canonical",
    "digest_of",
    "dump",
    "make_patch",
    "merge_patch",
    "scan_personal",
    "setting",
]

_LATER = {
    "dump": "franchise.setups.dumps",
    "Finding": "franchise.setups.personal",
    "scan_personal": "franchise.setups.personal",
}


def __getattr__(name: str) -> Any:
    """What only saving and exporting needs is imported when it is first used."""
    if name not in _LATER:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    import importlib

    return getattr(importlib.import_module(_LATER[name]), name)
