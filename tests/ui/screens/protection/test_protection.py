"""Protection matters on screen: from the click to the file and back, what is asked, refused and never shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from uuid_utils.compat import uuid7

from facilitador.domain.protection import OTHER_STEP, PersonAtRisk, ProtectionMatter, ProtectionOrigin
from facilitador.domain.roles import Role
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Destination
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.screens.protection.matter import ProtectionMatterScreen
from facilitador.ui.screens.protection.screen import ProtectionScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.drafts import OwnDrafts, SaveDraft
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.protection import (
    CloseProtection,
    DescribeProtection,
    OpenProtection,
    ProtectionMatterDetails,
    ProtectionMatters,
    RecordProtectionStep,
)
from facilitador.use_cases.requests import Outcome, Query
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import press, show, type_text
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.logs import planned
from tests.use_cases.scenes import Acting, ficha, register

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]
SENTENCE = "Dijo que irá a buscarla esta noche."


@pytest.fixture
def matter(run: Run) -> UUID:
    return run(OpenProtection(sentence=SENTENCE)).ids[0]


def listed(surroundings: Surroundings, qtbot: QtBot) -> ProtectionScreen:
    screen = ProtectionScreen(surroundings)
    qtbot.addWidget(screen)
    screen.resize(1100, 800)
    show(screen)
    qtbot.waitUntil(screen.page.page.isVisible)
    return screen


def opened(surroundings: Surroundings, qtbot: QtBot, matter: UUID) -> ProtectionMatterScreen:
    screen = ProtectionMatterScreen(surroundings, matter)
    qtbot.addWidget(screen)
    screen.resize(1100, 1400)
    show(screen)
    qtbot.waitUntil(screen.page.page.isVisible)
    return screen


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def answer(panel: Panel, **answers: str | list[str]) -> None:
    assert panel.form is not None
    for name, given in answers.items():
        row = panel.form.rows[name]
        row.control.set_value(given)
        row.control.changed.emit()


def read(in_book: InBook, matter: UUID) -> ProtectionMatter:
    found: ProtectionMatter = in_book(ProtectionMatterDetails(matter_id=matter))
    return found


@pytest.mark.directive("5.3")
def test_a_matter_is_opened_from_the_list_and_shown_without_a_word(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot
) -> None:
    screen = listed(surroundings, qtbot)
    assert screen.empty.isVisible()
    assert_accessible(screen)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)

    screen.open_button.click()
    assert screen.panel.form is not None
    type_text(screen.panel.form.rows["sentence"].control.focusable()[0], SENTENCE)
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: bool(wished))
    (line,) = in_book(ProtectionMatters())
    assert wished == [Destination("protection_matter", line.id)]
    qtbot.waitUntil(screen.table.isVisible)
    assert SENTENCE not in words(screen)
    shown = [screen._lines.data(screen._lines.index(0, column)) for column in range(screen._lines.columnCount())]
    assert shown == ["20/11/2026", "Aviso directo", "Abierto", "Por decidir"]
    screen.table.go_to(line.id)
    press(screen.table, Qt.Key.Key_Return)
    assert wished[1:] == wished[:1]


def test_an_empty_sentence_is_told_beside_its_field(surroundings: Surroundings, in_book: InBook, qtbot: QtBot) -> None:
    screen = listed(surroundings, qtbot)
    screen.open_button.click()
    screen.panel.verb.click()

    assert screen.panel.form is not None
    assert screen.panel.form.rows["sentence"].has_problem
    assert in_book(ProtectionMatters()) == ()


@pytest.mark.directive("6.7")
def test_what_is_known_changes_the_steps_that_are_proposed(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, matter: UUID
) -> None:
    screen = opened(surroundings, qtbot, matter)
    assert_accessible(screen)
    assert "pnp_105" not in screen.proposed_part.buttons
    qtbot.waitUntil(lambda: "Ley 30364" in words(screen.proposed_part))

    screen.known_button.click()
    answer(screen.panel, at_risk=str(PersonAtRisk.FORMER_PARTNER), circumstances=["immediate"], known="Tiene un arma.")
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: "pnp_105" in screen.proposed_part.buttons)
    text = read(in_book, matter).text
    assert (text.at_risk, text.known, text.sentence) == (PersonAtRisk.FORMER_PARTNER, "Tiene un arma.", SENTENCE)
    qtbot.waitUntil(lambda: "En riesgo: Expareja." in words(screen.known_part))
    qtbot.waitUntil(lambda: "Llamar a la PNP: 105" in words(screen.proposed_part))


@pytest.mark.directive("6.7")
def test_a_step_is_noted_changed_and_no_longer_proposed(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, matter: UUID
) -> None:
    screen = opened(surroundings, qtbot, matter)
    screen.proposed_part.buttons["cem"].click()
    answer(screen.panel, who="CEM de Chupaca", next_on=(TODAY + timedelta(days=3)).isoformat())
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: "Próxima fecha: 23/11/2026" in words(screen.steps_part))
    (step,) = read(in_book, matter).steps
    assert (step.text.who, step.done_on, step.next_on) == ("CEM de Chupaca", TODAY, TODAY + timedelta(days=3))
    assert "cem" not in screen.proposed_part.buttons

    screen.steps_part.buttons[0].click()
    answer(screen.panel, answer="La recibieron.")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: "La recibieron." in words(screen.steps_part))
    assert read(in_book, matter).steps[0].text.answer == "La recibieron."


def test_another_step_needs_its_own_words_and_a_day(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, matter: UUID
) -> None:
    screen = opened(surroundings, qtbot, matter)
    screen.proposed_part.buttons[OTHER_STEP].click()
    screen.panel.verb.click()
    assert screen.panel.form is not None
    assert screen.panel.form.rows["what"].has_problem
    answer(screen.panel, what="Se habló con la dirigente", done_on="")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: screen.panel.form is not None and screen.panel.form.rows["next_on"].has_problem)
    answer(screen.panel, done_on=TODAY.isoformat())
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: bool(screen.steps_part.buttons))
    assert read(in_book, matter).steps[0].text.what == "Se habló con la dirigente"


@pytest.mark.directive("6.7")
def test_who_works_alone_closes_it_and_that_nobody_else_looked_at_it_is_kept(
    surroundings: Surroundings, in_book: Callable[[Query[Any]], Any], qtbot: QtBot, matter: UUID
) -> None:
    screen = opened(surroundings, qtbot, matter)
    qtbot.waitUntil(screen.close_button.isVisible)
    assert "Nadie más tiene clave" in words(screen.end_part)
    screen.close_button.click()
    answer(screen.panel, reason="Está a salvo con su hermana.")
    screen.panel.verb.click()

    qtbot.waitUntil(screen.reopen_button.isVisible)
    qtbot.waitUntil(lambda: "sin que nadie más lo revisara" in words(screen.end_part))
    assert read(in_book, matter).text.closings[0].alone


def test_who_opened_it_is_told_who_closes_it(
    book: OpenBook, surroundings: Surroundings, qtbot: QtBot, matter: UUID
) -> None:
    other = AddPersonWithAccess(
        id=uuid7(), given_names="Edwin", surnames="Ticona", profession="other", role=Role.FACILITATOR
    )
    book.submit([other]).result()
    screen = opened(surroundings, qtbot, matter)

    assert not screen.close_button.isVisible()
    qtbot.waitUntil(lambda: "no quien lo abrió" in words(screen.end_part))


@pytest.mark.directive("6.7")
def test_a_supervisor_closes_with_a_reason_and_opens_again(
    open_as: Callable[[Role], OpenBook], environment: Any, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    book = open_as(Role.SUPERVISOR)
    key = book.submit([OpenProtection(sentence=SENTENCE)]).result().ids[0]
    surroundings = around(book, dialogs, environment)
    screen = opened(surroundings, qtbot, key)
    screen.close_button.click()
    screen.panel.verb.click()  # without a reason
    assert screen.panel.form is not None
    assert screen.panel.form.rows["reason"].has_problem
    answer(screen.panel, reason="Tiene medidas de protección.")
    screen.panel.verb.click()

    qtbot.waitUntil(screen.reopen_button.isVisible)
    assert not screen.proposed_part.isVisible()
    qtbot.waitUntil(lambda: "Tiene medidas de protección." in words(screen.end_part))
    screen.reopen_button.click()
    answer(screen.panel, reason="Volvió a llamar.")
    screen.panel.verb.click()
    qtbot.waitUntil(screen.close_button.isVisible)
    assert len(book.ask(ProtectionMatterDetails(matter_id=key)).result().text.closings) == 2
    surroundings.session.lock()


def test_what_moved_on_meanwhile_is_told_and_what_was_typed_stays(
    surroundings: Surroundings, run: Run, in_book: InBook, qtbot: QtBot, matter: UUID
) -> None:
    screen = opened(surroundings, qtbot, matter)
    screen.known_button.click()
    answer(screen.panel, known="Lo que yo sé.")
    run(DescribeProtection(matter_id=matter, sentence="Lo dijo otra persona."))
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: bool(screen.panel.message.text))
    assert screen.panel.form is not None
    assert screen.panel.form.values()["known"] == "Lo que yo sé."
    assert read(in_book, matter).text.known == ""


def test_nothing_typed_here_becomes_a_draft_and_leaving_asks_first(
    surroundings: Surroundings, dialogs: ScriptedDialogs, in_book: InBook, qtbot: QtBot, matter: UUID
) -> None:
    screen = opened(surroundings, qtbot, matter)
    assert screen.may_leave()
    screen.known_button.click()
    answer(screen.panel, known="Algo que no debe quedar suelto.")
    dialogs.answers = [False]
    assert not screen.may_leave()
    dialogs.answers = ["Salir sin guardar"]
    assert screen.may_leave()

    surroundings.session.locking.emit()
    assert in_book(OwnDrafts()) == ()


def test_it_leads_to_the_man_it_is_about(surroundings: Surroundings, book: OpenBook, run: Run, qtbot: QtBot) -> None:
    (man,) = register(book, ficha())
    key = run(OpenProtection(sentence=SENTENCE, participant_id=man)).ids[0]
    screen = opened(surroundings, qtbot, key)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)

    screen.ficha_button.click()

    assert wished == [Destination("participant", man)]


def test_it_leads_back_to_where_it_was_opened(
    surroundings: Surroundings, book: OpenBook, run: Run, qtbot: QtBot
) -> None:
    session = planned(book, men=1, days=(0,)).sessions[0]
    opening = OpenProtection(sentence=SENTENCE, origin=ProtectionOrigin.SESSION, origin_id=session)
    screen = opened(surroundings, qtbot, run(opening).ids[0])
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)

    screen.origin_button.click()

    assert wished == [Destination("session", session)]


def test_home_names_it_first_even_before_ones_own_drafts(
    surroundings: Surroundings, run: Run, qtbot: QtBot, matter: UUID
) -> None:
    run(SaveDraft(form="intake", content={"given_names": "José"}))
    home = HomeScreen(surroundings)
    qtbot.addWidget(home)
    show(home)
    home.shown_again()
    qtbot.waitUntil(lambda: home.due.lines_in_sight > 1)
    wished: list[Destination] = []
    home.destination_requested.connect(wished.append)

    home.due.buttons[0].click()

    assert wished == [Destination("protection_matter", matter)]
    assert SENTENCE not in words(home)


def test_a_closed_one_can_only_be_read(
    surroundings: Surroundings, book: OpenBook, run: Run, qtbot: QtBot, matter: UUID
) -> None:
    run(RecordProtectionStep(matter_id=matter, kind="cem", done_on=TODAY))
    Acting(book, Role.SUPERVISOR).run(CloseProtection(matter_id=matter, reason="Ya."))
    screen = opened(surroundings, qtbot, matter)

    assert screen.steps_part.buttons == []
    assert not screen.known_button.isVisible()
    assert screen.reopen_button.isVisible()
