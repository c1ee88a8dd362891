"""How numerals stand in a book."""

from __future__ import annotations

from uuid import UUID

from facilitador.domain.compliance import Compliance, ComplianceLine, State
from facilitador.use_cases.compliance import ComplianceView
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command

SERVICE_WIDE = None


def view(book: OpenBook, group: UUID | None = SERVICE_WIDE) -> Compliance:
    return book.ask(ComplianceView(group_id=group)).result()


def line(book: OpenBook, numeral: str, group: UUID | None = SERVICE_WIDE) -> ComplianceLine:
    (found,) = (one for one in view(book, group).lines if one.requirement.numeral == numeral)
    return found


def states(book: OpenBook, group: UUID | None, *numerals: str) -> tuple[State, ...]:
    by_numeral = {one.requirement.numeral: one.state for one in view(book, group).lines}
    return tuple(by_numeral[numeral] for numeral in numerals)


def send(book: OpenBook, *commands: Command) -> None:
    book.submit(list(commands)).result()
