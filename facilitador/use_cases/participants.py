"""Participants: registered by ficha, rewritten, found again; their consent (6.4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import evidence as evidence_queries
from facilitador.db.queries import participants as queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries.foreign_pages import came_without_names
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.participants import consents, insert_participants, update_participant
from facilitador.db.transaction import Transaction
from facilitador.domain.answers import (
    CheckedAnswers,
    age_of,
    check_answers,
    missing,
    readable,
    readable_definition,
    rewritten,
    written_without_right,
)
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.compliance import NAMELESS, ComplianceScope, Evidence, Finding, counted, only_noted
from facilitador.domain.dates import is_minor
from facilitador.domain.duplicates import DuplicateMatch, Identity, candidate_keys, likely_duplicates
from facilitador.domain.origins import ALL, Origin
from facilitador.domain.participants import (
    ConsentMark,
    Participant,
    ParticipantLine,
    StintWithEvents,
    StoredParticipant,
    consent_in_force,
    without_reasons,
)
from facilitador.domain.registration_forms import Answer, FormDefinition
from facilitador.domain.reviews import ReviewKind
from facilitador.domain.roles import Section, may_read
from facilitador.domain.text import words
from facilitador.errors import InvalidInput, UserFacingError, about
from facilitador.reference import consent_text, districts
from facilitador.use_cases.requests import (
    Command,
    CommandHandler,
    Query,
    QueryHandler,
    Result,
    as_listed,
    own_only,
    writes,
)
from facilitador.use_cases.review_locks import refuse_approved
from facilitador.use_cases.services import form_in_use

PAGE_LIMIT = 500


class RegisterParticipant(Command, kw_only=True):
    """Register a man by his ficha (6.4.2), to be completed later if need be. `answers`: field id → answer."""

    id: UUID | None = None
    answers: dict[str, Any]


class ChangeParticipant(Command, kw_only=True):
    """Rewrite a man's ficha: `answers` holds everything the sender's form shows; what is left out there is emptied.

    Fields that the sender's role may not write stay as they are.
    """

    participant_id: UUID
    revision: int | None = None
    answers: dict[str, Any]


class ConsentForm(Command, kw_only=True):
    """That a man (under 18: his guardian) consented to something, when and how. A fingerprint asks for a witness."""

    id: UUID | None = None
    participant_id: UUID
    given_on: date
    mark: ConsentMark
    read_aloud: bool
    witness: str = ""
    guardian_name: str = ""
    guardian_document: str = ""


class RecordConsent(ConsentForm, kw_only=True):
    """Record a consent to the ficha, and to which edition of the text (6.4.5); empty: the edition in force."""

    text_edition: str = ""


class RevokeConsent(Command, kw_only=True):
    """Record that a consent was revoked on a day; what was recorded before stays until the law lets it go."""

    consent_id: UUID
    on: date
    note: str = ""


class Participants(Query[tuple[ParticipantLine, ...]], kw_only=True):
    """Men by name; with `text`, those whose names, document or phone have words that start with each word typed."""

    text: str = ""
    limit: int = 100
    offset: int = 0
    origin: Origin = ALL


class ParticipantRecord(Query[Participant], kw_only=True):
    """One man's record as the asking role may see it. Asking leaves an audit row."""

    participant_id: UUID


class LikelyDuplicates(Query[tuple[DuplicateMatch, ...]], kw_only=True):
    """Men already in the book who may be the man being typed; likeliest first."""

    answers: dict[str, Any]
    exclude: UUID | None = None


def record(tx: Transaction, man: StoredParticipant) -> Participant:
    """A stored ficha as the asking role may see it; of one that came without names nobody knows what it lacks."""
    form = readable_definition(form_in_use(tx), tx.actor.role)
    competent = service_queries.service(tx).criminal_data_competent
    sees_consent = may_read(tx.actor.role, Section.SOCIAL)
    given = queries.consents_of(tx, man.id) if sees_consent else ()
    answers = readable(form, man.answers, tx.actor.role)
    return Participant(
        id=man.id,
        full_name=man.full_name,
        form_id=man.form_id,
        form_edition=man.form_edition,
        answers=answers,
        missing=(
            ()
            if came_without_names(tx, man.id)
            else missing(form, answers, age=age_of(man.answers, tx.today), competent=competent)
        ),
        consent_missing=sees_consent and consent_in_force(given) is None,
        consents=given,
        stints=_stints(tx, man.id),
        serves_sentence=answers.get("sentence_to_serve") == "yes",
        revision=man.revision,
    )


def _stints(tx: Transaction, participant_id: UUID) -> tuple[StintWithEvents, ...]:
    stints = enrolment_queries.stints_of_participant(tx, participant_id)
    if may_read(tx.actor.role, Section.ENROLMENTS):
        return stints
    return tuple(without_reasons(stint) for stint in stints)


def _checked(
    tx: Transaction, form: FormDefinition, answers: dict[str, Any], held: StoredParticipant | None
) -> CheckedAnswers:
    before = held.answers if held else {}
    if written_without_right(form, before, answers, tx.actor.role):
        raise UserFacingError("role_may_not_write")
    competent = service_queries.service(tx).criminal_data_competent
    whole = rewritten(form, before, answers, tx.actor.role, competent=competent)
    checked = check_answers(form, whole, today=tx.today, competent=competent, held=before, districts=districts())
    if checked.problems:
        raise InvalidInput(checked.problems)
    return checked


def register(tx: Transaction, fichas: Sequence[tuple[UUID, dict[str, Any]]]) -> tuple[Result, ...]:
    """Register men, each under his key, by their fichas; every one is checked before the first is written."""
    form = form_in_use(tx)
    men: list[tuple[UUID, dict[str, Answer]]] = []
    for key, answers in fichas:
        with about(key):
            checked = _checked(tx, form, answers, None)
            _need_name(checked)
        men.append((key, checked.answers))
    insert_participants(tx, (form.id, form.edition), men)
    return tuple(Result(key, (Change(Topic.PARTICIPANTS, key),), tuple(answers)) for key, answers in men)


def _register(tx: Transaction, command: RegisterParticipant) -> Result:
    return register(tx, [(command.id or tx.new_id(), command.answers)])[0]


def _change(tx: Transaction, command: ChangeParticipant) -> Result:
    held = queries.stored(tx, command.participant_id)
    refuse_approved(tx, ReviewKind.FICHA, held.id)
    form = form_in_use(tx)
    checked = _checked(tx, form, command.answers, held)
    _need_name(checked)
    update_participant(tx, held.id, command.revision, (form.id, form.edition), checked.answers)
    touched = {
        name for name in {*held.answers, *checked.answers} if held.answers.get(name) != checked.answers.get(name)
    }
    return Result(held.id, (Change(Topic.PARTICIPANTS, held.id),), tuple(sorted(touched)))


def _need_name(checked: CheckedAnswers) -> None:
    # an incomplete ficha can be saved, a man without any name cannot be found again
    checks = Checks()
    for field in ("paternal_surname", "given_names"):
        checks.need(field, bool(checked.answers.get(field)), "field_required")
    checks.refuse_if_any()


def _record_consent(tx: Transaction, command: RecordConsent) -> Result:
    man = queries.stored(tx, command.participant_id)
    checks = Checks()
    edition = checks.line("text_edition", command.text_edition, 40) or consent_text().provenance.edition
    values = {"text_edition": edition, **consent_values(tx, man, command, checks)}
    checks.refuse_if_any()
    key = insert_row(tx, consents, command.id, participant_id=man.id, revoked_on=None, revocation_note="", **values)
    return Result(key, (Change(Topic.PARTICIPANTS, man.id),), tuple(values))


def consent_values(tx: Transaction, man: StoredParticipant, form: ConsentForm, checks: Checks) -> dict[str, Any]:
    """How a consent was given, as its row holds it; what is missing is added to `checks`."""
    minor = is_minor(age_of(man.answers, form.given_on))
    return {
        "given_on": checks.recorded_day("given_on", form.given_on, tx.today),
        "mark": form.mark,
        "read_aloud": form.read_aloud,
        "witness": checks.line("witness", form.witness, 160, required=form.mark is ConsentMark.FINGERPRINT),
        "guardian_name": checks.line("guardian_name", form.guardian_name, 160, required=minor),
        "guardian_document": checks.line("guardian_document", form.guardian_document, 40, required=minor),
    }


def _revoke_consent(tx: Transaction, command: RevokeConsent) -> Result:
    owner, consent = queries.consent(tx, command.consent_id)
    checks = Checks()
    note = checks.text("note", command.note, 500)
    checks.recorded_day("on", command.on, tx.today)
    checks.need("on", command.on >= consent.given_on, "revoked_before_given")
    checks.refuse_if_any()
    if consent.revoked_on is not None:
        raise UserFacingError("consent_revoked_already")
    update_row(tx, consents, consent.id, None, revoked_on=command.on, revocation_note=note)
    return Result(consent.id, (Change(Topic.PARTICIPANTS, owner),), ("revoked_on",))


def duplicates(tx: Transaction, query: LikelyDuplicates) -> tuple[DuplicateMatch, ...]:
    """Men already in the book who may be him, likeliest first."""
    typed = Identity.of_answers(query.answers)
    keys = candidate_keys(typed)
    candidates = queries.duplicate_candidates(
        tx,
        document_number=keys.document_number,
        phone=keys.phone,
        birth_date=keys.birth_date,
        surname_starts=keys.surname_starts,
        exclude=query.exclude,
    )
    return likely_duplicates(typed, candidates)


# identification is the least; what a role may not write of the rest is refused field by field
def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """Whole fichas (6.4.2), and consents with the limits of confidentiality beside the encrypted book (6.4.5)."""
    form, competent = form_in_use(tx), service_queries.service(tx).criminal_data_competent
    whole = evidence_queries.whole_fichas(tx, scope.group_id, form, competent=competent)
    consented = evidence_queries.consented(tx, scope.group_id)
    nameless = evidence_queries.any_nameless(tx, scope.group_id)
    if nameless:
        yield only_noted("6.4.2", NAMELESS)
    if whole.of or not nameless:
        yield counted("6.4.2", "evidence_fichas", whole.done, whole.of, *scope.page_of("participant", whole.first))
    yield Evidence("6.4.5", Finding.MET, "evidence_encrypted")
    yield counted(
        "6.4.5", "evidence_consents", consented.done, consented.of, *scope.page_of("participant", consented.first)
    )


COMMANDS = (
    CommandHandler(RegisterParticipant, _register, writes(Section.IDENTIFICATION)),
    CommandHandler(ChangeParticipant, _change, writes(Section.IDENTIFICATION)),
    CommandHandler(RecordConsent, _record_consent, writes(Section.SOCIAL)),
    CommandHandler(RevokeConsent, _revoke_consent, writes(Section.SOCIAL)),
)
QUERIES = (
    QueryHandler(
        Participants,
        lambda tx, query: queries.lines(
            tx, words(query.text), max(0, min(query.limit, PAGE_LIMIT)), max(0, query.offset)
        ),
        Section.IDENTIFICATION,
        origin=as_listed,
    ),
    QueryHandler(
        ParticipantRecord,
        lambda tx, query: record(tx, queries.stored(tx, query.participant_id)),
        Section.IDENTIFICATION,
        records_view_of=lambda query: query.participant_id,
    ),
    QueryHandler(LikelyDuplicates, duplicates, Section.IDENTIFICATION, origin=own_only),
)
