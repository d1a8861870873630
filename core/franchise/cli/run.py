"""Run the command line once: every end of it becomes an exit status and, where one is due, a sentence."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import Any, Final

import click

from franchise.cli.failures import print_bug, print_error, print_usage_error
from franchise.cli.options import color_setting, peek, speaking, wants_json
from franchise.errors import FranchiseError
from franchise.messages import gettext as _
from franchise.messages import normalise

INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141
"""128 and the signal's number, as a shell reports a program that SIGPIPE ended."""
_PLACES: Final = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR, errno.ENAMETOOLONG}
)
"""What is wrong with a place that somebody named, and not with the program."""


def run(command: click.Command, args: Sequence[str], prog_name: str, **extra: Any) -> int:
    """Invoke ``command`` and return the exit status. Nothing is raised but what ends the interpreter."""
    # Importing makes a hundred thousand objects that stay: looking through them again and again costs a short
    # command a quarter of its time.
    gc.set_threshold(50_000, 20, 20)
    try:
        return _run(command, args, prog_name, **extra)
    finally:
        gc.freeze()  # nor need the end of the process look through them


def _run(command: click.Command, args: Sequence[str], prog_name: str, **extra: Any) -> int:
    _speak_utf8()
    extra.setdefault("color", color_setting(peek(args, "--color")))
    with speaking(normalise(peek(args, "--lang") or "")):
        try:
            status = _guarded(command, list(args), prog_name, extra, as_json=wants_json(args))
            sys.stdout.flush()
        except BrokenPipeError:
            return _pipe_closed()
        except OSError as problem:  # the last words did not fit: a full disk behind a redirection
            _forget(sys.stdout)
            sys.stderr.write(_("Error: {message}").format(message=problem.strerror or problem) + "\n")
            return 1
        except KeyboardInterrupt:
            return INTERRUPTED
        return status


def _guarded(
    command: click.Command, args: list[str], prog_name: str, extra: dict[str, Any], *, as_json: bool
) -> int:
    color: bool | None = extra["color"]
    try:
        with command.make_context(prog_name, args, **extra) as ctx:
            command.invoke(ctx)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, EOFError, click.Abort) as stop:
        click.echo(_("Stopped."), err=True, color=color)
        stopped = isinstance(stop, KeyboardInterrupt) or isinstance(stop.__context__, KeyboardInterrupt)
        return INTERRUPTED if stopped else 1
    except click.UsageError as problem:
        print_usage_error(problem, as_json=as_json)
        return problem.exit_code
    except click.ClickException as problem:
        shown = FranchiseError(problem.format_message())
        print_error(shown, as_json=as_json, color=color)
        return problem.exit_code
    except FranchiseError as problem:
        print_error(problem, as_json=as_json, color=color)
        return problem.exit_status
    except BrokenPipeError:
        raise
    except OSError as problem:
        if problem.errno in {errno.EPIPE, errno.ENOSPC} and problem.filename is None:
            raise
        if problem.errno in _PLACES and problem.filename is not None:
            words = _("This file or folder cannot be used: {reason}").format(reason=problem.strerror)
            print_error(FranchiseError(words, where=str(problem.filename)), as_json=as_json, color=color)
            return 1
        print_bug(problem, as_json=as_json, color=color)
        return 1
    except Exception as problem:  # noqa: BLE001  # a shop manager is never shown a traceback
        print_bug(problem, as_json=as_json, color=color)
        return 1
    return 0


def complete(command: click.Command, prog_name: str, variable: str, instruction: str) -> int:
    """Answer a shell that completes; whatever goes wrong, the shell's line is left alone."""
    from click.shell_completion import shell_complete

    try:
        with speaking(None):
            return shell_complete(command, {}, prog_name, variable, instruction)
    except Exception:  # noqa: BLE001  # half a traceback in the middle of typing helps nobody
        return 1


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says, unless PYTHONIOENCODING says otherwise.

    Half a character, from an argument that was no UTF-8, is written by its number.
    """
    if os.environ.get("PYTHONIOENCODING"):
        return
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _pipe_closed() -> int:
    _forget(sys.stdout)
    return PIPE_CLOSED


def _forget(stream: Any) -> None:
    """Point a stream that cannot be written at nothing, so that the interpreter's last flush is silent."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
