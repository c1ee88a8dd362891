"""The words of the compliance view, the same on screen, on paper and on the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final, Protocol, TypeAlias

from facilitador.domain.compliance import (
    BINDING_SENTENCES,
    KEPT_AT_HOME,
    STATE_LABELS,
    Compliance,
    ComplianceLine,
    Evidence,
    Finding,
    State,
    Statement,
    StatementKind,
)
from facilitador.domain.dates import format_date
from facilitador.domain.elsewhere import day_of, source_words


class Worded(Protocol):
    """A message of the program."""

    @property
    def text(self) -> str:
        """What it says."""


Wording: TypeAlias = Callable[[str, Mapping[str, object]], Worded]
"""Gives the message of a code with its parameters filled in: the messages of the program, which no rule reads."""

TITLE: Final = "Cumplimiento de la directiva"
HOW_RECKONED: Final = (
    "Los estados se toman de los registros del cuaderno. Aquí no hay porcentajes ni nombres de participantes."
)
STATE_MEANINGS: Final[tuple[tuple[State, str], ...]] = (
    (State.MET, "consta todo lo que se pide."),
    (State.PARTLY, "consta una parte."),
    (State.MISSING, "la directiva dice «debe» y no consta nada."),
    (State.UNDECIDED, "la directiva lo prefiere o lo sugiere; no consta, ni que se haya decidido de otro modo."),
    (State.DECIDED_OTHERWISE, "el equipo decidió otra cosa y anotó por qué. No es una falta."),
    (State.NOT_APPLICABLE, "todavía no hay de qué registrarlo."),
    (State.NOT_FOR_RECORD, "la ley o la reserva impiden registrarlo aquí. No es una falta."),
)

_STATED: Final = {
    StatementKind.DECLARED: "Declarado",
    StatementKind.DECIDED_OTHERWISE: "Se decidió de otro modo",
    StatementKind.WITHDRAWN: "Retirado",
}


def about(view: Compliance) -> str:
    """What is looked at, and as of which day."""
    whom = view.group if view.group_id is not None else f"{view.service} y sus grupos abiertos"
    if len(view.sources) == 1:
        return f"{whom} · datos al {format_date(day_of(view.sources[0]))}"
    if view.sources:
        return f"{whom} · {'; '.join(map(source_words, view.sources))}"
    return f"{whom} · al {format_date(view.on)}"


def bound(view: Compliance) -> str:
    """What binds the service to the directive; of another one this book does not know."""
    return "" if view.sources else BINDING_SENTENCES[view.binding]


def summary(view: Compliance) -> str:
    """How many numerals stand how, in words; states that no numeral has are left out."""
    count = Counter(line.state for line in view.lines)
    return " · ".join(f"{STATE_LABELS[state]}: {count[state]}" for state in State if count[state])


def told(line: ComplianceLine, message: Wording) -> tuple[str, ...]:
    """What shows how a numeral stands, a sentence each: evidence, what was put in writing, what to do meanwhile."""
    telling = [one for one in line.evidence if one.finding is not Finding.NOT_APPLICABLE]
    shown = [_evidence(one, message) for one in telling or line.evidence]
    asked = line.requirement
    if line.statement is not None:
        shown.append(stated(line.statement))
    elif asked.declaration and not any(one.code == KEPT_AT_HOME for one in line.evidence):
        shown.append(f"Sin declarar: «{asked.declaration}»")
        shown += [asked.paper] if asked.paper else []
    return tuple(dict.fromkeys(shown)) or ("Todavía no hay registros.",)


def stated(statement: Statement) -> str:
    """A statement with its day, who signed it, and its words."""
    whole = " para todo el servicio" if statement.group_id is None else ""
    day = format_date(statement.stated_on)
    return f"{_STATED[statement.kind]}{whole} el {day} por {statement.person}: {statement.words}"


def _evidence(one: Evidence, message: Wording) -> str:
    text = message(one.code, one.parameters).text
    return text if one.last_day is None else f"{text} Lo último, el {format_date(one.last_day)}."
