"""Drafts: what is being typed into a form is kept inside the book, and offered back when the form is opened again.

A form's name is the kind of destination where it is typed (`group_form`, `intake`), so that whoever lists drafts knows
the way back to each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.dates import format_date
from facilitador.domain.records import Draft
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.forms import Form
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.use_cases.drafts import NEW_SUBJECT, DiscardDraft, OwnDraft, SaveDraft
from facilitador.use_cases.requests import Command, Outcome

PAUSE_MS = 1500  # after the last key
LATEST_MS = 4500  # after the first key that is not kept yet, however long she goes on typing

RESUME = "Retomar lo que estaba escribiendo"
START_OVER = "Empezar de nuevo"


@dataclass(frozen=True, slots=True)
class FoundDraft:
    """A draft of this form: what was typed, when (UTC), and whether what it was typed over has changed since."""

    content: dict[str, Any]
    saved_at: datetime
    stale: bool


class DraftOffer(QFrame):
    """Says that something was being typed, and asks whether to go on with it. Hidden while there is nothing to ask."""

    resumed = Signal()
    started_over = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_L, theme.SPACE_M)
        column.setSpacing(theme.SPACE_M)
        self._words = label("", "label", parent=self)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        self.resume = button(RESUME, "primary", parent=self)
        self.start_over = button(START_OVER, parent=self)
        self.resume.clicked.connect(self.resumed)
        self.start_over.clicked.connect(self.started_over)
        row.addWidget(self.resume)
        row.addWidget(self.start_over)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def ask(self, saved_at: datetime, stale: bool) -> None:
        """Ask about a draft; `saved_at` in the person's own time."""
        words = f"Aquí quedó un borrador suyo del {format_date(saved_at.date())} a las {saved_at:%H:%M}."
        if stale:
            words += " Desde entonces este registro cambió: si lo retoma, verá qué es distinto antes de guardar."
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()
        self.resume.setFocus()


class DraftKeeper(QObject):
    """Keeps one form's typing as a draft of the person, at most five seconds old, and when the book locks.

    `read` gives what is typed, or None where nothing differs from what is saved; `restore` shows a draft. Put `offer`
    above the form, call `begin` once the form shows what is saved, `touch` at every change, and `save` to save: the
    draft is forgotten in the transaction that saves, so both happen or neither. `may_leave` of the screen is
    `keeper.let_go()`.

    `settled`: there is nothing to ask (any more), the form may be used. Until then nothing typed replaces the draft.
    """

    settled = Signal()

    def __init__(
        self,
        surroundings: Surroundings,
        form_name: str,
        *,
        read: Callable[[], Mapping[str, Any] | None],
        restore: Callable[[FoundDraft], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._form_name = form_name
        self._read, self._restore = read, restore
        self._subject, self._revision = NEW_SUBJECT, 0
        self._kept: dict[str, Any] | None = None
        self._told: str = ""
        self._found: FoundDraft | None = None
        self._is_settled, self._is_saving = False, False
        self.offer = DraftOffer(parent)
        self.offer.resumed.connect(self._resume)
        self.offer.started_over.connect(self._start_over)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._latest = QTimer(self, singleShot=True, interval=LATEST_MS)
        self._pause.timeout.connect(self.keep_now)
        self._latest.timeout.connect(self.keep_now)
        self._session.locking.connect(self.keep_now)

    @classmethod
    def for_form(cls, surroundings: Surroundings, form_name: str, form: Form, parent: QWidget) -> DraftKeeper:
        """The keeper of a plain form: its answers are the draft, and it waits until the offer is answered."""
        keeper = cls(
            surroundings,
            form_name,
            read=lambda: form.values() if form.is_changed else None,
            restore=lambda found: form.restore_draft(found.content),
            parent=parent,
        )
        form.changed.connect(keeper.touch)
        form.setDisabled(True)
        keeper.settled.connect(lambda: form.setEnabled(True))
        return keeper

    @property
    def is_settled(self) -> bool:
        """True once no offer waits for an answer."""
        return self._is_settled

    def begin(self, subject_id: UUID | None = None, revision: int = 0) -> None:
        """The form shows this thing in this revision (None and 0: something new). A draft of it is offered."""
        self._subject, self._revision = subject_id or NEW_SUBJECT, revision
        self._is_settled = False
        query = OwnDraft(form=self._form_name, subject_id=self._subject)
        self._session.read(query, owner=self, done=self._looked_up)

    def touch(self) -> None:
        """Something was typed: it is kept 1.5 s after the last key, 4.5 s after the first at the latest."""
        if self._is_settled:
            self._pause.start()
            if not self._latest.isActive():
                self._latest.start()

    def keep_now(self) -> None:
        """Keep what is typed as it stands, if it differs from what is kept."""
        self._stop()
        if not self._is_settled or self._is_saving or self._session.read_only:
            return
        typed = self._read()
        if typed is None:
            self.discard()
        elif dict(typed) != self._kept:
            kept, self._kept = self._kept, dict(typed)
            command = SaveDraft(
                form=self._form_name,
                subject_id=self._subject,
                base_revision=self._revision,
                content=self._kept,
            )
            self._session.run(
                [command], owner=self, done=self._draft_kept, failed=partial(self._draft_refused, kept), quiet=True
            )

    def save(
        self,
        commands: Sequence[Command],
        *,
        done: Callable[[Outcome], None],
        failed: Callable[[UserFacingError], None],
        initiator: str = "",
    ) -> None:
        """Carry out the commands and forget the draft in one transaction; a refusal leaves the draft as typed."""
        self.keep_now()  # whatever happens on the way (a refusal, a lock, a lost machine), the last keys are kept
        self._is_saving = True
        self._session.run(
            [*commands, DiscardDraft(form=self._form_name, subject_id=self._subject)],
            owner=self,
            done=partial(self._saved, done),
            failed=partial(self._refused, failed),
            initiator=initiator,
        )

    def let_go(self) -> bool:
        """Keep what is typed; True if the screen may be left: always, but for the moment in which it is saving."""
        self.keep_now()
        return not self._is_saving

    def rebase(self, revision: int) -> None:
        """From here on what is typed stands over this revision."""
        self._revision = revision
        self._kept = None

    def discard(self) -> None:
        """Forget the draft, if one was kept."""
        self._stop()
        if self._kept is not None and not self._session.read_only:
            self._kept = None
            command = DiscardDraft(form=self._form_name, subject_id=self._subject)
            self._session.run([command], owner=self, quiet=True)

    def _saved(self, done: Callable[[Outcome], None], outcome: Outcome) -> None:
        self._is_saving, self._kept = False, None
        done(outcome)

    def _draft_kept(self, outcome: Outcome) -> None:
        self._told = ""

    def _draft_refused(self, before: dict[str, Any] | None, error: UserFacingError) -> None:
        """Tell it once, not at every pause of the keys; and try again with the next ones."""
        self._kept = before
        if error.code != self._told:
            self._told = error.code
            self._session.refused.emit(error)

    def _refused(self, failed: Callable[[UserFacingError], None], error: UserFacingError) -> None:
        self._is_saving = False
        failed(error)

    def _stop(self) -> None:
        self._pause.stop()
        self._latest.stop()

    def _looked_up(self, draft: Draft | None) -> None:
        if draft is None:
            self._settle()
            return
        self._found = FoundDraft(draft.content, draft.saved_at, draft.base_revision != self._revision)
        self._kept = draft.content
        self.offer.ask(draft.saved_at.astimezone(self._surroundings.now().tzinfo), self._found.stale)

    def _resume(self) -> None:
        found, self._found = self._found, None
        self._settle()
        if found is not None:
            self._restore(found)

    def _start_over(self) -> None:
        self._found = None
        self._settle()
        self.discard()

    def _settle(self) -> None:
        self._is_settled = True
        self.offer.hide()
        self.settled.emit()
