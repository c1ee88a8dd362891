"""The service of the book, and fields of its own without a line of code."""

from __future__ import annotations

from typing import Any

import pytest

from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.roles import Role
from facilitador.domain.services import OWN_FIELD_KINDS, Binding
from facilitador.use_cases import command_schema
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord, RegisterParticipant
from facilitador.use_cases.prints import BlankFichaPrint, FichaPrint
from facilitador.use_cases.services import (
    AddOwnField,
    DescribeService,
    FormInUse,
    OwnFields,
    RelabelOwnField,
    RetireOwnField,
    ServiceDetails,
)
from tests.use_cases.scenes import Acting, ficha, one_value, refused, register


def test_there_is_one_service_and_describing_it_again_rewrites_it(book: OpenBook) -> None:
    before = book.ask(ServiceDetails()).result()
    whole = DescribeService(
        revision=before.revision,
        name="CAI Huamanga",
        kind="cai",
        binding=Binding.MIMP_BODY,
        ubigeo="050101",
        address="Jr. Arequipa 100",
        phone="066 312345",
        email="cai@example.pe",
        responsible_officer="Elena Apaza",
        criminal_data_competent=True,
        competence_basis="Ley de ejemplo, art. 1",
    )

    book.submit([whole]).result()

    after = book.ask(ServiceDetails()).result()
    assert after.id == before.id
    assert {name: getattr(after, name) for name in ("name", "kind", "binding", "ubigeo", "email")} == {
        "name": "CAI Huamanga",
        "kind": "cai",
        "binding": Binding.MIMP_BODY,
        "ubigeo": "050101",
        "email": "cai@example.pe",
    }
    assert one_value(book, "SELECT count(*) FROM services") == 1


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"name": ""}, "name", "field_required"),
        ({"name": "x" * 161}, "name", "text_too_long"),
        ({"kind": "else"}, "kind", "option_unknown"),
        ({"ubigeo": "999999"}, "ubigeo", "option_unknown"),
        ({"email": "no es correo"}, "email", "email_odd"),
        ({"criminal_data_competent": True}, "competence_basis", "field_required"),
    ],
)
def test_a_service_that_cannot_be_is_refused(book: OpenBook, values: dict[str, Any], field: str, code: str) -> None:
    with refused(code, field):
        book.submit([DescribeService(**({"name": "Centro"} | values))]).result()


@pytest.mark.directive("6.4.2")
@pytest.mark.parametrize(
    ("kind", "options", "typed", "kept"),
    [
        (FieldKind.TEXT, (), " Barrio  alto ", "Barrio alto"),
        (FieldKind.NUMBER, (), 3, 3),
        (FieldKind.DATE, (), "2026-03-09", "2026-03-09"),
        (FieldKind.YES_NO, (), "yes", "yes"),
        (FieldKind.CHOICE, ("Valle", "Puna"), "o2", "o2"),
    ],
)
def test_a_field_of_its_own_is_asked_kept_printed_and_told_to_programs(
    book: OpenBook, kind: FieldKind, options: tuple[str, ...], typed: object, kept: object
) -> None:
    added = AddOwnField(label="Zona donde vive", kind=kind, options=options, sensitive=False)
    book.submit([added]).result()

    form = book.ask(FormInUse()).result()
    (man,) = register(book, ficha(1, own_zona_donde_vive=typed))

    assert form.sections[-1].fields[0].id == "own_zona_donde_vive"
    shown = book.ask(ParticipantRecord(participant_id=man)).result()
    assert shown.answers["own_zona_donde_vive"] == kept
    assert "Zona donde vive" in repr(book.ask(BlankFichaPrint()).result())
    assert "Zona donde vive" in repr(book.ask(FichaPrint(participant_id=man)).result())
    assert "own_zona_donde_vive" in command_schema.schema(form)["$defs"]["RegistrationForm"]["properties"]


def test_every_kind_that_a_field_may_have_is_tried_above() -> None:
    assert set(OWN_FIELD_KINDS) == {
        FieldKind.TEXT,
        FieldKind.NUMBER,
        FieldKind.DATE,
        FieldKind.YES_NO,
        FieldKind.CHOICE,
    }


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"label": " "}, "label", "field_required"),
        ({"label": "x" * 121}, "label", "text_too_long"),
        ({"kind": FieldKind.UBIGEO}, "kind", "own_field_kind_unknown"),
        ({"kind": FieldKind.CHOICE, "options": ("una",)}, "options", "own_field_options"),
        ({"kind": FieldKind.CHOICE, "options": tuple(map(str, range(31)))}, "options", "own_field_options"),
        ({"kind": FieldKind.TEXT, "options": ("una", "dos")}, "options", "own_field_options"),
        ({"kind": FieldKind.CHOICE, "options": ("una", " una")}, "options", "own_field_options_repeated"),
    ],
)
def test_a_field_that_cannot_be_is_refused(book: OpenBook, values: dict[str, Any], field: str, code: str) -> None:
    with refused(code, field):
        book.submit([AddOwnField(**({"label": "Zona", "kind": FieldKind.TEXT} | values))]).result()

    assert book.ask(OwnFields()).result() == ()


def test_fields_of_the_same_words_get_keys_of_their_own(book: OpenBook) -> None:
    book.submit(
        [AddOwnField(label=label, kind=FieldKind.TEXT) for label in ("Zona", "zona", "¿Zóna?", "¿¿??")]
    ).result()

    assert [own.key for own in book.ask(OwnFields()).result()] == ["own_zona", "own_zona_2", "own_zona_3", "own"]


def test_a_retired_field_is_asked_no_more_and_its_answers_stay(book: OpenBook) -> None:
    own_id = book.submit([AddOwnField(label="Zona", kind=FieldKind.TEXT)]).result().ids[0]
    (man,) = register(book, ficha(1, own_zona="Valle"))
    book.submit([RelabelOwnField(own_field_id=own_id, label="Barrio"), RetireOwnField(own_field_id=own_id)]).result()

    with refused("field_retired", "own_zona"):
        book.submit([RegisterParticipant(answers=ficha(2, own_zona="Puna"))]).result()
    book.submit([ChangeParticipant(participant_id=man, answers=ficha(1, own_zona="Valle", email=None))]).result()

    assert book.ask(ParticipantRecord(participant_id=man)).result().answers["own_zona"] == "Valle"
    assert "Barrio" not in repr(book.ask(BlankFichaPrint()).result())
    assert "Barrio" in repr(book.ask(FichaPrint(participant_id=man)).result())
    book.submit([RetireOwnField(own_field_id=own_id, retired=False)]).result()
    register(book, ficha(2, own_zona="Puna"))


@pytest.mark.directive("6.4.5")
def test_a_field_is_sensitive_unless_said_otherwise(book: OpenBook) -> None:
    book.submit([AddOwnField(label="Ronda", kind=FieldKind.TEXT)]).result()
    book.submit([AddOwnField(label="Zona", kind=FieldKind.TEXT, sensitive=False)]).result()
    (man,) = register(book, ficha(1, own_ronda="sí", own_zona="Valle"))

    seen = Acting(book, Role.STAFF).ask(ParticipantRecord(participant_id=man)).answers

    assert "own_zona" in seen
    assert "own_ronda" not in seen
