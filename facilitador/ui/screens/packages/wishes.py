"""What a package can be prepared for: the questions of each use, and what is asked of the book for the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from facilitador.domain.groups import GroupLine
from facilitador.domain.package_words import KINDS
from facilitador.domain.packages import PURPOSE_LIMIT, PackageKind, TrustedKey
from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import day_in, text_in
from facilitador.ui.widgets.steady_choice import SteadyChoice
from facilitador.ui.widgets.wrapped_choices import WrappedChoices
from facilitador.use_cases.packages import PackWish

OPEN_DAYS: Final = 30
"""How long a package can be opened, unless the person says otherwise."""

NAMES, NO_NAMES = "with_names", "without_names"
_NAMES: Final = (Option(NO_NAMES, "Sin nombres"), Option(NAMES, "Con nombres"))
_NAMES_HELP: Final = (
    "Sin nombres, cada participante lleva un número, y no van documentos, teléfonos, direcciones ni lo que se escribió."
)
USES: Final = (Option(PackageKind.SUPERVISION, KINDS[PackageKind.SUPERVISION]),)
_USES_HELP: Final = "Supervisión: para que alguien vea el trabajo de uno o varios grupos y lo comente."


def parts_of(groups: Sequence[GroupLine], keys: Sequence[TrustedKey]) -> tuple[FormPart, ...]:
    """The steps, one part each: for what, what, to whom, with or without names, why and until when."""
    named = tuple(Option(str(line.group.id), line.group.name) for line in groups)
    people = tuple(
        Option(key.identity.fingerprint, f"{key.identity.name} · {key.identity.service_name}") for key in keys
    )
    return (
        FormPart("1. Para qué es", "", (_choice("use", "Uso", USES, PackageKind.SUPERVISION, _USES_HELP),)),
        FormPart("2. Qué va", "", (_choices("groups", "Grupos", named),)),
        FormPart("3. A quién", "Solo estas personas podrán abrirlo.", (_choices("recipients", "Personas", people),)),
        FormPart("4. Nombres", "", (_choice("names", "¿Con nombres?", _NAMES, NO_NAMES, _NAMES_HELP),)),
        FormPart("5. Motivo y plazo", "", _WHY),
    )


_WHY: Final = (
    FieldSpec("purpose", "Para qué lo envía", FieldKind.LONG_TEXT, compulsory=True, max_length=PURPOSE_LIMIT),
    FieldSpec(
        "until",
        "Se puede abrir hasta",
        FieldKind.DATE,
        help="Después de ese día el archivo ya no se abre. Lo que ya se incorporó sigue ahí.",
    ),
)


def first_answers(groups: Sequence[GroupLine], keys: Sequence[TrustedKey], today: date) -> dict[str, Answer]:
    """What is proposed: supervision, without names, a month; what there is no choice of."""
    answers: dict[str, Answer] = {
        "use": PackageKind.SUPERVISION.value,
        "names": NO_NAMES,
        "until": (today + timedelta(days=OPEN_DAYS)).isoformat(),
    }
    if len(groups) == 1:
        answers["groups"] = [str(groups[0].group.id)]
    if len(keys) == 1:
        answers["recipients"] = [keys[0].identity.fingerprint]
    return answers


def wish_of(answers: Answers) -> PackWish:
    """The wish for these answers; those compulsory are there."""
    return PackWish(
        group_ids=tuple(UUID(one) for one in list_in(answers, "groups")),
        recipients=tuple(list_in(answers, "recipients")),
        purpose=text_in(answers, "purpose"),
        until=day_in(answers, "until"),
        with_names=text_in(answers, "names") == NAMES,
    )


def list_in(answers: Answers, name: str) -> list[str]:
    """What was chosen of several; empty if nothing was."""
    given = answers.get(name)
    return list(given) if isinstance(given, list) else []


def _choice(name: str, caption: str, options: tuple[Option, ...], default: str, help: str) -> FieldSpec:
    make = partial(SteadyChoice, options, default)
    return FieldSpec(name, caption, FieldKind.CHOICE, help, compulsory=True, options=options, control=make)


def _choices(name: str, caption: str, options: tuple[Option, ...]) -> FieldSpec:
    make = partial(WrappedChoices, options)
    return FieldSpec(name, caption, FieldKind.CHOICES, compulsory=True, options=options, control=make)
