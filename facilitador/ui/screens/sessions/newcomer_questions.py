"""Somebody who is not on the list: what is asked of him, and the command that the answers make."""

from __future__ import annotations

from uuid import UUID

from facilitador.domain.attendance import MARK_LABELS, AttendanceMark
from facilitador.domain.registration_forms import Answers, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.short_forms import text_in
from facilitador.ui.widgets.steady_choice import SteadyChoice
from facilitador.use_cases.newcomers import AddNewcomer

_WAS_THERE = (AttendanceMark.ATTENDED, AttendanceMark.LATE, AttendanceMark.LEFT_EARLY)


def fields() -> tuple[FieldSpec, ...]:
    """His name and how long he was there; the rest of his ficha comes later."""
    marks = tuple(Option(str(mark), MARK_LABELS[mark]) for mark in _WAS_THERE)
    return (
        FieldSpec("paternal_surname", "Apellido paterno", compulsory=True, max_length=60),
        FieldSpec("maternal_surname", "Apellido materno", help="Si lo dijo.", max_length=60),
        FieldSpec("given_names", "Nombres", compulsory=True, max_length=80),
        FieldSpec(
            "mark",
            "Ese día",
            FieldKind.CHOICE,
            options=marks,
            control=lambda: SteadyChoice(marks, str(AttendanceMark.ATTENDED), across=True),
        ),
    )


def command(session_id: UUID, answers: Answers, *, waitlist: bool) -> AddNewcomer:
    """His ficha with his name, his place from the day of the session, his mark; or a place in the waiting list."""
    return AddNewcomer(
        session_id=session_id,
        paternal_surname=text_in(answers, "paternal_surname"),
        maternal_surname=text_in(answers, "maternal_surname"),
        given_names=text_in(answers, "given_names"),
        mark=AttendanceMark(text_in(answers, "mark") or AttendanceMark.ATTENDED),
        waitlist=waitlist,
    )
