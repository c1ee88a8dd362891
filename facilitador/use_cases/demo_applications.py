"""What the invented men of the example data answered: most at entry, those who completed at exit too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Final
from uuid import UUID

from facilitador import reference
from facilitador.domain.applications import Purpose
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.instruments import REFUSED, Instrument, Item, Refusal
from facilitador.domain.scoring import points_of
from facilitador.use_cases.applications import AttendCritical, RecordApplication
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.requests import Command

_INSTRUMENT: Final = "prueba_de_entrada"
_LEFT_OUT: Final = 6  # every sixth man has not answered yet
_ALARMING: Final = 2
_HARSH_AT_ENTRY: Final = (2, 3, 4, 2)  # how likely each option is, from the fewest points to the most
_HARSH_AT_EXIT: Final = (4, 4, 2, 1)
_DECLINES: Final = 0.02
_ATTENDED: Final = "Conversamos a solas; se avisó a quien supervisa y se coordinó con el CEM."


def applications_in(
    history: Sequence[Command], groups: Mapping[UUID, bool], new_id: Callable[[], UUID], seed: str
) -> Iterator[Command]:
    """Applications of the men of some groups, from what happened there.

    `groups`: those whose men answer; True: two of them gave an answer that cannot wait, one still waits for somebody.
    """
    instrument = next(one for one in reference.instruments() if one.id == _INSTRUMENT)
    completed = {
        one.enrolment_id: one.on
        for one in history
        if isinstance(one, ChangeEnrolmentStatus) and one.status is EnrolmentStatus.COMPLETED
    }
    seen: Counter[UUID] = Counter()
    stays = [one for one in history if isinstance(one, EnrolParticipant) and one.group_id in groups]
    for number, stay in enumerate((one for one in stays if not one.waitlist), start=1):
        here = seen[stay.group_id] = seen[stay.group_id] + 1
        draw = Random(f"{seed}-{number}")
        ended = completed.get(stay.id) if stay.id is not None else None
        if ended is not None or number % _LEFT_OUT:
            entry = new_id()
            alarming = groups[stay.group_id] and here <= _ALARMING
            yield _recorded(instrument, entry, stay, Purpose.ENTRY, stay.since, draw, alarming=alarming)
            if alarming and here == 1:
                yield AttendCritical(application_id=entry, note=_ATTENDED)
        if ended is not None:
            yield _recorded(instrument, new_id(), stay, Purpose.EXIT, ended, draw)


def _recorded(
    instrument: Instrument,
    key: UUID,
    stay: EnrolParticipant,
    purpose: Purpose,
    on: date | None,
    draw: Random,
    *,
    alarming: bool = False,
) -> RecordApplication:
    weights = _HARSH_AT_ENTRY if purpose is Purpose.ENTRY else _HARSH_AT_EXIT
    answers: dict[str, int | Refusal | None] = {
        item.id: _answer(instrument, item, weights, draw) for item in instrument.items
    }
    for critical in instrument.critical:  # nothing alarming but where it is wanted
        calm = [value for value in instrument.scale_of(critical.item).values if value not in critical.values]
        answers[critical.item] = calm[0]
    if alarming:
        last = instrument.critical[-1]
        answers[last.item] = last.values[0]
    return RecordApplication(
        id=key,
        participant_id=stay.participant_id,
        enrolment_id=stay.id,
        instrument_id=instrument.id,
        purpose=purpose,
        applied_on=on,
        answers=answers,
        age_confirmed=True,
    )


def _answer(instrument: Instrument, item: Item, weights: Sequence[int], draw: Random) -> int | Refusal:
    if draw.random() < _DECLINES:
        return REFUSED
    values = sorted(instrument.scale_of(item.id).values, key=lambda value: points_of(instrument, item.id, value))
    return draw.choices(values, weights=weights[: len(values)])[0]
