"""admission: applications, invitations, the block list, tags."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core__block",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("blocked_by", sa.String(length=120), nullable=False),
        sa.Column("blocked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_core__block")),
        sa.UniqueConstraint("store_id", "field", "value", name=op.f("uq_core__block_store_id_field_value")),
        info={"franchise_scope": "store"},
    )

    op.create_table(
        "core__application",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.Column("contact", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("invited_by", sa.String(length=64), nullable=False),
        sa.Column("inviter_id", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.String(length=120), nullable=False),
        sa.Column("consent_at", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("open_for", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("place_id", sa.BigInteger(), nullable=True),
        sa.Column("applied_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["store_id", "group_id"],
            ["core__group.store_id", "core__group.id"],
            name=op.f("fk_core__application_store_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "member_id"],
            ["core__member.store_id", "core__member.id"],
            name=op.f("fk_core__application_store_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "place_id"],
            ["core__group.store_id", "core__group.id"],
            name=op.f("fk_core__application_store_id_place_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_core__application")),
        sa.UniqueConstraint(
            "store_id", "group_id", "open_for", name=op.f("uq_core__application_store_id_group_id_open_for")
        ),
        info={"franchise_scope": "store"},
    )

    with op.batch_alter_table("core__application", schema=None) as batch_op:
        batch_op.create_index("ix_core__application_contact", ["store_id", "contact"], unique=False)
        batch_op.create_index("ix_core__application_member", ["store_id", "member_id"], unique=False)
        batch_op.create_index("ix_core__application_name", ["store_id", "group_id", "name"], unique=False)
        batch_op.create_index(
            "ix_core__application_status", ["store_id", "status", "group_id", "applied_at"], unique=False
        )

    op.create_table(
        "core__invitation",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.String(length=64), nullable=False),
        sa.Column("inviter_id", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["store_id", "group_id"],
            ["core__group.store_id", "core__group.id"],
            name=op.f("fk_core__invitation_store_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "inviter_id"],
            ["core__member.store_id", "core__member.id"],
            name=op.f("fk_core__invitation_store_id_inviter_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "digest", name=op.f("pk_core__invitation")),
        info={"franchise_scope": "store"},
    )

    with op.batch_alter_table("core__invitation", schema=None) as batch_op:
        batch_op.create_index("ix_core__invitation_group", ["store_id", "group_id"], unique=False)

    op.create_table(
        "core__tag",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("family", sa.String(length=64), autoincrement=False, nullable=False),
        sa.Column("tag", sa.String(length=64), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "member_id"],
            ["core__member.store_id", "core__member.id"],
            name=op.f("fk_core__tag_store_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "member_id", "family", "tag", name=op.f("pk_core__tag")),
        info={"franchise_scope": "store"},
    )

    with op.batch_alter_table("core__tag", schema=None) as batch_op:
        batch_op.create_index("ix_core__tag_tag", ["store_id", "family", "tag"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("core__tag", schema=None) as batch_op:
        batch_op.drop_index("ix_core__tag_tag")

    op.drop_table("core__tag")

    with op.batch_alter_table("core__invitation", schema=None) as batch_op:
        batch_op.drop_index("ix_core__invitation_group")

    op.drop_table("core__invitation")

    with op.batch_alter_table("core__application", schema=None) as batch_op:
        batch_op.drop_index("ix_core__application_status")
        batch_op.drop_index("ix_core__application_name")
        batch_op.drop_index("ix_core__application_member")
        batch_op.drop_index("ix_core__application_contact")

    op.drop_table("core__application")

    op.drop_table("core__block")
