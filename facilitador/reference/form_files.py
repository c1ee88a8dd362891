"""Reads a form (the ficha de registro) and checks that it holds together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import msgspec

from facilitador.domain.registration_forms import (
    YES_NO_OPTIONS,
    Condition,
    FieldDefinition,
    FieldKind,
    FormDefinition,
    FormSection,
    Option,
)
from facilitador.domain.roles import Section
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, check_unique, decode

LONGEST_LINE: Final = 254
LONGEST_TEXT: Final = 2000
_ID: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_CODE: Final = re.compile(r"[a-z0-9_]{1,40}")
_WITH_LIST: Final = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
_AGE_FIELDS: Final = frozenset({"birth_date", "approximate_age"})
_WITH_CODES: Final = _WITH_LIST | {FieldKind.YES_NO}


class _OptionList(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    edition: str
    options: list[tuple[str, str]]

    @property
    def heading(self) -> str:
        return f"{self.name} ({self.edition})"


class _Condition(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    field: str
    one_of: tuple[str, ...]


class _Field(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    label: str
    kind: FieldKind
    help: str = ""
    compulsory: bool = False
    max_length: int = 120
    minimum: int | None = None
    maximum: int | None = None
    list: str = ""
    asked_if: _Condition | None = None
    answered_by: tuple[str, ...] = ()
    competent_only: bool = False
    adults_only: bool = False
    minors_only: bool = False
    numeral: str = ""
    unverified: bool = False


class _Section(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    title: str
    access: Section
    introduction: str
    fields: list[_Field]


class _Form(Header, forbid_unknown_fields=True, kw_only=True):
    lists: dict[str, _OptionList]
    sections: list[_Section]


def read_form(path: Path) -> FormDefinition:
    """The form that a file defines; BadReferenceFile names file and place of whatever does not hold together."""
    raw = decode(path, _Form)
    check_name(path, raw)
    for name, options in raw.lists.items():
        _check_list(path.name, name, options)
    fields = [field for section in raw.sections for field in section.fields]
    check_unique(path.name, "sections", (section.id for section in raw.sections))
    check_unique(path.name, "fields", (field.id for field in fields))
    earlier: dict[str, _Field] = {}
    for field in fields:
        _check_field(path.name, field, raw.lists)
        if (field.adults_only or field.minors_only) and not earlier.keys() >= _AGE_FIELDS:
            raise BadReferenceFile(path.name, field.id, "hangs on his age, which is asked later")
        _check_condition(path.name, field, earlier, raw.lists)
        earlier[field.id] = field
    for field in fields:
        if unknown := [other for other in field.answered_by if other not in earlier]:
            raise BadReferenceFile(path.name, f"{field.id}.answered_by", f"no field {unknown[0]!r}")
    used = {field.list for field in fields}
    if idle := sorted(set(raw.lists) - used):
        raise BadReferenceFile(path.name, f"lists.{idle[0]}", "no field uses this list")
    return FormDefinition(
        id=raw.id,
        edition=raw.edition,
        title=raw.title,
        valid_from=raw.valid_from,
        source=raw.source,
        sections=tuple(_section(section, raw) for section in raw.sections),
    )


def _check_list(file: str, name: str, options: _OptionList) -> None:
    place = f"lists.{name}"
    check_unique(file, place, (code for code, _ in options.options))
    check_unique(file, place, (text for _, text in options.options))
    for code, text in options.options:
        if not _CODE.fullmatch(code) or not text.strip():
            raise BadReferenceFile(file, place, f"bad option {code!r}")
    if len(options.options) < 2:
        raise BadReferenceFile(file, place, "a list needs two options")


def _check_field(file: str, field: _Field, lists: dict[str, _OptionList]) -> None:
    if not _ID.fullmatch(field.id) or not field.label.strip():
        raise BadReferenceFile(file, field.id, "bad id or empty label")
    if (field.kind in _WITH_LIST) != bool(field.list):
        raise BadReferenceFile(file, f"{field.id}.list", "closed questions, and only they, name a list")
    if field.list and field.list not in lists:
        raise BadReferenceFile(file, f"{field.id}.list", f"no list {field.list!r}")
    longest = LONGEST_TEXT if field.kind is FieldKind.LONG_TEXT else LONGEST_LINE
    if not 1 <= field.max_length <= longest:
        raise BadReferenceFile(file, f"{field.id}.max_length", f"must lie between 1 and {longest}")
    bounded = field.minimum is not None and field.maximum is not None
    if (field.kind is FieldKind.NUMBER) != bounded:
        raise BadReferenceFile(file, field.id, "numbers, and only they, have a minimum and a maximum")
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        raise BadReferenceFile(file, field.id, "the minimum lies above the maximum")
    if field.adults_only and field.minors_only:
        raise BadReferenceFile(file, field.id, "asked of nobody")


def _check_condition(file: str, field: _Field, earlier: dict[str, _Field], lists: dict[str, _OptionList]) -> None:
    if field.asked_if is None:
        return
    place = f"{field.id}.asked_if"
    parent = earlier.get(field.asked_if.field)
    if parent is None:
        raise BadReferenceFile(file, place, f"no earlier field {field.asked_if.field!r}")
    if parent.kind not in _WITH_CODES:
        raise BadReferenceFile(file, place, f"{parent.id!r} is not a closed question")
    known = {option.code for option in _options(parent, lists)}
    if not field.asked_if.one_of or not known.issuperset(field.asked_if.one_of):
        raise BadReferenceFile(file, place, f"not all of these are answers of {parent.id!r}")


def _options(field: _Field, lists: dict[str, _OptionList]) -> tuple[Option, ...]:
    if field.kind is FieldKind.YES_NO:
        return YES_NO_OPTIONS
    if not field.list:
        return ()
    return tuple(Option(code, text) for code, text in lists[field.list].options)


def _section(raw: _Section, form: _Form) -> FormSection:
    fields = tuple(_field(field, raw.access, form) for field in raw.fields)
    return FormSection(raw.id, raw.title, raw.introduction, fields)


def _field(raw: _Field, access: Section, form: _Form) -> FieldDefinition:
    return FieldDefinition(
        id=raw.id,
        label=raw.label,
        kind=raw.kind,
        access=access,
        help=raw.help,
        compulsory=raw.compulsory,
        max_length=raw.max_length,
        minimum=raw.minimum,
        maximum=raw.maximum,
        options=_options(raw, form.lists),
        option_list=form.lists[raw.list].heading if raw.list else "",
        asked_if=Condition(raw.asked_if.field, raw.asked_if.one_of) if raw.asked_if else None,
        answered_by=raw.answered_by,
        competent_only=raw.competent_only,
        adults_only=raw.adults_only,
        minors_only=raw.minors_only,
        numeral=raw.numeral or form.numeral,
        unverified=raw.unverified,
    )
