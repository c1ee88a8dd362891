"""An invented log for the papers: closed, amended, with an incident; and the blank one."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from facilitador.documents import session_logs
from facilitador.documents.blocks import Document, Letterhead
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.log_readings import incident_text, log_sections
from facilitador.domain.session_logs import LogMan, LogPage
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import (
    Amendment,
    AreaReached,
    Avoided,
    Incident,
    IncidentKind,
    LogStatus,
    LogText,
    ManNote,
    Reached,
    Session,
    SessionLog,
    SessionTopic,
)
from facilitador.domain.topics import Area
from facilitador.reference import curriculum

AT = datetime(2026, 11, 27, 9, 30)  # noqa: DTZ001 - papers carry the person's local time
ROSA, EDWIN = UUID(int=1), UUID(int=2)
STINTS = tuple(UUID(int=number) for number in range(11, 15))
MARKS = (AttendanceMark.ATTENDED, AttendanceMark.LATE, AttendanceMark.ABSENT_WITHOUT_NOTICE, None)
NAMES = ("Condori Ccori, Efraín", "Ñahui Álvarez, José", "Quispe Mamani, Juan", "Tuesta Ushiñahua, Abel")

SESSION = Session(
    id=UUID(int=5),
    group_id=UUID(int=6),
    number=4,
    day=date(2026, 11, 25),
    starts_at=time(19),
    minutes=120,
    venue_id=None,
    title="",
    state=SessionState.HELD,
    phase="",
    extra=False,
    log_status=LogStatus.CLOSED,
    short_closed_at=AT,
    closed_at=AT,
    closed_by=ROSA,
    amendments=1,
    curriculum_edition="2026-1",
    topics=(SessionTopic("power_and_violence", planned=True, worked=True),),
    revision=9,
)
TEXT = LogText(
    summary="Se trabajó la casa de las decisiones.\nEl 2 habló por primera vez.",
    alert=True,
    technique=("sorting", "role_rehearsal"),
    own_technique="Canto en quechua",
    narrative="Empezaron callados; el 1 contó cómo decide el dinero <él solo>.",
    headings={
        "responsibility": "«Yo lo hice», dijo el 1.",
        "withdrawal": "Se ensayó dos veces.",
        "public_action": "No.",
    },
    avoided=(Avoided("blaming_women", "«Ella no está aquí para hablar; empecemos con la palabra yo»."),),
    materials=("Hoja de direcciones",),
)
INCIDENT = Incident(
    id=UUID(int=31),
    session_id=SESSION.id,
    enrolment_id=STINTS[1],
    kind=IncidentKind.THREAT,
    what="Dijo que iría a buscarla.",
    measures="Se habló aparte.",
    follow_up="Llamar al CEM.",
    follow_up_by=date(2026, 11, 26),
    settled_on=None,
    revision=1,
)
LOG = SessionLog(
    session=SESSION,
    text=TEXT,
    areas=tuple(
        AreaReached(area, reached, note)
        for area, reached, note in zip(Area, Reached, ("", "Al 2 le costó escuchar.", ""), strict=True)
    ),
    facilitator_ids=(ROSA, EDWIN),
    incidents=(INCIDENT,),
    notes=(ManNote(UUID(int=41), SESSION.id, STINTS[2], "Nadie más debe leer esto.", 1),),
    amendments=(
        Amendment(1, "narrative", None, "Empezaron callados.", TEXT.narrative, "Faltaba el 1.", AT, EDWIN),
        Amendment(1, "attendance_marks", STINTS[1], "", "late", "Faltaba el 1.", AT, EDWIN),
    ),
    events=(),
)
PAGE = LogPage(
    log=LOG,
    group_name="Grupo Qantu",
    men=tuple(
        LogMan(number, stint, UUID(int=100 + number), name, mark)
        for number, (stint, name, mark) in enumerate(zip(STINTS, NAMES, MARKS, strict=True), start=1)
    ),
    leaders=(ROSA, EDWIN),
    people={ROSA: "Salas Huamán, Rosa", EDWIN: "Tello Ríos, Edwin"},
    topics={topic.id: topic.name for topic in curriculum().topics},
    proposed=(),
    previous=None,
    open_incidents=(),
    gaps=(),
    named=(),
)


def filled(letterhead: Letterhead) -> session_logs.FilledLog:
    """The log as it is printed."""
    return session_logs.FilledLog(
        letterhead=letterhead,
        number=124,
        group_name=PAGE.group_name,
        session=SESSION,
        state="Cerrada el 27/11/2026 09:30 por Salas Huamán, Rosa. Enmiendas: 1.",
        sections=log_sections(PAGE, curriculum()),
        incidents=tuple(incident_text(one, PAGE.men) for one in LOG.incidents),
    )


def log_papers(letterhead: Letterhead) -> dict[str, Document]:
    """The papers about logs, by the name of their golden file."""
    topics = tuple(topic.name for topic in curriculum().mandated)
    return {
        "session_log": session_logs.compose(filled(letterhead)),
        "session_log_blank": session_logs.compose_blank(session_logs.BlankLog(letterhead, curriculum(), topics)),
    }
