"""The 接龙 reader: the text of a village group in, lines with their verbatim evidence out.

A pure parser: no database, no catalogue matching, no clock. Start with `read`; compare two readings of the
same list with `difference`.
"""

from __future__ import annotations

from franchise_village.jielong.difference import difference, union
from franchise_village.jielong.reader import read
from franchise_village.jielong.settings import DEFAULT, ReadingSettings
from franchise_village.jielong.values import Difference, Line, Mode, Reading, Span, Warning_

__all__ = [
    "DEFAULT",
    "Difference",
    "Line",
    "Mode",
    "Reading",
    "ReadingSettings",
    "Span",
    "Warning_",
    "difference",
    "read",
    "union",
]
