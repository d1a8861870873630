"""House rules: what members may do, and what follows when they do otherwise."""

from __future__ import annotations
