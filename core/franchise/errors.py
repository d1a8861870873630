"""The one family of errors that a user can cause, or must hear about.

Every error carries a sentence in the user's language that says what to do. The command line prints it and
exits with ``exit_status``; Python callers catch the class or read ``code``.
"""

from __future__ import annotations

from typing import ClassVar


class FranchiseError(Exception):
    """Something that was asked for was not done, and why.

    Args:
        message: One or two sentences for the user, already in the user's language.
        hint: What to do next, where the message alone does not tell.
        where: The place: a file with its line, a path in a setup, a row of a table.

    """

    code: ClassVar[str] = "failed"
    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "", where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class UsageProblem(FranchiseError):
    """What was given cannot be taken: an unknown option value, a malformed amount."""

    code = "usage"
    exit_status = 2


class NotFound(FranchiseError):
    """No store, group, product, cycle … of that name."""

    code = "not_found"


class Refused(FranchiseError):
    """A rule of the setup, the state of things, or a plugin says no."""

    code = "refused"


class Conflict(FranchiseError):
    """Somebody else got there first, or two answers contradict each other."""

    code = "conflict"


class SetupInvalid(FranchiseError):
    """A setup document has mistakes; ``problems`` lists them all."""

    code = "setup_invalid"

    def __init__(
        self, message: str, *, problems: tuple[object, ...] = (), hint: str = "", where: str = ""
    ) -> None:
        super().__init__(message, hint=hint, where=where)
        self.problems = problems


class StorageError(FranchiseError):
    """The database cannot be used: locked, full, unreachable, newer than this program."""

    code = "storage"


class PluginFailed(FranchiseError):
    """A plugin that had to answer did not; the message names it and its hook."""

    code = "plugin_failed"
