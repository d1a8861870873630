"""moves of members whose group was divided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "houserules_0002"
down_revision = "houserules_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "houserules__move",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "from_id"],
            ["core__group.store_id", "core__group.id"],
            name=op.f("fk_houserules__move_store_id_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "group_id"],
            ["core__group.store_id", "core__group.id"],
            name=op.f("fk_houserules__move_store_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "member_id"],
            ["core__member.store_id", "core__member.id"],
            name=op.f("fk_houserules__move_store_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "member_id", "group_id", name=op.f("pk_houserules__move")),
        info={"franchise_scope": "store"},
    )


def downgrade() -> None:
    op.drop_table("houserules__move")
