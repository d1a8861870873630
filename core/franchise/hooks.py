"""The two markers: ``hookspec`` for the core's specifications, ``hookimpl`` for a plugin's answers."""

from __future__ import annotations

from typing import Final

import pluggy

PROJECT: Final = "franchise"
PREFIX: Final = "franchise_"  # every hook's name begins so

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
