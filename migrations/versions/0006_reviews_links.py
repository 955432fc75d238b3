"""Reviews, what translations were made from, preview links, and the trash."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None

_ONLY_ADDED = {
    "serum_review": "what was said stays said; answer it",
    "serum_translation_source": "what a translation was made from stays; mark it anew",
}
_MOMENT = sa.DateTime(timezone=True)
_IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and the triggers that keep what is only added."""
    _create_reviews()
    _create_sources()
    _create_links()
    op.create_table(
        "serum_trash",
        sa.Column("page_id", _IDENTITY, autoincrement=False, nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("page_id", name="pk_serum_trash"),
        sa.ForeignKeyConstraint(["page_id"], ["serum_page.id"], name="fk_serum_trash_page_id"),
    )
    for table, why in _ONLY_ADDED.items():
        if op.get_context().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION serum_refuse_change('{why}')"
            )
            continue
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table}: {verb} refused: {why}.'); END"
            )


def downgrade() -> None:
    """Remove the tables; the triggers go with them."""
    for table in ("trash", "preview_link", "translation_source", "review"):
        op.drop_table(f"serum_{table}")


def _create_reviews() -> None:
    op.create_table(
        "serum_review",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("page_id", _IDENTITY, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("thread", _IDENTITY, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_review"),
        sa.ForeignKeyConstraint(["page_id"], ["serum_page.id"], name="fk_serum_review_page_id"),
        sa.ForeignKeyConstraint(["thread"], ["serum_review.id"], name="fk_serum_review_thread"),
    )
    op.create_index("ix_serum_review_page_id_part", "serum_review", ["page_id", "part"])


def _create_sources() -> None:
    op.create_table(
        "serum_translation_source",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("page_id", _IDENTITY, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_translation_source"),
        sa.ForeignKeyConstraint(
            ["page_id"], ["serum_page.id"], name="fk_serum_translation_source_page_id"
        ),
    )
    op.create_index(
        "ix_serum_translation_source_page_id_part", "serum_translation_source", ["page_id", "part"]
    )


def _create_links() -> None:
    op.create_table(
        "serum_preview_link",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("page_id", _IDENTITY, nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=True),
        sa.Column("copy", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ends", _MOMENT, nullable=False),
        sa.Column("revoked_by", sa.String(), nullable=False),
        sa.Column("revoked_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_serum_preview_link"),
        sa.UniqueConstraint("sha256", name="uq_serum_preview_link_sha256"),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_serum_preview_link_has_hash")),
        sa.ForeignKeyConstraint(
            ["page_id"], ["serum_page.id"], name="fk_serum_preview_link_page_id"
        ),
    )
    op.create_index("ix_serum_preview_link_page_id", "serum_preview_link", ["page_id"])
