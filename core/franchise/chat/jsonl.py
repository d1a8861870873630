"""An export as JSON objects, one a line."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, Final

from franchise.chat.cleaning import calls_everybody, clean_name, clean_text
from franchise.chat.collecting import Collector
from franchise.chat.limits import LONGEST_ID, LONGEST_LINK, LONGEST_TEXT
from franchise.chat.times import iso_instant
from franchise.chat.values import KINDS, SAID, Message
from franchise.messages import gettext as _
from franchise.suggest import did_you_mean

_KEYS: Final = ("at", "name", "id", "kind", "text", "link", "reply_to", "mentions_all")


class _Wrong(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_jsonl(text: str, into: Collector) -> None:
    """Read every line; what is wrong goes to the collector's problems, with the line."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            message = _message(_object(line), into.zone)
        except _Wrong as wrong:
            into.problem(number, wrong.code, str(wrong))
        else:
            into.add(number, message)


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood there more than once."""

    twice: tuple[str, ...] = ()


def _paired(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) != len(pairs):
        count = Counter(key for key, _value in pairs)
        found.twice = tuple(key for key in _KEYS if count[key] > 1)
    return found


def _object(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line, object_pairs_hook=_paired)
    except json.JSONDecodeError as error:
        hint = _("This is no JSON object (column {column}); the line may be cut off.")
        raise _Wrong("not_json", hint.format(column=error.colno)) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets within brackets
        raise _Wrong(
            "not_json", _("A number on this line is too long, or its brackets are too many.")
        ) from error
    if isinstance(found, list):
        raise _Wrong("not_object", _("This is a list; write one object a line: jq -c '.[]' does it."))
    if not isinstance(found, _Object):
        raise _Wrong("not_object", _("This is no JSON object; write one object a line."))
    if found.twice:
        raise _Wrong("twice", _("{key} stands twice on this line; write it once.").format(key=found.twice[0]))
    return found


def _message(given: dict[str, Any], zone: str) -> Message:
    link = _string(given, "link")
    kind = _string(given, "kind") or ("link" if link else "text")
    if kind not in KINDS:
        known = did_you_mean(kind, KINDS) or _("There are: {kinds}.").format(kinds=", ".join(KINDS))
        raise _Wrong(
            "kind",
            _("There is no kind of message {kind!r}. {known}").format(kind=kind[:40], known=known),
        )
    text = clean_text(_string(given, "text"))
    if len(text) > LONGEST_TEXT or len(link) > LONGEST_LINK:
        raise _Wrong(
            "too_long",
            _("The message is longer than {limit} characters.").format(limit=LONGEST_TEXT)
            if len(text) > LONGEST_TEXT
            else _("The link is longer than {limit} characters.").format(limit=LONGEST_LINK),
        )
    everybody = given.get("mentions_all")
    if everybody is not None and not isinstance(everybody, bool):
        raise _Wrong("mentions_all", _("mentions_all must be true or false."))
    return Message(
        id=_id(given, "id"),
        at=_at(given, zone),
        kind=kind,
        name=_name(given, kind),
        text=_checked(text) if kind == "rename" else text,
        link=clean_text(link),
        reply_to=_id(given, "reply_to"),
        mentions_all=calls_everybody(text) if everybody is None else everybody,
    )


def _string(given: dict[str, Any], key: str) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Wrong(key, _("{key} must be a text in quotes.").format(key=key))
    return value


def _id(given: dict[str, Any], key: str) -> str:
    value = given.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**LONGEST_ID else "~"
    if value is None:
        return ""
    if (
        not isinstance(value, str)
        or len(value) > LONGEST_ID
        or not value.isprintable()
        or value.startswith("~")
    ):
        raise _Wrong(
            key,
            _(
                "{key} must be a number or a text of at most {limit} characters that does not begin with ~."
            ).format(key=key, limit=LONGEST_ID),
        )
    return value.strip()


def _at(given: dict[str, Any], zone: str) -> int:
    value = given.get("at")
    if value is None or value == "":
        raise _Wrong("no_time", _('There is no time: write "at": "2026-03-05T12:30:01+08:00".'))
    try:
        return iso_instant(value, zone) if isinstance(value, str) else _no()
    except (ValueError, OverflowError) as error:
        raise _Wrong(
            "unknown_time",
            _(
                "{value} is no time; write it as 2026-03-05T12:30:01+08:00, or without +08:00 on the store's clock."
            ).format(value=json.dumps(value, ensure_ascii=False)[:60]),
        ) from error


def _no() -> int:
    raise ValueError


def _name(given: dict[str, Any], kind: str) -> str:
    value = _string(given, "name")
    if not value.strip():
        if kind in {"system", "recall"}:
            return ""
        what = _("who wrote it") if kind in SAID else _("whom it is about")
        raise _Wrong("no_name", _("The name is missing: {what}.").format(what=what))
    return _checked(value)


def _checked(value: str) -> str:
    name = clean_name(value)
    if not name:
        raise _Wrong(
            "name",
            _("{name!r} cannot be a member's name: 1 to {limit} visible characters.").format(
                name=value[:40], limit=32
            ),
        )
    return name
