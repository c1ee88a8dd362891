"""What is asked about a man's plan, materials and where there is more, and the commands that the answers are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from facilitador.domain.checks import REASON_LIMIT
from facilitador.domain.hand_outs import (
    MOST_SIGNS,
    MOST_SOURCES,
    PLAN_LIMIT,
    REACH_LIMIT,
    SIGN_LIMIT,
    TITLE_LIMIT,
    InformationSource,
    RetreatPlan,
)
from facilitador.domain.registration_forms import Answer, Answers, FieldKind
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import text_in
from facilitador.ui.widgets.lines_field import LinesField
from facilitador.use_cases.hand_outs import SetInformationSources, SourceForm, WriteRetreatPlan

REASON: Final = FieldSpec(
    "reason", "¿Por qué se retira?", FieldKind.LONG_TEXT, compulsory=True, max_length=REASON_LIMIT
)
PLAN: Final = (
    FormPart(
        "",
        "Escríbalo con sus palabras, o imprima la hoja para que la llene él. Puede quedar vacío lo que aún no sabe.",
        (
            FieldSpec(
                "signs",
                "Lo que nota en sí mismo",
                FieldKind.LONG_TEXT,
                help="En el cuerpo, en lo que piensa, en lo que dice.",
                max_length=MOST_SIGNS * SIGN_LIMIT,
                control=partial(LinesField, "señal"),
            ),
            FieldSpec("goes_to", "A dónde va", FieldKind.LONG_TEXT, max_length=PLAN_LIMIT),
            FieldSpec(
                "calls",
                "A quién llama",
                FieldKind.LONG_TEXT,
                help="Alguien que lo ayude a calmarse; no la persona con quien discutía.",
                max_length=PLAN_LIMIT,
            ),
            FieldSpec("returns", "Cuándo y cómo vuelve", FieldKind.LONG_TEXT, max_length=PLAN_LIMIT),
        ),
    ),
)
SOURCES: Final = (
    FieldSpec(
        "sources",
        "Instituciones, la más útil primero",
        FieldKind.LONG_TEXT,
        help="Nombre: cómo llegar. Por ejemplo, «MIMP: www.gob.pe/mimp». Vacío: la lista que trae el programa.",
        max_length=MOST_SOURCES * (TITLE_LIMIT + REACH_LIMIT),
        control=partial(LinesField, "institución"),
    ),
)


def plan_answers(plan: RetreatPlan | None) -> dict[str, Answer]:
    """His last plan, to be gone over."""
    if plan is None:
        return {}
    given = {"signs": "\n".join(plan.signs), "goes_to": plan.goes_to, "calls": plan.calls, "returns": plan.returns}
    return {name: answer for name, answer in given.items() if answer}


def planning(participant_id: UUID, values: Answers) -> WriteRetreatPlan:
    """The command that writes the plan down."""
    return WriteRetreatPlan(
        participant_id=participant_id,
        signs=tuple(text_in(values, "signs").splitlines()),
        goes_to=text_in(values, "goes_to"),
        calls=text_in(values, "calls"),
        returns=text_in(values, "returns"),
    )


def source_answers(sources: Sequence[InformationSource]) -> dict[str, Answer]:
    """The list as it is typed."""
    return {"sources": "\n".join(f"{one.name}: {one.reach}" if one.reach else one.name for one in sources)}


def setting_sources(values: Answers) -> SetInformationSources:
    """The command that writes the list; what stands after the first colon is how to get there."""
    parted = (line.partition(":") for line in text_in(values, "sources").splitlines())
    return SetInformationSources(
        sources=tuple(SourceForm(name=name.strip(), reach=reach.strip()) for name, _, reach in parted)
    )
