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

mark: Final = store_table(
    "crew__mark",
    Column("name", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
)
"""Until when handovers, daily duties and benefits have been given out."""
