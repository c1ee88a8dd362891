"""What is asked when somebody puts something in writing about a numeral, and the commands of the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.domain.catalogues import Force
from facilitador.domain.compliance import WORDS_LIMIT, ComplianceLine, State, StatementKind
from facilitador.domain.registration_forms import Answers, FieldKind
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.short_forms import day_in, text_in
from facilitador.use_cases.compliance import DecideOtherwise, DeclareCompliance, WithdrawStatement
from facilitador.use_cases.requests import Command


@dataclass(frozen=True, slots=True)
class Asking:
    """How one kind of statement is asked for: the button in the line, the question, the button that saves."""

    button: str
    title: str
    question: str
    verb: str


ASKING: Final[dict[StatementKind, Asking]] = {
    StatementKind.DECLARED: Asking("Declarar", "Declarar", "¿Cómo y cuándo se hizo?", "Firmar la declaración"),
    StatementKind.DECIDED_OTHERWISE: Asking(
        "Anotar que se decidió de otro modo", "Se decidió de otro modo", "¿Qué se decidió y por qué?", "Firmar"
    ),
    StatementKind.WITHDRAWN: Asking("Retirar", "Retirar lo firmado", "¿Por qué se retira?", "Retirar"),
}


def offered(line: ComplianceLine, group_id: UUID | None) -> tuple[StatementKind, ...]:
    """What may be put in writing about a numeral as it stands, in the view of this group (None: of the service)."""
    if line.statement is not None and line.statement.group_id == group_id:
        return (StatementKind.WITHDRAWN,)
    kinds = []
    if line.requirement.declaration and line.statement is None:
        kinds.append(StatementKind.DECLARED)
    if line.requirement.force is not Force.MUST and line.state not in (State.MET, State.DECIDED_OTHERWISE):
        kinds.append(StatementKind.DECIDED_OTHERWISE)
    return tuple(kinds)


def fields(kind: StatementKind) -> tuple[FieldSpec, ...]:
    """The words and their day."""
    return (
        FieldSpec(
            "words",
            ASKING[kind].question,
            FieldKind.LONG_TEXT,
            help="Sin nombrar a ningún participante.",
            max_length=WORDS_LIMIT,
            compulsory=True,
        ),
        FieldSpec("on", "¿Con qué fecha?", FieldKind.DATE, compulsory=True),
    )


def words(line: ComplianceLine, kind: StatementKind, person: str) -> str:
    """What stands above the question: what is signed, and by whom."""
    what = line.requirement.declaration if kind is StatementKind.DECLARED else line.requirement.text
    return f"«{what}» Queda con fecha y con su nombre, {person}. No se borra: se retira con otra anotación."


_COMMANDS: Final = {
    StatementKind.DECLARED: DeclareCompliance,
    StatementKind.DECIDED_OTHERWISE: DecideOtherwise,
    StatementKind.WITHDRAWN: WithdrawStatement,
}


def command(kind: StatementKind, numeral: str, group_id: UUID | None, answers: Answers, today: date) -> Command:
    """The statement that was signed."""
    on = day_in(answers, "on") or today
    return _COMMANDS[kind](numeral=numeral, group_id=group_id, words=text_in(answers, "words"), on=on)
