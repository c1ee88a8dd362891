"""What happens to the rows of a list, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from facilitador import messages
from facilitador.domain.answers import display
from facilitador.domain.duplicates import REASON_LABELS, DuplicateMatch
from facilitador.domain.enrolments import SEATS
from facilitador.domain.participants import full_name
from facilitador.domain.registration_forms import FormDefinition
from facilitador.domain.roster_columns import (
    DEPARTMENT,
    DNI,
    FULL_NAME,
    FULL_NAME_GIVEN_FIRST,
    NOT_IMPORTED,
    ORDINAL,
    PROVINCE,
    SURNAMES,
    Column,
    Layout,
)
from facilitador.domain.roster_imports import ChangedMan, ChangeSince, Placing, RowStatus, SettledRow
from facilitador.domain.text import listed
from facilitador.errors import Problem
from facilitador.reference import districts

DO_NOT_IMPORT: Final = "No importar esta columna"
NAMELESS: Final = "Sin nombre"
STATES: Final = {
    RowStatus.READY: "Entra",
    RowStatus.FLAGGED: "Por confirmar",
    RowStatus.DUPLICATE: "Repetido",
    RowStatus.ERROR: "Con errores",
    RowStatus.LEFT_OUT: "No entra",
}
WAITS: Final = "Pasa a la espera"
NO_PLACE: Final = "Sin lugar"
_SPECIAL: Final = {
    FULL_NAME: "Apellidos y nombres, juntos",
    FULL_NAME_GIVEN_FIRST: "Nombres y apellidos, juntos",
    SURNAMES: "Los dos apellidos, juntos",
    DNI: "Número de DNI",
    PROVINCE: "Provincia donde vive",
    DEPARTMENT: "Departamento donde vive",
    ORDINAL: "Número de orden de la lista",
}
_CHANGES: Final = {
    ChangeSince.FICHA: "cambió su ficha",
    ChangeSince.STINT: "cambió su situación en el grupo",
    ChangeSince.CONSENT: "se registró su consentimiento",
    ChangeSince.OTHER_STINT: "se inscribió en otro grupo",
    ChangeSince.DRAFT: "su ficha está a medio escribir",
    ChangeSince.RECORD: "ya hay algo registrado sobre él",
    ChangeSince.GONE: "ya no está en el cuaderno",
}
_MEN_NAMED: Final = 12


def counted(count: int, one: str, several: str) -> str:
    """`1 fila`, `12 filas`, `5 000 filas`."""
    return f"{grouped(count)} {one if count == 1 else several}"


def grouped(count: int) -> str:
    """A number with a thin space between thousands."""
    return f"{count:,}".replace(",", "\u202f")


def men(count: int) -> str:
    """`1 participante`, `12 participantes`."""
    return counted(count, "participante", "participantes")


def state(row: SettledRow) -> str:
    """What happens to a row, in two or three words."""
    if row.status is RowStatus.READY and row.placing is Placing.WAITING:
        return WAITS
    if has_no_place(row):
        return NO_PLACE
    return STATES[row.status]


def has_no_place(row: SettledRow) -> bool:
    """True if nothing is wrong with him but that the group is full."""
    return row.status is RowStatus.ERROR and any(note.code == "roster_no_place" for note in row.notes)


def name(row: SettledRow) -> str:
    """Whom the row is about, as far as it says."""
    reading = row.row.reading
    found = full_name(reading.answers) or " ".join(
        reading.written[field]
        for field in ("paternal_surname", "maternal_surname", "given_names")
        if field in reading.written
    )
    return found or NAMELESS


def target(which: str, form: FormDefinition) -> str:
    """What a column is imported as."""
    return _SPECIAL[which] if which in _SPECIAL else form.field(which).label


def letters(index: int) -> str:
    """The column as a spreadsheet names it: A, B … Z, AA."""
    number, text = index + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def heading(column: Column) -> str:
    """How a column is named: by its heading, else by its letter."""
    return column.heading or f"Columna {letters(column.index)}"


def columns(layout: Layout) -> tuple[str, str]:
    """Which columns are imported, and which are not (empty if there is none); the number of a row is neither."""
    taken = [heading(column) for column in layout.columns if column.target not in (NOT_IMPORTED, ORDINAL)]
    left = [column.heading for column in layout.columns if column.heading and column.target == NOT_IMPORTED]
    return listed(taken), listed(left)


def facts(row: SettledRow, form: FormDefinition) -> tuple[tuple[str, str], ...]:
    """What would stand in his ficha: question and answer, in the order of the ficha."""
    answers = row.row.reading.answers
    return tuple(
        (field.label, display(field, answers[field.id], districts())) for field in form.fields if field.id in answers
    )


def second_line(row: SettledRow, form: FormDefinition) -> str:
    """What must be known of the row at a glance: what is the matter with it, else his document and birth date."""
    if row.notes and row.status is not RowStatus.READY:
        first = note(row.notes[0], form)
        return f"{first} (y {len(row.notes) - 1} más)" if len(row.notes) > 1 else first
    answers = row.row.reading.answers
    shown = [str(answers["document_number"])] if "document_number" in answers else []
    if "birth_date" in answers:
        shown.append(display(form.field("birth_date"), answers["birth_date"]))
    return " · ".join(shown)


def note(problem: Problem, form: FormDefinition) -> str:
    """One thing to be known of a row, with what it is about."""
    said = messages.of_problem(problem).text
    return f"{form.field(problem.field).label}: {said}" if problem.field else said


def whole_note(problem: Problem, form: FormDefinition, written: Mapping[str, str]) -> str:
    """The same with what stands in the file, and how to mend it."""
    said = messages.of_problem(problem)
    parts = [note(problem, form)]
    cell = written.get(problem.field, "")
    if cell and cell not in said.text:
        parts.append(f"En el archivo: «{cell}».")
    return " ".join([*parts, said.remedy]).strip()


def likeness(match: DuplicateMatch) -> str:
    """A man of the book and what he shares with the man of the row."""
    return f"{match.full_name}: tiene {listed([REASON_LABELS[reason] for reason in match.reasons])}"


def places(free: int) -> str:
    """How much room the group has."""
    if not free:
        return f"El grupo está completo ({SEATS} participantes)."
    return "Queda 1 lugar libre en el grupo." if free == 1 else f"Quedan {free} lugares libres en el grupo."


def changes(changed: Sequence[ChangedMan]) -> str:
    """Who changed since the import and what, a line each."""
    lines = [f"{man.full_name}: {listed([_CHANGES[what] for what in man.what])}." for man in changed[:_MEN_NAMED]]
    if len(changed) > _MEN_NAMED:
        lines.append(f"Y {len(changed) - _MEN_NAMED} más.")
    return "\n".join(lines)
