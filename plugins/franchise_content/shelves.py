"""What the shelves of the library are called."""

from __future__ import annotations

from franchise_content.messages import gettext as _


def shelf_words() -> dict[str, str]:
    return {
        "poster": _("posters"),
        "product_picture": _("long product pictures"),
        "seeding": _("seeding texts"),
        "joke": _("jokes"),
    }
