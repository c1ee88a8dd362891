"""What is asked about a request and about its answer, and the commands that the answers are."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.domain.rights import (
    KIND_LABELS,
    OUTCOME_LABELS,
    TEXT_LIMIT,
    RightsKind,
    RightsOutcome,
    RightsRequest,
    answers_to,
)
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.short_forms import day_in, text_in
from facilitador.use_cases.rights import AnswerRightsRequest, RegisterRightsRequest

ASKED: Final = (
    FieldSpec(
        "kind",
        "¿Qué pide?",
        FieldKind.CHOICE,
        compulsory=True,
        options=tuple(Option(kind.value, text) for kind, text in KIND_LABELS.items()),
    ),
    FieldSpec("received_on", "¿Qué día lo pidió?", FieldKind.DATE, compulsory=True),
    FieldSpec("what", "Con sus palabras", FieldKind.LONG_TEXT, max_length=TEXT_LIMIT),
)


def answering_fields(kind: RightsKind) -> tuple[FieldSpec, ...]:
    """The questions about the answer to a request of that kind."""
    options = tuple(Option(one.value, OUTCOME_LABELS[one]) for one in answers_to(kind))
    return (
        FieldSpec("outcome", "¿Cómo se respondió?", FieldKind.CHOICE, compulsory=True, options=options),
        FieldSpec("on", "¿Qué día?", FieldKind.DATE, compulsory=True),
        FieldSpec(
            "note",
            "Nota del equipo",
            FieldKind.LONG_TEXT,
            help="Queda en el cuaderno; no sale en la carta.",
            max_length=TEXT_LIMIT,
        ),
    )


def today_in(field: str, today: date) -> dict[str, Answer]:
    """The day, already written."""
    return {field: today.isoformat()}


def asking(participant_id: UUID, values: Answers) -> RegisterRightsRequest:
    """The command that writes a request down."""
    return RegisterRightsRequest(
        participant_id=participant_id,
        kind=RightsKind(text_in(values, "kind")),
        received_on=day_in(values, "received_on"),
        what=text_in(values, "what"),
    )


def answering(one: RightsRequest, values: Answers) -> AnswerRightsRequest:
    """The command that answers it."""
    return AnswerRightsRequest(
        request_id=one.id,
        revision=one.revision,
        outcome=RightsOutcome(text_in(values, "outcome")),
        on=day_in(values, "on"),
        note=text_in(values, "note"),
    )
