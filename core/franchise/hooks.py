"""The markers: ``hookspec`` and ``about_people`` for the core's specifications, ``hookimpl`` for a plugin's answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import pluggy

Spec = TypeVar("Spec", bound=Callable[..., Any])

PROJECT: Final = "franchise"
PREFIX: Final = "franchise_"  # every hook's name begins so

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

_ABOUT_PEOPLE: Final = "franchise_about_people"


def about_people(spec: Spec) -> Spec:
    """Mark a notification as a fact about people: every plugin that has rows of the store hears it, or nothing happens.

    A plugin that the store's setup has left out still has those of the time when it was there.
    """
    setattr(spec, _ABOUT_PEOPLE, True)
    return spec


def is_about_people(spec: object) -> bool:
    """Whether a specification is marked with `about_people`."""
    return hasattr(spec, _ABOUT_PEOPLE)
