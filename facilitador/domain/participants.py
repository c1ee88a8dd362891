"""Participants: a man's ficha as it is kept, his consent, and how he is found again (6.4.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from facilitador.domain.enrolments import Stint, StintEvent
from facilitador.domain.registration_forms import Answer, Answers, FieldDefinition

COLUMN_FIELDS: tuple[str, ...] = (
    "paternal_surname",
    "maternal_surname",
    "given_names",
    "document_kind",
    "document_number",
    "birth_date",
    "phone",
    "ubigeo",
    "sentence_to_serve",
)
"""Fields of the ficha that the program computes on: real columns; every other answer lies in one document."""


class ConsentMark(StrEnum):
    """How consent was given."""

    SIGNATURE = "signature"
    FINGERPRINT = "fingerprint"


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent: read aloud or not, how it was given, by whom for a minor, which edition of the text, revoked when.

    `guardian_name` and `guardian_document` are empty for an adult.
    """

    id: UUID
    text_edition: str
    given_on: date
    mark: ConsentMark
    read_aloud: bool
    witness: str
    guardian_name: str
    guardian_document: str
    revoked_on: date | None
    revocation_note: str


@dataclass(frozen=True, slots=True)
class StoredParticipant:
    """A man's ficha as it lies in the book, every answer in one mapping, whoever asks."""

    id: UUID
    full_name: str
    form_id: str
    form_edition: str
    answers: dict[str, Answer]
    revision: int

    @property
    def birth_date(self) -> date | None:
        """His birth date, if known."""
        text = self.answers.get("birth_date")
        return date.fromisoformat(str(text)) if text else None


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """A man in a list or a search result."""

    id: UUID
    full_name: str
    document_number: str
    birth_date: date | None
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StintWithEvents:
    """One stay in one group with every step it took."""

    stint: Stint
    group_name: str
    events: tuple[StintEvent, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """A man's record as the asking role may see it: `answers` holds only what that role may read.

    `missing` lists what keeps the ficha from being complete (empty: *completa*); `consent_missing` says that no consent
    in force is on record. `serves_sentence` marks the route of 6.2.8.
    """

    id: UUID
    full_name: str
    form_id: str
    form_edition: str
    answers: dict[str, Answer]
    missing: tuple[FieldDefinition, ...]
    consent_missing: bool
    consents: tuple[Consent, ...]
    stints: tuple[StintWithEvents, ...]
    serves_sentence: bool
    revision: int

    @property
    def complete(self) -> bool:
        """True where the ficha lacks nothing compulsory and consent is on record."""
        return not self.missing and not self.consent_missing


@dataclass(frozen=True, slots=True)
class DuplicateCandidate:
    """A man already in the book who shares a document, phone, birth date or the start of a surname."""

    id: UUID
    full_name: str
    document_number: str
    phone: str
    birth_date: date | None


def full_name(answers: Answers) -> str:
    """Surnames first, as rosters read them: "Ñahui Álvarez, José"."""
    surnames = " ".join(str(answers[key]) for key in ("paternal_surname", "maternal_surname") if answers.get(key))
    given = str(answers.get("given_names", ""))
    return ", ".join(part for part in (surnames, given) if part)


def without_reasons(history: StintWithEvents) -> StintWithEvents:
    """The same stay with every reason blank, for who may know that he was there but not why he left."""
    events = tuple(replace(event, reason="") for event in history.events)
    return replace(history, stint=replace(history.stint, reason=""), events=events)


def consent_in_force(consents: tuple[Consent, ...]) -> Consent | None:
    """The latest consent that was not revoked, or None."""
    standing = [consent for consent in consents if consent.revoked_on is None]
    return max(standing, key=lambda consent: consent.given_on, default=None)
