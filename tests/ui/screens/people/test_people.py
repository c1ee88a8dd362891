"""Equipo: from the click to the file and back; what is missing is said; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitador.domain.people import Person, TrainingKind
from facilitador.domain.roles import ROLE_ACCESS, Access, Role, Section
from facilitador.ui import theme
from facilitador.ui.form_panel import DISCARDED, FormPanel
from facilitador.ui.role_words import SECTION_WORDS, role_lines
from facilitador.ui.screens.people.person import NOTHING_MISSING, PersonPage
from facilitador.ui.screens.people.screen import PeopleScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.state_pill import PillState
from facilitador.use_cases.access_keys import ROLE_WORDS
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.people import AddTeamMember, DescribeTeamMember, People, RecordTraining
from facilitador.use_cases.requests import Command
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text

JUAN = AddTeamMember(given_names="Juan", surnames="Ñahui Álvarez", profession="law")


@pytest.fixture
def open_screen(surroundings: Surroundings, qtbot: QtBot) -> Callable[..., PeopleScreen]:
    """The screen, in sight and read."""

    def make(person_id: UUID | None = None) -> PeopleScreen:
        screen = PeopleScreen(surroundings, person_id)
        qtbot.addWidget(screen)
        screen.resize(1100, 700)
        show(screen)
        qtbot.waitUntil(lambda: bool(screen.team.cards))
        return screen

    return make


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[PeopleScreen], PersonPage]:
    """The page of one person, once no question about a draft is open."""

    def wait(screen: PeopleScreen) -> PersonPage:
        page = screen.person_page
        assert page is not None
        assert page.editor is not None
        qtbot.waitUntil(lambda: page.editor.keeper.is_settled)
        if page.trainings is not None:
            qtbot.waitUntil(lambda: page.trainings.panel.editor.keeper.is_settled)
        return page

    return wait


def fill(form: object, **texts: str) -> None:
    for name, text in texts.items():
        type_text(form.rows[name].control.focusable()[0], text)


def choose(form: object, **codes: str) -> None:
    QApplication.processEvents()  # what has just come in sight is laid out
    for name, code in codes.items():
        click(form.rows[name].control.radios[code])


def panel_of(page: PersonPage) -> FormPanel:
    assert page.trainings is not None
    assert page.trainings.panel is not None
    return page.trainings.panel


@pytest.mark.directive("6.2.1")
def test_a_person_is_added_and_stands_in_the_book(open_screen, settled, in_book, qtbot) -> None:
    screen = open_screen()
    click(screen.team.add_button)
    page = settled(screen)
    fill(
        page.editor.form,
        given_names="Ñusta",
        surnames="Álvarez Quispe",
        designation_document="RD 012-2026",
        designated_on="9/3/26",
    )
    click(page.editor.save_button)
    qtbot.waitUntil(lambda: screen.person_page is not None and screen.person_page.title.text().startswith("Ñusta"))
    added = next(person for person in in_book(People()) if person.given_names == "Ñusta")
    assert (added.designation_document, added.designated_on) == ("RD 012-2026", date(2026, 3, 9))
    assert added.role is None
    screen.back_to_team()
    qtbot.waitUntil(lambda: added.id in screen.team.cards)
    assert in_book(OwnDrafts()) == ()


@pytest.mark.directive("6.2.1")
def test_one_person_alone_is_said_to_be_too_few(open_screen, one, qtbot) -> None:
    screen = open_screen()
    assert "dos profesionales" in screen.team.banner.text
    one(JUAN)
    again = open_screen()
    assert again.team.banner.text == ""


@pytest.mark.directive("6.3.1")
def test_a_training_is_recorded_and_what_is_missing_shrinks(open_screen, settled, in_book, one, qtbot) -> None:
    person_id = one(JUAN)
    screen = open_screen(person_id)
    page = settled(screen)
    assert "capacitación teórica" in page.missing.text
    assert "ciencias sociales" not in page.missing.text  # law is one
    panel = panel_of(page)
    click(panel.open_button)
    form = panel.editor.form
    choose(form, kind="theoretical", datps_assistance="yes")
    fill(form, provider="Escuela regional", held_on="12/03/2026", hours="24")
    click(panel.editor.save_button)
    qtbot.waitUntil(lambda: not panel.is_open)
    qtbot.waitUntil(lambda: len(page.trainings.remove_buttons) == 1)
    (training,) = next(person for person in in_book(People()) if person.id == person_id).trainings
    assert (training.kind, training.held_on, training.hours) == (TrainingKind.THEORETICAL, date(2026, 3, 12), 24)
    assert training.datps_assistance
    assert "capacitación teórica" not in page.missing.text
    assert "capacitación metodológica (6.3.1)" in page.missing.text


@pytest.mark.directive("6.3.1")
def test_a_training_taken_back_can_be_put_back(open_screen, settled, in_book, run, one, qtbot) -> None:
    person_id = one(JUAN)
    one(a_training(person_id, TrainingKind.EXPERIENTIAL))
    page = settled(open_screen(person_id))
    click(page.trainings.remove_buttons[0])
    qtbot.waitUntil(lambda: "Se quitó: Vivencial" in page.trainings.removed_banner.text)
    assert person_of(in_book, person_id).trainings == ()
    click(page.trainings.removed_banner.action)
    qtbot.waitUntil(lambda: len(page.trainings.remove_buttons) == 1)
    assert [training.hours for training in person_of(in_book, person_id).trainings] == [40]


@pytest.mark.directive("6.2.1", "6.3.1")
def test_where_everything_is_on_record_the_page_says_so(open_screen, settled, run, one) -> None:
    person_id = one(
        AddTeamMember(given_names="Juan", profession="psychology", designation_document="RD 1", designated_on=None)
    )
    run(*(a_training(person_id, kind) for kind in TrainingKind))
    screen = open_screen(person_id)
    page = settled(screen)
    assert page.missing.text == NOTHING_MISSING
    assert screen.team.cards[person_id].pill.state is None


def test_the_card_lists_what_is_missing(open_screen, one) -> None:
    person_id = one(AddTeamMember(given_names="Juan", profession="other"))
    pill = open_screen().team.cards[person_id].pill
    assert pill.state is PillState.INCOMPLETE
    assert "Falta el documento que la o lo designa (6.2.1)" in pill.details
    assert "No consta formación en ciencias sociales o de la salud (6.3.1)" in pill.details
    assert len(pill.details) == 5


def test_what_cannot_be_accepted_is_said_beside_the_question(open_screen, settled, in_book, one, qtbot) -> None:
    person_id = one(JUAN)
    page = settled(open_screen(person_id))
    panel = panel_of(page)
    click(panel.open_button)
    fill(panel.editor.form, provider="Escuela", held_on="32/13/2026", hours="muchas")
    click(panel.editor.save_button)
    rows = panel.editor.form.rows
    assert rows["kind"].message == "Falta este dato."
    assert rows["held_on"].has_problem
    assert rows["hours"].has_problem
    assert not rows["provider"].has_problem
    assert person_of(in_book, person_id).trainings == ()
    assert rows["hours"].control.value() == "muchas"


def test_what_the_book_refuses_is_said_beside_the_question(open_screen, settled, in_book, one, qtbot) -> None:
    page = settled(open_screen(one(JUAN)))
    fill(page.editor.form, designated_on="21/11/2026")  # tomorrow
    click(page.editor.save_button)
    row = page.editor.form.rows["designated_on"]
    qtbot.waitUntil(lambda: row.has_problem)
    assert "todavía no llega" in row.message
    assert row.control.edit.text() == "21/11/2026"


def test_what_was_typed_is_kept_and_offered_again(open_screen, settled, in_book, one, qtbot) -> None:
    person_id = one(JUAN)
    screen = open_screen(person_id)
    page = settled(screen)
    fill(page.editor.form, designation_document="Memo 7")
    press(page.editor.form.rows["designation_document"].control.edit, Qt.Key.Key_Escape)
    assert screen.person_page is None
    qtbot.waitUntil(lambda: screen.team.cards[person_id].draft_pill.state is PillState.DRAFT)
    click(screen.team.cards[person_id].open_button)
    again = screen.person_page
    qtbot.waitUntil(again.editor.keeper.offer.isVisible)
    click(again.editor.keeper.offer.resume)
    assert again.editor.form.values()["designation_document"] == "Memo 7"
    click(again.editor.save_button)
    qtbot.waitUntil(lambda: person_of(in_book, person_id).designation_document == "Memo 7")
    qtbot.waitUntil(lambda: not again.editor.save_button.isEnabled())
    assert in_book(OwnDrafts()) == ()


def test_a_half_typed_training_is_offered_again_where_it_was_typed(open_screen, settled, one, qtbot) -> None:
    person_id = one(JUAN)
    screen = open_screen(person_id)
    panel = panel_of(settled(screen))
    click(panel.open_button)
    fill(panel.editor.form, provider="Universidad")
    assert screen.may_leave()
    again = open_screen(person_id)
    offer = panel_of(again.person_page).editor.keeper.offer
    qtbot.waitUntil(offer.isVisible)
    click(offer.resume)
    assert panel_of(again.person_page).is_open
    assert panel_of(again.person_page).editor.form.values() == {"provider": "Universidad"}


def test_a_half_typed_new_person_is_told_on_the_list(open_screen, settled, qtbot) -> None:
    screen = open_screen()
    click(screen.team.add_button)
    fill(settled(screen).editor.form, given_names="Eva")
    screen.back_to_team()
    qtbot.waitUntil(screen.team.draft_banner.isVisible)
    click(screen.team.draft_banner.action)
    assert screen.person_page is not None


def test_a_cancelled_training_can_be_had_back(open_screen, settled, one) -> None:
    panel = panel_of(settled(open_screen(one(JUAN))))
    click(panel.open_button)
    fill(panel.editor.form, provider="Universidad")
    press(panel.editor.form.rows["provider"].control.edit, Qt.Key.Key_Escape)
    assert not panel.is_open
    assert panel.undo_banner.text == DISCARDED
    click(panel.undo_banner.action)
    assert panel.is_open
    assert panel.editor.form.values() == {"provider": "Universidad"}


def test_a_change_from_elsewhere_is_shown_beside_what_is_being_typed(
    open_screen, settled, surroundings, in_book, one, qtbot
) -> None:
    person_id = one(JUAN)
    page = settled(open_screen(person_id))
    fill(page.editor.form, designation_document="Memo 7")
    change = DescribeTeamMember(
        person_id=person_id, given_names="Juan Carlos", designation_document="RD 44", profession="law"
    )
    surroundings.session.run([change], owner=page)
    rows = page.editor.form.rows
    qtbot.waitUntil(lambda: "RD 44" in rows["designation_document"].message)
    assert page.editor.form.values() == {
        "given_names": "Juan Carlos",
        "profession": "law",
        "designation_document": "Memo 7",
    }
    click(page.editor.save_button)
    qtbot.waitUntil(lambda: person_of(in_book, person_id).designation_document == "Memo 7")
    assert person_of(in_book, person_id).given_names == "Juan Carlos"


def test_a_draft_over_something_that_changed_shows_the_difference(
    open_screen, settled, book, in_book, one, qtbot
) -> None:
    person_id = one(JUAN)
    screen = open_screen(person_id)
    fill(settled(screen).editor.form, designation_document="Memo 7")
    screen.back_to_team()
    book.submit([DescribeTeamMember(person_id=person_id, given_names="Juan", designation_document="RD 44")]).result()
    page = open_screen(person_id).person_page
    qtbot.waitUntil(page.editor.keeper.offer.isVisible)
    assert "este registro cambió" in page.editor.keeper.offer.text
    click(page.editor.keeper.offer.resume)
    assert "RD 44" in page.editor.form.rows["designation_document"].message


def test_undo_takes_back_what_is_not_saved(open_screen, settled, one) -> None:
    page = settled(open_screen(one(JUAN)))
    fill(page.editor.form, designation_document="Memo 7")
    assert page.editor.save_button.isEnabled()
    click(page.editor.undo_button)
    assert "designation_document" not in page.editor.form.values()
    assert not page.editor.save_button.isEnabled()


def test_who_leaves_the_team_stays_on_record_and_may_come_back(open_screen, settled, in_book, one, qtbot) -> None:
    person_id = one(JUAN)
    screen = open_screen(person_id)
    page = settled(screen)
    click(page.leave_button)
    qtbot.waitUntil(page.return_button.isVisible)
    assert not person_of(in_book, person_id).active
    screen.back_to_team()
    assert screen.team.former_title.isVisible()
    click(screen.team.cards[person_id].open_button)
    click(settled(screen).return_button)
    qtbot.waitUntil(lambda: person_of(in_book, person_id).active)


def test_staff_sees_the_team_and_changes_nothing(staff_around, qtbot) -> None:
    screen = PeopleScreen(staff_around)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(lambda: len(screen.team.cards) == 2)
    assert not screen.team.add_button.isVisible()
    rosa = next(iter(screen.team.cards))
    click(screen.team.cards[rosa].open_button)
    page = screen.person_page
    assert page.editor is None
    assert page.trainings.panel is None
    assert not page.leave_button.isVisible()
    assert_accessible(screen)


def test_the_roles_are_told_as_the_table_has_them(open_screen) -> None:
    screen = open_screen()
    assert not screen.team.roles.card.isVisible()
    click(screen.team.roles.button)
    assert screen.team.roles.card.isVisible()
    assert set(SECTION_WORDS) == set(Section)
    for role in Role:
        told = "\n".join(role_lines(role))
        for section, words in SECTION_WORDS.items():
            beginning = {Access.WRITE: "Ve y cambia", Access.READ: "Ve, sin cambiar", Access.NONE: "No ve"}[
                ROLE_ACCESS[role][section]
            ]
            line = next(line for line in told.splitlines() if words in line)
            assert line.startswith(beginning), (role, section)
    assert set(ROLE_WORDS) == set(Role)


def test_everything_is_reached_and_named(open_screen, settled, one) -> None:
    person_id = one(JUAN)
    one(a_training(person_id, TrainingKind.EXPERIENTIAL))
    screen = open_screen()
    assert_accessible(screen)
    click(screen.team.cards[person_id].open_button)
    click(panel_of(settled(screen)).open_button)
    assert_accessible(screen)


def test_nothing_is_cut_on_a_small_screen_with_large_text(open_screen, settled, one, dress) -> None:
    dress(theme.Appearance.DARK, 150)
    person_id = one(JUAN)
    one(a_training(person_id, TrainingKind.EXPERIENTIAL))
    screen = open_screen(person_id)
    screen.resize(1024 - 270, 640)
    page = settled(screen)
    click(panel_of(page).open_button)
    assert page.widget().width() <= page.viewport().width()
    assert screen.team.widget().minimumSizeHint().width() <= page.viewport().width()


def a_training(person_id: UUID, kind: TrainingKind) -> Command:
    return RecordTraining(
        id=uuid4(),
        person_id=person_id,
        kind=kind,
        provider="Escuela regional",
        datps_assistance=True,
        held_on=date(2026, 3, 12),
        hours=40,
    )


def person_of(in_book: Callable[..., tuple[Person, ...]], person_id: UUID) -> Person:
    return next(person for person in in_book(People()) if person.id == person_id)
