"""Llaves: one's own key to give away, and the keys of people of other books, each confirmed once by its fingerprint."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.packages import CONFIRMED_WORDS, ConfirmedBy, TrustedKey
from facilitador.domain.registration_forms import Answers, FieldKind, Option
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.ui.dialogs import FileKind
from facilitador.ui.folders import documents_folder
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel import Panel
from facilitador.ui.panel_leaving import may_leave
from facilitador.ui.papers import save_as
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.packages.key_parts import OwnKeyPart, TrustedPart, another_words
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.trusted_keys import (
    KeyPreview,
    OwnKey,
    OwnKeyCard,
    PreviewKey,
    TrustedKeys,
    TrustKey,
    WithdrawKey,
)

TITLE: Final = "Llaves para paquetes"
EXPLANATION: Final = (
    "Un paquete solo lo abre la persona a quien va dirigido, y solo se acepta de quien usted conoce. Para eso cada "
    "persona tiene una llave."
)
KEY_FILE: Final = FileKind("Llave de una persona", ("llave",))
FILE_NAME: Final = "mi-llave.llave"
MOST_LETTERS: Final = 4096
WITHDRAW: Final = "Retirar la llave"
WITHDRAW_DETAIL: Final = (
    "Desde hoy sus paquetes no se aceptan y no se le puede dirigir ninguno. Lo que ya se recibió o envió queda igual."
)
CONFIRMED_KEY: Final = (
    "La llave quedó confirmada: ya puede enviarle paquetes y recibir los suyos. Para abrirlos, la otra persona debe "
    "confirmar también la de usted."
)
COPIED: Final = "Copiado. Péguelo en un correo o mensaje para quien le enviará paquetes."
_PASTED: Final = (FieldSpec("key", "Texto de la llave", FieldKind.LONG_TEXT, compulsory=True, max_length=MOST_LETTERS),)
_CONFIRMING: Final = (
    FieldSpec(
        "fingerprint", "Huella que le leyeron", compulsory=True, help="Son cinco grupos de cuatro letras o números."
    ),
    FieldSpec(
        "how",
        "Cómo se la leyeron",
        FieldKind.CHOICE,
        compulsory=True,
        options=tuple(Option(how, words.capitalize()) for how, words in CONFIRMED_WORDS.items()),
    ),
)


class KeysScreen(Screen):
    """Reads the keys each time one of them changed. A key is only believed once its fingerprint was typed as heard."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        folder: Callable[[], Path] = documents_folder,
    ) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session, self._folder = surroundings, surroundings.session, folder
        self._may_write = may_write(self._session.person.role, Section.SERVICE)
        self._own: OwnKeyCard | None = None
        self._key = ""
        self._send: Callable[[Answers], None] = self._preview_pasted
        self._build()
        self._connect()
        self._session.bus.watch(self, (Topic.TRUSTED_KEYS,), self._read_keys)
        self._session.bus.watch(self, (Topic.SERVICE, Topic.PEOPLE), self._read_own)
        self._read_own()
        self._read_keys()

    def may_leave(self) -> bool:
        return may_leave(self._surroundings, self, self.panel)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.add_button = button("Agregar la llave de alguien…", "primary", icon="plus")
        self.paste_button = button("Pegar su texto", "quiet")
        self.message = Banner()
        self.panel = Panel(self._surroundings.today)
        self.own = OwnKeyPart()
        self.trusted = TrustedPart(may_write=self._may_write)
        row = FlowLayout()
        for made in (self.add_button, self.paste_button):
            row.addWidget(made)
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        column.addLayout(row)
        for part in (self.message, self.panel, self.own, self.trusted):
            column.addWidget(part)
        column.addStretch(1)
        self._offer(True)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._choose_file)
        self.paste_button.clicked.connect(self._ask_text)
        self.panel.accepted.connect(self._accept)
        self.panel.closed.connect(lambda: self._offer(True))
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))
        self.own.save_button.clicked.connect(self._save)
        self.own.copy_button.clicked.connect(self._copy)
        self.own.print_button.clicked.connect(lambda: self.destination_requested.emit(Destination("print_key_card")))
        self.trusted.withdraw_wanted.connect(self._withdraw)

    def _offer(self, offered: bool) -> None:
        for made in (self.add_button, self.paste_button):
            made.setVisible(offered and self._may_write)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read_own(self) -> None:
        self._session.read(OwnKey(), owner=self, done=self._show_own, failed=self.own.refuse)

    def _read_keys(self) -> None:
        self._session.read(TrustedKeys(), owner=self, done=self.trusted.show_keys)

    def _show_own(self, own: OwnKeyCard) -> None:
        self._own = own
        self.own.show_key(own)

    # -- giving one's own ---------------------------------------------------------------------------------------------

    def _save(self) -> None:
        if self._own is None:
            return
        path = save_as(
            self,
            self._surroundings.dialogs,
            "Guardar mi llave",
            KEY_FILE,
            self._own.text.encode(),
            self._folder() / FILE_NAME,
            refusal="key_file_not_saved",
        )
        if path is not None:
            self.message.say(f"Se guardó «{path.name}». Envíelo o entréguelo a la otra persona.", "good")

    def _copy(self) -> None:
        if self._own is not None:
            QGuiApplication.clipboard().setText(self._own.text)
            self.message.say(COPIED, "good")

    # -- believing another's ------------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        path = self._surroundings.dialogs.open_file(
            self, "Elegir la llave de la otra persona", (KEY_FILE,), self._folder()
        )
        if path is None:
            return
        try:
            with path.open("rb") as file:
                held = file.read(MOST_LETTERS + 1)
        except OSError:
            self._refuse(UserFacingError("key_file_unreadable", name=path.name))
            return
        self._preview(held.decode("utf-8", "replace"))

    def _ask_text(self) -> None:
        self._send = self._preview_pasted
        self._offer(False)
        words = "Es la línea que sale al leer el código de su tarjeta, o la que le enviaron por mensaje."
        self.panel.ask("Pegar el texto de una llave", _PASTED, "Seguir", words=words)

    def _accept(self, values: Answers) -> None:
        self._send(values)

    def _preview_pasted(self, values: Answers) -> None:
        self._preview(text_in(values, "key"), self.panel.refuse)

    def _preview(self, text: str, failed: Callable[[UserFacingError], None] | None = None) -> None:
        self.message.say("")
        done = partial(self._ask_fingerprint, text)
        self._session.read(PreviewKey(key=text.strip()), owner=self, done=done, failed=failed or self._refuse)

    def _ask_fingerprint(self, text: str, found: KeyPreview) -> None:
        name, service = found.identity.name, found.identity.service_name
        self._key, self._send = text.strip(), self._trust
        self._offer(False)
        self.panel.ask(
            f"¿Es de verdad la llave de {name}?",
            _CONFIRMING,
            "Confirmar la llave",
            words=f"El archivo dice ser de {name}, de {service}; cualquiera pudo escribir ese nombre. Llame a un "
            "número que usted ya tenía, pídale que le lea su huella y escríbala tal como la oye.",
        )
        if found.another is not None:
            self.panel.message.say(another_words(name, found.another), "warning")

    def _trust(self, values: Answers) -> None:
        command = TrustKey(
            id=self._surroundings.new_id(),
            key=self._key,
            fingerprint=text_in(values, "fingerprint"),
            how=ConfirmedBy(text_in(values, "how")),
        )
        self._session.run([command], owner=self, done=self._trusted, failed=self.panel.refuse)

    def _trusted(self, outcome: Outcome) -> None:
        self.panel.close_panel()
        told = [messages.message(one.code, one.parameters).whole for one in outcome.notices]
        said = " ".join([CONFIRMED_KEY, *told])
        self.message.say(said, "warning" if told else "good")

    def _withdraw(self, key: TrustedKey) -> None:
        text = f"¿Retirar la llave de {key.identity.name}?"
        if self._surroundings.dialogs.confirm(self, text, WITHDRAW, detail=WITHDRAW_DETAIL, danger=True):
            command = WithdrawKey(key_id=key.id, revision=key.revision)
            self._session.run([command], owner=self, done=self._withdrawn, failed=self._refuse)

    def _withdrawn(self, outcome: Outcome) -> None:
        self.message.say("La llave quedó retirada.", "good")

    def _refuse(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
