"""chat: what was said in the groups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core__message",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.String(length=80), nullable=False),
        sa.Column("mentions_all", sa.Integer(), nullable=False),
        sa.Column("worded", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "group_id"],
            ["core__group.store_id", "core__group.id"],
            name=op.f("fk_core__message_store_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "member_id"],
            ["core__member.store_id", "core__member.id"],
            name=op.f("fk_core__message_store_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "group_id", "id", name=op.f("pk_core__message")),
        info={"franchise_scope": "store"},
    )
    with op.batch_alter_table("core__message", schema=None) as batch_op:
        batch_op.create_index("ix_core__message_at", ["store_id", "group_id", "at"], unique=False)
        batch_op.create_index("ix_core__message_member", ["store_id", "member_id", "at"], unique=False)
        batch_op.create_index("ix_core__message_worded", ["store_id", "worded", "at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("core__message", schema=None) as batch_op:
        batch_op.drop_index("ix_core__message_worded")
        batch_op.drop_index("ix_core__message_member")
        batch_op.drop_index("ix_core__message_at")

    op.drop_table("core__message")
