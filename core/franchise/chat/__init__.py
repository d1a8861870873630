"""Chat: what was said in the groups, taken in from exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from franchise.rooms import lazily

if TYPE_CHECKING:
    from franchise.chat.ingesting import ingest
    from franchise.chat.keeping import activity, forget, merge, prune, read
    from franchise.chat.limits import FORMS
    from franchise.chat.parsing import parse
    from franchise.chat.values import KINDS, SAID, ChatInvalid, Ingested, Message, Parsed, Problem

_HOME: Final = {
    "ChatInvalid": "values",
    "FORMS": "limits",
    "Ingested": "values",
    "KINDS": "values",
    "Message": "values",
    "Parsed": "values",
    "Problem": "values",
    "SAID": "values",
    "activity": "keeping",
    "forget": "keeping",
    "ingest": "ingesting",
    "merge": "keeping",
    "parse": "parsing",
    "prune": "keeping",
    "read": "keeping",
}

__all__ = [
    "FORMS",
    "KINDS",
    "SAID",
    "ChatInvalid",
    "Ingested",
    "Message",
    "Parsed",
    "Problem",
    "activity",
    "forget",
    "ingest",
    "merge",
    "parse",
    "prune",
    "read",
]

__getattr__ = lazily(__name__, _HOME)
