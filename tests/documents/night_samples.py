"""Invented nights for the papers: a sheet to sign, and the team's own page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from uuid import UUID

from facilitador.documents import attendance_sheets, tonight
from facilitador.documents.blocks import Document, Letterhead
from facilitador.domain.attendance_lists import AttendanceLine
from facilitador.domain.enrolments import EnrolmentStatus, Stint
from facilitador.domain.missed_sessions import MissedSession
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import LogStatus, Session
from facilitador.domain.tonight import ExpectedMan, MatterKind, OpenMatter, Tonight

DAY = date(2026, 11, 25)
SESSION = Session(
    UUID(int=1),
    UUID(int=2),
    4,
    DAY,
    time(19),
    120,
    None,
    "",
    SessionState.PLANNED,
    "",
    False,
    LogStatus.EMPTY,
    None,
    None,
    None,
    0,
    "2026-1",
    (),
    1,
)
MISSED = MissedSession(UUID(int=3), 2, date(2026, 11, 11), ("Afecto, emociones y amor",))


def _man(number: int, name: str, *missed: MissedSession, announced: str | None = None) -> ExpectedMan:
    stint = Stint(
        UUID(int=number), UUID(int=2), UUID(int=number), EnrolmentStatus.ATTENDING, number, None, DAY, None, "", 1
    )
    return ExpectedMan(AttendanceLine(number, stint, name, None, announced), missed)


PAGE = Tonight(
    SESSION,
    "Grupo Qantu",
    "Casa comunal",
    ("power_and_violence",),
    ("Poder y violencia",),
    (
        _man(1, "Condori Ccori, Efraín", MISSED),
        _man(2, "Ñahui Álvarez, José", announced="cosecha <de> papa"),
        _man(3, "Quispe Mamani, Juan", MISSED, MissedSession(UUID(int=4), None, date(2026, 11, 18), ())),
    ),
    (
        OpenMatter(MatterKind.DOOR_REFUSAL, date(2026, 11, 18), about="Quispe Mamani, Juan"),
        OpenMatter(MatterKind.INCIDENT, date(2026, 11, 27), "Pedir otra llave al local"),
        OpenMatter(MatterKind.LOG, date(2026, 11, 25)),
        OpenMatter(MatterKind.NEWCOMER, date(2026, 11, 18), about="Condori Ccori, Efraín"),
    ),
)


def night_papers(letterhead: Letterhead, names: tuple[str, ...]) -> Mapping[str, Document]:
    """The papers of a night, by name."""
    return {
        "sign_in": attendance_sheets.compose(
            attendance_sheets.AttendanceSheet(letterhead, "Grupo Qantu", names, 4, DAY, time(19))
        ),
        "tonight": tonight.compose(tonight.TonightSheet(letterhead, PAGE)),
        "tonight_empty": tonight.compose(
            tonight.TonightSheet(letterhead, Tonight(SESSION, "Grupo Qantu", "", (), (), (), ()))
        ),
    }
