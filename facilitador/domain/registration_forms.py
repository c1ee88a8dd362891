"""The ficha de registro as a definition (6.4.2): one data file drives screen, paper, command line and import.

A `FormDefinition` is read from `resources/reference/registration_form.toml` by `facilitador.reference`, plus the fields
that the service added of its own. Answers are a mapping field id -> `Answer`:

- text, long text, phone, e-mail, document number, ubigeo: `str` (ubigeo: six digits, INEI);
- date: ISO `yyyy-mm-dd` as `str`; number: `int`;
- yes_no, choice: the code of an option as `str`; choices: a list of option codes.

A field that was not asked has no key; it is never stored as an empty text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from facilitador.domain.roles import Section

Answer: TypeAlias = str | int | list[str]
Answers: TypeAlias = Mapping[str, Answer]


class FieldKind(StrEnum):
    """How a field is asked, checked and printed."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    UBIGEO = "ubigeo"
    PHONE = "phone"
    EMAIL = "email"
    DOCUMENT_NUMBER = "document_number"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a closed list: its stable code and the words on screen and paper."""

    code: str
    text: str


TO_VERIFY: Final = "Lista por verificar."
YES: Final = "yes"
NO: Final = "no"
YES_NO_OPTIONS: Final = (Option(YES, "Sí"), Option(NO, "No"))


@dataclass(frozen=True, slots=True)
class Condition:
    """The field is asked only if another field's answer is (or contains) one of these codes."""

    field: str
    one_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """One question of the form.

    `access` says which section of the role table guards it. `compulsory` counts for *completa / por completar* (a form
    can always be saved as it is). `competent_only`: asked only where the service declared itself competent for criminal
    data (Ley 29733, 13.8). `option_list` names the list of its options, with its edition.
    `answered_by`: an answer to any of these fields serves in its place when what is missing is listed (an approximate
    age where the birth date is not known). `unverified`: the wording or list has not been checked against its source.
    A yes/no field always carries `YES_NO_OPTIONS`.
    """

    id: str
    label: str
    kind: FieldKind
    access: Section
    help: str = ""
    compulsory: bool = False
    max_length: int = 120
    minimum: int | None = None
    maximum: int | None = None
    options: tuple[Option, ...] = ()
    option_list: str = ""
    asked_if: Condition | None = None
    answered_by: tuple[str, ...] = ()
    competent_only: bool = False
    adults_only: bool = False
    minors_only: bool = False
    numeral: str = ""
    own: bool = False
    retired: bool = False
    unverified: bool = False

    @property
    def guidance(self) -> str:
        """What stands below the question: its help, and that its list has still to be checked, where it has."""
        return " ".join(filter(None, (self.help, TO_VERIFY if self.unverified else "")))


@dataclass(frozen=True, slots=True)
class FormSection:
    """A run of questions under one heading, with the words to say before it when it is read aloud."""

    id: str
    title: str
    introduction: str
    fields: tuple[FieldDefinition, ...]


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A whole form with the edition that is kept beside every set of answers."""

    id: str
    edition: str
    title: str
    valid_from: date
    source: str
    sections: tuple[FormSection, ...]

    @property
    def fields(self) -> tuple[FieldDefinition, ...]:
        """Every field in the order asked."""
        return tuple(field for section in self.sections for field in section.fields)

    def field(self, field_id: str) -> FieldDefinition:
        """The field of that id; KeyError if the form has none."""
        for candidate in self.fields:
            if candidate.id == field_id:
                return candidate
        raise KeyError(field_id)
