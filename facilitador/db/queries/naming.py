"""Which men a text may be naming, so that shared words name nobody."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa

from facilitador.db.tables.participants import participant_words, participants
from facilitador.db.transaction import Transaction

_SHORTEST: Final = 3
_MOST_MEN: Final = 500


def men_with_words(tx: Transaction, words: Collection[str]) -> tuple[str, ...]:
    """The full names of men of the book who bear one of these folded words; at most 500."""
    wanted = [word for word in words if len(word) >= _SHORTEST]
    bearers = sa.select(participant_words.c.participant_id).where(participant_words.c.word.in_(wanted))
    statement = sa.select(participants.c.full_name).where(participants.c.id.in_(bearers)).limit(_MOST_MEN)
    return tuple(tx.connection.execute(statement).scalars())
