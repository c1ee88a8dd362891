"""The intake read aloud: typed into real widgets, saved in one gesture into a real book, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import AgeBand
from facilitador.domain.participants import ConsentMark
from facilitador.ui import theme
from facilitador.ui.screen import Destination
from facilitador.ui.screens.participants.duplicates_panel import ANOTHER, ANOTHER_SAVE
from facilitador.ui.screens.participants.ficha_page import CONSENT_TITLE
from facilitador.ui.screens.participants.intake import IntakeScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.state_pill import PillState
from facilitador.use_cases.drafts import OwnDraft, OwnDrafts
from facilitador.use_cases.enrolments import EnrolParticipant, Roster
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.participants import ParticipantRecord, Participants, RegisterParticipant
from facilitador.use_cases.services import DescribeService, ServiceDetails
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text

Open = Callable[..., IntakeScreen]


@pytest.fixture
def group(one) -> UUID:
    return one(FormGroup(name="Jueves en Los Molles"))


@pytest.fixture
def open_intake(surroundings: Surroundings, qtbot: QtBot) -> Open:
    """The screen, in sight, its questions ready (or a draft offered)."""

    def make(group_id: UUID | None = None, *, around: Surroundings = surroundings, offered: bool = False):
        screen = IntakeScreen(around, group_id)
        qtbot.addWidget(screen)
        screen.resize(1186, 640)
        show(screen)
        qtbot.waitUntil(lambda: screen.page is not None)
        qtbot.waitUntil(lambda: screen.keeper.is_settled or screen.keeper.offer.isVisible())
        assert screen.keeper.offer.isVisible() == offered
        return screen

    return make


def control(screen: IntakeScreen, name: str):
    return screen.page.form.rows[name].control


def answer(screen: IntakeScreen, **texts: str) -> None:
    """Type into lines; choose by code where there is a choice."""
    for name, text in texts.items():
        asked = control(screen, name)
        if hasattr(asked, "radios"):
            asked.radios[text].click()  # a row that has just appeared has no place for the mouse yet
        elif hasattr(asked, "combo"):
            asked.combo.setCurrentIndex(asked.combo.findData(text))
            asked.combo.activated.emit(asked.combo.currentIndex())
        else:
            asked.focus()
            type_text(asked.focusable()[0], text)
            QApplication.focusWidget().clearFocus()


def consent(screen: IntakeScreen, **texts: str) -> None:
    for name, text in texts.items():
        asked = screen.page.consent.form.rows[name].control
        if hasattr(asked, "radios"):
            asked.radios[text].click()  # a row that has just appeared has no place for the mouse yet
        else:
            type_text(asked.focusable()[0], text)


JOSE = {
    "paternal_surname": "Ñahui",
    "maternal_surname": "Álvarez",
    "given_names": "José",
    "document_kind": "dni",
    "document_number": "41234560",
    "birth_date": "9/3/80",
    "phone": "987654321",
}


@pytest.mark.directive("6.4.2")
def test_from_the_keys_to_the_file_and_back_in_one_gesture(
    open_intake: Open, group: UUID, in_book, qtbot: QtBot
) -> None:
    screen = open_intake(group)
    answer(screen, **JOSE)
    consent(screen, mark="fingerprint", read_aloud="yes", witness="Ana Paz Ríos")
    click(screen.save_button)
    qtbot.waitUntil(screen.saved_page.isVisible)
    (entry,) = in_book(Roster(group_id=group))
    assert (entry.full_name, entry.stint.seat) == ("Ñahui Álvarez, José", 1)
    man = in_book(ParticipantRecord(participant_id=entry.stint.participant_id))
    assert man.answers["birth_date"] == "1980-03-09"
    assert man.answers["phone"] == "987654321"
    assert [(given.mark, given.witness, given.read_aloud) for given in man.consents] == [
        (ConsentMark.FINGERPRINT, "Ana Paz Ríos", True)
    ]
    assert in_book(OwnDrafts()) == ()
    assert screen.saved_page.words.text() == "Quedó inscrito en Jueves en Los Molles"


def test_the_next_man_begins_with_nothing_of_the_last(open_intake: Open, group: UUID, in_book, qtbot: QtBot) -> None:
    screen = open_intake(group)
    answer(screen, paternal_surname="Quispe", given_names="Luis")
    click(screen.save_button)
    qtbot.waitUntil(screen.saved_page.isVisible)
    click(screen.saved_page.again)
    assert screen.page.answers() == {}
    answer(screen, paternal_surname="Mamani", given_names="Pedro")
    click(screen.save_button)
    qtbot.waitUntil(lambda: len(in_book(Roster(group_id=group))) == 2)


def test_the_ways_on_after_saving(open_intake: Open, group: UUID, in_book, qtbot: QtBot) -> None:
    screen = open_intake(group)
    answer(screen, paternal_surname="Quispe", given_names="Luis")
    click(screen.save_button)
    qtbot.waitUntil(screen.saved_page.isVisible)
    (man,) = in_book(Participants())
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    for way in (screen.saved_page.group, screen.saved_page.print, screen.saved_page.ficha):
        click(way)
    assert wished == [
        Destination("group", group),
        Destination("print_ficha", man.id),
        Destination("participant", man.id),
    ]


def test_a_wrong_document_is_said_beside_the_field_while_typing(open_intake: Open) -> None:
    screen = open_intake()
    answer(screen, document_kind="dni", document_number="1234567")
    row = screen.page.form.rows["document_number"]
    assert row.has_problem
    assert "01234567" in row.message
    answer(screen, document_number="8")
    assert not row.has_problem


def test_a_refusal_keeps_what_was_typed_and_stores_nothing(
    open_intake: Open, group: UUID, in_book, qtbot: QtBot
) -> None:
    screen = open_intake(group)
    answer(screen, given_names="José", occupation="Albañil")
    click(screen.save_button)
    row = screen.page.form.rows["paternal_surname"]
    qtbot.waitUntil(lambda: row.has_problem)
    assert screen.page.answers() == {"given_names": "José", "occupation": "Albañil"}
    assert in_book(Participants()) == ()
    assert row.control.focusable()[0].hasFocus()


@pytest.mark.directive("6.4.2")
def test_a_fingerprint_without_witness_is_refused_beside_the_question(open_intake: Open, in_book, qtbot: QtBot) -> None:
    screen = open_intake()
    answer(screen, paternal_surname="Quispe", given_names="Luis")
    consent(screen, mark="fingerprint", read_aloud="yes")
    click(screen.save_button)
    row = screen.page.consent.form.rows["witness"]
    qtbot.waitUntil(lambda: row.has_problem)
    assert in_book(Participants()) == ()


@pytest.mark.directive("6.6")
def test_under_eighteen_the_guardian_is_asked_and_kept(open_intake: Open, one, in_book, qtbot: QtBot) -> None:
    group = one(FormGroup(name="Jóvenes", age_band=AgeBand.ADOLESCENTS))
    screen = open_intake(group)
    assert "guardian_name" not in screen.page.form.shown
    answer(screen, paternal_surname="Quispe", given_names="Luis", birth_date="1/2/2011", guardian_name="Rosa Quispe")
    consent(screen, mark="signature", read_aloud="yes", guardian_document="41234569")
    click(screen.save_button)
    qtbot.waitUntil(screen.saved_page.isVisible)
    (man,) = in_book(Participants())
    (given,) = in_book(ParticipantRecord(participant_id=man.id)).consents
    assert (given.guardian_name, given.guardian_document) == ("Rosa Quispe", "41234569")


@pytest.mark.directive("6.4.1")
def test_a_full_group_offers_the_waiting_list_in_place(
    open_intake: Open, run, group: UUID, in_book, qtbot: QtBot
) -> None:
    for number in range(15):
        key = uuid4()
        man = RegisterParticipant(id=key, answers={"paternal_surname": f"Uno{number}", "given_names": "Juan"})
        run(man, EnrolParticipant(group_id=group, participant_id=key))
    screen = open_intake(group)
    assert "está completo" in screen.page.about.text()
    answer(screen, paternal_surname="Ticona", given_names="Abel", occupation="Chofer")
    click(screen.save_button)
    qtbot.waitUntil(screen.place.isVisible)
    assert screen.page.answers()["occupation"] == "Chofer"
    assert len(in_book(Participants())) == 15
    assert screen.place.wait.hasFocus()
    click(screen.place.wait)
    qtbot.waitUntil(screen.saved_page.isVisible)
    last = in_book(Roster(group_id=group))[-1]
    assert (last.full_name, last.stint.status) == ("Ticona, Abel", EnrolmentStatus.WAITING)
    assert "lista de espera" in screen.saved_page.words.text()


@pytest.mark.directive("6.6")
def test_a_minor_for_a_group_of_adults_can_be_kept_without_a_place(
    open_intake: Open, group: UUID, in_book, qtbot
) -> None:
    screen = open_intake(group)
    answer(screen, paternal_surname="Quispe", given_names="Luis", birth_date="1/2/2011")
    click(screen.save_button)
    qtbot.waitUntil(screen.place.isVisible)
    assert not screen.place.wait.isVisible()
    click(screen.place.alone)
    qtbot.waitUntil(screen.saved_page.isVisible)
    assert in_book(Roster(group_id=group)) == ()
    assert len(in_book(Participants())) == 1


# -- is he in the book already? ---------------------------------------------------------------------------------------


@pytest.fixture
def known(one) -> UUID:
    return one(
        RegisterParticipant(
            answers={
                "paternal_surname": "Ñahui",
                "maternal_surname": "Álvarez",
                "given_names": "José",
                "document_kind": "dni",
                "document_number": "41234560",
                "occupation": "Agricultor",
            }
        )
    )


def test_whoever_looks_like_him_is_shown_while_typing(open_intake: Open, known: UUID, qtbot: QtBot) -> None:
    screen = open_intake()
    answer(screen, paternal_surname="Nahui", given_names="Jose", maternal_surname="Alvares")
    qtbot.waitUntil(screen.duplicates.isVisible)
    assert screen.duplicates.names == ("Ñahui Álvarez, José",)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    screen.duplicates.opened.emit(known)
    assert wished == [Destination("participant", known)]


def test_the_hint_never_covers_the_line_being_typed_in(open_intake: Open, known: UUID, qtbot: QtBot) -> None:
    screen = open_intake()
    screen.resize(1000, 480)
    answer(screen, paternal_surname="Nahui", maternal_surname="Alvarez")
    line = control(screen, "given_names").edit
    line.setFocus()
    screen.page.scroller.ensureWidgetVisible(line, 0, 0)
    type_text(line, "Jose")
    qtbot.waitUntil(screen.duplicates.isVisible)
    qtbot.waitUntil(lambda: line.visibleRegion().boundingRect().height() == line.height())


def test_the_same_document_must_be_decided_on_and_may_be_saved_all_the_same(
    open_intake: Open, known: UUID, in_book, qtbot: QtBot
) -> None:
    screen = open_intake()
    answer(screen, **JOSE)
    click(screen.save_button)
    qtbot.waitUntil(lambda: screen.duplicates.another_button.text() == ANOTHER_SAVE)
    assert len(in_book(Participants())) == 1
    click(screen.duplicates.another_button)
    qtbot.waitUntil(screen.saved_page.isVisible)
    assert len(in_book(Participants())) == 2


def test_another_man_said_while_typing_saves_nothing_yet(open_intake: Open, known: UUID, in_book, qtbot: QtBot) -> None:
    screen = open_intake()
    answer(screen, **JOSE)
    qtbot.waitUntil(screen.duplicates.isVisible)
    assert screen.duplicates.another_button.text() == ANOTHER
    click(screen.duplicates.another_button)
    assert not screen.duplicates.isVisible()
    assert len(in_book(Participants())) == 1


def test_it_is_he_gives_him_the_place_and_keeps_what_was_typed(
    open_intake: Open, known: UUID, group: UUID, in_book, qtbot: QtBot
) -> None:
    screen = open_intake(group)
    answer(screen, **JOSE)
    qtbot.waitUntil(screen.duplicates.isVisible)
    screen.duplicates.enrol_wanted.emit(known)
    qtbot.waitUntil(screen.saved_page.isVisible)
    assert [entry.stint.participant_id for entry in in_book(Roster(group_id=group))] == [known]
    draft = in_book(OwnDraft(form="participant", subject_id=known))
    assert draft.content["changes"]["birth_date"] == [None, "1980-03-09"]
    assert in_book(OwnDraft(form="intake", subject_id=group)) is None


# -- what is asked ----------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.2.8")
def test_a_sentence_to_serve_marks_the_way_to_a_cai(open_intake: Open, in_book, qtbot: QtBot) -> None:
    screen = open_intake()
    answer(screen, paternal_surname="Quispe", given_names="Luis", sentence_to_serve="yes")
    row = screen.page.form.rows["sentence_to_serve"]
    assert "CAI" in row.message
    assert not row.has_problem
    click(screen.save_button)
    qtbot.waitUntil(screen.saved_page.isVisible)
    assert "no reemplazan ninguna sanción" in screen.saved_page.route.text
    (man,) = in_book(Participants())
    assert in_book(ParticipantRecord(participant_id=man.id)).serves_sentence


def test_details_of_justice_are_asked_only_where_the_service_is_competent(open_intake: Open, run, in_book) -> None:
    assert "complaint" not in open_intake().page.form.shown
    service = in_book(ServiceDetails())
    run(
        DescribeService(
            name=service.name, binding=service.binding, criminal_data_competent=True, competence_basis="Ley 1"
        )
    )
    assert "complaint" in open_intake().page.form.shown


def test_a_question_hangs_on_another(open_intake: Open) -> None:
    screen = open_intake()
    assert "disability_supports" not in screen.page.form.shown
    answer(screen, disability="yes")
    assert "disability_supports" in screen.page.form.shown


def test_the_pill_lists_what_is_missing_and_leads_there(open_intake: Open, qtbot: QtBot) -> None:
    screen = open_intake()
    pill = screen.page.pill
    assert pill.state is PillState.INCOMPLETE
    assert CONSENT_TITLE in pill.details
    before = len(pill.details)
    answer(screen, paternal_surname="Quispe")
    assert len(pill.details) == before - 1
    pill.detail_chosen.emit(pill.details.index("Distrito donde vive"))
    assert control(screen, "ubigeo").edit.hasFocus()


@pytest.mark.directive("6.4.2", "6.4.5")
def test_the_consent_is_read_from_the_services_own_data_with_its_limit(open_intake: Open) -> None:
    from PySide6.QtWidgets import QLabel

    screen = open_intake()
    text = " ".join(words.text() for words in screen.page.consent.findChildren(QLabel))
    assert "Centro de salud Los Molles" in text
    assert "la ley nos obliga a dar aviso" in text
    assert "{" not in text


def test_sections_are_gone_to_and_marked(open_intake: Open) -> None:
    screen = open_intake()
    rail = screen.page.rail
    click(rail.entries[1])
    assert control(screen, "phone").edit.hasFocus()
    assert rail.entries[1].isChecked()
    assert "por completar" in rail.entries[0].accessibleName()
    answer(screen, **{name: JOSE[name] for name in JOSE if name != "maternal_surname"})
    assert "completa" in rail.entries[0].accessibleName().split(": ")[1]


def test_undo_until_saved(open_intake: Open) -> None:
    screen = open_intake()
    answer(screen, given_names="José", disability="yes")
    click(screen.page.undo)
    assert screen.page.answers() == {"given_names": "José"}


def test_a_group_can_be_chosen_where_none_was_given(open_intake: Open, group: UUID, in_book, qtbot: QtBot) -> None:
    screen = open_intake()
    answer(screen, paternal_surname="Quispe", given_names="Luis")
    screen.group_choice.setCurrentIndex(screen.group_choice.findData(str(group)))
    screen.group_choice.activated.emit(screen.group_choice.currentIndex())
    assert screen.save_button.text() == "Guardar e inscribir"
    click(screen.save_button)
    qtbot.waitUntil(screen.saved_page.isVisible)
    assert len(in_book(Roster(group_id=group))) == 1


# -- drafts -----------------------------------------------------------------------------------------------------------


def test_leaving_keeps_the_draft_and_coming_back_offers_it(
    open_intake: Open, group: UUID, in_book, qtbot: QtBot
) -> None:
    screen = open_intake(group)
    answer(screen, given_names="José", birth_date="no sabe")
    consent(screen, mark="not_yet")
    assert screen.may_leave()
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    again = open_intake(group, offered=True)
    assert not again.page.form.isEnabled()
    click(again.keeper.offer.resume)
    assert again.page.form.values() == {"given_names": "José", "birth_date": "no sabe"}
    assert again.page.consent_answers()["mark"] == "not_yet"


def test_starting_over_begins_empty(open_intake: Open, in_book, qtbot: QtBot) -> None:
    screen = open_intake()
    answer(screen, given_names="José")
    screen.may_leave()
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    again = open_intake(offered=True)
    click(again.keeper.offer.start_over)
    assert again.page.answers() == {}
    qtbot.waitUntil(lambda: in_book(OwnDrafts()) == ())


# -- roles and looks --------------------------------------------------------------------------------------------------


def test_staff_asks_for_identification_only_and_enrols_nobody(
    staff_around: Surroundings, open_intake: Open, qtbot
) -> None:
    screen = open_intake(around=staff_around)
    assert {section.id for section in screen.page.questions.definition.sections} == {"identification", "contact"}
    assert screen.page.consent is None
    answer(screen, paternal_surname="Quispe", given_names="Luis")
    assert screen.save_button.text() == "Guardar la ficha"
    click(screen.save_button)
    qtbot.waitUntil(screen.saved_page.isVisible)


def test_everything_has_a_name_and_enter_saves_nothing_by_accident(open_intake: Open, group: UUID, in_book) -> None:
    screen = open_intake(group)
    assert_accessible(screen)
    answer(screen, paternal_surname="Quispe", given_names="Luis")
    press(control(screen, "given_names").edit, Qt.Key.Key_Return)
    assert in_book(Participants()) == ()


@pytest.mark.parametrize("appearance", [theme.Appearance.LIGHT, theme.Appearance.DARK])
def test_it_fits_a_small_screen_with_large_text(
    open_intake: Open, group: UUID, known: UUID, dress, appearance, qtbot
) -> None:
    dress(appearance, 150)
    screen = open_intake(group)
    answer(screen, **JOSE)
    qtbot.waitUntil(screen.duplicates.isVisible)
    assert screen.minimumSizeHint().width() <= 754
    assert screen.minimumSizeHint().height() <= 560


def test_a_ficha_is_saved_without_the_mouse_once_and_only_where_it_could_be(open_intake: Open, in_book, qtbot) -> None:
    screen = open_intake()
    answer(screen, paternal_surname="Salas", given_names="Pablo")
    screen.save_button.setEnabled(False)
    press(screen, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert in_book(Participants()) == ()
    screen.save_button.setEnabled(True)

    press(screen, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: len(in_book(Participants())) == 1, timeout=10_000)
