"""Codes that tables show, in words; in JSON and in pipes they stay codes."""

from __future__ import annotations

from franchise.messages import gettext as _


def state_words() -> dict[str, str]:
    """The states of stores, cycles, members, migrations and clones."""
    return {
        "open": _("open"),
        "closed": _("closed"),
        "preparing": _("in preparation"),
        "member": _("member"),
        "waiting": _("waiting"),
        "left": _("has left"),
        "current": _("up to date"),
        "pending": _("to be upgraded"),
        "orphaned": _("plugin not installed"),
        "newer": _("newer than this program"),
        "made": _("made"),
        "new": _("new"),
        "there": _("was there"),
        "refused": _("refused"),
    }


def rule_words() -> dict[str, str]:
    """Who decides a field of a setup."""
    return {
        "locked": _("headquarters"),
        "default": _("headquarters, unless changed here"),
        "seed": _("copied once, then the store's own"),
        "local": _("the store's answer"),
    }
