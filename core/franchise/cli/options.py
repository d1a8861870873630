"""The root's options before click has parsed them: how to speak must be known first.

Help texts and refusals to parse are already in the user's language and colour, so both are looked for in the
bare arguments.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from franchise.messages import LOCALE, current_language, language, normalise
from franchise.messages import gettext as _

CLICK_DOMAIN = "click"
"""The catalogue with our translations of click's own sentences."""


def peek(args: Sequence[str], option: str) -> str | None:
    """The last value given to ``option`` in the bare arguments, or None."""
    found = None
    for place, arg in enumerate(args):
        if arg == "--":
            break
        if arg == option and place + 1 < len(args):
            found = args[place + 1]
        elif arg.startswith(f"{option}="):
            found = arg.partition("=")[2]
    return found


def wants_json(args: Sequence[str]) -> bool:
    """Whether ``--json`` stands among the bare arguments."""
    before = list(args[: args.index("--")]) if "--" in args else list(args)
    return "--json" in before


def color_setting(choice: str | None) -> bool | None:
    """True: colour always, False: never, None: where the stream is a terminal.

    ``choice`` is what ``--color`` says; with ``auto`` the environment decides: NO_COLOR, then FORCE_COLOR,
    then TERM=dumb.
    """
    if choice == "always":
        return True
    if choice == "never" or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return False if os.environ.get("TERM") == "dumb" else None


def chosen_language(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Check the value of ``--lang``; the language itself was set by `speaking`."""
    if value is None:
        return None
    if (tag := normalise(value)) is None:
        raise click.BadParameter(
            _("{value!r} is not a language spoken here: zh, en.").format(value=value[:20]), ctx, param
        )
    return tag


@contextmanager
def speaking(tag: str | None) -> Iterator[None]:
    """Speak ``tag``, or the environment's language, inside the block; click's sentences too.

    click asks gettext's default domain, which reads LANGUAGE; both are put back afterwards.
    """
    with language(tag or current_language()):
        domain, before = _gettext.textdomain(), os.environ.get("LANGUAGE")
        _gettext.bindtextdomain(CLICK_DOMAIN, str(LOCALE))
        _gettext.textdomain(CLICK_DOMAIN)
        os.environ["LANGUAGE"] = current_language()
        try:
            yield
        finally:
            _gettext.textdomain(domain)
            if before is None:
                del os.environ["LANGUAGE"]
            else:
                os.environ["LANGUAGE"] = before
