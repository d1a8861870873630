"""How errors look: a sentence, the place, what to do next; for machines one JSON object on standard error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from franchise.cli.wide import clean
from franchise.errors import FranchiseError
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from pathlib import Path


def print_error(error: FranchiseError, *, as_json: bool = False, color: bool | None = None) -> None:
    """Write one error to standard error: message, problems one a line, hint.

    FRANCHISE_DEBUG=1 shows where it was raised as well, for those who write plugins.
    """
    if os.environ.get("FRANCHISE_DEBUG") and error.__traceback__ is not None:
        import traceback

        click.echo("".join(traceback.format_exception(error)), err=True, nl=False, color=color)
    problems: tuple[object, ...] = getattr(error, "problems", ())
    if as_json:
        _print_json(error.code, error.message, error.hint, error.where, [_plain(p) for p in problems])
        return
    lines = [click.style(_("Error: {message}"), fg="red").format(message=clean(str(error)))]
    if "\n" not in error.message:  # it does not tell them itself
        lines.extend(f"  {clean(str(problem))}" for problem in problems)
    if error.hint:
        lines.append(click.style(f"→ {clean(error.hint)}", dim=True))
    click.echo("\n".join(lines), err=True, color=color)


def print_usage_error(error: click.UsageError, *, as_json: bool = False) -> None:
    """Write click's refusal of the arguments: usage, where help is, the error."""
    if not as_json:
        error.show()
        return
    hint = f"{error.ctx.command_path} --help" if error.ctx else ""
    _print_json("usage", error.format_message(), hint, "", [])


def print_bug(error: BaseException, *, as_json: bool = False, color: bool | None = None) -> None:
    """Write that the program is at fault and where the traceback is; FRANCHISE_DEBUG=1 shows it."""
    import traceback

    text = "".join(traceback.format_exception(error))
    kind = type(error).__name__
    message = _("This is a mistake in the program, not yours ({kind}).").format(kind=kind)
    if os.environ.get("FRANCHISE_DEBUG"):
        click.echo(text, err=True, nl=False, color=color)
        hint = ""
    elif (path := _write_traceback(text)) is not None:
        hint = _("Please report it together with this file: {path}").format(path=path)
    else:
        hint = _("Run it again with FRANCHISE_DEBUG=1 and report what it shows.")
    shown = FranchiseError(message, hint=hint)
    if as_json:
        _print_json("bug", shown.message, shown.hint, "", [])
    else:
        print_error(shown, color=color)


def _write_traceback(text: str) -> Path | None:
    """Keep a traceback where only this user reads it; None where it cannot be written."""
    import platform
    from importlib.metadata import version

    from platformdirs import user_log_path

    from franchise.clock import SystemClock, show

    at = SystemClock().now()
    stamp = show(at, "UTC").replace(" ", "T").replace(":", "")
    head = f"franchise {version('franchise')}, Python {platform.python_version()}, {platform.platform()}\n\n"
    try:
        folder = user_log_path("franchise", appauthor=False, ensure_exists=True)
        path = folder / f"error-{stamp}-{at % 60_000:05d}.txt"
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(head + text, encoding="utf-8")
    except OSError:
        return None
    return path


def _plain(problem: object) -> Any:
    import attrs

    return attrs.asdict(problem) if attrs.has(type(problem)) else str(problem)  # type: ignore[arg-type]


def _print_json(code: str, message: str, hint: str, where: str, problems: list[Any]) -> None:
    import json

    error = {"code": code, "message": message, "hint": hint, "where": where, "problems": problems}
    sys.stderr.write(json.dumps({"error": error}, ensure_ascii=False, default=str) + "\n")
