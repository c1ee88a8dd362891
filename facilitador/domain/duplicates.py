"""Is this man in the book already? Cheap keys pick candidates, then names are compared as people misspell them.

A match is a hint for a person to decide on ("guardar igual"), never a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final
from uuid import UUID

from facilitador.domain.identity_documents import DocumentKind, check_document
from facilitador.domain.participants import DuplicateCandidate
from facilitador.domain.phones import check_phone
from facilitador.domain.text import fold, listed, words
from facilitador.errors import Problem

SURNAME_START_LENGTH: Final = 4
THRESHOLD: Final = 85.0
"""Scores run from 0 to 100; from here on a name alone makes two records look alike."""

_PARTICLES: Final = frozenset({"de", "del", "la", "las", "los", "y", "san", "santa"})
_SURNAMES_WEIGHT: Final = 0.6
_PER_MISSING_SURNAME: Final = 6.0
_PER_MISSING_NAME: Final = 3.0
_SAME_BIRTH_DATE: Final = 8.0
_OTHER_BIRTH_DATE: Final = -8.0
_SAME_PHONE: Final = 4.0  # families share one
_OTHER_DOCUMENT: Final = -6.0  # a wrong digit is common, so names still count


class MatchKind(StrEnum):
    """How sure a match is."""

    SAME_DOCUMENT = "same_document"
    LIKELY = "likely"  # alike in name, and birth date or phone agree
    POSSIBLE = "possible"  # alike in name only


class Reason(StrEnum):
    """What two records have in common."""

    DOCUMENT = "document"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"


REASON_LABELS: Final[Mapping[Reason, str]] = {
    Reason.DOCUMENT: "el mismo documento",
    Reason.PHONE: "el mismo teléfono",
    Reason.BIRTH_DATE: "la misma fecha de nacimiento",
    Reason.SAME_NAME: "el mismo nombre",
    Reason.SIMILAR_NAME: "un nombre parecido",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What duplicates are looked for by; empty and None mean not known. Which surname stands first does not matter."""

    paternal_surname: str
    given_names: str
    maternal_surname: str = ""
    document_number: str = ""
    phone: str = ""
    birth_date: date | None = None

    @classmethod
    def of_answers(cls, answers: Mapping[str, object]) -> Identity:
        """The identity in a ficha, checked or still being typed: what cannot be read yet counts as not known."""
        kind, number = (
            str(answers.get("document_kind") or DocumentKind.OTHER),
            str(answers.get("document_number") or ""),
        )
        return cls(
            paternal_surname=str(answers.get("paternal_surname") or ""),
            maternal_surname=str(answers.get("maternal_surname") or ""),
            given_names=str(answers.get("given_names") or ""),
            document_number=_or_nothing(check_document(kind, number)),
            phone=_or_nothing(check_phone(str(answers.get("phone") or ""))),
            birth_date=_day(answers.get("birth_date")),
        )

    @classmethod
    def of_candidate(cls, candidate: DuplicateCandidate) -> Identity:
        """The identity of a man already in the book, whose full name reads `Apellidos, Nombres`."""
        surnames, _, given = candidate.full_name.partition(", ")
        return cls(
            paternal_surname=surnames,
            given_names=given,
            document_number=candidate.document_number,
            phone=candidate.phone,
            birth_date=candidate.birth_date,
        )

    @property
    def surnames(self) -> str:
        """Both surnames in one text."""
        return f"{self.paternal_surname} {self.maternal_surname}".strip()


@dataclass(frozen=True, slots=True)
class CandidateKeys:
    """What picks candidates from the book: whoever shares any of these. What is empty or None picks nobody.

    `surname_starts` holds the starts of both surnames, for they are often written the other way round.
    """

    document_number: str
    phone: str
    birth_date: date | None
    surname_starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two records look like one man: how sure, the score 0–100, and what they share."""

    kind: MatchKind
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DuplicateMatch:
    """A man already in the book who may be the man being typed."""

    id: UUID
    full_name: str
    kind: MatchKind
    score: float
    reasons: tuple[Reason, ...]


def shared_words(match: DuplicateMatch) -> str:
    """`Tiene el mismo nombre y la misma fecha de nacimiento.`: what the two have in common."""
    return f"Tiene {listed([REASON_LABELS[reason] for reason in match.reasons])}."


def surname_start(paternal_surname: str) -> str:
    """The first four letters of the folded surname: the key a record is found by; may be empty."""
    return fold(paternal_surname)[:SURNAME_START_LENGTH]


def candidate_keys(identity: Identity) -> CandidateKeys:
    """The keys that pick candidates for this man from the book."""
    starts = (surname_start(identity.paternal_surname), surname_start(identity.maternal_surname))
    return CandidateKeys(
        document_number=identity.document_number,
        phone=identity.phone,
        birth_date=identity.birth_date,
        surname_starts=tuple(dict.fromkeys(filter(None, starts))),
    )


def likely_duplicates(typed: Identity, candidates: Iterable[DuplicateCandidate]) -> tuple[DuplicateMatch, ...]:
    """The candidates that look like the man being typed, likeliest first."""
    found = []
    for candidate in candidates:
        likeness = similarity(typed, Identity.of_candidate(candidate))
        if likeness is not None:
            found.append(
                DuplicateMatch(candidate.id, candidate.full_name, likeness.kind, likeness.score, likeness.reasons)
            )
    return tuple(sorted(found, key=lambda match: (-match.score, match.full_name, match.id)))


def _or_nothing(checked: str | Problem) -> str:
    return checked if isinstance(checked, str) else ""


def _day(answer: object) -> date | None:
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None


def name_score(one: Identity, other: Identity, *, at_least: float = 0.0) -> float:
    """How alike two full names are, 0–100, whatever the order of surnames and of the two records.

    A missing second surname or second given name costs little; one surname that differs costs much, for many men share
    the other. Where `at_least` is out of reach, 0 is as good an answer as any.
    """
    surnames = _alignment(name_words(one.surnames), name_words(other.surnames), _PER_MISSING_SURNAME)
    if _SURNAMES_WEIGHT * surnames + (1 - _SURNAMES_WEIGHT) * 100 < at_least:
        return 0.0
    given = _alignment(name_words(one.given_names), name_words(other.given_names), _PER_MISSING_NAME)
    return _SURNAMES_WEIGHT * surnames + (1 - _SURNAMES_WEIGHT) * given


def similarity(one: Identity, other: Identity) -> Likeness | None:
    """How far two records look like one man; None where they do not. The order of the two does not matter."""
    if one.document_number and one.document_number == other.document_number:
        return Likeness(MatchKind.SAME_DOCUMENT, 100.0, (Reason.DOCUMENT,))
    score, agreeing = 0.0, []
    if one.birth_date and other.birth_date:
        score += _SAME_BIRTH_DATE if one.birth_date == other.birth_date else _OTHER_BIRTH_DATE
        agreeing += [Reason.BIRTH_DATE] if one.birth_date == other.birth_date else []
    if one.phone and one.phone == other.phone:
        score += _SAME_PHONE
        agreeing.append(Reason.PHONE)
    if one.document_number and other.document_number:
        score += _OTHER_DOCUMENT
    by_name = name_score(one, other, at_least=THRESHOLD - score)
    score += by_name
    if score < THRESHOLD:
        return None
    kind = MatchKind.LIKELY if agreeing else MatchKind.POSSIBLE
    name = Reason.SAME_NAME if by_name >= 100 else Reason.SIMILAR_NAME
    return Likeness(kind, round(min(score, 100.0), 1), (name, *agreeing))


def name_words(text: str) -> tuple[str, ...]:
    """The folded words with particles joined to what follows: `de la Cruz` and `Delacruz` are one."""
    tokens: list[str] = []
    held = ""
    for word in words(text):
        held += word
        if word not in _PARTICLES:
            tokens.append(held)
            held = ""
    return (*tokens, held) if held else tuple(tokens)


def word_score(left: str, right: str) -> float:
    """How alike two words are, 0–100: shared letters, and their order with more weight on the beginning."""
    ratio, order = _scorers()
    return (ratio(left, right) + 100 * order(left, right)) / 2


@cache
def _scorers() -> tuple[Callable[[str, str], float], Callable[[str, str], float]]:
    from rapidfuzz import distance, fuzz  # loaded with the first man typed: start-up does not wait for it

    return fuzz.ratio, distance.JaroWinkler.similarity


def _alignment(some: Iterable[str], others: Iterable[str], per_missing: float) -> float:
    """How well the words of the shorter list are found in the longer, 0–100; the worst pair decides."""
    shorter, longer = sorted((sorted(some), sorted(others)), key=lambda found: (len(found), found))
    if not shorter:
        return 100.0 if not longer else 0.0
    missing = len(longer) - len(shorter)
    pairs = sorted(
        (
            (word_score(left, right), row, column)
            for row, left in enumerate(shorter)
            for column, right in enumerate(longer)
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    rows: set[int] = set()
    columns: set[int] = set()
    worst = 100.0
    for score, row, column in pairs:
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            worst = min(worst, score)
    return max(0.0, worst - missing * per_missing)
