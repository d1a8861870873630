"""Owners with migrations of their own, written into folders of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from franchise.storage import Database, MigrationSource

REVISION = """\
import sqlalchemy as sa
from alembic import op

revision = {name!r}
down_revision = {down!r}


def upgrade():
    {body}
"""

CORE = """op.create_table(
        "core__group",
        sa.Column("store_id", sa.BigInteger, nullable=False),
        sa.Column("id", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("store_id", "id", name="pk_core__group"),
        sa.UniqueConstraint("store_id", "name", name="uq_core__group_store_id_name"),
    )"""

SHOP = """op.create_table(
        "shop__stock",
        sa.Column("store_id", sa.BigInteger, nullable=False),
        sa.Column("id", sa.BigInteger, nullable=False),
        sa.Column("group_id", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("store_id", "id", name="pk_shop__stock"),
        sa.ForeignKeyConstraint(
            ["store_id", "group_id"],
            ["core__group.store_id", "core__group.id"],
            name="fk_shop__stock_store_id_group_id",
            ondelete="CASCADE",
        ),
    )"""

Write = Callable[..., None]


@pytest.fixture
def write_revision() -> Write:
    """Write one revision: ``write_revision(folder, name, down, body)``."""

    def write(folder: Path, name: str, down: str | tuple[str, ...] | None, body: str = "pass") -> None:
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.py").write_text(REVISION.format(name=name, down=down, body=body))

    return write


@pytest.fixture
def core(tmp_path: Path, write_revision: Write) -> MigrationSource:
    write_revision(tmp_path / "core", "core_0001", None, CORE)
    return MigrationSource(owner="core", location=tmp_path / "core")


@pytest.fixture
def shop(tmp_path: Path, write_revision: Write) -> MigrationSource:
    """A plugin whose one table refers to the core's."""
    write_revision(tmp_path / "shop", "shop_0001", None, SHOP)
    return MigrationSource(owner="shop", location=tmp_path / "shop", requires={"core": "core_0001"})


@pytest.fixture
def open_database(new_url: Callable[[], str]) -> Iterator[Callable[..., Database]]:
    """Open a database; the same one at each call, with other sources or patience."""
    url = new_url()
    opened: list[Database] = []

    def open_(*sources: MigrationSource, busy_timeout: float = 10.0) -> Database:
        opened.append(Database.open(url, sources, busy_timeout=busy_timeout))
        return opened[-1]

    yield open_
    for database in opened:
        database.close()
