"""One topic of the service: to be written, retired and offered again."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.registration_forms import Answers
from facilitador.domain.topics import Curriculum
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.screens.topics.models import TopicRow, of_topic, topic_fields, topic_parts
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.use_cases.curricula import AddOwnTopic, ChangeOwnTopic, RetireOwnTopic
from facilitador.use_cases.requests import Command, Outcome

FORM = "topics"


class TopicPane(QFrame):
    """The form of one topic (None: a new one). `saved(Outcome)`; `overtaken`: somebody changed it meanwhile."""

    saved = Signal(object)
    overtaken = Signal()

    def __init__(
        self, surroundings: Surroundings, curriculum: Curriculum, row: TopicRow | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._curriculum, self._row = surroundings.session, curriculum, row
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_XL)
        column.setSpacing(theme.SPACE_L)
        self.title = label("", "title")
        self.state = label(
            "Retirado: no se ofrece para planes nuevos. Las sesiones que lo tienen lo conservan.", "muted"
        )
        self.editor = FormEditor(
            surroundings, FORM, topic_parts(curriculum), self._commands, save_text="Guardar el tema"
        )
        self.retire = button("", "quiet")
        self.editor.buttons.addWidget(self.retire)
        for part in (self.title, self.state, self.editor):
            column.addWidget(part)
        self.editor.saved.connect(self.saved)
        self.editor.stale.connect(self.overtaken)
        self.retire.clicked.connect(self._turn_over)
        self._show_state()
        self.editor.begin(of_topic(row.topic if row else None), subject=self.subject, revision=self._revision)

    @property
    def key(self) -> str | None:
        """The topic's id; None for a new one."""
        return self._row.topic.id if self._row else None

    @property
    def subject(self) -> UUID | None:
        """The same as drafts name it."""
        return UUID(self.key) if self.key else None

    def refresh(self, row: TopicRow) -> None:
        """The book says this of the topic now; what is being typed stays."""
        self._row = row
        self._show_state()
        self.editor.refresh(of_topic(row.topic), self._revision)

    def focus(self) -> None:
        """Put the keyboard in the first question."""
        self.editor.form.go_to("name")

    @property
    def _revision(self) -> int:
        return (self._row.revision or 0) if self._row else 0

    def _commands(self, answers: Answers) -> list[Command]:
        fields = topic_fields(answers, self._curriculum)
        if self._row is None:
            return [AddOwnTopic(**fields)]
        return [ChangeOwnTopic(topic_id=self._row.topic.id, revision=self._revision, **fields)]

    def _turn_over(self) -> None:
        """Retire it or offer it again; what is being typed is not saved with it."""
        assert self._row is not None
        self.retire.setEnabled(False)
        command = RetireOwnTopic(topic_id=self._row.topic.id, revision=self._revision, retired=not self._row.retired)
        self._session.run([command], owner=self, done=self._turned, failed=self._refused)

    def _turned(self, outcome: Outcome) -> None:
        self.retire.setEnabled(True)

    def _refused(self, error: UserFacingError) -> None:
        self.retire.setEnabled(True)
        self.editor.banner.say(messages.of_error(error).whole, "problem")
        self.overtaken.emit()

    def _show_state(self) -> None:
        row = self._row
        self.title.setText(row.topic.name if row else "Tema nuevo del servicio")
        self.state.setVisible(row is not None and row.retired)
        self.retire.setVisible(row is not None)
        words = "Volver a ofrecerlo" if row and row.retired else "Retirar este tema"
        self.retire.setText(words)
        self.retire.setAccessibleName(words)
