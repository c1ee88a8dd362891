"""The views of `show` about the numbers of a group: their JSON shapes and the lines a person reads.

`{"coverage": {"group_id", "group", "topics": [{"id", "short", "name", "mandated", "state", "sessions": [{"id",
"areas"}], "to_come", "missing_areas"}], "men": [{"participant_id", "enrolment_id", "name", "present", "topics": {topic
id: {"state", "done", "made_up", "held", "to_come", "open_session_ids"}}}]}}` ·
`{"attendance_rates": {"group_id", "group", "policy", "sessions": [{"id", "number", "day", "state"}], "men":
[{"participant_id", "enrolment_id", "name", "present", "figures", "marks": {session id: mark}, "pending", "taken",
"can_complete"}]}}` · `{"absence_rules": policy}`

`figures`, `policy`, `pending` and `taken` have the keys of the dataclasses AttendanceFigures, AttendancePolicy,
PendingStep and AbsenceStepTaken; a rate is {"numerator", "denominator"}, or null where there is nothing to say yet.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any, Final

from facilitador.cli.console import pairs, table
from facilitador.cli.names import group_named
from facilitador.cli.views import plain_value
from facilitador.domain.absence_policies import STEP_TAKEN_LABELS, AttendancePolicy, rule_words
from facilitador.domain.coverage import TopicState
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers, rate_words, sessions_words, short_rate
from facilitador.domain.signs import TOPIC_LEGEND, TOPIC_SIGNS
from facilitador.use_cases.absence_rules import AbsenceRules
from facilitador.use_cases.coverage import Coverage
from facilitador.use_cases.open_book import OpenBook


def coverage(numbers: GroupNumbers) -> tuple[dict[str, Any], list[str]]:
    """Topics of each man and of the group (6.4.8, 6.4.9)."""
    document = {
        "group_id": str(numbers.group_id),
        "group": numbers.group_name,
        "topics": [
            {
                "id": topic.id,
                "short": topic.short,
                "name": topic.name,
                "mandated": topic.mandated,
                "state": str(found.state),
                "sessions": [{"id": str(part.session_id), "areas": sorted(part.areas)} for part in found.parts],
                "to_come": found.to_come,
                "missing_areas": sorted(found.missing),
            }
            for topic, found in zip(numbers.topics, numbers.group, strict=True)
        ],
        "men": [{**_man(one), "topics": plain_value(one.topics)} for one in numbers.men],
    }
    headings = ("Participante", *(topic.short for topic in numbers.topics), "Trabajados")
    rows = [
        (
            one.full_name,
            *(str(TOPIC_SIGNS[one.topics[topic.id].state]) for topic in numbers.topics),
            f"{one.count(TopicState.COVERED)} de {len(numbers.topics)}",
        )
        for one in numbers.men
    ]
    lines = table(headings, rows) if rows else ["Todavía no ha participado nadie en este grupo."]
    lines += ["", "  ".join(f"{sign} {words}" for sign, words in TOPIC_LEGEND), ""]
    return {"coverage": document}, [*lines, *_topics(numbers)]


def attendance_rates(numbers: GroupNumbers) -> tuple[dict[str, Any], list[str]]:
    """The three rates of each man, and what his absences call for."""
    document = {
        "group_id": str(numbers.group_id),
        "group": numbers.group_name,
        "policy": _policy(numbers.policy),
        "sessions": [
            {"id": str(one.id), "number": one.number, "day": plain_value(one.day), "state": str(one.state)}
            for one in numbers.sessions
        ],
        "men": [
            {
                **_man(one),
                "figures": plain_value(one.figures),
                "marks": plain_value(one.record.marks),
                "pending": plain_value(one.pending),
                "taken": plain_value(one.taken),
                "can_complete": one.can_complete,
            }
            for one in numbers.men
        ],
    }
    headings = ("Participante", "Asistió", "Con lo recuperado", "Del plan", "Puede llegar a", "Por considerar")
    rows = [
        (
            one.full_name,
            rate_words(one.figures.of_held),
            short_rate(one.figures.with_made_up),
            short_rate(one.figures.of_planned),
            short_rate(one.figures.attainable),
            _considered(one),
        )
        for one in numbers.men
    ]
    return {"attendance_rates": document}, table(headings, rows) if rows else ["No hay nada que mostrar."]


def absence_rules(policy: AttendancePolicy) -> tuple[dict[str, Any], list[str]]:
    """What the service asks of attendance."""
    lines = [rule_words(rule) for rule in policy.rules] or ["El servicio no ha puesto reglas de inasistencia."]
    share = "" if policy.minimum_percent is None else f"{policy.minimum_percent} % de sus sesiones"
    return {"absence_rules": _policy(policy)}, [*lines, *pairs([("Para completar", share)])]


def _topics(numbers: GroupNumbers) -> list[str]:
    rows = [
        (
            topic.short,
            str(TOPIC_SIGNS[found.state]),
            topic.name,
            sessions_words(numbers.session(part.session_id) for part in found.parts),
        )
        for topic, found in zip(numbers.topics, numbers.group, strict=True)
    ]
    return table(("N.º", "", "Tema", "Sesiones"), rows)


def _man(man: ManNumbers) -> dict[str, Any]:
    return {
        "participant_id": str(man.participant_id),
        "enrolment_id": str(man.enrolment_id),
        "name": man.full_name,
        "present": man.present,
    }


def _policy(policy: AttendancePolicy) -> dict[str, Any]:
    rules = [{**plain_value(rule), "marks": sorted(rule.marks)} for rule in policy.rules]
    return {"rules": rules, "minimum_percent": policy.minimum_percent, "revision": policy.revision}


def _considered(man: ManNumbers) -> str:
    told = [STEP_TAKEN_LABELS[man.pending.step]] if man.pending else []
    return "; ".join([*told, *(["ya no puede completar"] if man.can_complete is False else [])])


def _numbers(book: OpenBook, args: argparse.Namespace) -> GroupNumbers:
    return book.ask(Coverage(group_id=group_named(book, args.subject))).result()


VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], tuple[dict[str, Any], list[str]]]]] = {
    "coverage": lambda book, args: coverage(_numbers(book, args)),
    "attendance-rates": lambda book, args: attendance_rates(_numbers(book, args)),
    "absence-rules": lambda book, args: absence_rules(book.ask(AbsenceRules()).result()),
}
"""How each view is asked of a book; the first two of a group, the last of nobody."""
