"""What is asked in place before something is done with instruments, and the commands that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from facilitador.domain.application_plans import MissingApplication
from facilitador.domain.applications import LONGEST_NOTE, LONGEST_REASON, Mode, Purpose
from facilitador.domain.enrolments import STATUS_RULES, RosterEntry
from facilitador.domain.instrument_settings import InstrumentLine, InstrumentState
from facilitador.domain.instruments import Instrument
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.screens.applications import words
from facilitador.ui.short_forms import day_in, text_in
from facilitador.use_cases.applications import RecordApplication, StartApplication, VoidApplication
from facilitador.use_cases.instruments import AllowInstrument, PlanApplications

NOTE = FieldSpec("note", "¿Qué se hizo?", FieldKind.LONG_TEXT, max_length=LONGEST_NOTE, compulsory=True)
REASON = FieldSpec("reason", "¿Por qué se anula?", FieldKind.LONG_TEXT, max_length=LONGEST_REASON, compulsory=True)
DAY = FieldSpec("applied_on", "¿Qué día respondió?", FieldKind.DATE, compulsory=True)
CODE = FieldSpec(
    "code", "Código de la hoja", help="Seis letras y números, como K7M-4PX.", max_length=20, compulsory=True
)


def start_of(
    missing: MissingApplication, mode: Mode, key: UUID, *, on: date | None = None
) -> StartApplication | RecordApplication:
    """Begin what is missing; a paper is typed in with the day it bears, and stays open until it is finished."""
    if mode is Mode.PAPER:
        return RecordApplication(
            id=key,
            participant_id=missing.participant_id,
            enrolment_id=missing.enrolment_id,
            instrument_id=missing.instrument_id,
            purpose=missing.purpose,
            applied_on=on,
            answers={},
            second_entry=True,
        )
    return StartApplication(
        id=key,
        participant_id=missing.participant_id,
        enrolment_id=missing.enrolment_id,
        instrument_id=missing.instrument_id,
        purpose=missing.purpose,
        mode=mode,
    )


def other_fields(men: Iterable[RosterEntry], instruments: Iterable[InstrumentLine]) -> list[FieldSpec]:
    """Who is asked what, for what and how, outside the plan."""
    there = [man for man in men if STATUS_RULES[man.stint.status].counts]
    names = tuple(Option(str(man.stint.id), man.full_name) for man in there)
    return [
        FieldSpec("man", "¿A quién?", FieldKind.CHOICE, options=names, compulsory=True),
        FieldSpec(
            "instrument", "¿Qué se le pregunta?", FieldKind.CHOICE, options=_offered(instruments), compulsory=True
        ),
        FieldSpec("purpose", "¿En qué momento?", FieldKind.CHOICE, options=words.PURPOSE_OPTIONS, compulsory=True),
        FieldSpec("mode", "¿Cómo?", FieldKind.CHOICE, options=words.MODE_OPTIONS, compulsory=True),
    ]


def other_start(men: Iterable[RosterEntry], answers: Answers, key: UUID) -> StartApplication:
    """The application that was chosen."""
    man = next(man for man in men if str(man.stint.id) == text_in(answers, "man"))
    return StartApplication(
        id=key,
        participant_id=man.stint.participant_id,
        enrolment_id=man.stint.id,
        instrument_id=text_in(answers, "instrument"),
        purpose=Purpose(text_in(answers, "purpose")),
        mode=Mode(text_in(answers, "mode")),
    )


def sheet_fields(instruments: Iterable[InstrumentLine]) -> list[FieldSpec]:
    """Which questions are printed, and for which moment."""
    return [
        FieldSpec("instrument", "¿Qué se imprime?", FieldKind.CHOICE, options=_offered(instruments), compulsory=True),
        FieldSpec("purpose", "¿Para qué momento?", FieldKind.CHOICE, options=words.PURPOSE_OPTIONS, compulsory=True),
    ]


def of_code(answers: Answers, key: UUID) -> RecordApplication:
    """The sheet of that code, open until all of it is typed in."""
    return RecordApplication(
        id=key,
        code=text_in(answers, "code"),
        applied_on=day_in(answers, "applied_on"),
        answers={},
        second_entry=True,
    )


def day_of(answers: Answers) -> date | None:
    """The day a paper bears."""
    return day_in(answers, "applied_on")


def for_his_age(command: StartApplication | RecordApplication) -> StartApplication | RecordApplication:
    """The same, now that somebody made sure that it is for his age."""
    return msgspec.structs.replace(command, age_confirmed=True)


def void_of(application_id: UUID, revision: int, answers: Answers) -> VoidApplication:
    """Void it with its reason."""
    return VoidApplication(application_id=application_id, revision=revision, reason=text_in(answers, "reason"))


def allow_fields(instrument: Instrument, team: Iterable[Person]) -> list[FieldSpec]:
    """Who applies it, of those whose profession it admits, and who acts on what results."""
    active = [person for person in team if person.active]
    fitting = [one for one in active if not instrument.professions or one.profession in instrument.professions]
    return [
        FieldSpec("applier_ids", "¿Quiénes lo aplican?", FieldKind.CHOICES, options=_people(fitting)),
        FieldSpec("responder_id", "¿Quién actúa ante lo que resulte?", FieldKind.CHOICE, options=_people(active)),
    ]


def allow_answers(line: InstrumentLine) -> dict[str, Answer]:
    """What was decided so far."""
    answers: dict[str, Answer] = {"applier_ids": [str(key) for key in line.settings.applier_ids]}
    if line.settings.responder_id is not None:
        answers["responder_id"] = str(line.settings.responder_id)
    return answers


def allow_of(line: InstrumentLine, answers: Answers) -> AllowInstrument:
    """Name them."""
    responder = text_in(answers, "responder_id")
    return AllowInstrument(
        instrument_id=line.instrument.id,
        revision=line.settings.revision,
        applier_ids=tuple(UUID(key) for key in _chosen(answers, "applier_ids")),
        responder_id=UUID(responder) if responder else None,
    )


def plan_fields() -> list[FieldSpec]:
    """When every man is asked."""
    return [
        FieldSpec(
            "purposes",
            "¿Cuándo se le pregunta a cada participante?",
            FieldKind.CHOICES,
            help="Sin ninguno, solo cuando alguien lo empieza.",
            options=words.PURPOSE_OPTIONS,
        )
    ]


def plan_of(line: InstrumentLine, answers: Answers) -> PlanApplications:
    """Plan it."""
    return PlanApplications(
        instrument_id=line.instrument.id,
        revision=line.settings.revision,
        purposes=tuple(Purpose(code) for code in _chosen(answers, "purposes")),
    )


def _chosen(answers: Answers, name: str) -> Sequence[str]:
    given = answers.get(name)
    return given if isinstance(given, list) else ()


def _offered(instruments: Iterable[InstrumentLine]) -> tuple[Option, ...]:
    return tuple(
        Option(line.instrument.id, line.instrument.name)
        for line in instruments
        if line.state is InstrumentState.AVAILABLE
    )


def _people(team: Iterable[Person]) -> tuple[Option, ...]:
    return tuple(Option(str(person.id), person.full_name) for person in team)
