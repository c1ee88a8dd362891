"""A log and a ficha say how their review stands, and are not edited once they are in order."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from facilitador.ui.review_line import ReviewLine
from facilitador.ui.screen import Destination
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.screens.sessions.log import LogPage
from facilitador.ui.screens.sessions.log_reading import ReadingBody
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.reviews import ApproveReview, ReopenReview, ReturnReview
from tests.ui.gestures import click, show
from tests.use_cases.reviewing import Reviewed
from tests.use_cases.scenes import ficha


def test_a_log_that_was_returned_says_so_and_one_in_order_is_not_amended(
    surroundings: Surroundings, scene: Reviewed, qtbot: QtBot
) -> None:
    scene.supervisor.run(ReturnReview(subject_id=scene.session_id, text="Falta el relato."))
    page = LogPage(surroundings, scene.session_id)
    qtbot.addWidget(page)
    page.resize(1000, 900)
    show(page)
    qtbot.waitUntil(lambda: isinstance(page.body, ReadingBody) and page.body.review.isVisible())
    body = page.body
    assert isinstance(body, ReadingBody)
    assert "devolvió" in body.review.banner.text
    assert body.amend_button.isVisible()
    wished: list[Destination] = []
    page.destination_requested.connect(wished.append)
    assert body.review.banner.action is not None
    click(body.review.banner.action)
    assert wished == [Destination("review", scene.session_id)]

    scene.supervisor.run(ApproveReview(subject_id=scene.session_id))
    body.review.show_subject(scene.session_id)

    qtbot.waitUntil(lambda: not body.amend_button.isVisible())
    assert "conforme" in body.review.banner.text


def test_a_ficha_in_order_is_not_edited_until_it_is_opened_again(
    surroundings: Surroundings, scene: Reviewed, qtbot: QtBot
) -> None:
    scene.supervisor.run(ApproveReview(subject_id=scene.man_id))
    screen = ParticipantScreen(surroundings, scene.man_id)
    qtbot.addWidget(screen)
    screen.resize(1000, 900)
    show(screen)
    qtbot.waitUntil(lambda: screen.page is not None and screen.page.name.text() != "")
    page = screen.page
    assert page is not None
    qtbot.waitUntil(lambda: screen.keeper.is_settled and page._approved)
    assert not page.edit.isVisible()

    scene.supervisor.run(ReopenReview(subject_id=scene.man_id, reason="Cambió de celular."))
    again = ParticipantScreen(surroundings, scene.man_id)
    qtbot.addWidget(again)
    show(again)

    qtbot.waitUntil(lambda: again.page is not None and again.page.edit.isVisible())


def test_what_a_ficha_in_order_lacks_leads_to_its_review_and_not_to_the_form(
    surroundings: Surroundings, scene: Reviewed, qtbot: QtBot
) -> None:
    answers = ficha(9)
    del answers["birth_date"]
    man = scene.facilitator.run(RegisterParticipant(answers=answers)).ids[0]
    scene.facilitator.run(EnrolParticipant(group_id=scene.planned.group_id, participant_id=man))
    scene.supervisor.run(ApproveReview(subject_id=man))
    screen = ParticipantScreen(surroundings, man)
    qtbot.addWidget(screen)
    screen.resize(1000, 500)
    show(screen)
    qtbot.waitUntil(lambda: screen.page is not None and screen.keeper.is_settled and screen.page._approved)
    page = screen.page
    assert page is not None
    review = page.findChild(ReviewLine)

    def is_out_of_sight() -> bool:  # the page grows while it is laid out
        page.scroller.verticalScrollBar().setValue(page.scroller.verticalScrollBar().maximum())
        return review.visibleRegion().isEmpty()

    qtbot.waitUntil(is_out_of_sight)

    page.pill.detail_chosen.emit(page.pill.details.index("Fecha de nacimiento"))

    assert screen.editor is None
    qtbot.waitUntil(lambda: not review.visibleRegion().isEmpty())
