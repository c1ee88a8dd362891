"""The intake of one man, step by step and without a window: asked, looked for, saved in one gesture (6.4.2).

ASKING ── save ──▶ SAVING ──▶ SAVED
  ▲  ╲               │ ╲
  │   ▶ DOUBTFUL     │  ▶ NO_PLACE (the group does not take him: wait, or keep the ficha alone)
  └──── he is another man ◀── anything else refused: back to asking, nothing stored
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum, auto
from typing import Any, Final
from uuid import UUID

from facilitador.domain.answer_changes import as_content, changes_between
from facilitador.domain.dates import InvalidDate, parse_typed_date
from facilitador.domain.duplicates import DuplicateMatch, MatchKind
from facilitador.domain.participants import ConsentMark
from facilitador.domain.registration_forms import YES, Answers
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.use_cases.drafts import SaveDraft
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.participants import RecordConsent, RegisterParticipant
from facilitador.use_cases.requests import Command

NOT_YET: Final = "not_yet"
"""The answer to how he consented while he has not decided."""


class Step(Enum):
    """Where an intake stands."""

    ASKING = auto()
    DOUBTFUL = auto()  # somebody in the book looks like him, and nobody said whether it is he
    SAVING = auto()
    NO_PLACE = auto()  # all was well but the group; what was typed stands
    SAVED = auto()


class Place(Enum):
    """What he is given in the group."""

    SEAT = auto()
    WAITING_LIST = auto()
    NONE = auto()  # the ficha alone


class Part(Enum):
    """What a refusal is about."""

    FICHA = auto()
    CONSENT = auto()
    PLACE = auto()


class Intake:
    """One man's intake. `group_id` None: registered without a group.

    Identifiers are taken once, so that a refused saving can be sent again as it is.
    """

    def __init__(self, new_id: Callable[[], UUID], today: Callable[[], date], group_id: UUID | None) -> None:
        self._new_id, self._today = new_id, today
        self.group_id = group_id
        self.step = Step.ASKING
        self.participant_id = new_id()
        self.place = Place.SEAT
        self.refusal: UserFacingError | None = None
        self.others: set[UUID] = set()
        self._matches: tuple[DuplicateMatch, ...] = ()
        self._sent: tuple[Command, ...] = ()
        self._someone_known: UUID | None = None

    @property
    def can_wait(self) -> bool:
        """True if the waiting list is what is left to him (6.4.1)."""
        return self.step is Step.NO_PLACE and self.refusal is not None and self.refusal.code == "group_full"

    @property
    def is_known(self) -> bool:
        """True if he was in the book already and is only given a place."""
        return self._someone_known is not None

    # -- is he in the book already? -----------------------------------------------------------------------------------

    @property
    def matches(self) -> tuple[DuplicateMatch, ...]:
        """Who looks like him and was not said to be another man, likeliest first."""
        return tuple(match for match in self._matches if match.id not in self.others)

    def found(self, matches: Iterable[DuplicateMatch]) -> None:
        """These look like the man being typed."""
        self._matches = tuple(matches)
        if self.step is Step.DOUBTFUL and not self._doubts():
            self.step = Step.ASKING

    def he_is_another(self) -> bool:
        """None of them is he. True if that was what the saving waited for."""
        waited = self.step is Step.DOUBTFUL
        self.others.update(match.id for match in self._matches)
        if waited:
            self.step = Step.ASKING
        return waited

    def _doubts(self) -> bool:
        return any(match.kind is not MatchKind.POSSIBLE for match in self.matches)

    # -- saving -------------------------------------------------------------------------------------------------------

    def save(self, ficha: Answers, consent: Answers, place: Place = Place.SEAT) -> tuple[Command, ...]:
        """The commands of the one gesture; none if a likely match must be decided on first.

        Raises InvalidInput where the answers on the consent cannot be understood; nothing is sent then.
        """
        self.refusal, self._someone_known = None, None
        if self._doubts():
            self.step = Step.DOUBTFUL
            return ()
        commands: list[Command] = [RegisterParticipant(id=self.participant_id, answers=dict(ficha))]
        given = consent_command(consent, self.participant_id, self._today())
        if given is not None:
            commands.append(given)
        self.place = Place.NONE if self.group_id is None else place
        commands += self._enrolment(self.participant_id)
        return self._send(commands)

    def enrol_known(self, participant_id: UUID, ficha: Answers, place: Place = Place.SEAT) -> tuple[Command, ...]:
        """The commands that give a place to a man of the book instead; what was typed becomes a draft of his ficha."""
        self.refusal, self._someone_known, self.place = None, participant_id, place
        typed = {"changes": as_content(changes_between({}, ficha))}
        return self._send(
            [
                *self._enrolment(participant_id),
                SaveDraft(form="participant", subject_id=participant_id, content=typed),
            ]
        )

    def again(self, ficha: Answers, consent: Answers, place: Place) -> tuple[Command, ...]:
        """The same gesture with another place, after the group did not take him."""
        if self._someone_known is not None:
            return self.enrol_known(self._someone_known, ficha, place)
        return self.save(ficha, consent, place)

    def _enrolment(self, participant_id: UUID) -> list[Command]:
        if self.group_id is None or self.place is Place.NONE:
            return []
        waits = self.place is Place.WAITING_LIST
        return [EnrolParticipant(group_id=self.group_id, participant_id=participant_id, waitlist=waits)]

    def _send(self, commands: list[Command]) -> tuple[Command, ...]:
        self.step, self._sent = Step.SAVING, tuple(commands)
        return self._sent

    def refused(self, error: UserFacingError) -> Part:
        """The saving was refused, nothing is stored; what the refusal is about."""
        position = error.position or 0
        refused = self._sent[position] if position < len(self._sent) else None
        if isinstance(refused, EnrolParticipant):
            self.step, self.refusal = Step.NO_PLACE, error
            return Part.PLACE
        self.step = Step.ASKING
        return Part.CONSENT if isinstance(refused, RecordConsent) else Part.FICHA

    def changed(self) -> None:
        """Something was typed after a refusal: that refusal is of yesterday."""
        if self.step is Step.NO_PLACE:
            self.step, self.refusal = Step.ASKING, None

    def saved(self) -> UUID:
        """It is in the book; whose ficha it is."""
        self.step = Step.SAVED
        return self._someone_known or self.participant_id


def consent_command(answers: Answers, participant_id: UUID, today: date) -> RecordConsent | None:
    """The consent as it was given, or None while he has not decided.

    `answers`: mark (`signature`, `fingerprint`, `not_yet`), given_on (as typed), read_aloud, witness, guardian_name,
    guardian_document. Raises InvalidInput for a date that is none and for what was left open.
    """
    mark = answers.get("mark")
    if mark in (None, NOT_YET):
        return None
    problems = consent_problems(answers, today)
    if problems:
        raise InvalidInput(problems)
    return RecordConsent(
        participant_id=participant_id,
        given_on=_day(answers, today),
        mark=ConsentMark(str(mark)),
        read_aloud=answers.get("read_aloud") == YES,
        witness=str(answers.get("witness", "")),
        guardian_name=str(answers.get("guardian_name", "")),
        guardian_document=str(answers.get("guardian_document", "")),
    )


def consent_problems(answers: Mapping[str, Any], today: date) -> list[Problem]:
    """What cannot be understood in the answers on the consent, as far as it can be told before saving."""
    if answers.get("mark") in (None, NOT_YET):
        return []
    problems = []
    try:
        _day(answers, today)
    except InvalidDate as error:
        problems.append(Problem("given_on", error.code, error.parameters))
    if not answers.get("read_aloud"):
        problems.append(Problem("read_aloud", "field_required"))
    if answers.get("mark") == ConsentMark.FINGERPRINT and not answers.get("witness"):
        problems.append(Problem("witness", "witness_needed"))
    return problems


def _day(answers: Mapping[str, Any], today: date) -> date:
    return parse_typed_date(str(answers.get("given_on") or "hoy"), today, latest=today)
