"""Single controls, by keys and clicks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from facilitador.domain.dates import parse_typed_date
from facilitador.domain.places import District, Places
from facilitador.domain.registration_forms import Option
from facilitador.ui.widgets.choice_fields import ChoicesField, ComboField, RadioField, YesNoField, choice_field
from facilitador.ui.widgets.control import Control
from facilitador.ui.widgets.date_field import DateField
from facilitador.ui.widgets.password_field import PasswordField
from facilitador.ui.widgets.place_field import PlaceField
from facilitador.ui.widgets.text_fields import LongText, NumberField, PhoneField, TextField
from tests.ui.gestures import click, press, show, type_text

TODAY = date(2026, 3, 9)
PLACES = Places(
    [
        District("050101", "Ayacucho", "Huamanga", "Ayacucho"),
        District("150132", "Lima", "Lima", "San Juan de Lurigancho"),
        District("150133", "Lima", "Lima", "San Juan de Miraflores"),
        District("080601", "Cusco", "Canchis", "Sicuani"),
    ]
)
LETTERS = tuple(Option(code, f"Opción {code}") for code in "abcdefg")


def put(qtbot, control: Control) -> Control:
    """The control in an active window, with another widget to go on to."""
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.addWidget(control)
    column.addWidget(TextField())
    control.holder = holder  # type: ignore[attr-defined] # kept alive by the control it holds
    show(holder)
    control.focus()
    return control


def heard(control: Control) -> list[str]:
    """What the control says, in order."""
    said: list[str] = []
    control.changed.connect(lambda: said.append("changed"))
    control.left.connect(lambda: said.append("left"))
    return said


def date_field() -> DateField:
    return DateField(lambda text: parse_typed_date(text, TODAY))


def test_a_line_takes_any_letter_and_undoes(qtbot) -> None:
    field = put(qtbot, TextField())
    said = heard(field)
    type_text(field.edit, "Ñahui ʼɨẽ")
    assert field.value() == "Ñahui ʼɨẽ"
    assert "changed" in said
    press(field.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.value() is None


def test_going_on_says_left(qtbot) -> None:
    field = put(qtbot, TextField())
    said = heard(field)
    press(field.edit, Qt.Key.Key_Tab)
    assert said == ["left"]


def test_the_program_changing_a_value_is_no_change_by_the_person(qtbot) -> None:
    controls: list[tuple[Control, object]] = [
        (TextField(), "a"),
        (LongText(50), "a"),
        (NumberField(), 3),
        (date_field(), "2026-03-09"),
        (PlaceField(PLACES), "050101"),
        (RadioField(LETTERS[:3]), "b"),
        (ComboField(LETTERS), "b"),
        (ChoicesField(LETTERS), ["a", "c"]),
    ]
    for control, value in controls:
        qtbot.addWidget(control)
        said = heard(control)
        control.set_value(value)  # type: ignore[arg-type]
        assert control.value() == value
        control.set_value(None)
        assert control.value() is None
        assert said == []


@pytest.mark.parametrize(
    ("typed", "value"), [("0", 0), ("007", 7), ("dos", "dos"), ("-1", "-1"), ("", None), ("²", "²")]
)
def test_a_number_or_what_was_typed(qtbot, typed: str, value: object) -> None:
    field = put(qtbot, NumberField())
    type_text(field.edit, typed)
    assert field.value() == value


def test_a_phone_takes_its_usual_form_when_left(qtbot) -> None:
    field = put(qtbot, PhoneField(lambda text: f"{text[:3]} {text[3:6]} {text[6:]}" if len(text) == 9 else text))
    type_text(field.edit, "987654321")
    press(field.edit, Qt.Key.Key_Tab)
    assert field.edit.text() == "987 654 321"


@pytest.mark.parametrize("typed", ["09/03/1984", "9/3/84", "09031984", "9-3-1984"])
def test_a_date_in_any_usual_form(qtbot, typed: str) -> None:
    field = put(qtbot, date_field())
    type_text(field.edit, typed)
    assert field.value() == "1984-03-09"
    press(field.edit, Qt.Key.Key_Tab)
    assert field.edit.text() == "09/03/1984"


def test_what_is_no_date_is_kept_as_typed(qtbot) -> None:
    field = put(qtbot, date_field())
    type_text(field.edit, "31/02/2026")
    press(field.edit, Qt.Key.Key_Tab)
    assert field.value() == "31/02/2026"
    assert field.edit.text() == "31/02/2026"


def test_the_calendar_opens_by_key_on_monday_and_gives_the_date(qtbot) -> None:
    field = put(qtbot, date_field())
    said = heard(field)
    type_text(field.edit, "09/03/1984")
    press(field.edit, Qt.Key.Key_Down)
    calendar = field.calendar
    assert calendar.isVisible()
    assert calendar.selectedDate() == QDate(1984, 3, 9)
    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    said.clear()
    calendar.clicked.emit(QDate(1984, 3, 12))
    assert field.value() == "1984-03-12"
    assert said[0] == "changed"
    assert not calendar.isVisible()


def test_a_place_is_found_by_a_part_of_its_name_and_taken_from_the_list(qtbot) -> None:
    field = put(qtbot, PlaceField(PLACES))
    type_text(field.edit, "san juan mira")
    assert field.suggestions.isVisible()
    press(field.suggestions, Qt.Key.Key_Down)
    press(field.suggestions, Qt.Key.Key_Return)
    assert field.value() == "150133"
    assert field.edit.text() == "San Juan de Miraflores, Lima, Lima"


def test_a_single_place_is_taken_on_going_on(qtbot) -> None:
    field = put(qtbot, PlaceField(PLACES))
    type_text(field.edit, "sicuani")
    field.suggestions.hide()
    press(field.edit, Qt.Key.Key_Tab)
    assert field.value() == "080601"


def test_a_place_that_is_not_clear_stays_as_typed(qtbot) -> None:
    field = put(qtbot, PlaceField(PLACES))
    type_text(field.edit, "san juan")
    field.suggestions.hide()
    press(field.edit, Qt.Key.Key_Tab)
    assert field.value() == "san juan"


def test_typing_over_a_chosen_place_forgets_its_code(qtbot) -> None:
    field = put(qtbot, PlaceField(PLACES))
    field.set_value("050101")
    field.edit.selectAll()
    type_text(field.edit, "otro")
    assert field.value() == "otro"


def test_up_to_five_options_are_in_sight(qtbot) -> None:
    assert isinstance(choice_field(LETTERS[:5]), RadioField)
    assert isinstance(choice_field(LETTERS[:6]), ComboField)


def test_a_radio_answer_is_chosen_and_taken_back(qtbot) -> None:
    field = put(qtbot, RadioField(LETTERS[:3]))
    said = heard(field)
    click(field.radios["b"])
    assert field.value() == "b"
    press(field.radios["b"], Qt.Key.Key_Delete)
    assert field.value() is None
    press(field.radios["c"], Qt.Key.Key_Space)
    assert field.value() == "c"
    click(field.clear)
    assert field.value() is None
    assert said.count("changed") == 4


def test_moving_within_a_group_of_radios_is_not_going_on(qtbot) -> None:
    field = put(qtbot, RadioField(LETTERS[:3]))
    field.set_value("a")
    field.focus()
    said = heard(field)
    press(field.radios["a"], Qt.Key.Key_Down)
    assert field.value() == "b"
    assert said == ["changed"]


def test_yes_no_has_the_codes_of_the_form(qtbot) -> None:
    field = put(qtbot, YesNoField())
    click(field.radios["yes"])
    assert field.value() == "yes"


def test_several_can_be_chosen(qtbot) -> None:
    field = put(qtbot, ChoicesField(LETTERS[:4]))
    for code in "ca":
        field.boxes[code].setFocus()
        press(field.boxes[code], Qt.Key.Key_Space)
    assert field.value() == ["a", "c"]
    press(field.boxes["a"], Qt.Key.Key_Space)
    press(field.boxes["c"], Qt.Key.Key_Space)
    assert field.value() is None


def test_the_wheel_never_changes_an_answer(qtbot) -> None:
    field = put(qtbot, ComboField(LETTERS))
    field.set_value("c")
    middle = QPointF(field.combo.rect().center())
    wheel = QWheelEvent(
        middle,
        field.combo.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field.combo, wheel)
    assert field.value() == "c"
    assert not wheel.isAccepted()  # the page scrolls instead


def test_a_list_answer_is_chosen_and_taken_back_by_key(qtbot) -> None:
    field = put(qtbot, ComboField(LETTERS))
    press(field.combo, Qt.Key.Key_Down)
    assert field.value() == "a"
    press(field.combo, Qt.Key.Key_Delete)
    assert field.value() is None


def test_long_text_counts_and_cuts_nothing(qtbot) -> None:
    field = put(qtbot, LongText(10))
    type_text(field.edit, "abc")
    assert not field.counter.isVisible()
    type_text(field.edit, "defgh")
    assert field.counter.text() == "8 de 10 letras"
    type_text(field.edit, "ijklm")
    assert field.counter.text() == "Sobran 3 letras"
    assert field.value() == "abcdefghijklm"


def test_tab_leaves_a_long_text(qtbot) -> None:
    field = put(qtbot, LongText(100))
    said = heard(field)
    press(field.edit, Qt.Key.Key_Tab)
    assert field.value() is None
    assert said == ["left"]


def test_a_long_text_grows_with_what_is_typed(qtbot) -> None:
    field = put(qtbot, LongText(1000))
    before = field.edit.height()
    for _ in range(6):
        type_text(field.edit, "una línea")
        press(field.edit, Qt.Key.Key_Return)
    assert field.edit.height() > before


@dataclass
class Verdict:
    level: str
    hints: tuple[str, ...] = ()


def strength(clave: str) -> Verdict:
    return Verdict("weak") if len(clave) < 10 else Verdict("strong")


def test_a_clave_is_kept_exactly_as_typed_and_hidden(qtbot) -> None:
    field = put(qtbot, PasswordField())
    type_text(field.edit, " ñandú ")
    assert field.value() == " ñandú "
    assert field.edit.displayText() == "●" * 7
    click(field.show_button)
    assert field.edit.displayText() == " ñandú "
    assert field.show_button.text() == "Ocultar"


def test_caps_lock_is_told(qtbot) -> None:
    field = put(qtbot, PasswordField())
    QApplication.sendEvent(field.edit, _key("A", shift=False))
    assert field.caps.isVisible()
    QApplication.sendEvent(field.edit, _key("B", shift=True))
    assert not field.caps.isVisible()


def test_the_strength_of_a_new_clave_is_said_in_words(qtbot) -> None:
    field = put(qtbot, PasswordField(strength))
    assert not field.verdict.isVisible()
    type_text(field.edit, "corta")
    assert field.verdict.text() == "Débil."
    type_text(field.edit, " pero ahora larga")
    assert field.verdict.text() == "Muy buena."
    assert field.meter.value() == 4


def test_a_forgotten_clave_cannot_be_brought_back(qtbot) -> None:
    field = put(qtbot, PasswordField())
    type_text(field.edit, "secreto")
    field.forget()
    press(field.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.value() is None


def _key(letter: str, *, shift: bool):  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, held, letter)
