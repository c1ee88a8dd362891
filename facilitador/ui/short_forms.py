"""Short forms of the program: what their questions are answered with, what is wrong as typed, and what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

from facilitador.domain.answer_checks import checked_answer, displayed
from facilitador.domain.catalogues import Catalogue
from facilitador.domain.dates import parse_typed_date
from facilitador.domain.phones import check_service_phone, display_phone
from facilitador.domain.registration_forms import YES, Answer, Answers, FieldDefinition, FieldKind, Option
from facilitador.domain.roles import Section
from facilitador.errors import InvalidInput, Problem
from facilitador.reference import districts
from facilitador.ui.form_fields import ControlMaker, FieldSpec, FieldTools, FormPart, control_maker


def options_of(catalogue: Catalogue) -> tuple[Option, ...]:
    """A reference list as the options of a question."""
    return tuple(Option(item.code, item.text) for item in catalogue.items)


def controls(today: Callable[[], date]) -> ControlMaker:
    """What the questions of a short form are answered with; phone numbers are those of services."""

    def parse(typed: str) -> date:
        return parse_typed_date(typed, today())

    return control_maker(FieldTools(parse, districts(), tidy_service_phone))


def tidy_service_phone(typed: str) -> str:
    """A number in groups of figures; what is no number stays as typed."""
    checked = check_service_phone(typed)
    return display_phone(checked) if isinstance(checked, str) else typed.strip()


def problems_as_typed(parts: Iterable[FormPart], values: Answers, today: date) -> tuple[Problem, ...]:
    """What cannot be understood or is too long, question by question; nothing is said about what is still empty."""
    found = (_judged(spec, values, today) for part in parts for spec in part.fields if spec.id in values)
    return tuple(problem for problem in found if isinstance(problem, Problem))


def refuse_unfinished(parts: Sequence[FormPart], values: Answers, today: date, asked: Iterable[str]) -> None:
    """Raise InvalidInput for what cannot be understood, and for compulsory questions among `asked` left empty."""
    wanted = frozenset(asked)
    specs = [spec for part in parts for spec in part.fields]
    empty = [spec.id for spec in specs if spec.compulsory and spec.id in wanted and spec.id not in values]
    wrong = {problem.field: problem for problem in problems_as_typed(parts, values, today)}
    wrong |= {name: Problem(name, "field_required") for name in empty}
    if wrong:
        raise InvalidInput([wrong[spec.id] for spec in specs if spec.id in wrong])


def text_in(values: Answers, name: str) -> str:
    """The text answered; empty if nothing was."""
    return str(values.get(name) or "")


def day_in(values: Answers, name: str) -> date | None:
    """The day answered; for answers that `refuse_unfinished` let pass."""
    typed = text_in(values, name)
    return date.fromisoformat(typed) if typed else None


def is_yes(values: Answers, name: str) -> bool:
    """True if the answer is yes."""
    return values.get(name) == YES


def shown(spec: FieldSpec, answer: Answer | None) -> str:
    """An answer as a person reads it; «sin respuesta» if there is none."""
    return "sin respuesta" if answer is None else displayed(_definition(spec), answer, districts())


def _judged(spec: FieldSpec, values: Answers, today: date) -> Answer | Problem | None:
    if spec.kind is FieldKind.PHONE:
        return check_service_phone(str(values[spec.id]), field=spec.id)
    judge = partial(checked_answer, _definition(spec), values[spec.id], {})
    return judge(today=today, districts=districts() if spec.kind is FieldKind.UBIGEO else None)


def _definition(spec: FieldSpec) -> FieldDefinition:
    """The question in the terms of the rules; which section guards it does not matter to them."""
    return FieldDefinition(
        spec.id, spec.label, spec.kind, Section.TEAM, max_length=spec.max_length, options=spec.options
    )
