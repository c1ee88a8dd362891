from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.answers import (
    OWN_SECTION_ID,
    age_of,
    check_answers,
    display,
    merge_own_fields,
    missing,
    readable,
    readable_definition,
    rewritten,
    visible_fields,
    written_without_right,
)
from facilitador.domain.places import District, Places
from facilitador.domain.registration_forms import (
    Answer,
    Condition,
    FieldDefinition,
    FieldKind,
    FormDefinition,
    FormSection,
    Option,
)
from facilitador.domain.roles import Role, Section
from facilitador.messages import of_problem

TODAY = date(2026, 11, 20)
PLACES = Places([District("211307", "Puno", "Melgar", "Nuñoa")])
KINDS = (Option("dni", "DNI"), Option("ce", "Carné de extranjería"), Option("none", "No tiene documento"))
PETS = (Option("dog", "Perro"), Option("cat", "Gato"), Option("other", "Otro animal"))


def field(name: str, kind: FieldKind, access: Section = Section.IDENTIFICATION, **more: Any) -> FieldDefinition:
    return FieldDefinition(name, f"Pregunta {name}", kind, access, **more)


FORM = FormDefinition(
    id="small_form",
    edition="1",
    title="Ficha pequeña",
    valid_from=date(2026, 1, 1),
    source="prueba",
    sections=(
        FormSection(
            "who",
            "Quién",
            "",
            (
                field("name", FieldKind.TEXT, compulsory=True, max_length=10),
                field("document_kind", FieldKind.CHOICE, options=KINDS, compulsory=True),
                field(
                    "document_number",
                    FieldKind.DOCUMENT_NUMBER,
                    compulsory=True,
                    asked_if=Condition("document_kind", ("dni", "ce")),
                ),
                field("birth_date", FieldKind.DATE, compulsory=True, answered_by=("approximate_age",)),
                field("approximate_age", FieldKind.NUMBER, minimum=10, maximum=110),
                field("guardian", FieldKind.TEXT, compulsory=True, minors_only=True),
                field("phone", FieldKind.PHONE),
                field("email", FieldKind.EMAIL),
                field("ubigeo", FieldKind.UBIGEO),
            ),
        ),
        FormSection(
            "life",
            "Vida",
            "",
            (
                field("pets", FieldKind.CHOICES, Section.SOCIAL, options=PETS),
                field("which_pet", FieldKind.TEXT, Section.SOCIAL, asked_if=Condition("pets", ("other",))),
                field("pet_age", FieldKind.NUMBER, Section.SOCIAL, asked_if=Condition("pets", ("dog", "cat"))),
                field("story", FieldKind.LONG_TEXT, Section.HEALTH, max_length=40, adults_only=True),
                field("since", FieldKind.DATE, Section.SOCIAL),
            ),
        ),
        FormSection(
            "justice",
            "Justicia",
            "",
            (
                field("file", FieldKind.TEXT, Section.JUSTICE, competent_only=True, compulsory=True),
                field("old", FieldKind.TEXT, Section.SOCIAL, retired=True, compulsory=True),
            ),
        ),
    ),
)
COMPLETE: dict[str, object] = {"name": "José", "document_kind": "none", "birth_date": "1985-03-09"}


def check(answers: dict[str, object], **more: Any) -> dict[str, Answer]:
    """The answers kept, where nothing is wrong."""
    checked = check_answers(FORM, answers, today=TODAY, districts=PLACES, **more)
    assert checked.problems == ()
    return checked.answers


def refused(answers: dict[str, object], **more: Any) -> list[tuple[str, str]]:
    """Field and code of every problem; each has its Spanish text."""
    problems = check_answers(FORM, answers, today=TODAY, districts=PLACES, **more).problems
    assert all(of_problem(problem).text for problem in problems)
    return [(problem.field, problem.code) for problem in problems]


def test_answers_are_kept_in_one_form_and_in_the_order_of_the_form() -> None:
    typed = {
        "since": "hoy",
        "story": " uno \r\ndos\x00 ",
        "pets": ["other", "dog", "dog"],
        "which_pet": "cuy",
        "ubigeo": "211307",
        "email": "Jose@EJEMPLO.pe",
        "phone": "+51 987 654 321",
        "birth_date": "9/3/85",
        "document_number": "12345678-2",
        "document_kind": "dni",
        "name": "  José ",
        "pet_age": "7",
    }
    typed["document_number"] = "12.345.678"
    kept = check(typed)
    assert kept == {
        "name": "José",
        "document_kind": "dni",
        "document_number": "12345678",
        "birth_date": "1985-03-09",
        "phone": "987654321",
        "email": "Jose@ejemplo.pe",
        "ubigeo": "211307",
        "pets": ["dog", "other"],
        "which_pet": "cuy",
        "pet_age": 7,
        "story": "uno\ndos",
        "since": "2026-11-20",
    }
    assert list(kept) == [one.id for one in FORM.fields if one.id in kept]


def test_what_is_empty_is_not_an_answer() -> None:
    assert check({"name": "  \x00 ", "story": "\n", "pets": [], "approximate_age": " ", "phone": ""}) == {}


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"name": "José Carlos R"}, ("name", "text_too_long")),
        ({"name": 7}, ("name", "answer_wrong_kind")),
        ({"name": None}, ("name", "answer_wrong_kind")),
        ({"document_kind": "dnx"}, ("document_kind", "option_unknown")),
        ({"document_kind": "dni", "document_number": "1234567"}, ("document_number", "dni_zero_missing")),
        ({"birth_date": "31/02/1990"}, ("birth_date", "date_no_such_day")),
        ({"birth_date": "2026-11-21"}, ("birth_date", "date_in_future")),
        ({"approximate_age": 9}, ("approximate_age", "number_out_of_range")),
        ({"approximate_age": "111"}, ("approximate_age", "number_out_of_range")),
        ({"approximate_age": "4x"}, ("approximate_age", "number_not_whole")),
        ({"approximate_age": True}, ("approximate_age", "answer_wrong_kind")),
        ({"approximate_age": 30.5}, ("approximate_age", "answer_wrong_kind")),
        ({"phone": "123"}, ("phone", "phone_unknown")),
        ({"email": "x"}, ("email", "email_odd")),
        ({"ubigeo": "999999"}, ("ubigeo", "district_unknown")),
        ({"pets": ["dog", "whale"]}, ("pets", "option_unknown")),
        ({"pets": "dog"}, ("pets", "answer_wrong_kind")),
        ({"story": "a" * 41}, ("story", "text_too_long")),
        ({"nothing": "x"}, ("nothing", "field_unknown")),
        ({"old": "x"}, ("old", "field_retired")),
        ({"file": "x"}, ("file", "field_competent_only")),
    ],
)
@pytest.mark.directive("6.4.2")
def test_what_cannot_be_kept_is_named_with_its_field(answers: dict[str, object], problem: tuple[str, str]) -> None:
    assert refused(answers) == [problem]


def test_every_problem_is_named_at_once() -> None:
    assert refused({"name": "a" * 11, "phone": "1", "what": 1}) == [
        ("what", "field_unknown"),
        ("name", "text_too_long"),
        ("phone", "phone_unknown"),
    ]


def test_days_other_than_birth_may_lie_ahead() -> None:
    assert check({"since": "1/1/2027"}) == {"since": "2027-01-01"}


def test_the_law_lets_only_competent_services_write_of_justice() -> None:
    assert check({"file": "123-2026"}, competent=True) == {"file": "123-2026"}
    assert check({"file": "123-2026"}, held={"file": "123-2026"}) == {"file": "123-2026"}
    assert refused({"file": "124-2026"}, held={"file": "123-2026"}) == [("file", "field_competent_only")]


def test_what_was_asked_in_another_edition_or_before_retiring_stays() -> None:
    held = {"old": "algo", "gone": "otra cosa"}
    assert check(dict(held), held=held) == held
    assert refused({"old": "otro"}, held=held) == [("old", "field_retired")]


def test_an_answer_ruled_out_by_another_is_dropped() -> None:
    assert check({"document_kind": "none", "document_number": "12345678"}) == {"document_kind": "none"}
    assert check({"pets": ["dog"], "which_pet": "cuy", "pet_age": 3}) == {"pets": ["dog"], "pet_age": 3}


def test_an_answer_whose_question_is_open_names_that_question() -> None:
    assert refused({"document_number": "12345678"}) == [("document_kind", "answer_needed_first")]
    assert check({"which_pet": "cuy"}, held={"which_pet": "cuy", "pets": ["other"]}) == {}


def test_one_fault_is_told_once() -> None:
    assert refused({"document_kind": "?", "document_number": "12345678"}) == [("document_kind", "option_unknown")]


@pytest.mark.directive("6.4.2")
def test_missing_lists_what_is_compulsory_asked_and_open() -> None:
    assert [one.id for one in missing(FORM, {})] == ["name", "document_kind", "birth_date"]
    assert [one.id for one in missing(FORM, {"document_kind": "dni"})] == ["name", "document_number", "birth_date"]
    assert missing(FORM, check(COMPLETE)) == ()


def test_one_answer_may_stand_for_another() -> None:
    answers = check({"name": "José", "document_kind": "none", "approximate_age": 40})
    assert missing(FORM, answers) == ()


def test_a_competent_service_misses_more() -> None:
    assert [one.id for one in missing(FORM, check(COMPLETE), competent=True)] == ["file"]


@pytest.mark.directive("6.6")
def test_minors_are_asked_for_their_guardian_and_adults_are_not() -> None:
    young = check(COMPLETE | {"birth_date": "20/11/2010", "story": "algo"})
    age = age_of(young, TODAY)
    assert age == 16
    assert "story" not in young
    assert [one.id for one in missing(FORM, young, age=age)] == ["guardian"]
    assert "guardian" not in check(COMPLETE | {"guardian": "Rosa"})


def test_age_is_told_where_the_birth_date_is_not_known() -> None:
    assert age_of({"approximate_age": 40}, TODAY) == 40
    assert age_of({"birth_date": "2008-11-21", "approximate_age": 40}, TODAY) == 17
    assert (
        age_of({}, TODAY)
        is age_of({"birth_date": "ayer"}, TODAY)
        is age_of({"birth_date": "2027-01-01"}, TODAY)
        is None
    )


def test_a_question_hangs_on_one_that_is_asked() -> None:
    chain = replace(
        FORM,
        sections=(
            FormSection(
                "chain",
                "",
                "",
                (
                    field("a", FieldKind.CHOICE, options=PETS),
                    field("b", FieldKind.CHOICE, options=PETS, asked_if=Condition("a", ("dog",))),
                    field("c", FieldKind.TEXT, asked_if=Condition("b", ("dog",))),
                ),
            ),
        ),
    )
    assert [one.id for one in visible_fields(chain, {"a": "dog", "b": "dog"})] == ["a", "b", "c"]
    assert [one.id for one in visible_fields(chain, {"a": "cat", "b": "dog"})] == ["a"]


@pytest.mark.directive("6.4.5")
def test_staff_read_identification_only() -> None:
    answers: dict[str, Answer] = {"name": "José", "pets": ["dog"], "story": "algo", "file": "1", "gone": "x"}
    assert readable(FORM, answers, Role.STAFF) == {"name": "José"}
    assert set(readable(FORM, answers, Role.SUPERVISOR)) == {"name", "pets", "story", "file"}
    assert [section.id for section in readable_definition(FORM, Role.STAFF).sections] == ["who"]
    assert readable_definition(FORM, Role.FACILITATOR) == FORM


@pytest.mark.directive("6.4.5")
def test_staff_rewrite_their_part_and_the_rest_stays() -> None:
    held: dict[str, Answer] = {"name": "José", "phone": "987654321", "pets": ["dog"], "story": "algo"}
    assert rewritten(FORM, held, {"name": "Pepe", "story": "otra"}, Role.STAFF) == {
        "name": "Pepe",
        "pets": ["dog"],
        "story": "algo",
    }
    assert [one.id for one in written_without_right(FORM, held, {"name": "Pepe", "story": "otra"}, Role.STAFF)] == [
        "story"
    ]
    assert written_without_right(FORM, held, {"story": "algo"}, Role.STAFF) == ()


def test_what_the_form_does_not_show_is_not_emptied() -> None:
    held: dict[str, Answer] = {"name": "José", "old": "algo", "file": "1", "gone": "x"}
    kept = {"old": "algo", "file": "1", "gone": "x"}
    assert rewritten(FORM, held, {}, Role.FACILITATOR) == kept
    assert "file" not in rewritten(FORM, held, {}, Role.FACILITATOR, competent=True)


@pytest.mark.parametrize(
    ("name", "answer", "shown"),
    [
        ("name", "José", "José"),
        ("birth_date", "1985-03-09", "09/03/1985"),
        ("birth_date", "antes", "antes"),
        ("approximate_age", 40, "40"),
        ("document_kind", "ce", "Carné de extranjería"),
        ("document_kind", "retirado", "retirado"),
        ("pets", ["dog", "other", "fox"], "Perro; Otro animal; fox"),
        ("phone", "987654321", "987 654 321"),
        ("ubigeo", "211307", "Nuñoa, Melgar, Puno"),
        ("ubigeo", "999999", "999999"),
    ],
)
def test_answers_in_words(name: str, answer: Answer, shown: str) -> None:
    assert display(FORM.field(name), answer, PLACES) == shown


def test_a_form_knows_its_fields_by_id() -> None:
    assert FORM.field("phone").kind is FieldKind.PHONE
    with pytest.raises(KeyError):
        FORM.field("nothing")


def test_a_district_without_a_list_shows_its_code() -> None:
    assert display(FORM.field("ubigeo"), "211307") == "211307"


@pytest.mark.directive("6.4.2")
def test_own_fields_come_last_and_are_checked_like_any_other() -> None:
    own = field("mine", FieldKind.YES_NO, Section.SOCIAL)
    form = merge_own_fields(FORM, [own])
    assert form.sections[:-1] == FORM.sections
    assert form.sections[-1].id == OWN_SECTION_ID
    assert form.field("mine").own
    assert check_answers(form, {"mine": "yes"}, today=TODAY).answers == {"mine": "yes"}
    assert display(form.field("mine"), "no") == "No"
    assert [problem.code for problem in check_answers(form, {"mine": "quizá"}, today=TODAY).problems] == [
        "option_unknown"
    ]


def test_own_fields_do_not_take_a_name_that_is_taken() -> None:
    assert merge_own_fields(FORM, []) is FORM
    with pytest.raises(ValueError, match="'name'"):
        merge_own_fields(FORM, [field("name", FieldKind.TEXT)])


VALUES: dict[FieldKind, Callable[[FieldDefinition], st.SearchStrategy[object]]] = {
    FieldKind.NUMBER: lambda one: st.integers(-5, 150) | st.text("0123456789x ", max_size=4),
    FieldKind.CHOICES: lambda one: st.lists(
        st.sampled_from([option.code for option in one.options] + ["?"]), max_size=4
    ),
    FieldKind.CHOICE: lambda one: st.sampled_from([option.code for option in one.options] + ["", "?"]),
    FieldKind.DATE: lambda one: (
        st.dates().map(lambda day: day.strftime("%d/%m/%Y")) | st.sampled_from(["hoy", "9/3/85", ""])
    ),
    FieldKind.DOCUMENT_NUMBER: lambda one: st.text("0123456789-A ", max_size=10),
    FieldKind.PHONE: lambda one: st.from_regex(r"9[0-9]{7,9}", fullmatch=True) | st.text(max_size=5),
    FieldKind.EMAIL: lambda one: st.emails() | st.text(max_size=5),
    FieldKind.UBIGEO: lambda one: st.sampled_from(["211307", "000000", "", "Nuñoa"]),
}
ANYTHING = st.none() | st.booleans() | st.integers() | st.text(max_size=50) | st.lists(st.text(max_size=5), max_size=3)


@st.composite
def typed_answers(draw: st.DrawFn) -> dict[str, object]:
    names = draw(st.sets(st.sampled_from([one.id for one in FORM.fields])))
    answers: dict[str, object] = {}
    for name in sorted(names):
        likely = VALUES.get(FORM.field(name).kind, lambda one: st.text(max_size=50))(FORM.field(name))
        answers[name] = draw(likely | ANYTHING)
    return answers


@given(typed_answers(), st.booleans())
def test_checking_again_changes_nothing(typed: dict[str, object], competent: bool) -> None:
    first = check_answers(FORM, typed, today=TODAY, competent=competent, districts=PLACES)
    again = check_answers(FORM, first.answers, today=TODAY, competent=competent, held=first.answers, districts=PLACES)
    assert again.answers == first.answers
    assert list(again.answers) == list(first.answers)
    assert again.problems == ()


@given(typed_answers(), st.booleans())
def test_what_is_kept_is_asked_and_not_empty(typed: dict[str, object], competent: bool) -> None:
    checked = check_answers(FORM, typed, today=TODAY, competent=competent, districts=PLACES)
    asked = visible_fields(FORM, checked.answers, age=age_of(checked.answers, TODAY), competent=competent)
    assert set(checked.answers) <= {one.id for one in asked}
    assert all(answer not in ("", []) for answer in checked.answers.values())
    for name, answer in checked.answers.items():
        assert display(FORM.field(name), answer, PLACES)


@given(typed_answers())
def test_every_problem_names_a_field_of_the_form_and_has_its_words(typed: dict[str, object]) -> None:
    for problem in check_answers(FORM, typed, today=TODAY, districts=PLACES).problems:
        assert FORM.field(problem.field)
        assert of_problem(problem).remedy or of_problem(problem).text


@given(
    st.dictionaries(st.sampled_from("abc"), st.sampled_from(["dog", "cat"])),
    st.lists(st.fixed_dictionaries({}, optional={"retired": st.booleans(), "adults_only": st.booleans()}), min_size=3),
    st.sampled_from([None, 16, 30]),
)
def test_missing_is_what_is_visible_compulsory_and_unanswered(
    answers: dict[str, Answer], flags: list[dict[str, Any]], age: int | None
) -> None:
    hangs_on = (None, Condition("a", ("dog",)), Condition("b", ("dog",)))
    fields = tuple(
        field(name, FieldKind.CHOICE, options=PETS, compulsory=True, asked_if=parent, **more)
        for name, parent, more in zip("abc", hangs_on, flags, strict=False)
    )
    form = replace(FORM, sections=(replace(FORM.sections[0], fields=fields),))

    visible = visible_fields(form, answers, age=age)

    expected = [one.id for one in visible if one.id not in answers and not one.retired]
    assert [one.id for one in missing(form, answers, age=age)] == expected
