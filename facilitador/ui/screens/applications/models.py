"""The lists of a group's applications as tables show them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from facilitador.domain.application_plans import MissingApplication
from facilitador.domain.applications import ApplicationLine, ApplicationStatus
from facilitador.domain.sheet_codes import shown_code
from facilitador.ui.screens.applications import words
from facilitador.ui.widgets.table import Column, RowsModel
from facilitador.use_cases.waiting_sheets import WaitingSheet


class MissingColumn(IntEnum):
    """Columns of what is missing."""

    MAN = 0
    DUE = 1


class DoneColumn(IntEnum):
    """Columns of what was begun or done."""

    MAN = 0
    STATE = 1


class SheetColumn(IntEnum):
    """Columns of printed sheets."""

    CODE = 0
    MAN = 1


def missing_model() -> RowsModel[MissingApplication]:
    """Who has not answered what."""
    columns: dict[MissingColumn, Column[MissingApplication]] = {
        MissingColumn.MAN: Column(
            "Participante", lambda row: f"{row.full_name}\n{words.asked(row.name, row.purpose)}", stretch=True
        ),
        MissingColumn.DUE: Column("Para cuándo", lambda row: f"{words.when_due(row)}\n{words.how_due(row)}"),
    }
    return RowsModel([columns[which] for which in MissingColumn], missing_key)


def sheets_model() -> RowsModel[WaitingSheet]:
    """Which printed sheet is whose."""
    columns: dict[SheetColumn, Column[WaitingSheet]] = {
        SheetColumn.CODE: Column("Código", lambda row: shown_code(row.code)),
        SheetColumn.MAN: Column(
            "Participante", lambda row: f"{row.full_name}\n{words.asked(row.name, row.purpose)}", stretch=True
        ),
    }
    return RowsModel([columns[which] for which in SheetColumn], lambda row: row.code)


def missing_key(row: MissingApplication) -> tuple[object, ...]:
    """What names a row for good."""
    return (row.enrolment_id, row.instrument_id, row.purpose)


def done_model() -> RowsModel[ApplicationLine]:
    """What was begun or done."""
    columns: dict[DoneColumn, Column[ApplicationLine]] = {
        DoneColumn.MAN: Column(
            "Participante", lambda row: f"{row.full_name}\n{words.asked(row.name, row.purpose)}", stretch=True
        ),
        DoneColumn.STATE: Column("Estado", words.state),
    }
    return RowsModel([columns[which] for which in DoneColumn], lambda row: row.id)


def critical_first(lines: Iterable[ApplicationLine]) -> list[ApplicationLine]:
    """What cannot wait, then what is under way, then the rest, newest first; voided ones last."""

    def place(line: ApplicationLine) -> int:
        if line.critical_pending:
            return 0
        order = (ApplicationStatus.IN_PROGRESS, ApplicationStatus.FINISHED, ApplicationStatus.VOIDED)
        return 1 + order.index(line.status)

    return sorted(lines, key=place)
