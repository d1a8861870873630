"""Finding plugins and asking them: failures are contained, named and reported."""

from __future__ import annotations

from franchise.plugins.dispatch import Plugins
from franchise.plugins.values import Answer, Failure, PluginInfo, Problem, Refusal

__all__ = ["Answer", "Failure", "PluginInfo", "Plugins", "Problem", "Refusal"]
