"""What is asked of a man who was not let in, the command that its answers make, and what is said of it in a list."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from facilitador.domain.doors import AT_RISK_LABELS, CAUSE_LABELS, AtRisk, DoorCause, DoorRefusal
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Answer, Answers, Condition, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import text_in
from facilitador.ui.widgets.steady_choice import SteadyChoice
from facilitador.use_cases.doors import LONGEST_ANSWER, LONGEST_NOTE, LONGEST_SEEN, DescribeDoorRefusal

FIRST = "goes_where"
_ASKED_OF_RISK = (AtRisk.YES, AtRisk.NO, AtRisk.UNKNOWN)


def parts(team: Sequence[Person]) -> tuple[FormPart, ...]:
    """First who may be in danger tonight, then what was seen and who decided."""
    risk = tuple(Option(str(one), AT_RISK_LABELS[one]) for one in _ASKED_OF_RISK)
    before_he_goes = (
        FieldSpec("goes_where", "¿A dónde va ahora?", max_length=LONGEST_ANSWER),
        FieldSpec("goes_with", "¿Con quién?", max_length=LONGEST_ANSWER),
        FieldSpec("at_risk", "¿Hay alguien en riesgo en casa hoy?", FieldKind.CHOICE, options=risk),
        FieldSpec(
            "protection_note",
            "¿Qué se sabe de eso?",
            FieldKind.LONG_TEXT,
            max_length=LONGEST_NOTE,
            asked_if=Condition("at_risk", (str(AtRisk.YES), str(AtRisk.UNKNOWN))),
        ),
    )
    causes = tuple(Option(str(one), text) for one, text in CAUSE_LABELS.items())
    people = tuple(Option(str(person.id), person.full_name) for person in team)
    what_was_seen = (
        FieldSpec(
            "cause",
            "Causa (6.7.2)",
            FieldKind.CHOICE,
            options=causes,
            compulsory=True,
            control=lambda: SteadyChoice(causes, str(DoorCause.ALCOHOL)),
        ),
        FieldSpec(
            "seen",
            "¿Qué se vio?",
            FieldKind.LONG_TEXT,
            help="Lo que se vio u olió, sin suposiciones.",
            max_length=LONGEST_SEEN,
        ),
        FieldSpec("decided_by", "¿Quién lo decidió?", FieldKind.CHOICE, options=people),
    )
    return (FormPart("Antes de que se vaya", "", before_he_goes), FormPart("En la puerta", "", what_was_seen))


def answers_of(refusal: DoorRefusal) -> dict[str, Answer]:
    """What is known of a refusal as the form shows it."""
    at_risk = "" if refusal.at_risk is AtRisk.NOT_ASKED else str(refusal.at_risk)
    known = {
        "goes_where": refusal.goes_where,
        "goes_with": refusal.goes_with,
        "at_risk": at_risk,
        "protection_note": refusal.protection_note,
        "cause": str(refusal.cause),
        "seen": refusal.seen,
        "decided_by": str(refusal.decided_by),
    }
    return {name: answer for name, answer in known.items() if answer}


def described(refusal: DoorRefusal, values: Answers) -> DescribeDoorRefusal:
    """What saves the answers."""
    decided_by = text_in(values, "decided_by")
    return DescribeDoorRefusal(
        refusal_id=refusal.id,
        revision=refusal.revision,
        cause=DoorCause(text_in(values, "cause")),
        seen=text_in(values, "seen"),
        decided_by=UUID(decided_by) if decided_by else None,
        goes_where=text_in(values, "goes_where"),
        goes_with=text_in(values, "goes_with"),
        at_risk=AtRisk(text_in(values, "at_risk") or AtRisk.NOT_ASKED),
        protection_note=text_in(values, "protection_note"),
    )


def said(refusal: DoorRefusal) -> tuple[str, ...]:
    """The lines of a refusal in the list."""
    goes = " ".join(
        part for part in (refusal.goes_where, f"({refusal.goes_with})" if refusal.goes_with else "") if part
    )
    lines = (
        f"Se vio: {refusal.seen}" if refusal.seen else "",
        f"Va a: {goes}" if goes else "",
        AT_RISK_LABELS[refusal.at_risk] + "." if refusal.at_risk is not AtRisk.NOT_ASKED else "",
        refusal.protection_note,
        f"Se hizo: {refusal.attended_note}" if refusal.attended_note else "",
    )
    return tuple(line for line in lines if line)


def pending_words(refusal: DoorRefusal) -> str:
    """What is still open of it."""
    if refusal.at_risk is AtRisk.YES:
        return "Pendiente: anotar qué se hizo para proteger a quien está en riesgo."
    return "Pendiente: saber si alguien corre riesgo hoy, o anotar qué se hizo."
