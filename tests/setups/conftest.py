"""A small program with every kind of field, and a setup of it as people write it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest

from franchise.errors import SetupInvalid
from franchise.setups import Document, Effective, Money, Problem, Quantity, Schema, Section, Wall, setting


@attrs.frozen(kw_only=True)
class Pack:
    size: Quantity = setting(default=Quantity(1000), minimum="0.001")
    unit: str = setting(default="箱", max_length=8)


@attrs.frozen(kw_only=True)
class Product:
    name: str = setting(minimum=1, max_length=20)
    price: Money = setting(minimum=1, maximum=1_000_00)
    supplier: str = setting(rule="locked", refers_to="suppliers")
    aliases: tuple[str, ...] = setting(default=())
    storage: Literal["dry", "cold", "frozen"] = setting(default="dry")
    limit: int | None = setting(default=None, minimum=1, maximum=99)
    active: bool = setting(default=True)
    since: date | None = setting(default=None)
    note: str = setting(default="", free_text=True)
    pack: Pack = setting(default=Pack())


@attrs.frozen(kw_only=True)
class Supplier:
    name: str = setting()
    contact: str = setting(rule="local", default="")


@attrs.frozen(kw_only=True)
class Slot:
    cutoff: Wall = setting()
    reminders: tuple[Wall, ...] = setting(default=(), maximum=3)
    place: str = setting(rule="local")


@attrs.frozen(kw_only=True)
class Pay:
    share: Decimal = setting(default=Decimal("0.08"), minimum="0", maximum="0.5")
    base: Money = setting(default=Money(0))


@attrs.frozen(kw_only=True)
class Orders:
    sessions: dict[str, Slot] = setting(default={}, maximum=4)
    late: Literal["refuse", "permission"] = setting(rule="locked", default="permission")
    opens: Wall = setting(default=Wall(360), minimum="05:00", maximum="12:00")
    code: str = setting(default="A-1", pattern=r"[A-Z]-\d", about="a capital letter, - and a digit")
    language: str = setting(default="zh_CN", choices=("zh_CN", "en"))
    first: str | None = setting(default=None, refers_to="orders.sessions")
    pay: Pay = setting(default=Pay(), atomic=True)
    greeting: str = setting(rule="seed", default="", free_text=True, max_length=60)
    departs: dict[str, Wall] = setting(default={}, refers_to="orders.sessions")


@attrs.frozen(kw_only=True)
class Shop:
    name: str = setting(rule="local")
    phone: str = setting(rule="local", default="")
    tagline: str = setting(default="")


def no_two_at_once(orders: Orders, _effective: Effective) -> Iterable[Problem]:
    taken: dict[int, str] = {}
    for key, slot in orders.sessions.items():
        if slot.cutoff in taken:
            yield Problem(
                path=("sessions", key, "cutoff"),
                message=f"{taken[slot.cutoff]} closes at the same time.",
                allowed="a time of its own",
            )
        taken[slot.cutoff] = key


SETUP = """\
# A setup as a person writes it.
[setup]
name = "village"
plugins = []

[tables]
catalog = "catalog.csv"

[suppliers.veg]
name = "镇北合作社"

[suppliers.hub]
name = "总店"

[orders]
late = "refuse"
pay = { share = 0.080, base = 12 }

[orders.sessions.noon]
cutoff = 12:00:00
reminders = [
    10:30:00,
    "11:30",
]

[orders.sessions.evening]
cutoff = "24:00"
"""

CATALOG = """\
key,name,price,supplier,aliases,limit,active,pack.size
egg,鸡蛋,5.80,hub,蛋|土鸡蛋,,,
P001,"大米, 新",62,veg,,5,false,2.50
"""


@pytest.fixture(scope="session")
def schema() -> Schema:
    return Schema(
        [
            Section(name="catalog", each=Product, owner="core"),
            Section(name="suppliers", each=Supplier, owner="core"),
            Section(name="orders", cls=Orders, owner="core", check=no_two_at_once),
            Section(name="shop", cls=Shop, owner="core"),
        ]
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a valid setup in it."""
    (tmp_path / "setup.toml").write_text(SETUP, encoding="utf-8")
    (tmp_path / "catalog.csv").write_text(CATALOG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def doc(schema: Schema, folder: Path) -> Document:
    return schema.load(folder)


@pytest.fixture
def body() -> dict[str, Any]:
    """A whole setup in canonical form."""
    return {
        "setup": {"name": "x"},
        "catalog": {"egg": {"name": "鸡蛋", "price": "5.8", "supplier": "hub"}},
        "suppliers": {"hub": {"name": "总店"}},
        "orders": {"sessions": {"noon": {"cutoff": "12:00"}}},
    }


@pytest.fixture
def mistakes() -> Callable[[Callable[[], object]], list[str]]:
    """The problems that a call raises, each as one line."""

    def run(call: Callable[[], object]) -> list[str]:
        with pytest.raises(SetupInvalid) as caught:
            call()
        return [str(problem) for problem in caught.value.problems]

    return run
