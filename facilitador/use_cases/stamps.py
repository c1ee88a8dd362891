"""A numbered paper carries the code of the audit at its foot: what is cut off the audit later stays provable."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from facilitador.db.tables.records import code_of_newest
from facilitador.db.transaction import Transaction
from facilitador.documents.blocks import Document

T = TypeVar("T")


def stamped(tx: Transaction, answer: T) -> T:
    """The answer; a paper whose printing was entered in this transaction, with the code of that entry."""
    if not isinstance(answer, Document):
        return answer
    code = code_of_newest(tx)
    return replace(answer, code=code.text) if code is not None else answer
