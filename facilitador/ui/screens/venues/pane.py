"""One venue: to be described, or to be read by who may not change it."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.registration_forms import Answers
from facilitador.domain.venues import Venue
from facilitador.errors import UserFacingError
from facilitador.reference import catalogue, districts
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.screens.venues.models import of_venue, venue_fields, venue_parts
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.venues import AddVenue, ChangeVenue

FORM = "venues"


class VenuePane(QFrame):
    """The form of one venue (None: a new one). `saved(Outcome)`; `overtaken`: somebody changed it meanwhile."""

    saved = Signal(object)
    overtaken = Signal()

    def __init__(self, surroundings: Surroundings, venue: Venue | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._venue = venue
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_XL)
        column.setSpacing(theme.SPACE_L)
        self.title = label("", "title")
        self.state = label("Retirado: no se ofrece para grupos nuevos.", "muted")
        self.editor = FormEditor(
            surroundings,
            FORM,
            venue_parts(catalogue("venue_conditions")),
            self._commands,
            save_text="Guardar el local",
        )
        self.retire = button("", "quiet")
        self.editor.buttons.addWidget(self.retire)
        for part in (self.title, self.state, self.editor):
            column.addWidget(part)
        self.editor.saved.connect(self.saved)
        self.editor.stale.connect(self.overtaken)
        self.retire.clicked.connect(self._turn_over)
        self._show_state()
        self.editor.begin(of_venue(venue), subject=self.subject, revision=venue.revision if venue else 0)

    @property
    def subject(self) -> UUID | None:
        """The venue's id; None for a new one."""
        return self._venue.id if self._venue else None

    def refresh(self, venue: Venue) -> None:
        """The book says this of the venue now; what is being typed stays."""
        self._venue = venue
        self._show_state()
        self.editor.refresh(of_venue(venue), venue.revision)

    def focus(self) -> None:
        """Put the keyboard in the first question."""
        self.editor.form.go_to("name")

    def _commands(self, answers: Answers) -> list[Command]:
        if self._venue is None:
            return [AddVenue(**venue_fields(answers))]
        return [self._change(answers, retired=self._venue.retired)]

    def _change(self, answers: Answers, *, retired: bool) -> ChangeVenue:
        assert self._venue is not None
        return ChangeVenue(
            venue_id=self._venue.id, revision=self._venue.revision, retired=retired, **venue_fields(answers)
        )

    def _turn_over(self) -> None:
        """Retire the venue as it is saved, or offer it again; what is being typed is not saved with it."""
        assert self._venue is not None
        self.retire.setEnabled(False)
        command = self._change(of_venue(self._venue), retired=not self._venue.retired)
        self._session.run([command], owner=self, done=self._turned, failed=self._refused)

    def _turned(self, outcome: Outcome) -> None:
        self.retire.setEnabled(True)

    def _refused(self, error: UserFacingError) -> None:
        self.retire.setEnabled(True)
        self.editor.banner.say(messages.of_error(error).whole, "problem")
        self.overtaken.emit()

    def _show_state(self) -> None:
        venue = self._venue
        self.title.setText(venue.name if venue else "Local nuevo")
        self.state.setVisible(venue is not None and venue.retired)
        self.retire.setVisible(venue is not None)
        words = "Volver a ofrecerlo" if venue and venue.retired else "Retirar este local"
        self.retire.setText(words)
        self.retire.setAccessibleName(words)


class VenueFacts(QFrame):
    """What is known of a venue, to read."""

    def __init__(self, venue: Venue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_XL)
        column.setSpacing(theme.SPACE_M)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(label(venue.name, "title"))
        place = districts().get(venue.ubigeo)
        for text in (place.label if place else "", venue.address):
            if text:
                column.addWidget(label(text))
        looked = catalogue("venue_conditions")
        column.addWidget(label(looked.provenance.title, "heading"))
        for item in looked.items:
            met = venue.conditions.get(item.code)  # type: ignore[call-overload]
            answer = "sin mirar" if met is None else "sí" if met else "no"
            column.addWidget(label(f"{item.text}: {answer}"))
        if venue.notes:
            column.addWidget(label("Notas", "heading"))
            column.addWidget(label(venue.notes))
