"""Spanish everywhere, also in what Qt itself says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QFileSystemModel, QLabel, QLineEdit

from facilitador.ui import language

ENGLISH = {"Undo", "Redo", "Cut", "Copy", "Paste", "Delete", "Select All", "Look in", "Files of type", "Open", "Save"}


def bare(text: str) -> str:
    return text.replace("&", "").split("\t")[0].rstrip(":")


def test_the_menu_of_a_line_is_spanish(qtbot) -> None:
    line = QLineEdit("x")
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    words = {bare(action.text()) for action in menu.actions()}
    menu.deleteLater()
    assert {"Deshacer", "Copiar", "Pegar"} <= words
    assert not words & ENGLISH


def test_the_file_dialog_is_spanish(qtbot) -> None:
    dialog = QFileDialog(options=QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    words = {bare(widget.text()) for kind in (QAbstractButton, QLabel, QAction) for widget in dialog.findChildren(kind)}
    assert {"Buscar en", "Tipo de archivo", "Cancelar"} <= words
    assert not words & ENGLISH


@pytest.mark.parametrize(
    ("context", "source", "spanish"),
    [
        ("QPrintDialog", "Copies", "Copias"),
        ("QPrintSettingsOutput", "Double Sided Printing", "Impresión por ambas caras"),
        ("QPlatformTheme", "Don't Save", "No guardar"),
        ("QPlatformTheme", "Cancel", "Cancelar"),
    ],
)
def test_what_qt_left_in_english_has_our_words(context: str, source: str, spanish: str) -> None:
    assert QCoreApplication.translate(context, source) == spanish


def test_the_list_of_files_is_spanish_and_says_archivo(qtbot, tmp_path) -> None:
    (tmp_path / "enero").mkdir()
    dialog = QFileDialog(directory=str(tmp_path), options=QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    model = dialog.findChild(QFileSystemModel)
    qtbot.waitUntil(lambda: model.rowCount(model.index(str(tmp_path))) == 1)
    kind = model.index(str(tmp_path / "enero")).siblingAtColumn(2)
    assert kind.data() == "Carpeta"
    words = {bare(widget.text()) for kind in (QLabel, QAction) for widget in dialog.findChildren(kind)}
    words |= {button.toolTip() for button in dialog.findChildren(QAbstractButton)}
    assert {"Nombre del archivo", "Mostrar los archivos ocultos", "Carpeta superior"} <= words


def test_a_text_of_ours_is_left_as_it_is() -> None:
    assert QCoreApplication.translate("x", "Ficha de registro") == "Ficha de registro"


def test_months_and_dates_are_those_of_peru() -> None:
    locale = language.locale()
    assert locale.territory() is QLocale.Country.Peru
    assert locale.monthName(9) == "setiembre"
    assert QDate(2026, 3, 9).toString(language.DATE_FORMAT) == "09/03/2026"
