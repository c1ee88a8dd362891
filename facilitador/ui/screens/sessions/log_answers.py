"""What the book has of a log as answers of its form, and what typed answers become when they are saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.registration_forms import Answer, Answers
from facilitador.domain.session_logs import HEADING, LogContent, LogPage
from facilitador.domain.sessions import AreaReached, Avoided, IncidentKind, LogText, Reached
from facilitador.domain.topics import Area
from facilitador.ui.screens.sessions.log_questions import MARK, NOT_RECORDED, NOTE, NOTHING
from facilitador.ui.short_forms import is_yes, text_in
from facilitador.use_cases.log_amendments import AmendLog
from facilitador.use_cases.session_logs import CloseShort, SaveLog


def short_answers(page: LogPage) -> dict[str, Answer]:
    """What the short form shows at first: the planned topics as worked."""
    return {"topic_ids": list(page.session.planned_topics)} if page.session.planned_topics else {}


def log_answers(page: LogPage) -> dict[str, Answer]:
    """What the book has; where it says nothing of who led, the group's own are proposed."""
    log, text = page.log, page.log.text
    avoided = [one.code for one in text.avoided] + ([NOTHING] if text.nothing_avoided else [])
    answers: dict[str, Any] = {
        "topic_ids": list(log.session.worked_topics),
        "summary": text.summary,
        "alert": ("yes" if text.alert else "no") if text.summary else None,
        "facilitator_ids": [str(key) for key in log.facilitator_ids or page.leaders],
        "few_facilitators_reason": text.few_facilitators_reason,
        "technique": list(text.technique),
        "own_technique": text.own_technique,
        "narrative": text.narrative,
        "avoided": avoided,
        "materials": "\n".join(text.materials),
    }
    answers |= {f"areas.{area.area}": area.reached for area in log.areas}
    answers |= {f"notes.{area.area}": area.note for area in log.areas}
    answers |= {f"{HEADING}{code}": words for code, words in text.headings.items()}
    answers |= {f"answers.{one.code}": one.answer for one in text.avoided}
    if not log.session.worked_topics and not text.summary:
        answers |= short_answers(page)
    return {name: answer for name, answer in answers.items() if answer}


def amendment_answers(page: LogPage) -> dict[str, Answer]:
    """The closed log as it stands."""
    marks = {f"{MARK}{man.enrolment_id}": man.mark or NOT_RECORDED for man in page.men if man.expected}
    notes = {f"{NOTE}{note.enrolment_id}": note.text for note in page.log.notes}
    return {**log_answers(page), **marks, **notes}


def close_short(page: LogPage, incident_id: UUID, values: Answers) -> CloseShort:
    """The short closing that was typed."""
    alert = is_yes(values, "alert")
    return CloseShort(
        session_id=page.session.id,
        topic_ids=_topics(values),
        summary=text_in(values, "summary"),
        alert=alert,
        incident_id=incident_id if alert else None,
        incident_kind=IncidentKind(text_in(values, "incident_kind")) if alert else None,
        incident_what=text_in(values, "incident_what") if alert else "",
    )


def save_log(page: LogPage, values: Answers, revision: int | None) -> SaveLog:
    """The log that was typed."""
    return SaveLog(session_id=page.session.id, revision=revision, **_given(values))


def amend_log(page: LogPage, values: Answers, revision: int) -> AmendLog:
    """The amendment that was typed: of marks and notes only what differs."""
    before = amendment_answers(page)
    marks = {
        man.enrolment_id: _mark(text_in(values, f"{MARK}{man.enrolment_id}"))
        for man in page.men
        if man.expected and values.get(f"{MARK}{man.enrolment_id}") != before[f"{MARK}{man.enrolment_id}"]
    }
    notes = {
        note.enrolment_id: text_in(values, f"{NOTE}{note.enrolment_id}")
        for note in page.log.notes
        if text_in(values, f"{NOTE}{note.enrolment_id}") != note.text
    }
    return AmendLog(
        session_id=page.session.id,
        revision=revision,
        reason=text_in(values, "reason"),
        marks=marks,
        notes=notes,
        **_given(values),
    )


def content_of(page: LogPage, values: Answers) -> LogContent:
    """What was typed, as its completeness is judged."""
    given = _given(values)
    areas = tuple(AreaReached(area, reached, "") for area, reached in given["areas"].items())
    return LogContent(
        text=text_of(values),
        topic_ids=given["topic_ids"],
        areas=areas,
        facilitators=len(given["facilitator_ids"]),
        unrecorded=page.unrecorded,
        incidents=len(page.log.incidents),
    )


def text_of(values: Answers) -> LogText:
    """The words that were typed."""
    given = _given(values)
    names = ("summary", "alert", "technique", "own_technique", "narrative", "headings", "nothing_avoided", "materials")
    plain: Mapping[str, Any] = {name: given[name] for name in (*names, "few_facilitators_reason")}
    return LogText(**plain, avoided=tuple(Avoided(code, answer) for code, answer in given["avoided"].items()))


def _given(values: Answers) -> dict[str, Any]:
    areas = {area: Reached(text_in(values, f"areas.{area}")) for area in Area if values.get(f"areas.{area}")}
    came_up = _list(values, "avoided")
    return {
        "topic_ids": _topics(values),
        "summary": text_in(values, "summary"),
        "alert": is_yes(values, "alert"),
        "areas": areas,
        "area_notes": {area: note for area in areas if (note := text_in(values, f"notes.{area}"))},
        "technique": tuple(_list(values, "technique")),
        "own_technique": text_in(values, "own_technique"),
        "narrative": text_in(values, "narrative"),
        "headings": {
            name.removeprefix(HEADING): str(answer) for name, answer in values.items() if name.startswith(HEADING)
        },
        "avoided": {code: text_in(values, f"answers.{code}") for code in came_up if code != NOTHING},
        "nothing_avoided": NOTHING in came_up,
        "materials": tuple(text_in(values, "materials").splitlines()),
        "facilitator_ids": tuple(UUID(key) for key in _list(values, "facilitator_ids")),
        "few_facilitators_reason": text_in(values, "few_facilitators_reason"),
    }


def _topics(values: Answers) -> tuple[str, ...]:
    other = text_in(values, "other_topic")
    return tuple(dict.fromkeys([*_list(values, "topic_ids"), *([other] if other else [])]))


def _list(values: Answers, name: str) -> list[str]:
    given = values.get(name)
    return given if isinstance(given, list) else []


def _mark(code: str) -> AttendanceMark | None:
    return None if code in ("", NOT_RECORDED) else AttendanceMark(code)
