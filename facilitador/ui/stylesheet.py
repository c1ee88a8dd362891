"""The stylesheet, made from a palette and a text size. What it does not mention is drawn by Fusion from the palette."""

from __future__ import annotations

from pathlib import Path
from string import Template

from facilitador.ui.palettes import Palette

_TEMPLATE = Template(
    """
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[ground="window"] { background: $window; }
QStatusBar { background: $window; border: none; }
QStatusBar::item { border: none; }
QToolTip { color: $text; background: $surface; border: 1px solid $control_edge; padding: 4px; }

QWidget[ground="projected"] { background: $surface; }
QWidget[ground="alarm"] { background: $danger_soft; }
QWidget[ground="alarm"] QLabel { color: $danger_text; }
QWidget[ground="dark"] { background: #000000; }

QLabel { background: transparent; }
QLabel[role="display"] { font-size: ${display}pt; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[role="first_number"] { font-size: ${first_number}pt; font-weight: 700; }
QLabel[role="number"] { font-size: ${number}pt; font-weight: 700; }
QLabel[role="label"] { font-weight: 600; }
QLabel[role="muted"], QLabel[role="help"] { color: $muted; }
QLabel[role="help"], QLabel[role="counter"] { font-size: ${small}pt; }
QLabel[role="problem"] { color: $danger_text; font-weight: 600; }
QLabel[role="notice"] { color: $warning_text; }
QWidget[time="last_minute"] { background: $warning_soft; color: $warning_text; }
QWidget[time="over"] { background: $accent_soft; color: $on_accent_soft; }

QFrame[role="card"] { background: $surface; border: 1px solid $edge; border-radius: 8px; }
QFrame[role="contact"] { background: $surface; border: 1px solid $edge; border-radius: 8px; }
QFrame[role="contact"]:focus { border: 2px solid $focus; }
QFrame[role="banner"] { background: $accent_soft; border: none; border-radius: 6px; }
QFrame[role="banner"] QLabel { color: $on_accent_soft; }
QFrame[role="banner"][tone="warning"] { background: $warning_soft; }
QFrame[role="banner"][tone="warning"] QLabel { color: $warning_text; }
QFrame[role="banner"][tone="problem"] { background: $danger_soft; }
QFrame[role="banner"][tone="problem"] QLabel { color: $danger_text; }
QFrame[role="banner"][tone="good"] { background: $good_soft; }
QFrame[role="banner"][tone="good"] QLabel { color: $good_text; }
QFrame[role="rule"] { background: $edge; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="header"] { background: $surface; border: none; border-bottom: 1px solid $edge; }
QFrame[role="sidebar"] { background: $surface; border: none; border-right: 1px solid $edge; }

QPushButton, QToolButton {
  outline: none;
  background: $surface; color: $text; border: 1px solid $control_edge; border-radius: 6px;
  padding: 6px 14px; min-height: 20px;
}
QPushButton:hover, QToolButton:hover { background: $surface_alt; border-color: $accent; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: $accent_soft; color: $on_accent_soft; }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus; padding: 5px 13px; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; border-color: $edge; background: $window; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $window; color: $disabled; border-color: $edge; }
QPushButton[kind="danger"] { background: $danger; color: $on_danger; border-color: $danger; font-weight: 600; }
QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:pressed { background: $danger_hover; }
QPushButton[kind="danger"]:focus { border: 2px solid $text; }
QPushButton[kind="danger"]:disabled { background: $window; color: $disabled; border-color: $edge; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] {
  background: transparent; color: $accent; border-color: transparent; padding: 6px 8px;
}
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { background: $accent_soft; color: $on_accent_soft; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border: 2px solid $focus; padding: 5px 7px; }
QPushButton[kind="quiet"]:disabled { color: $disabled; }
QPushButton[kind="choice"] { text-align: left; padding: 10px 14px; }
QPushButton[kind="choice"]:focus { padding: 9px 13px; }
QPushButton[kind="choice"]:checked {
  background: $accent_soft; color: $on_accent_soft; border: 2px solid $accent; font-weight: 600; padding: 9px 13px;
}
QPushButton[kind="choice"]:checked:focus { border-color: $focus; }
QPushButton[kind="area"] {
  text-align: left; border: 2px solid transparent; background: transparent; padding: 8px 10px; border-radius: 6px;
}
QPushButton[kind="area"]:hover { background: $surface_alt; }
QPushButton[kind="area"]:checked {
  background: $accent_soft; color: $on_accent_soft; font-weight: 600; border-left: 4px solid $accent;
}
QPushButton[kind="area"]:focus { border: 2px solid $focus; }
QPushButton[kind="pill"] {
  border: 1px solid $edge; border-radius: 12px; padding: 2px 10px; background: $surface; color: $text;
}
QPushButton[kind="pill"][tone="good"] { background: $good_soft; color: $good_text; border-color: $good_soft; }
QPushButton[kind="pill"][tone="warning"] {
  background: $warning_soft; color: $warning_text; border-color: $warning_soft;
}
QPushButton[kind="pill"]:focus { border: 2px solid $focus; padding: 1px 9px; }

QLineEdit, QPlainTextEdit, QComboBox {
  background: $surface; border: 1px solid $control_edge; border-radius: 5px; padding: 6px 8px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit { min-height: 20px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid $focus; padding: 5px 7px; }
QLineEdit[problem="true"], QPlainTextEdit[problem="true"], QComboBox[problem="true"] {
  border: 2px solid $danger_text; padding: 5px 7px;
}
QLineEdit:read-only, QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
  background: $window; color: $muted; border-color: $edge;
}
QComboBox { min-height: 20px; padding-right: 26px; }
QComboBox::drop-down { border: none; width: 26px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$icons/chevron-$name.svg"); width: ${chevron_size}px; height: ${chevron_size}px; }
QComboBox QAbstractItemView, QListView[role="suggestions"] {
  background: $surface; border: 1px solid $control_edge; outline: none;
  selection-background-color: $accent_soft; selection-color: $on_accent_soft;
}
QListView[role="suggestions"]::item { padding: 5px 8px; }
QLineEdit QToolButton { background: transparent; border: none; padding: 0; min-height: 0; }
QRadioButton, QCheckBox { border: 2px solid transparent; border-radius: 5px; padding: 3px 6px; spacing: 8px; }
QRadioButton:focus, QCheckBox:focus { border-color: $focus; }
QRadioButton::indicator, QCheckBox::indicator { width: ${indicator}px; height: ${indicator}px; }
QRadioButton::indicator:unchecked { image: url("$icons/radio-off-$name.svg"); }
QRadioButton::indicator:checked { image: url("$icons/radio-on-$name.svg"); }
QCheckBox::indicator:unchecked { image: url("$icons/check-off-$name.svg"); }
QCheckBox::indicator:checked { image: url("$icons/check-on-$name.svg"); }

QTableView {
  background: $surface; alternate-background-color: $surface_alt; border: 1px solid $edge; border-radius: 6px;
  gridline-color: transparent; selection-background-color: $accent_soft; selection-color: $on_accent_soft;
  padding: 1px;
}
QTableView:focus { border: 2px solid $focus; padding: 0; }
QTableView[role="rows"] { outline: 0; }
QTableView::item { padding: 4px 10px; border: none; }
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $control_edge; padding: 7px 10px;
  font-weight: 600;
}
QTabBar { background: transparent; border: none; }
QTabBar::tab {
  background: transparent; color: $muted; border: 2px solid transparent; border-bottom: 3px solid transparent;
  padding: 6px 14px; font-weight: 600;
}
QTabBar::tab:hover { color: $text; border-bottom-color: $control_edge; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:selected:focus { border: 2px solid $focus; border-bottom-width: 3px; border-radius: 4px; }
QHeaderView::section:vertical { color: $text; border-bottom: none; padding: 4px 10px; font-weight: 400; }
QTextBrowser { background: $surface; border: 1px solid $edge; border-radius: 6px; }
QTextBrowser:focus { border: 2px solid $focus; }
QScrollArea { background: transparent; border: none; }
QScrollArea:focus { border: 2px solid $focus; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 14px; }
QScrollBar:horizontal { height: 14px; }
QScrollBar::handle { background: $control_edge; border-radius: 4px; margin: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCalendarWidget QAbstractItemView { selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QToolButton { border-color: transparent; padding: 4px 8px; }
QMenu { background: $surface; border: 1px solid $control_edge; padding: 4px; }
QMenu::item { padding: 6px 20px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $on_accent_soft; }
QProgressBar { border: 1px solid $control_edge; border-radius: 4px; background: $surface; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""
)


def stylesheet(palette: Palette, base_points: float, scale: float, icon_folder: Path) -> str:
    """The whole stylesheet for a palette at a base text size in points; `scale` is that size over the one at 100 %."""
    return _TEMPLATE.substitute(
        palette._asdict(),
        small=f"{base_points * 0.92:.1f}",
        heading=f"{base_points * 1.2:.1f}",
        title=f"{base_points * 1.5:.1f}",
        first_number=f"{base_points * 4.2:.1f}",
        number=f"{base_points * 2.8:.1f}",
        display=f"{base_points * 1.9:.1f}",
        chevron_size=round(14 * scale),
        indicator=round(18 * scale),
        icons=icon_folder.as_posix(),
    )
