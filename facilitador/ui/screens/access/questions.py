"""What is asked when access is given or looked after, and the words of roles as answers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Condition, FieldKind, Option
from facilitador.domain.roles import Role
from facilitador.reference import catalogue
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import options_of
from facilitador.use_cases.access_keys import ROLE_WORDS

SOMEBODY_NEW = "new"

ROLE_OPTIONS = tuple(Option(str(role), words) for role, words in ROLE_WORDS.items())


def role_field(label: str = "¿Qué hará en el cuaderno?") -> FieldSpec:
    """Which role; what each may do stands below the form."""
    return FieldSpec("role", label, FieldKind.CHOICE, compulsory=True, options=ROLE_OPTIONS)


def giving_parts(without: Sequence[Person]) -> tuple[FormPart, ...]:
    """Who is let in: someone of the team who has no access yet, or somebody new; and with which role."""
    new = Condition("who", (SOMEBODY_NEW,)) if without else None
    fields: list[FieldSpec] = []
    if without:
        options = (
            *(Option(str(person.id), person.full_name) for person in without),
            Option(SOMEBODY_NEW, "Otra persona, que todavía no está en el equipo"),
        )
        fields.append(FieldSpec("who", "¿A quién?", FieldKind.CHOICE, compulsory=True, options=options))
    fields += [
        FieldSpec("given_names", "Nombres", compulsory=True, asked_if=new),
        FieldSpec("surnames", "Apellidos", asked_if=new),
        FieldSpec(
            "profession", "Profesión", FieldKind.CHOICE, options=options_of(catalogue("professions")), asked_if=new
        ),
        role_field(),
    ]
    return (FormPart("", "", tuple(fields)),)


def keeper_parts() -> tuple[FormPart, ...]:
    """Who keeps the envelope with the recovery code, and since when."""
    fields = (
        FieldSpec(
            "keeper",
            "¿Quién guarda el sobre?",
            help="Nombre y cargo, de preferencia la jefatura del servicio.",
            compulsory=True,
            max_length=160,
        ),
        FieldSpec("kept_on", "¿Desde qué día?", FieldKind.DATE, compulsory=True),
    )
    return (FormPart("", "", fields),)


def person_of(value: object) -> UUID | None:
    """The person of the team that was chosen; None for somebody new."""
    text = str(value or SOMEBODY_NEW)
    return None if text == SOMEBODY_NEW else UUID(text)


def role_of(value: object) -> Role | None:
    """The role that was chosen."""
    return Role(str(value)) if value else None
