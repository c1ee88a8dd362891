"""A man's record as it is read: who he is, what is missing, his groups, his consent, his ficha."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.answers import age_of
from facilitador.domain.dates import is_minor
from facilitador.domain.participants import Participant
from facilitador.domain.registration_forms import FormDefinition
from facilitador.domain.roles import Section, may_read
from facilitador.domain.services import Service
from facilitador.errors import Problem
from facilitador.ui import theme
from facilitador.ui.screens.participants.consent_panel import ConsentPanel
from facilitador.ui.screens.participants.ficha_page import CONSENT_TITLE
from facilitador.ui.screens.participants.record_parts import ficha_part, stints_part
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.ui.widgets.state_pill import PillState, StatePill
from facilitador.use_cases.participants import RevokeConsent
from facilitador.use_cases.prints import consent_paper


class RecordPage(QWidget):
    """`mend_wanted(question)`: edit the ficha, at that question if one is named; the other wishes say what they are."""

    mend_wanted = Signal(str)
    approval_wanted = Signal()  # why the ficha cannot be mended now
    print_wanted = Signal()
    trail_wanted = Signal()
    group_wanted = Signal(UUID)
    consent_ready = Signal(dict)
    revocation_ready = Signal(RevokeConsent)
    typed = Signal()

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = surroundings.today
        role = surroundings.session.person.role
        self._may_edit = surroundings.may_write(Section.IDENTIFICATION)
        self._nameless = surroundings.came_without_names
        self._sees_consent = may_read(role, Section.SOCIAL)
        self._sees_trail = may_read(role, Section.AUDIT)
        self._missing: tuple[str, ...] = ()
        self._works, self._approved = False, False
        self._parts: list[QWidget] = []
        self.consent = ConsentPanel(self._today, surroundings.may_write(Section.SOCIAL), self)
        self._build()
        self._connect()

    def show_record(self, man: Participant, form: FormDefinition, service: Service) -> None:
        """Show this; what is being typed on the consent stays."""
        age = age_of(man.answers, self._today())
        self.name.setText(man.full_name)
        self.about.setText(_about(man, form, age))
        self._missing = (*(field.id for field in man.missing), *(("",) if man.consent_missing else ()))
        words = (*(field.label for field in man.missing), *((CONSENT_TITLE,) if man.consent_missing else ()))
        self.pill.set_state(PillState.INCOMPLETE if words else PillState.COMPLETE, words)
        self.pill.setVisible(bool(words) or not self._nameless)
        self.route.say(messages.message("sentence_note", {}).whole if man.serves_sentence else "")
        if self._sees_consent:
            self.consent.show_record(man, consent_paper(service), minor=is_minor(age))
        for part in self._parts:
            part.hide()
            part.deleteLater()
        stints = stints_part(man, self.group_wanted.emit, self)
        ficha = ficha_part(man, form, self)
        self._stints_place.addWidget(stints)
        self._ficha_place.addWidget(ficha)
        self._parts = [stints, ficha]

    def add_part(self, part: QWidget) -> None:
        """What else is known of him, below his groups; it reads for itself."""
        self._more_place.addWidget(part)

    def let_work(self) -> None:
        """No draft waits for a decision: everything may be used."""
        self._works = True
        self._show_edit()
        self.consent.setEnabled(True)

    def lock(self, approved: bool) -> None:
        """A ficha that was reviewed and approved is not edited until its review is opened again."""
        self._approved = approved
        self._show_edit()

    def _show_edit(self) -> None:
        self.edit.setVisible(self._works and self._may_edit and not self._approved)

    def close_forms(self) -> None:
        """Nothing is being recorded on the consent."""
        self.consent.close_forms()

    def typed_consent(self) -> dict[str, Any] | None:
        """What is being typed on the consent, as a draft keeps it."""
        return self.consent.content()

    def restore_consent(self, content: Mapping[str, Any]) -> None:
        """Show what a draft kept of it."""
        self.consent.restore(content)

    def show_consent_problems(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong with what is recorded on the consent."""
        self.consent.show_problems(problems)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.scroller = PageScroll(self)
        self.scroller.setAccessibleName("Ficha del participante")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.scroller)
        column = self.scroller.column
        column.setSpacing(theme.SPACE_XL)
        column.addLayout(self._build_head())
        self.route = Banner(parent=self)
        column.addWidget(self.route)
        self._stints_place, self._ficha_place, self._more_place = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._more_place.setSpacing(theme.SPACE_XL)
        column.addLayout(self._stints_place)
        column.addLayout(self._more_place)
        column.addWidget(self.consent)
        self.consent.setVisible(self._sees_consent)
        self.consent.setEnabled(False)
        column.addLayout(self._ficha_place)

    def _build_head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setSpacing(theme.SPACE_S)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        self.name = label("", "title")
        self.pill = StatePill(parent=self)
        row.addWidget(self.name, 1)
        row.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(row)
        self.about = label("", "muted")
        head.addWidget(self.about)
        self.edit = button("Editar ficha", "primary", icon="form")
        self.print = button("Imprimir ficha", icon="print")
        self.trail = button("Quién abrió esta ficha", "quiet", icon="people")
        if not self._sees_trail:
            self.trail.hide()
        self.edit.hide()
        buttons = FlowLayout()
        for made in (self.edit, self.print, self.trail):
            buttons.addWidget(made)
        head.addLayout(buttons)
        return head

    def _connect(self) -> None:
        self.edit.clicked.connect(lambda: self.mend_wanted.emit(""))
        self.print.clicked.connect(self.print_wanted)
        self.trail.clicked.connect(self.trail_wanted)
        self.pill.detail_chosen.connect(self._mend)
        self.consent.given.connect(self.consent_ready)
        self.consent.revoked.connect(self.revocation_ready)
        self.consent.typed.connect(self.typed)

    def _mend(self, number: int) -> None:
        question = self._missing[number]
        if question and self._approved:
            self.approval_wanted.emit()
        elif question:
            self.mend_wanted.emit(question)
        elif self.consent.record.isVisible():
            self.consent.open_consent()


def _about(man: Participant, form: FormDefinition, age: int | None) -> str:
    words = [f"{age} años"] if age is not None else []
    number = man.answers.get("document_number")
    if number:
        kinds = {option.code: option.text for option in form.field("document_kind").options}
        words.append(f"{kinds.get(str(man.answers.get('document_kind')), 'Documento')} {number}")
    return " · ".join(words)
