"""What the screens of instruments say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from facilitador.domain.application_plans import DueState, MissingApplication
from facilitador.domain.applications import (
    PURPOSE_LABELS,
    STATUS_LABELS,
    ApplicationLine,
    ApplicationStatus,
    Mode,
    Purpose,
)
from facilitador.domain.dates import format_date
from facilitador.domain.instrument_settings import InstrumentState
from facilitador.domain.instrument_words import NOT_SCORED_WORDS, PRORATED_WORDS
from facilitador.domain.instruments import Instrument, Subscale, SubscaleRule
from facilitador.domain.registration_forms import Option
from facilitador.domain.scoring import SubscaleScore, possible_range
from facilitador.domain.text import as_sentence

WAYS: Final[Mapping[Mode, str]] = {
    Mode.SELF: "Responde por su cuenta",
    Mode.READ_ALOUD: "Leerle en voz alta",
    Mode.PAPER: "Digitar su hoja",
}
"""How he is asked, as the verb of a button."""

STATE_WORDS: Final[Mapping[InstrumentState, str]] = {
    InstrumentState.AVAILABLE: "Disponible",
    InstrumentState.OFF: "Apagado: falta nombrar quién lo aplica y quién actúa",
    InstrumentState.RETIRED: "Retirado",
}
DUE_WORDS: Final[Mapping[DueState, str]] = {
    DueState.OVERDUE: "Atrasada",
    DueState.DUE: "Por hacer",
    DueState.LATER: "Más adelante",
}
PURPOSE_OPTIONS: Final = tuple(Option(str(purpose), PURPOSE_LABELS[purpose]) for purpose in Purpose)
MODE_OPTIONS: Final = tuple(Option(str(mode), WAYS[mode]) for mode in Mode)


def asked(name: str, purpose: Purpose) -> str:
    """`Prueba de entrada · Al inicio`."""
    return f"{name} · {PURPOSE_LABELS[purpose]}"


def when_due(missing: MissingApplication) -> str:
    """The day by which he is asked."""
    if missing.due is None:
        return "Sin fecha en el plan"
    before = "Antes del" if missing.purpose is Purpose.ENTRY else "Hacia el"
    return f"{before} {format_date(missing.due)}"


def how_due(missing: MissingApplication) -> str:
    """How it stands; one that was begun says so."""
    state = DUE_WORDS[missing.state]
    return f"{state} · empezada" if missing.application_id is not None else state


def progress(line: ApplicationLine) -> str:
    """`30 de 33 respondidas, 2 prefirió no responder`."""
    declined = f", {line.refused} prefirió no responder" if line.refused else ""
    return f"{line.answered} de {line.items} respondidas{declined}"


def state(line: ApplicationLine) -> str:
    """Where an application stands and since when, what cannot wait first; a line each."""
    said = STATUS_LABELS[line.status]
    if line.status is ApplicationStatus.IN_PROGRESS:
        said = f"{said}: {line.answered + line.refused} de {line.items}"
    lines = ["Pide atención"] if line.critical_pending else []
    lines.append(f"{said}, {format_date(line.applied_on)}")
    if line.second_entry_open:
        lines.append("Las dos veces no coinciden")
    return "\n".join(lines)


def number(value: float) -> str:
    """A value with a decimal comma, without decimals it does not have."""
    return f"{value:g}".replace(".", ",")


def value_line(instrument: Instrument, subscale: Subscale, score: SubscaleScore) -> str:
    """`14 (de 0 a 27)`, or that it cannot be said, and why."""
    if score.value is None:
        why = NOT_SCORED_WORDS[score.reason] if score.reason is not None else ""
        need = f"respondió {score.answered} de {len(subscale.items)}; hacen falta {subscale.minimum_answered}"
        return f"{as_sentence(why)} ({need})."
    low, high = possible_range(instrument, subscale)
    unit = "en promedio, " if subscale.rule is SubscaleRule.MEAN else ""
    told = f"{number(score.value)} ({unit}de {number(low)} a {number(high)})"
    return f"{told}, {PRORATED_WORDS}." if score.prorated else f"{told}."
