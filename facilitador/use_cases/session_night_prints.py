"""Papers of a session for its night: the sheet to sign, and the team's own page. Each is numbered."""

from __future__ import annotations

from uuid import UUID

from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Transaction
from facilitador.documents import attendance_sheets
from facilitador.documents import tonight as tonight_paper
from facilitador.documents.blocks import Document
from facilitador.domain.roles import Section
from facilitador.use_cases.attendance import attendance_list
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler
from facilitador.use_cases.tonight import tonight


class SignInPrint(Query[Document], kw_only=True):
    """The sheet of one session: its day and hour, and the names of who is expected, in the order on screen."""

    session_id: UUID


class TonightPrint(Query[Document], kw_only=True):
    """The team's page of one session: who is expected, what each lacks, what is open."""

    session_id: UUID


def _sign_in(tx: Transaction, query: SignInPrint) -> Document:
    men = attendance_list(tx, query.session_id)
    session = men.session
    numbered(tx, "sign-in", session.id)
    sheet = attendance_sheets.AttendanceSheet(
        letterhead=letterhead(service_queries.service(tx)),
        group_name=men.group_name,
        names=tuple(line.full_name for line in men.expected),
        session=session.number,
        day=session.day,
        starts_at=session.starts_at,
    )
    return attendance_sheets.compose(sheet)


def _tonight(tx: Transaction, query: TonightPrint) -> Document:
    page = tonight(tx, query.session_id)
    numbered(tx, "tonight", query.session_id)
    return tonight_paper.compose(tonight_paper.TonightSheet(letterhead(service_queries.service(tx)), page))


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(SignInPrint, _sign_in, Section.SESSIONS),
    QueryHandler(TonightPrint, _tonight, Section.SESSIONS),
)
