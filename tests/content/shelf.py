"""A store that promotes: products with costs and facts, a script for each of the five forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CATALOG: Mapping[str, Any] = {
    "wipes": {"cost": "9", "aliases": ["手口湿巾"], "units": ["箱=24@300/200"]},
    "cup": {"name": "学饮杯", "unit": "个", "price": "59", "cost": "30", "supplier": "own"},
    "bib": {"name": "围兜", "unit": "条", "price": "19.90", "cost": "10", "supplier": "own"},
    "seat": {"name": "餐椅", "unit": "把", "price": "399", "cost": "240", "supplier": "own"},
    "rice": {"name": "米粉", "unit": "盒", "price": "39", "cost": "33", "supplier": "own"},
    "gift": {"name": "赠品勺", "unit": "个", "price": "0", "supplier": "own"},
}
PRODUCTS: Mapping[str, Any] = {
    "wipes": {"every_days": 7, "known_price": True},
    "cup": {"every_days": 120, "known_price": True},
    "bib": {"every_days": 60, "known_price": True},
    "seat": {"every_days": 999, "known_price": True, "margin": 45},
    "rice": {"every_days": 30, "known_price": True},
}
SCRIPTS: Mapping[str, Any] = {
    "special": {"text": "今日特价：{product} {price} 元一{unit}，平时 {usual}，省 {saved}\n宝妈说：{praise}"},
    "group_buy": {"text": "{product}团购价 {price}，满 {pieces} 份成团，找{owner}接龙"},
    "flash_sale": {"text": "{product}秒杀 {price}，{minutes} 分钟，到 {until}，只有 {pieces} 份", "picture": "flash.jpg"},
    "hot_sale": {"text": "{group}嗨卖：{product} {price}"},
    "invitation": {"text": "来{store}试试{product}，{price} 元"},
}  # fmt: skip


def selling(**content: Any) -> dict[str, Any]:
    """The sections that such a store has besides; for ``make``."""
    return {
        "catalog": CATALOG,
        "content": {"products": PRODUCTS, "promotions": SCRIPTS, **content},
    }
