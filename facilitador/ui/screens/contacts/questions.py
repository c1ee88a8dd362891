"""The questions about opening contacts and about one contact, and the commands that their answers are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from facilitador.domain.checks import REASON_LIMIT
from facilitador.domain.contacts import LINE_LIMIT, RELATION_LABELS, TEXT_LIMIT, Contact, ContactRelation
from facilitador.domain.people import Person
from facilitador.domain.phones import display_phone
from facilitador.domain.registration_forms import NO, YES, YES_NO_OPTIONS, Answer, Answers, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.short_forms import day_in, is_yes, text_in
from facilitador.ui.widgets.password_field import PasswordField
from facilitador.use_cases.contacts import ChangeContact, ContactForm, RecordContact

REASON: Final = FieldSpec("reason", "¿Por qué se abre?", FieldKind.LONG_TEXT, compulsory=True, max_length=REASON_LIMIT)
NOTE: Final = FieldSpec("note", "Qué piensa de esta apertura", FieldKind.LONG_TEXT, max_length=REASON_LIMIT)
_RELATIONS: Final = tuple(Option(str(one), text) for one, text in RELATION_LABELS.items())
CONTACT: Final = (
    FieldSpec("relation", "¿Qué es de él?", FieldKind.CHOICE, options=_RELATIONS, compulsory=True),
    FieldSpec("he_knew_on", "¿Cuándo se le dijo a él?", FieldKind.DATE, help="Antes de hablar.", compulsory=True),
    FieldSpec("he_knew_how", "¿Cómo se le dijo?", compulsory=True, max_length=LINE_LIMIT),
    FieldSpec("she_agreed_on", "¿Cuándo aceptó ella, libremente?", FieldKind.DATE, compulsory=True),
    FieldSpec("she_agreed_how", "¿Cómo lo dijo?", compulsory=True, max_length=LINE_LIMIT),
    FieldSpec("name", "Cómo quiere que se la llame", max_length=LINE_LIMIT),
    FieldSpec("phone", "Celular", FieldKind.PHONE, help="Solo si ella lo aceptó. Nunca se anota dónde se encuentra."),
    FieldSpec("safe_way", "Cómo se le habla sin riesgo", compulsory=True, max_length=LINE_LIMIT),
    FieldSpec("safe_days", "Qué días", max_length=LINE_LIMIT),
    FieldSpec("safe_hours", "A qué horas", max_length=LINE_LIMIT),
    FieldSpec(
        "if_another_answers",
        "Qué se dice si contesta otra persona",
        FieldKind.LONG_TEXT,
        compulsory=True,
        max_length=REASON_LIMIT,
    ),
    FieldSpec("told", "Lo que cuenta", FieldKind.LONG_TEXT, max_length=TEXT_LIMIT),
    FieldSpec("contradicts", "¿Contradice lo que él dice?", FieldKind.YES_NO, options=YES_NO_OPTIONS),
)


def opening_fields(seconds: Iterable[Person]) -> tuple[FieldSpec, ...]:
    """Why, who confirms, and her clave: she types it herself."""
    options = tuple(Option(str(person.id), person.full_name) for person in seconds)
    return (
        REASON,
        FieldSpec("second_id", "¿Quién confirma?", FieldKind.CHOICE, options=options, compulsory=True),
        FieldSpec(
            "clave", "Su clave", help="La escribe ella misma, aquí y ahora.", compulsory=True, control=PasswordField
        ),
    )


def contact_answers(contact: Contact) -> Mapping[str, Answer]:
    """A contact as the questions ask it."""
    text = contact.text
    given: dict[str, Any] = {spec.id: getattr(text, spec.id) for spec in CONTACT}
    given |= {name: given[name].isoformat() for name in ("he_knew_on", "she_agreed_on")}
    given |= {"relation": str(text.relation), "contradicts": YES if text.contradicts else NO}
    given["phone"] = display_phone(text.phone) if text.phone else ""
    return {name: answer for name, answer in given.items() if answer}


def recording(participant_id: UUID, answers: Answers) -> RecordContact:
    """The command that notes a contact."""
    return RecordContact(participant_id=participant_id, **_form(answers))


def changing(opening_id: UUID, contact: Contact, answers: Answers) -> ChangeContact:
    """The command that writes a contact over."""
    return ChangeContact(opening_id=opening_id, contact_id=contact.id, revision=contact.revision, **_form(answers))


def _form(answers: Answers) -> dict[str, Any]:
    texts = {name: text_in(answers, name) for name in ContactForm.__struct_fields__}
    days = {name: day_in(answers, name) or date.min for name in ("he_knew_on", "she_agreed_on")}
    relation = ContactRelation(text_in(answers, "relation"))
    return texts | days | {"relation": relation, "contradicts": is_yes(answers, "contradicts")}
