"""Good practices and lessons (6.9.3): short entries by topic and technique."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, stamped_table
from facilitador.domain.practices import DONE_LIMIT, OUTCOME_LIMIT, SEARCH_LIMIT, TITLE_LIMIT

practices = stamped_table(
    "practices",
    foreign("group_id", "groups", nullable=True),
    sa.Column("topic_id", sa.String(40), nullable=False),
    sa.Column("technique", sa.String(40), nullable=False),
    sa.Column("title", sa.String(TITLE_LIMIT), nullable=False),
    sa.Column("done", sa.String(DONE_LIMIT), nullable=False),
    sa.Column("worked", sa.String(OUTCOME_LIMIT), nullable=False),
    sa.Column("not_worked", sa.String(OUTCOME_LIMIT), nullable=False),
    sa.Column("search_text", sa.String(SEARCH_LIMIT), nullable=False),
    sa.CheckConstraint("worked <> '' OR not_worked <> ''", name="says_what_came_of_it"),
    sa.Index(None, "topic_id"),
    sa.Index(None, "technique"),
)
