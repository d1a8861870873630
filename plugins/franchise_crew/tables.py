"""The store's crew: people, what they do, when they stand, who was vetted. Never part of a setup, never cloned."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)

from franchise import store_table

person: Final = store_table(
    "crew__person",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(64), nullable=False),
    Column("position", String(64), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("account", String(64), nullable=False),
    Column("persona", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("active_for", String(64)),
    UniqueConstraint("store_id", "active_for"),
)
"""``active``, ``former`` or ``erased``. ``active_for`` is the name in its comparable form while he is active: a name
means one person."""

link: Final = store_table(
    "crew__link",
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger),
    Column("at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    ForeignKeyConstraint(["store_id", "person_id"], ["crew__person.store_id", "crew__person.id"]),
)
"""Which member of the groups is which person of the crew; None: a stranger, though he is called alike."""

assignment: Final = store_table(
    "crew__assignment",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, nullable=False),
    Column("role", String(64), nullable=False),
    Column("group_id", BigInteger),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("override", String(200), nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("active", Integer),
    ForeignKeyConstraint(["store_id", "person_id"], ["crew__person.store_id", "crew__person.id"]),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    UniqueConstraint("store_id", "person_id", "role", "place", "active", name="uq_crew__assignment_once"),
    Index("ix_crew__assignment_role", "store_id", "active", "role"),
)
"""Who has a role, in one group or (None, ``place`` 0) in the whole store. ``active`` is 1 while it lasts, then None;
``override`` says why somebody has it who should not."""

roster: Final = store_table(
    "crew__roster",
    Column("day", String(10), primary_key=True),
    Column("shift", String(64), primary_key=True),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "person_id"], ["crew__person.store_id", "crew__person.id"]),
)
"""Who stands in a shift that begins on a day of the store."""

vetting: Final = store_table(
    "crew__vetting",
    Column("kind", String(64), primary_key=True),
    Column("place", String(60), primary_key=True),
    Column("keeper", String(64), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("checks", Text, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("by", String(120), nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""What was found of whoever keeps the groups of a place: ``open``, ``approved`` or ``rejected``. ``keeper`` is a
digest of the name, so that a new keeper is vetted anew; ``checks`` is a JSON list."""

step: Final = store_table(
    "crew__step",
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("step", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
)
"""The steps of the ladder that a member has taken."""

election: Final = store_table(
    "crew__election",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("group_id", BigInteger, nullable=False),
    Column("role", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("closes_at", BigInteger, nullable=False),
    Column("winner_id", BigInteger),
    Column("running", Integer),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    UniqueConstraint("store_id", "group_id", "role", "running", name="uq_crew__election_once"),
)
"""A group chooses somebody for a role; ``open``, ``closed`` or ``void``. ``running`` is 1 while it is open."""

vote: Final = store_table(
    "crew__vote",
    Column("election_id", BigInteger, primary_key=True, autoincrement=False),
    Column("voter_id", BigInteger, primary_key=True, autoincrement=False),
    Column("candidate_id", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "election_id"], ["crew__election.store_id", "crew__election.id"]),
    ForeignKeyConstraint(["store_id", "voter_id"], ["core__member.store_id", "core__member.id"]),
    ForeignKeyConstraint(["store_id", "candidate_id"], ["core__member.store_id", "core__member.id"]),
)
"""One vote for each member."""

campaign: Final = store_table(
    "crew__campaign",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String(32), nullable=False),
    Column("name", String(60), nullable=False),
    Column("called", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("begins_at", BigInteger, nullable=False),
    Column("until_at", BigInteger, nullable=False),
    Column("places", Integer),
    Column("opened_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    UniqueConstraint("store_id", "key"),
)
"""An offline event: members sign up from ``begins_at`` to before ``until_at``, it begins ``at``. ``called`` is a JSON
list: what members call it beside its name; ``places`` None: any number."""

campaign_group: Final = store_table(
    "crew__campaign_group",
    Column("campaign_id", BigInteger, primary_key=True, autoincrement=False),
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    ForeignKeyConstraint(["store_id", "campaign_id"], ["crew__campaign.store_id", "crew__campaign.id"]),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
)
"""The groups whose members are invited."""

signup: Final = store_table(
    "crew__signup",
    Column("campaign_id", BigInteger, primary_key=True, autoincrement=False),
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", String(120), primary_key=True),
    Column("nth", BigInteger, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, nullable=False),
    Column("writer_id", BigInteger),
    Column("at", BigInteger, nullable=False),
    Column("sort", String(8), nullable=False),
    Column("people", Integer, nullable=False),
    Column("sure", Integer, nullable=False),
    Column("why", String(8), nullable=False),
    ForeignKeyConstraint(["store_id", "campaign_id"], ["crew__campaign.store_id", "crew__campaign.id"]),
    ForeignKeyConstraint(["store_id", "group_id"], ["core__group.store_id", "core__group.id"]),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
    Index("ix_crew__signup_member", "store_id", "member_id"),
    Index("ix_crew__signup_time", "store_id", "group_id", "at"),
)
"""What was said about signing up, ``sign`` or ``back``: in a message, ``nth`` its line, or (``message_id`` "",
``writer_id`` None) told by hand. Who has a place is worked out from all of it, so that it does not matter when a chat
came in. It holds no names and no words."""

star: Final = store_table(
    "crew__star",
    Column("week", String(8), primary_key=True),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, nullable=False),
    Column("messages", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("until_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["store_id", "member_id"], ["core__member.store_id", "core__member.id"]),
)
"""The most active member of a week (``2026-W10``) in one group or (``place`` 0) in the whole store, and until when he
bears the title."""

mark: Final = store_table(
    "crew__mark",
    Column("name", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
)
"""Until when handovers, daily duties and benefits have been given out."""
