"""Reading texts without a store: what the one installed reader makes of them."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from franchise.errors import Conflict, PluginFailed
from franchise.messages import gettext as _
from franchise.plugins import Plugins

Reader = Callable[[Mapping[str, Any]], dict[str, Any]]

_NO_OBJECT: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "id": None,
        "mode": "reject",
        "expect": [],
        "cancels": [],
        "rejected": "not_json",
        "ambiguous": False,
        "warnings": [],
    }
)


def reader(plugins: Plugins | None = None) -> Reader:
    """The plugin that reads messages by the contract of ``order parse --jsonl``.

    Raises:
        PluginFailed: There is none.
        Conflict: There are two.

    """
    found = (plugins or Plugins.load()).collect("franchise_message_reader")
    if not found:
        raise PluginFailed(
            _("No plugin reads orders from text."), hint=_("`franchise plugins` shows what is there.")
        )
    if len(found) > 1:
        names = ", ".join(a.plugin for a in found)
        raise Conflict(_("Several plugins read orders from text: {names}.").format(names=names))
    read: Reader = found[0].value
    return read


def many(read: Reader, lines: Iterable[bytes]) -> Iterator[str]:
    """Read one JSON object a line; give one JSON object a line. What is no object is answered as refused.

    A line that is no UTF-8, no JSON or too deep spoils itself and no other.
    """
    for number, line in enumerate(lines):
        words = line.removeprefix(codecs.BOM_UTF8) if number == 0 else line
        if not words.strip():
            continue
        try:
            record = json.loads(words.decode("utf-8"))
        except (ValueError, RecursionError):
            record = None
        answer = read(record) if isinstance(record, dict) else dict(_NO_OBJECT)
        try:
            out = json.dumps(answer, ensure_ascii=False, allow_nan=False)
        except ValueError:  # an ``id`` such as NaN, which is no JSON
            out = json.dumps(dict(_NO_OBJECT))
        # Half a surrogate pair is JSON and no text: nothing could print it.
        yield out.encode(errors="replace").decode()
