"""Tables, pills, banners, the search box, the page that scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from facilitador.ui import theme
from facilitador.ui.screen import Destination
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.elided_label import ElidedLabel
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll
from facilitador.ui.widgets.search_box import SearchBox, SearchHit
from facilitador.ui.widgets.state_pill import PillState, StatePill
from facilitador.ui.widgets.table import Column, RowsModel, Table
from facilitador.ui.widgets.text_fields import TextField
from tests.ui.accessibility import assert_accessible, nameless
from tests.ui.gestures import click, press, show, type_text


@dataclass(frozen=True)
class Man:
    id: int
    name: str
    age: int | None


MEN = (Man(1, "Ñahui Álvarez", 34), Man(2, "Núñez Óscar", None), Man(3, "Álvarez José", 101), Man(4, "Nolasco", 20))


@pytest.fixture
def table(qtbot) -> Table[Man]:
    columns = [
        Column[Man]("Nombre", lambda man: man.name, stretch=True),
        Column[Man]("Edad", lambda man: str(man.age or ""), sort=lambda man: man.age, right=True),
    ]
    model = RowsModel(columns, key=lambda man: man.id)
    model.set_rows(MEN)
    made: Table[Man] = Table(model, "Participantes")
    qtbot.addWidget(made)
    show(made)
    made.setFocus()
    return made


def names(table: Table[Man]) -> list[str]:
    return [man.name for man in table.shown]


def test_a_table_sorts_as_spanish_does(table: Table[Man]) -> None:
    assert names(table) == ["Álvarez José", "Nolasco", "Núñez Óscar", "Ñahui Álvarez"]


def test_numbers_sort_as_numbers_and_the_unknown_last(table: Table[Man]) -> None:
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [man.age for man in table.shown] == [20, 34, 101, None]


@pytest.mark.parametrize("others", [(Man(5, "Rojas", 10**9),), tuple(Man(one.id, one.name, 10**9) for one in MEN)])
def test_a_column_is_as_wide_as_what_it_shows_now(table: Table[Man], others: tuple[Man, ...], qtbot) -> None:
    before = table.columnWidth(1)
    table._model.set_rows((*MEN, *others) if len(others) == 1 else others)
    qtbot.waitUntil(lambda: table.columnWidth(1) > before)
    table._model.set_rows(MEN)
    qtbot.waitUntil(lambda: table.columnWidth(1) == before)


def test_a_column_grows_with_the_letters_and_with_what_a_filter_gives_back(table: Table[Man], qtbot) -> None:
    table.filter("nolasco")
    table._model.set_rows((*MEN, Man(5, "Rojas", 10**9)))
    before = table.columnWidth(1)
    table.filter("")
    qtbot.waitUntil(lambda: table.columnWidth(1) > before)
    whole = table.columnWidth(1)
    letters = table.font()
    letters.setPointSizeF(letters.pointSizeF() * 2)
    table.setFont(letters)
    qtbot.waitUntil(lambda: table.columnWidth(1) > whole)


@pytest.mark.parametrize(("typed", "found"), [("nahui alv", ["Ñahui Álvarez"]), ("alvarez", 2), ("", 4), ("zzz", 0)])
def test_a_filter_ignores_accents_and_case(table: Table[Man], typed: str, found: object) -> None:
    table.filter(typed)
    assert names(table) == found if isinstance(found, list) else len(table.shown) == found


def test_enter_opens_the_row_one_stands_on(table: Table[Man], qtbot) -> None:
    table.go_to(1)
    with qtbot.waitSignal(table.opened) as opened:
        press(table, Qt.Key.Key_Return)
    assert opened.args == [MEN[0]]


def test_arrows_move_and_tab_leaves(table: Table[Man]) -> None:
    table.go_to(3)
    press(table, Qt.Key.Key_Down)
    assert table.current == MEN[3]
    press(table, Qt.Key.Key_Tab)
    assert table.current == MEN[3]


def test_a_new_reading_keeps_the_row_one_stands_on(table: Table[Man]) -> None:
    table.go_to(2)
    table._model.set_rows([*MEN[1:], Man(9, "Aaron", 1)])
    assert table.current == MEN[1]


def test_the_same_rows_read_again_are_shown_anew(table: Table[Man]) -> None:
    table.go_to(2)
    table._model.set_rows([*MEN[:3], Man(4, "Nolasco Pérez", 20)])
    assert "Nolasco Pérez" in names(table)
    table.filter("perez")
    assert names(table) == ["Nolasco Pérez"]


def test_a_table_has_a_name(table: Table[Man]) -> None:
    assert_accessible(table)


def test_rows_breathe_and_grow_with_the_text(table: Table[Man], dress: Callable[..., None]) -> None:
    before = table.rowHeight(0)
    assert before >= table.fontMetrics().height() + 16
    dress(theme.Appearance.LIGHT, 150)
    assert table.verticalHeader().defaultSectionSize() > before


def test_a_pill_says_its_state_in_words(qtbot) -> None:
    pill = StatePill()
    qtbot.addWidget(pill)
    assert pill.state is None
    for state, words in ((PillState.COMPLETE, "Completa"), (PillState.SAVING, "Guardando…")):
        pill.set_state(state)
        assert pill.text() == words
        assert pill.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_pill_lists_what_is_missing(qtbot) -> None:
    pill = StatePill()
    qtbot.addWidget(pill)
    pill.set_state(PillState.INCOMPLETE, ["Fecha de nacimiento", "Celular"])
    show(pill)
    assert pill.text() == "Por completar: 2"
    click(pill)
    menu = pill.menu_of_details
    assert menu.isVisible()
    assert [action.text() for action in menu.actions()] == ["Fecha de nacimiento", "Celular"]
    menu.close()


def test_a_banner_hides_when_it_has_nothing_to_say(qtbot) -> None:
    banner = Banner("Cuidado", "warning", action="Ver")
    qtbot.addWidget(banner)
    show(banner)
    with qtbot.waitSignal(banner.action_requested):
        click(banner.action)
    banner.say("")
    assert not banner.isVisible()


def test_an_empty_page_offers_the_way_to_begin(qtbot) -> None:
    page = EmptyState("groups", "Todavía no hay grupos", "Un grupo reúne hasta quince.", "Formar un grupo")
    qtbot.addWidget(page)
    show(page)
    with qtbot.waitSignal(page.action_requested):
        click(page.action)
    assert_accessible(page)


def test_text_is_never_markup(qtbot) -> None:
    shown = label("<b>hola</b><img src='x'>")
    qtbot.addWidget(shown)
    assert shown.textFormat() is Qt.TextFormat.PlainText


def test_a_row_says_problem_and_notice_beside_the_field_and_to_screen_readers(qtbot) -> None:
    row = FieldRow("Celular", TextField(), help_text="Nueve cifras.")
    qtbot.addWidget(row)
    show(row)
    edit = row.control.focusable()[0]
    row.set_problem("Faltan cifras.")
    assert (row.message, row.has_problem, edit.property("problem")) == ("Faltan cifras.", True, "true")
    assert edit.accessibleDescription() == "Faltan cifras. Nueve cifras."
    row.set_notice("Ya está en otra ficha.")
    assert (row.has_problem, edit.property("problem")) == (False, "false")
    row.clear_message()
    assert (row.message, edit.accessibleDescription()) == ("", "Nueve cifras.")


def test_a_column_is_never_too_wide_to_read(qtbot) -> None:
    page = PageScroll()
    page.column.addWidget(label("Hola " * 200))
    qtbot.addWidget(page)
    page.resize(1600, 600)
    show(page)
    assert page.page.width() == theme.PAGE_WIDTH
    left = page.page.mapTo(page, page.page.rect().topLeft()).x()
    assert abs(left - (1600 - theme.PAGE_WIDTH) / 2) < 20


def test_a_line_too_long_is_shortened_and_told_in_full(qtbot) -> None:
    shown = ElidedLabel("Centro Emergencia Mujer y Familia de Huamanga")
    qtbot.addWidget(shown)
    shown.resize(120, 30)
    shown.show()
    assert shown.text().endswith("…")
    assert shown.toolTip() == shown.accessibleName() == "Centro Emergencia Mujer y Familia de Huamanga"


GROUP = Destination("group")
PERSON = Destination("participant")


class Finder:
    """Answers when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Callable[[Sequence[SearchHit]], None]]] = []

    def __call__(self, typed: str, show_hits: Callable[[Sequence[SearchHit]], None]) -> None:
        self.asked.append((typed, show_hits))


@pytest.fixture
def finder() -> Finder:
    return Finder()


@pytest.fixture
def search(qtbot, finder: Finder) -> SearchBox:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    box = SearchBox(finder)
    column.addWidget(box)
    show(holder)
    box.start()
    box.holder = holder  # type: ignore[attr-defined]
    return box


HITS = (SearchHit("Ñahui Álvarez", "Grupo de los martes", PERSON), SearchHit("Los martes", "", GROUP))


def test_search_waits_for_a_pause_and_opens_with_enter(search: SearchBox, finder: Finder, qtbot) -> None:
    type_text(search.edit, "nahui")
    qtbot.waitUntil(lambda: [typed for typed, _ in finder.asked] == ["nahui"])
    finder.asked[0][1](HITS)
    assert search.results.isVisible()
    press(search.edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(search.chosen) as chosen:
        press(search.edit, Qt.Key.Key_Return)
    assert chosen.args == [GROUP]
    assert search.edit.text() == ""
    assert not search.results.isVisible()


def test_an_answer_that_came_too_late_is_dropped(search: SearchBox, finder: Finder, qtbot) -> None:
    type_text(search.edit, "na")
    qtbot.waitUntil(lambda: len(finder.asked) == 1)
    type_text(search.edit, "hui")
    finder.asked[0][1](HITS)
    assert not search.results.isVisible()


def test_nothing_found_is_said(search: SearchBox, finder: Finder, qtbot) -> None:
    type_text(search.edit, "zzz")
    qtbot.waitUntil(lambda: len(finder.asked) == 1)
    finder.asked[0][1](())
    assert search.results.item(0).text() == "No se encontró «zzz»."
    press(search.edit, Qt.Key.Key_Return)
    press(search.edit, Qt.Key.Key_Escape)
    assert not search.results.isVisible()


def test_a_click_on_a_result_opens_it(search: SearchBox, finder: Finder, qtbot) -> None:
    type_text(search.edit, "n")
    qtbot.waitUntil(lambda: len(finder.asked) == 1)
    finder.asked[0][1](HITS)
    place = search.results.visualItemRect(search.results.item(0)).center()
    with qtbot.waitSignal(search.chosen) as chosen:
        QTest.mouseClick(search.results.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [PERSON]


def test_the_check_for_names_finds_what_has_none(qtbot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    QVBoxLayout(holder).addWidget(TextField())
    holder.show()
    assert len(nameless(holder)) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_is_pressed_by_enter_and_by_the_space_bar_outside_dialogs_too(key: Qt.Key, qtbot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    made = button("Registrar participante")
    column.addWidget(made)
    show(page)
    made.setFocus()
    pressed: list[bool] = []
    made.clicked.connect(lambda: pressed.append(True))

    press(made, key)
    assert len(pressed) == 1
    held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", True)
    QApplication.sendEvent(made, held)
    assert len(pressed) == 1, "a key held down presses once"

    made.setEnabled(False)
    press(made, key)
    assert len(pressed) == 1
