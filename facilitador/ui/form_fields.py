"""The questions of a form and the control each kind is answered with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from facilitador.domain.registration_forms import Condition, FieldDefinition, FieldKind, FormDefinition, Option
from facilitador.ui.widgets.choice_fields import ChoicesField, YesNoField, choice_field
from facilitador.ui.widgets.control import Control
from facilitador.ui.widgets.date_field import DateField
from facilitador.ui.widgets.place_field import PlaceField, PlaceSearch
from facilitador.ui.widgets.text_fields import LongText, NumberField, PhoneField, TextField

_WIDE_FROM = 60  # letters: a line for less is drawn shorter, so that its length says what is expected


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One question: of the ficha, or of a short form of the program. `control` makes a control of its own, if given."""

    id: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    help: str = ""
    compulsory: bool = False
    max_length: int = 120
    options: tuple[Option, ...] = ()
    asked_if: Condition | None = None
    placeholder: str = ""
    control: Callable[[], Control] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FormPart:
    """Questions under one title, with the words to say before them; both may be empty."""

    title: str
    introduction: str
    fields: tuple[FieldSpec, ...]


ControlMaker: TypeAlias = Callable[[FieldSpec], Control]


def parts_of(definition: FormDefinition) -> tuple[FormPart, ...]:
    """The sections of a form definition as parts, in the same order."""
    return tuple(
        FormPart(section.title, section.introduction, tuple(_spec(one) for one in section.fields))
        for section in definition.sections
    )


def _spec(definition: FieldDefinition) -> FieldSpec:
    return FieldSpec(
        id=definition.id,
        label=definition.label,
        kind=definition.kind,
        help=definition.guidance,
        compulsory=definition.compulsory,
        max_length=definition.max_length,
        options=definition.options,
        asked_if=definition.asked_if,
    )


@dataclass(frozen=True, slots=True)
class FieldTools:
    """What controls need from below: how dates are read, where places are found, how a phone number is shown."""

    parse_date: Callable[[str], date]
    places: PlaceSearch
    tidy_phone: Callable[[str], str] = str.strip


def control_maker(tools: FieldTools) -> ControlMaker:
    """Makes the control for each kind of question."""
    makers: dict[FieldKind, ControlMaker] = {
        FieldKind.TEXT: _line,
        FieldKind.LONG_TEXT: lambda spec: LongText(spec.max_length),
        FieldKind.NUMBER: lambda spec: NumberField(),
        FieldKind.DATE: lambda spec: DateField(tools.parse_date),
        FieldKind.YES_NO: lambda spec: YesNoField(spec.options),
        FieldKind.CHOICE: lambda spec: choice_field(spec.options),
        FieldKind.CHOICES: lambda spec: ChoicesField(spec.options),
        FieldKind.UBIGEO: lambda spec: PlaceField(tools.places),
        FieldKind.PHONE: lambda spec: PhoneField(tools.tidy_phone),
        FieldKind.EMAIL: lambda spec: TextField(placeholder=spec.placeholder or "nombre@ejemplo.pe"),
        FieldKind.DOCUMENT_NUMBER: lambda spec: TextField(width=220),
    }
    return lambda spec: spec.control() if spec.control else makers[spec.kind](spec)


def _line(spec: FieldSpec) -> Control:
    return TextField(placeholder=spec.placeholder, width=None if spec.max_length >= _WIDE_FROM else 320)
