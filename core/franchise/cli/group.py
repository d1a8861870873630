"""A click group that knows its commands by name and imports one when it is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

import click
from click.shell_completion import CompletionItem

from franchise.cli.help import FranchiseContext, first_sentence
from franchise.cli.keys import store_keys
from franchise.cli.options import chosen_language, color_setting
from franchise.errors import NotFound, PluginFailed
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from franchise.cli.state import State

PROGRAM: Final = "franchise"
COMPLETE_VAR: Final = "_FRANCHISE_COMPLETE"
COLORS: Final = ("auto", "always", "never")


def later(message: str) -> str:
    """Mark a sentence for the catalogue that is translated when it is shown, not when it is imported."""
    return message


class Lazy(NamedTuple):
    """A command not yet imported: ``target`` is ``module:attribute``, ``help`` its line in the list."""

    target: str
    help: str


class RootOption(click.Option):
    """An option of the root: its help is a source string, translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        if record is None or not self.help:
            return record
        return record[0], record[1].replace(self.help, _(self.help))


class _EverywhereOption(click.Option):
    """A root option understood after a command; it changes the state that the root made."""


def _remember(ctx: click.Context, param: click.Parameter, value: object) -> None:
    if not value or ctx.resilient_parsing:
        return
    if param.name == "color":
        value = ctx.color = color_setting(str(value))
    elif param.name == "language":
        value = chosen_language(ctx, param, str(value))
    assert param.name is not None
    setattr(_state(ctx), param.name, value)


def _state(ctx: click.Context) -> State:
    """The state that the root made, or a fresh one where a command is called by itself."""
    from franchise.cli.state import State

    if (found := ctx.find_object(State)) is None:
        found = ctx.find_root().obj = State()
    return found


def _everywhere(taken: frozenset[str | None]) -> Iterator[click.Option]:
    """The root's options as hidden options of a command, less the names that it has taken itself."""
    settings: dict[tuple[str, ...], dict[str, Any]] = {
        ("db", "--db"): {"metavar": "URL"},
        ("store", "--store"): {"metavar": "KEY", "shell_complete": store_keys},
        ("language", "--lang"): {"metavar": "zh|en"},
        ("color", "--color"): {"type": click.Choice(COLORS)},
        ("verbose", "-v", "--verbose"): {"count": True},
        ("quiet", "-q", "--quiet"): {"is_flag": True},
    }
    for (name, *options), more in settings.items():
        free = [option for option in options if option not in taken]
        if free and name not in taken:
            yield _EverywhereOption(
                [name, *free], expose_value=False, hidden=True, callback=_remember, **more
            )


def adopt(command: click.Command) -> click.Command:
    """Make a plain click command one of ours: our help pages, and the root's options understood everywhere.

    Its line in a list is its first sentence, whole. An option that the command has of its own stays its own.
    Adopting twice changes nothing.
    """
    if any(isinstance(param, _EverywhereOption) for param in command.params):
        return command
    command.context_class = FranchiseContext
    taken = frozenset(n for p in command.params for n in (*p.opts, *p.secondary_opts, p.name))
    command.params = [*command.params, *_everywhere(taken)]
    if command.short_help is None and command.help:
        command.short_help = first_sentence(command.help)
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            adopt(command.commands[name])
    return command


@cache
def entry_points(group: str) -> tuple[EntryPoint, ...]:
    """What the installed distributions offer under ``group``, by name, without importing any of it."""
    from importlib import metadata

    found = {(e.name, e.value, e.dist.name if e.dist else ""): e for e in metadata.entry_points(group=group)}
    return tuple(found[key] for key in sorted(found))


class FranchiseGroup(click.Group):
    """The root group: commands in the order of ``lazy``, then the plugins' by name."""

    context_class = FranchiseContext

    def __init__(
        self, *args: Any, lazy: Mapping[str, Lazy] | None = None, entry_point_group: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lazy: Mapping[str, Lazy] = lazy or {}
        self.entry_point_group = entry_point_group

    def plugin_commands(self) -> list[str]:
        """Names that plugins add; a name of the core stays the core's."""
        if not self.entry_point_group:
            return []
        return sorted({e.name for e in entry_points(self.entry_point_group)}.difference(self.lazy))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [*self.lazy, *self.plugin_commands()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if lazy := self.lazy.get(cmd_name):
            return adopt(_load_core(cmd_name, lazy.target))
        if cmd_name.startswith("-") or not self.entry_point_group:
            return None
        offered = [e for e in entry_points(self.entry_point_group) if e.name == cmd_name]
        return adopt(_load_plugin(cmd_name, offered)) if offered else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as problem:  # click suggests only commands that are already imported
            raise click.NoSuchCommand(
                problem.command_name, possibilities=self.list_commands(ctx), ctx=ctx
            ) from None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        found = [CompletionItem(name, help=self._line(name)) for name in names]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or ""))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        formatter.write_paragraph()
        formatter.write_text(_(self.epilog or ""))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for heading, names in (
            (_("Commands"), list(self.lazy)),
            (_("Commands of plugins"), self.plugin_commands()),
        ):
            if names:
                with formatter.section(heading):
                    formatter.write_dl([(name, self._line(name)) for name in names])

    def _line(self, name: str) -> str:
        if lazy := self.lazy.get(name):
            return _(lazy.help)
        return _("What the plugin {name} adds; see: franchise {name} --help").format(name=name)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line and exit; with ``standalone_mode=False`` return or raise instead."""
        from franchise.cli import run

        arguments = list(sys.argv[1:] if args is None else args)
        name = prog_name or PROGRAM
        if instruction := os.environ.get(complete_var or COMPLETE_VAR):
            sys.exit(run.complete(self, name, complete_var or COMPLETE_VAR, instruction))
        if not standalone_mode:
            return super().main(arguments, name, complete_var, standalone_mode=False, **extra)
        return self._exit(run.run(self, arguments, name, **extra))

    def _exit(self, status: int) -> NoReturn:
        sys.exit(status)


def _load_core(name: str, target: str) -> click.Command:
    module, _colon, attribute = target.partition(":")
    try:
        command = getattr(import_module(module), attribute)
    except ModuleNotFoundError as problem:
        if problem.name is None or not (module == problem.name or module.startswith(f"{problem.name}.")):
            raise
        raise NotFound(
            _("The command {name!r} is not part of this installation.").format(name=name)
        ) from problem
    assert isinstance(command, click.Command)
    return command


def _load_plugin(name: str, offered: Sequence[EntryPoint]) -> click.Command:
    whose = ", ".join(f"{e.dist.name} {e.dist.version}" if e.dist else e.value for e in offered)
    if len(offered) > 1:
        raise PluginFailed(
            _("Several plugins offer the command {name!r}: {whose}.").format(name=name, whose=whose),
            hint=_("Uninstall all but one of them."),
        )
    try:
        command = offered[0].load()
    except Exception as problem:
        raise PluginFailed(
            _("The command {name!r} of {whose} cannot be loaded: {problem}").format(
                name=name, whose=whose, problem=f"{type(problem).__name__}: {problem}"
            ),
            hint=_("See `franchise plugins`; other commands work as before."),
        ) from problem
    if not isinstance(command, click.Command):
        raise PluginFailed(
            _("The command {name!r} of {whose} is not a click command but {kind}.").format(
                name=name, whose=whose, kind=type(command).__name__
            )
        )
    return command
