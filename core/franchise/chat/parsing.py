"""Exports of a chat as text: which form one has, and what is in it. Nothing here needs a store."""

from __future__ import annotations

from franchise.chat.collecting import Collector
from franchise.chat.limits import FORMS, LONGEST, MOST_LINES
from franchise.chat.values import Parsed
from franchise.errors import UsageProblem
from franchise.garbage import uncollected
from franchise.messages import gettext as _


@uncollected()
def parse(
    text: str, *, zone: str, year: int | None = None, form: str = "auto", now: int | None = None
) -> Parsed:
    """Read an export; pure.

    Args:
        text: What the app or a tool gave out; at most 8 MiB, 500,000 lines and 50,000 messages.
        zone: The store's, for times that do not say their own.
        year: The year of the first date that has none.
        form: ``jsonl``, ``plain``, or ``auto``: whichever it looks like.
        now: What is later than this is a problem; None: nothing is.

    Raises:
        UsageProblem: It is too long, or there is no such form. Everything else is among the problems.

    """
    if form not in FORMS:
        raise UsageProblem(
            _("There is no form {form!r}: {forms}.").format(form=form[:40], forms=", ".join(FORMS))
        )
    if len(text) > LONGEST:
        raise UsageProblem(
            _("The text is longer than {size}.").format(size="8 MB"), hint=_("Hand it over in parts.")
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") >= MOST_LINES:
        raise UsageProblem(
            _("There are more than {limit} lines.").format(limit=MOST_LINES), hint=_("Hand it over in parts.")
        )
    if form == "auto":
        form = "jsonl" if text.lstrip()[:1] in {"{", "["} and not _marked(text) else "plain"
    into = Collector(zone, now)
    if form == "jsonl":
        from franchise.chat.jsonl import read_jsonl

        read_jsonl(text, into)
    else:
        from franchise.chat.plain import read_plain

        read_plain(text, into, year)
    return into.parsed(form)


def _marked(text: str) -> bool:
    """Whether a text that begins with a bracket begins so only because of a mark such as [图片]."""
    first = text.lstrip().split("\n", 1)[0].strip()
    return first.startswith("[") and not first.startswith(("[{", "[]")) and first != "["
