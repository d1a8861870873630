"""The words that a setup may use for what content is, and those that nobody says to friends."""

from __future__ import annotations

from typing import Final

SORTS: Final = ("value", "promotion", "talk")
NEEDS: Final = ("shopping", "benefit", "mood")
FEATURES: Final = ("goods", "picks", "flash", "knowledge")
SHELVES: Final = ("poster", "product_picture", "seeding", "joke")
SHOWS: Final = ("firm", "knowledge", "selling_points", "praise", "comments", "product", "event")
STIFF: Final = (
    "尊敬的客户",
    "尊敬的用户",
    "各位群友请注意",
    "敬请留意",
    "敬请谅解",
    "敬请期待",
    "特此通知",
    "特此公告",
    "请知悉",
    "请广大",
    "根据相关规定",
    "最终解释权",
    "感谢您的理解与支持",
    "如有疑问请联系客服",
    "本公司",
    "本产品采用",
    "产品参数如下",
    "适用范围如下",
    "详见说明书",
)
"""What offices and manuals say, and friends do not (I-194)."""
