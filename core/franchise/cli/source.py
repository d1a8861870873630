"""Text that a person hands over: a file, or ``-`` for what is pasted or piped in.

What people save on Windows is often GB18030 or UTF-16, so those are read too; a text that is almost UTF-8 is
refused instead of being read wrongly.
"""

from __future__ import annotations

import codecs
import os
import stat
import sys
from pathlib import Path
from typing import Any, Final

import attrs
import click

from franchise.errors import UsageProblem
from franchise.messages import gettext as _

MEGABYTE: Final = 1024 * 1024
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@attrs.frozen(kw_only=True)
class SourceText:
    """A text and where it came from; ``name`` is the file as given, ``-`` for standard input."""

    name: str
    text: str


class TextSource(click.ParamType[SourceText]):
    """A parameter that is the name of a text file, or ``-``; its value is a `SourceText`.

    Args:
        limit: The most bytes that are read; longer texts are refused before they are read.

    """

    name = "file"

    def __init__(self, *, limit: int = MEGABYTE) -> None:
        self.limit = limit

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:  # noqa: ARG002
        return "FILE|-"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> SourceText:  # noqa: ARG002
        if isinstance(value, SourceText):
            return value
        return read_source(str(value), limit=self.limit)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:  # noqa: ARG002
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


def read_source(name: str, *, limit: int = MEGABYTE) -> SourceText:
    """Read a text file or, for ``-``, standard input; every line end becomes a newline.

    Raises:
        UsageProblem: No such file, too long, or no text in a known encoding.

    """
    data = _read_input(limit) if name == "-" else _read_file(name, limit)
    where = _("standard input") if name == "-" else name
    text = decode(data, where).replace("\r\n", "\n").replace("\r", "\n")
    return SourceText(name=name, text=text)


def _read_input(limit: int) -> bytes:
    if sys.stdin is None or sys.stdin.closed:
        raise UsageProblem(_("There is no standard input to read."), hint=_("Name a file instead of -."))
    if sys.stdin.isatty():
        end = "Ctrl-Z, Enter" if os.name == "nt" else "Ctrl-D"
        click.echo(_("Paste the text, then press Enter and {keys}.").format(keys=end), err=True)
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        raise _too_long(_("standard input"), limit)
    return data


def _read_file(name: str, limit: int) -> bytes:
    path = Path(name)
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise UsageProblem(_("This is a folder, not a file."), where=name)
        if facts.st_size > limit:
            raise _too_long(name, limit)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as problem:
        raise UsageProblem(_("There is no such file."), where=name, hint=_nearest(path)) from problem
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        raise UsageProblem(
            _("The file cannot be read: {reason}").format(reason=reason), where=name
        ) from problem
    if len(data) > limit:  # a device or a pipe does not tell its size
        raise _too_long(name, limit)
    return data


def _nearest(path: Path) -> str:
    """Files beside it whose names are nearly the same, as a hint."""
    from franchise.suggest import did_you_mean

    try:
        return did_you_mean(path.name, (entry.name for entry in path.parent.iterdir()))
    except OSError:
        return ""


def _too_long(where: str, limit: int) -> UsageProblem:
    size = f"{limit // MEGABYTE} MB" if limit % MEGABYTE == 0 else f"{limit / 1024:g} KB"
    return UsageProblem(
        _("The text is longer than {size}.").format(size=size), where=where, hint=_("Hand it over in parts.")
    )


def decode(data: bytes, where: str = "") -> str:
    """Bytes of a text file as text: UTF-8, UTF-8 or UTF-16 with a byte-order mark, else GB18030.

    What is valid UTF-8 is UTF-8, even a lone ``D2 BB``, which would be 一 in GB18030.

    Raises:
        UsageProblem: Not a text, or damaged: nothing is guessed.

    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as problem:
                raise _damaged(data, problem.start, where) from problem
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UsageProblem(
            _("This is a spreadsheet or another Office file, not a text."), where=where,
            hint=_("Save it as text or CSV, or copy the text and paste it."),
        )  # fmt: skip
    if b"\x00" in data:
        raise UsageProblem(_("This is not a text file."), where=where)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        if not _nearly_utf8(data):
            try:
                return data.decode("gb18030")
            except UnicodeDecodeError as second:
                raise _damaged(data, second.start, where) from second
        raise _damaged(data, problem.start, where) from problem


def _nearly_utf8(data: bytes) -> bool:
    """Whether this is UTF-8 with a few bytes lost, rather than another encoding.

    GB18030 text hardly ever holds three-byte UTF-8 characters; damaged UTF-8 consists of them.
    """
    text = data.decode("utf-8", errors="replace")
    good = sum(char >= "\u0800" and char != "\ufffd" for char in text)
    return good > text.count("\ufffd")


def _damaged(data: bytes, place: int, where: str) -> UsageProblem:
    line = data[:place].count(b"\n") + 1
    return UsageProblem(
        _("Line {line} holds signs that are neither UTF-8 nor GB18030.").format(line=line),
        where=where,
        hint=_("Save the file again as UTF-8."),
    )
