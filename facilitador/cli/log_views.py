"""The view of `show session`: the log of one session with what stands beside it; its JSON shape and its lines.

`{"session": session + {"group", "log", "areas", "facilitators": [{"id", "name"}], "incidents", "notes", "amendments",
"events", "men": [{"number", "enrolment_id", "participant_id", "name", "mark"}], "complete_by", "missing": [message +
{"numeral", "field"}], "named": [{"word", "numbers"}], "previous", "open_incidents"}}`

`log` holds the shared text (men by number), `notes` those that stand on a man's record; `mark` null is *sin registrar*.
Other keys are those of the dataclass of that name in `facilitador.domain.sessions` and `session_logs`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any, Final

from facilitador import messages
from facilitador.cli.console import message_document, pairs
from facilitador.cli.names import session_named
from facilitador.cli.session_views import STATES
from facilitador.cli.views import plain_value
from facilitador.domain.dates import format_date, weekday_name
from facilitador.domain.log_readings import LogSection, incident_text, log_sections
from facilitador.domain.session_logs import STATUS_LABELS, LogPage
from facilitador.domain.sessions import LogStatus
from facilitador.domain.topics import Curriculum
from facilitador.use_cases.curricula import CurriculumInUse
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.session_logs import SessionLogPage


def session(page: LogPage, curriculum: Curriculum) -> tuple[dict[str, Any], list[str]]:
    """One session with its log, as the role that asks may see it."""
    return {"session": _document(page)}, _lines(page, curriculum)


def _document(page: LogPage) -> dict[str, Any]:
    log = page.log
    gaps = [
        {
            **message_document(gap.missing.code, gap.missing.parameters),
            "numeral": gap.missing.numeral,
            "field": gap.field,
        }
        for gap in page.gaps
    ]
    men = [
        {
            "number": man.number,
            "enrolment_id": str(man.enrolment_id),
            "participant_id": str(man.participant_id),
            "name": man.full_name,
            "mark": man.mark,
        }
        for man in page.men
    ]
    return {
        **plain_value(log.session),
        "group": page.group_name,
        "log": plain_value(log.text),
        "areas": plain_value(log.areas),
        "facilitators": [{"id": str(key), "name": page.people.get(key, "")} for key in log.facilitator_ids],
        "incidents": plain_value(log.incidents),
        "notes": plain_value(log.notes),
        "amendments": plain_value(log.amendments),
        "events": plain_value(log.events),
        "men": men,
        "complete_by": plain_value(log.complete_by),
        "missing": gaps,
        "named": plain_value(page.named),
        "previous": plain_value(page.previous),
        "open_incidents": plain_value(page.open_incidents),
    }


def _lines(page: LogPage, curriculum: Curriculum) -> list[str]:
    of = page.session
    lines = pairs(
        [
            ("Grupo", page.group_name),
            ("Sesión", str(of.number or "")),
            ("Fecha", f"{weekday_name(of.day)} {format_date(of.day)}, {of.starts_at:%H:%M} a {of.ends_at:%H:%M}"),
            ("Estado", STATES[of.state]),
            ("Bitácora", STATUS_LABELS[of.log_status].lower()),
            ("Por completar hasta", format_date(page.log.complete_by) if page.log.complete_by else ""),
            ("Identificador", str(of.id)),
        ]
    )
    for section in log_sections(page, curriculum):
        lines += _section(section)
    if page.log.incidents:
        lines += ["", "Incidentes", *(_indented(incident_text(one, page.men)) for one in page.log.incidents)]
    if of.log_status is not LogStatus.CLOSED:
        told = [(messages.message(gap.missing.code, gap.missing.parameters).text, gap) for gap in page.gaps]
        lines += ["", *(f"Falta ({gap.missing.numeral}): {text}" for text, gap in told)] if told else []
    lines += ["", *(f"{man.number}. {man.full_name}" for man in page.men if man.expected)]
    return lines


def _section(section: LogSection) -> list[str]:
    written = [line for line in section.lines if line.text or line.history]
    lines = ["", section.title] if written else []
    for line in written:
        lines.append(_indented(f"{line.label}: {line.text or '—'}"))
        for one in line.history:
            when = f"{one.at.astimezone():%d/%m/%Y %H:%M}"
            head = f"Enmienda {one.number}, {when}, {one.by}. Motivo: {one.reason}"
            lines.append(_indented(f"{head}\nAntes decía: {one.before or 'nada'}", 4))
    return lines


def _indented(text: str, depth: int = 2) -> str:
    return "\n".join(" " * depth + line for line in text.splitlines())


def _session(book: OpenBook, args: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    page = book.ask(SessionLogPage(session_id=session_named(book, args.subject))).result()
    return session(page, book.ask(CurriculumInUse()).result().curriculum)


VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], tuple[dict[str, Any], list[str]]]]] = {
    "session": _session,
}
"""By the name of the view."""
