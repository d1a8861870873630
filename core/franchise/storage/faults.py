"""What the driver said, in a sentence that tells what to do; and whether trying again can help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy.exc import DBAPIError

from franchise.errors import StorageError
from franchise.messages import gettext as _

_BUSY_SNAPSHOT: Final = 517
_RETRYABLE: Final = frozenset({"40001", "40P01"})  # serialization failure, deadlock
# No such database; too many connections; the server is shutting down, has crashed, is not yet up.
_UNREACHABLE: Final = frozenset({"3D000", "53300", "57P01", "57P02", "57P03"})
_NO_ANSWER: Final = "OperationalError"  # the driver's own, when no server spoke


def is_retryable(error: BaseException) -> bool:
    """Whether the same transaction may succeed when it is run again from its beginning.

    True for serialization failures and deadlocks (also where one is the cause of ``error``) and for a SQLite
    snapshot that went stale. Not for a database that stays locked: that was waited for already.
    """
    return any(_is_retryable(one) for one in _chain(error))


def _is_retryable(error: BaseException) -> bool:
    if getattr(error, "sqlite_errorcode", None) == _BUSY_SNAPSHOT:
        return True
    # A cluster reports a serialization failure at COMMIT under another class and code.
    return getattr(error, "sqlstate", None) in _RETRYABLE or (
        hasattr(error, "sqlstate") and "could not serialize access" in str(error)
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = getattr(error, "orig", None) or error.__cause__


def explain(error: DBAPIError, where: str) -> StorageError | None:
    """The error as a `StorageError` if it is about the database itself; None if it is about the data.

    Args:
        error: What SQLAlchemy raised.
        where: The database for people: a path, or a URL without its password.

    """
    driver = error.orig
    if driver is None:
        return None
    code = getattr(driver, "sqlite_errorcode", None)
    if code is not None:
        return _sqlite(code, where, str(driver))
    if type(driver).__module__.partition(".")[0] == "psycopg":
        return _postgresql(
            getattr(driver, "sqlstate", None), where, _first_line(driver), type(driver).__name__
        )
    return None


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def _sqlite(code: int, where: str, said: str) -> StorageError | None:
    if code == _BUSY_SNAPSHOT:
        return None
    match code & 0xFF:  # the primary code, without its extension
        case 5 | 6:  # BUSY, LOCKED
            return StorageError(
                _("the database {where} is locked by another program").format(where=where),
                hint=_("Try again when the other program has finished."),
            )
        case 13:  # FULL
            return StorageError(
                _("there is no room left for the database {where}; nothing of this was stored").format(
                    where=where
                ),
                hint=_("Free some space on the disk, then do it again."),
            )
        case 8:  # READONLY
            return StorageError(
                _("the database {where} can be read but not written").format(where=where),
                hint=_(
                    "Give yourself the right to write the file and its folder, or choose another with --db."
                ),
            )
        case 14:  # CANTOPEN
            return StorageError(
                _("the database {where} cannot be opened").format(where=where),
                hint=_("See that its folder is there and that you may write in it."),
            )
        case 11 | 26:  # CORRUPT, NOTADB
            return StorageError(
                _("{where} is not a database, or it is damaged: {said}").format(where=where, said=said),
                hint=_("Name another file, or put a copy back from before."),
            )
        case 10:  # IOERR
            return StorageError(
                _("the disk failed while the database {where} was used: {said}").format(
                    where=where, said=said
                )
            )
        case _:
            return None


def _postgresql(state: str | None, where: str, said: str, kind: str) -> StorageError | None:
    if state in _RETRYABLE:
        return None
    if state == "53100":
        return StorageError(
            _("there is no room left for the database {where}; nothing of this was stored").format(
                where=where
            ),
            hint=_("Free some space on the disk, then do it again."),
        )
    if state == "55P03":
        return StorageError(
            _("the database {where} is locked by another program").format(where=where),
            hint=_("Try again when the other program has finished."),
        )
    if state == "25006":
        return StorageError(_("the database {where} can be read but not written").format(where=where))
    if state == "42501":
        return StorageError(
            _("the database {where} does not allow this: {said}").format(where=where, said=said),
            hint=_("Ask its keeper for the right, or connect as another user."),
        )
    if state in _UNREACHABLE or (state or "")[:2] in {"08", "28"} or (state is None and kind == _NO_ANSWER):
        return StorageError(
            _("the database {where} cannot be reached: {said}").format(where=where, said=said),
            hint=_("See that the server runs, and that its name, the user and the password are right."),
        )
    return None
