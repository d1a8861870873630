"""Help pages whose columns are right for 汉字, and the examples they end with."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from typing import Final

import click

from franchise.cli.wide import pad, width, wrap
from franchise.messages import gettext as _

WIDEST: Final = 100
NARROWEST: Final = 24
_SENTENCE: Final = re.compile(r".*?(?:[。！？]|[.!?](?=\s|$))")


def help_width() -> int:
    """Columns for a help page: the terminal's, up to a width at which lines stay readable."""
    return max(min(shutil.get_terminal_size().columns, WIDEST) - 2, NARROWEST)


class WideFormatter(click.HelpFormatter):
    """click's formatter, counting columns of the terminal instead of characters."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        super().__init__(indent_increment, width or help_width(), max_width)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}{':' if heading.isascii() else '：'}\n")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        from gettext import gettext as click_gettext

        head = prefix if prefix is not None else click_gettext("Usage:")
        start = f"{head.rstrip()} {prog} " if head.isascii() else f"{head.rstrip()}{prog} "
        indent = width(start)
        if self.width - indent < 20:  # arguments below the name, as click does
            indent = 4
            self.write(f"{start.rstrip()}\n")
            start = " " * indent
        lines = wrap(args, self.width - indent) or [""]
        self.write(f"{start}{lines[0]}".rstrip() + "\n")
        for line in lines[1:]:
            self.write(" " * indent + line + "\n")

    def write_text(self, text: str) -> None:
        self.write(
            "\n".join(self._paragraphs(text, self.width - self.current_indent, " " * self.current_indent))
        )
        self.write("\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = (
            min(max((width(term) for term, _text in rows), default=0), col_max, self.width // 2) + col_spacing
        )
        left = first + self.current_indent
        for term, text in rows:
            lines = self._paragraphs(text, max(self.width - left, 10), "")
            shown = f"{'':>{self.current_indent}}{term}"
            if not lines:
                self.write(f"{shown}\n")
                continue
            if width(term) > first - col_spacing:
                self.write(f"{shown}\n{'':>{left}}{lines[0]}\n")
            else:
                self.write(f"{pad(shown, left)}{lines[0]}\n")
            for line in lines[1:]:
                self.write(f"{'':>{left}}{line}".rstrip() + "\n")

    def _paragraphs(self, text: str, columns: int, indent: str) -> list[str]:
        """Wrap each paragraph; one that begins with a backspace sign keeps its own lines."""
        lines: list[str] = []
        for paragraph in _split(text):
            if lines:
                lines.append("")
            if paragraph[0].strip() == "\b":
                lines.extend(indent + line for line in paragraph[1:])
            else:
                lines.extend(indent + line for line in wrap(" ".join(map(str.strip, paragraph)), columns))
        return lines


def _split(text: str) -> Iterable[list[str]]:
    paragraph: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line and (line.strip(" ") or paragraph[:1] == ["\b"]):
            paragraph.append(line)
            continue
        if paragraph:
            yield paragraph
        paragraph = []


class FranchiseContext(click.Context):
    """A context whose help pages are set by `WideFormatter`."""

    formatter_class = WideFormatter


def first_sentence(text: str) -> str:
    """The first sentence of a help text, for a list; click would cut it after some characters."""
    paragraph = " ".join(text.strip().partition("\n\n")[0].split())
    found = _SENTENCE.match(paragraph)
    return found[0] if found else paragraph


def examples(*lines: str, translated: str = "") -> str:
    r"""An epilog that shows how a command is used.

    Each line is one command, shown as it is typed; a line that begins with ``#`` explains the next.

    >>> print(examples("franchise order submit jielong.txt").replace("\b", "(b)"))
    (b)

    Examples:
      franchise order submit jielong.txt

    """
    body = "\n".join(f"  {line}" for text in lines for line in text.splitlines())
    return f"\b\n{translated or _('Examples:')}\n{body}"
