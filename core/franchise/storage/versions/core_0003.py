"""cadence: posts, starts of counts, what was watched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core__post",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("nth", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begins_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("column_key", sa.String(length=64), nullable=False),
        sa.Column("material", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "group_id"],
            ["core__group.store_id", "core__group.id"],
            name=op.f("fk_core__post_store_id_group_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "group_id", "slot", "day", "nth", name=op.f("pk_core__post")),
        info={"franchise_scope": "store"},
    )
    with op.batch_alter_table("core__post", schema=None) as batch_op:
        batch_op.create_index("ix_core__post_day", ["store_id", "day"], unique=False)
        batch_op.create_index("ix_core__post_open", ["store_id", "status", "ends_at"], unique=False)

    op.create_table(
        "core__start",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "group_id"],
            ["core__group.store_id", "core__group.id"],
            name=op.f("fk_core__start_store_id_group_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "group_id", name=op.f("pk_core__start")),
        info={"franchise_scope": "store"},
    )

    op.create_table(
        "core__watch",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_core__watch")),
        info={"franchise_scope": "store"},
    )


def downgrade() -> None:
    op.drop_table("core__watch")
    op.drop_table("core__start")
    with op.batch_alter_table("core__post", schema=None) as batch_op:
        batch_op.drop_index("ix_core__post_open")
        batch_op.drop_index("ix_core__post_day")

    op.drop_table("core__post")
