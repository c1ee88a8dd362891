"""Lo que cambió: one man's applications of an instrument beside each other, for the team."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.applications import ApplicationLine
from facilitador.domain.changes import Topic
from facilitador.domain.profile_words import is_validated, validation_words
from facilitador.domain.profiles import ManChange
from facilitador.errors import UserFacingError
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.profiles.man_part import ChangeOfMan
from facilitador.ui.screens.profiles.models import InstrumentChoice, choices
from facilitador.ui.screens.profiles.parts import forget
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll
from facilitador.use_cases.application_records import Applications
from facilitador.use_cases.profiles import Change

TITLE = "Lo que cambió"
_WIDTH = 980
_WATCHED = (Topic.APPLICATIONS, Topic.INSTRUMENTS, Topic.PARTICIPANTS)


class ParticipantChangeScreen(Screen):
    """Reads what he answered, then his change in the instrument that is chosen; looking at it leaves one audit row."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "a change is that of a man"
        self._session, self._id = surroundings.session, id
        self._seen: set[str] = set()
        self._choices: tuple[InstrumentChoice, ...] = ()
        self.body: ChangeOfMan | None = None
        self._build()
        self.instrument.activated.connect(lambda _: self._read_change())
        self._session.bus.watch(self, _WATCHED, self._read)
        self._read()

    def _build(self) -> None:
        self.title_label, self.about = label(TITLE, "title"), label("", "muted")
        self.instrument = ComboBox()
        self.instrument.setAccessibleName("Instrumento")
        self.standing, self.message = Banner(), Banner()
        self.empty = EmptyState(
            "form",
            "Todavía no hay respuestas que mostrar",
            "Aparecen cuando termina de responder un instrumento.",
        )
        self.page = PageScroll(width=_WIDTH)
        for widget in (self.title_label, self.about, self.message, self.instrument, self.standing, self.empty):
            self.page.column.addWidget(widget)
        self.fill_with(self.page)
        for widget in (self.instrument, self.standing, self.empty):
            widget.hide()

    def _read(self) -> None:
        query = Applications(participant_id=self._id)
        self._session.read(query, owner=self, done=self._choose, failed=self._refuse)

    def _choose(self, lines: tuple[ApplicationLine, ...]) -> None:
        chosen = self.instrument.currentData()
        self._choices = choices(lines)
        self.instrument.clear()
        for one in self._choices:
            self.instrument.addItem(one.name, one.id)
        self.instrument.setCurrentIndex(max(self.instrument.findData(chosen), 0))
        self.instrument.setVisible(len(self._choices) > 1)
        self.empty.setVisible(not self._choices)
        if self._choices:
            self._read_change()
        else:
            self._show_nothing()

    def _read_change(self) -> None:
        key = self._choices[self.instrument.currentIndex()].id
        query = Change(participant_id=self._id, instrument_id=key)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse, again=key in self._seen)
        self._seen.add(key)

    def _show(self, change: ManChange) -> None:
        self.set_title(f"{TITLE}: {change.full_name}")
        name = "" if len(self._choices) > 1 else f" · {change.instrument.name}"
        self.about.setText(f"{change.full_name}{name}")
        self.message.say("")
        valid = is_validated(change.instrument)
        self.standing.say(validation_words(change.instrument), "info" if valid else "warning")
        forget((self.body,))
        self.body = ChangeOfMan(change, self._open)
        self.page.column.addWidget(self.body)

    def _open(self, key: UUID) -> None:
        self.destination_requested.emit(Destination("application", key))

    def _show_nothing(self) -> None:
        forget((self.body,))
        self.body = None
        self.standing.hide()

    def _refuse(self, error: UserFacingError) -> None:
        self._show_nothing()
        self.empty.hide()
        self.message.say(messages.of_error(error).whole, "problem")
