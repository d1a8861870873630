"""The environment in which Alembic runs every owner's revisions; `franchise.storage.migrate` prepares it."""

from __future__ import annotations

from alembic import context

given = context.config.attributes
context.configure(connection=given["connection"], on_version_apply=given["applied"], **given["options"])
with context.begin_transaction():
    context.run_migrations()
    given["finish"]()
