"""The formats a paper can be drawn in, by name; what draws one is imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Final

import attrs

from franchise.errors import UsageProblem
from franchise.garbage import uncollected
from franchise.messages import gettext as _
from franchise.reports.cells import clean
from franchise.reports.paper import Paper

_LONGEST_NAME: Final = 120
_FORBIDDEN: Final = str.maketrans(dict.fromkeys('<>:"/\\|?*', "-"))
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))}
)


@attrs.frozen(kw_only=True)
class Format:
    """One format. ``module`` has ``render(paper) -> bytes`` and ``render_many(papers) -> bytes``."""

    name: str
    suffix: str
    """With its dot: ``.xlsx``."""
    media_type: str
    module: str

    def render(self, paper: Paper) -> bytes:
        """Draw one paper; the same paper always gives the same bytes."""
        draw: Callable[[Paper], bytes] = import_module(self.module).render
        return draw(paper)

    def render_many(self, papers: Sequence[Paper]) -> bytes:
        """Draw several papers into one file, in the order given."""
        draw: Callable[[Sequence[Paper]], bytes] = import_module(self.module).render_many
        return draw(papers)


def _format(name: str, suffix: str, media_type: str, module: str) -> tuple[str, Format]:
    return name, Format(name=name, suffix=suffix, media_type=media_type, module=f"franchise.reports.{module}")


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    dict(
        (
            _format(
                "xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
            ),
            _format("csv", ".csv", "text/csv; charset=utf-8", "csvfile"),
            _format("json", ".json", "application/json", "jsonfile"),
            _format("text", ".txt", "text/plain; charset=utf-8", "plaintext"),
            _format("html", ".html", "text/html; charset=utf-8", "webpage"),
        )
    )
)


def render(paper: Paper, format: str, *, formats: Mapping[str, Format] = FORMATS) -> bytes:  # noqa: A002
    """Draw ``paper`` in the format of that name.

    Args:
        paper: What to draw.
        format: A name in ``formats``: ``xlsx``, ``csv``, ``json``, ``text``, ``html``, or a plugin's.
        formats: `FORMATS`, with those of plugins added.

    Raises:
        UsageProblem: There is no such format.

    """
    with uncollected():
        return format_named(format, formats).render(paper)


def render_many(papers: Sequence[Paper], format: str, *, formats: Mapping[str, Format] = FORMATS) -> bytes:  # noqa: A002
    """Draw several papers into one file: a workbook with all their sheets, one page to print from.

    Raises:
        UsageProblem: There is no such format.

    """
    with uncollected():
        return format_named(format, formats).render_many(papers)


def format_named(name: str, formats: Mapping[str, Format] = FORMATS) -> Format:
    """Find a format by its name.

    Raises:
        UsageProblem: There is none of that name; the message lists those there are.

    """
    if (found := formats.get(name)) is None:
        raise UsageProblem(
            _("There is no format {name!r}; choose one of: {known}.").format(
                name=clean(name)[:40], known=", ".join(formats)
            )
        )
    return found


def file_name(stem: str, format: str, *, formats: Mapping[str, Format] = FORMATS) -> str:  # noqa: A002
    """A file name for every system from a paper's title or key: ``采购单 张记蔬菜.xlsx``.

    At most 120 bytes before the suffix; what Windows forbids becomes ``-``.
    """
    name = " ".join(clean(stem).translate(_FORBIDDEN).split()).strip(". ")
    name = name.encode()[:_LONGEST_NAME].decode(errors="ignore").strip(". ") or "paper"
    if name.split(".")[0].casefold() in _DEVICES:
        name = f"_{name}"
    return name + format_named(format, formats).suffix
