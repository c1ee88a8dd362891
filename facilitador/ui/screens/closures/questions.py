"""What is asked when a cycle closes, and the command that the answers are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.domain.checks import REASON_LIMIT
from facilitador.domain.closures import (
    LESSONS_LIMIT,
    MATTER_LABELS,
    NEED_AN_OWNER,
    NOTE_LIMIT,
    ClosureMatter,
    ClosurePage,
    MatterState,
    proposed_follow_up,
)
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus, RosterEntry
from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import day_in, text_in
from facilitador.use_cases.closures import CloseCycle
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus

NOTES: Final = "notes."
_ASKED_ALONE: Final = frozenset({ClosureMatter.MEN, ClosureMatter.LESSONS})
"""The roster says who is left; what was learnt has a question of its own."""

REASON: Final = FieldSpec("reason", "¿Por qué?", FieldKind.LONG_TEXT, compulsory=True, max_length=REASON_LIMIT)


def parts() -> tuple[FormPart, ...]:
    """A note on each matter, then the closing."""
    notes = tuple(
        FieldSpec(
            f"{NOTES}{matter}",
            MATTER_LABELS[matter],
            FieldKind.TEXT,
            help="Quién se encarga, y desde cuándo." if matter in NEED_AN_OWNER else "",
            max_length=NOTE_LIMIT,
        )
        for matter in ClosureMatter
        if matter not in _ASKED_ALONE
    )
    closing = (
        FieldSpec(
            "lessons",
            "Lo aprendido en este ciclo",
            FieldKind.LONG_TEXT,
            help="Sin nombres de participantes.",
            max_length=LESSONS_LIMIT,
        ),
        FieldSpec("on", "¿Qué día se cierra?", FieldKind.DATE, compulsory=True),
        FieldSpec(
            "follow_up_on",
            "¿Cuándo se hace el seguimiento?",
            FieldKind.DATE,
            help="Ese día se recordará en Inicio. Vacío si no habrá.",
        ),
    )
    return (
        FormPart("Qué queda y quién se encarga", "Nada de esto impide cerrar: queda anotado con el cierre.", notes),
        FormPart("El cierre", "", closing),
    )


def asked(page: ClosurePage | None) -> set[str]:
    """The questions that make sense now: a note where something is open or for people to see."""
    always = {"lessons", "on", "follow_up_on"}
    if page is None:
        return always
    return always | {
        f"{NOTES}{item.matter}"
        for item in page.items
        if item.matter not in _ASKED_ALONE and item.state is not MatterState.DONE
    }


def proposed(today: date) -> dict[str, Answer]:
    """Today, and the follow-up half a year from now."""
    return {"on": today.isoformat(), "follow_up_on": proposed_follow_up(today).isoformat()}


def closing(page: ClosurePage, answers: Answers, today: date) -> CloseCycle:
    """The command that closes the cycle."""
    notes = {matter: text_in(answers, f"{NOTES}{matter}") for matter in ClosureMatter}
    return CloseCycle(
        group_id=page.group.id,
        revision=page.group.revision,
        on=day_in(answers, "on") or today,
        notes={matter: text for matter, text in notes.items() if text},
        lessons=text_in(answers, "lessons"),
        follow_up_on=day_in(answers, "follow_up_on"),
    )


def men_fields(men: Sequence[RosterEntry]) -> tuple[FieldSpec, ...]:
    """Who of those still in the group completed, and since when."""
    options = tuple(Option(str(entry.stint.id), entry.full_name) for entry in men)
    return (
        FieldSpec("men", "¿Quiénes culminaron?", FieldKind.CHOICES, options=options, compulsory=True),
        FieldSpec("on", "¿Desde qué día?", FieldKind.DATE, compulsory=True),
    )


def still_there(roster: Iterable[RosterEntry]) -> tuple[RosterEntry, ...]:
    """The men who may be noted as having completed."""
    return tuple(entry for entry in roster if EnrolmentStatus.COMPLETED in STATUS_RULES[entry.stint.status].leads_to)


def completing(men: Sequence[RosterEntry], answers: Answers, today: date) -> list[ChangeEnrolmentStatus]:
    """The commands that note who completed."""
    chosen = answers.get("men")
    keys = {UUID(key) for key in chosen} if isinstance(chosen, list) else set()
    on = day_in(answers, "on") or today
    return [
        ChangeEnrolmentStatus(
            enrolment_id=entry.stint.id, revision=entry.stint.revision, status=EnrolmentStatus.COMPLETED, on=on
        )
        for entry in men
        if entry.stint.id in keys
    ]
