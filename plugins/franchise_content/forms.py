"""The five forms of pushing a product (I-127), and the variables that their scripts may and must hold. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from franchise_content.messages import gettext as _
from franchise_content.occasions import Variables

FORMS: Final = ("special", "group_buy", "flash_sale", "hot_sale", "invitation")
"""特价, 团购, 秒杀, 嗨卖, 邀约."""
CUT: Final = FORMS[:3]
"""Those that are nothing without a lower price; the others may be made at the usual one."""
TIMED: Final = ("minutes", "until")
"""Variables that want to be told how long it lasts."""

_REST: Final = ("store", "group", "owner", "praise")


def _variables(*required: str) -> Variables:
    offer = ("product", "price", "usual", "saved", "unit", "minutes", "until", "pieces")
    return Variables(
        required=required, optional=tuple(name for name in (*offer, *_REST) if name not in required)
    )


SCRIPTS: Final[Mapping[str, Variables]] = {
    # What it costs today, and what it costs otherwise.
    "special": _variables("product", "price", "usual"),
    # So many are wanted before it comes about.
    "group_buy": _variables("product", "price", "pieces"),
    # So long, and so many.
    "flash_sale": _variables("product", "price", "minutes", "pieces"),
    "hot_sale": _variables("product", "price"),
    # Where to come, and what for.
    "invitation": _variables("store", "product", "price"),
}


def form_words() -> dict[str, str]:
    return {
        "special": _("special price"),
        "group_buy": _("group buy"),
        "flash_sale": _("flash sale"),
        "hot_sale": _("hot sale"),
        "invitation": _("invitation"),
    }


def named() -> str:
    """The forms with what people call them: special (特价), …"""
    return ", ".join(f"{form} ({word})" for form, word in form_words().items())


def form_of(text: str) -> str:
    """The form that a text names, by its key or by what people call it; the text itself where it names none."""
    wanted = text.strip()
    return next((form for form, word in form_words().items() if wanted in (form, word)), wanted)
