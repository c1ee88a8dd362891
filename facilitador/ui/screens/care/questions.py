"""What is asked about individual care, and the commands that the answers are (6.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Final, TypeVar
from uuid import UUID

from facilitador.domain.care import (
    FEEDBACK,
    GOAL_LIMIT,
    LINE_LIMIT,
    MOST_GOALS,
    NOTE_LIMIT,
    OUTCOME_LABELS,
    PROVIDER_LABELS,
    REQUESTER_LABELS,
    WHY_LIMIT,
    CareNoteKind,
    CareOutcome,
    CareProvider,
    CareRequester,
    IndividualCare,
)
from facilitador.domain.directory import REFUGE, DirectoryLine
from facilitador.domain.registration_forms import Answer, Answers, Condition, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.short_forms import day_in, text_in
from facilitador.ui.widgets.choice_fields import ComboField
from facilitador.ui.widgets.lines_field import LinesField
from facilitador.use_cases.care import AgreeCare, CloseCare, NoteCare, OpenCare

Code = TypeVar("Code", bound=StrEnum)


def _options(labels: Mapping[Code, str]) -> tuple[Option, ...]:
    return tuple(Option(str(one), text) for one, text in labels.items())


ELSEWHERE: Final = "other"

_ASKED: Final = (
    FieldSpec(
        "requested_by", "¿Quién la pidió?", FieldKind.CHOICE, compulsory=True, options=_options(REQUESTER_LABELS)
    ),
    FieldSpec("requested_on", "¿Qué día?", FieldKind.DATE, compulsory=True),
    FieldSpec("why", "¿Para qué?", FieldKind.LONG_TEXT, compulsory=True, max_length=WHY_LIMIT),
    FieldSpec(
        "provider_kind", "¿Quién lo atenderá?", FieldKind.CHOICE, compulsory=True, options=_options(PROVIDER_LABELS)
    ),
)
_PROVIDER: Final = FieldSpec("provider", "Nombre de la persona o del servicio", compulsory=True, max_length=LINE_LIMIT)
AGREEMENT: Final = (
    FieldSpec("started_on", "¿Cuándo fue el primer encuentro?", FieldKind.DATE),
    FieldSpec(
        "goals",
        "Objetivos acordados con él",
        FieldKind.LONG_TEXT,
        help="Con sus palabras.",
        max_length=MOST_GOALS * GOAL_LIMIT,
        control=partial(LinesField, "objetivo"),
    ),
    FieldSpec(
        "may_tell",
        "¿Qué acepta que se comunique entre el grupo y quien lo atiende?",
        FieldKind.LONG_TEXT,
        help="Vacío: no se comunica nada, y lo que cuenta ahí se queda ahí.",
        max_length=NOTE_LIMIT,
    ),
    FieldSpec("tells_on", "¿Qué día lo aceptó?", FieldKind.DATE),
)
CLOSING: Final = (
    FieldSpec("on", "¿Qué día?", FieldKind.DATE, compulsory=True),
    FieldSpec("outcome", "¿Cómo terminó?", FieldKind.CHOICE, compulsory=True, options=_options(OUTCOME_LABELS)),
    FieldSpec("note", "Unas palabras sobre el cierre", FieldKind.LONG_TEXT, compulsory=True, max_length=NOTE_LIMIT),
)


def opening_fields(places: Sequence[DirectoryLine]) -> tuple[FieldSpec, ...]:
    """The questions about a new care; who gives it is chosen from the directory, or named."""
    listed = tuple(Option(str(line.entry.id), line.named) for line in places if line.entry.kind != REFUGE)
    if not listed:
        return (*_ASKED, _PROVIDER)
    options = (Option(ELSEWHERE, "No está en el directorio"), *listed)
    place = FieldSpec(
        "directory_id",
        "¿Está en el directorio?",
        FieldKind.CHOICE,
        compulsory=True,
        options=options,
        control=partial(ComboField, options, width=640),  # names of institutions are long
    )
    return *_ASKED, place, replace(_PROVIDER, asked_if=Condition("directory_id", (ELSEWHERE,)))


def note_fields(kind: CareNoteKind) -> tuple[FieldSpec, ...]:
    """The questions about a meeting, or about what was told."""
    told = kind in FEEDBACK
    words = "¿Qué se comunicó?" if told else "Algo que anotar del encuentro"
    helped = "Solo lo que él aceptó." if told else "No lo que él contó: eso se queda con quien lo atiende."
    text = FieldSpec("text", words, FieldKind.LONG_TEXT, help=helped, compulsory=told, max_length=NOTE_LIMIT)
    return FieldSpec("on", "¿Qué día?", FieldKind.DATE, compulsory=True), text


def opening_answers(today: date) -> dict[str, Answer]:
    """A new care before anything is typed."""
    return {"requested_on": today.isoformat(), "directory_id": ELSEWHERE}


def agreement_answers(one: IndividualCare) -> dict[str, Answer]:
    """What was agreed so far."""
    held, started = one.agreement, one.started_on
    answers: dict[str, Answer] = {"may_tell": held.may_tell, "goals": "\n".join(held.goals)}
    answers["tells_on"] = held.tells_on.isoformat() if held.tells_on is not None else ""
    answers["started_on"] = started.isoformat() if started is not None else ""
    return {name: answer for name, answer in answers.items() if answer}


def opening(participant_id: UUID, values: Answers) -> OpenCare:
    """The command that writes down that it is asked for."""
    place = text_in(values, "directory_id")
    return OpenCare(
        participant_id=participant_id,
        requested_by=CareRequester(text_in(values, "requested_by")),
        requested_on=day_in(values, "requested_on"),
        why=text_in(values, "why"),
        provider_kind=CareProvider(text_in(values, "provider_kind")),
        provider=text_in(values, "provider"),
        directory_id=UUID(place) if place not in ("", ELSEWHERE) else None,
    )


def agreeing(one: IndividualCare, values: Answers) -> AgreeCare:
    """The command that writes down what was agreed."""
    return AgreeCare(
        care_id=one.id,
        revision=one.revision,
        goals=tuple(text_in(values, "goals").splitlines()),
        may_tell=text_in(values, "may_tell"),
        tells_on=day_in(values, "tells_on"),
        started_on=day_in(values, "started_on"),
    )


def noting(one: IndividualCare, kind: CareNoteKind, values: Answers) -> NoteCare:
    """The command that adds a note."""
    return NoteCare(care_id=one.id, kind=kind, on=day_in(values, "on"), text=text_in(values, "text"))


def closing(one: IndividualCare, values: Answers) -> CloseCare:
    """The command that closes it."""
    return CloseCare(
        care_id=one.id,
        revision=one.revision,
        outcome=CareOutcome(text_in(values, "outcome")),
        on=day_in(values, "on"),
        note=text_in(values, "note"),
    )
