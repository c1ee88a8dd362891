"""His consent as it is on record, and the two things that can be recorded: that he gave it, that he took it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.consent_texts import ConsentText
from facilitador.domain.dates import format_date, parse_typed_date
from facilitador.domain.participants import Consent, ConsentMark, Participant, consent_in_force
from facilitador.domain.places import Places
from facilitador.domain.registration_forms import FieldKind
from facilitador.errors import Problem, UserFacingError
from facilitador.ui import theme
from facilitador.ui.form_fields import FieldSpec, FieldTools, FormPart, control_maker
from facilitador.ui.forms import Form
from facilitador.ui.screens.participants.consent_part import ConsentPart
from facilitador.ui.screens.participants.revocation_part import what_stops
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label
from facilitador.use_cases.participants import RevokeConsent

_MARKS = {ConsentMark.SIGNATURE: "con su firma", ConsentMark.FINGERPRINT: "con su huella digital"}
_REVOCATION = (
    FieldSpec("on", "Día en que lo retiró", FieldKind.DATE, compulsory=True),
    FieldSpec("note", "Qué pidió, si dijo algo", FieldKind.LONG_TEXT, max_length=500),
)


class ConsentPanel(QWidget):
    """`given(answers)` and `revoked(command)`: the person wants that on record. `typed`: something was written."""

    given = Signal(dict)
    revoked = Signal(RevokeConsent)
    typed = Signal()

    def __init__(self, today: Callable[[], date], may_write: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._may_write = today, may_write
        self._minor = False
        self._guardian = ""
        self._in_force: Consent | None = None
        self.part: ConsentPart | None = None
        self._list: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_M)
        self._column.addWidget(label("Su consentimiento", "heading"))
        self._build_actions()
        self._build_revocation()

    # -- what is on record --------------------------------------------------------------------------------------------

    def show_record(self, man: Participant, text: ConsentText, *, minor: bool) -> None:
        """Show what is on record; what is being typed stays."""
        self._minor, self._text = minor, text
        self._guardian = str(man.answers.get("guardian_name", ""))
        self._in_force = consent_in_force(man.consents)
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
        self._list = self._build_list(man.consents)
        self._column.insertWidget(1, self._list)
        with self._keyboard_kept():
            self._show_actions()

    def let_work(self) -> None:
        """The draft, if there was one, is decided on: recording may begin."""
        self._show_actions()

    # -- typing -------------------------------------------------------------------------------------------------------

    def open_consent(self) -> None:
        """Show the text to be read aloud and the questions."""
        if self.part is None:
            self.part = ConsentPart(
                self._text, self._today, lambda: self._minor, titled=False, parent=self._consent_holder
            )
            self.part.form.changed.connect(self.typed)
            self._consent_column.insertWidget(0, self.part)
        self._consent_holder.show()
        self._show_actions()
        self.part.form.go_to("mark")

    def open_revocation(self) -> None:
        """Show the questions on taking it back."""
        self.revocation.set_values({"on": self._today().isoformat()})
        self._revocation_holder.show()
        self._show_actions()
        self.revocation.go_to("note")

    def close_forms(self) -> None:
        """Nothing is being recorded."""
        with self._keyboard_kept():
            if self.part is not None:
                self.part.start()
            self.revocation.set_values({})
            self._consent_holder.hide()
            self._revocation_holder.hide()
            self._show_actions()

    def content(self) -> dict[str, Any] | None:
        """What is being typed, as a draft keeps it; None if nothing is."""
        if self._is_consenting and self.part is not None and self.part.form.is_changed:
            return {"consent": self.part.answers()}
        if self._is_revoking and self.revocation.is_changed:
            return {"revocation": self.revocation.values()}
        return None

    def restore(self, content: Mapping[str, Any]) -> None:
        """Show what a draft kept, as far as it can still be recorded."""
        if "consent" in content and self._in_force is None:
            self.open_consent()
            assert self.part is not None
            self.part.form.restore_draft(content["consent"])
        elif "revocation" in content and self._in_force is not None:
            self.open_revocation()
            self.revocation.restore_draft(content["revocation"])

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong beside each question."""
        form = self.part.form if self._is_consenting and self.part is not None else self.revocation
        form.show_problems(problems)

    # -- building -----------------------------------------------------------------------------------------------------

    @property
    def _is_consenting(self) -> bool:
        return not self._consent_holder.isHidden()

    @property
    def _is_revoking(self) -> bool:
        return not self._revocation_holder.isHidden()

    def _build_actions(self) -> None:
        self.record = button("Registrar su consentimiento")
        self.revoke = button("Registrar que lo retiró")
        self.record.clicked.connect(self.open_consent)
        self.revoke.clicked.connect(self.open_revocation)
        row = QHBoxLayout()
        row.addWidget(self.record)
        row.addWidget(self.revoke)
        row.addStretch(1)
        self._column.addLayout(row)
        self._consent_holder = QWidget(self)
        self._consent_column = QVBoxLayout(self._consent_holder)
        self._consent_column.setContentsMargins(0, 0, 0, 0)
        self.save_consent = button("Guardar su respuesta", "primary")
        self.save_consent.clicked.connect(self._give)
        self._consent_column.addLayout(self._closing(self.save_consent))
        self._consent_holder.hide()
        self._column.addWidget(self._consent_holder)

    def _build_revocation(self) -> None:
        parse = partial(parse_typed_date, today=self._today(), latest=self._today())
        make = control_maker(FieldTools(parse, Places(())))
        self._revocation_holder, column = card(self)
        self.revocation = Form((FormPart("", "", _REVOCATION),), make, parent=self._revocation_holder)
        self.revocation.changed.connect(self.typed)
        self.save_revocation = button("Guardar el retiro", "primary")
        self.save_revocation.clicked.connect(self._take_back)
        column.addWidget(self.revocation)
        for told in what_stops():
            column.addWidget(told)
        column.addLayout(self._closing(self.save_revocation))
        self._revocation_holder.hide()
        self._column.addWidget(self._revocation_holder)

    def _closing(self, save: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        cancel = button("Cancelar")
        cancel.clicked.connect(self.close_forms)
        cancel.clicked.connect(self.typed)
        row.addWidget(save)
        row.addWidget(cancel)
        row.addStretch(1)
        return row

    @contextmanager
    def _keyboard_kept(self) -> Iterator[None]:
        """Who had the keyboard here has it on what can be done next, and not on whatever comes after what is hidden."""
        focused = QApplication.focusWidget()
        held = focused is not None and self.isAncestorOf(focused)
        yield
        if held and focused is not None and not focused.isVisible():
            (self.revoke if self.record.isHidden() else self.record).setFocus()

    def _show_actions(self) -> None:
        idle = self._may_write and not self._is_consenting and not self._is_revoking
        self.record.setVisible(idle and self._in_force is None)
        self.revoke.setVisible(idle and self._in_force is not None)

    def _build_list(self, consents: tuple[Consent, ...]) -> QWidget:
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        if not consents:
            column.addWidget(label("Todavía no consta su consentimiento.", "muted"))
        for consent in reversed(consents):
            column.addWidget(label(in_words(consent), "muted" if consent.revoked_on else ""))
        return holder

    def _give(self) -> None:
        if self.part is not None:
            self.given.emit(self.part.answers(self._guardian))

    def _take_back(self) -> None:
        values = self.revocation.values()
        try:
            on = parse_typed_date(str(values.get("on", "")), self._today(), latest=self._today())
        except UserFacingError as error:
            self.revocation.show_problems([Problem("on", error.code, error.parameters)])
            return
        if self._in_force is not None:
            self.revoked.emit(RevokeConsent(consent_id=self._in_force.id, on=on, note=str(values.get("note", ""))))


def in_words(consent: Consent) -> str:
    """One consent in one line: when, how, to which text, before whom; and when it was taken back."""
    words = f"{format_date(consent.given_on)}: aceptó {_MARKS[consent.mark]}"
    words += ", después de que se le leyó el texto" if consent.read_aloud else ", sin lectura en voz alta"
    words += f" (edición {consent.text_edition})."
    if consent.guardian_name:
        words += f" Dio permiso {consent.guardian_name}."
    if consent.witness:
        words += f" Testigo: {consent.witness}."
    if consent.revoked_on:
        words += f" Retirado el {format_date(consent.revoked_on)}."
    return f"{words} {consent.revocation_note}".strip()
