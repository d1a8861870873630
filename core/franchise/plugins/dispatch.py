"""Asking plugins, each by itself: one that fails neither stops the others nor goes unnoticed.

pluggy stops at the first exception and leaves the order to registration; so pluggy finds and checks the
implementations, and this module calls them, in the order of the plugins' names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, Self

import attrs

from franchise.errors import Conflict, PluginFailed
from franchise.hooks import is_about_people
from franchise.messages import gettext as _
from franchise.plugins.loading import ONLY, WITHOUT, Loader, call_arguments, installed, listed
from franchise.plugins.values import Answer, Failure, PluginInfo, Problem, Refusal

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_STRICTEST: Final = 1 << 30  # a crash: nobody knows what the plugin would have said


@attrs.frozen
class _Implementation:
    plugin: str
    function: Callable[..., Any]
    takes: tuple[str, ...] | None  # None: everything that the hook is called with

    def __call__(self, given: dict[str, Any]) -> Any:
        if self.takes is None:
            return self.function(**given)
        return self.function(**{name: given[name] for name in self.takes})


@attrs.define(eq=False)
class Plugins:
    """The plugins that were found, and the four ways to ask them. Made by `load`; threads may share it."""

    _loader: Loader
    _by_hook: dict[str, tuple[_Implementation, ...]] = attrs.field(factory=dict, init=False)
    _arguments: dict[str, frozenset[str]] = attrs.field(factory=dict, init=False)
    _about_people: frozenset[str] = attrs.field(default=frozenset(), init=False)

    @classmethod
    def load(
        cls,
        entry_points: Iterable[EntryPoint] | None = None,
        only: Collection[str] | None = None,
        without: Collection[str] = (),
        *,
        specs: ModuleType | type | None = None,
    ) -> Self:
        """Import the installed plugins and check them; nothing that is wrong with one stops this.

        Args:
            entry_points: Those to load instead of the installed ones of the group ``franchise.plugins``.
            only: The names to load, and no others; None: what ``FRANCHISE_PLUGINS`` lists, else all.
            without: Names not to load, besides those that ``FRANCHISE_WITHOUT`` lists.
            specs: The hook specifications, a module or a class; ``franchise.hookspecs`` unless given.

        """
        if specs is None:
            from importlib import import_module

            specs = import_module("franchise.hookspecs")
        loader = Loader(specs)
        loader.load(
            installed() if entry_points is None else entry_points,
            listed(ONLY) if only is None else only,
            {*without, *(listed(WITHOUT) or ())},
        )
        plugins = cls(loader)
        plugins._prepare()
        return plugins

    def _prepare(self) -> None:
        self._about_people = frozenset(
            hook for hook in self._loader.hooks if is_about_people(getattr(self._loader.specs, hook))
        )
        for hook in self._loader.hooks:
            caller = getattr(self._loader.manager.hook, hook)
            implementations = []
            arguments: frozenset[str] = frozenset()
            if found := caller.get_hookimpls():
                arguments = call_arguments(getattr(self._loader.specs, hook))
            for one in found:
                takes = (*one.argnames, *(name for name in one.kwargnames if name in arguments))
                whole = arguments == frozenset(takes)
                implementations.append(
                    _Implementation(one.plugin_name, one.function, None if whole else takes)
                )
            self._by_hook[hook] = tuple(sorted(implementations, key=lambda i: i.plugin))
            self._arguments[hook] = arguments

    @property
    def infos(self) -> tuple[PluginInfo, ...]:
        """Every plugin that was found and not switched off, in name order."""
        return tuple(info for _name, info in sorted(self._loader.infos.items()))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, in name order."""
        return tuple(sorted(self._loader.problems, key=lambda p: p.plugin))

    @property
    def off(self) -> tuple[str, ...]:
        """The plugins that are installed but switched off by ``only``, ``without`` or the environment."""
        return tuple(sorted(self._loader.off))

    @property
    def in_use(self) -> frozenset[str]:
        """The plugins that can be asked and told."""
        return frozenset(info.name for info in self._loader.infos.values() if info.problem is None)

    @property
    def asleep(self) -> frozenset[str]:
        """The plugins that are installed but not in use here: switched off, or broken."""
        return frozenset([*self._loader.infos, *self._loader.off]) - self.in_use

    def about_people(self, hook: str) -> bool:
        """Whether a hook tells a fact about people: every plugin that it concerns hears it, or nothing happens."""
        return hook in self._about_people

    def missing(self, scope: Collection[str]) -> tuple[str, ...]:
        """Which of these plugins are not in use here: not installed, broken or switched off."""
        return tuple(sorted(set(scope) - self.in_use))

    def collect(self, hook: str, **kw: Any) -> list[Answer]:
        """Registration: what every plugin has to say, in name order; None is no answer.

        A plugin that crashes is out of use from then on, for all hooks, and listed among the `problems`.
        """
        answers = []
        for one, value, error in self._each(hook, None, kw):
            if error is not None:
                self._expel(one.plugin, hook, error)
            elif value is not None:
                answers.append(Answer(one.plugin, value))
        return answers

    def decide(self, hook: str, *, scope: Collection[str] | None, **kw: Any) -> list[Refusal]:
        """Decision: the noes, strictest first; empty when nobody objects.

        A plugin answers None or True (no objection), False, a reason (text), or an object with ``allowed``,
        ``reason`` and, where there are several kinds of no, ``strictness`` (an integer). A crash is a no, and
        so are an answer of any other kind and a plugin that the scope names but that could not be loaded.

        Args:
            hook: The hook's name.
            scope: The names of the plugins that the store's setup enables; None: all.
            kw: The hook's arguments.

        """
        refusals = [
            refusal
            for one, value, error in self._each(hook, scope, kw)
            if (refusal := self._judge(one.plugin, hook, value, error)) is not None
        ]
        for problem in self._loader.problems:
            if problem.stage != "select" and scope is not None and problem.plugin in scope:
                refusals.append(_broken(problem))  # noqa: PERF401  hardly ever one
        refusals.sort(key=lambda r: (-r.strictness, r.plugin))
        return refusals

    def single(self, hook: str, *, scope: Collection[str] | None, **kw: Any) -> Any:
        """Single answer: what the one plugin that answers says (None: none does); arguments as of `decide`.

        Raises:
            Conflict: Two plugins answer.
            PluginFailed: One crashed, and another's answer must not hide it; raised from the plugin's error.

        """
        answers = []
        for one, value, error in self._each(hook, scope, kw):
            if error is not None:
                raise _failed(self._failure(one.plugin, hook, error)) from error
            if value is not None:
                answers.append(Answer(one.plugin, value))
        if len(answers) > 1:
            names = [answer.plugin for answer in answers]
            raise Conflict(
                _("{plugins} both answer {hook}, and only one may").format(
                    plugins=_(" and ").join(names), hook=hook
                ),
                hint=_("Take one of them out of the setup, or switch it off: {variable}={plugin}").format(
                    variable=WITHOUT, plugin=names[-1]
                ),
            )
        return answers[0].value if answers else None

    def notify(
        self,
        hook: str,
        *,
        scope: Collection[str] | None,
        savepoint: Callable[[], AbstractContextManager[Any]],
        **kw: Any,
    ) -> list[Failure]:
        """Notification: tell every plugin, each inside its own savepoint; those that failed, already logged.

        What a failing plugin wrote is undone, what the others and the operation wrote stays. An error of the
        savepoint itself (the transaction is gone) is not the plugin's: it is raised.

        Args:
            hook: The hook's name.
            scope: As of `decide`.
            savepoint: Gives a context manager that undoes what its block wrote if it fails.
            kw: The hook's arguments.

        Raises:
            PluginFailed: One crashed at a fact about people: nobody could tell it again.

        """
        failures = []
        for one in self._chosen(hook, scope, kw):
            error: BaseException | None = None
            try:
                with savepoint():
                    try:
                        one(kw)
                    except (Exception, SystemExit) as raised:
                        error = raised
                        raise
            except (Exception, SystemExit) as raised:
                if raised is not error:
                    raise
                failure = self._failure(one.plugin, hook, raised)
                if self.about_people(hook):
                    raise _failed(failure) from raised
                failures.append(failure)
        return failures

    def _chosen(
        self, hook: str, scope: Collection[str] | None, kw: dict[str, Any]
    ) -> tuple[_Implementation, ...] | list[_Implementation]:
        implementations = self._by_hook[hook]
        if not implementations:
            return implementations
        if kw.keys() != self._arguments[hook]:
            wanted, given = sorted(self._arguments[hook]), sorted(kw)
            raise TypeError(f"{hook} takes {', '.join(wanted)}, not {', '.join(given)}")
        return implementations if scope is None else [one for one in implementations if one.plugin in scope]

    def _each(
        self, hook: str, scope: Collection[str] | None, kw: dict[str, Any]
    ) -> Iterator[tuple[_Implementation, Any, BaseException | None]]:
        for one in self._chosen(hook, scope, kw):
            try:
                value = one(kw)
            except (Exception, SystemExit) as error:  # noqa: BLE001  reported by every caller
                yield one, None, error
            else:
                yield one, value, None

    def _failure(self, plugin: str, hook: str, error: BaseException) -> Failure:
        from franchise.logs import logger

        info = self._loader.infos[plugin]
        logger("franchise.plugins").error(
            "plugin failed", plugin=plugin, dist=info.dist, version=info.version, hook=hook, exc_info=error
        )
        return Failure(plugin=plugin, dist=info.dist, version=info.version, hook=hook, error=error)

    def _expel(self, plugin: str, hook: str, error: BaseException) -> None:
        self._failure(plugin, hook, error)
        self._loader.drop(self._loader.manager.get_plugin(plugin))
        self._loader.fail(plugin, "collect", f"{hook}: {type(error).__name__}: {error}")
        self._prepare()

    def _judge(self, plugin: str, hook: str, value: Any, error: BaseException | None) -> Refusal | None:
        if error is None:
            if value is None or value is True:
                return None
            if value is False or isinstance(value, str):
                reason = value or _("{plugin} does not allow it").format(plugin=plugin)
                return Refusal(
                    plugin=plugin, reason=reason, origin=self._loader.infos[plugin].origin, value=value
                )
            if hasattr(value, "allowed"):
                return None if value.allowed else self._verdict(plugin, value)
            error = TypeError(f"answered {type(value).__name__}, which is no verdict")
            told = str(error)
        else:
            told = type(
                error
            ).__name__  # its words may hold a customer's data or a statement: they are in the log
        failure = self._failure(plugin, hook, error)
        return Refusal(
            plugin=plugin,
            reason=_("the plugin {plugin} ({origin}) failed in {hook} and so could not agree: {told}").format(
                plugin=plugin, origin=failure.origin, hook=hook, told=told
            ),
            origin=failure.origin,
            strictness=_STRICTEST,
            failure=failure,
        )

    def _verdict(self, plugin: str, value: Any) -> Refusal:
        return Refusal(
            plugin=plugin,
            reason=str(getattr(value, "reason", "")) or _("{plugin} does not allow it").format(plugin=plugin),
            origin=self._loader.infos[plugin].origin,
            value=value,
            strictness=int(getattr(value, "strictness", 0)),
        )


def _failed(failure: Failure) -> PluginFailed:
    return PluginFailed(
        _("the plugin {plugin} ({origin}) failed in {hook}: {told}").format(
            plugin=failure.plugin, origin=failure.origin, hook=failure.hook, told=failure.told
        )
    )


def _broken(problem: Problem) -> Refusal:
    return Refusal(
        plugin=problem.plugin,
        reason=_("the plugin {plugin} ({dist}) is not in use and so could not agree: {why}").format(
            plugin=problem.plugin, dist=problem.dist, why=problem.message
        ),
        origin=problem.dist,
        strictness=_STRICTEST,
    )
