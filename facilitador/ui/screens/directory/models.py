"""Institutions as a table, and an institution as the answers of its form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import IntEnum
from typing import Any, Final

from facilitador.domain.dates import format_date
from facilitador.domain.directory import REFUGE, DirectoryEntry, DirectoryLine, DirectoryReference
from facilitador.domain.directory_lists import ListedEntry, RowState
from facilitador.domain.emergency_contacts import STALE_AFTER_DAYS, is_stale
from facilitador.domain.phones import display_phone
from facilitador.domain.registration_forms import NO, YES, YES_NO_OPTIONS, Answer, Answers, Condition, FieldKind, Option
from facilitador.messages import of_problem
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import day_in, is_yes, text_in
from facilitador.ui.widgets.table import Column, RowsModel

TO_VERIFY: Final = "por verificar"
_BETWEEN: Final = re.compile(r"[;\n]")


class DirectoryColumn(IntEnum):
    """The columns of the list of institutions."""

    NAME = 0


class ListedColumn(IntEnum):
    """The columns of a list that is being brought in."""

    NUMBER = 0
    NAME = 1


def directory_model(today: Callable[[], date]) -> RowsModel[DirectoryLine]:
    """Institutions in the order of the book; the second line says how to reach them and whether that is still so."""

    def text(line: DirectoryLine) -> str:
        return f"{line.entry.name}\n{second_line(line, today())}"

    columns: dict[DirectoryColumn, Column[DirectoryLine]] = {
        DirectoryColumn.NAME: Column("Institución", text, stretch=True),
    }
    return RowsModel([columns[which] for which in DirectoryColumn], lambda line: line.entry.id)


def second_line(line: DirectoryLine, today: date) -> str:
    """`por verificar · 987 654 321 · Comisaría de la PNP`."""
    entry = line.entry
    number = display_phone(entry.phones[0]) if entry.phones else "sin teléfono"
    if entry.retired:
        return f"retirada · {line.kind_text}"
    doubt = (TO_VERIFY,) if is_stale(entry.verified_on, today) else ()
    return " · ".join((*doubt, number, line.kind_text))


def checked_words(line: DirectoryLine, today: date) -> str:
    """When it was last checked, and by whom."""
    entry = line.entry
    if entry.verified_on is None:
        return "Nadie la comprobó todavía: por verificar."
    by = f" por {line.verifier}" if line.verifier else ""
    told = f"Comprobada el {format_date(entry.verified_on)}{by}."
    return f"{told} Hace más de {STALE_AFTER_DAYS} días: por verificar." if is_stale(entry.verified_on, today) else told


def entry_parts(reference: DirectoryReference) -> tuple[FormPart, ...]:
    """The questions about an institution; of a Hogar de Refugio no place is asked."""
    placed = Condition("kind", tuple(kind.code for kind in reference.kinds if kind.code != REFUGE))
    kinds = tuple(Option(kind.code, kind.text) for kind in reference.kinds)
    about = (
        FieldSpec("kind", "Qué es", FieldKind.CHOICE, compulsory=True, options=kinds),
        FieldSpec("name", "Nombre", help="Como lo conoce la gente.", compulsory=True, max_length=160),
        FieldSpec("phones", "Teléfonos", help="Si son varios, sepárelos con punto y coma.", max_length=160),
        FieldSpec(
            "emergency",
            "¿Va en el directorio de emergencia?",
            FieldKind.YES_NO,
            help="Se ve con F12 desde cualquier pantalla, también con el cuaderno cerrado.",
            options=YES_NO_OPTIONS,
        ),
        FieldSpec(
            "notice",
            "Cómo dar aviso sin señal",
            FieldKind.LONG_TEXT,
            help="Por ejemplo: tocar la campana del local comunal. No anote nombres de personas.",
            max_length=300,
        ),
        FieldSpec("ubigeo", "Distrito", FieldKind.UBIGEO, asked_if=placed),
        FieldSpec("address", "Dirección o cómo llegar", max_length=200, asked_if=placed),
        FieldSpec("hours", "Horario", max_length=160),
    )
    more = (
        FieldSpec("attends", "Qué atiende", FieldKind.LONG_TEXT, max_length=500),
        FieldSpec("requirements", "Qué pide para atender", FieldKind.LONG_TEXT, max_length=500),
        FieldSpec("contact_person", "Persona de contacto", help="Solo para el equipo: no se imprime.", max_length=120),
        FieldSpec("agreement", "Convenio o acuerdo", max_length=200),
        FieldSpec(
            "verified_on",
            "Comprobado el",
            FieldKind.DATE,
            help="El día en que alguien llamó o fue y todo era así.",
        ),
    )
    return FormPart("", "", about), FormPart("Para derivar", "", more)


def of_entry(entry: DirectoryEntry | None) -> dict[str, Answer]:
    """What is known of an institution as answers; None: a new one."""
    if entry is None:
        return {}
    texts = {
        "kind": entry.kind,
        "name": entry.name,
        "phones": "; ".join(map(display_phone, entry.phones)),
        "emergency": YES if entry.emergency else NO,
        "notice": entry.notice,
        "ubigeo": entry.ubigeo,
        "address": entry.address,
        "hours": entry.hours,
        "attends": entry.attends,
        "requirements": entry.requirements,
        "contact_person": entry.contact_person,
        "agreement": entry.agreement,
        "verified_on": entry.verified_on.isoformat() if entry.verified_on else "",
    }
    return {name: text for name, text in texts.items() if text}


def entry_fields(answers: Answers) -> dict[str, Any]:
    """The fields of `DirectoryEntryForm`."""
    plain = ("kind", "name", "notice", "hours", "attends", "requirements", "contact_person", "agreement")
    placed = text_in(answers, "kind") != REFUGE
    return {
        **{name: text_in(answers, name) for name in plain},
        "phones": tuple(part.strip() for part in _BETWEEN.split(text_in(answers, "phones")) if part.strip()),
        "emergency": is_yes(answers, "emergency"),
        "ubigeo": text_in(answers, "ubigeo") if placed else "",
        "address": text_in(answers, "address") if placed else "",
        "verified_on": day_in(answers, "verified_on"),
    }


def listed_model() -> RowsModel[ListedEntry]:
    """The rows of a list with what becomes of each."""
    columns: dict[ListedColumn, Column[ListedEntry]] = {
        ListedColumn.NUMBER: Column("Fila", lambda row: str(row.number), sort=lambda row: row.number, right=True),
        ListedColumn.NAME: Column(
            "Institución y qué pasa con ella",
            lambda row: f"{row.entry.name or '(sin nombre)'}\n{state_words(row)}",
            stretch=True,
        ),
    }
    return RowsModel([columns[which] for which in ListedColumn], lambda row: row.number)


def state_words(row: ListedEntry) -> str:
    """What becomes of a row, and why."""
    if row.state is RowState.WRONG:
        return "Por corregir: " + " ".join(of_problem(problem).text for problem in row.problems)
    if row.state is RowState.ALIKE:
        return f"Se parece a: {'; '.join(row.alike)}"
    return "Se agrega"
