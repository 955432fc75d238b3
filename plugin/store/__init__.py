"""Where pages are kept: SQLAlchemy models, the page store, and migrations."""
