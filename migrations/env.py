"""Runs our migrations over the connection that :mod:`flask_serum.store.migrate` hands in.

Alembic runs this file by its path. All migrations of one run are one transaction, with the lock
that keeps two processes from migrating at once, so a migration must not commit.
"""

from __future__ import annotations

from alembic import context
from alembic.util import CommandError

from flask_serum.store import migrate

connection = context.config.attributes.get("connection")
if connection is None:
    raise CommandError("These migrations get their connection from 'flask serum upgrade'.")
context.configure(
    connection=connection,
    target_metadata=migrate.metadata(),
    version_table=migrate.VERSION_TABLE,
    include_name=migrate.include_ours,
)
with context.begin_transaction():
    context.run_migrations()
