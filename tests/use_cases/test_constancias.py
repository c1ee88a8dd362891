"""Constancias from a real book: what they state, what they never say, and when there is none (6.2.8)."""

from __future__ import annotations

import pytest

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.closures import ClosureMatter
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.use_cases.attendance import MarkAttendance, RecordMakeUp
from facilitador.use_cases.closures import ClosureOf
from facilitador.use_cases.constancias import ConstanciaPrint
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.services import DescribeService
from tests.books import TODAY
from tests.use_cases.logs import Planned, planned
from tests.use_cases.scenes import refused, rows
from tests.use_cases.test_exclusion_prints import text_of

A, F, L = AttendanceMark.ATTENDED, AttendanceMark.ABSENT_WITHOUT_NOTICE, AttendanceMark.LATE
TELLING = (
    "violencia",
    "agres",
    "grupo",
    "molles",
    "sanci",
    "medida",
    "riesgo",
    "conducta",
    "mimp",
    "directiva",
    "tema",
)


def attended(book: OpenBook, *marks: AttendanceMark) -> Planned:
    group = planned(book, men=1, days=tuple(range(-7 * len(marks), 0, 7)), name="Qantu")
    for session, mark in zip(group.sessions, marks, strict=True):
        book.submit([MarkAttendance(session_id=session, enrolment_id=group.stints[0], mark=mark)]).result()
    return group


@pytest.mark.directive("6.2.8")
def test_it_states_attendance_and_that_it_proves_nothing_else(book: OpenBook) -> None:
    group = attended(book, A, F, L)
    book.submit([RecordMakeUp(enrolment_id=group.stints[0], session_id=group.sessions[1])]).result()
    text = text_of(book.ask(ConstanciaPrint(participant_id=group.people[0])).result())
    assert "José Luis" in text
    assert "DNI 40000001" in text
    assert "asistió a 2 de 3 sesiones" in text
    assert "suman 4 horas" in text
    assert "En 1 sesión llegó después de empezada" in text
    assert "Además recuperó 1 sesión" in text
    assert "No prueba que haya cambiado su conducta ni que no exista riesgo para otras personas" in text
    assert "no reemplaza ninguna sanción" in text
    assert "6.2.8" in text
    assert "Sello del servicio" in text
    for said in ("Qantu", "poder"):
        assert said not in text


@pytest.mark.directive("6.4.5")
def test_the_plain_one_tells_days_and_hours_and_not_why(book: OpenBook) -> None:
    book.submit([DescribeService(name="Centro contra la violencia", address="Jr. Sol 12")]).result()
    group = attended(book, A, L)
    document = book.ask(ConstanciaPrint(participant_id=group.people[0], plain=True)).result()
    text = text_of(document)
    assert "asistió a este servicio 2 días" in text
    assert "19:00" in text
    assert "21:00" in text
    assert text.count("en parte") == 1
    whole = f"{text} {document.title} {document.subject} {document.file_name}".lower()
    assert [word for word in TELLING if word in whole] == []


def test_there_is_none_for_who_came_to_nothing_and_no_number_is_used_up(book: OpenBook) -> None:
    group = attended(book, F)
    for plain in (False, True):
        with refused("constancia_without_attendance", "participant_id"):
            book.ask(ConstanciaPrint(participant_id=group.people[0], plain=plain)).result()
    assert rows(book, "SELECT number FROM prints") == []


def test_each_is_numbered_under_its_own_name(book: OpenBook) -> None:
    group = attended(book, A)
    for plain in (False, True):
        text = text_of(book.ask(ConstanciaPrint(participant_id=group.people[0], plain=plain)).result())
        assert "N.º" in text
    assert [name for (name,) in rows(book, "SELECT document FROM prints ORDER BY number")] == [
        "constancia",
        "constancia_plain",
    ]


def test_the_close_of_a_cycle_sees_that_it_was_given(book: OpenBook) -> None:
    group = attended(book, A)
    completed = ChangeEnrolmentStatus(enrolment_id=group.stints[0], status=EnrolmentStatus.COMPLETED, on=TODAY)
    book.submit([completed]).result()

    def without() -> int:
        items = book.ask(ClosureOf(group_id=group.group_id)).result().items
        return next(one.count for one in items if one.matter is ClosureMatter.CERTIFICATES)

    assert without() == 1
    book.ask(ConstanciaPrint(participant_id=group.people[0], plain=True)).result()
    assert without() == 0
