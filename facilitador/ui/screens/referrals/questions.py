"""What is asked to refer a man, to follow a referral and where no CAI is near, and the commands that answers are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from facilitador.domain.checks import REASON_LIMIT
from facilitador.domain.directory import REFUGE, DirectoryLine
from facilitador.domain.referrals import (
    BRING_LIMIT,
    JUSTICE,
    LINE_LIMIT,
    MINIMUM,
    NEEDS_NOTE,
    NOTE_LIMIT,
    REACH_LIMIT,
    REASON_LABELS,
    URGENCY_LABELS,
    WHY_LIMIT,
    Referral,
    ReferralReason,
    ReferralState,
    ReferralUrgency,
)
from facilitador.domain.registration_forms import NO, YES, YES_NO_OPTIONS, Answer, Answers, FieldKind, Option
from facilitador.errors import Problem
from facilitador.reference import catalogue
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import day_in, is_yes, text_in
from facilitador.ui.widgets.choice_fields import ComboField
from facilitador.ui.widgets.wrapped_choices import WrappedChoices
from facilitador.use_cases.referral_grounds import OfferedPlace, ReferralGround
from facilitador.use_cases.referrals import DescribeReferralVisit, OpenReferral, RecordReferralStep
from facilitador.use_cases.sanctions import RecordSanctionAlternative

OTHER: Final = "other"
WIDE: Final = 640  # pixels: names of institutions are long
_OFFERED: Final = "offered:"
REASON: Final = FieldSpec(
    "reason", "¿Por qué se retira?", FieldKind.LONG_TEXT, compulsory=True, max_length=REASON_LIMIT
)
_VISIT: Final = (
    FieldSpec(
        "appointment", "¿Cuándo es la cita?", help="Sale en su hoja: día, hora, con quién.", max_length=LINE_LIMIT
    ),
    FieldSpec("bring", "¿Qué debe llevar?", FieldKind.LONG_TEXT, help="Sale en su hoja.", max_length=BRING_LIMIT),
    FieldSpec(
        "neutral_sender",
        "¿Enviarla sin el nombre de este servicio?",
        FieldKind.YES_NO,
        options=YES_NO_OPTIONS,
        help="El remitente será «Servicio de orientación».",
    ),
)


def referral_parts(ground: ReferralGround, places: Sequence[DirectoryLine]) -> tuple[FormPart, ...]:
    """The questions of a new referral; institutions of his last decision come first."""
    where = (
        FieldSpec("reason", "¿Para qué?", FieldKind.CHOICE, compulsory=True, options=_labels(REASON_LABELS)),
        _choice("directory_id", "¿A qué institución?", _places(ground, places), compulsory=True),
        FieldSpec("institution", "¿Cuál?", compulsory=True, max_length=LINE_LIMIT),
        FieldSpec("reach", "¿Dónde queda y cómo se llama ahí?", FieldKind.LONG_TEXT, max_length=REACH_LIMIT),
        FieldSpec(
            "urgency", "¿Cuándo debe ser atendido?", FieldKind.CHOICE, compulsory=True, options=_labels(URGENCY_LABELS)
        ),
        FieldSpec(
            "why",
            "¿Qué hace falta?",
            FieldKind.LONG_TEXT,
            help="Sale en la carta: escriba solo lo que él acepta que se diga, con palabras que él reconocería.",
            compulsory=True,
            max_length=WHY_LIMIT,
        ),
    )
    return (
        FormPart("", "", where),
        FormPart(
            "Lo que él acepta", "Sin su acuerdo no se comunica nada, salvo lo que la ley obliga.", _agreement(ground)
        ),
        FormPart("Para él", "", _VISIT),
    )


def _agreement(ground: ReferralGround) -> tuple[FieldSpec, ...]:
    shares, bases = catalogue("referral_shares"), catalogue("referral_bases")
    mine = tuple(Option(item.code, item.text) for item in shares.items if ground.competent or item.code != JUSTICE)
    lawful = tuple(Option(item.code, item.text) for item in bases.items if ground.competent or not item.group)
    return (
        FieldSpec(
            "agrees",
            "¿Acepta que se comunique algo suyo a la institución?",
            FieldKind.YES_NO,
            compulsory=True,
            options=YES_NO_OPTIONS,
        ),
        FieldSpec(
            "share",
            "¿Qué acepta que se comunique?",
            FieldKind.CHOICES,
            compulsory=True,
            options=mine,
            control=partial(WrappedChoices, mine),
        ),
        FieldSpec("consented_on", "¿Qué día aceptó?", FieldKind.DATE, compulsory=True),
        FieldSpec(
            "guardian_name", "¿Quién acepta por él?", help="Es menor de edad.", compulsory=True, max_length=LINE_LIMIT
        ),
        _choice(
            "legal_basis",
            "¿La ley obliga a comunicarlo igual?",
            lawful,
            help="Con una base se comunica solo quién es y para qué. Sin ella va por su cuenta, con su hoja.",
        ),
    )


def _choice(
    name: str, words: str, options: tuple[Option, ...], *, help: str = "", compulsory: bool = False
) -> FieldSpec:
    """One of options whose words are long: behind a list, so that large text never widens the page."""
    make = partial(ComboField, options, width=WIDE)
    return FieldSpec(name, words, FieldKind.CHOICE, help=help, compulsory=compulsory, options=options, control=make)


def _places(ground: ReferralGround, places: Sequence[DirectoryLine]) -> tuple[Option, ...]:
    offered = tuple(
        Option(_code(number, one), f"{one.name} (se le ofreció)") for number, one in enumerate(ground.offered)
    )
    known = {option.code for option in offered}
    listed = tuple(
        Option(str(line.entry.id), line.named)
        for line in places
        if line.entry.kind != REFUGE and str(line.entry.id) not in known
    )
    return (*offered, *listed, Option(OTHER, "Otra, que no está en el directorio"))


def _code(number: int, one: OfferedPlace) -> str:
    return str(one.directory_id) if one.directory_id is not None else f"{_OFFERED}{number}"


def _labels(labels: Mapping[ReferralReason, str] | Mapping[ReferralUrgency, str]) -> tuple[Option, ...]:
    return tuple(Option(str(one), text) for one, text in labels.items())


def asked(values: Answers, *, minor: bool) -> Iterable[str]:
    """Which questions are asked, given the institution and whether he agrees."""
    yield from ("reason", "directory_id")
    if values.get("directory_id") == OTHER:
        yield from ("institution", "reach")
    yield from ("urgency", "why", "agrees")
    if values.get("agrees") == YES:
        yield from ("share", "consented_on")
        if minor:
            yield "guardian_name"
    elif values.get("agrees") == NO:
        yield "legal_basis"
    yield from ("appointment", "bring", "neutral_sender")


def first_answers(ground: ReferralGround | None = None) -> dict[str, Answer]:
    """The form before anything is typed; with `ground`, to the first place that a decision offered him."""
    first: dict[str, Answer] = {"urgency": str(ReferralUrgency.WEEK)}
    if ground is not None and ground.offered:
        first["directory_id"] = _code(0, ground.offered[0])
    return first


def opening(ground: ReferralGround, values: Answers) -> OpenReferral:
    """The command that opens the referral."""
    offered = {_code(number, one): one for number, one in enumerate(ground.offered)}
    place = text_in(values, "directory_id")
    one = offered.get(place)
    free = place == OTHER or place.startswith(_OFFERED)
    named = one.name if one is not None else text_in(values, "institution")
    agrees, basis = is_yes(values, "agrees"), text_in(values, "legal_basis")
    told = values.get("share") if agrees else (sorted(MINIMUM) if basis else None)
    return OpenReferral(
        participant_id=ground.participant_id,
        directory_id=None if free else UUID(place),
        institution=named if free else "",
        reach=text_in(values, "reach"),
        reason=ReferralReason(text_in(values, "reason")),
        why=text_in(values, "why"),
        urgency=ReferralUrgency(text_in(values, "urgency")),
        share=tuple(map(str, told)) if isinstance(told, list) else (),
        consented_on=day_in(values, "consented_on") if agrees else None,
        guardian_name=text_in(values, "guardian_name") if agrees else "",
        legal_basis="" if agrees else basis,
        decision_id=one.decision_id if one is not None else None,
        appointment=text_in(values, "appointment"),
        bring=text_in(values, "bring"),
        neutral_sender=is_yes(values, "neutral_sender"),
    )


def place(problem: Problem, values: Answers) -> Problem:
    """The same problem beside the question that asks for it."""
    if problem.field == "institution" and values.get("directory_id") != OTHER:
        return replace(problem, field="directory_id")
    return problem


def step_fields(state: ReferralState) -> tuple[FieldSpec, ...]:
    """The questions about the next step."""
    words = "¿Qué se logró, o por qué se cierra?" if state is ReferralState.CLOSED else "¿Qué pasó?"
    note = FieldSpec("note", words, FieldKind.LONG_TEXT, compulsory=state in NEEDS_NOTE, max_length=NOTE_LIMIT)
    on = FieldSpec("on", "¿Qué día?", FieldKind.DATE, compulsory=True)
    if state is ReferralState.CLOSED:
        return (on, note)
    return on, note, FieldSpec("next_on", "Próxima fecha", FieldKind.DATE, help="Vacía: según la urgencia.")


def step_command(referral_id: UUID, state: ReferralState, values: Answers) -> RecordReferralStep:
    """The command that notes it."""
    return RecordReferralStep(
        referral_id=referral_id,
        state=state,
        on=day_in(values, "on"),
        note=text_in(values, "note"),
        next_on=day_in(values, "next_on"),
    )


def visit_fields() -> tuple[FieldSpec, ...]:
    """What stands on his sheet, and outside."""
    return _VISIT


def visit_answers(one: Referral) -> dict[str, Answer]:
    """The same, as it stands."""
    given = {"appointment": one.appointment, "bring": one.bring, "neutral_sender": YES if one.neutral_sender else NO}
    return {name: answer for name, answer in given.items() if answer}


def visit_command(one: Referral, values: Answers) -> DescribeReferralVisit:
    """The command that changes it."""
    return DescribeReferralVisit(
        referral_id=one.id,
        revision=one.revision,
        appointment=text_in(values, "appointment"),
        bring=text_in(values, "bring"),
        neutral_sender=is_yes(values, "neutral_sender"),
    )


ALTERNATIVE: Final = (
    FieldSpec("why", "¿Por qué no hay uno a su alcance?", FieldKind.LONG_TEXT, compulsory=True, max_length=WHY_LIMIT),
    FieldSpec("done", "¿Qué se hizo en su lugar?", FieldKind.LONG_TEXT, compulsory=True, max_length=WHY_LIMIT),
    FieldSpec("told_to", "¿A qué autoridad se informó?", compulsory=True, max_length=LINE_LIMIT),
    FieldSpec("told_on", "¿Qué día?", FieldKind.DATE, compulsory=True),
    FieldSpec("review_on", "¿Cuándo se vuelve a mirar?", FieldKind.DATE, help="Ese día aparece en Inicio."),
)


def alternative_answers(today: date) -> dict[str, Answer]:
    """Those questions before anything is typed."""
    return {"told_on": today.isoformat()}


def alternative_command(participant_id: UUID, values: Answers) -> RecordSanctionAlternative:
    """The command that writes it down."""
    return RecordSanctionAlternative(
        participant_id=participant_id,
        why=text_in(values, "why"),
        done=text_in(values, "done"),
        told_to=text_in(values, "told_to"),
        told_on=day_in(values, "told_on"),
        review_on=day_in(values, "review_on"),
    )
