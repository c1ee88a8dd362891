"""The ficha as one person may fill it in for one man: which questions, what is wrong with an answer, what is missing.

It holds no rule: it asks the domain with what the domain needs to know (role, competence, today, what is saved).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from facilitador.domain.answers import age_of, check_answers, missing, visible_fields
from facilitador.domain.dates import parse_typed_date
from facilitador.domain.phones import check_phone, display_phone
from facilitador.domain.registration_forms import Answer, Answers, FieldDefinition, FormDefinition, FormSection
from facilitador.domain.roles import Role, may_write
from facilitador.errors import Problem
from facilitador.reference import districts
from facilitador.ui.form_fields import FieldSpec, FieldTools, FormPart, control_maker, parts_of
from facilitador.ui.forms import Form
from facilitador.ui.widgets.date_field import DateField

IDENTITY = (
    "paternal_surname",
    "maternal_surname",
    "given_names",
    "document_kind",
    "document_number",
    "birth_date",
    "phone",
)
"""The questions by which a man may be found in the book already."""


class Questions:
    """The questions that `role` may answer in this service, today; `held` is what is saved of the man."""

    def __init__(
        self, definition: FormDefinition, role: Role, today: date, *, competent: bool, held: Answers | None = None
    ) -> None:
        self.definition = _writable(definition, role)
        self._today, self._competent = today, competent
        self.held: Answers = held or {}

    def form(self, parent: QWidget) -> Form:
        """The questions on screen, checked as they are answered."""
        tools = FieldTools(partial(parse_typed_date, today=self._today), districts(), tidy_phone)
        parts = tuple(self._with_birth_date(part) for part in parts_of(self.definition))
        return Form(parts, control_maker(tools), asked=self.asked, check=self.problems, parent=parent)

    def asked(self, values: Answers) -> tuple[str, ...]:
        """The ids of the questions to ask, given what was answered so far."""
        return tuple(field.id for field in self._visible(values))

    def problems(self, values: Answers) -> tuple[Problem, ...]:
        """What cannot be kept as it is typed."""
        return self._checked(values)[1]

    def kept(self, values: Answers) -> dict[str, Answer]:
        """The answers in the form in which they are kept; what cannot be kept stays as typed."""
        return {**values, **self._checked(values)[0]}

    def missing(self, values: Answers) -> tuple[FieldDefinition, ...]:
        """The compulsory questions without an answer."""
        return missing(self.definition, values, age=age_of(values, self._today), competent=self._competent)

    def age(self, values: Answers) -> int | None:
        """His age in years, as far as it is known."""
        return age_of(values, self._today)

    def identity(self, values: Answers) -> dict[str, Answer]:
        """The answers by which he may be found in the book."""
        return {name: answer for name, answer in self.kept(values).items() if name in IDENTITY}

    def _visible(self, values: Answers) -> tuple[FieldDefinition, ...]:
        age = age_of(values, self._today)
        return visible_fields(self.definition, values, age=age, competent=self._competent)

    def _checked(self, values: Mapping[str, object]) -> tuple[dict[str, Answer], tuple[Problem, ...]]:
        checked = check_answers(
            self.definition,
            values,
            today=self._today,
            competent=self._competent,
            held=self.held,
            districts=districts(),
        )
        return checked.answers, checked.problems

    def _with_birth_date(self, part: FormPart) -> FormPart:
        # nobody was born tomorrow: two figures of a year mean the last hundred years
        parse = partial(parse_typed_date, today=self._today, latest=self._today)
        fields = (_by(spec, parse) if spec.id == "birth_date" else spec for spec in part.fields)
        return replace(part, fields=tuple(fields))


def _by(spec: FieldSpec, parse: partial[date]) -> FieldSpec:
    return replace(spec, control=lambda: DateField(parse))


def _writable(definition: FormDefinition, role: Role) -> FormDefinition:
    """The questions that this role may answer and that are still asked; sections left empty are gone."""
    sections: tuple[FormSection, ...] = tuple(
        replace(
            section,
            fields=tuple(field for field in section.fields if may_write(role, field.access) and not field.retired),
        )
        for section in definition.sections
    )
    return replace(definition, sections=tuple(section for section in sections if section.fields))


def tidy_phone(typed: str) -> str:
    """A number in groups of figures; what is no number stays as typed."""
    checked = check_phone(typed)
    return display_phone(checked) if isinstance(checked, str) else typed.strip()
