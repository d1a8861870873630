"""Rows for people, for pipes and for programs."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, TextIO

import attrs

from franchise.amounts import format_money, format_quantity
from franchise.cli.wide import clean, pad, width, wrap
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from rich.console import Console

    from franchise.cli.output import Col

GAP: Final = 2
LEAST_TEXT: Final = 10
"""A text column is not folded narrower than this; below, rows become blocks."""
_UNSAFE_IN_JSON: Final = re.compile(
    r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_FORMULA: Final = tuple("=+-@＝＋－＠")


def to_json(value: object) -> str:
    """JSON for programs: given order, decimals as strings, no sign that could steer a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_jsonable)
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _jsonable(value: object) -> object:
    if isinstance(value, Decimal | PurePath):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset):
        return sorted(value, key=repr)
    if isinstance(value, Mapping):
        return dict(value)
    kind: Any = type(value)
    if attrs.has(kind):
        return {field.name: getattr(value, field.name) for field in attrs.fields(kind)}
    if isinstance(value, Iterator | Sequence):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def plain_rows(columns: Sequence[Col], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows for JSON: counts stay numbers, quantities and money become decimals in strings."""
    return [{col.key: _plain(col, row.get(col.key)) for col in columns} for row in rows]


def _plain(col: Col, value: Any) -> Any:
    if col.kind in {"quantity", "money"} and value is not None:
        return _shown(col, value)
    return value


def _shown(col: Col, value: Any) -> str:
    """One cell as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) and col.kind == "quantity":
        return format_quantity(value)
    if isinstance(value, int) and col.kind == "money":
        return format_money(value, col.digits)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(map(str, value)) if isinstance(value, set | frozenset) else map(str, value)
        return ", ".join(items)
    return str(value)


def _worded(col: Col, value: Any) -> str:
    """One cell as people read it."""
    text = _shown(col, value)
    return col.words.get(text, text)


def tsv(columns: Sequence[Col], rows: Sequence[Mapping[str, Any]]) -> str:
    """Tab-separated values with the keys as header.

    A tab or newline inside a cell becomes a space; text that a spreadsheet would run as a formula gets an
    apostrophe in front.
    """
    lines = ["\t".join(col.key for col in columns)]
    lines.extend("\t".join(_tsv_cell(col, row.get(col.key)) for col in columns) for row in rows)
    return "\n".join(lines) + "\n"


def _tsv_cell(col: Col, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = clean(re.sub(r"[\t\r\n]+", " ", _shown(col, value)))
    if col.kind == "text" and len(text) > 1 and text.lstrip().startswith(_FORMULA):
        return f"'{text}"
    return text


def _console(stream: TextIO, color: bool | None) -> Console:
    """A rich console for a stream that is a terminal; ``color`` as `State.color`."""
    from rich.console import Console

    columns, lines = shutil.get_terminal_size()
    system: Any = None if color is False else "auto"
    return Console(
        file=stream,
        width=columns,
        height=lines,
        color_system=system,
        force_terminal=True,
        highlight=False,
        emoji=False,
        markup=False,
    )


def print_table(
    columns: Sequence[Col], rows: Sequence[Mapping[str, Any]], *, title: str = "", color: bool | None = None
) -> None:
    """Draw rows on the terminal that is standard output."""
    cells = [[clean(_one_line(_worded(col, row.get(col.key)))) for col in columns] for row in rows]
    natural = [
        max(width(col.title), *(width(line[place]) for line in cells)) for place, col in enumerate(columns)
    ]
    least = [
        min(size, LEAST_TEXT) if col.kind == "text" else size
        for col, size in zip(columns, natural, strict=True)
    ]
    terminal = shutil.get_terminal_size().columns
    if sum(least) + GAP * (len(columns) - 1) > terminal:
        sys.stdout.write(records([col.title for col in columns], cells, terminal, title=title))
        return
    _print_rich(columns, cells, natural, least, title=title, color=color)


def _one_line(text: str) -> str:
    return re.sub(r"\s*[\t\n]\s*", " ", text)


def _print_rich(
    columns: Sequence[Col],
    cells: Sequence[Sequence[str]],
    natural: Sequence[int],
    least: Sequence[int],
    *,
    title: str,
    color: bool | None,
) -> None:
    from rich.box import Box
    from rich.table import Table
    from rich.text import Text

    # Only "-": the width of line-drawing signs is ambiguous on Chinese consoles.
    rule = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
    table = Table(box=rule, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0), header_style="bold")
    for col, size, low in zip(columns, natural, least, strict=True):
        number = col.kind != "text"
        table.add_column(
            Text(col.title),
            justify="right" if number else "left",
            no_wrap=number,
            min_width=size if number else low,
            overflow="fold",
        )
    for line in cells:
        table.add_row(*(Text(cell) for cell in line))
    console = _console(sys.stdout, color)
    if title:
        console.print(Text(clean(title), style="bold"))
    console.print(table)


def records(titles: Sequence[str], cells: Sequence[Sequence[str]], terminal: int, *, title: str = "") -> str:
    """One block of ``title: value`` lines for each row, for terminals too narrow for a table."""
    blocks = [[clean(title)]] if title else []
    label = max(map(width, titles), default=0)
    for line in cells:
        block: list[str] = []
        for name, value in zip(titles, line, strict=True):
            if label + GAP + width(value) <= terminal:
                block.append(f"{pad(name, label)}  {value}".rstrip())
            else:
                block += [name, *(f"  {part}" for part in wrap(value, max(terminal - GAP, LEAST_TEXT)))]
        blocks.append(block)
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


@contextmanager
def terminal_progress(
    total: int | None, label: str, *, color: bool | None
) -> Iterator[Callable[[int], None]]:
    """A line on standard error that counts; it goes away when the work is done."""
    from rich.progress import Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

    progress = Progress(
        SpinnerColumn("line"),
        TextColumn("{task.description}", markup=False),
        TextColumn("{task.completed}" if total is None else "{task.completed}/{task.total}", markup=False),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=_console(sys.stderr, color),
        transient=True,
    )
    with progress:
        task = progress.add_task(clean(label), total=total)

        def advance(steps: int = 1) -> None:
            progress.advance(task, steps)

        yield advance
