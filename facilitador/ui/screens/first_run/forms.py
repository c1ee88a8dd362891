"""What the first run asks: the service, and the first person with her clave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from facilitador.domain.dates import parse_typed_date
from facilitador.domain.phones import check_service_phone, display_phone
from facilitador.domain.places import Places
from facilitador.domain.registration_forms import FieldKind, Option
from facilitador.ui import service_questions
from facilitador.ui.form_fields import ControlMaker, FieldSpec, FieldTools, FormPart, control_maker
from facilitador.ui.widgets.password_field import PasswordField, Strength

ROLES = (
    Option("facilitator", "Facilitadora o facilitador"),
    Option("supervisor", "Supervisora o supervisor"),
)
LATER = "Sale en el encabezado de los documentos y en el consentimiento. Puede completarlo después."


def service_parts(kinds: tuple[Option, ...]) -> tuple[FormPart, ...]:
    """The service: who it is, where and how it is found, what the law lets it record."""
    return service_questions.service_parts(kinds, LATER)


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
