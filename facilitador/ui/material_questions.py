"""What is asked about something to read or watch that men were given, and the command that the answers are (6.2.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from facilitador.domain.hand_outs import TITLE_LIMIT
from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.short_forms import day_in, text_in
from facilitador.ui.widgets.wrapped_choices import WrappedChoices
from facilitador.use_cases.hand_outs import GiveMaterial


def material_fields(titles: Sequence[str], men: Mapping[UUID, str] | None = None) -> tuple[FieldSpec, ...]:
    """The questions; `titles`: what was given before, to be chosen again; `men`: the names of whom to choose from."""
    on = FieldSpec("given_on", "¿Qué día?", FieldKind.DATE, compulsory=True)
    whom = (_whom(men),) if men is not None else ()
    help_text = "Cartilla, lectura, video…"
    if not titles:
        first = FieldSpec("title", "¿Qué se entregó?", help=help_text, compulsory=True, max_length=TITLE_LIMIT)
        return first, on, *whom
    again = tuple(Option(one, one) for one in titles)
    known = FieldSpec("known", "¿Uno de los que ya se entregaron?", FieldKind.CHOICE, options=again)
    return known, FieldSpec("title", "¿U otro?", help=help_text, max_length=TITLE_LIMIT), on, *whom


def material_answers(today: date, men: Mapping[UUID, str] | None = None) -> dict[str, Answer]:
    """Those questions before anything is typed: given today, to all of them."""
    first: dict[str, Answer] = {"given_on": today.isoformat()}
    return first | ({"participant_ids": [str(key) for key in men]} if men is not None else {})


def giving(values: Answers, participant_id: UUID | None = None) -> GiveMaterial:
    """The command that notes it, for this man or for those chosen; what is typed counts before what is chosen."""
    chosen = values.get("participant_ids")
    men = tuple(map(UUID, chosen)) if isinstance(chosen, list) else ()
    return GiveMaterial(
        participant_ids=men if participant_id is None else (participant_id,),
        title=text_in(values, "title") or text_in(values, "known"),
        given_on=day_in(values, "given_on"),
    )


def _whom(men: Mapping[UUID, str]) -> FieldSpec:
    options = tuple(Option(str(key), name) for key, name in men.items())
    return FieldSpec(
        "participant_ids",
        "¿A quiénes?",
        FieldKind.CHOICES,
        help="Quite la marca a quien no lo recibió.",
        compulsory=True,
        options=options,
        control=partial(WrappedChoices, options),
    )
