"""Buenas prácticas: what other teams did and what came of it, by words and topic; and the form that adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.curricula import ServiceCurriculum
from facilitador.domain.groups import GroupLine
from facilitador.domain.origins import OWN
from facilitador.domain.practices import Practice
from facilitador.domain.records import Draft
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.origin_choice import OriginChoice
from facilitador.ui.origins import Origins
from facilitador.ui.practice_words import practice_card
from facilitador.ui.screen import Screen
from facilitador.ui.screens.practices import questions
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll, SectionHeader
from facilitador.ui.widgets.text_fields import LineEdit
from facilitador.use_cases.curricula import CurriculumInUse
from facilitador.use_cases.drafts import NEW_SUBJECT, OwnDraft
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.practices import Practices, RemovePractice
from facilitador.use_cases.requests import Command, Outcome

FORM: Final = "practices"
PAGE_WIDTH: Final = 860
PAUSE_MS: Final = 200
ADD: Final = "Anotar una práctica"
SEARCH: Final = "Buscar por palabras"
EXPLANATION: Final = "Lo que se hizo, qué funcionó y qué no: para no empezar de cero la próxima vez."
SURE: Final = "¿Quitar esta práctica?"


class PracticesScreen(Screen):
    """Reads what the filter finds; a practice is written in a form of the page.

    `id`: a practice to go on writing; `detail`: the topic to look at.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        detail: Sequence[str] = (),
    ) -> None:
        super().__init__("Buenas prácticas", parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._may_write = may_write(self._session.person.role, Section.SESSIONS)
        self._wanted_topic = detail[0] if detail else ""
        self._wanted = id
        self._curriculum: ServiceCurriculum | None = None
        self._groups: tuple[GroupLine, ...] = ()
        self._found: tuple[Practice, ...] = ()
        self._writing: Practice | None = None
        self.editor: FormEditor | None = None
        self.cards: dict[UUID, QFrame] = {}
        self.of, self.origins = OriginChoice(surroundings), Origins(surroundings, self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._build()
        self._connect()
        self._session.bus.watch(self, (Topic.PRACTICES, Topic.CURRICULA), self._read)
        self._session.read(Groups(origin=OWN), owner=self, done=self._keep_groups)
        self._session.read(CurriculumInUse(), owner=self, done=self._begin)
        if self._may_write:
            draft = OwnDraft(form=FORM, subject_id=NEW_SUBJECT)
            self._session.read(draft, owner=self, done=self._resume)

    def may_leave(self) -> bool:
        """Whatever is typed is kept as a draft."""
        return self.editor is None or self.editor.let_go()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.fill_with(self.page)
        self.add = button(ADD, "primary", icon="plus")
        self.search = LineEdit(self)
        self.search.setPlaceholderText(SEARCH)
        self.search.setAccessibleName(SEARCH)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.scaled(260))
        self.topic = ComboBox(self)
        self.topic.setAccessibleName("De qué tema")
        self.topic.addItem("Todos los temas", "")
        self.message = Banner()
        self.empty = EmptyState(
            "form",
            "Todavía no hay ninguna práctica",
            "Anote qué hicieron en una sesión, qué funcionó y qué no. Se verá otra vez al planificar ese tema.",
        )
        self.nothing = label("Ninguna práctica tiene esas palabras.", "muted")
        column = self.page.column
        column.addWidget(SectionHeader("Buenas prácticas", EXPLANATION, action=self.add, role="title"))
        filters = FlowLayout()
        filters.addWidget(self.search)
        filters.addWidget(self.topic)
        column.addLayout(filters)
        self._form_place = QVBoxLayout()
        column.addWidget(self.message)
        column.addLayout(self._form_place)
        for part in (self.empty, self.nothing):
            column.addWidget(part)
        self._list = QVBoxLayout()
        self._list.setSpacing(column.spacing())
        column.addLayout(self._list)
        column.addStretch(1)
        self.add.setVisible(self._may_write)
        column.insertWidget(1, self.of)
        self.page.page.hide()  # nothing to show before the first answer

    def _connect(self) -> None:
        self.add.clicked.connect(partial(self._write, None))
        self.search.textChanged.connect(lambda typed: self._pause.start())
        self._pause.timeout.connect(self._read)
        self.topic.currentIndexChanged.connect(self._read)
        self.of.changed.connect(self._read)
        self.origins.changed.connect(self._tell_whose)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _keep_groups(self, groups: tuple[GroupLine, ...]) -> None:
        self._groups = groups

    def _begin(self, curriculum: ServiceCurriculum) -> None:
        self._curriculum = curriculum
        with QSignalBlocker(self.topic):
            for key, name in curriculum.names.items():
                self.topic.addItem(name, key)
            self.topic.setCurrentIndex(max(0, self.topic.findData(self._wanted_topic)))
        self._read()

    def _read(self) -> None:
        if self._curriculum is None:
            return
        topic = self.topic.currentData()
        query = Practices(text=self.search.text(), topic_ids=(topic,) if topic else (), origin=self.of.origin)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse)

    def _tell_whose(self) -> None:
        """What is of another service is not changed from here."""
        if any(self.origins.of(one.group_id) for one in self._found):
            self._show(self._found)

    def _show(self, found: tuple[Practice, ...]) -> None:
        assert self._curriculum is not None
        self._found = found
        for former in self.cards.values():
            self._list.removeWidget(former)
            former.hide()
            former.deleteLater()
        techniques = {item.code: item.text for item in self._curriculum.curriculum.techniques.items}
        self.cards = {one.id: self._card(one, techniques) for one in found}
        for made in self.cards.values():
            self._list.addWidget(made)
        filtered = bool(self.search.text().strip()) or bool(self.topic.currentData())
        self.nothing.setVisible(not found and filtered)
        self.empty.setVisible(not found and not filtered and self.editor is None)
        if self.editor is not None and self._writing is not None:
            self._refresh_form(found)
        self.page.page.show()
        wanted, self._wanted = next((one for one in found if one.id == self._wanted), None), None
        if wanted is not None and self._may_write:
            self._write(wanted)

    def _resume(self, draft: Draft | None) -> None:
        """A new one was being written: its form opens, and offers what was typed."""
        if draft is not None and self.editor is None and self._wanted is None:
            self._write(None)

    def _card(self, practice: Practice, techniques: dict[str, str]) -> QFrame:
        assert self._curriculum is not None
        frame, column = practice_card(practice, self._curriculum.names, techniques)
        if self._may_write and self.origins.of(practice.group_id) is None:
            row = FlowLayout()
            for text, act in (("Cambiar", self._write), ("Quitar", self._remove)):
                made = button(text, "quiet")
                made.setAccessibleDescription(practice.title)
                made.clicked.connect(lambda checked=False, act=act: act(practice))
                row.addWidget(made)
            column.addLayout(row)
        return frame

    def _refuse(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    # -- writing ------------------------------------------------------------------------------------------------------

    def _write(self, practice: Practice | None, checked: bool = False) -> None:
        """Open the form over this practice, or a new one; what was being typed elsewhere is kept as a draft."""
        assert self._curriculum is not None
        if not self._close_form():
            return
        self.message.say("")
        self._writing = practice
        self.editor = FormEditor(
            self._surroundings,
            FORM,
            questions.parts(self._curriculum, self._groups),
            self._commands,
            save_text="Guardar la práctica",
            parent=self,
        )
        cancel = button("Cancelar", "quiet", parent=self.editor)
        cancel.clicked.connect(self._cancel)
        self.editor.buttons.insertWidget(1, cancel)
        self._form_place.addWidget(self.editor)
        self.editor.saved.connect(self._saved)
        self.editor.stale.connect(self._read)
        values = questions.answers_of(practice, self.topic.currentData() or "")
        revision = practice.revision if practice else 0
        self.editor.begin(values, subject=practice.id if practice else None, revision=revision)
        self.add.hide()  # one primary action at a time
        self.empty.hide()
        self.editor.form.go_to("title")
        self.page.show_widget(self.editor)

    def _refresh_form(self, found: tuple[Practice, ...]) -> None:
        assert self.editor is not None
        assert self._writing is not None
        now = next((one for one in found if one.id == self._writing.id), None)
        if now is not None:
            self._writing = now
            self.editor.refresh(questions.answers_of(now), now.revision)

    def _commands(self, answers: Answers) -> list[Command]:
        return [questions.command(self._writing, answers)]

    def _saved(self, outcome: Outcome) -> None:
        told = [messages.message(one.code, one.parameters).whole for one in outcome.notices]
        self.message.say(" ".join(told) if told else "Se guardó la práctica.", "warning" if told else "good")
        self._close_form()

    def _cancel(self) -> None:
        if self.editor is not None:
            self.editor.discard()
        self._close_form()
        self.add.setFocus()

    def _close_form(self) -> bool:
        """Put the form away; False only while it is being saved."""
        if self.editor is None:
            return True
        if not self.editor.let_go():
            return False
        self._form_place.removeWidget(self.editor)
        self.editor.hide()
        self.editor.deleteLater()
        self.editor, self._writing = None, None
        self.add.setVisible(self._may_write)
        return True

    def _remove(self, practice: Practice) -> None:
        if self._surroundings.dialogs.confirm(self, SURE, "Quitar la práctica", detail=practice.title, danger=True):
            command = RemovePractice(practice_id=practice.id)
            self._session.run([command], owner=self, failed=self._refuse)
