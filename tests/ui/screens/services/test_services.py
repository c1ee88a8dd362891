"""Servicio: its data and its own fields, from the click to the file and back; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.services import OWN_FIELD_KINDS, Binding
from facilitador.ui import theme
from facilitador.ui.form_panel import DISCARDED
from facilitador.ui.screen import Destination
from facilitador.ui.screens.services.questions import KIND_WORDS
from facilitador.ui.screens.services.screen import ServiceScreen
from facilitador.ui.screens.services.sharing_card import DECLARE, TAKE_BACK
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.anonymised_export import AnonymisedExport, SharedOwnFields
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.services import AddOwnField, FormInUse, OwnFields, RelabelOwnField, ServiceDetails
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text

WAY = AddOwnField(label="¿Cómo llega?", kind=FieldKind.CHOICE, options=("A pie", "En bote"), sensitive=False)


@pytest.fixture
def open_screen(surroundings: Surroundings, qtbot: QtBot) -> Callable[[], ServiceScreen]:
    """The screen, in sight, read, with no question about a draft open but those of drafts."""

    def make() -> ServiceScreen:
        screen = ServiceScreen(surroundings)
        qtbot.addWidget(screen)
        screen.resize(1100, 700)
        show(screen)
        qtbot.waitUntil(lambda: "name" in screen.editor.form.values())
        qtbot.waitUntil(lambda: settled(screen.editor) and settled(screen.own_fields.panel.editor))
        QApplication.processEvents()
        return screen

    return make


def settled(editor) -> bool:
    return editor.keeper.is_settled or editor.keeper.offer.isVisible()


def edit_of(form, name: str):
    return form.rows[name].control.focusable()[0]


def retype(form, name: str, text: str) -> None:
    edit_of(form, name).setFocus()
    edit_of(form, name).selectAll()
    type_text(edit_of(form, name), text)


def choose(form, name: str, code: str) -> None:
    QApplication.processEvents()  # what has just come in sight is laid out
    click(form.rows[name].control.radios[code])


def test_the_service_is_described_and_stands_in_the_book(open_screen, in_book, qtbot) -> None:
    screen = open_screen()
    form = screen.editor.form
    retype(form, "name", "Servicio Ñahui")
    choose(form, "binding", "adheres")
    retype(form, "phone", "987654321")
    retype(form, "email", "equipo@servicio.example")
    click(screen.editor.save_button)
    qtbot.waitUntil(lambda: in_book(ServiceDetails()).name == "Servicio Ñahui")
    saved = in_book(ServiceDetails())
    assert (saved.binding, saved.phone) == (Binding.ADHERES, "987 654 321")
    assert saved.ubigeo == "150101"
    qtbot.waitUntil(lambda: not screen.editor.save_button.isEnabled())
    assert in_book(OwnDrafts()) == ()


def test_criminal_data_need_the_rule_that_allows_them(open_screen, in_book, qtbot) -> None:
    screen = open_screen()
    form = screen.editor.form
    assert not form.rows["competence_basis"].isVisible()
    choose(form, "criminal_data_competent", "yes")
    assert form.rows["competence_basis"].isVisible()
    click(screen.editor.save_button)
    assert form.rows["competence_basis"].has_problem
    assert not in_book(ServiceDetails()).criminal_data_competent
    retype(form, "competence_basis", "Ley 30364, artículo 45")
    click(screen.editor.save_button)
    qtbot.waitUntil(lambda: in_book(ServiceDetails()).criminal_data_competent)
    assert in_book(ServiceDetails()).competence_basis == "Ley 30364, artículo 45"


def test_the_law_is_explained_where_it_is_asked(open_screen) -> None:
    texts = " ".join(shown.text() for shown in open_screen().findChildren(QLabel))
    assert "Ley 29733 (artículo 13.8)" in texts
    assert "(6.4.2)" in texts


def test_what_cannot_be_accepted_is_said_beside_the_question_and_kept(open_screen, in_book) -> None:
    screen = open_screen()
    form = screen.editor.form
    retype(form, "phone", "12")
    retype(form, "email", "sin arroba")
    retype(form, "name", " ")
    assert form.rows["phone"].has_problem  # said as she went on, before anything is sent
    click(screen.editor.save_button)
    assert [name for name in form.shown if form.rows[name].has_problem] == ["name", "phone", "email"]
    assert form.rows["name"].message == "Falta este dato."
    assert form.values()["email"] == "sin arroba"
    assert in_book(ServiceDetails()).phone == ""


@pytest.mark.directive("6.4.2")
@pytest.mark.parametrize(
    ("kind", "options"),
    [(kind, ("A pie", "En bote") if kind is FieldKind.CHOICE else ()) for kind in OWN_FIELD_KINDS],
)
def test_a_field_of_its_own_is_added_and_stands_in_the_ficha(
    open_screen, in_book, qtbot, kind: FieldKind, options: tuple[str, ...]
) -> None:
    screen = open_screen()
    panel = screen.own_fields.panel
    click(panel.open_button)
    form = panel.editor.form
    retype(form, "label", "¿Cómo llega al taller?")
    choose(form, "kind", kind.value)
    for option in options:
        click(form.rows["options"].control.add)
        type_text(form.rows["options"].control.edits[-1], option)
    click(panel.editor.save_button)
    qtbot.waitUntil(lambda: len(screen.own_fields.rows) == 1)
    (field,) = in_book(OwnFields())
    assert (field.label, field.kind, field.options, field.sensitive) == ("¿Cómo llega al taller?", kind, options, True)
    assert in_book(FormInUse()).field(field.key).label == "¿Cómo llega al taller?"
    assert not panel.is_open
    assert KIND_WORDS[kind] in screen.own_fields.rows[field.id].details.text()
    assert "no lo ve" in screen.own_fields.rows[field.id].details.text()


@pytest.mark.directive("6.4.2")
def test_a_list_without_two_options_is_refused_beside_it(open_screen, in_book, qtbot) -> None:
    screen = open_screen()
    panel = screen.own_fields.panel
    click(panel.open_button)
    form = panel.editor.form
    retype(form, "label", "¿Cómo llega?")
    choose(form, "kind", "choice")
    click(form.rows["options"].control.add)
    type_text(form.rows["options"].control.edits[0], "A pie")
    choose(form, "sensitive", "no")
    click(panel.editor.save_button)
    qtbot.waitUntil(lambda: form.rows["options"].has_problem)
    assert "entre 2 y 30" in form.rows["options"].message
    assert in_book(OwnFields()) == ()
    assert form.values()["options"] == "A pie"


@pytest.mark.directive("6.4.2")
def test_a_field_gets_other_words_and_keeps_its_kind(open_screen, in_book, one, qtbot) -> None:
    field_id = one(WAY)
    screen = open_screen()
    qtbot.waitUntil(lambda: field_id in screen.own_fields.rows)
    row = screen.own_fields.rows[field_id]
    qtbot.waitUntil(lambda: row.panel.editor.keeper.is_settled)
    click(row.panel.open_button)
    retype(row.panel.editor.form, "label", "¿Cómo viene?")
    click(row.panel.editor.save_button)
    qtbot.waitUntil(lambda: row.caption.text() == "¿Cómo viene?")
    (field,) = in_book(OwnFields())
    assert (field.label, field.options) == ("¿Cómo viene?", ("A pie", "En bote"))
    assert not row.panel.is_open


@pytest.mark.directive("6.9.2")
def test_a_coded_field_is_declared_to_identify_nobody_and_taken_back(open_screen, in_book, one, qtbot) -> None:
    field_id = one(WAY)
    text_id = one(AddOwnField(label="Apodo", kind=FieldKind.TEXT, sensitive=False))
    screen = open_screen()
    qtbot.waitUntil(screen.sharing.isVisible)
    assert text_id not in screen.sharing.buttons  # what is written freely is never counted
    screen.sharing.buttons[field_id].click()
    screen.sharing.panel.verb.click()
    form = screen.sharing.panel.form
    assert form.rows["why"].has_problem
    control = form.rows["why"].control
    type_text(control.focusWidget() or control, "Solo dice si viene a pie.")
    screen.sharing.panel.verb.click()

    qtbot.waitUntil(lambda: screen.sharing.buttons[field_id].text() == TAKE_BACK)
    assert in_book(SharedOwnFields()) == {field_id}
    assert "¿Cómo llega?" in repr(in_book(AnonymisedExport()))
    screen.sharing.buttons[field_id].click()

    qtbot.waitUntil(lambda: screen.sharing.buttons[field_id].text() == DECLARE)
    assert in_book(SharedOwnFields()) == frozenset()


@pytest.mark.directive("6.4.2")
def test_a_field_is_asked_no_more_and_again(open_screen, in_book, one, qtbot) -> None:
    field_id = one(WAY)
    screen = open_screen()
    qtbot.waitUntil(lambda: field_id in screen.own_fields.rows)
    row = screen.own_fields.rows[field_id]
    QApplication.processEvents()
    click(row.retire_button)
    qtbot.waitUntil(lambda: "ya no se pregunta" in row.caption.text())
    assert [field.retired for field in in_book(OwnFields())] == [True]
    click(row.retire_button)
    qtbot.waitUntil(lambda: row.caption.text() == "¿Cómo llega?")
    assert [field.retired for field in in_book(OwnFields())] == [False]


def test_words_changed_meanwhile_are_shown_beside_what_was_typed(open_screen, book, in_book, one, qtbot) -> None:
    field_id = one(WAY)
    screen = open_screen()
    qtbot.waitUntil(lambda: field_id in screen.own_fields.rows)
    row = screen.own_fields.rows[field_id]
    qtbot.waitUntil(lambda: row.panel.editor.keeper.is_settled)
    click(row.panel.open_button)
    retype(row.panel.editor.form, "label", "¿Cómo viene?")
    book.submit([RelabelOwnField(own_field_id=field_id, label="¿Por dónde llega?")]).result()
    click(row.panel.editor.save_button)  # refused: it stands over words that are gone
    qtbot.waitUntil(lambda: "¿Por dónde llega?" in row.panel.editor.form.rows["label"].message)
    assert [field.label for field in in_book(OwnFields())] == ["¿Por dónde llega?"]
    click(row.panel.editor.save_button)
    qtbot.waitUntil(lambda: [field.label for field in in_book(OwnFields())] == ["¿Cómo viene?"])


def test_what_was_typed_is_kept_on_locking_and_offered_again(open_screen, book, in_book, qtbot) -> None:
    screen = open_screen()
    retype(screen.editor.form, "responsible_officer", "Eva Ccahua")
    assert screen.may_leave()
    again = open_screen()
    qtbot.waitUntil(again.editor.keeper.offer.isVisible)
    assert not again.editor.form.isEnabled()
    click(again.editor.keeper.offer.resume)
    assert again.editor.form.values()["responsible_officer"] == "Eva Ccahua"
    assert again.editor.form.values()["name"] == in_book(ServiceDetails()).name


def test_a_draft_that_is_not_wanted_is_forgotten(open_screen, in_book, qtbot) -> None:
    screen = open_screen()
    retype(screen.editor.form, "responsible_officer", "Eva Ccahua")
    assert screen.may_leave()
    again = open_screen()
    qtbot.waitUntil(again.editor.keeper.offer.isVisible)
    click(again.editor.keeper.offer.start_over)
    qtbot.waitUntil(lambda: in_book(OwnDrafts()) == ())
    assert "responsible_officer" not in again.editor.form.values()


def test_a_half_made_field_is_offered_again(open_screen, qtbot) -> None:
    screen = open_screen()
    click(screen.own_fields.panel.open_button)
    retype(screen.own_fields.panel.editor.form, "label", "¿Con quién vive?")
    assert screen.may_leave()
    again = open_screen()
    offer = again.own_fields.panel.editor.keeper.offer
    qtbot.waitUntil(offer.isVisible)
    click(offer.resume)
    assert again.own_fields.panel.is_open
    assert again.own_fields.panel.editor.form.values() == {"label": "¿Con quién vive?", "sensitive": "yes"}


def test_a_cancelled_field_can_be_had_back(open_screen) -> None:
    panel = open_screen().own_fields.panel
    click(panel.open_button)
    retype(panel.editor.form, "label", "¿Con quién vive?")
    press(edit_of(panel.editor.form, "label"), Qt.Key.Key_Escape)
    assert panel.undo_banner.text == DISCARDED
    click(panel.undo_banner.action)
    assert panel.editor.form.values()["label"] == "¿Con quién vive?"


def test_the_papers_are_one_click_away(open_screen, qtbot) -> None:
    screen = open_screen()
    wishes: list[Destination] = []
    screen.destination_requested.connect(wishes.append)
    for made in screen.paper_buttons.values():
        click(made)
    blanks = ("ficha", "session_log", "evaluation", "protection")
    others = {Destination("print_consent"), Destination("print_security")}
    assert set(wishes) == {*others, *(Destination(f"print_blank_{what}") for what in blanks)}


def test_staff_reads_and_changes_nothing(staff_around, one, qtbot) -> None:
    screen = ServiceScreen(staff_around)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(lambda: "Centro de salud Los Molles" in {shown.text() for shown in screen.findChildren(QLabel)})
    assert screen.editor is None
    assert screen.own_fields.panel is None
    assert screen.own_fields.empty.isVisible()
    assert_accessible(screen)


def test_everything_is_reached_and_named(open_screen, one, qtbot) -> None:
    field_id = one(WAY)
    screen = open_screen()
    qtbot.waitUntil(lambda: field_id in screen.own_fields.rows)
    click(screen.own_fields.panel.open_button)
    choose(screen.own_fields.panel.editor.form, "kind", "choice")
    assert_accessible(screen)


def test_nothing_is_cut_on_a_small_screen_with_large_text(open_screen, one, dress, qtbot) -> None:
    dress(theme.Appearance.DARK, 150)
    field_id = one(WAY)
    screen = open_screen()
    screen.resize(1024 - 270, 640)
    qtbot.waitUntil(lambda: field_id in screen.own_fields.rows)
    click(screen.own_fields.panel.open_button)
    choose(screen.own_fields.panel.editor.form, "kind", "choice")
    QApplication.processEvents()
    assert screen.page.widget().width() <= screen.page.viewport().width()
