"""Content: what is said, by which script, in which mix."""

from __future__ import annotations
