"""Applications as they are read: lists, one with what it says, what a man sees, what cannot wait, who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from facilitador.db.queries import applications as queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import evidence as evidence_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import instruments as instrument_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import people as people_queries
from facilitador.db.queries.applications import StoredCritical
from facilitador.db.transaction import Transaction
from facilitador.domain.application_plans import (
    MissingApplication,
)
from facilitador.domain.applications import (
    AnswerSheet,
    Application,
    ApplicationLine,
    ApplicationRecord,
    ApplicationStatus,
    CriticalMatter,
    counts,
    differences,
)
from facilitador.domain.compliance import ComplianceScope, Evidence, counted
from facilitador.domain.instruments import Instrument, InstrumentKind
from facilitador.domain.roles import Section
from facilitador.domain.scoring import score
from facilitador.errors import UserFacingError
from facilitador.use_cases.application_plans import missing_applications
from facilitador.use_cases.instruments import KnownEdition, edition_by_key, known_editions
from facilitador.use_cases.requests import Query, QueryHandler, own_unless


class Applications(Query[tuple[ApplicationLine, ...]], kw_only=True):
    """The applications of a man or of a group (one of the two), newest first, voided ones too.

    Of a group: those made in it, and those of its men made outside any group.
    """

    participant_id: UUID | None = None
    group_id: UUID | None = None


class ApplicationDetails(Query[ApplicationRecord], kw_only=True):
    """One application with what it says, for the team. Asking leaves an audit row."""

    application_id: UUID


class ApplicationToAnswer(Query[AnswerSheet], kw_only=True):
    """What a man sees while he answers: no name, nothing of scoring, nothing that hangs on what he answers."""

    application_id: UUID


class CriticalAnswers(Query[tuple[CriticalMatter, ...]], kw_only=True):
    """Critical answers that wait, oldest first; of one application also those that were attended to."""

    application_id: UUID | None = None


class MissingApplications(Query[tuple[MissingApplication, ...]], kw_only=True):
    """Which man of a group has not answered what, soonest due first (6.4.3: the entry before his first session).

    Only `mandated` ones count for compliance.
    """

    group_id: UUID


class _Reader:
    """Reads what applications point at, once for all of them."""

    def __init__(self, tx: Transaction, found: Sequence[Application]) -> None:
        self._tx = tx
        self._names = queries.names(tx, {one.participant_id for one in found})
        self._criticals = queries.criticals_of(tx, [one.id for one in found])
        self._team = {person.id: person.full_name for person in people_queries.all_people(tx)}
        self._settings = instrument_queries.settings(tx)

    def edition(self, one: Application) -> KnownEdition:
        """The edition it was answered in."""
        return edition_by_key(self._tx, one.edition_id)

    def person(self, key: UUID | None) -> str:
        """The name of someone of the team, or nothing."""
        return self._team.get(key, "") if key is not None else ""

    def line(self, one: Application) -> ApplicationLine:
        """An application in a list."""
        instrument = self.edition(one).instrument
        answered, refused = counts(one.answers)
        waits = one.status is ApplicationStatus.IN_PROGRESS and one.second_answers is not None
        return ApplicationLine(
            id=one.id,
            participant_id=one.participant_id,
            full_name=self._names[one.participant_id],
            enrolment_id=one.enrolment_id,
            instrument_id=one.instrument_id,
            edition=instrument.edition,
            name=instrument.name,
            purpose=one.purpose,
            mode=one.mode,
            status=one.status,
            code=one.code,
            applied_on=one.applied_on,
            items=len(instrument.items),
            answered=answered,
            refused=refused,
            second_entry_open=waits,
            critical_pending=sum(matter.attended_at is None for matter in self._criticals.get(one.id, ())),
            revision=one.revision,
        )

    def matters(self, one: Application) -> tuple[CriticalMatter, ...]:
        """Its critical answers, in the order of the instrument's file."""
        instrument = self.edition(one).instrument
        stored = {matter.item: matter for matter in self._criticals.get(one.id, ())}
        return tuple(
            self._matter(one, instrument, stored[item])
            for item in dict.fromkeys(critical.item for critical in instrument.critical)
            if item in stored
        )

    def _matter(self, one: Application, instrument: Instrument, stored: StoredCritical) -> CriticalMatter:
        rules = [rule for rule in instrument.critical if rule.item == stored.item]
        rule = next((rule for rule in rules if stored.value in rule.values), rules[0])
        return CriticalMatter(
            application_id=one.id,
            participant_id=one.participant_id,
            full_name=self._names[one.participant_id],
            name=instrument.name,
            purpose=one.purpose,
            applied_on=one.applied_on,
            item=stored.item,
            text=instrument.item(stored.item).text,
            value=stored.value,
            label=instrument.scale_of(stored.item).label(stored.value),
            reason=rule.reason,
            steps=rule.steps,
            responder=self.person(self._settings[one.instrument_id].responder_id),
            attended_at=stored.attended_at,
            attended_by=self.person(stored.attended_by),
            note=stored.note,
        )


def lines_of(tx: Transaction, query: Applications) -> tuple[ApplicationLine, ...]:
    """As the query `Applications`; refuses with `not_found`."""
    if query.participant_id is not None:
        participant_queries.stored(tx, query.participant_id)
        found = queries.of_participant(tx, query.participant_id)
    elif query.group_id is not None:
        found = of_group(tx, query.group_id)
    else:
        raise UserFacingError("not_found", field="group_id")
    reader = _Reader(tx, found)
    return tuple(reader.line(one) for one in reversed(found))


def of_group(tx: Transaction, group_id: UUID) -> tuple[Application, ...]:
    """The applications made in a group, and those of its men made outside any group, oldest first."""
    group_queries.group(tx, group_id)
    here = {None, *(stint.id for stint in enrolment_queries.stints_of_group(tx, group_id))}
    return tuple(one for one in queries.of_men_of_group(tx, group_id) if one.enrolment_id in here)


def details(tx: Transaction, application_id: UUID) -> ApplicationRecord:
    """As the query `ApplicationDetails`."""
    one = queries.application(tx, application_id)
    reader = _Reader(tx, (one,))
    edition = reader.edition(one)
    second = one.second_answers
    return ApplicationRecord(
        line=reader.line(one),
        instrument=edition.instrument,
        content_hash=edition.digest,
        answers=one.answers,
        current_item=one.current_item,
        second_answers=second,
        differences=() if second is None else differences(edition.instrument, one.answers, second),
        scores=score(edition.instrument, one.answers),
        critical=reader.matters(one),
        applier=reader.person(one.applier_id),
        void_reason=one.void_reason,
    )


def _to_answer(tx: Transaction, query: ApplicationToAnswer) -> AnswerSheet:
    one = queries.application(tx, query.application_id)
    instrument = edition_by_key(tx, one.edition_id).instrument
    return AnswerSheet(
        application_id=one.id,
        status=one.status,
        title=instrument.title,
        introduction=instrument.introduction,
        sections=instrument.sections,
        scales=instrument.scales,
        answers=one.answers,
        current_item=one.current_item,
        revision=one.revision,
    )


def _critical_answers(tx: Transaction, query: CriticalAnswers) -> tuple[CriticalMatter, ...]:
    if query.application_id is not None:
        one = queries.application(tx, query.application_id)
        return _Reader(tx, (one,)).matters(one)
    found = queries.each(tx, queries.with_pending_criticals(tx))
    reader = _Reader(tx, found)
    return tuple(matter for one in found for matter in reader.matters(one) if matter.attended_at is None)


def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """The men who answered an entry test, the program's or the service's own (6.4.3)."""
    tests = {one.instrument.id for one in known_editions(tx) if one.instrument.kind is InstrumentKind.ENTRY_TEST}
    answered = evidence_queries.with_entry(tx, scope.group_id, tests)
    yield counted("6.4.3", "evidence_entry", answered.done, answered.of, *scope.page_of("applications", answered.first))


QUERIES = (
    QueryHandler(Applications, lines_of, Section.TESTS),
    QueryHandler(
        ApplicationDetails,
        lambda tx, query: details(tx, query.application_id),
        Section.TESTS,
        lambda query: query.application_id,
    ),
    QueryHandler(ApplicationToAnswer, _to_answer, Section.TESTS),
    QueryHandler(CriticalAnswers, _critical_answers, Section.TESTS, origin=own_unless("application_id")),
    QueryHandler(MissingApplications, lambda tx, query: missing_applications(tx, query.group_id), Section.TESTS),
)
COMMANDS = ()
