"""What is said of a man's progress, the same on screen, on paper and in the command line."""

from __future__ import annotations

from typing import Final

from facilitador.domain.applications import PURPOSE_LABELS, STATUS_LABELS, ApplicationLine
from facilitador.domain.care import PROVIDER_LABELS, IndividualCare
from facilitador.domain.coverage import TopicState
from facilitador.domain.dates import format_date
from facilitador.domain.enrolments import STATUS_RULES
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers, short_rate
from facilitador.domain.participants import StintWithEvents
from facilitador.domain.profile_words import change_words
from facilitador.domain.profiles import ManChange
from facilitador.domain.progress import TO_MAKE_UP, EvaluationProgress
from facilitador.domain.referrals import REASON_LABELS, STATE_LABELS, Referral

NOTHING_REMAINS: Final = "Nada pendiente."
_WORKED: Final = (TopicState.COVERED, TopicState.PARTIAL)


def stay_words(stay: StintWithEvents) -> str:
    """`Los Molles: participa, desde el 12/03/2026`; of one that is over, until when. Never why."""
    stint = stay.stint
    status = STATUS_RULES[stint.status].label
    until = f" al {format_date(stint.ended_on)}" if stint.ended_on is not None else ""
    since = f"{'del' if until else 'desde el'} {format_date(stint.since)}{until}"
    return f"{stay.group_name}: {status[:1].lower()}{status[1:]}, {since}"


def changes_lines(change: ManChange) -> tuple[str, ...]:
    """Scale by scale whether anything can be said of a change, in words and without figures."""
    if len(change.applications) < 2:
        return ("Respondió una sola vez: todavía no hay qué comparar.",)
    return tuple(f"{one.subscale.title}: {change_words(one.change)}." for one in change.subscales)


def evaluation_words(found: EvaluationProgress) -> tuple[str, ...]:
    """How far the initial evaluation is, and what was looked at again; not a word of what was found."""
    told = [f"Se preguntó por {found.asked} de {found.of} factores (6.6)."]
    told += [f"Se volvió a mirar: {label}, {format_date(day)}." for label, day in found.looked_again]
    return tuple(told)


def topics_told(group: GroupNumbers, man: ManNumbers) -> str:
    """`Trabajó 6 de 13; recuperó 1; por recuperar 2`, of the thirteen that 6.4.8 names."""
    mandated = [man.topics[topic.id] for topic in group.topics if topic.mandated]
    worked, partly = (sum(cell.state is state for cell in mandated) for state in _WORKED)
    told = [f"Trabajó {worked} de {len(mandated)}"]
    repaired = sum(bool(cell.made_up) for cell in mandated)
    lacks = sum(cell.state in TO_MAKE_UP for cell in mandated)
    told += [f"en parte {partly}"] if partly else []
    told += [f"recuperó {repaired}"] if repaired else []
    told += [f"por recuperar {lacks}"] if lacks else []
    return f"{'; '.join(told)}."


def attendance_told(man: ManNumbers) -> str:
    """`Asistió a 8 de 10 sesiones realizadas; recuperó 1; sin registrar 2.`"""
    his = man.figures
    if his.of_held is None:
        return "Todavía sin asistencia registrada."
    held = "sesión realizada" if his.of_held.denominator == 1 else "sesiones realizadas"
    told = [f"Asistió a {short_rate(his.of_held)} {held}"]
    told += [f"recuperó {his.made_up}"] if his.made_up else []
    told += [f"sin registrar {his.unrecorded}"] if his.unrecorded else []
    return f"{'; '.join(told)}."


def application_words(one: ApplicationLine) -> str:
    """`12/03/2026: Preguntas de inicio, al inicio. Terminada.`, without anything of what he answered."""
    moment = PURPOSE_LABELS[one.purpose].lower()
    return f"{format_date(one.applied_on)}: {one.name}, {moment}. {STATUS_LABELS[one.status]}."


def referral_words(one: Referral) -> str:
    """To whom, for what, how it stands and since when; never why in free words."""
    state = f"{STATE_LABELS[one.last.state]} ({format_date(one.last.on)})"
    return f"{one.institution}. {REASON_LABELS[one.reason]}. {state}."


def care_words(one: IndividualCare) -> str:
    """By whom, since when, with how many goals, whether it goes on; never what is talked about."""
    goals = len(one.agreement.goals)
    agreed = {0: "Sin objetivos acordados", 1: "1 objetivo acordado"}.get(goals, f"{goals} objetivos acordados")
    ended = f"Cerrada el {format_date(one.closing.on)}." if one.closing is not None else "En curso."
    return f"{PROVIDER_LABELS[one.provider_kind]}, desde el {format_date(one.requested_on)}. {agreed}. {ended}"
