"""What is asked about the service: by the first run, and later where its data is kept up."""

from __future__ import annotations

from facilitador.domain.registration_forms import YES_NO_OPTIONS, Condition, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec, FormPart

BINDINGS = (
    Option("mimp_body", "Es parte del MIMP"),
    Option("bound", "No es parte, pero está obligado"),
    Option("adheres", "La sigue por decisión propia"),
)


def service_parts(kinds: tuple[Option, ...], contact_introduction: str) -> tuple[FormPart, ...]:
    """The service: who it is, where and how it is found, what the law lets it record."""
    return _identity(kinds), _contact(contact_introduction), _competence()


def _identity(kinds: tuple[Option, ...]) -> FormPart:
    return FormPart(
        "",
        "",
        (
            FieldSpec("name", "Nombre del servicio", compulsory=True, max_length=160),
            FieldSpec("kind", "Tipo de servicio", FieldKind.CHOICE, options=kinds),
            FieldSpec(
                "binding",
                "¿Por qué sigue la directiva?",
                FieldKind.CHOICE,
                help="La Directiva General 018-2016-MIMP obliga a los órganos y programas del MIMP y a otros servicios "
                "que la ley señala; los demás pueden seguirla por decisión propia.",
                compulsory=True,
                options=BINDINGS,
            ),
        ),
    )


def _contact(introduction: str) -> FormPart:
    return FormPart(
        "Dónde está y cómo se le encuentra",
        introduction,
        (
            FieldSpec("ubigeo", "Distrito", FieldKind.UBIGEO),
            FieldSpec("address", "Dirección", max_length=200),
            FieldSpec("phone", "Teléfono", FieldKind.PHONE),
            FieldSpec("email", "Correo electrónico", FieldKind.EMAIL),
            FieldSpec("responsible_officer", "Persona responsable del servicio", max_length=160),
        ),
    )


def _competence() -> FormPart:
    return FormPart(
        "Datos sobre procesos y sentencias",
        "La Ley 29733 (artículo 13.8) solo permite registrar datos penales a las entidades públicas que una norma "
        "faculta para ello. Si no es su caso, el programa no pide esos datos.",
        (
            FieldSpec(
                "criminal_data_competent",
                "¿Una norma faculta a este servicio para tratar datos penales?",
                FieldKind.YES_NO,
                help="Si no está segura o seguro, elija «No»: se puede cambiar después.",
                options=YES_NO_OPTIONS,
            ),
            FieldSpec(
                "competence_basis",
                "¿Qué norma lo faculta?",
                compulsory=True,
                max_length=200,
                placeholder="Número y artículo de la norma",
                asked_if=Condition("criminal_data_competent", ("yes",)),
            ),
        ),
    )
