"""campaigns with their sign-ups, stars of the week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "crew_0002"
down_revision = "crew_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crew__campaign",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("called", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("begins_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_crew__campaign")),
        sa.UniqueConstraint("store_id", "key", name=op.f("uq_crew__campaign_store_id_key")),
        info={"franchise_scope": "store"},
    )
    op.create_table(
        "crew__campaign_group",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "campaign_id"],
            ["crew__campaign.store_id", "crew__campaign.id"],
            name=op.f("fk_crew__campaign_group_store_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "group_id"],
            ["core__group.store_id", "core__group.id"],
            name=op.f("fk_crew__campaign_group_store_id_group_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "campaign_id", "group_id", name=op.f("pk_crew__campaign_group")),
        info={"franchise_scope": "store"},
    )
    op.create_table(
        "crew__signup",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.String(length=120), autoincrement=False, nullable=False),
        sa.Column("nth", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("writer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sort", sa.String(length=8), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("sure", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "campaign_id"],
            ["crew__campaign.store_id", "crew__campaign.id"],
            name=op.f("fk_crew__signup_store_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "group_id"],
            ["core__group.store_id", "core__group.id"],
            name=op.f("fk_crew__signup_store_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "member_id"],
            ["core__member.store_id", "core__member.id"],
            name=op.f("fk_crew__signup_store_id_member_id"),
        ),
        sa.PrimaryKeyConstraint(
            "store_id", "campaign_id", "group_id", "message_id", "nth", name=op.f("pk_crew__signup")
        ),
        info={"franchise_scope": "store"},
    )
    with op.batch_alter_table("crew__signup", schema=None) as batch_op:
        batch_op.create_index("ix_crew__signup_member", ["store_id", "member_id"], unique=False)
        batch_op.create_index("ix_crew__signup_time", ["store_id", "group_id", "at"], unique=False)

    op.create_table(
        "crew__star",
        sa.Column("store_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("week", sa.String(length=8), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "member_id"],
            ["core__member.store_id", "core__member.id"],
            name=op.f("fk_crew__star_store_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "week", "place", name=op.f("pk_crew__star")),
        info={"franchise_scope": "store"},
    )


def downgrade() -> None:
    op.drop_table("crew__star")
    with op.batch_alter_table("crew__signup", schema=None) as batch_op:
        batch_op.drop_index("ix_crew__signup_time")
        batch_op.drop_index("ix_crew__signup_member")

    op.drop_table("crew__signup")
    op.drop_table("crew__campaign_group")
    op.drop_table("crew__campaign")
