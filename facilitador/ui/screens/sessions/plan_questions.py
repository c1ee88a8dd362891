"""What is asked before a plan changes: the fields of each question, and the command that its answer makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Final
from uuid import UUID

from facilitador.domain.dates import WEEKDAYS
from facilitador.domain.hours import format_time, parse_typed_time
from facilitador.domain.plan_changes import TopicsGo
from facilitador.domain.registration_forms import NO, YES_NO_OPTIONS, Answer, Answers, FieldKind, Option
from facilitador.domain.session_plans import (
    LONGEST_NOTE,
    REASON_LABELS,
    ChangeReason,
    PlannedSession,
    minutes_between,
)
from facilitador.domain.sessions import Session
from facilitador.domain.topics import Topic
from facilitador.domain.venues import Venue
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.short_forms import day_in, is_yes, text_in
from facilitador.ui.widgets.choice_fields import ComboField
from facilitador.ui.widgets.flowing_choices import FlowingChoices
from facilitador.ui.widgets.ordered_choices import OrderedChoices
from facilitador.ui.widgets.steady_choice import SteadyChoice
from facilitador.ui.widgets.wrapped_choices import WrappedChoices
from facilitador.use_cases.group_plans import AddLocalFeast, ProposedPlan
from facilitador.use_cases.session_plans import (
    AddSession,
    CancelSession,
    DescribeSession,
    MoveSession,
    ReplanTopics,
    SessionTopics,
    SessionToPlan,
)

_REASONS: Final = tuple(Option(str(code), text) for code, text in REASON_LABELS.items())
_DAYS: Final = tuple(Option(str(number), name.capitalize()) for number, name in enumerate(WEEKDAYS))
_TOPICS_GO: Final = (
    Option(str(TopicsGo.ON_NEW_DAY), "Pasan a otro día y lo que sigue se corre"),
    Option(str(TopicsGo.INTO_NEXT), "Se juntan con los de la sesión siguiente"),
    Option(str(TopicsGo.NOWHERE), "Lo decido después"),
)
_ASKED_AS: Final = {"minutes": "ends_at", "sessions": "starts_at"}


def as_asked(error: UserFacingError) -> UserFacingError:
    """A refusal whose fields are those of the question: the length of a session is asked as the hour it ends."""
    if isinstance(error, InvalidInput):
        return InvalidInput(
            Problem(_ASKED_AS.get(one.field, one.field), one.code, one.parameters) for one in error.problems
        )
    return error


# -- hours ------------------------------------------------------------------------------------------------------------


def hour_fields() -> tuple[FieldSpec, FieldSpec]:
    """When a session begins and ends."""
    return (
        FieldSpec("starts_at", "Empieza a las", compulsory=True, max_length=20, placeholder="19:00"),
        FieldSpec("ends_at", "Termina a las", compulsory=True, max_length=20, placeholder="21:00"),
    )


def hours_in(answers: Answers) -> tuple[time, int]:
    """When it begins and how many minutes it lasts; InvalidInput names the hour that cannot be."""
    problems: list[Problem] = []
    hours: list[time] = []
    for name in ("starts_at", "ends_at"):
        try:
            hours.append(parse_typed_time(text_in(answers, name)))
        except UserFacingError as error:
            problems.append(Problem(name, error.code))
    if problems:
        raise InvalidInput(problems)
    try:
        return hours[0], minutes_between(*hours)
    except UserFacingError as error:
        raise InvalidInput([Problem("ends_at", error.code, error.parameters)]) from None


def hour_problems(answers: Answers) -> tuple[Problem, ...]:
    """What is wrong with the hours as typed; nothing is said while one is empty."""
    if not (text_in(answers, "starts_at") and text_in(answers, "ends_at")):
        return ()
    try:
        hours_in(answers)
    except InvalidInput as refused:
        return refused.problems
    return ()


def hours_of(one: PlannedSession | Session) -> dict[str, Answer]:
    """The hours of a session as answers."""
    ends = one.ends if isinstance(one, PlannedSession) else one.ends_at
    return {"starts_at": format_time(one.starts_at), "ends_at": format_time(ends.time())}


# -- one session ------------------------------------------------------------------------------------------------------


def move_fields(*, saved: bool = True) -> tuple[FieldSpec, ...]:
    """Where it goes, why (once a plan is saved), and whether what follows moves on."""
    day = FieldSpec("day", "¿A qué día pasa?", FieldKind.DATE, compulsory=True)
    return (day, *hour_fields(), *_reason(saved), _follow())


def move_answers(one: PlannedSession | Session) -> dict[str, Answer]:
    """What the question begins with: where the session is now."""
    return {"day": one.day.isoformat(), **hours_of(one), "follow": NO}


def move_command(session: Session, answers: Answers) -> MoveSession:
    """The move."""
    starts_at, minutes = hours_in(answers)
    return MoveSession(
        session_id=session.id,
        revision=session.revision,
        day=_day(answers),
        starts_at=starts_at,
        minutes=minutes,
        follow=is_yes(answers, "follow"),
        reason_code=ChangeReason(text_in(answers, "reason_code")),
        reason=text_in(answers, "reason"),
    )


def cancel_fields(topics: Sequence[str]) -> tuple[FieldSpec, ...]:
    """Why, and what becomes of its topics if it has some."""
    go = FieldSpec(
        "topics",
        "¿Qué pasa con sus temas?",
        FieldKind.CHOICE,
        options=_TOPICS_GO,
        control=lambda: SteadyChoice(_TOPICS_GO, str(TopicsGo.ON_NEW_DAY)),
    )
    return (*_reason(True), go) if topics else _reason(True)


def cancel_command(session: Session, answers: Answers) -> CancelSession:
    """The cancellation."""
    return CancelSession(
        session_id=session.id,
        revision=session.revision,
        reason_code=ChangeReason(text_in(answers, "reason_code")),
        reason=text_in(answers, "reason"),
        topics=TopicsGo(text_in(answers, "topics") or TopicsGo.NOWHERE),
    )


def extra_fields(topics: Iterable[Topic]) -> tuple[FieldSpec, ...]:
    """A session beside the series: when, with which topics, why."""
    day = FieldSpec("day", "¿Qué día?", FieldKind.DATE, compulsory=True)
    return (day, *hour_fields(), topics_field(topics), *_reason(True))


def extra_command(group_id: UUID, answers: Answers) -> AddSession:
    """The extra session."""
    starts_at, minutes = hours_in(answers)
    return AddSession(
        group_id=group_id,
        day=_day(answers),
        starts_at=starts_at,
        minutes=minutes,
        topic_ids=codes_in(answers, "topic_ids"),
        reason_code=ChangeReason(text_in(answers, "reason_code")),
        reason=text_in(answers, "reason"),
    )


def topics_field(topics: Iterable[Topic]) -> FieldSpec:
    """The topics of one session in order; without their numbers, for the order has numbers of its own."""
    options = tuple(Option(topic.id, topic.name) for topic in topics)
    return FieldSpec(
        "topic_ids",
        "Temas, en el orden en que se trabajan",
        FieldKind.CHOICES,
        options=options,
        control=lambda: OrderedChoices(options, prompt="Agregar un tema…"),
    )


def topics_command(group_id: UUID, changed: Mapping[UUID, Sequence[str]], stamp: int) -> ReplanTopics:
    """Other topics for these sessions."""
    entries = tuple(SessionTopics(session_id=key, topic_ids=tuple(topics)) for key, topics in changed.items())
    return ReplanTopics(group_id=group_id, sessions=entries, stamp=stamp)


def describe_fields(venues: Sequence[Venue], kept: UUID | None) -> tuple[FieldSpec, ...]:
    """Where a session meets if not at the group's venue, and what it is called."""
    places = tuple(Option(str(one.id), one.name) for one in venues if not one.retired or one.id == kept)
    return (
        FieldSpec(
            "venue_id",
            "Otro local",
            FieldKind.CHOICE,
            help="Solo si esta vez no es en el local de siempre.",
            options=places,
            control=lambda: ComboField(places),
        ),
        FieldSpec("title", "Título", help="Neutro, como «Encuentro de cierre». Puede quedar vacío.", max_length=120),
    )


def describe_answers(session: Session) -> dict[str, Answer]:
    """What is said of it now."""
    answers = {"venue_id": str(session.venue_id) if session.venue_id else "", "title": session.title}
    return {name: text for name, text in answers.items() if text}


def describe_command(session: Session, answers: Answers) -> DescribeSession:
    """What is said of it from now on."""
    venue = text_in(answers, "venue_id")
    return DescribeSession(
        session_id=session.id,
        revision=session.revision,
        venue_id=UUID(venue) if venue else None,
        title=text_in(answers, "title"),
        phase=session.phase,
    )


def split_field(topic_ids: Sequence[str], topics: Mapping[str, str]) -> FieldSpec:
    """From which of its topics on they get a session of their own."""
    options = tuple(Option(str(at), topics.get(topic, topic)) for at, topic in enumerate(topic_ids) if at)
    return FieldSpec(
        "at", "¿Desde qué tema pasa a la sesión nueva?", FieldKind.CHOICE, options=options, compulsory=True
    )


# -- the plan ---------------------------------------------------------------------------------------------------------


def proposal_fields(topics: Mapping[str, str]) -> tuple[FieldSpec, ...]:
    """From what a plan is proposed."""
    options = tuple(Option(code, text) for code, text in topics.items())
    return (
        FieldSpec("first", "Primera fecha", FieldKind.DATE, compulsory=True),
        FieldSpec(
            "weekdays",
            "¿Qué días se reúnen?",
            FieldKind.CHOICES,
            options=_DAYS,
            compulsory=True,
            control=lambda: FlowingChoices(_DAYS),
        ),
        *hour_fields(),
        FieldSpec(
            "count",
            "Número de sesiones",
            FieldKind.NUMBER,
            help="Si son menos que los temas, algunas trabajarán dos; si son más, algunos temas ocuparán varias.",
            compulsory=True,
        ),
        FieldSpec(
            "topic_ids",
            "Temas",
            FieldKind.CHOICES,
            options=options,
            compulsory=True,
            control=lambda: WrappedChoices(options),
        ),
    )


def proposal_query(group_id: UUID, answers: Answers, order: Sequence[str]) -> ProposedPlan:
    """What is asked of the book; the topics go in the order of the curriculum, whatever the order of the clicks."""
    starts_at, minutes = hours_in(answers)
    chosen = frozenset(codes_in(answers, "topic_ids"))
    count = answers.get("count")
    return ProposedPlan(
        group_id=group_id,
        first=_day(answers, "first"),
        weekdays=tuple(int(code) for code in codes_in(answers, "weekdays")),
        starts_at=starts_at,
        minutes=minutes,
        count=count if isinstance(count, int) else 0,
        topic_ids=tuple(topic for topic in order if topic in chosen),
    )


def as_entries(sessions: Sequence[Session]) -> tuple[SessionToPlan, ...]:
    """Saved sessions as the plan that would be sent to have them back."""
    return tuple(
        SessionToPlan(
            id=one.id,
            day=one.day,
            starts_at=one.starts_at,
            minutes=one.minutes,
            topic_ids=one.planned_topics,
            extra=one.extra,
            venue_id=one.venue_id,
            title=one.title,
            phase=one.phase,
        )
        for one in sessions
    )


def feast_fields() -> tuple[FieldSpec, ...]:
    """A day on which nobody meets."""
    return (
        FieldSpec("day", "Fecha", FieldKind.DATE, compulsory=True),
        FieldSpec("name", "¿Qué se celebra?", help="Por ejemplo: fiesta patronal.", compulsory=True, max_length=120),
    )


def feast_command(answers: Answers) -> AddLocalFeast:
    """The feast."""
    return AddLocalFeast(day=_day(answers), name=text_in(answers, "name"))


def codes_in(answers: Answers, name: str) -> tuple[str, ...]:
    """The codes answered."""
    given = answers.get(name)
    return tuple(given) if isinstance(given, list) else ()


def _day(answers: Answers, name: str = "day") -> date:
    day = day_in(answers, name)
    assert day is not None, "a compulsory question"
    return day


def _reason(saved: bool) -> tuple[FieldSpec, ...]:
    if not saved:
        return ()
    return (
        FieldSpec(
            "reason_code",
            "¿Por qué?",
            FieldKind.CHOICE,
            options=_REASONS,
            compulsory=True,
            control=lambda: ComboField(_REASONS),
        ),
        FieldSpec(
            "reason",
            "Algo más sobre el motivo",
            FieldKind.LONG_TEXT,
            help="Con «Otro motivo», escriba cuál. Queda en la historia de la sesión.",
            max_length=LONGEST_NOTE,
        ),
    )


def _follow() -> FieldSpec:
    return FieldSpec(
        "follow",
        "¿Lo que sigue se corre también?",
        FieldKind.YES_NO,
        help="Con «Sí», las sesiones siguientes pasan a su próximo día libre y el orden de los temas se conserva.",
        options=YES_NO_OPTIONS,
        control=lambda: SteadyChoice(YES_NO_OPTIONS, NO, across=True),
    )
