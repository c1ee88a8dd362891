"""Reports of a month, a quarter or a cycle, of a group or of the service: on paper and as tables, without names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from uuid import UUID

import msgspec

from facilitador.db.database_thread import ThreadClosed
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import mark_pages
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.records import append_audit
from facilitador.db.transaction import Transaction
from facilitador.documents import reports as paper
from facilitador.documents.blocks import Document
from facilitador.domain.indicators import Period, Readings, Recorded, Span
from facilitador.domain.mark_tables import ExportedMark, MarkPage, mark_sheet, without_names_of
from facilitador.domain.origins import OWN, Origin
from facilitador.domain.report_tables import ReportTables, TableSheet, indicator_tables
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.use_cases.elsewhere import head_of
from facilitador.use_cases.goals import Goals, standings
from facilitador.use_cases.group_progress import group_progress, group_ranges
from facilitador.use_cases.indicators import Indicators, first_day, reading_all
from facilitador.use_cases.pieces import Pieces
from facilitador.use_cases.prints import numbered
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler, as_asked, in_pieces


class ReportPeriods(Query[Recorded], kw_only=True):
    """Of which days there is anything to report of a group, or of the service where none is named."""

    group_id: UUID | None = None
    origin: Origin = OWN


class ReportPrint(Query[Document], kw_only=True):
    """The report of a group, or of the service where none is named, numbered.

    `span`: month, quarter or cycle. `day`: any day of the period; today if none is given.
    """

    group_id: UUID | None = None
    origin: Origin = OWN
    span: Span = Span.MONTH
    day: date | None = None


class IndicatorsExport(Query[ReportTables], kw_only=True):
    """The indicators of a group or of the service month by month with their definitions, as tables.

    Asking leaves an audit row, for it leaves the book.
    """

    group_id: UUID | None = None
    origin: Origin = OWN
    span: Span = Span.MONTH


class MarksPage(Query[MarkPage], kw_only=True):
    """Some of the marks of a group or of all, one page after the other; `after` is what the page before gave.

    The first page leaves an audit row, which says whether names were asked for. Who took his consent back is not named.
    """

    group_id: UUID | None = None
    origin: Origin = OWN
    after: UUID | None = None
    names: bool = False


def marks_sheet(ask: Callable[[MarksPage], MarkPage], of: MarksPage) -> TableSheet:
    """Every mark from that page on, as a table that asks for its pages while it is written; that one at once."""
    first = ask(of)

    def pages() -> Iterator[ExportedMark]:
        page = first
        while True:
            yield from page.marks
            if page.after is None:
                return
            try:
                page = ask(msgspec.structs.replace(of, after=page.after))
            except ThreadClosed as closed:  # the book was locked meanwhile
                raise UserFacingError("export_stopped") from closed

    return mark_sheet(pages(), names=of.names)


def _recorded(tx: Transaction, query: ReportPeriods) -> Recorded:
    name = "" if query.group_id is None else group_queries.group(tx, query.group_id).name
    return Recorded(name, first_day(tx, query.group_id), tx.today)


def _print(query: ReportPrint) -> Pieces[Document]:
    readings = yield from reading_all(Indicators(group_id=query.group_id, origin=query.origin))
    ours = query.group_id is not None or not readings.sources  # goals are each service's own
    goals = (yield from standings(Goals(group_id=query.group_id))) if ours else ()
    of_group = None if query.group_id is None else (yield from _of_group(query.group_id))
    tx = yield
    period, before = _period(readings, query.span, query.day or tx.today)
    service = service_queries.service(tx)
    numbered(tx, "service-report" if query.group_id is None else "group-report", query.group_id or service.id)
    head = head_of(tx, query.origin, query.group_id)
    return paper.compose(paper.Report(head, readings, goals, period, before, of_group))


def _of_group(group_id: UUID) -> Pieces[paper.OfGroup]:
    progress = group_progress((yield), group_id)
    return paper.OfGroup(progress, group_ranges((yield), group_id))


def _period(readings: Readings, span: Span, day: date) -> tuple[Period, Period | None]:
    """The period of that day and the one before it; refuses with `report_day_outside`."""
    found: Sequence[Period] = readings.periods(span)
    for before, period in pairwise((None, *found)):
        if period is not None and period.first <= day <= period.last:
            return period, before
    raise UserFacingError("report_day_outside", field="day", first=f"{readings.first:%d/%m/%Y}")


def _export(query: IndicatorsExport) -> Pieces[ReportTables]:
    readings = yield from reading_all(Indicators(group_id=query.group_id, origin=query.origin))
    append_audit((yield), "Export", query.group_id, {"what": "indicators"})
    return indicator_tables(readings, query.span)


def _marks(tx: Transaction, query: MarksPage) -> MarkPage:
    if query.after is None:
        append_audit(tx, "Export", query.group_id, {"what": "marks", "names": query.names})
    found = mark_pages.page(tx, query.group_id, query.after)
    return without_names_of(participant_queries.who_revoked(tx), found) if query.names else found


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(ReportPeriods, _recorded, Section.SESSIONS, origin=as_asked),
    in_pieces(ReportPrint, _print, Section.SESSIONS, as_asked),
    in_pieces(IndicatorsExport, _export, Section.SESSIONS, as_asked),
    QueryHandler(MarksPage, _marks, Section.SESSIONS, origin=as_asked),
)
