"""Reglas de inasistencia: none at first; one more, one less, the share; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from facilitador.domain.absence_policies import AttendancePolicy
from facilitador.domain.attendance import AbsenceRuleKind, AbsenceStep, AttendanceMark
from facilitador.ui.screens.absence_rules.screen import AbsenceRulesScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.absence_rules import AbsenceRules, RuleToSet, SetAbsenceRules
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.open_book import OpenBook
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import show, type_text

TWO = RuleToSet(kind=AbsenceRuleKind.TOTAL, count=2, step=AbsenceStep.NOTICE)


@pytest.fixture
def open_screen(surroundings: Surroundings, qtbot: QtBot) -> Callable[[], AbsenceRulesScreen]:
    """The screen, in sight, read, its drafts looked for."""

    def make() -> AbsenceRulesScreen:
        screen = AbsenceRulesScreen(surroundings)
        qtbot.addWidget(screen)
        screen.resize(1100, 700)
        show(screen)
        qtbot.waitUntil(lambda: screen._policy is not None)
        qtbot.waitUntil(lambda: not surroundings.session._undelivered)
        QApplication.processEvents()
        return screen

    return make


def policy(book: OpenBook) -> AttendancePolicy:
    return book.ask(AbsenceRules()).result()


def said(screen: AbsenceRulesScreen) -> str:
    return " ".join(one.text() for one in screen.findChildren(QLabel) if one.isVisible())


def type_number(screen: AbsenceRulesScreen, text: str) -> None:
    assert screen.panel is not None
    edit = screen.panel.editor.form.rows["count"].control.focusable()[0]
    edit.setFocus()
    edit.selectAll()
    type_text(edit, text)


def test_a_rule_is_added_from_the_click_to_the_file_and_back(
    open_screen: Callable[[], AbsenceRulesScreen], book: OpenBook, qtbot: QtBot
) -> None:
    screen = open_screen()
    assert "Todavía no hay ninguna regla." in said(screen)
    assert screen.panel is not None
    screen.panel.open_button.click()
    type_number(screen, "3")
    screen.panel.editor.save_button.click()
    qtbot.waitUntil(lambda: len(screen.rows) == 1)
    qtbot.waitUntil(lambda: "Después de 3 inasistencias sin aviso, en todo el programa: aviso." in said(screen))
    (rule,) = policy(book).rules
    assert (rule.count, rule.marks) == (3, frozenset({AttendanceMark.ABSENT_WITHOUT_NOTICE}))
    assert not screen.panel.is_open


@pytest.mark.parametrize(("typed", "words"), [("41", "1"), ("2", "regla igual")])
def test_a_number_that_cannot_be_is_refused_beside_its_question(
    open_screen: Callable[[], AbsenceRulesScreen], book: OpenBook, typed: str, words: str
) -> None:
    book.submit([SetAbsenceRules(rules=(TWO,))]).result()
    screen = open_screen()
    assert screen.panel is not None
    screen.panel.open_button.click()
    type_number(screen, typed)
    screen.panel.editor.save_button.click()
    row = screen.panel.editor.form.rows["count"]
    assert words in " ".join(one.text() for one in row.findChildren(QLabel))
    assert screen.panel.editor.form.values()["count"] == int(typed)
    assert len(policy(book).rules) == 1


def test_a_rule_is_taken_out_and_the_others_stay(
    open_screen: Callable[[], AbsenceRulesScreen], book: OpenBook, qtbot: QtBot
) -> None:
    four = RuleToSet(kind=AbsenceRuleKind.IN_A_ROW, count=4, step=AbsenceStep.SUSPENSION)
    book.submit([SetAbsenceRules(rules=(TWO, four), minimum_percent=75)]).result()
    screen = open_screen()
    screen.rows[0].findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: len(screen.rows) == 1)
    found = policy(book)
    assert [rule.count for rule in found.rules] == [4]
    assert found.minimum_percent == 75


def test_the_share_is_saved_and_the_rules_stay(
    open_screen: Callable[[], AbsenceRulesScreen], book: OpenBook, qtbot: QtBot
) -> None:
    book.submit([SetAbsenceRules(rules=(TWO,))]).result()
    screen = open_screen()
    assert screen.share is not None
    edit = screen.share.form.rows["minimum_percent"].control.focusable()[0]
    edit.setFocus()
    type_text(edit, "80")
    screen.share.save_button.click()
    qtbot.waitUntil(lambda: policy(book).minimum_percent == 80)
    assert len(policy(book).rules) == 1


def test_what_is_changed_elsewhere_is_not_written_over(
    open_screen: Callable[[], AbsenceRulesScreen], book: OpenBook, qtbot: QtBot
) -> None:
    screen = open_screen()
    book.submit([SetAbsenceRules(rules=(TWO,))]).result()  # past this window
    assert screen.panel is not None
    screen.panel.open_button.click()
    type_number(screen, "5")
    screen.panel.editor.save_button.click()
    qtbot.waitUntil(lambda: len(screen.rows) == 1)
    assert screen.panel.editor.form.values()["count"] == 5
    assert len(policy(book).rules) == 1
    screen.panel.editor.save_button.click()
    qtbot.waitUntil(lambda: len(policy(book).rules) == 2)


def test_a_rule_half_typed_is_kept_and_offered_again(
    open_screen: Callable[[], AbsenceRulesScreen], book: OpenBook, qtbot: QtBot
) -> None:
    screen = open_screen()
    assert screen.panel is not None
    screen.panel.open_button.click()
    type_number(screen, "7")
    assert screen.may_leave()
    qtbot.waitUntil(lambda: bool(book.ask(OwnDrafts()).result()))
    again = open_screen()
    assert again.panel is not None
    again.panel.editor.keeper.offer.resume.click()
    assert again.panel.editor.form.values()["count"] == 7


def test_staff_reads_the_rules_and_changes_nothing(
    book: OpenBook, request: pytest.FixtureRequest, qtbot: QtBot
) -> None:
    book.submit([SetAbsenceRules(rules=(TWO,), minimum_percent=80)]).result()
    around: Surroundings = request.getfixturevalue("staff_around")
    screen = AbsenceRulesScreen(around)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(lambda: bool(screen.rows))
    assert "Al menos 80 % de sus sesiones." in said(screen)
    assert screen.panel is None
    assert not screen.rows[0].findChildren(QPushButton)


def test_everything_has_a_name(open_screen: Callable[[], AbsenceRulesScreen]) -> None:
    assert_accessible(open_screen())
