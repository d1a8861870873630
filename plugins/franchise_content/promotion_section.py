"""The parts of the `content` section that are about pushing products: scripts, facts of products, what is fit."""

from __future__ import annotations

import attrs

from franchise import setting


@attrs.frozen(kw_only=True)
class PromotionScript:
    """What is posted when a product is pushed in one form (I-127); its key is the form."""

    text: str = setting(
        free_text=True, max_length=2000, minimum=1, about="as it is pasted, with the form's variables"
    )
    picture: str = setting(default="", about="file or address of a picture that goes with it")


@attrs.frozen(kw_only=True)
class ProductFacts:
    """What speaks for and against promoting a product; its key is the product's."""

    every_days: int | None = setting(
        default=None, minimum=1, maximum=3650, about="a household buys it once in so many days"
    )
    margin: int | None = setting(
        default=None,
        minimum=0,
        maximum=100,
        about="percent of its price that stays with the store; worked out of the catalogue when not given",
    )
    known_price: bool = setting(default=False, about="members know what it costs elsewhere")


@attrs.frozen(kw_only=True)
class Fit:
    """Which products are fit for a promotion, that shows that the store is not dear (I-220, C-10)."""

    every_days: int = setting(
        default=30, minimum=0, maximum=3650, about="rarely used: bought once in so many days or less often"
    )
    margin: int = setting(default=30, minimum=0, maximum=100, about="high margin: so many percent or more")
    known_price: bool = setting(default=True, about="members must know what it costs elsewhere")
