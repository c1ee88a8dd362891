"""A form from a list of questions: order, conditions, problems beside the field, undo until saved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from facilitador.domain.answers import check_answers, visible_fields
from facilitador.domain.dates import parse_typed_date
from facilitador.domain.phones import display_phone
from facilitador.domain.places import District, Places
from facilitador.domain.registration_forms import Answers, Condition, FieldKind, FormDefinition, Option
from facilitador.errors import Problem
from facilitador.reference import registration_form
from facilitador.ui.form_fields import FieldSpec, FieldTools, FormPart, control_maker, parts_of
from facilitador.ui.form_history import FormHistory
from facilitador.ui.forms import Form
from facilitador.ui.widgets.field_row import FieldRow
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text

TODAY = date(2026, 3, 9)
TOOLS = FieldTools(
    lambda text: parse_typed_date(text, TODAY),
    Places([District("050101", "Ayacucho", "Huamanga", "Ayacucho")]),
    lambda text: text.strip(),
)
YES = Condition("works", ("yes",))
PARTS = (
    FormPart(
        "Quién es",
        "Le haré algunas preguntas.",
        (
            FieldSpec("name", "Nombre", compulsory=True),
            FieldSpec("works", "¿Trabaja?", FieldKind.YES_NO),
            FieldSpec("job", "¿En qué?", asked_if=YES),
            FieldSpec("hours", "¿Con horario?", FieldKind.YES_NO, asked_if=YES),
            FieldSpec("turns", "¿Cuál?", asked_if=Condition("hours", ("yes",))),
        ),
    ),
    FormPart("Solo si trabaja", "", (FieldSpec("boss", "¿Con quién?", asked_if=YES),)),
)


def make_form(qtbot, **options: object) -> Form:
    form = Form(PARTS, control_maker(TOOLS), **options)  # type: ignore[arg-type]
    qtbot.addWidget(form)
    show(form)
    return form


@pytest.fixture
def form(qtbot) -> Form:
    return make_form(qtbot)


def line(form: Form, name: str):  # type: ignore[no-untyped-def]
    return form.rows[name].control.focusable()[0]


def answer(form: Form, name: str, code: str) -> None:
    click(form.rows[name].control.radios[code])  # type: ignore[attr-defined]


def test_answers_are_only_those_given(form: Form) -> None:
    assert form.values() == {}
    type_text(line(form, "name"), "  Ñahui ")
    assert form.values() == {"name": "Ñahui"}


def test_a_question_is_asked_only_if_its_condition_holds(form: Form) -> None:
    assert form.shown == ("name", "works")
    answer(form, "works", "yes")
    answer(form, "hours", "yes")
    assert form.shown == ("name", "works", "job", "hours", "turns", "boss")
    type_text(line(form, "turns"), "noche")
    answer(form, "works", "no")
    assert form.shown == ("name", "works")
    assert form.values() == {"works": "no"}
    answer(form, "works", "yes")
    assert form.values()["turns"] == "noche"  # what was typed is not lost by a slip


def test_the_heading_of_a_part_without_questions_is_not_shown(form: Form) -> None:
    heading = next(one for one in form.findChildren(QLabel) if one.text() == "Solo si trabaja")
    assert not heading.isVisible()
    answer(form, "works", "yes")
    assert heading.isVisible()


def test_the_introduction_to_read_aloud_is_shown(form: Form) -> None:
    assert any(one.text() == "Le haré algunas preguntas." and one.isVisible() for one in form.findChildren(QLabel))


def test_tab_goes_in_reading_order(form: Form) -> None:
    answer(form, "works", "yes")
    form.go_to("name")
    visited = []
    for _ in range(5):
        visited.append(next(name for name, row in form.rows.items() if row.isAncestorOf(QApplication.focusWidget())))
        press(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert visited == ["name", "works", "job", "hours", "boss"]


def test_everything_has_a_name(form: Form) -> None:
    answer(form, "works", "yes")
    assert_accessible(form)
    assert line(form, "name").accessibleName() == "Nombre"


def too_short(answers: Answers) -> Iterable[Problem]:
    if len(str(answers.get("name", ""))) < 3:
        yield Problem("name", "answer_needed_first", {"label": "Nombre", "other": "otra"})


def test_a_problem_waits_until_the_person_goes_on_and_goes_once_mended(qtbot) -> None:
    form = make_form(qtbot, check=too_short)
    form.go_to("name")
    type_text(line(form, "name"), "Ñ")
    assert form.rows["name"].message == ""
    press(line(form, "name"), Qt.Key.Key_Tab)
    assert form.rows["name"].has_problem
    type_text(line(form, "name"), "ahui")
    assert not form.rows["name"].has_problem


def test_every_problem_is_shown_and_the_first_gets_the_keyboard(form: Form) -> None:
    answer(form, "works", "yes")
    problems = [
        Problem(name, "answer_needed_first", {"label": "x", "other": "y"})
        for name in ("boss", "job", "turns", "nobody")
    ]
    elsewhere = form.show_problems(problems)
    assert [problem.field for problem in elsewhere] == ["turns", "nobody"]
    assert line(form, "job").hasFocus()
    assert form.rows["boss"].has_problem
    assert form.rows["job"].has_problem


@pytest.mark.parametrize("check", [None, lambda answers: []])
def test_what_saving_refused_stands_until_that_answer_is_another(qtbot, check) -> None:
    form = make_form(qtbot, check=check)
    form.show_problems([Problem("name", "field_required")])
    answer(form, "works", "yes")  # going on elsewhere takes nothing away
    assert form.rows["name"].has_problem
    type_text(line(form, "name"), "J")
    assert not form.rows["name"].has_problem


def test_a_notice_does_not_cover_a_problem(form: Form) -> None:
    form.set_notice("name", "Hay alguien parecido.")
    assert form.rows["name"].message == "Hay alguien parecido."
    form.show_problems([Problem("name", "answer_needed_first", {"label": "x", "other": "y"})])
    form.set_notice("name", "Hay alguien parecido.")
    assert form.rows["name"].has_problem
    form.clear_problems()
    form.set_notice("name", "Hay alguien parecido.")
    form.set_notice("name", "")
    assert form.rows["name"].message == ""


def test_undo_goes_question_by_question_and_ends_when_saved(form: Form) -> None:
    type_text(line(form, "name"), "Ana")
    answer(form, "works", "yes")
    type_text(line(form, "job"), "chacra")
    assert form.can_undo
    form.undo()
    assert form.values() == {"name": "Ana", "works": "yes"}
    form.undo()
    assert form.values() == {"name": "Ana"}
    form.redo()
    assert form.values() == {"name": "Ana", "works": "yes"}
    form.undo()
    form.undo()
    assert form.values() == {}
    assert not form.can_undo
    form.redo()
    form.mark_saved()
    assert not form.can_undo
    assert not form.can_redo
    assert not form.is_changed


def test_ctrl_z_outside_a_text_undoes_the_last_answer(form: Form) -> None:
    answer(form, "works", "yes")
    radio = form.rows["works"].control.focusable()[0]
    radio.setFocus()
    press(radio, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert form.values() == {}


def test_a_draft_is_shown_over_what_is_saved_and_can_be_undone(form: Form) -> None:
    form.set_values({"name": "Ana"})
    changes: list[int] = []
    form.changed.connect(lambda: changes.append(1))
    form.restore_draft({"name": "Ana María", "works": "yes"})
    assert form.is_changed
    assert changes
    form.undo()
    assert form.values() == {"name": "Ana"}
    assert not form.is_changed


def test_showing_what_is_saved_is_no_change(form: Form) -> None:
    changes: list[int] = []
    form.changed.connect(lambda: changes.append(1))
    form.set_values({"name": "Ana", "works": "yes", "job": "chacra"})
    assert changes == []
    assert form.values() == {"name": "Ana", "works": "yes", "job": "chacra"}
    form.set_values({"name": "Luis"})
    assert form.values() == {"name": "Luis"}


def test_optional_questions_say_so_where_the_form_wants_it(qtbot) -> None:
    form = make_form(qtbot, mark_optional=True)
    assert form.rows["name"].caption.text() == "Nombre"
    assert form.rows["works"].caption.text() == "¿Trabaja? (opcional)"


@pytest.fixture(scope="module")
def ficha() -> FormDefinition:
    return registration_form()


SAMPLES = {
    FieldKind.TEXT: "Ñahui",
    FieldKind.LONG_TEXT: "Dos\nlíneas",
    FieldKind.NUMBER: 3,
    FieldKind.DATE: "1984-03-09",
    FieldKind.UBIGEO: "050101",
    FieldKind.PHONE: "987654321",
    FieldKind.EMAIL: "ana@ejemplo.pe",
    FieldKind.DOCUMENT_NUMBER: "12345678",
}


@pytest.mark.directive("6.4.2")
def test_the_whole_ficha_is_rendered_and_gives_back_what_it_was_given(qtbot, ficha: FormDefinition) -> None:
    everything = {field.id for field in ficha.fields}
    form = Form(parts_of(ficha), control_maker(TOOLS), asked=lambda answers: everything)
    qtbot.addWidget(form)
    given = {}
    for field in ficha.fields:
        if field.kind is FieldKind.CHOICES:
            given[field.id] = [field.options[0].code, field.options[-1].code]
        else:
            given[field.id] = field.options[-1].code if field.options else SAMPLES[field.kind]
    form.set_values(given)  # type: ignore[arg-type]
    assert list(form.rows) == [field.id for field in ficha.fields]
    assert form.values() == given
    show(form)
    assert_accessible(form)


@pytest.mark.directive("6.4.2")
def test_the_ficha_asks_as_the_rules_say_and_shows_what_they_refuse(qtbot, ficha: FormDefinition) -> None:
    form = Form(
        parts_of(ficha),
        control_maker(FieldTools(TOOLS.parse_date, TOOLS.places, display_phone)),
        asked=lambda answers: [field.id for field in visible_fields(ficha, answers)],
        check=lambda answers: check_answers(ficha, answers, today=TODAY).problems,
    )
    qtbot.addWidget(form)
    show(form)
    assert set(form.shown) == {field.id for field in visible_fields(ficha, {})}
    form.go_to("birth_date")
    type_text(line(form, "birth_date"), "31/02/1984")
    press(line(form, "birth_date"), Qt.Key.Key_Tab)
    assert form.rows["birth_date"].has_problem
    line(form, "birth_date").selectAll()
    type_text(line(form, "birth_date"), "28/02/1984")
    assert not form.rows["birth_date"].has_problem


steps = st.lists(st.one_of(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), st.sampled_from(["undo", "redo"])))


@given(steps)
def test_undoing_all_and_redoing_all_comes_back_to_the_same(done: list[object]) -> None:
    history: FormHistory[int] = FormHistory()
    first = {"a": 0, "b": 0, "c": 0}
    now = dict(first)
    for step in done:
        if isinstance(step, tuple):
            history.begin_step(now, step[0])
            now = now | {step[0]: step[1]}
        else:
            now = (history.undo(now) if step == "undo" else history.redo(now)) or now
    while (after := history.redo(now)) is not None:
        now = after
    last = now
    while (before := history.undo(now)) is not None:
        now = before
    assert now == first
    while (after := history.redo(now)) is not None:
        now = after
    assert now == last


def test_options_are_those_of_the_question(qtbot) -> None:
    spec = FieldSpec("k", "Documento", FieldKind.CHOICE, options=(Option("dni", "DNI"), Option("ce", "CE")))
    control = control_maker(TOOLS)(spec)
    qtbot.addWidget(control)
    assert [radio.text() for radio in control.focusable()] == ["DNI", "CE"]  # type: ignore[attr-defined]


def long_form(qtbot) -> Form:
    parts = tuple(
        FormPart(f"Parte {part}", "", tuple(FieldSpec(f"{part}.{one}", f"Pregunta {part}.{one}") for one in range(10)))
        for part in range(4)
    )
    form = Form(parts, control_maker(TOOLS))
    qtbot.addWidget(form)
    return form


def test_a_long_form_is_laid_out_in_order_after_its_first_frame(qtbot) -> None:
    form = long_form(qtbot)
    first, last = form.rows["0.0"], form.rows["3.9"]
    seen: list[bool] = []
    paint = form.paintEvent
    form.paintEvent = lambda event: (seen.append(last.isVisible()), paint(event))  # type: ignore[method-assign]
    with qtbot.waitSignal(form.laid_out):
        show(form)
    assert seen[0] is False
    assert last.isVisible()
    places = [form.rows[name].mapTo(form, first.pos()).y() for name in form.shown]
    assert places == sorted(places)


def test_what_is_not_laid_out_yet_answers_as_the_rest(qtbot) -> None:
    form = long_form(qtbot)
    form.set_values({"3.9": "noche"})
    assert form.values() == {"3.9": "noche"}
    assert form.shown[-1] == "3.9"
    form.show()
    assert not form.rows["3.9"].isVisible()
    form.show_problems([Problem("3.9", "field_required")])
    assert form.rows["3.9"].isVisible()
    assert form.rows["3.9"].has_problem
    assert form.rows["0.0"].isVisible()


def made(form: Form) -> int:
    return len(form.findChildren(FieldRow))


def test_questions_below_the_first_sight_are_made_behind_the_first_frame(qtbot) -> None:
    form = long_form(qtbot)
    assert made(form) == 10
    with qtbot.waitSignal(form.laid_out):
        show(form)
    assert made(form) == 40


def test_what_was_answered_before_a_question_was_made_stands_in_it(qtbot) -> None:
    form = long_form(qtbot)
    form.set_values({"3.8": "noche", "3.9": " madrugada "})
    assert made(form) == 10
    form.reveal()
    assert form.rows["3.8"].control.value() == "noche"
    assert form.values() == {"3.8": "noche", "3.9": "madrugada"}
    assert not form.is_changed
    assert not form.can_undo


def test_a_draft_over_questions_not_made_yet_can_be_undone(qtbot) -> None:
    form = long_form(qtbot)
    form.set_values({"3.9": "noche"})
    form.restore_draft({"3.9": "tarde"})
    assert made(form) == 10
    assert form.is_changed
    form.reveal()
    assert form.rows["3.9"].control.value() == "tarde"
    form.undo()
    assert form.rows["3.9"].control.value() == "noche"
    assert not form.is_changed


def test_a_question_made_later_is_asked_only_if_its_condition_holds(qtbot) -> None:
    last = FieldSpec("late", "¿Y después?", FieldKind.YES_NO)
    more = FieldSpec("more", "¿Qué?", asked_if=Condition("late", ("yes",)))
    many = tuple(FieldSpec(f"{one}", f"Pregunta {one}") for one in range(10))
    form = Form((FormPart("", "", many), FormPart("Después", "", (last, more))), control_maker(TOOLS))
    qtbot.addWidget(form)
    with qtbot.waitSignal(form.laid_out):
        show(form)
    assert not form.rows["more"].isVisible()
    answer(form, "late", "yes")
    assert form.rows["more"].isVisible()
