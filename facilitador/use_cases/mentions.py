"""Where a man's name still stands in texts of other records: asked before his data go, and what is decided about it.

Those texts are of other people and stay; whoever takes his data out looks at them first (Ley 29733, 28.7).
"""

from __future__ import annotations

from uuid import UUID

from facilitador.db.queries import mentions as queries
from facilitador.db.tables.records import append_audit
from facilitador.db.transaction import Transaction
from facilitador.domain.mentions import LeftNamed, Mention, NamedElsewhere, in_order
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.use_cases.pieces import Pieces, at_once
from facilitador.use_cases.requests import CommandHandler, Query, in_pieces, whole_book


class NameMentions(Query[NamedElsewhere], kw_only=True):
    """The texts of other records where a man's written name stands; nothing reserved is looked through.

    A text of a group of his is found by any word of his name; another by a surname beside another word of it, or by a
    surname that nobody else in the book bears.
    """

    participant_id: UUID


def _read(query: NameMentions) -> Pieces[NamedElsewhere]:
    tx = yield
    search = queries.search_for(tx, query.participant_id)
    found: list[Mention] = []
    for place in queries.filled_places(tx):
        for piece in tuple(queries.pieces_of(tx, place)):
            found += queries.mentions(tx, search, place, piece)
            tx = yield
        found += queries.near_mentions(tx, search, place)
    return NamedElsewhere(search.participant_id, search.full_name, in_order(found))


def settle_mentions(tx: Transaction, participant_id: UUID, left: LeftNamed | None, seen: int) -> int:
    """How many texts of others name him, if somebody who saw them all decided about them.

    Refuses with `purge_mentions_undecided` (count) or `purge_mentions_changed` (count).
    """
    count = len(at_once(_read)(tx, NameMentions(participant_id=participant_id)).mentions)
    if count and left is None:
        raise UserFacingError("purge_mentions_undecided", field="left_named", count=count)
    if count and seen != count:
        raise UserFacingError("purge_mentions_changed", field="seen_mentions", count=count)
    return count


def record_left(tx: Transaction, erasure_id: UUID, left: LeftNamed | None, count: int) -> None:
    """Enter in the audit what was decided; of whom is no longer said."""
    if count and left is not None:
        append_audit(tx, "LeaveNamed", erasure_id, {"left": str(left), "count": count})


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (in_pieces(NameMentions, _read, Section.RESERVED, whole_book),)
