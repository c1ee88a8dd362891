"""A man's record: read, mended, his consent recorded and taken back; another's changes are never overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from facilitador.db.queries.records import audit_tail
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.participants import ConsentMark
from facilitador.domain.referrals import ReferralReason
from facilitador.ui.screen import Destination
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.screens.participants.revocation_part import RevocationPart
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.state_pill import PillState
from facilitador.use_cases.drafts import OwnDraft, OwnDrafts
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.participants import (
    ChangeParticipant,
    ParticipantRecord,
    RecordConsent,
    RegisterParticipant,
)
from facilitador.use_cases.referrals import OpenReferral, RevokeReferralConsent
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, show, type_text

ANSWERS = {
    "paternal_surname": "Ñahui",
    "given_names": "José",
    "document_kind": "dni",
    "document_number": "41234560",
    "phone": "987654321",
    "occupation": "Albañil",
    "health_conditions": "Asma",
    "sentence_to_serve": "yes",
}


@pytest.fixture
def jose(one) -> UUID:
    return one(RegisterParticipant(answers=ANSWERS))


@pytest.fixture
def open_record(surroundings: Surroundings, jose: UUID, qtbot: QtBot) -> Callable[..., ParticipantScreen]:
    """His record in sight, with no draft to decide on unless `offered`."""

    def make(*, around: Surroundings = surroundings, offered: bool = False) -> ParticipantScreen:
        screen = ParticipantScreen(around, jose)
        qtbot.addWidget(screen)
        screen.resize(1100, 640)
        show(screen)
        qtbot.waitUntil(lambda: screen.page is not None)
        qtbot.waitUntil(lambda: screen.keeper.is_settled or screen.keeper.offer.isVisible())
        assert screen.keeper.offer.isVisible() == offered
        return screen

    return make


def words(screen: ParticipantScreen) -> str:
    assert screen.page is not None
    return "\n".join(label.text() for label in screen.page.findChildren(QLabel) if label.isVisibleTo(screen.page))


def typed(screen: ParticipantScreen, name: str, text: str) -> None:
    line = screen.editor.form.rows[name].control.focusable()[0]
    line.clear()
    line.textEdited.emit("")
    type_text(line, text)


@pytest.mark.directive("6.4.2")
def test_the_record_shows_what_he_answered_and_what_is_missing(open_record) -> None:
    screen = open_record()
    shown = words(screen)
    assert screen.title == "Ñahui, José"
    assert "987 654 321" in shown
    assert "Albañil" in shown
    assert "Correo electrónico" not in shown  # not answered
    assert screen.page.pill.state is PillState.INCOMPLETE
    assert "Fecha de nacimiento" in screen.page.pill.details
    assert "Su consentimiento" in screen.page.pill.details


@pytest.mark.directive("6.2.8")
def test_the_way_to_a_cai_is_marked(open_record) -> None:
    assert "CAI" in open_record().page.route.text


def test_his_groups_are_told_with_every_step_and_lead_there(open_record, one, run, jose: UUID, qtbot: QtBot) -> None:
    group = one(FormGroup(name="Jueves en Los Molles"))
    stint = one(EnrolParticipant(group_id=group, participant_id=jose))
    run(ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.STOPPED, reason="Viajó a la cosecha"))
    screen = open_record()
    assert "20/11/2026: Dejó de asistir. Viajó a la cosecha" in words(screen)
    with qtbot.waitSignal(screen.destination_requested) as wished:
        screen.page.group_wanted.emit(group)
    assert wished.args == [Destination("group", group)]


def test_the_ficha_is_mended_and_what_was_not_touched_stays(open_record, in_book, jose: UUID, qtbot: QtBot) -> None:
    screen = open_record()
    click(screen.page.edit)
    typed(screen, "occupation", "Chofer")
    click(screen.save_button)
    qtbot.waitUntil(lambda: screen.editor is None)
    assert in_book(ParticipantRecord(participant_id=jose)).answers == {**ANSWERS, "occupation": "Chofer"}
    qtbot.waitUntil(lambda: "Chofer" in words(screen))
    assert in_book(OwnDrafts()) == ()


def test_what_is_missing_leads_to_its_question(open_record, qtbot: QtBot) -> None:
    screen = open_record()
    screen.page.pill.detail_chosen.emit(screen.page.pill.details.index("Fecha de nacimiento"))
    assert screen.editor.form.rows["birth_date"].control.edit.hasFocus()


def test_a_refusal_stays_on_the_form_beside_the_question(open_record, in_book, jose: UUID, qtbot: QtBot) -> None:
    screen = open_record()
    screen.edit()
    typed(screen, "given_names", "")
    click(screen.save_button)
    qtbot.waitUntil(lambda: screen.editor.form.rows["given_names"].has_problem)
    assert in_book(ParticipantRecord(participant_id=jose)).answers == ANSWERS


def test_changes_of_another_are_shown_beside_ours_and_ours_stand(
    open_record, run, in_book, jose: UUID, qtbot: QtBot
) -> None:
    screen = open_record()
    screen.edit()
    typed(screen, "occupation", "Chofer")
    typed(screen, "email", "jose@ejemplo.pe")
    theirs = {**ANSWERS, "occupation": "Panadero", "address": "Jr. Unión 5"}
    run(ChangeParticipant(participant_id=jose, answers=theirs))
    click(screen.save_button)
    qtbot.waitUntil(screen.conflicts.isVisible)
    assert list(screen.conflicts.lines) == ["occupation"]
    assert screen.editor.form.values()["occupation"] == "Chofer"
    assert screen.editor.form.values()["address"] == "Jr. Unión 5"
    screen.conflicts.chosen.emit("occupation", "Panadero")
    click(screen.save_button)
    qtbot.waitUntil(lambda: screen.editor is None)
    assert in_book(ParticipantRecord(participant_id=jose)).answers == {**theirs, "email": "jose@ejemplo.pe"}


def test_leaving_keeps_a_draft_that_lies_over_what_is_saved_now(
    open_record, run, in_book, jose: UUID, qtbot: QtBot
) -> None:
    screen = open_record()
    screen.edit()
    typed(screen, "occupation", "Chofer")
    assert screen.may_leave()
    qtbot.waitUntil(lambda: in_book(OwnDraft(form="participant", subject_id=jose)) is not None)
    run(ChangeParticipant(participant_id=jose, answers={**ANSWERS, "occupation": "Panadero", "address": "Jr. Unión 5"}))
    again = open_record(offered=True)
    assert "cambió" in again.keeper.offer.text
    click(again.keeper.offer.resume)
    values = again.editor.form.values()
    assert (values["occupation"], values["address"]) == ("Chofer", "Jr. Unión 5")
    assert list(again.conflicts.lines) == ["occupation"]


def test_dropping_changes_asks_first_and_forgets_the_draft(open_record, dialogs, in_book, jose: UUID, qtbot) -> None:
    screen = open_record()
    screen.edit()
    typed(screen, "occupation", "Chofer")
    dialogs.answers = [None]
    click(screen.cancel_button)
    assert screen.editor is not None
    screen.keeper.keep_now()
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    dialogs.answers = ["Descartar cambios"]
    click(screen.cancel_button)
    assert screen.editor is None
    qtbot.waitUntil(lambda: in_book(OwnDrafts()) == ())


@pytest.mark.directive("6.4.2")
def test_consent_is_recorded_and_taken_back(open_record, in_book, jose: UUID, qtbot: QtBot) -> None:
    screen = open_record()
    panel = screen.page.consent
    click(panel.record)
    panel.part.form.rows["mark"].control.radios["signature"].click()
    panel.part.form.rows["read_aloud"].control.radios["yes"].click()
    panel.save_consent.click()
    qtbot.waitUntil(panel.revoke.isVisible)
    (given,) = in_book(ParticipantRecord(participant_id=jose)).consents
    assert (given.mark, given.given_on) == (ConsentMark.SIGNATURE, TODAY)
    assert "Su consentimiento" not in screen.page.pill.details
    panel.revoke.click()
    type_text(panel.revocation.rows["note"].control.edit, "Ya no desea venir")
    panel.save_revocation.click()
    qtbot.waitUntil(panel.record.isVisible)
    (given,) = in_book(ParticipantRecord(participant_id=jose)).consents
    assert (given.revoked_on, given.revocation_note) == (TODAY, "Ya no desea venir")
    qtbot.waitUntil(lambda: "Retirado el 20/11/2026. Ya no desea venir" in words(screen))


def test_what_a_revocation_stops_is_told_before_and_what_is_left_until_it_is_ended(
    open_record, run, jose: UUID, qtbot: QtBot
) -> None:
    given = RecordConsent(participant_id=jose, given_on=TODAY, mark=ConsentMark.SIGNATURE, read_aloud=True)
    refer = OpenReferral(
        participant_id=jose,
        institution="Posta médica",
        reason=ReferralReason.HEALTH,
        why="Duerme mal.",
        share=("identity",),
        consented_on=TODAY,
    )
    _, referral = run(given, refer).ids
    screen = open_record()
    part = screen.findChild(RevocationPart)
    assert not part.isVisibleTo(screen)
    panel = screen.page.consent
    panel.revoke.click()
    assert "Inscribirlo en otro grupo (6.4.2" in words(screen)
    panel.save_revocation.click()
    qtbot.waitUntil(lambda: "La derivación a Posta médica va con su acuerdo" in words(screen))
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    part.buttons[-1].click()
    assert wished == [Destination("referral", referral)]
    assert_accessible(screen)
    qtbot.waitUntil(lambda: part.visibleRegion().boundingRect().height() > 0)  # it came into sight
    qtbot.waitUntil(panel.record.hasFocus)

    screen._session.run([RevokeReferralConsent(referral_id=referral)], owner=screen)
    qtbot.waitUntil(lambda: "La derivación a Posta médica" not in words(screen))


def test_a_day_of_revocation_that_cannot_be_is_said(open_record, run, in_book, jose: UUID, qtbot: QtBot) -> None:
    run(RecordConsent(participant_id=jose, given_on=TODAY, mark=ConsentMark.SIGNATURE, read_aloud=True))
    screen = open_record()
    panel = screen.page.consent
    panel.revoke.click()
    line = panel.revocation.rows["on"].control.edit
    line.clear()
    type_text(line, "1/1/2020")
    panel.save_revocation.click()
    qtbot.waitUntil(lambda: panel.revocation.rows["on"].has_problem)
    assert in_book(ParticipantRecord(participant_id=jose)).consents[0].revoked_on is None


def test_a_draft_of_the_consent_is_offered_too(open_record, in_book, jose: UUID, qtbot: QtBot) -> None:
    screen = open_record()
    screen.page.consent.record.click()
    screen.page.consent.part.form.rows["mark"].control.radios["fingerprint"].click()
    type_text(screen.page.consent.part.form.rows["witness"].control.edit, "Ana Paz")
    assert screen.may_leave()
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    again = open_record(offered=True)
    click(again.keeper.offer.resume)
    assert again.page.consent.part.answers()["witness"] == "Ana Paz"


@pytest.mark.directive("6.4.5")
def test_staff_sees_and_mends_identification_only(
    jose: UUID, staff_around: Surroundings, open_record, qtbot: QtBot
) -> None:
    screen = open_record(around=staff_around)
    shown = words(screen)
    assert "987 654 321" in shown
    for hidden in ("Asma", "Albañil", "Su consentimiento", "CAI"):
        assert hidden not in shown
    screen.edit()
    assert {section.id for section in screen.editor.questions.definition.sections} == {"identification", "contact"}
    typed(screen, "phone", "999888777")
    click(screen.save_button)
    qtbot.waitUntil(lambda: screen.editor is None)
    whole = staff_around.session._book.ask(ParticipantRecord(participant_id=screen._id)).result()
    assert whole.answers["phone"] == "999888777"


def test_staff_mending_leaves_the_rest_as_it_was(
    jose: UUID, staff_around: Surroundings, open_record, environment, book, qtbot: QtBot
) -> None:
    from facilitador.use_cases import books
    from tests.books import PASSPHRASE

    screen = open_record(around=staff_around)
    screen.edit()
    typed(screen, "phone", "999888777")
    click(screen.save_button)
    qtbot.waitUntil(lambda: screen.editor is None)
    staff_around.session.lock()
    again = books.open_with_passphrase(book.opened.path, book.person.id, PASSPHRASE, environment).result()
    try:
        assert again.ask(ParticipantRecord(participant_id=jose)).result().answers == {**ANSWERS, "phone": "999888777"}
    finally:
        again.close()


def test_one_look_at_his_record_is_one_view_on_the_books_audit(
    open_record, surroundings: Surroundings, book, jose: UUID, qtbot: QtBot
) -> None:
    screen = open_record()
    surroundings.session.run(
        [ChangeParticipant(participant_id=jose, answers={**ANSWERS, "address": "Jr. Unión 5"})], owner=screen
    )
    qtbot.waitUntil(lambda: "Jr. Unión 5" in words(screen))

    def trail(held, runner):
        with runner._transactions.open() as tx:
            return audit_tail(tx, 50, jose)

    entries = book.with_book(trail).result()
    assert [entry.action for entry in entries].count("View") == 1


def test_printing_is_wished_for(open_record, jose: UUID, qtbot: QtBot) -> None:
    screen = open_record()
    with qtbot.waitSignal(screen.destination_requested) as wished:
        click(screen.page.print)
    assert wished.args == [Destination("print_ficha", jose)]


def test_everything_has_a_name_and_fits_large_text(open_record, dress) -> None:
    from facilitador.ui import theme

    dress(theme.Appearance.DARK, 150)
    screen = open_record()
    assert_accessible(screen)
    screen.edit()
    assert_accessible(screen)
    assert screen.minimumSizeHint().width() <= 754
    assert screen.minimumSizeHint().height() <= 560
