"""How the list stands as a whole: how many rows enter, wait or do not, and what keeps it from being imported."""

from __future__ import annotations

from facilitador import messages
from facilitador.domain.roster_imports import Placing, RowStatus
from facilitador.domain.text import listed
from facilitador.ui.screens.roster_imports import words
from facilitador.ui.screens.roster_imports.reader import Laid

_NUMBERS_SHOWN = 6


def counts_sentence(laid: Laid) -> str:
    """`12 filas: 8 entran, 1 pasa a la lista de espera, 2 por confirmar y 1 no entra.`"""
    if not laid.preview.layout.recognised:
        return "Falta saber qué es cada columna."
    rows = laid.settled.rows
    counts = laid.settled.counts
    waits = sum(row.placing is Placing.WAITING for row in laid.settled.entering)
    without_place = sum(words.has_no_place(row) for row in rows)
    parts = [
        (counts[RowStatus.READY] - waits, "entra", "entran"),
        (waits, "pasa a la lista de espera", "pasan a la lista de espera"),
        (counts[RowStatus.FLAGGED], "por confirmar", "por confirmar"),
        (counts[RowStatus.DUPLICATE], "repetida por decidir", "repetidas por decidir"),
        (counts[RowStatus.ERROR] - without_place, "con errores", "con errores"),
        (without_place, "sin lugar", "sin lugar"),
        (counts[RowStatus.LEFT_OUT], "no entra", "no entran"),
    ]
    said = listed([words.counted(*part) for part in parts if part[0]])
    return f"{words.counted(len(rows), 'fila', 'filas')}: {said}." if said else "La lista no tiene filas."


def obstacle(laid: Laid) -> str:
    """Why the list cannot be imported yet; empty if it can."""
    if not laid.preview.layout.recognised:
        return messages.message("roster_headings_not_found", {}).text  # what to do stands with the columns
    waiting = laid.settled.undecided
    if waiting:
        numbers = [words.grouped(row.number) for row in waiting[:_NUMBERS_SHOWN]]
        rows = f"{', '.join(numbers)}…" if len(waiting) > _NUMBERS_SHOWN else f"{listed(numbers)}."
        if len(waiting) == 1:
            return f"Falta decidir 1 fila: la {rows}."
        return f"Faltan decidir {words.grouped(len(waiting))} filas: {rows}"
    return "" if laid.settled.entering else messages.message("roster_nothing_enters", {}).whole
