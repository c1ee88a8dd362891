"""The initial evaluation on screen: from the key to the file and back, what changed, what is refused, who sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.evaluations import Evaluation, FactorReading, FactorState, RiskLevel, Source
from facilitador.domain.roles import Role
from facilitador.ui.form_panel import FormPanel
from facilitador.ui.rooms import furnish
from facilitador.ui.screen import Destination
from facilitador.ui.screens.evaluations.screen import EvaluationScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.evaluations import EvaluationOf, RecordEvaluation, WithdrawEvaluation
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.requests import Outcome, Query
from facilitador.use_cases.services import DescribeService
from tests.books import SERVICE, TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import press, show, type_text
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.scenes import Acting, ficha, register

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]


@pytest.fixture
def man(book: OpenBook) -> UUID:
    return register(book, ficha())[0]


def opened(surroundings: Surroundings, qtbot: QtBot, man: UUID) -> EvaluationScreen:
    screen = EvaluationScreen(surroundings, man)
    qtbot.addWidget(screen)
    screen.resize(1200, 1400)
    show(screen)
    qtbot.waitUntil(screen.page.page.isVisible)
    if screen.form is not None:
        editor = screen.form.editor
        qtbot.waitUntil(lambda: editor.keeper.is_settled or editor.keeper.offer.isVisible())
    return screen


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def form_of(screen: EvaluationScreen) -> FormPanel:
    assert screen.form is not None
    return screen.form


def answer(panel: FormPanel, **answers: str) -> None:
    for name, given in answers.items():
        control = panel.editor.form.rows[name].control
        control.set_value(given)
        control.changed.emit()


def read(in_book: InBook, man: UUID, factor: str) -> FactorReading:
    evaluation: Evaluation = in_book(EvaluationOf(participant_id=man))
    return next(reading for reading in evaluation.factors if reading.factor.code == factor)


def recorded(man: UUID, **more: Any) -> RecordEvaluation:
    finding: dict[str, Any] = {
        "factor": "substance_abuse",
        "state": FactorState.RECORDED,
        "level": "weekly",
        "source": Source.HIMSELF,
        "assessed_on": TODAY - timedelta(days=60),
    }
    return RecordEvaluation(participant_id=man, **(finding | more))


@pytest.mark.directive("6.6")
def test_a_factor_is_written_down_with_the_keyboard_and_the_next_one_is_offered(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    assert_accessible(screen)
    assert screen._lines.rowCount() == 11
    screen.table.setFocus()
    press(screen.table, Qt.Key.Key_Return)
    panel = form_of(screen)
    assert panel.is_open
    answer(panel, state="recorded", source="himself")
    type_text(panel.editor.form.rows["known"].control.focusable()[0], "Contó que su padre golpeaba a su madre.")
    press(panel.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: read(in_book, man, "violence_history").state is FactorState.RECORDED)
    found = read(in_book, man, "violence_history").latest
    assert found is not None
    assert (found.finding.source, found.assessed_on) == (Source.HIMSELF, TODAY)
    assert found.finding.known == "Contó que su padre golpeaba a su madre."
    qtbot.waitUntil(lambda: not panel.is_open)
    qtbot.waitUntil(lambda: screen.table.current is not None and screen.table.current.factor.code == "weapons")
    qtbot.waitUntil(lambda: panel.editor.form.values()["factor"] == "weapons")
    assert in_book(OwnDrafts()) == ()


@pytest.mark.directive("6.6")
def test_not_asked_is_not_no_and_what_the_service_may_not_record_says_so(
    surroundings: Surroundings, run: Run, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    assert "No quiere decir que no." in words(screen.card)
    assert form_of(screen).open_button.isVisible()
    screen.table.go_to("criminal_record")

    qtbot.waitUntil(lambda: "Ley 29733" in words(screen.card))
    assert screen._lines.data(screen._lines.index(9, 0)) == "Historial criminal\nNo corresponde registrar"
    assert not form_of(screen).open_button.isVisible()
    press(screen.table, Qt.Key.Key_Return)
    assert not form_of(screen).is_open


def test_a_competent_service_is_offered_the_criminal_record(
    surroundings: Surroundings, run: Run, qtbot: QtBot, man: UUID
) -> None:
    run(
        DescribeService(
            name=SERVICE.name,
            binding=SERVICE.binding,
            ubigeo=SERVICE.ubigeo,
            criminal_data_competent=True,
            competence_basis="Convenio 1-2026",
        )
    )
    screen = opened(surroundings, qtbot, man)
    screen.table.go_to("criminal_record")

    qtbot.waitUntil(form_of(screen).open_button.isVisible)


@pytest.mark.directive("6.6")
def test_a_new_evaluation_stands_beside_the_earlier_one_and_what_changed_is_marked(
    surroundings: Surroundings, run: Run, qtbot: QtBot, man: UUID
) -> None:
    run(recorded(man), recorded(man, level="stopped", assessed_on=TODAY))
    screen = opened(surroundings, qtbot, man)
    screen.table.go_to("substance_abuse")

    qtbot.waitUntil(lambda: "Ahora: 20/11/2026" in words(screen.card))
    said = words(screen.card)
    assert "Antes: 21/09/2026" in said
    assert "Nivel (≠ cambió)\nYa no consume\nConsume todas las semanas" in said
    assert "De quién se sabe\nLo dijo él\nLo dijo él" in said
    row = screen._lines.data(screen._lines.index(2, 0))
    assert row == "Abuso de sustancias tóxicas\nYa no consume · 20/11/2026 · ≠ cambió"


@pytest.mark.directive("6.6")
def test_a_diagnosis_without_its_document_is_refused_beside_its_question_and_kept_as_typed(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    panel = form_of(screen)
    panel.open_button.click()
    answer(panel, factor="mental_health", state="recorded", source="service", diagnosis="Depresión")
    panel.editor.save_button.click()

    rows = panel.editor.form.rows
    qtbot.waitUntil(lambda: rows["document_institution"].has_problem)
    assert rows["document_date"].has_problem
    assert read(in_book, man, "mental_health").entries == ()
    assert panel.editor.form.values()["diagnosis"] == "Depresión"
    answer(panel, document_institution="Centro de salud mental", document_date=TODAY.isoformat())
    panel.editor.save_button.click()
    qtbot.waitUntil(lambda: len(read(in_book, man, "mental_health").entries) == 1)


def test_why_it_does_not_apply_is_asked_and_refused_in_its_own_question(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    panel = form_of(screen)
    panel.open_button.click()
    answer(panel, factor="education", state="not_applicable")
    panel.editor.save_button.click()
    qtbot.waitUntil(lambda: panel.editor.form.rows["why"].has_problem)
    answer(panel, why="Lo tiene el colegio.")
    panel.editor.save_button.click()

    qtbot.waitUntil(lambda: read(in_book, man, "education").state is FactorState.NOT_APPLICABLE)


def test_what_is_typed_waits_as_a_draft_of_the_man(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    panel = form_of(screen)
    panel.open_button.click()
    answer(panel, factor="threats", state="recorded", known="Le escribió tres veces.")
    assert screen.may_leave()
    qtbot.waitUntil(lambda: len(in_book(OwnDrafts())) == 1)
    (draft,) = in_book(OwnDrafts())
    assert (draft.form, draft.subject_id) == ("evaluation", man)

    again = opened(surroundings, qtbot, man)
    form_of(again).editor.keeper.offer.resume.click()
    assert form_of(again).is_open
    assert form_of(again).editor.form.values()["known"] == "Le escribió tres veces."
    assert form_of(again).editor.form.values()["factor"] == "threats"


def test_a_mistake_is_withdrawn_with_a_reason_and_stays_in_sight(
    surroundings: Surroundings, in_book: InBook, run: Run, qtbot: QtBot, man: UUID
) -> None:
    key = run(recorded(man)).ids[0]
    screen = opened(surroundings, qtbot, man)
    screen.table.go_to("substance_abuse")
    qtbot.waitUntil(lambda: screen.card.withdraw is not None)
    assert screen.card.withdraw is not None
    screen.card.withdraw.click()
    reason = screen.reason.form
    assert reason is not None
    screen.reason.verb.click()
    assert reason.rows["reason"].has_problem
    type_text(reason.rows["reason"].control.focusable()[0], "Era de otro.")
    run(WithdrawEvaluation(entry_id=key, reason="Ya lo había visto otra persona."))
    screen.reason.verb.click()  # somebody was quicker

    qtbot.waitUntil(lambda: bool(screen.reason.message.text))
    assert screen.reason.isVisible()
    qtbot.waitUntil(lambda: "Ya lo había visto otra persona." in words(screen.card))
    assert read(in_book, man, "substance_abuse").state is FactorState.NOT_EVALUATED


@pytest.mark.directive("6.6")
def test_the_level_of_risk_is_only_what_an_authority_told(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    assert "El programa no lo calcula." in words(screen.risk)
    panel = screen.risk_form
    assert panel is not None
    qtbot.waitUntil(lambda: panel.editor.keeper.is_settled)
    panel.open_button.click()
    answer(panel, level="severe", told_on=TODAY.isoformat())
    panel.editor.save_button.click()
    assert panel.editor.form.rows["told_by"].has_problem
    answer(panel, told_by="Comisaría de Chupaca")
    panel.editor.save_button.click()

    qtbot.waitUntil(lambda: "Severo. Lo informó Comisaría de Chupaca el 20/11/2026." in words(screen.risk))
    (entry,) = in_book(EvaluationOf(participant_id=man)).risk_levels
    assert entry.level is RiskLevel.SEVERE


def test_the_blank_paper_and_the_other_pages_of_the_man_are_one_click_away(
    surroundings: Surroundings, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    for one in (screen.blank_button, screen.check_button, screen.ficha_button):
        one.click()

    assert wished == [
        Destination("print_blank_evaluation"),
        Destination("exclusion", man),
        Destination("participant", man),
    ]


def test_a_supervisor_reads_all_of_it_and_writes_nothing(
    open_as: Callable[[Role], OpenBook], environment: Any, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    book = open_as(Role.SUPERVISOR)
    surroundings = around(book, dialogs, environment)
    man = Acting(book, Role.FACILITATOR).run(RegisterParticipant(answers=ficha())).ids[0]
    screen = opened(surroundings, qtbot, man)

    assert screen._lines.rowCount() == 11
    assert screen.form is None
    assert screen.risk_form is None
    assert screen.card.withdraw is None
    surroundings.session.lock()


def test_staff_have_no_way_there_and_are_refused(man: UUID, staff_around: Surroundings, qtbot: QtBot) -> None:
    assert "evaluation" not in furnish(staff_around).routes
    screen = EvaluationScreen(staff_around, man)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(screen.message.isVisible)
    assert not screen.table.isVisible()
