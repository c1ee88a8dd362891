"""Papers about evaluations and decisions: the letter to a man, numbered, and the evaluation to be filled by hand."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from facilitador.db.queries import directory as directory_queries
from facilitador.db.queries import exclusions as queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Transaction
from facilitador.documents import decision_letters, evaluation_forms
from facilitador.documents.blocks import Document
from facilitador.domain.exclusions import Telling
from facilitador.domain.phones import display_phone
from facilitador.domain.roles import Section
from facilitador.domain.services import Service
from facilitador.errors import UserFacingError
from facilitador.reference import evaluation_factors
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


class DecisionLetterPrint(Query[Document], kw_only=True):
    """The letter about one decision, numbered; without the cause. Refused where there is nothing to tell."""

    decision_id: UUID


class BlankEvaluationPrint(Query[Document], kw_only=True):
    """The initial evaluation to be filled by hand, with the factors that the service may record."""


def blank_evaluation(service: Service | None) -> Document:
    """The initial evaluation in blank; without a service, or one not competent, criminal matters are left out."""
    competent = service is not None and service.criminal_data_competent
    blank = evaluation_forms.BlankEvaluation(letterhead(service), evaluation_factors(), competent)
    return evaluation_forms.compose_blank(blank)


def _letter(tx: Transaction, query: DecisionLetterPrint) -> Document:
    decision = queries.decision(tx, query.decision_id)
    if decision.withdrawal is not None:
        raise UserFacingError("exclusion_decision_withdrawn", field="decision_id")
    if not decision_letters.has_letter(decision.outcome):
        raise UserFacingError("exclusion_nothing_to_tell", field="decision_id")
    man = participant_queries.stored(tx, decision.participant_id)
    told = decision.told
    return decision_letters.compose(
        decision_letters.DecisionLetter(
            letterhead=letterhead(service_queries.service(tx)),
            number=numbered(tx, "decision-letter", man.id),
            full_name=man.full_name,
            outcome=decision.outcome,
            told_on=told.on if told is not None else None,
            review_on=decision.review_on,
            places=tuple(_places(tx, told)) if told is not None else (),
        )
    )


def _places(tx: Transaction, told: Telling) -> Iterator[str]:
    """Each institution that was offered, with its address, phones and hours."""
    for key in told.directory_ids:
        entry = directory_queries.entry(tx, key)
        phones = " o ".join(map(display_phone, entry.phones))
        yield ". ".join(part for part in (entry.name, entry.address, phones, entry.hours) if part)
    yield from filter(None, (line.strip() for line in told.institutions.splitlines()))


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(DecisionLetterPrint, _letter, Section.ENROLMENTS),
    QueryHandler(
        BlankEvaluationPrint, lambda tx, query: blank_evaluation(service_queries.service(tx)), Section.SERVICE
    ),
)
