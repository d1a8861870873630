"""What a command says: data on standard output, talk on standard error.

A command decorated with `output_options` gets ``--json`` and is handed an `Output`. The same rows become a
table on a terminal, TSV with a header in a pipe, and JSON under ``--json``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar

import attrs
import click

from franchise.cli.state import State, current_state
from franchise.cli.wide import clean
from franchise.errors import Refused, UsageProblem
from franchise.messages import gettext as _

P = ParamSpec("P")
R = TypeVar("R")
Kind = Literal["text", "number", "quantity", "money"]


@attrs.frozen
class Col:
    """One column of a table.

    ``kind`` says how an integer is read: ``number`` is a count, ``quantity`` thousandths of a unit, ``money``
    minor units of a currency with ``digits`` decimal places. Values that are strings are shown as they are,
    on a terminal by their ``words`` where there are any: codes for programs, words for people. ``whole`` text is
    never folded, such as a time. A ``spare`` column is left out on a terminal where the table would not fit with it:
    a code beside its name.
    """

    key: str
    title: str
    kind: Kind = "text"
    digits: int = 2
    words: Mapping[str, str] = attrs.field(factory=dict)
    whole: bool = False
    spare: bool = False


@attrs.frozen(kw_only=True)
class Output:
    """Where a command's words go. Nothing is printed to standard output but data."""

    state: State = attrs.field(factory=State)
    json: bool = False

    def data(self, value: object) -> None:
        """Print one value as JSON: keys in the given order, decimals as strings."""
        from franchise.cli.tables import to_json

        click.echo(to_json(value), color=False)

    def table(self, columns: Sequence[Col], rows: Sequence[Mapping[str, Any]], *, title: str = "") -> None:
        """Print rows: a table on a terminal, else TSV with the keys as header; a JSON array under ``--json``.

        A key that a row lacks is empty (null). Numbers are never shortened; text folds; on a terminal too
        narrow for the numbers each row becomes a block of lines.
        """
        from franchise.cli import tables

        if self.json:
            self.data(tables.plain_rows(columns, rows))
        elif not sys.stdout.isatty():
            click.echo(tables.tsv(columns, rows), nl=False, color=False)
        elif rows:
            tables.print_table(columns, rows, title=title, color=self.state.color)
        else:
            self.say(_("Nothing to show."))

    def lines(self, text: str) -> None:
        """Print text that is itself the data."""
        if sys.stdout.isatty():
            text = clean(text)
        if text:
            click.echo(text, nl=not text.endswith("\n"), color=self.state.color)

    def say(self, text: str) -> None:
        """Tell the user something; ``--quiet`` silences it."""
        if not self.state.quiet:
            click.echo(clean(text), err=True, color=self.state.color)

    def detail(self, text: str) -> None:
        """Tell it only to those who asked with ``-v``."""
        if self.state.verbose and not self.state.quiet:
            click.secho(clean(text), err=True, dim=True, color=self.state.color)

    def warn(self, text: str) -> None:
        """Warn; ``--quiet`` does not silence it."""
        click.secho(
            _("Warning: {message}").format(message=clean(text)), err=True, fg="yellow", color=self.state.color
        )

    @contextmanager
    def progress(self, total: int | None, label: str) -> Iterator[Callable[[int], None]]:
        """Show how far a long work is; call what is handed out with the number of steps done since.

        ``total`` None: the end is not known. Silent unless standard error is a terminal.
        """
        if self.state.quiet or not sys.stderr.isatty():
            yield _nothing
            return
        from franchise.cli.tables import terminal_progress

        with terminal_progress(total, label, color=self.state.color) as advance:
            yield advance

    def confirm(self, question: str, yes: bool = False) -> Literal[True]:
        """Ask before what cannot be undone; return only when the answer is yes.

        Raises:
            Refused: The answer is no.
            UsageProblem: Nobody is there to answer, and ``--yes`` was not given.

        """
        if yes:
            return True
        if sys.stdin is None or not sys.stdin.isatty():
            raise UsageProblem(
                _("This needs a yes: {question}").format(question=question),
                hint=_("Nobody can be asked here; pass --yes if you are sure."),
            )
        while True:
            click.echo(f"{clean(question)} [y/N] ", err=True, nl=False, color=self.state.color)
            answer = sys.stdin.readline().strip().lower()
            if answer in {"y", "yes", "是", "好", "确定"}:
                return True
            if answer in {"", "n", "no", "否", "不"}:
                raise Refused(_("Nothing was changed."))


def _nothing(steps: int = 1) -> None:
    """Count where nobody looks."""


def output_options(command: Callable[P, R]) -> Callable[..., R]:
    """Add ``--json`` to a command and hand it an `Output` as ``out``."""

    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON for programs."))
    @wraps(command)
    def with_output(*args: P.args, **kwargs: P.kwargs) -> R:
        as_json = bool(kwargs.pop("as_json"))
        kwargs["out"] = Output(state=current_state(), json=as_json)
        return command(*args, **kwargs)

    return with_output
