"""An export as people copy it: a line with name and time, below it the words, until the next such line.

A member can write a line that looks like such a line, and nobody can tell the difference: JSONL cannot be fooled so.
What the app says by itself counts only where it stands alone: at the beginning, after an empty line or a time, and
with nothing but another message after it.
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from franchise.chat.cleaning import calls_everybody, clean_name, clean_text
from franchise.chat.collecting import Collector
from franchise.chat.limits import LONGEST_LINK, LONGEST_TEXT
from franchise.chat.lines import Line, look
from franchise.chat.marks import Happening, happening, marked
from franchise.chat.times import Calendar, NoYear
from franchise.chat.values import Message
from franchise.messages import gettext as _

_SYSTEM: Final = ("系统消息", "系统提示", "群通知", "系统", "system")


def read_plain(text: str, into: Collector, year: int | None) -> None:
    """Read the export; what is wrong goes to the collector's problems, with the line."""
    lines = [look(number, line) for number, line in enumerate(text.split("\n"), 1)]
    _Reader(lines, into, Calendar(into.zone, year)).read()


@attrs.define
class _Reader:
    """Walks the lines once. ``head`` is the message being read, ``at`` the last time that was told.

    ``dated``: dates stand between the messages, so that these have a time of day alone.
    """

    lines: list[Line]
    into: Collector
    calendar: Calendar
    head: tuple[Line, str, int] | None = None
    body: list[str] = attrs.field(factory=list)
    at: int | None = None
    broken: bool = False
    strayed: bool = False
    next_kind: list[str] = attrs.field(factory=list)
    usual: re.Pattern[str] | None = None
    names: set[str] = attrs.field(factory=set)
    dated: bool = False

    def read(self) -> None:
        self._look_ahead()
        self._look_over()
        start = True  # nothing, an empty line or a separator stands before this line
        for index, line in enumerate(self.lines):
            start = self._take(index, line, start=start)
        self._flush()

    def _look_ahead(self) -> None:
        """For each line, what the next one that is not empty looks like; "" at the end."""
        kinds = [""] * len(self.lines)
        after = ""
        for index in reversed(range(len(self.lines))):
            kinds[index] = after
            if self.lines[index].kind != "blank":
                after = self.lines[index].kind
        self.next_kind = kinds

    def _look_over(self) -> None:
        """How most exports are of one make: whether the name comes first, and who writes."""
        heads = [line.found for line in self.lines if line.kind == "head" and line.found is not None]
        if heads:
            self.usual = heads[0].re
            self.names = {found["name"] for found in heads if found.re is self.usual}

    def _usual(self, line: Line) -> bool:
        """Whether a line is like the others with name and time, or of somebody known: no words of a message."""
        assert line.found is not None
        return line.found.re is self.usual or line.found["name"] in self.names

    def _take(self, index: int, line: Line, *, start: bool) -> bool:
        """Take one line; whether the next one stands at a beginning."""
        after = self.next_kind[index]
        alone = start and after in {"", "head", "brief", "stamp", "clock", "day", "event", "told", "odd"}
        match line.kind:
            case "blank":
                self.body.append("")
                return True
            case "head" if start or self._usual(line):
                self._begin(line)
            case "brief" if start and self.dated:
                self._begin(line)
            case "odd":
                self._odd(line)
            case "vague" if start or self.head is None:
                self._odd(line)
            case "told" if after != "text":
                self._flush()
                if self._read_time(line):
                    self._happen(line)
                return True
            case "told":  # words follow: somebody is called so
                self._begin(line)
            case "stamp" | "clock" if after == "event" and (line.kind == "stamp" or start):
                self._flush()
                self._read_time(line)
                return True
            case "day" if self._separates(line, after, start=start):
                self._flush()
                self._read_day(line)
                return True
            case "event" if alone:
                self._flush()
                self._happen(line)
                return True
            case _:
                self._words(line)
        return False

    def _separates(self, line: Line, after: str, *, start: bool) -> bool:
        drawn = line.text[0] in "-—–─=_"
        return drawn or (start and after in {"head", "brief", "clock", "event", "told", "stamp"})

    # ------------------------------------------------------------ messages

    def _begin(self, line: Line) -> None:
        self._flush()
        assert line.found is not None
        if not self._read_time(line):
            return
        assert self.at is not None
        self.head = (line, line.found["name"], self.at)

    def _words(self, line: Line) -> None:
        if self.head is not None:
            self.body.append(line.text)
        elif not self.broken and not self.strayed:
            self.strayed = True
            self.into.problem(
                line.number,
                "no_header",
                _("These words belong to nobody: a line with name and time is missing above: {words}").format(
                    words=_short(line.text)
                ),
            )

    def _flush(self) -> None:
        head, body = self.head, self.body
        self.head, self.body, self.broken, self.strayed = None, [], False, False
        if head is None:
            return
        line, called, at = head
        text = clean_text("\n".join(body))
        if called.lower() in _SYSTEM:
            self._say(line, text, at)
            return
        if not text:
            self._empty(line, called)
            return
        name = self._name(line, called)
        if not name:
            return
        kind, text, link = marked(text)
        if len(text) > LONGEST_TEXT or len(link) > LONGEST_LINK:
            long = _("The message is longer than {limit} characters.").format(limit=LONGEST_TEXT)
            self.into.problem(line.number, "too_long", long)
            return
        everybody = calls_everybody(text)
        self.into.add(
            line.number,
            Message(id="", at=at, kind=kind, name=name, text=text, link=link, mentions_all=everybody),
        )

    def _empty(self, line: Line, called: str) -> None:
        if any(sign in called[1:-1] for sign in ":："):
            text = _("Words stand behind the name; write them on the next line: {words}")
        else:
            text = _("There are no words below this line: {words}")
        self.into.problem(line.number, "no_words", text.format(words=_short(line.text)))

    def _name(self, line: Line, called: str) -> str:
        name = clean_name(called)
        if not name:
            text = _("{name!r} cannot be a member's name: 1 to {limit} visible characters.")
            self.into.problem(line.number, "name", text.format(name=called[:40], limit=32))
        return name

    # ------------------------------------------------------------ what the app says

    def _say(self, line: Line, text: str, at: int) -> None:
        for words in filter(None, text.split("\n")):
            event = happening(words) or Happening(kind="system", names=(), text=words[:LONGEST_TEXT])
            self._note(line, event, at)

    def _happen(self, line: Line) -> None:
        assert line.event is not None
        if self.at is None:
            text = _("It is not said when this was; write a line with the time above: {words}")
            self.into.problem(line.number, "no_time", text.format(words=_short(line.text)))
        else:
            self._note(line, line.event, self.at)

    def _note(self, line: Line, event: Happening, at: int) -> None:
        text = event.text
        if event.kind == "rename" and not (text := self._name(line, event.text)):
            return
        for called in event.names or ("",):
            if called and not (name := self._name(line, called)):
                continue
            self.into.add(
                line.number,
                Message(id="", at=at, kind=event.kind, name=name if called else "", text=clean_text(text)),
            )

    # ------------------------------------------------------------ times

    def _read_time(self, line: Line) -> bool:
        assert line.found is not None
        try:
            self.at = self.calendar.instant_of(line.found)
        except NoYear:
            self._no_year(line)
        except ValueError:
            self._odd(line)
        else:
            return True
        return False

    def _read_day(self, line: Line) -> None:
        assert line.found is not None
        try:
            self.calendar.date_of(line.found)
            self.dated = True
        except NoYear:
            self._no_year(line)
        except ValueError:
            self._odd(line)

    def _no_year(self, line: Line) -> None:
        text = _("The year is missing; say which it is with --year YEAR: {words}")
        self.into.problem(line.number, "no_year", text.format(words=_short(line.text)))
        self.broken = True

    def _odd(self, line: Line) -> None:
        self._flush()
        text = _("This time cannot be read; write it as 2026-03-05 12:30:01: {words}")
        self.into.problem(line.number, "unknown_time", text.format(words=_short(line.text)))
        self.broken = True


def _short(text: str) -> str:
    line = clean_text(text)
    return line if len(line) <= 40 else line[:39] + "…"
