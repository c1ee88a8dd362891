"""What is asked about the service and about a field of its own, and the commands that the answers make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from facilitador.domain.registration_forms import (
    NO,
    YES,
    YES_NO_OPTIONS,
    Answer,
    Answers,
    Condition,
    FieldKind,
    Option,
)
from facilitador.domain.services import OWN_FIELD_KINDS, Binding, OwnField, Service
from facilitador.errors import InvalidInput, Problem
from facilitador.reference import catalogue
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.service_questions import service_parts
from facilitador.ui.short_forms import is_yes, options_of, text_in
from facilitador.ui.widgets.lines_field import LinesField
from facilitador.use_cases.services import AddOwnField, DescribeService, RelabelOwnField, check_service

DRAFT_NAME: Final = "service"

KIND_WORDS: Final[dict[FieldKind, str]] = {
    FieldKind.TEXT: "Texto",
    FieldKind.NUMBER: "Número",
    FieldKind.DATE: "Fecha",
    FieldKind.YES_NO: "Sí o no",
    FieldKind.CHOICE: "Lista de opciones",
}

SENSITIVE: Final = "El personal administrativo no lo ve"
NOT_SENSITIVE: Final = "También lo ve el personal administrativo"


def new_field_subject(service_id: UUID) -> UUID:
    """The subject under which a field that is being thought up is kept as a draft."""
    return uuid5(NAMESPACE_OID, f"new field of {service_id}")


def parts_of_service() -> tuple[FormPart, ...]:
    """The same questions as in the first run."""
    return service_parts(
        options_of(catalogue("service_kinds")), "Sale en el encabezado de los documentos y en el consentimiento."
    )


def answers_of(service: Service) -> dict[str, Answer]:
    """What is saved of the service, as answers."""
    answers = {
        "name": service.name,
        "kind": service.kind,
        "binding": service.binding.value,
        "ubigeo": service.ubigeo,
        "address": service.address,
        "phone": service.phone,
        "email": service.email,
        "responsible_officer": service.responsible_officer,
        "criminal_data_competent": YES if service.criminal_data_competent else NO,
        "competence_basis": service.competence_basis,
    }
    return {name: answer for name, answer in answers.items() if answer}


def description(service: Service, values: Answers) -> DescribeService:
    """The command that rewrites who the service is."""
    competent = is_yes(values, "criminal_data_competent")
    return DescribeService(
        id=service.id,
        revision=service.revision,
        name=text_in(values, "name"),
        kind=text_in(values, "kind"),
        binding=Binding(text_in(values, "binding") or service.binding),
        ubigeo=text_in(values, "ubigeo"),
        address=text_in(values, "address"),
        phone=text_in(values, "phone"),
        email=text_in(values, "email"),
        responsible_officer=text_in(values, "responsible_officer"),
        criminal_data_competent=competent,
        competence_basis=text_in(values, "competence_basis") if competent else "",
    )


def service_problems(service: Callable[[], Service | None]) -> Callable[[Answers], tuple[Problem, ...]]:
    """What the rules of a service say about answers while they are typed."""

    def check(values: Answers) -> tuple[Problem, ...]:
        saved = service()
        if saved is None:
            return ()
        try:
            check_service(description(saved, values))
        except InvalidInput as error:
            return error.problems
        return ()

    return check


def own_field_parts() -> tuple[FormPart, ...]:
    """A field that the service adds to the ficha."""
    fields = (
        FieldSpec("label", "¿Qué se pregunta?", help="Así saldrá en la pantalla y en la ficha.", compulsory=True),
        FieldSpec(
            "kind",
            "¿Cómo se responde?",
            FieldKind.CHOICE,
            help="No se puede cambiar después: las respuestas ya escritas dependen de esto.",
            compulsory=True,
            options=tuple(Option(kind.value, KIND_WORDS[kind]) for kind in OWN_FIELD_KINDS),
        ),
        FieldSpec(
            "options",
            "Opciones de la lista",
            FieldKind.LONG_TEXT,
            compulsory=True,
            max_length=4000,
            asked_if=Condition("kind", (FieldKind.CHOICE.value,)),
            control=lambda: LinesField("opción"),
        ),
        FieldSpec(
            "sensitive",
            "¿Es un dato sensible?",
            FieldKind.YES_NO,
            help="Salud, justicia, vida familiar, creencias o lo que pueda dañarlo si se sabe. El personal "
            "administrativo no ve los datos sensibles. En caso de duda, elija «Sí».",
            compulsory=True,
            options=YES_NO_OPTIONS,
        ),
    )
    return (FormPart("", "", fields),)


NEW_FIELD: Final[dict[str, Answer]] = {"sensitive": YES}
"""What a new field begins with: sensitive unless said otherwise."""


def own_field_addition(values: Answers) -> AddOwnField:
    """The command that adds a field to the ficha; the answers have been checked for what is still empty."""
    return AddOwnField(
        label=text_in(values, "label"),
        kind=FieldKind(text_in(values, "kind")),
        options=tuple(text_in(values, "options").splitlines()),
        sensitive=is_yes(values, "sensitive"),
    )


def label_parts() -> tuple[FormPart, ...]:
    """Other words for a field."""
    help_text = "Las respuestas ya escritas se conservan: cambie las palabras, no lo que se pregunta."
    return (FormPart("", "", (FieldSpec("label", "¿Qué se pregunta?", help=help_text, compulsory=True),)),)


def relabelling(field: OwnField, values: Answers) -> RelabelOwnField:
    """The command that puts other words on a field."""
    return RelabelOwnField(own_field_id=field.id, revision=field.revision, label=text_in(values, "label"))


def details_of(field: OwnField) -> str:
    """`Lista de opciones: a pie, en bote · El personal administrativo no lo ve`."""
    options = f": {', '.join(field.options)}" if field.options else ""
    return f"{KIND_WORDS[field.kind]}{options} · {SENSITIVE if field.sensitive else NOT_SENSITIVE}"
