"""Pages, their revisions, publications and history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

_ONLY_ADDED = {
    "serum_revision": "a revision never changes; save a new one",
    "serum_notice": "a notice that was published under never changes; publish under a new one",
    "serum_publication": "a publication never changes; publish or unpublish anew",
    "serum_history": "history only grows",
}


def upgrade() -> None:
    """Make the tables, the epoch's row, and the triggers that keep history."""
    _create_tables()
    op.execute("INSERT INTO serum_epoch (id, number) VALUES (1, 0)")
    if op.get_context().dialect.name == "postgresql":
        _protect_postgresql()
    else:
        _protect_sqlite()


def downgrade() -> None:
    """Remove everything; the triggers go with their tables."""
    for table in (
        *("serum_epoch", "serum_history", "serum_publication", "serum_notice"),
        *("serum_revision", "serum_part", "serum_page"),
    ):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION serum_refuse_change()")


def _create_tables() -> None:
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    slug = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "serum_page",
        sa.Column("id", identity, nullable=False),
        sa.Column("slug", slug, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_page"),
        sa.UniqueConstraint("slug", name="uq_serum_page_slug"),
    )
    op.create_table(
        "serum_part",
        sa.Column("page_id", identity, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("page_id", "part", name="pk_serum_part"),
        sa.ForeignKeyConstraint(["page_id"], ["serum_page.id"], name="fk_serum_part_page_id"),
    )
    op.create_table(
        "serum_revision",
        sa.Column("id", identity, nullable=False),
        sa.Column("page_id", identity, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("reverted_from", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_serum_revision"),
        sa.UniqueConstraint(
            "page_id", "part", "number", name="uq_serum_revision_page_id_part_number"
        ),
        sa.ForeignKeyConstraint(["page_id"], ["serum_page.id"], name="fk_serum_revision_page_id"),
    )
    op.create_table(
        "serum_notice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_notice"),
        sa.CheckConstraint(
            "length(text) > 0 AND length(sha256) = 64", name=op.f("ck_serum_notice_has_text")
        ),
    )
    op.create_table(
        "serum_publication",
        sa.Column("id", identity, nullable=False),
        sa.Column("page_id", identity, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("revision_id", identity, nullable=True),
        sa.Column("begins", moment, nullable=False),
        sa.Column("ends", moment, nullable=True),
        sa.Column("notice_id", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_publication"),
        sa.ForeignKeyConstraint(
            ["page_id"], ["serum_page.id"], name="fk_serum_publication_page_id"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["serum_revision.id"], name="fk_serum_publication_revision_id"
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["serum_notice.id"], name="fk_serum_publication_notice_id"
        ),
        sa.CheckConstraint(
            "revision_id IS NULL OR part = 'facts' OR notice_id IS NOT NULL",
            name=op.f("ck_serum_publication_has_notice"),
        ),
        sa.CheckConstraint(
            "ends IS NULL OR ends > begins", name=op.f("ck_serum_publication_ends_after_begins")
        ),
    )
    op.create_index(
        "ix_serum_publication_page_id_part_begins",
        "serum_publication",
        ["page_id", "part", "begins"],
    )
    op.create_table(
        "serum_history",
        sa.Column("id", identity, nullable=False),
        sa.Column("page_id", identity, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_history"),
        sa.ForeignKeyConstraint(["page_id"], ["serum_page.id"], name="fk_serum_history_page_id"),
    )
    op.create_index("ix_serum_history_page_id", "serum_history", ["page_id"])
    op.create_table(
        "serum_epoch",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", identity, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_epoch"),
        sa.CheckConstraint("id = 1", name=op.f("ck_serum_epoch_one_row")),
    )


def _protect_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION serum_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '%: % refused: %.', TG_TABLE_NAME, TG_OP, TG_ARGV[0]
                USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """
    )
    for table, why in _ONLY_ADDED.items():
        op.execute(
            f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION serum_refuse_change('{why}')"
        )


def _protect_sqlite() -> None:
    for table, why in _ONLY_ADDED.items():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table}: {verb} refused: {why}.'); END"
            )
    # A host's connection may have foreign keys off, and then nothing else looks.
    op.execute(
        "CREATE TRIGGER serum_publication_has_notice BEFORE INSERT ON serum_publication"
        " WHEN NEW.notice_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM serum_notice WHERE id = NEW.notice_id)"
        " BEGIN SELECT RAISE(ABORT, 'serum_publication: there is no such notice.'); END"
    )
