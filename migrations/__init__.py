"""Alembic revisions, with their own version table."""
