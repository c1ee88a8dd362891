"""Where a man's name stands in texts of other records, which stay when his own go (Ley 29733, 28.7).

Only a written name is found: neither a nickname nor a misspelled name, nor what tells of him without naming him.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.named_men import JOINS, NumberedMan, named_men
from facilitador.domain.text import APOSTROPHES, words

_LONG_ENOUGH: Final = 4
"""Letters of a surname that, alone and in a group he was never in, may be taken for him."""

_PARTED: Final = str.maketrans(dict.fromkeys(APOSTROPHES, " "))

_NEAR_IN_TEXT: Final = 2
"""How many words apart two words of one name may stand: room for an initial."""


class MentionPlace(StrEnum):
    """What kind of record names him."""

    SESSION = "session"
    AMENDMENT = "amendment"
    INCIDENT = "incident"
    SESSION_NOTE = "session_note"
    DOOR = "door"
    ABSENCE = "absence"
    CALL = "call"
    ENROLMENT = "enrolment"
    FICHA = "ficha"
    EVALUATION = "evaluation"
    CARE = "care"
    REFERRAL = "referral"
    EXCLUSION = "exclusion"
    HAND_OUT = "hand_out"
    APPLICATION = "application"
    RIGHTS = "rights"
    REVIEW = "review"
    GROUP = "group"
    CLOSURE = "closure"
    COMPLIANCE = "compliance"
    GOAL = "goal"
    PRACTICE = "practice"
    VENUE = "venue"
    DIRECTORY = "directory"
    PACKAGE = "package"
    HANDOVER = "handover"


PLACE_LABELS: Final[Mapping[MentionPlace, str]] = {
    MentionPlace.SESSION: "Bitácora de una sesión",
    MentionPlace.AMENDMENT: "Enmienda de una bitácora",
    MentionPlace.INCIDENT: "Incidente de una sesión",
    MentionPlace.SESSION_NOTE: "Nota sobre otro participante",
    MentionPlace.DOOR: "Alguien que no ingresó a una sesión",
    MentionPlace.ABSENCE: "Inasistencia de otro participante",
    MentionPlace.CALL: "Llamada a otro participante",
    MentionPlace.ENROLMENT: "Inscripción de otro participante",
    MentionPlace.FICHA: "Ficha de otro participante",
    MentionPlace.EVALUATION: "Evaluación de otro participante",
    MentionPlace.CARE: "Atención individual de otro participante",
    MentionPlace.REFERRAL: "Derivación de otro participante",
    MentionPlace.EXCLUSION: "Decisión sobre otro participante",
    MentionPlace.HAND_OUT: "Materiales y plan de otro participante",
    MentionPlace.APPLICATION: "Cuestionario de otro participante",
    MentionPlace.RIGHTS: "Pedido de otro participante sobre sus datos",
    MentionPlace.REVIEW: "Comentario de una revisión",
    MentionPlace.GROUP: "Datos de un grupo",
    MentionPlace.CLOSURE: "Cierre del ciclo de un grupo",
    MentionPlace.COMPLIANCE: "Nota de cumplimiento",
    MentionPlace.GOAL: "Meta",
    MentionPlace.PRACTICE: "Buena práctica o lección",
    MentionPlace.VENUE: "Local",
    MentionPlace.DIRECTORY: "Institución del directorio",
    MentionPlace.PACKAGE: "Paquete enviado o recibido",
    MentionPlace.HANDOVER: "Entrega de cargo",
}


class LeftNamed(StrEnum):
    """What was decided about the texts that name him when his data go."""

    NOT_HIM = "not_him"
    NEEDED = "needed"


LEFT_LABELS: Final[Mapping[LeftNamed, str]] = {
    LeftNamed.NOT_HIM: "Los revisé: ninguno habla de él",
    LeftNamed.NEEDED: "Los revisé: lo que habla de él hace falta para otras personas y se queda",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that names him: of which kind, of which group (or called what) and day, and the words as typed.

    `opens` and `subject_id`: the destination that shows it.
    """

    place: MentionPlace
    opens: str
    subject_id: UUID | None
    group: str
    day: date | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedElsewhere:
    """The records that name a man and are not his own; newest first within each kind."""

    participant_id: UUID
    full_name: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class WrittenName:
    """The folded words of a man's names. `alone`: surnames that nobody else in the book bears.

    `parts`: of a word with an apostrophe its longest part, which stands in every way of writing it.
    """

    surnames: tuple[str, ...]
    given: tuple[str, ...]
    parts: Mapping[str, str]
    alone: frozenset[str] = frozenset()

    @property
    def telling(self) -> tuple[str, ...]:
        """The words without one of which no text of a group that is not his names him."""
        return self.surnames or self.given

    def part(self, word: str) -> str:
        """The letters of a word that stand in every way of writing it."""
        return self.parts.get(word, word)

    def said_in(self, texts: Sequence[str], *, near: bool) -> tuple[str, ...]:
        """The words, as typed, by which these texts seem to name him; none where they do not.

        `near`: they are of a group of his, where one word of his name is enough. Elsewhere it takes a surname beside
        another word of his name, or one that nobody else bears.
        """
        man = NumberedMan(None, " ".join((*self.surnames, *self.given)))
        found = tuple(one.word for one in named_men(texts, [man]))
        if near or any(self.alone.intersection(words(word)) for word in found):
            return found
        return found if any(self._together_in(words(text)) for text in texts) else ()

    def _together_in(self, said: Iterable[str]) -> bool:
        """Whether a surname stands beside another word of his name."""
        own, telling = frozenset((*self.surnames, *self.given)), frozenset(self.telling)
        typed = [word for word in said if word not in JOINS]
        for place, word in enumerate(typed):
            if word in telling:
                around = typed[max(place - _NEAR_IN_TEXT, 0) : place + _NEAR_IN_TEXT + 1]
                if own.intersection(around) - {word}:
                    return True
        return False


def written_name(surnames: Iterable[str], given: str) -> WrittenName:
    """The words of a man's names, without the particles that join them."""

    parts: dict[str, str] = {}

    def of(*typed: str) -> tuple[str, ...]:
        found = [word for one in typed for word in one.split()]
        for word in found:
            if len(pieces := words(word.translate(_PARTED))) > len(whole := words(word)) == 1:
                parts[whole[0]] = max(pieces, key=len)
        return tuple(dict.fromkeys(one for word in found for one in words(word) if one not in JOINS))

    return WrittenName(of(*surnames), of(given), parts)


def may_stand_alone(word: str) -> bool:
    """Whether a surname is long enough to be taken for him by itself."""
    return len(word) >= _LONG_ENOUGH


def in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Each place once with all its words: by kind, the newest first. What has no page of its own stands each time."""
    places: dict[tuple[object, ...], Mention] = {}
    for number, one in enumerate(mentions):
        key = (one.place, one.opens, number if one.subject_id is None else one.subject_id, one.day)
        known = places.get(key)
        said = one.words if known is None else (*known.words, *one.words)
        places[key] = Mention(one.place, one.opens, one.subject_id, one.group, one.day, tuple(dict.fromkeys(said)))
    kinds = tuple(MentionPlace)
    newest = sorted(places.values(), key=lambda one: one.day or date.min, reverse=True)
    return tuple(sorted(newest, key=lambda one: kinds.index(one.place)))
