"""The log of a session as a paper: filled and numbered, or blank to be written by hand."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from facilitador import reference
from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Transaction
from facilitador.documents import session_logs as papers
from facilitador.documents.blocks import Document
from facilitador.domain.curricula import ServiceCurriculum
from facilitador.domain.dates import format_date
from facilitador.domain.log_readings import LogSection, incident_text, log_sections
from facilitador.domain.roles import Section
from facilitador.domain.services import Service
from facilitador.domain.session_logs import LogPage
from facilitador.domain.sessions import LogStatus
from facilitador.errors import UserFacingError
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.log_pages import log_page
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


class SessionLogPrint(Query[Document], kw_only=True):
    """The log of one session, numbered: men by number, without the notes that stand on a man's record."""

    session_id: UUID


class BlankLogPrint(Query[Document], kw_only=True):
    """The log to be written by hand, with the service's own topics."""


def blank_log(curriculum: ServiceCurriculum | None, service: Service | None) -> Document:
    """The blank log; without a service its head is left to be written by hand, and the topics are the thirteen."""
    topics = curriculum.offered if curriculum is not None else reference.curriculum().mandated
    names = tuple(topic.name for topic in topics)
    shipped = curriculum.curriculum if curriculum is not None else reference.curriculum()
    return papers.compose_blank(papers.BlankLog(letterhead(service), shipped, names))


def _blank(tx: Transaction, query: BlankLogPrint) -> Document:
    return blank_log(curriculum_in_use(tx), service_queries.service(tx))


def _filled(tx: Transaction, query: SessionLogPrint) -> Document:
    page = log_page(tx, query.session_id)
    if page.session.log_status is LogStatus.EMPTY:
        raise UserFacingError("log_not_begun", field="session_id")
    sections = log_sections(page, curriculum_in_use(tx).curriculum)
    return papers.compose(
        papers.FilledLog(
            letterhead=letterhead(service_queries.service(tx)),
            number=numbered(tx, "session-log", page.session.id),
            group_name=page.group_name,
            session=page.session,
            state=_state(page),
            sections=tuple(_local(section) for section in sections),
            incidents=tuple(incident_text(one, page.men) for one in page.log.incidents),
        )
    )


def _state(page: LogPage) -> str:
    closed = page.session.closed_at
    if closed is None:
        by = page.log.complete_by
        return f"Por completar hasta el {format_date(by)}." if by else "Por completar."
    who = page.people.get(page.session.closed_by, "") if page.session.closed_by else ""
    told = f"Cerrada el {closed.astimezone():%d/%m/%Y %H:%M} por {who}."
    return f"{told} Enmiendas: {page.session.amendments}." if page.session.amendments else told


def _local(section: LogSection) -> LogSection:
    """The same with times as they are told in the place where it is printed."""
    lines = tuple(
        replace(line, history=tuple(replace(one, at=one.at.astimezone()) for one in line.history))
        for line in section.lines
    )
    return replace(section, lines=lines)


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(SessionLogPrint, _filled, Section.SESSIONS),
    QueryHandler(BlankLogPrint, _blank, Section.SERVICE),
)
