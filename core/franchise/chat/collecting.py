"""What a reader of exports finds, kept within the limits."""

from __future__ import annotations

import attrs

from franchise.chat.faults import check_number, future
from franchise.chat.limits import AHEAD
from franchise.chat.values import Message, Parsed, Problem
from franchise.messages import gettext as _


@attrs.define
class Collector:
    """Messages and problems of one export, as a reader comes upon them."""

    zone: str
    now: int | None = None
    messages: list[tuple[int, Message]] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    _by_id: dict[str, tuple[int, Message]] = attrs.field(factory=dict)

    def problem(self, line: int, code: str, message: str) -> None:
        self.problems.append(Problem(line=line, code=code, message=message))

    def add(self, line: int, message: Message) -> None:
        """Take one message.

        Raises:
            UsageProblem: There are more than one export may hold.

        """
        if self.now is not None and message.at > self.now + AHEAD:
            self.problem(line, "future", future(message.at, self.zone))
            return
        if message.id:
            before = self._by_id.setdefault(message.id, (line, message))
            if before[0] != line:
                if before[1] != message:
                    text = _("The id {id} stands on line {other} with other content.")
                    self.problem(line, "same_id", text.format(id=message.id, other=before[0]))
                return
        self.messages.append((line, message))
        check_number(len(self.messages))

    def parsed(self, form: str) -> Parsed:
        """All of it, messages by time; those of one time as they stand in the export."""
        found = sorted(self.messages, key=lambda pair: pair[1].at)
        return Parsed(
            form=form,
            messages=tuple(message for _line, message in found),
            lines=tuple(line for line, _message in found),
            problems=tuple(sorted(self.problems, key=lambda p: (p.line, p.code, p.message))),
        )
