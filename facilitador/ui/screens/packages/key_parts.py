"""The parts of the page of keys: one's own, to give away, and those of others that somebody confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.dates import format_date
from facilitador.domain.packages import CONFIRMED_WORDS, TrustedKey
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.code_group import code_group
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner
from facilitador.ui.widgets.qr_view import QrView
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import acting, told_line

if TYPE_CHECKING:
    from facilitador.use_cases.trusted_keys import OwnKeyCard, TrustedKeyLine

_OWN_EXPLANATION: Final = (
    "Entréguela a quien le enviará paquetes: por correo, en una memoria USB o en papel. No abre su cuaderno: no "
    "importa quién la vea."
)
_FINGERPRINT: Final = "Su huella. Léala por teléfono cuando se la pidan, grupo por grupo."
_NOBODY: Final = (
    "Todavía no hay nadie. Pida a la otra persona el archivo de su llave, agréguelo y compare su huella por teléfono."
)


class OwnKeyPart(QWidget):
    """One's own key: whose it is, the fingerprint in large letters, the code for a camera, and ways to give it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame, column = card()
        outer.addWidget(frame)
        column.addWidget(label("Su llave", "heading"))
        column.addWidget(label(_OWN_EXPLANATION, "muted"))
        self.message = Banner()
        column.addWidget(self.message)
        self._body = QWidget()
        column.addWidget(self._body)
        self._name, self._service = label("", "label"), label("", "muted")
        self.groups = QWidget()
        self._flow = FlowLayout(self.groups, spacing=theme.SPACE_L)
        self.camera_code = QrView("Código con su llave, para leerlo con una cámara")
        self.save_button = button("Guardar mi llave…", icon="save")
        self.copy_button = button("Copiarla como texto", "quiet")
        self.print_button = button("Ver la tarjeta para imprimir", "quiet", icon="print")
        self._lay_out()
        self._body.hide()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE_S)
        for part in (self._name, self._service, label(_FINGERPRINT, "help"), self.groups):
            words.addWidget(part)
        words.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(theme.SPACE_L)
        beside.addLayout(words, 1)
        beside.addWidget(self.camera_code, 0, Qt.AlignmentFlag.AlignTop)
        row = FlowLayout()
        for made in (self.save_button, self.copy_button, self.print_button):
            row.addWidget(made)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(beside)
        column.addLayout(row)

    def show_key(self, own: OwnKeyCard) -> None:
        """Show this key."""
        self._name.setText(own.identity.name)
        self._service.setText(own.identity.service_name)
        while (item := self._flow.takeAt(0)) is not None:
            former = item.widget()
            if former is not None:
                former.hide()
                former.deleteLater()
        for number, group in enumerate(own.identity.fingerprint_groups, start=1):
            self._flow.addWidget(code_group(number, group))
        self.camera_code.show_matrix(own.modules)
        self.message.say("")
        self._body.show()

    def refuse(self, error: UserFacingError) -> None:
        """There is no key to show, and why."""
        self._body.hide()
        self.message.say(messages.of_error(error).whole, "warning")


class TrustedPart(RedrawnCard):
    """Everybody whose key was confirmed; `withdraw_wanted(TrustedKey)`."""

    withdraw_wanted = Signal(object)

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        self._may_write = may_write
        self.withdraw_buttons: dict[object, QPushButton] = {}
        self.hide()

    def show_keys(self, lines: Sequence[TrustedKeyLine]) -> None:
        """Show these: those in force, below them those that were withdrawn."""
        self.withdraw_buttons = {}
        standing = [line for line in lines if line.key.withdrawn_on is None]
        gone = [line for line in lines if line.key.withdrawn_on is not None]
        shown: list[QWidget] = [label("Personas de confianza", "heading")]
        shown += [self._line(line) for line in standing] or [label(_NOBODY, "muted")]
        if gone:
            shown.append(label("Llaves retiradas", "label"))
            shown += [self._line(line) for line in gone]
        self.redraw(shown)
        self.show()

    def _line(self, line: TrustedKeyLine) -> QWidget:
        key, identity = line.key, line.key.identity
        made: QPushButton | None = None
        if key.withdrawn_on is None and self._may_write:
            made = acting("Retirar…", lambda: self.withdraw_wanted.emit(key), "quiet", about=identity.name)
            self.withdraw_buttons[key.id] = made
        facts = (identity.service_name, confirmed_words(line), f"Huella: {' '.join(identity.fingerprint_groups)}")
        return told_line(identity.name, facts, made)


def confirmed_words(line: TrustedKeyLine) -> str:
    """`Confirmada por teléfono el 12/11/2026, por Rosa Mamani`; then the day on which it was withdrawn."""
    key = line.key
    by = f", por {line.confirmed_by}" if line.confirmed_by else ""
    said = f"Confirmada {CONFIRMED_WORDS[key.confirmed_how]} el {format_date(key.confirmed_on)}{by}"
    return said if key.withdrawn_on is None else f"{said}. Retirada el {format_date(key.withdrawn_on)}"


def another_words(name: str, another: TrustedKey) -> str:
    """The warning where somebody of that name has a key already, which is not this one."""
    return (
        f"Ya confirmó otra llave de {name}, el {format_date(another.confirmed_on)}. Puede ser que la cambió, o que "
        "alguien se hace pasar por esa persona. Llámela a un número que usted ya tenía antes de seguir."
    )
