"""The crew: who does what, and when."""

from __future__ import annotations
