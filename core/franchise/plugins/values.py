"""What loading and asking plugins brings back."""

from __future__ import annotations

from typing import Any, Literal

import attrs

Stage = Literal["select", "discover", "import", "validate", "register", "collect"]


@attrs.frozen(kw_only=True)
class Problem:
    """Why a plugin is not used.

    Args:
        plugin: Its entry-point name.
        dist: Its distribution and version, or several where they clash; ``-`` if none is known.
        stage: ``select`` (asked for by name, but not installed), ``discover``, ``import``, ``validate``,
            ``register``, or ``collect`` (it failed when a registration hook asked it).
        message: What is wrong and, where one can tell, what to do.

    """

    plugin: str
    dist: str
    stage: Stage
    message: str


@attrs.frozen(kw_only=True)
class PluginInfo:
    """One installed plugin: where it comes from, the hooks that it answers, and what is wrong with it."""

    name: str
    dist: str
    version: str
    hooks: tuple[str, ...] = ()
    problem: Problem | None = None

    @property
    def origin(self) -> str:
        """Distribution and version, for messages."""
        return f"{self.dist} {self.version}".strip()


@attrs.frozen
class Answer:
    """What one plugin said."""

    plugin: str
    value: Any


@attrs.frozen(kw_only=True)
class Failure:
    """A plugin that crashed; what it had written in this call is undone."""

    plugin: str
    dist: str
    version: str
    hook: str
    error: BaseException

    @property
    def origin(self) -> str:
        """Distribution and version, for messages."""
        return f"{self.dist} {self.version}".strip()

    @property
    def told(self) -> str:
        """The error's kind and words."""
        return f"{type(self.error).__name__}: {self.error}"

    def __str__(self) -> str:
        return f"{self.plugin} ({self.origin}), {self.hook}: {self.told}"


@attrs.frozen(kw_only=True)
class Refusal:
    """A plugin's no.

    Args:
        plugin: Who says no.
        reason: Why, for people; for a crash it names plugin, distribution, version and hook.
        origin: The plugin's distribution and version.
        value: What the plugin answered; None for a crash.
        strictness: The higher, the stricter; `Plugins.decide` puts the strictest first.
        failure: The crash, if it was one.

    """

    plugin: str
    reason: str
    origin: str
    value: Any = None
    strictness: int = 0
    failure: Failure | None = None
