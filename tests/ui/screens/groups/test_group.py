"""The page of a group, from the click to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import GroupStatus
from facilitador.ui.screen import Destination
from facilitador.ui.screens.groups.group import GIVEN, GroupScreen
from facilitador.ui.screens.groups.head import PRINTS
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.closures import CloseCycle
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, Roster
from facilitador.use_cases.groups import GroupOverview, StartGroup
from facilitador.use_cases.hand_outs import HandOutsOf
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.requests import Outcome, Query
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, type_text
from tests.ui.screens.groups.conftest import Seen, open_group_in

TODAY = date(2026, 11, 20)

Men = Callable[[int], tuple[UUID, ...]]
Enrol = Callable[..., tuple[UUID, ...]]
Open = Callable[[UUID], GroupScreen]
InBook = Callable[[Query[object]], object]


def statuses(in_book: InBook, group_id: UUID) -> dict[str, EnrolmentStatus]:
    return {entry.full_name: entry.stint.status for entry in in_book(Roster(group_id=group_id))}  # type: ignore[attr-defined]


def names(table: object) -> list[str]:
    return [getattr(row, "entry", row).full_name for row in table.shown]  # type: ignore[attr-defined]


def stand_on(table: object, row: int) -> None:
    table.selectRow(row)  # type: ignore[attr-defined]
    QApplication.processEvents()


def write(panel: object, name: str, text: str) -> None:
    edit = panel.form.rows[name].control.focusable()[0]  # type: ignore[attr-defined]
    edit.selectAll()
    type_text(edit, text)


def answered(panel: object) -> bool:
    return panel.isHidden()  # type: ignore[attr-defined, no-any-return]


# -- starting ---------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.2.1", "6.2.3", "6.2.4", "6.3.1")
def test_what_is_missing_is_listed_with_its_numeral(open_group: Open, group_id: UUID, in_book: InBook) -> None:
    screen = open_group(group_id)
    missing = in_book(GroupOverview(group_id=group_id)).missing  # type: ignore[attr-defined]
    assert len(screen.start_card.lines) == len(missing) > 0
    shown = {label.text() for label in screen.start_card.findChildren(type(screen.start_card.title))}
    assert {one.numeral for one in missing} <= shown


def test_each_thing_missing_is_one_click_from_what_mends_it(open_group: Open, group_id: UUID, seen: Seen) -> None:
    screen = open_group(group_id)
    buttons = screen.start_card.findChildren(type(screen.start_card.start))
    click(next(one for one in buttons if one.text() == "Completar los datos del grupo"))
    assert seen.destinations == [Destination("group_form", group_id)]


@pytest.mark.directive("6.3.1")
def test_starting_without_what_is_missing_needs_a_reason_that_stays(
    open_group: Open, group_id: UUID, in_book: InBook, qtbot: QtBot
) -> None:
    screen = open_group(group_id)
    click(screen.start_card.start)
    click(screen.group_panel.verb)
    reason = screen.group_panel.form.rows["reason"]
    qtbot.waitUntil(lambda: reason.has_problem)
    assert in_book(GroupOverview(group_id=group_id)).group.status is GroupStatus.FORMING  # type: ignore[attr-defined]
    write(screen.group_panel, "on", "19/11/26")
    write(screen.group_panel, "reason", "La capacitación será en diciembre.")
    click(screen.group_panel.verb)
    qtbot.waitUntil(lambda: answered(screen.group_panel))
    group = in_book(GroupOverview(group_id=group_id)).group  # type: ignore[attr-defined]
    assert group.status is GroupStatus.RUNNING
    assert group.started_on == date(2026, 11, 19)
    assert group.start_reason == "La capacitación será en diciembre."
    qtbot.waitUntil(lambda: "La capacitación será en diciembre." in screen.head.reason.text())
    assert screen.start_card.isHidden()


@pytest.mark.directive("6.3.1")
def test_a_group_that_lacks_nothing_starts_without_a_reason(
    open_group: Open, ready_group: UUID, in_book: InBook, qtbot: QtBot
) -> None:
    screen = open_group(ready_group)
    assert screen.start_card.lines == ()
    click(screen.start_card.start)
    assert "reason" not in screen.group_panel.form.rows
    press(screen.group_panel.form.rows["on"].control.focusable()[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: answered(screen.group_panel))
    assert in_book(GroupOverview(group_id=ready_group)).group.started_on == TODAY  # type: ignore[attr-defined]


def test_a_day_that_is_none_stays_as_typed_and_nothing_is_sent(
    open_group: Open, ready_group: UUID, in_book: InBook
) -> None:
    screen = open_group(ready_group)
    click(screen.start_card.start)
    write(screen.group_panel, "on", "31/02/2026")
    click(screen.group_panel.verb)
    assert screen.group_panel.form.rows["on"].has_problem
    assert screen.group_panel.form.values()["on"] == "31/02/2026"
    assert screen.group_panel.verb.isEnabled()


def test_closing_has_a_page_of_its_own(
    open_group: Open, ready_group: UUID, run: Callable[..., Outcome], qtbot: QtBot
) -> None:
    run(StartGroup(group_id=ready_group, on=TODAY))
    screen = open_group(ready_group)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    click(screen.head.close_group)
    assert wished == [Destination("closure", ready_group)]

    screen._session.run([CloseCycle(group_id=ready_group, on=TODAY)], owner=screen)

    qtbot.waitUntil(lambda: screen.head.state.text().startswith("Cerrado"))
    assert screen.head.close_group.text() == "Ver el cierre"
    assert screen.enrol.isHidden()
    assert screen.head.change.isHidden()


# -- who is in the group ----------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.1")
def test_the_roster_says_how_many_places_are_taken(open_group: Open, group_id: UUID, men: Men, enrol: Enrol) -> None:
    enrol(men(3))
    screen = open_group(group_id)
    assert names(screen.roster.table) == [f"Apaza {number:02}, Juan" for number in (1, 2, 3)]
    assert screen.roster.places.text().startswith("3 de 15 lugares")
    assert screen.full.isHidden()


@pytest.mark.directive("6.2.6")
def test_a_material_is_noted_for_several_men_at_once(
    open_group: Open, group_id: UUID, men: Men, enrol: Enrol, in_book: InBook, qtbot: QtBot
) -> None:
    enrol(men(3))
    screen = open_group(group_id)
    click(screen.give)
    qtbot.waitUntil(screen.roster_panel.isVisible)
    write(screen.roster_panel, "title", "Cartilla del buen trato")
    boxes = list(screen.roster_panel.form.rows["participant_ids"].control.boxes.values())  # type: ignore[union-attr, attr-defined]
    assert all(box.isChecked() for box in boxes)
    click(boxes[1])  # he was not there
    click(screen.roster_panel.verb)

    qtbot.waitUntil(lambda: answered(screen.roster_panel))
    assert screen.message.text == GIVEN
    held = [in_book(HandOutsOf(participant_id=entry.stint.participant_id)) for entry in screen._roster]
    titles = [[one.title for one in each.materials] for each in held]  # type: ignore[attr-defined]
    assert titles == [["Cartilla del buen trato"], [], ["Cartilla del buen trato"]]


def test_an_empty_roster_says_so(open_group: Open, group_id: UUID) -> None:
    screen = open_group(group_id)
    assert screen.roster.table.isHidden()
    assert screen.roster.nobody.isVisible()
    assert screen.waiting.isHidden()
    assert screen.gone.isHidden()


def test_enter_opens_his_ficha(open_group: Open, group_id: UUID, men: Men, enrol: Enrol, seen: Seen) -> None:
    (man,) = men(1)
    enrol((man,))
    screen = open_group(group_id)
    stand_on(screen.roster.table, 0)
    press(screen.roster.table, Qt.Key.Key_Return)
    assert seen.destinations == [Destination("participant", man)]


def test_a_status_asks_for_its_reason_and_is_stored_with_its_day(
    open_group: Open, group_id: UUID, men: Men, enrol: Enrol, in_book: InBook, qtbot: QtBot
) -> None:
    enrol(men(1))
    screen = open_group(group_id)
    stand_on(screen.roster.table, 0)
    click(screen.roster.change)
    panel = screen.roster_panel
    assert set(panel.form.rows["status"].control.radios) == {
        "paused",
        "completed",
        "stopped",
        "moved",
        "not_continuing",
    }
    panel.form.rows["status"].control.radios["stopped"].click()
    write(panel, "on", "18 de noviembre de 2026")
    click(panel.verb)
    qtbot.waitUntil(lambda: panel.form.rows["reason"].has_problem)
    write(panel, "reason", "Viajó a la cosecha.")
    click(panel.verb)
    qtbot.waitUntil(lambda: answered(panel))
    stint = in_book(Roster(group_id=group_id))[0].stint  # type: ignore[index]
    assert (stint.status, stint.ended_on, stint.reason) == (
        EnrolmentStatus.STOPPED,
        date(2026, 11, 18),
        "Viajó a la cosecha.",
    )
    qtbot.waitUntil(lambda: names(screen.gone.table) == ["Apaza 01, Juan"])
    assert names(screen.roster.table) == []


def test_escape_asks_no_more_and_changes_nothing(
    open_group: Open, group_id: UUID, men: Men, enrol: Enrol, in_book: InBook
) -> None:
    enrol(men(1))
    screen = open_group(group_id)
    stand_on(screen.roster.table, 0)
    click(screen.roster.change)
    press(screen.roster_panel.form.rows["on"].control.focusable()[0], Qt.Key.Key_Escape)
    assert answered(screen.roster_panel)
    assert statuses(in_book, group_id) == {"Apaza 01, Juan": EnrolmentStatus.ATTENDING}


def test_a_status_changed_meanwhile_is_refused_and_shown_anew(
    open_group: Open, group_id: UUID, men: Men, enrol: Enrol, run: Callable[..., Outcome], in_book: InBook, qtbot: QtBot
) -> None:
    (stint,) = enrol(men(1))
    screen = open_group(group_id)
    stand_on(screen.roster.table, 0)
    click(screen.roster.change)
    run(ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.PAUSED, reason="Trabaja lejos."))
    screen.roster_panel.form.rows["status"].control.radios["completed"].click()
    click(screen.roster_panel.verb)
    qtbot.waitUntil(lambda: bool(screen.roster_panel.message.text))
    assert statuses(in_book, group_id) == {"Apaza 01, Juan": EnrolmentStatus.PAUSED}
    qtbot.waitUntil(lambda: screen.roster.table.shown[0].stint.status is EnrolmentStatus.PAUSED)


@pytest.mark.directive("6.4.1")
def test_who_left_comes_back_as_a_new_stay(
    open_group: Open, group_id: UUID, men: Men, enrol: Enrol, run: Callable[..., Outcome], in_book: InBook, qtbot: QtBot
) -> None:
    (stint,) = enrol(men(1))
    run(ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.STOPPED, reason="Viajó."))
    screen = open_group(group_id)
    click(screen.gone.box)
    stand_on(screen.gone.table, 0)
    click(screen.gone.again)
    click(screen.roster_panel.verb)
    qtbot.waitUntil(lambda: answered(screen.roster_panel))
    stints = [entry.stint for entry in in_book(Roster(group_id=group_id))]  # type: ignore[attr-defined]
    assert sorted(one.status for one in stints) == [EnrolmentStatus.ATTENDING, EnrolmentStatus.STOPPED]
    qtbot.waitUntil(lambda: names(screen.roster.table) == ["Apaza 01, Juan"])
    stand_on(screen.gone.table, 0)
    assert not screen.gone.again.isEnabled()


# -- enrolling --------------------------------------------------------------------------------------------------------


def test_enrolling_by_ficha_leads_to_the_intake_of_this_group(open_group: Open, group_id: UUID, seen: Seen) -> None:
    click(open_group(group_id).enrol)
    assert seen.destinations == [Destination("intake", group_id)]


def test_someone_registered_is_found_without_accents_and_enrolled(
    open_group: Open, group_id: UUID, run: Callable[..., Outcome], in_book: InBook, qtbot: QtBot
) -> None:
    run(
        RegisterParticipant(answers={"paternal_surname": "Ñahui", "maternal_surname": "Álvarez", "given_names": "José"})
    )
    screen = open_group(group_id)
    click(screen.enrol_known)
    type_text(screen.finder.field.edit, "nahui alv")
    qtbot.waitUntil(lambda: screen.finder.results.count() == 1)
    press(screen.finder.field.edit, Qt.Key.Key_Return)
    write(screen.roster_panel, "since", "16/11/2026")
    click(screen.roster_panel.verb)
    qtbot.waitUntil(lambda: answered(screen.roster_panel))
    (entry,) = in_book(Roster(group_id=group_id))  # type: ignore[misc]
    assert entry.full_name == "Ñahui Álvarez, José"
    assert entry.stint.since == date(2026, 11, 16)
    qtbot.waitUntil(lambda: names(screen.roster.table) == ["Ñahui Álvarez, José"])


def test_who_is_in_the_group_already_cannot_be_chosen(
    open_group: Open, group_id: UUID, men: Men, enrol: Enrol, qtbot: QtBot
) -> None:
    enrol(men(1))
    screen = open_group(group_id)
    click(screen.enrol_known)
    type_text(screen.finder.field.edit, "apaza")
    qtbot.waitUntil(lambda: screen.finder.results.count() == 1)
    assert "ya está en este grupo" in screen.finder.results.item(0).text()
    press(screen.finder.field.edit, Qt.Key.Key_Return)
    assert answered(screen.roster_panel)


@pytest.mark.directive("6.4.1")
def test_the_sixteenth_is_offered_the_waiting_list(
    open_group: Open, group_id: UUID, men: Men, enrol: Enrol, in_book: InBook, qtbot: QtBot
) -> None:
    sixteen = men(16)
    enrol(sixteen[:15])
    screen = open_group(group_id)
    assert "completo" in screen.full.text
    click(screen.enrol_known)
    type_text(screen.finder.field.edit, "apaza 16")
    qtbot.waitUntil(lambda: screen.finder.results.count() == 1)
    press(screen.finder.field.edit, Qt.Key.Key_Return)
    assert screen.roster_panel.verb.text() == "Anotar en la lista de espera"
    click(screen.roster_panel.verb)
    qtbot.waitUntil(lambda: answered(screen.roster_panel))
    assert statuses(in_book, group_id)["Apaza 16, Juan"] is EnrolmentStatus.WAITING
    qtbot.waitUntil(lambda: names(screen.waiting.table) == ["Apaza 16, Juan"])


@pytest.mark.directive("6.4.1")
def test_the_last_place_taken_meanwhile_loses_nothing(
    open_group: Open, group_id: UUID, men: Men, enrol: Enrol, in_book: InBook, qtbot: QtBot
) -> None:
    sixteen = men(16)
    enrol(sixteen[:14])
    screen = open_group(group_id)
    click(screen.enrol_known)
    type_text(screen.finder.field.edit, "apaza 16")
    qtbot.waitUntil(lambda: screen.finder.results.count() == 1)
    press(screen.finder.field.edit, Qt.Key.Key_Return)
    enrol(sixteen[14:15])
    click(screen.roster_panel.verb)
    qtbot.waitUntil(lambda: bool(screen.roster_panel.message.text))
    click(screen.roster_panel.alternative)
    qtbot.waitUntil(lambda: answered(screen.roster_panel))
    assert statuses(in_book, group_id)["Apaza 16, Juan"] is EnrolmentStatus.WAITING


# -- waiting ----------------------------------------------------------------------------------------------------------


def test_who_waits_is_moved_with_buttons_and_keys(
    open_group: Open, group_id: UUID, men: Men, enrol: Enrol, in_book: InBook, qtbot: QtBot
) -> None:
    enrol(men(3), waitlist=True)
    screen = open_group(group_id)
    stand_on(screen.waiting.table, 2)
    click(screen.waiting.up)
    first, second, third = (f"Apaza {number:02}, Juan" for number in (1, 2, 3))
    qtbot.waitUntil(lambda: names(screen.waiting.table) == [first, third, second])
    assert screen.waiting.entry is not None
    assert screen.waiting.entry.full_name == third
    screen.waiting.table.setFocus()
    press(screen.waiting.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: names(screen.waiting.table) == [third, first, second])
    assert not screen.waiting.up.isEnabled()
    assert [entry.full_name for entry in in_book(Roster(group_id=group_id))] == [third, first, second]  # type: ignore[attr-defined]


@pytest.mark.directive("6.4.1")
def test_a_freed_place_is_offered_at_once_to_who_waits_first(
    open_group: Open, group_id: UUID, men: Men, enrol: Enrol, in_book: InBook, qtbot: QtBot
) -> None:
    seventeen = men(17)
    enrol(seventeen[:15])
    enrol((seventeen[16], seventeen[15]), waitlist=True)
    screen = open_group(group_id)
    assert screen.offer.isHidden()
    stand_on(screen.waiting.table, 0)
    assert not screen.waiting.give.isEnabled()
    stand_on(screen.roster.table, 0)
    click(screen.roster.change)
    screen.roster_panel.form.rows["status"].control.radios["completed"].click()
    click(screen.roster_panel.verb)
    qtbot.waitUntil(lambda: screen.offer.isVisible() and screen.offer.action.hasFocus())
    assert "Apaza 17, Juan" in screen.offer.text
    click(screen.offer.action)
    qtbot.waitUntil(lambda: names(screen.waiting.table) == ["Apaza 16, Juan"])
    assert statuses(in_book, group_id)["Apaza 17, Juan"] is EnrolmentStatus.ATTENDING
    assert screen.offer.isHidden()


def test_who_waits_can_be_taken_out_but_not_given_a_place_that_is_not_there(
    open_group: Open, group_id: UUID, men: Men, enrol: Enrol, qtbot: QtBot
) -> None:
    sixteen = men(16)
    enrol(sixteen[:15])
    enrol(sixteen[15:], waitlist=True)
    screen = open_group(group_id)
    stand_on(screen.waiting.table, 0)
    click(screen.waiting.take_out)
    assert set(screen.roster_panel.form.rows["status"].control.radios) == {"withdrawn"}


# -- papers, roles, keyboard ------------------------------------------------------------------------------------------


def test_every_paper_of_the_group_is_in_the_menu(open_group: Open, group_id: UUID, seen: Seen) -> None:
    screen = open_group(group_id)
    for action in screen.head.menu.actions():
        action.trigger()
    assert seen.destinations == [Destination(kind, group_id) for kind in PRINTS]


@pytest.fixture
def five_in_group(men: Men, enrol: Enrol, group_id: UUID) -> UUID:
    """Four men and one who waits, made before the book changes hands."""
    five = men(5)
    enrol(five[:4])
    enrol(five[4:], waitlist=True)
    return group_id


def test_staff_reads_and_prints_but_changes_nothing(
    five_in_group: UUID, staff_around: Surroundings, seen: Seen, qtbot: QtBot
) -> None:
    screen = open_group_in(staff_around, five_in_group, seen, qtbot)
    assert len(names(screen.roster.table)) == 4
    changing = (
        screen.enrol,
        screen.enrol_known,
        screen.head.change,
        screen.head.close_group,
        screen.start_card.start,
        screen.roster.change,
        screen.waiting.give,
        screen.waiting.up,
        screen.waiting.take_out,
        screen.offer,
    )
    assert [one for one in changing if one.isVisible()] == []
    assert screen.head.print.isVisible()
    assert screen.roster.open_ficha.isVisible()


def test_everything_has_a_name_for_screen_readers(open_group: Open, five_in_group: UUID, qtbot: QtBot) -> None:
    screen = open_group(five_in_group)
    assert_accessible(screen)
    stand_on(screen.roster.table, 0)
    click(screen.roster.change)
    assert_accessible(screen)
    click(screen.enrol_known)
    assert_accessible(screen)


def test_a_group_that_is_not_there_is_said_in_words(open_group: Open) -> None:
    screen = open_group(UUID(int=5))
    assert "no está en el cuaderno" in screen.message.text
    assert screen.enrol.isHidden()


def test_a_list_is_imported_from_the_page_of_an_open_group(open_group: Open, group_id: UUID, seen: Seen) -> None:
    click(open_group(group_id).import_list)

    assert seen.destinations == [Destination("import_roster", group_id)]
