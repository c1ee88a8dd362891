"""Words for whoever comes later name no man (6.4.5): what seems to be a name is said to who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from facilitador.db.queries import naming as queries
from facilitador.db.queries import session_logs as log_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.named_men import NumberedMan, named_men
from facilitador.domain.text import words
from facilitador.use_cases.requests import Notice


def naming_notices(tx: Transaction, texts: Sequence[str], group_id: UUID | None) -> tuple[Notice, ...]:
    """One notice with the words that seem to name a man of the group (of the book, without one); none where none do."""
    if group_id is not None:
        names: Iterable[str] = (name for _, name in log_queries.men_of_group(tx, group_id))
    else:
        names = queries.men_with_words(tx, {word for text in texts for word in words(text)})
    found = named_men(texts, [NumberedMan(None, name) for name in names])
    if not found:
        return ()
    return (Notice("text_seems_to_name", {"words": ", ".join(f"«{one.word}»" for one in found)}),)
