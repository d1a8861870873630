"""Finding the installed plugins and taking in those that are sound; faults of the rest are collected."""

from __future__ import annotations

import difflib
import inspect
import os
from collections.abc import Collection, Iterable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import attrs
import pluggy

from franchise.hooks import PREFIX, PROJECT
from franchise.messages import gettext as _
from franchise.plugins.values import PluginInfo, Problem, Stage

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "franchise.plugins"
ONLY: Final = "FRANCHISE_PLUGINS"
WITHOUT: Final = "FRANCHISE_WITHOUT"
_CLOSE: Final = 0.8


@attrs.define
class Loader:
    """Takes plugins in one after the other, in the order of their names."""

    specs: ModuleType | type
    manager: pluggy.PluginManager = attrs.field(factory=lambda: pluggy.PluginManager(PROJECT), init=False)
    infos: dict[str, PluginInfo] = attrs.field(factory=dict, init=False)
    problems: list[Problem] = attrs.field(factory=list, init=False)
    off: list[str] = attrs.field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        self.manager.add_hookspecs(self.specs)

    @property
    def hooks(self) -> list[str]:
        return sorted(
            n for n in dir(self.specs) if self.manager.parse_hookspec_opts(self.specs, n) is not None
        )

    def load(
        self, entry_points: Iterable[EntryPoint], only: Collection[str] | None, without: Collection[str]
    ) -> None:
        by_name: dict[str, list[EntryPoint]] = {}
        for point in entry_points:
            by_name.setdefault(point.name, []).append(point)
        for name, points in sorted(by_name.items()):
            if name in without or (only is not None and name not in only):
                self.off.append(name)
            else:
                self._take(name, points)
        for name in sorted({*(only or ()), *without} - by_name.keys()):
            self._miss(name, by_name)

    def _take(self, name: str, points: list[EntryPoint]) -> None:
        origins = sorted({(p.dist.name, p.dist.version) if p.dist else ("-", "") for p in points})
        self.infos[name] = PluginInfo(
            name=name,
            dist=" + ".join(f"{d} {v}".strip() for d, v in origins) if len(origins) > 1 else origins[0][0],
            version=origins[0][1] if len(origins) == 1 else "",
        )
        if len(points) > 1:
            self.fail(
                name,
                "discover",
                _("several plugins use this name and none is loaded; uninstall all but one"),
            )
            return
        try:
            plugin = points[0].load()
        except (Exception, SystemExit) as error:  # noqa: BLE001  a stranger's module must not stop the others
            self.fail(name, "import", _told(error))
            return
        if fault := self._fault(plugin):
            self.fail(name, "validate", fault)
            return
        try:
            self.manager.register(plugin, name)
        except (Exception, SystemExit) as error:  # noqa: BLE001  a wrong signature, a name taken twice
            self.drop(plugin)
            self.fail(name, "register", _told(error))
            return
        hooks = sorted(hook.name for hook in self.manager.get_hookcallers(plugin) or ())
        self.infos[name] = attrs.evolve(self.infos[name], hooks=tuple(hooks))

    def _fault(self, plugin: object) -> str | None:
        """What is wrong with a plugin; pluggy would let most of it pass, or stop for all."""
        if inspect.isclass(plugin):
            return _("the entry point names a class; name a module or an object")
        known = self.hooks
        unmarked, unknown, wrapping, found = [], [], [], 0
        for name in sorted(dir(plugin)):
            options = self.manager.parse_hookimpl_opts(plugin, name)
            if options is None:
                routine = name.startswith(PREFIX) and inspect.isroutine(getattr(plugin, name, None))
                if routine and difflib.get_close_matches(name, known, 1, _CLOSE):
                    unmarked.append(name)
                continue
            found += 1
            hook = options.get("specname") or name
            if hook not in known:
                near = difflib.get_close_matches(hook, known, 1, _CLOSE)
                unknown.append(
                    _("{hook} (did you mean {near}?)").format(hook=hook, near=near[0]) if near else hook
                )
            if options["wrapper"] or options["hookwrapper"]:
                wrapping.append(name)
        for names, sentence in (
            (unknown, _("there is no hook of this name: {names}")),
            (unmarked, _("@hookimpl is missing above {names}")),
            (wrapping, _("hooks cannot be wrapped: {names}")),
        ):
            if names:
                return sentence.format(names=", ".join(names))
        return None if found else _("it answers no hook; is @hookimpl missing?")

    def _miss(self, name: str, installed: Mapping[str, object]) -> None:
        near = difflib.get_close_matches(name, sorted(installed), 1, 0.6)
        message = _("no plugin of this name is installed")
        if near:
            message += _(" (did you mean {near}?)").format(near=near[0])
        self.problems.append(Problem(plugin=name, dist="-", stage="select", message=message))

    def drop(self, plugin: object) -> None:
        if self.manager.get_name(plugin) is not None:
            self.manager.unregister(plugin)

    def fail(self, name: str, stage: Stage, message: str) -> None:
        info = self.infos[name]
        problem = Problem(plugin=name, dist=info.origin, stage=stage, message=message)
        self.problems.append(problem)
        self.infos[name] = attrs.evolve(info, hooks=(), problem=problem)


def installed() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)


def listed(variable: str) -> list[str] | None:
    """The names in an environment variable, separated by commas; None when it is not set or empty."""
    names = [name.strip() for name in os.environ.get(variable, "").split(",")]
    return [name for name in names if name] or None


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".replace("\n", " ")


def call_arguments(spec: Any) -> frozenset[str]:
    """The arguments that a hook is called with."""
    return frozenset(inspect.signature(spec).parameters) - {"self"}
