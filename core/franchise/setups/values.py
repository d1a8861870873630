"""One value of a setup: from what people write to the canonical form, and on to what Python code uses.

``read`` takes what TOML or canonical JSON holds, ``read_text`` a CSV cell or a command-line word; both give
the canonical form or raise `Wrong`. ``build`` gives the typed value, ``write`` what a TOML file shows.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from decimal import Decimal
from typing import Any, Final, Protocol

import attrs

from franchise.messages import gettext as _
from franchise.setups.canon import JSON, plain_text
from franchise.setups.problems import Wrong, shown, suggestion

_FORBIDDEN: Final = re.compile(  # what controls, turns or hides text; the joiners of emoji stay
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_BREAKS: Final = re.compile("[\t\n]")
_TRUE: Final = frozenset({"true", "yes", "y", "1", "是"})
_FALSE: Final = frozenset({"false", "no", "n", "0", "否"})


class Value(Protocol):
    """What every kind of single value can do."""

    def read(self, value: Any) -> JSON: ...
    def read_text(self, text: str) -> JSON: ...
    def build(self, value: JSON) -> Any: ...
    def write(self, value: JSON) -> Any: ...
    def allowed(self) -> str: ...


@attrs.frozen
class Text:
    """Text: NFC, without spaces at its ends, without control and direction characters."""

    longest: int
    free: bool = False

    def read(self, value: Any) -> JSON:
        if not isinstance(value, str):
            hint = _("Put it in quotes.") if isinstance(value, (int, Decimal, date, time)) else ""
            raise Wrong(
                " ".join([_("{value} is not a text.").format(value=shown(value)), hint]).rstrip(),
                self.allowed(),
            )
        if value.isascii() and value.isprintable():
            text = value.strip()
        else:
            text = plain_text(value.replace("\r\n", "\n")).strip()
            found = _FORBIDDEN.search(text) or (None if self.free else _BREAKS.search(text))
            if found:
                raise Wrong(
                    _(
                        "The text has a character that is not allowed (U+{code:04X}) at position {place}."
                    ).format(code=ord(found[0]), place=found.start() + 1),
                    self.allowed(),
                )
        if len(text) > self.longest:
            raise Wrong(_("The text has {count} characters.").format(count=len(text)), self.allowed())
        return text

    def read_text(self, text: str) -> JSON:
        return self.read(text)

    def build(self, value: JSON) -> str:
        return value  # type: ignore[no-any-return]

    def write(self, value: JSON) -> Any:
        return value

    def allowed(self) -> str:
        if self.free:
            return _("text of at most {most} characters").format(most=self.longest)
        return _("one line of at most {most} characters").format(most=self.longest)


@attrs.frozen
class Flag:
    """Yes or no."""

    def read(self, value: Any) -> JSON:
        if not isinstance(value, bool):
            raise Wrong(_("{value} is neither true nor false.").format(value=shown(value)), self.allowed())
        return value

    def read_text(self, text: str) -> JSON:
        word = text.strip().lower()
        if word not in _TRUE and word not in _FALSE:
            raise Wrong(_("{value} is neither true nor false.").format(value=shown(text)), self.allowed())
        return word in _TRUE

    def build(self, value: JSON) -> bool:
        return value  # type: ignore[no-any-return]

    def write(self, value: JSON) -> Any:
        return value

    def allowed(self) -> str:
        return "true, false"


@attrs.frozen
class Choice:
    """One of a few texts."""

    choices: tuple[str, ...]

    def read(self, value: Any) -> JSON:
        text = unicodedata.normalize("NFC", value.strip()) if isinstance(value, str) else value
        if text not in self.choices:
            more = suggestion(text, self.choices) if isinstance(text, str) else ""
            raise Wrong(
                _("{value} is not one of the choices.").format(value=shown(value)) + more, self.allowed()
            )
        return text

    def read_text(self, text: str) -> JSON:
        return self.read(text)

    def build(self, value: JSON) -> str:
        return value  # type: ignore[no-any-return]

    def write(self, value: JSON) -> Any:
        return value

    def allowed(self) -> str:
        return ", ".join(self.choices)
