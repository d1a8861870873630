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
from typing import TYPE_CHECKING, Any, Final, TextIO, TypeVar

import attrs

from franchise.amounts import format_money, format_quantity
from franchise.cli.wide import clean, pad, width, wrap
from franchise.messages import gettext as _

if TYPE_CHECKING:
    from rich.console import Console

    from franchise.cli.output import Col

T = TypeVar("T")

GAP: Final = 2
LEAST_TEXT: Final = 10
"""A text column is not folded narrower than this; below, rows become blocks."""
LONGEST_WORD: Final = 14
"""A longer word is cut where it does not fit."""
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
        min(size, _least([line[place] for line in cells])) if col.kind == "text" and not col.whole else size
        for place, (col, size) in enumerate(zip(columns, natural, strict=True))
    ]
    terminal = shutil.get_terminal_size().columns
    kept = _fitting(columns, cells, least, terminal)
    if kept is None:
        sys.stdout.write(records([col.title for col in columns], cells, terminal, title=title))
        return

    def those(items: Sequence[T]) -> list[T]:
        return [items[place] for place in kept]

    shown = [those(line) for line in cells]
    _print_rich(those(columns), shown, those(natural), those(least), title=title, color=color)


def _least(texts: Sequence[str]) -> int:
    """How narrow a column of text may be: a key such as ``advanced-1,`` stays in one piece, a sentence need not."""
    words = (width(word) for text in texts for word in text.split())
    return max([LEAST_TEXT, *(size for size in words if size <= LONGEST_WORD)])


def _fitting(
    columns: Sequence[Col], cells: Sequence[Sequence[str]], least: Sequence[int], terminal: int
) -> list[int] | None:
    """The columns that fit side by side: all, else without those that are empty, else without spare ones.

    None where even the others do not fit.
    """
    everything = range(len(columns))
    filled = [place for place in everything if any(line[place] for line in cells)]
    needed = [place for place in filled if not columns[place].spare]
    for places in (everything, filled, needed):
        if places and sum(least[p] for p in places) + GAP * (len(places) - 1) <= terminal:
            return list(places)
    return None


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

    from franchise.cli.cells import Cell

    # Only "-": the width of line-drawing signs is ambiguous on Chinese consoles.
    rule = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
    table = Table(box=rule, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0), header_style="bold")
    for col, size, low in zip(columns, natural, least, strict=True):
        number = col.kind != "text"
        table.add_column(
            Text(col.title),
            justify="right" if number else "left",
            no_wrap=number or col.whole,
            min_width=size if number else low,
            overflow="fold",
        )
    for line in cells:
        table.add_row(*(Cell(cell) for cell in line))
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
