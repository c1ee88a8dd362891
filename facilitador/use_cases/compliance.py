"""The compliance view (7.2, VIII): every numeral with its state, reckoned from what the rooms' records show.

A room of the catalogue contributes through its `evidence(tx, scope)`; adding one changes nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias
from uuid import UUID

from facilitador.db.queries import compliance as queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.compliance import add_statement
from facilitador.db.transaction import Transaction
from facilitador.documents import compliance as paper
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.compliance import (
    WORDS_LIMIT,
    Compliance,
    ComplianceScope,
    Evidence,
    StatementKind,
    check_statement,
    in_force,
    kept_at_home,
    lines,
    only_noted,
    stated,
)
from facilitador.domain.origins import OWN, Origin
from facilitador.domain.roles import Section
from facilitador.reference import requirements
from facilitador.use_cases.elsewhere import head_of, names_of, seen
from facilitador.use_cases.pieces import Pieces, Step, at_once
from facilitador.use_cases.prints import numbered
from facilitador.use_cases.requests import (
    Command,
    CommandHandler,
    Query,
    QueryHandler,
    Result,
    as_asked,
    in_pieces,
    writes,
)

if TYPE_CHECKING:
    from facilitador.documents.blocks import Document

EvidenceSource: TypeAlias = Callable[[Transaction, ComplianceScope], Iterable[Evidence]]
"""A room's `evidence`: what its records show of the scope, by numeral, in counts and without a name."""

PRINTED: Final = "compliance"


@dataclass(frozen=True, slots=True)
class LongEvidence:
    """A room's `evidence` that takes longer than another can wait: it is read in pieces."""

    reading: Callable[[ComplianceScope], Pieces[Sequence[Evidence]]]

    def __call__(self, tx: Transaction, scope: ComplianceScope) -> Sequence[Evidence]:
        """All of it at once."""
        return at_once(self.reading)(tx, scope)


class _Stating(Command, kw_only=True):
    """What somebody puts in writing about a numeral: for a group, or without one for the whole service.

    `words`: up to 1,000 letters, how it is so or why. Without `on` it is today.
    """

    id: UUID | None = None
    numeral: str
    group_id: UUID | None = None
    words: str
    on: date | None = None


class DeclareCompliance(_Stating, kw_only=True):
    """Declare what no record can show, where the numeral asks for it; who sends it signs it."""


class DecideOtherwise(_Stating, kw_only=True):
    """Note that the team decided otherwise about what the directive only prefers or suggests, and why."""


class WithdrawStatement(_Stating, kw_only=True):
    """Take back what was declared or decided about a numeral; both stay to be read."""


class ComplianceView(Query[Compliance], kw_only=True):
    """How a group, or without one the service with its groups that are not closed, stands with every numeral."""

    group_id: UUID | None = None
    origin: Origin = OWN


class CompliancePrint(Query["Document"], kw_only=True):
    """The compliance view on paper, for the DATPS and the responsible officer (7.2, VIII)."""

    group_id: UUID | None = None
    origin: Origin = OWN


def queries_of(sources: Sequence[EvidenceSource]) -> tuple[QueryHandler, ...]:
    """The queries of compliance over these sources; the catalogue, which knows all rooms, hands them in."""

    of_other_rooms = tuple(source for source in sources if source is not evidence)

    def reading(query: ComplianceView) -> Pieces[Compliance]:
        found = yield from _told(of_other_rooms, query)
        return _view((yield), query, found)

    def printed(query: CompliancePrint) -> Pieces[Document]:
        found = yield from _told(of_other_rooms, query)
        tx = yield
        service = service_queries.service(tx)
        number = numbered(tx, PRINTED, query.group_id or service.id)  # first: this paper is what 7.2 asks for
        shown = _view(tx, query, found)
        head = head_of(tx, query.origin, query.group_id)
        officer = "" if shown.sources else service.responsible_officer
        return paper.compose(paper.CompliancePaper(head, shown, officer, number))

    return (
        in_pieces(ComplianceView, reading, Section.SESSIONS, as_asked),
        in_pieces(CompliancePrint, printed, Section.SESSIONS, as_asked),
    )


def _told(sources: Sequence[EvidenceSource], query: ComplianceView | CompliancePrint) -> Pieces[list[Evidence]]:
    """What every room has to say, one after the other."""
    scope = _scope((yield), query)
    found: list[Evidence] = []
    for done, source in enumerate(sources):
        tx = yield Step(done, len(sources))
        found += (yield from source.reading(scope)) if isinstance(source, LongEvidence) else source(tx, scope)
    return found


def _scope(tx: Transaction, query: ComplianceView | CompliancePrint) -> ComplianceScope:
    return ComplianceScope(query.group_id, elsewhere=bool(seen(tx, query.origin, query.group_id)))


def _view(tx: Transaction, query: ComplianceView | CompliancePrint, found: Sequence[Evidence]) -> Compliance:
    """The view over what the other rooms had to say."""
    scope, others = _scope(tx, query), seen(tx, query.origin, query.group_id)
    history = queries.statements(tx, query.group_id)
    if others:  # what this service stated does not hold for them
        history = tuple(one for one in history if one.group_id is not None)
    told = (*found, *evidence(tx, scope))
    return Compliance(
        service=names_of(tx, query.origin, query.group_id),
        binding=service_queries.service(tx).binding,
        group_id=query.group_id,
        group="" if query.group_id is None else group_queries.group(tx, query.group_id).name,
        on=tx.today,
        requirements=requirements(),
        lines=lines(requirements(), scope, told, in_force(history, query.group_id)),
        history=history,
        sources=others,
    )


@kept_at_home("7.2")
def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """That this view is given out on paper (7.2), and what is never recorded here (6.4.12)."""
    yield only_noted("6.4.12", "evidence_never_told")
    if scope.group_id is None:
        times = queries.times_printed(tx, PRINTED)
        yield stated("7.2", "evidence_printed", times, "print_compliance")


def _state(kind: StatementKind) -> Callable[[Transaction, _Stating], Result]:
    """The handler that adds a statement of this kind."""

    def handler(tx: Transaction, command: _Stating) -> Result:
        asked = requirements()
        requirement = asked.find(command.numeral)
        if command.group_id is not None:
            group_queries.group(tx, command.group_id)
        standing = in_force(queries.statements(tx, command.group_id), command.group_id).get(command.numeral)
        check_statement(requirement, kind, standing, command.group_id)
        checks = Checks()
        words = checks.text("words", command.words, WORDS_LIMIT, required=True)
        on = command.on or tx.today
        checks.recorded_day("on", on, tx.today)
        checks.refuse_if_any()
        key = add_statement(
            tx,
            command.id,
            group_id=command.group_id,
            numeral=requirement.numeral,
            edition=asked.provenance.edition,
            kind=kind,
            words=words,
            stated_on=on,
        )
        return Result(key, (Change(Topic.COMPLIANCE, key),), ("numeral", "words"))

    return handler


COMMANDS = tuple(
    CommandHandler(command, _state(kind), writes(Section.SERVICE))
    for command, kind in (
        (DeclareCompliance, StatementKind.DECLARED),
        (DecideOtherwise, StatementKind.DECIDED_OTHERWISE),
        (WithdrawStatement, StatementKind.WITHDRAWN),
    )
)
