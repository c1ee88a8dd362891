"""Men and their fichas: complete or not yet, who may see what, consent, and who may be the same man (6.4.2, 6.4.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitador.domain.participants import ConsentMark, Participant
from facilitador.domain.roles import Role
from facilitador.reference import consent_text, registration_form
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import (
    ChangeParticipant,
    LikelyDuplicates,
    ParticipantRecord,
    Participants,
    RecordConsent,
    RegisterParticipant,
    RevokeConsent,
)
from facilitador.use_cases.services import DescribeService
from tests.books import TODAY
from tests.use_cases.scenes import Acting, consented, ficha, one_value, refused, register

YESTERDAY = TODAY - timedelta(days=1)
BOY = {"birth_date": "2010-05-05", "guardian_name": "Rosa Ccori", "guardian_phone": "987000001"}


def record(book: OpenBook, man: UUID, role: Role = Role.FACILITATOR) -> Participant:
    return Acting(book, role).ask(ParticipantRecord(participant_id=man))


def consent_of(man: UUID, **values: Any) -> RecordConsent:
    whole: dict[str, Any] = {"given_on": TODAY, "mark": ConsentMark.SIGNATURE, "read_aloud": True}
    return RecordConsent(participant_id=man, **(whole | values))


@pytest.mark.directive("6.4.2")
def test_what_he_answered_is_kept_with_the_edition_of_the_ficha(book: OpenBook) -> None:
    answers = ficha(1, children_count=2, disability_supports=None, email="jose@example.pe")

    (man,) = register(book, answers)

    kept = record(book, man)
    assert kept.answers == answers
    assert (kept.form_id, kept.form_edition) == (registration_form().id, registration_form().edition)
    assert kept.full_name == "Mamani Quispe, José Luis"


@pytest.mark.directive("6.4.2")
def test_a_ficha_can_be_saved_as_it_is_and_says_what_lacks(book: OpenBook) -> None:
    (man,) = register(book, {"paternal_surname": "Ñahui", "given_names": "Abel"})

    lacking = {field.id for field in record(book, man).missing}

    assert lacking >= {
        "document_kind",
        "birth_date",
        "phone",
        "ubigeo",
        "mother_tongue",
        "way_of_entry",
        "sentence_to_serve",
    }
    assert not record(book, man).complete
    book.submit([ChangeParticipant(participant_id=man, answers=ficha(1)), consented(man)]).result()
    assert record(book, man).missing == ()
    assert record(book, man).complete


def test_without_a_name_nobody_could_find_him_again(book: OpenBook) -> None:
    with refused("field_required", "paternal_surname"):
        register(book, {"given_names": "Abel"})
    with refused("field_required", "given_names"):
        register(book, {"paternal_surname": "Ñahui", "given_names": " "})
    (man,) = register(book, ficha())
    with refused("field_required", "given_names"):
        book.submit([ChangeParticipant(participant_id=man, answers=ficha(given_names=None))]).result()

    assert one_value(book, "SELECT count(*) FROM participants") == 1


@pytest.mark.parametrize(
    ("answers", "field", "code"),
    [
        ({"document_number": "123456789012"}, "document_number", "dni_not_eight_digits"),
        ({"document_number": "1234567"}, "document_number", "dni_zero_missing"),
        ({"phone": "12"}, "phone", "phone_unknown"),
        ({"ubigeo": "999999"}, "ubigeo", "district_unknown"),
        ({"mother_tongue": "klingon"}, "mother_tongue", "option_unknown"),
        ({"birth_date": "2030-01-01"}, "birth_date", "date_in_future"),
        ({"given_names": "x" * 500}, "given_names", "text_too_long"),
        ({"shoe_size": "42"}, "shoe_size", "field_unknown"),
        ({"complaint": "yes"}, "complaint", "field_competent_only"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_its_field(
    book: OpenBook, answers: dict[str, Any], field: str, code: str
) -> None:
    with refused(code, field):
        register(book, ficha(1, **answers))

    assert one_value(book, "SELECT count(*) FROM participants") == 0


def test_to_rewrite_a_ficha_empties_what_is_left_out(book: OpenBook) -> None:
    (man,) = register(book, ficha(1, occupation="albañil", other_phone="912345678"))

    book.submit(
        [ChangeParticipant(participant_id=man, revision=1, answers=ficha(1, paternal_surname="Ñahui"))]
    ).result()

    kept = record(book, man)
    assert kept.answers == ficha(1, paternal_surname="Ñahui")
    assert kept.full_name.startswith("Ñahui ")
    assert kept.revision == 2
    assert not book.ask(Participants(text="mamani jose luis")).result()
    assert len(book.ask(Participants(text="nahui")).result()) == 1


@pytest.mark.directive("6.2.8")
def test_only_one_question_about_justice_is_asked_everywhere(book: OpenBook) -> None:
    (man,) = register(book, ficha(1, sentence_to_serve="yes"))
    (other,) = register(book, ficha(2, sentence_to_serve="prefers_not"))

    assert record(book, man).serves_sentence
    assert not record(book, other).serves_sentence
    competent = DescribeService(
        name="CAI", criminal_data_competent=True, competence_basis="Resolución de ejemplo 1-2026"
    )
    book.submit([competent]).result()
    register(book, ficha(3, complaint="yes"))  # what only a competent body may write down


def test_what_was_recorded_while_competent_stays_when_the_service_no_longer_is(book: OpenBook) -> None:
    competent = DescribeService(name="CAI", criminal_data_competent=True, competence_basis="Resolución 1")
    book.submit([competent]).result()
    (man,) = register(book, ficha(1, complaint="yes"))
    book.submit([DescribeService(name="CAI")]).result()

    book.submit([ChangeParticipant(participant_id=man, answers=ficha(1, occupation="pintor"))]).result()

    assert record(book, man).answers["complaint"] == "yes"
    with refused("field_competent_only", "complaint"):
        book.submit([ChangeParticipant(participant_id=man, answers=ficha(1, complaint="no"))]).result()


# --- who may see what ---


@pytest.mark.directive("6.4.5")
def test_administrative_staff_sees_identification_and_contact_only(book: OpenBook) -> None:
    (man,) = register(book, ficha(1, health_conditions="asma", address="Jr. Lima 3", mother_tongue=None))
    book.submit([consented(man)]).result()

    seen = record(book, man, Role.STAFF)

    assert set(seen.answers) <= {
        field.id for field in registration_form().fields if field.access.value == "identification"
    }
    assert {"document_number", "phone", "address"} <= set(seen.answers)
    assert (seen.consents, seen.consent_missing, seen.serves_sentence) == ((), False, False)
    assert seen.missing == ()  # what lacks elsewhere is not told
    assert "asma" not in repr(seen)


@pytest.mark.directive("6.4.5")
def test_what_staff_rewrites_leaves_the_answers_it_does_not_see(book: OpenBook) -> None:
    (man,) = register(book, ficha(1, health_conditions="asma", address="Jr. Lima 3"))
    staff = Acting(book, Role.STAFF)
    shown = record(book, man, Role.STAFF).answers

    staff.run(ChangeParticipant(participant_id=man, answers=shown | {"phone": "911222333"}))

    assert record(book, man).answers == ficha(1, health_conditions="asma", address="Jr. Lima 3", phone="911222333")
    with refused("role_may_not_write", position=0):
        staff.run(ChangeParticipant(participant_id=man, answers=shown | {"health_conditions": "ninguna"}))
    staff.run(ChangeParticipant(participant_id=man, answers=shown | {"health_conditions": "asma"}))  # nothing changed
    with refused("role_may_not_write"):
        staff.run(RegisterParticipant(answers=ficha(2)))
    staff.run(RegisterParticipant(answers={"paternal_surname": "Ccori", "given_names": "Abel"}))


@pytest.mark.directive("6.4.5")
def test_a_supervisor_reads_everything_and_writes_no_ficha(book: OpenBook) -> None:
    (man,) = register(book, ficha(1, health_conditions="asma"))

    assert record(book, man, Role.SUPERVISOR).answers["health_conditions"] == "asma"
    with refused("role_may_not_write"):
        Acting(book, Role.SUPERVISOR).run(ChangeParticipant(participant_id=man, answers=ficha()))


# --- consent ---


@pytest.mark.directive("6.4.2")
def test_consent_keeps_how_it_was_given_and_which_text_was_read(book: OpenBook) -> None:
    (man,) = register(book, ficha())
    assert record(book, man).consent_missing

    key = book.submit([consent_of(man, mark=ConsentMark.FINGERPRINT, witness="Elena Apaza")]).result().ids[0]

    (given,) = record(book, man).consents
    assert (given.id, given.mark, given.witness, given.read_aloud) == (
        key,
        ConsentMark.FINGERPRINT,
        "Elena Apaza",
        True,
    )
    assert given.text_edition == consent_text().edition
    assert not record(book, man).consent_missing


@pytest.mark.directive("6.4.2")
@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"mark": ConsentMark.FINGERPRINT}, "witness", "field_required"),
        ({"mark": ConsentMark.FINGERPRINT, "witness": "  "}, "witness", "field_required"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on", "day_in_future"),
        ({"witness": "x" * 161}, "witness", "text_too_long"),
    ],
)
def test_a_consent_that_cannot_be_is_refused(book: OpenBook, values: dict[str, Any], field: str, code: str) -> None:
    (man,) = register(book, ficha())

    with refused(code, field):
        book.submit([consent_of(man, **values)]).result()

    assert record(book, man).consents == ()


@pytest.mark.directive("6.6")
def test_under_eighteen_his_guardian_consents(book: OpenBook) -> None:
    (boy,) = register(book, ficha(1, **BOY))

    for values, field in (
        ({}, "guardian_name"),
        ({"guardian_document": "40123456"}, "guardian_name"),
        ({"guardian_name": "Rosa Ccori"}, "guardian_document"),
    ):
        with refused("field_required", field):
            book.submit([consent_of(boy, **values)]).result()
    book.submit([consent_of(boy, guardian_name="Rosa Ccori", guardian_document="40123456")]).result()

    assert record(book, boy).consents[0].guardian_name == "Rosa Ccori"


@pytest.mark.directive("6.6")
def test_the_guardian_is_asked_for_by_the_age_on_the_day_of_the_consent(book: OpenBook) -> None:
    (man,) = register(book, ficha(1, birth_date=TODAY.replace(year=TODAY.year - 18).isoformat()))

    book.submit([consent_of(man, given_on=TODAY)]).result()
    with refused("field_required", "guardian_name"):
        book.submit([consent_of(man, given_on=YESTERDAY)]).result()


@pytest.mark.directive("6.4.2")
def test_a_revoked_consent_stays_on_record_and_is_no_longer_in_force(book: OpenBook) -> None:
    (man,) = register(book, ficha())
    key = book.submit([consent_of(man, given_on=YESTERDAY)]).result().ids[0]

    with refused("revoked_before_given", "on"):
        book.submit([RevokeConsent(consent_id=key, on=YESTERDAY - timedelta(days=1))]).result()
    with refused("day_in_future", "on"):
        book.submit([RevokeConsent(consent_id=key, on=TODAY + timedelta(days=1))]).result()
    book.submit([RevokeConsent(consent_id=key, on=TODAY, note="lo pidió por escrito")]).result()
    with refused("consent_revoked_already"):
        book.submit([RevokeConsent(consent_id=key, on=TODAY)]).result()

    (given,) = record(book, man).consents
    assert (given.revoked_on, given.revocation_note) == (TODAY, "lo pidió por escrito")
    assert record(book, man).consent_missing
    book.submit([consent_of(man)]).result()
    assert not record(book, man).consent_missing
    assert len(record(book, man).consents) == 2


def test_consents_of_nobody_are_refused(book: OpenBook) -> None:
    with refused("not_found", "participant_id"):
        book.submit([consent_of(uuid4())]).result()
    with refused("not_found", "consent_id"):
        book.submit([RevokeConsent(consent_id=uuid4(), on=TODAY)]).result()


# --- who may be the same man ---


@pytest.mark.parametrize(
    "typed",
    [
        {"document_kind": "dni", "document_number": "40000001"},
        {"phone": "980000001", "given_names": "Jose", "paternal_surname": "mamani"},
        {
            "paternal_surname": "MAMANI",
            "maternal_surname": "quíspe",
            "given_names": "Jose Luis",
            "birth_date": "1988-04-17",
        },
        {
            "paternal_surname": "Quispe",
            "maternal_surname": "Mamani",
            "given_names": "Jose Luis",
            "birth_date": "1988-04-17",
        },
    ],
)
def test_who_may_be_in_the_book_already_is_shown_while_he_is_typed(book: OpenBook, typed: dict[str, Any]) -> None:
    man, _ = register(book, ficha(1), ficha(2, paternal_surname="Zapana", given_names="Abel", birth_date="1970-01-01"))

    found = book.ask(LikelyDuplicates(answers=typed)).result()

    assert [match.id for match in found] == [man]
    assert book.ask(LikelyDuplicates(answers=typed, exclude=man)).result() == ()


def test_a_common_surname_alone_makes_nobody_suspect(book: OpenBook) -> None:
    register(book, ficha(1))

    other = ficha(50, paternal_surname="Mamani", maternal_surname="Salas", given_names="Percy", birth_date="1999-09-09")
    assert book.ask(LikelyDuplicates(answers=other)).result() == ()
    register(book, other)  # and nothing stands in the way of saving him


TEXTS = st.text(max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(surname=TEXTS, given_names=TEXTS, document=TEXTS, phone=TEXTS, born=TEXTS)
def test_whatever_is_being_typed_looking_for_him_answers(
    book: OpenBook, surname: str, given_names: str, document: str, phone: str, born: str
) -> None:
    if not book.ask(Participants()).result():
        register(book, ficha())
    typed = {
        "paternal_surname": surname,
        "given_names": given_names,
        "document_number": document,
        "phone": phone,
        "birth_date": born,
    }

    assert len(book.ask(LikelyDuplicates(answers=typed)).result()) <= 1
    assert len(book.ask(Participants(text=surname)).result()) <= 1
