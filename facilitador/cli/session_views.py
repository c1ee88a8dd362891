"""The views of `show` about the plan: for each, its JSON shape and the lines a person reads.

`{"sessions": [session + {"topic_names"}], "warnings": [{"field", "code", "message"}], "next": id or null}` ·
`{"topics": [topic + {"mandated", "retired", "revision"}]}`; fields as in `views.py`. The field of a warning is
`sessions.N.…`: the place in the list, from 0.
"""

from __future__ import annotations

from typing import Any

from facilitador import messages
from facilitador.cli.console import table
from facilitador.cli.views import plain_value
from facilitador.domain.curricula import ServiceCurriculum
from facilitador.domain.dates import format_date, weekday_name
from facilitador.domain.session_plans import SessionState
from facilitador.use_cases.group_plans import PlanView

STATES = {
    SessionState.PLANNED: "en el plan",
    SessionState.HELD: "realizada",
    SessionState.CANCELLED: "cancelada",
}


def sessions(view: PlanView) -> tuple[dict[str, Any], list[str]]:
    """The plan of a group and what should be looked at."""
    names = view.curriculum.names

    def told(topic_ids: tuple[str, ...]) -> list[str]:
        return [names.get(topic, topic) for topic in topic_ids]

    shown = list(zip(view.sessions, view.places, strict=True))
    warnings = [
        {"field": one.field, "code": one.code, "message": messages.of_problem(one).whole}
        for one in view.findings.warnings
    ]
    following = view.next_session
    document = {
        "sessions": [{**plain_value(one), "topic_names": told(place.topic_ids)} for one, place in shown],
        "warnings": warnings,
        "next": str(following.id) if following is not None else None,
    }
    rows = [
        (
            str(one.number or "—"),
            f"{weekday_name(one.day)[:3]} {format_date(one.day)}",
            f"{one.starts_at:%H:%M}-{one.ends_at:%H:%M}",
            STATES[one.state] + (" (extra)" if one.extra else ""),
            str(one.id),
            "; ".join(told(place.topic_ids)),
        )
        for one, place in shown
    ]
    if not rows:
        return document, ["El grupo todavía no tiene plan de sesiones."]
    lines = table(("N.º", "Fecha", "Hora", "Estado", "Identificador", "Temas"), rows)
    return document, [*lines, *(f"Revise: {one['message']}" for one in warnings)]


def topics(of: ServiceCurriculum) -> tuple[dict[str, Any], list[str]]:
    """The thirteen and the service's own."""
    own = of.added_here
    document = [
        {
            **plain_value(topic),
            "mandated": topic.mandated,
            "retired": topic.id in own and own[topic.id].retired,
            "revision": own[topic.id].revision if topic.id in own else None,
        }
        for topic in of.kept_here
    ]
    rows = [
        (
            str(topic.number or ""),
            topic.name + (" (retirado)" if topic.id in own and own[topic.id].retired else ""),
            f"{topic.suggested_minutes} min",
            topic.id,
        )
        for topic in of.kept_here
    ]
    return {"topics": document}, table(("N.º", "Tema", "Duración", "Identificador"), rows)
