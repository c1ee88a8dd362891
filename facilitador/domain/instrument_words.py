"""What people read for the terms of instruments, the same on screen, on paper and in the command line."""

from __future__ import annotations

from typing import Final

from facilitador.domain.change_measures import ChangeSays, NotSaid
from facilitador.domain.instruments import InstrumentKind, MoreIs, Validation, Wording
from facilitador.domain.scoring import NotScored

REFUSED_WORDS: Final = "Prefiero no responder"
UNANSWERED_WORDS: Final = "Sin responder"
PRORATED_WORDS: Final = "completado en proporción: faltan respuestas"

KIND_WORDS: Final[dict[InstrumentKind, str]] = {
    InstrumentKind.ENTRY_TEST: "Prueba de entrada",
    InstrumentKind.KNOWLEDGE: "Conocimientos",
    InstrumentKind.SCREENING: "Tamizaje",
    InstrumentKind.OTHER: "Otro",
}
VALIDATION_WORDS: Final[dict[Validation, str]] = {
    Validation.NOT_VALIDATED: "No validada",
    Validation.ELSEWHERE: "Validada en otro país",
    Validation.PERU: "Validada en el Perú",
}
WORDING_WORDS: Final[dict[Wording, str]] = {
    Wording.OWN: "Redacción propia",
    Wording.CHECKED: "Redacción cotejada con su fuente",
    Wording.TO_CHECK: "Redacción por verificar",
}
MORE_IS_WORDS: Final[dict[MoreIs, str]] = {
    MoreIs.BETTER: "un valor más alto es mejor",
    MoreIs.WORSE: "un valor más bajo es mejor",
    MoreIs.NEITHER: "un valor más alto no es mejor ni peor",
}
NOT_SCORED_WORDS: Final[dict[NotScored, str]] = {
    NotScored.TOO_MANY_MISSING: "no puntuable: faltan demasiadas respuestas",
}
CHANGE_WORDS: Final[dict[ChangeSays, str]] = {
    ChangeSays.NOT_SCORED: "no puntuable en una de las dos veces",
    ChangeSays.NO_DATA: "sin datos para decirlo",
    ChangeSays.WITHIN_ERROR: "no se distingue de lo que varía al preguntar dos veces",
    ChangeSays.BETTER: "cambio confiable, en el sentido buscado",
    ChangeSays.WORSE: "cambio confiable, en sentido contrario",
    ChangeSays.DIFFERENT: "cambio confiable",
}
NOT_SAID_WORDS: Final[dict[NotSaid, str]] = {
    NotSaid.TOO_FEW: "son muy pocos para decirlo",
    NotSaid.NO_SPREAD: "todos respondieron igual: no hay con qué compararlo",
}
