"""What every paper says besides what it is about: at its head whose work it is, at its foot the code of the audit.

By the code what is cut off the audit later stays provable. What another service sent is headed by its name and the day
of its data, so that nobody takes the paper for one of this service, or for today's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from facilitador.db.queries.foreign_pages import source_of_any
from facilitador.db.tables.records import code_of_newest
from facilitador.db.transaction import Transaction
from facilitador.documents.blocks import Document, Letterhead
from facilitador.domain.elsewhere import paper_words
from facilitador.domain.origins import ForeignState, Source
from facilitador.use_cases.requests import Query

T = TypeVar("T")


def stamped(tx: Transaction, query: Query[Any], answer: T) -> T:
    """The answer; a paper with whose work it is, and with the code of the entry of its printing in this transaction."""
    if not isinstance(answer, Document):
        return answer
    code = code_of_newest(tx)
    source = source_of_any(tx, [key for key in msgspec.structs.astuple(query) if isinstance(key, UUID)])
    return replace(
        answer,
        code=code.text if code is not None else answer.code,
        letterhead=answer.letterhead if source is None else _head(answer.letterhead, source),
    )


def _head(known: Letterhead, source: Source) -> Letterhead:
    """What was handed over was written by this service; what came is the other's, of whom no place is known."""
    if known.discreet:
        return known
    said = paper_words(source)
    if source.state is ForeignState.GIVEN:
        return replace(known, place=" · ".join(filter(None, (known.place, said))))
    return Letterhead(source.service_name, said)
