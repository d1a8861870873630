"""The words around a paper's own: total, note, date, page x of y, in the paper's language."""

from __future__ import annotations

import attrs

from franchise.messages import gettext as _
from franchise.messages import language, normalise
from franchise.reports.paper import Cell, Paper, Table


@attrs.frozen(kw_only=True)
class Frame:
    """The frame's words in one language; ``*_line`` are patterns for `str.format`."""

    total: str
    note_line: str
    fact_line: str
    date: str
    page_line: str
    page_of_line: str
    nothing: str
    paper: str
    table: str
    unit: str
    list_comma: str
    list_semicolon: str

    def fact(self, label: str, value: str) -> str:
        return self.fact_line.format(label=label, value=value) if label else value

    def note(self, text: str) -> str:
        return self.note_line.format(text=text)


def frame_of(paper: Paper) -> Frame:
    """The frame in the language of the paper, whatever language the user reads."""
    with language(paper.language):
        return Frame(
            total=_("Total"),
            note_line=_("Note: {text}"),
            fact_line=_("{label}: {value}"),
            date=_("Date"),
            page_line=_("Page {page}"),
            page_of_line=_("Page {page} of {pages}"),
            nothing=_("No entries."),
            paper=_("Paper"),
            table=_("Table"),
            unit=_("Unit"),
            list_comma=_(", "),
            list_semicolon=_("; "),
        )


def totals_of(table: Table, frame: Frame) -> tuple[Cell, ...] | None:
    """The last row, with the word for it in the first text column unless the row names itself."""
    if table.totals is None:
        return None
    texts = [index for index, column in enumerate(table.columns) if column.kind == "text"]
    if not texts or any(table.totals[index] for index in texts):
        return table.totals
    return (*table.totals[: texts[0]], frame.total, *table.totals[texts[0] + 1 :])


def language_tag(paper: Paper) -> str:
    """The paper's language as HTML wants it: ``zh_CN`` and ``zh`` are ``zh-CN``."""
    known = normalise(paper.language) or paper.language.split(".")[0]
    return "".join(letter for letter in known.replace("_", "-") if letter.isalnum() or letter == "-")
