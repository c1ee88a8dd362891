"""What is asked about someone of the team and about a training, and the commands that the answers make."""

from __future__ import annotations

from dataclasses import replace
from uuid import NAMESPACE_OID, UUID, uuid5

from facilitador.domain.people import Person, Training, TrainingKind
from facilitador.domain.registration_forms import YES_NO_OPTIONS, Answer, Answers, FieldKind
from facilitador.reference import catalogue
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import day_in, is_yes, options_of, text_in
from facilitador.use_cases.people import AddTeamMember, DescribeTeamMember, RecordTraining

DRAFT_NAME = "people"


def training_subject(person_id: UUID) -> UUID:
    """The subject under which a training that is being typed for someone is kept as a draft."""
    return uuid5(NAMESPACE_OID, f"training of {person_id}")


def person_parts() -> tuple[FormPart, ...]:
    """Who someone of the team is, and what 6.2.1 and 6.3.1 ask about her."""
    fields = (
        FieldSpec("given_names", "Nombres", compulsory=True),
        FieldSpec("surnames", "Apellidos"),
        FieldSpec(
            "profession",
            "Profesión",
            FieldKind.CHOICE,
            help="La directiva pide formación en ciencias sociales o de la salud; prefiere psicología y trabajo social "
            "(6.3.1).",
            options=options_of(catalogue("professions")),
        ),
        FieldSpec(
            "designation_document",
            "Documento que la o lo designa",
            help="Memorando, oficio o resolución con su número (6.2.1).",
            max_length=160,
        ),
        FieldSpec("designated_on", "Fecha del documento", FieldKind.DATE),
    )
    return (FormPart("", "", fields),)


def training_parts() -> tuple[FormPart, ...]:
    """A training received, as 6.3.1 asks: which kind, who gave it, with the DATPS or not, when, how long."""
    kinds = " ".join(f"{item.text}: {item.help}" for item in catalogue("training_kinds").items)
    fields = (
        FieldSpec(
            "kind",
            "¿De qué tipo fue?",
            FieldKind.CHOICE,
            help=kinds,
            compulsory=True,
            options=options_of(catalogue("training_kinds")),
        ),
        FieldSpec("provider", "¿Quién la dio?", help="Institución o persona.", compulsory=True, max_length=160),
        FieldSpec(
            "datps_assistance",
            "¿Tuvo asistencia técnica de la DATPS?",
            FieldKind.YES_NO,
            compulsory=True,
            options=YES_NO_OPTIONS,
        ),
        FieldSpec(
            "held_on", "¿Cuándo?", FieldKind.DATE, help="Si duró varios días, escriba el último.", compulsory=True
        ),
        FieldSpec("hours", "Horas", FieldKind.NUMBER, compulsory=True),
    )
    return (FormPart("", "", fields),)


def answers_of(person: Person) -> dict[str, Answer]:
    """What is saved of someone, as answers."""
    designated = person.designated_on.isoformat() if person.designated_on else ""
    answers = {
        "given_names": person.given_names,
        "surnames": person.surnames,
        "profession": person.profession,
        "designation_document": person.designation_document,
        "designated_on": designated,
    }
    return {name: answer for name, answer in answers.items() if answer}


def addition(values: Answers) -> AddTeamMember:
    """The command that adds someone to the team."""
    return AddTeamMember(
        given_names=text_in(values, "given_names"),
        surnames=text_in(values, "surnames"),
        profession=text_in(values, "profession"),
        designation_document=text_in(values, "designation_document"),
        designated_on=day_in(values, "designated_on"),
    )


def description(person: Person, values: Answers) -> DescribeTeamMember:
    """The command that rewrites who someone is."""
    return DescribeTeamMember(
        person_id=person.id,
        revision=person.revision,
        active=person.active,
        given_names=text_in(values, "given_names"),
        surnames=text_in(values, "surnames"),
        profession=text_in(values, "profession"),
        designation_document=text_in(values, "designation_document"),
        designated_on=day_in(values, "designated_on"),
    )


def membership(person: Person, *, active: bool) -> DescribeTeamMember:
    """The command that says that someone is of the team no more, or again; everything else as it is saved."""
    return description(replace(person, active=active), answers_of(person))


def training_record(person_id: UUID, values: Answers) -> RecordTraining:
    """The command that records a training; the answers have been checked for what is still empty."""
    held_on, hours = day_in(values, "held_on"), values["hours"]
    assert held_on is not None
    assert isinstance(hours, int)
    return RecordTraining(
        person_id=person_id,
        kind=TrainingKind(text_in(values, "kind")),
        provider=text_in(values, "provider"),
        datps_assistance=is_yes(values, "datps_assistance"),
        held_on=held_on,
        hours=hours,
    )


def same_training(person_id: UUID, training: Training) -> RecordTraining:
    """The command that puts a removed training back as it was."""
    return RecordTraining(
        id=training.id,
        person_id=person_id,
        kind=training.kind,
        provider=training.provider,
        datps_assistance=training.datps_assistance,
        held_on=training.held_on,
        hours=training.hours,
    )
