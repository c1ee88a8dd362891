"""What is asked before something happens in a group: the fields of each question, and the command its answer makes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from facilitador.domain.checks import REASON_LIMIT
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus, RosterEntry
from facilitador.domain.groups import Group
from facilitador.domain.registration_forms import Answers, Condition, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.short_forms import day_in, text_in
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import StartGroup

_NEEDING_REASON = tuple(str(status) for status, rule in STATUS_RULES.items() if rule.needs_reason)


def start_fields(anything_missing: bool) -> tuple[FieldSpec, ...]:
    """The day and, where something is missing, why it starts all the same (6.3.1)."""
    day = _day("on", "¿Qué día empezó?", "Hoy, o un día que ya pasó.")
    reason = FieldSpec(
        "reason",
        "¿Por qué se empieza sin lo que falta?",
        FieldKind.LONG_TEXT,
        help="Queda registrado con su nombre y la fecha.",
        max_length=REASON_LIMIT,
    )
    return (day, reason) if anything_missing else (day,)


def start_command(group: Group, answers: Answers, today: date) -> StartGroup:
    """The start; without a day, today."""
    on = day_in(answers, "on") or today
    return StartGroup(group_id=group.id, revision=group.revision, on=on, reason=text_in(answers, "reason"))


def status_fields(status: EnrolmentStatus, room: bool) -> tuple[FieldSpec, ...]:
    """The steps that the table of statuses allows from here, the day, and a reason where the step needs one.

    Without `room`, a step that takes one of the fifteen places is left out, unless he holds one already.
    """
    holds = STATUS_RULES[status].counts
    steps = [step for step in STATUS_RULES[status].leads_to if room or holds or not STATUS_RULES[step].counts]
    options = tuple(Option(str(step), STATUS_RULES[step].label) for step in steps)
    return (
        FieldSpec("status", "Desde ahora", FieldKind.CHOICE, options=options, compulsory=True),
        _day("on", "¿Desde qué día?"),
        FieldSpec(
            "reason",
            "¿Qué pasó?",
            FieldKind.LONG_TEXT,
            help="Una o dos frases; sin culpar a nadie.",
            max_length=REASON_LIMIT,
            asked_if=Condition("status", _NEEDING_REASON),
        ),
    )


def status_command(entry: RosterEntry, answers: Answers, today: date) -> ChangeEnrolmentStatus:
    """The step; without a day, today."""
    on = day_in(answers, "on") or today
    return ChangeEnrolmentStatus(
        enrolment_id=entry.stint.id,
        revision=entry.stint.revision,
        status=EnrolmentStatus(text_in(answers, "status")),
        on=on,
        reason=text_in(answers, "reason"),
    )


def place_command(entry: RosterEntry, today: date) -> ChangeEnrolmentStatus:
    """A free place for someone who waits, from today on."""
    return ChangeEnrolmentStatus(
        enrolment_id=entry.stint.id, revision=entry.stint.revision, status=EnrolmentStatus.ATTENDING, on=today
    )


def enrol_fields(full: bool) -> tuple[FieldSpec, ...]:
    """From which day on he is in the group, or waits."""
    return (_day("since", "¿Desde qué día espera?" if full else "¿Desde qué día participa?"),)


def enrol_command(
    group: Group, participant_id: UUID, answers: Answers, today: date, *, waitlist: bool
) -> EnrolParticipant:
    """The enrolment; without a day, today."""
    since = day_in(answers, "since") or today
    return EnrolParticipant(group_id=group.id, participant_id=participant_id, since=since, waitlist=waitlist)


def _day(name: str, text: str, help_text: str = "") -> FieldSpec:
    return FieldSpec(name, text, FieldKind.DATE, help=help_text)
