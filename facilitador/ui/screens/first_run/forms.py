"""What the first run asks: the service, and the first person with her clave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from facilitador.domain.dates import parse_typed_date
from facilitador.domain.phones import check_service_phone, display_phone
from facilitador.domain.places import Places
from facilitador.domain.registration_forms import Condition, FieldKind, Option
from facilitador.ui.form_fields import ControlMaker, FieldSpec, FieldTools, FormPart, control_maker
from facilitador.ui.widgets.password_field import PasswordField, Strength

BINDINGS = (
    Option("mimp_body", "Es un órgano o programa del MIMP"),
    Option("bound", "No es del MIMP, pero la directiva le obliga"),
    Option("adheres", "La directiva no le obliga: la sigue por decisión propia"),
)
ROLES = (
    Option("facilitator", "Facilitadora o facilitador"),
    Option("supervisor", "Supervisora o supervisor"),
)
YES_NO = (Option("yes", "Sí"), Option("no", "No"))


def service_parts(kinds: tuple[Option, ...]) -> tuple[FormPart, ...]:
    """The service: who it is, where and how it is found, what the law lets it record."""
    identity = FormPart(
        "",
        "",
        (
            FieldSpec("name", "Nombre del servicio", compulsory=True, max_length=160),
            FieldSpec("kind", "Tipo de servicio", FieldKind.CHOICE, options=kinds),
            FieldSpec(
                "binding",
                "¿Qué relación tiene con el MIMP?",
                FieldKind.CHOICE,
                help="La Directiva General 018-2016-MIMP obliga a los servicios del MIMP y a otros que la ley señala.",
                compulsory=True,
                options=BINDINGS,
            ),
        ),
    )
    contact = FormPart(
        "Dónde está y cómo se le encuentra",
        "Sale en el encabezado de los documentos y en el consentimiento. Puede completarlo después.",
        (
            FieldSpec("ubigeo", "Distrito", FieldKind.UBIGEO),
            FieldSpec("address", "Dirección", max_length=200),
            FieldSpec("phone", "Teléfono", FieldKind.PHONE),
            FieldSpec("email", "Correo electrónico", FieldKind.EMAIL),
            FieldSpec("responsible_officer", "Persona responsable del servicio", max_length=160),
        ),
    )
    return identity, contact, _competence()


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
                options=YES_NO,
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


def person_parts(professions: tuple[Option, ...], strength: Callable[[str], Strength]) -> tuple[FormPart, ...]:
    """The first person of the book, her role and her clave."""
    person = FormPart(
        "",
        "",
        (
            FieldSpec("given_names", "Nombres", compulsory=True),
            FieldSpec("surnames", "Apellidos"),
            FieldSpec("profession", "Profesión", FieldKind.CHOICE, options=professions),
            FieldSpec(
                "role",
                "¿Qué hace en el servicio?",
                FieldKind.CHOICE,
                help="Quien facilita registra y ve todo lo del grupo. Quien supervisa ve el trabajo y el historial de "
                "cambios, pero no modifica las fichas. Después podrá agregar a las demás personas del equipo.",
                compulsory=True,
                options=ROLES,
            ),
        ),
    )
    clave = FormPart(
        "Su clave",
        "Con ella se cifra el cuaderno: nadie puede leerlo sin una clave, y nadie puede averiguar la suya.",
        (
            FieldSpec(
                "passphrase",
                "Clave",
                help="Sirven cuatro o cinco palabras poco comunes que no vayan juntas en ninguna frase conocida.",
                compulsory=True,
                control=lambda: PasswordField(strength),
            ),
            FieldSpec("passphrase_again", "La misma clave otra vez", compulsory=True, control=PasswordField),
        ),
    )
    return person, clave


def controls(places: Places, today: Callable[[], date]) -> ControlMaker:
    """What these questions are answered with."""
    return control_maker(FieldTools(lambda typed: parse_typed_date(typed, today()), places, _tidy_phone))


def _tidy_phone(typed: str) -> str:
    kept = check_service_phone(typed)
    return display_phone(kept) if isinstance(kept, str) else typed
