"""tasks: what people have to do, and the files that prove it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core__task",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=150), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=True),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("duty", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("finished_by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "group_id"],
            ["core__group.store_id", "core__group.id"],
            name=op.f("fk_core__task_store_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "member_id"],
            ["core__member.store_id", "core__member.id"],
            name=op.f("fk_core__task_store_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_core__task")),
        sa.UniqueConstraint("store_id", "key", name="uq_core__task_key"),
        sa.UniqueConstraint("store_id", "number", name="uq_core__task_number"),
        info={"franchise_scope": "store"},
    )
    with op.batch_alter_table("core__task", schema=None) as batch_op:
        batch_op.create_index("ix_core__task_due", ["store_id", "status", "due_at"], unique=False)
        batch_op.create_index("ix_core__task_group", ["store_id", "group_id"], unique=False)
        batch_op.create_index("ix_core__task_member", ["store_id", "member_id"], unique=False)

    op.create_table(
        "core__task_count",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_core__task_count")),
        info={"franchise_scope": "store"},
    )

    op.create_table(
        "core__evidence",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("task_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("nth", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("given_by", sa.String(length=120), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "task_id"],
            ["core__task.store_id", "core__task.id"],
            name=op.f("fk_core__evidence_store_id_task_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "task_id", "nth", name=op.f("pk_core__evidence")),
        sa.UniqueConstraint("store_id", "task_id", "sha256", name="uq_core__evidence_file"),
        info={"franchise_scope": "store"},
    )


def downgrade() -> None:
    op.drop_table("core__evidence")
    op.drop_table("core__task_count")
    with op.batch_alter_table("core__task", schema=None) as batch_op:
        batch_op.drop_index("ix_core__task_member")
        batch_op.drop_index("ix_core__task_group")
        batch_op.drop_index("ix_core__task_due")

    op.drop_table("core__task")
