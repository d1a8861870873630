"""A cell of a table on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.containers import Lines
from rich.text import Text

from franchise.cli.wide import wrap

if TYPE_CHECKING:
    from rich.console import Console


class Cell(Text):
    """Text that is broken where Chinese may be: between any two 汉字, never before a comma.

    rich itself breaks at spaces alone, and so a line too early where Chinese and digits alternate.
    """

    def wrap(self, console: Console, width: int, *, no_wrap: bool | None = None, **how: Any) -> Lines:
        if no_wrap:
            return super().wrap(console, width, no_wrap=no_wrap, **how)
        return Lines(Text(line, style=self.style) for line in wrap(self.plain, width) or [""])
