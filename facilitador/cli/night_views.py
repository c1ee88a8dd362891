"""The views of `show` about who comes and came: for each, its JSON shape and the lines a person reads.

`{"tonight": {"session": session, "group", "venue", "topics": [names], "expected": [man + {"to_make_up": [missed]}],
"open_matters": [{"kind", "day", "text", "about", "session_id", "participant_id", "group_id", "count"}]}}` ·
`{"attendance": {"session": session, "group", "men": [man], "tally": {"expected", "attending", "absent", "unrecorded"},
"door_refusals": [refusal]}}` · `{"calls": [{"enrolment_id", "participant_id", "name", "group_id", "group", "purpose",
"session_id", "session_day", "phones", "to_make_up": [missed], "calls": [call], "settled"}]}`

man: `{"number", "enrolment_id", "participant_id", "name", "expected", "mark", "announced", "refusal_id", "made_up_on",
"bare"}`; `mark` null is *sin registrar*, `number` null who does not count that day, `announced` null who gave no
notice. missed: `{"session_id", "number", "day", "topics"}`. Other keys are those of the dataclass of that name in
`facilitador.domain`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from facilitador.cli.console import pairs, table
from facilitador.cli.names import as_id, group_named, session_named
from facilitador.cli.views import plain_value
from facilitador.domain.attendance import MARK_LABELS
from facilitador.domain.attendance_lists import AttendanceLine, AttendanceList, tally
from facilitador.domain.calls import PURPOSE_LABELS, RESULT_LABELS, CallEntry
from facilitador.domain.dates import format_date, weekday_name
from facilitador.domain.doors import AT_RISK_LABELS, CAUSE_LABELS, DoorRefusal
from facilitador.domain.phones import display_phone
from facilitador.domain.sessions import Session
from facilitador.domain.tonight import Tonight, matter_line, missed_line
from facilitador.errors import UserFacingError
from facilitador.use_cases.attendance import SessionAttendance
from facilitador.use_cases.calls import CallList
from facilitador.use_cases.doors import DoorRefusals
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.tonight import TonightPage


def tonight(page: Tonight) -> tuple[dict[str, Any], list[str]]:
    """A session before its door opens."""
    document = {
        "session": plain_value(page.session),
        "group": page.group_name,
        "venue": page.venue_name,
        "topics": list(page.topics),
        "expected": [{**_man(man.line), "to_make_up": plain_value(man.to_make_up)} for man in page.men],
        "open_matters": plain_value(page.matters),
    }
    lines = _head(page.session, page.group_name)
    lines += pairs([("Local", page.venue_name), ("Temas", "; ".join(page.topics))])
    lines += [f"Pendiente: {matter_line(matter)}" for matter in page.matters]
    rows = [
        (str(man.line.number), man.line.full_name, _notice(man.line), missed_line(man.to_make_up)) for man in page.men
    ]
    lines += ["", *table(("N.º", "Participante", "Aviso", "Le falta recuperar"), rows)] if rows else ["Nadie inscrito."]
    return {"tonight": document}, lines


def attendance(men: AttendanceList, refusals: Sequence[DoorRefusal]) -> tuple[dict[str, Any], list[str]]:
    """Who was there."""
    counts = tally(line.mark for line in men.expected)
    document = {
        "session": plain_value(men.session),
        "group": men.group_name,
        "men": [_man(line) for line in men.lines],
        "tally": {
            "expected": counts.expected,
            "attending": counts.attending,
            "absent": counts.absent,
            "unrecorded": counts.unrecorded,
        },
        "door_refusals": plain_value(refusals),
    }
    rows = [
        (
            str(line.number or "—"),
            line.full_name,
            MARK_LABELS[line.mark] if line.expected else "no cuenta ese día",
            _notice(line),
            str(line.enrolment_id),
        )
        for line in men.lines
    ]
    lines = _head(men.session, men.group_name)
    lines += [
        f"Se espera a {counts.expected}: asistieron {counts.attending}, inasistencias {counts.absent}, "
        f"sin registrar {counts.unrecorded}.",
        "",
    ]
    lines += table(("N.º", "Participante", "Asistencia", "Observación", "Inscripción"), rows)
    names = {line.enrolment_id: line.full_name for line in men.lines}
    for refusal in refusals:
        pending = " PENDIENTE" if refusal.pending else ""
        risk = AT_RISK_LABELS[refusal.at_risk]
        said = f"No ingresó: {names.get(refusal.enrolment_id, '')}. {CAUSE_LABELS[refusal.cause]}. {risk}.{pending}"
        lines += ["", f"{said} {refusal.id}"]
    return {"attendance": document}, lines


def calls(entries: Sequence[CallEntry]) -> tuple[dict[str, Any], list[str]]:
    """Who is to be called, and who was reached."""
    document = [
        {
            "enrolment_id": str(entry.enrolment_id),
            "participant_id": str(entry.participant_id),
            "name": entry.full_name,
            "group_id": str(entry.group_id),
            "group": entry.group_name,
            "purpose": str(entry.purpose),
            "session_id": str(entry.session_id) if entry.session_id else None,
            "session_day": plain_value(entry.session_day),
            "phones": list(entry.phones),
            "to_make_up": plain_value(entry.to_make_up),
            "calls": plain_value(entry.calls),
            "settled": entry.settled,
        }
        for entry in entries
    ]
    rows = [
        (
            entry.full_name,
            entry.group_name,
            PURPOSE_LABELS[entry.purpose],
            " · ".join(display_phone(number) for number in entry.phones),
            RESULT_LABELS[entry.calls[-1].result] if entry.calls else "",
            str(entry.enrolment_id),
        )
        for entry in entries
    ]
    headings = ("A quién", "Grupo", "Por qué", "Celular", "Última llamada", "Inscripción")
    return {"calls": document}, table(headings, rows) if rows else ["No hay a quién llamar."]


def _man(line: AttendanceLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "enrolment_id": str(line.enrolment_id),
        "participant_id": str(line.stint.participant_id),
        "name": line.full_name,
        "expected": line.expected,
        "mark": plain_value(line.mark),
        "announced": line.announced,
        "refusal_id": str(line.refusal_id) if line.refusal_id else None,
        "made_up_on": plain_value(line.made_up_on),
        "bare": line.bare,
    }


def _notice(line: AttendanceLine) -> str:
    said = []
    if line.announced is not None:
        said.append(f"avisó: {line.announced}" if line.announced else "avisó")
    if line.made_up_on is not None:
        said.append(f"la recuperó el {format_date(line.made_up_on)}")
    if line.bare:
        said.append("ficha por completar")
    return "; ".join(said)


def _head(session: Session, group_name: str) -> list[str]:
    which = f"Sesión {session.number}" if session.number is not None else "Sesión cancelada"
    day = f"{weekday_name(session.day)} {format_date(session.day)}"
    return [f"{which} · {group_name}", f"{day}, {session.starts_at:%H:%M} a {session.ends_at:%H:%M}"]


def _show_tonight(book: OpenBook, args: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """Of a session, or of a group: its session of today, else the next."""
    query = TonightPage(session_id=session_named(book, args.subject)) if "/" in args.subject else None
    key = as_id(args.subject)
    if query is None and key is not None:
        query = TonightPage(session_id=key)
        try:
            return tonight(book.ask(query).result())
        except UserFacingError as error:
            if error.code != "not_found":
                raise
            query = None  # the identifier is a group's
    return tonight(book.ask(query or TonightPage(group_id=group_named(book, args.subject))).result())


def _show_attendance(book: OpenBook, args: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    key: UUID = session_named(book, args.subject)
    men = book.ask(SessionAttendance(session_id=key)).result()
    return attendance(men, book.ask(DoorRefusals(session_id=key)).result())


def _show_calls(book: OpenBook, args: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    return calls(book.ask(CallList()).result())


VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], tuple[dict[str, Any], list[str]]]]] = {
    "tonight": _show_tonight,
    "attendance": _show_attendance,
    "calls": _show_calls,
}
"""The views by name."""
