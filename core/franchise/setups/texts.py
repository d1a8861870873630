"""Files of text as offices really write them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from franchise.messages import gettext as _
from franchise.setups.problems import Wrong

MAX_BYTES: Final = 8 * 1024 * 1024
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path) -> str:
    """A file's text: UTF-8 with or without a byte order mark, else GB18030 as Excel in China saves it.

    Raises:
        Wrong: It is absent, too large, or no text.

    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Wrong(_("There is no such file."), _("a file beside the setup")) from None
    except OSError as error:
        raise Wrong(_("The file cannot be read: {reason}.").format(reason=error.strerror or error)) from error
    if len(data) > MAX_BYTES:
        raise Wrong(_("The file is too large."), _("at most {most} MiB").format(most=MAX_BYTES // 1024**2))
    if data[:2] == b"PK":
        raise Wrong(_("This is an Excel workbook, not a text file."), _('save it as "CSV UTF-8"'))
    if data[:2] in _UTF16 or b"\0" in data:
        raise Wrong(_("This is no text in UTF-8 or GB18030."), _('save it as "CSV UTF-8"'))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Wrong(_("This is no text in UTF-8 or GB18030."), _('save it as "CSV UTF-8"'))
