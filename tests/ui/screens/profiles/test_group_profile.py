"""How a group answered, from the click to the file and back: numbers with their n, nothing overstated."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from facilitador.documents.charts.figures import BarChart, BarLine
from facilitador.domain.applications import Purpose
from facilitador.domain.instruments import REFUSED
from facilitador.domain.roles import Role
from facilitador.ui.rooms import furnish
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.profiles.man import ParticipantChangeScreen
from facilitador.ui.screens.profiles.models import OF_CHANGE
from facilitador.ui.screens.profiles.parts import ItemsPart
from facilitador.ui.screens.profiles.screen import GroupProfileScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.theme import Appearance
from facilitador.ui.widgets.chart_view import AS_DRAWING, IN_WORDS, ChartView
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, show
from tests.use_cases.answering import CALM, NORMS, REST, TIRED, answered, load
from tests.use_cases.scenes import group_of, rows

S = TypeVar("S", bound=Screen)
TRACES = "SELECT count(*) FROM audit_entries WHERE subject_id = ? AND action = 'View'"


@pytest.fixture
def group(book: OpenBook) -> tuple[UUID, tuple[UUID, ...]]:
    """Three of four men answered twice."""
    load(book)
    key, men, _ = group_of(book, 4)
    for man in men[:3]:
        answered(book, man, TIRED)
        answered(book, man, CALM, purpose=Purpose.EXIT)
    answered(book, men[3], TIRED)
    return key, men


def opened(kind: type[S], surroundings: Surroundings, key: UUID, qtbot: QtBot) -> tuple[S, list[Destination]]:
    screen = kind(surroundings, key)  # type: ignore[arg-type]
    qtbot.addWidget(screen)
    wishes: list[Destination] = []
    screen.destination_requested.connect(wishes.append)
    screen.resize(1200, 900)
    show(screen)
    settle(surroundings, qtbot)
    return screen, wishes


def settle(surroundings: Surroundings, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not surroundings.session._undelivered)
    QApplication.processEvents()  # a part put into a page in sight shows a turn later


def words(screen: QWidget) -> str:
    return "\n".join(one.text() for one in screen.findChildren(QLabel) if one.isVisibleTo(screen))


@pytest.mark.directive("6.9.1")
def test_a_group_before_and_after(
    group: tuple[UUID, tuple[UUID, ...]], surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen, _ = opened(GroupProfileScreen, surroundings, group[0], qtbot)

    assert screen.scales is not None
    assert "Al inicio (n\u00a0=\u00a04); Al terminar (n\u00a0=\u00a03). 3 participantes" in words(screen)
    assert screen.standing.text.startswith("No validada")
    assert "no se calcula con menos de 10" in words(screen)
    assert "sin datos para decirlo" in words(screen)
    assert [(row.number, row.values) for row in screen.scales.men.shown] == [
        (1, (8, 12)),
        (2, (8, 12)),
        (3, (8, 12)),
        (4, (8, None)),
    ]
    assert not screen.scales.men.isSortingEnabled()  # nobody is ranked
    assert_accessible(screen)


def test_the_drawing_says_the_same_to_who_does_not_see_it(
    group: tuple[UUID, tuple[UUID, ...]], surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen, _ = opened(GroupProfileScreen, surroundings, group[0], qtbot)
    assert screen.scales is not None
    chart = screen.scales.chart
    assert chart.drawing.picture is not None
    assert "N.º 4: al inicio 8; al terminar —." in chart.drawing.accessibleDescription()

    click(chart.words_button)

    assert chart.words.isVisible()
    assert not chart.drawing.isVisible()
    assert chart.words_button.text() == AS_DRAWING
    click(chart.words_button)
    assert (chart.drawing.isVisible(), chart.words_button.text()) == (True, IN_WORDS)


def test_what_is_recorded_meanwhile_shows_at_once_and_the_scale_stays(
    group: tuple[UUID, tuple[UUID, ...]], book: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen, _ = opened(GroupProfileScreen, surroundings, group[0], qtbot)
    answered(book, group[1][3], CALM, purpose=Purpose.EXIT)

    screen._read()
    settle(surroundings, qtbot)

    assert screen.scales is not None
    assert screen.scales.scale_id == "total"
    assert "4 participantes respondieron al inicio y al terminar." in words(screen)


def test_each_question_with_who_did_not_answer(
    group: tuple[UUID, tuple[UUID, ...]], book: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    answered(book, group[1][3], {"d1": 4, "d2": 1, "d3": REFUSED}, purpose=Purpose.EXIT)
    screen, _ = opened(GroupProfileScreen, surroundings, group[0], qtbot)

    screen.tabs.setCurrentIndex(1)

    assert screen.items is not None
    assert screen.items.moment.currentText() == "Al terminar"
    description = screen.items.chart.drawing.accessibleDescription()
    assert "3. Pensé que ya no podía más. Nada 3, Poco 0, Bastante 0, Totalmente 0; sin respuesta 1." in description
    screen.items.moment.setCurrentIndex(0)
    assert "1. Dormí lo suficiente. Nada 0, Poco 4" in screen.items.chart.drawing.accessibleDescription()
    assert_accessible(screen)


def test_how_each_question_was_answered_is_a_table_too_of_the_moment_that_is_shown(
    group: tuple[UUID, tuple[UUID, ...]], book: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    answered(book, group[1][3], {"d1": 4, "d2": 1, "d3": REFUSED}, purpose=Purpose.EXIT)
    screen, _ = opened(GroupProfileScreen, surroundings, group[0], qtbot)
    screen.tabs.setCurrentIndex(1)
    assert screen.items is not None

    screen.items.behind.button.click()

    assert row_of(screen.items, "Pensé que ya no podía más.") == ("Nada 3\nPoco 0\nBastante 0\nTotalmente 0", "1")
    screen.items.moment.setCurrentIndex(0)
    assert row_of(screen.items, "Dormí lo suficiente.")[0].startswith("Nada 0\nPoco 4")


def row_of(items: ItemsPart, question: str) -> tuple[str, str]:
    """The answers of that question, and how many gave none, as its table says."""
    assert items.behind.table is not None
    shown = items.behind.table.model()
    row = next(row for row in range(shown.rowCount()) if shown.index(row, 1).data() == question)
    return shown.index(row, 2).data(), shown.index(row, 3).data()


def test_the_instrument_chosen_is_the_one_printed(
    group: tuple[UUID, tuple[UUID, ...]], surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen, wishes = opened(GroupProfileScreen, surroundings, group[0], qtbot)
    click(screen.print_button)
    (wish,) = wishes
    assert wish == Destination("print_group_profile", group[0], (REST,))

    paper = furnish(surroundings).routes[wish.kind](wish.id, *wish.detail)

    assert isinstance(paper, PrintScreen)
    qtbot.addWidget(paper)
    qtbot.waitUntil(paper.print_button.isEnabled)
    assert paper.title == "Cómo respondió el grupo"


def test_one_application_on_paper_in_the_program(book: OpenBook, surroundings: Surroundings, qtbot: QtBot) -> None:
    load(book)
    _, (man,), _ = group_of(book, 1)
    paper = furnish(surroundings).routes["print_test_result"](answered(book, man, CALM))
    assert isinstance(paper, PrintScreen)
    qtbot.addWidget(paper)
    qtbot.waitUntil(paper.print_button.isEnabled)
    assert paper.preview.pages == 1


def test_a_group_without_answers_says_where_to_begin(book: OpenBook, surroundings: Surroundings, qtbot: QtBot) -> None:
    key = book.submit([FormGroup(name="Los Molles")]).result().ids[0]
    screen, wishes = opened(GroupProfileScreen, surroundings, key, qtbot)

    assert screen.empty.isVisible()
    assert not screen.print_button.isVisible()
    assert screen.empty.action is not None
    click(screen.empty.action)
    assert wishes == [Destination("applications", key)]


def test_what_is_not_there_is_refused_in_place(surroundings: Surroundings, qtbot: QtBot) -> None:
    screen, _ = opened(GroupProfileScreen, surroundings, UUID(int=1), qtbot)
    assert screen.message.isVisible()
    assert not screen.empty.isVisible()


def test_the_administrative_staff_has_no_way_here(staff_around: Surroundings) -> None:
    assert staff_around.session.person.role is Role.STAFF
    assert {"group_profile", "participant_change", "print_test_result"}.isdisjoint(furnish(staff_around).routes)


@pytest.mark.directive("6.9.1")
def test_one_man_from_the_group_to_what_he_answered(
    group: tuple[UUID, tuple[UUID, ...]], book: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    of_group, wished = opened(GroupProfileScreen, surroundings, group[0], qtbot)
    assert of_group.scales is not None
    of_group.scales.men.selectRow(1)
    QTest.keyClick(of_group.scales.men, Qt.Key.Key_Return)
    (wish,) = wished
    assert wish == Destination("participant_change", group[1][1])

    assert wish.id is not None
    screen, wishes = opened(ParticipantChangeScreen, surroundings, wish.id, qtbot)

    assert screen.body is not None
    assert [one.values for one in screen.body.table.shown] == [(8, 12)]
    assert "cambio +4, sin datos para decirlo" in screen.body.chart.drawing.accessibleDescription()
    assert_accessible(screen)
    click(screen.body.results[0])
    ((first,),) = rows(
        book, "SELECT id FROM applications WHERE participant_id = ? AND purpose = 'entry'", [wish.id.bytes]
    )
    assert wishes == [Destination("application", UUID(bytes=first))]


def test_looking_at_a_man_leaves_one_trace_however_often_it_is_read_anew(
    group: tuple[UUID, tuple[UUID, ...]], book: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen, _ = opened(ParticipantChangeScreen, surroundings, group[1][0], qtbot)
    assert rows(book, TRACES, [group[1][0].bytes]) == [(1,)]

    screen._read()
    settle(surroundings, qtbot)

    assert rows(book, TRACES, [group[1][0].bytes]) == [(1,)]


def test_with_norms_the_change_is_told_and_once_is_no_change(
    book: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    load(book, norms=NORMS)
    _, (man, once), _ = group_of(book, 2)
    answered(book, man, TIRED)
    answered(book, man, CALM, purpose=Purpose.EXIT)
    answered(book, once, TIRED)

    changed, _ = opened(ParticipantChangeScreen, surroundings, man, qtbot)
    single, _ = opened(ParticipantChangeScreen, surroundings, once, qtbot)

    assert changed.body is not None
    assert "cambio confiable, en el sentido buscado" in changed.body.chart.drawing.accessibleDescription()
    assert f"{OF_CHANGE} cambio confiable, en el sentido buscado." in words(changed)
    assert "Respondió una sola vez" in words(single)
    assert OF_CHANGE not in words(single)


def test_a_man_who_answered_nothing(book: OpenBook, surroundings: Surroundings, qtbot: QtBot) -> None:
    _, (man,), _ = group_of(book, 1)
    screen, _ = opened(ParticipantChangeScreen, surroundings, man, qtbot)
    assert screen.empty.isVisible()
    assert screen.body is None


def test_a_drawing_takes_the_colours_of_the_window(qtbot: QtBot, dress: object) -> None:
    chart = ChartView("Dibujo")
    qtbot.addWidget(chart)
    chart.resize(600, 400)
    chart.show_blocks((BarChart(("No",), 1, (BarLine(1, "Pregunta", (1,), 0),)),), ("Uno.",))
    show(chart)
    assert chart.drawing.picture is not None
    light, narrow = chart.drawing.picture, chart.drawing.height()

    dress(Appearance.DARK, 150)  # type: ignore[operator]
    qtbot.waitUntil(lambda: chart.drawing.picture is not light)

    dark = chart.drawing.picture
    assert (light.svg == dark.svg, chart.drawing.height() > narrow) == (False, True)
