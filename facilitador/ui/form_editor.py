"""A short form that is saved by one gesture: its draft is kept, what is typed can be undone, refusals stay in place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.registration_forms import Answer, Answers
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.ui import theme
from facilitador.ui.drafts import DraftKeeper, FoundDraft
from facilitador.ui.form_fields import FormPart
from facilitador.ui.forms import Asked, Form
from facilitador.ui.short_forms import controls, problems_as_typed, refuse_unfinished, shown
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.requests import Command, Outcome

Commands: TypeAlias = Callable[[Answers], Sequence[Command]]
Check: TypeAlias = Callable[[Answers], Iterable[Problem]]
Place: TypeAlias = Callable[[Problem], Problem]

ELSEWHERE = "En el cuaderno ahora dice: {saved}. Al guardar quedará lo que usted escribió."


class FormEditor(QWidget):
    """The questions of `parts`, a button that saves them and one that undoes.

    `commands(values)` gives what saving sends; it may raise InvalidInput. `check(values)` adds problems to those of
    what cannot be understood. `asked(values)` gives the ids of the questions to ask, where `asked_if` does not suffice.
    `draft_name` is the kind of destination where the form is typed. `place(problem)` names the question beside which a
    refusal of the command is told; `never_kept`: questions whose answers no draft may hold (they are sealed).
    `as_shown`: it may be saved as it is shown, with nothing typed.

    `saved(Outcome)`: it is in the book. `stale`: it was refused because what it stands over has moved on; whoever
    listens reads again and calls `refresh`.
    """

    saved = Signal(object)
    stale = Signal()

    def __init__(
        self,
        surroundings: Surroundings,
        draft_name: str,
        parts: Sequence[FormPart],
        commands: Commands,
        *,
        save_text: str = "Guardar cambios",
        check: Check | None = None,
        asked: Asked | None = None,
        place: Place | None = None,
        never_kept: Collection[str] = (),
        as_shown: bool = False,
        mark_optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._commands, self._check = tuple(parts), commands, check
        self._place, self._never_kept = place or _as_told, frozenset(never_kept)
        self._as_shown = as_shown
        self._today: Callable[[], date] = surroundings.today
        self._specs = {spec.id: spec for part in parts for spec in part.fields}
        self._saved: dict[str, Answer] = {}  # as the book has it
        self._base: dict[str, Answer] = {}  # the same as the controls show it
        self._subject: UUID | None = None
        self._revision, self._is_saving = 0, False
        fields = controls(surroundings.today)
        self.form = Form(
            self._parts, fields, asked=asked, check=self._problems, mark_optional=mark_optional, parent=self
        )
        self.keeper = DraftKeeper(
            surroundings,
            draft_name,
            read=self._to_keep,
            restore=self._restore,
            parent=self,
        )
        self.banner = Banner(parent=self)
        self._lay_out(save_text)
        self._connect()

    # -- what it shows ------------------------------------------------------------------------------------------------

    def begin(self, values: Answers, *, subject: UUID | None = None, revision: int = 0) -> None:
        """Show what is saved of this thing (None: of something new), and offer the draft of it if one was kept."""
        self._subject, self._revision = subject, revision
        self._show_saved(values)
        self.form.setDisabled(True)  # until it is known whether a draft waits
        self.keeper.begin(subject, revision)

    def refresh(self, values: Answers, revision: int) -> None:
        """What is saved may have changed: take it over, but for what the person typed; differing pairs are shown."""
        if revision == self._revision and dict(values) == self._saved:
            return
        if not self.keeper.is_settled:  # a draft is offered over what was saved: ask again over what is saved now
            self.begin(values, subject=self._subject, revision=revision)
            return
        before, typed, was_changed = self._base, self.form.values(), self.form.is_changed
        self._revision = revision
        self._show_saved(values)
        mine = {name for name in self._specs if typed.get(name) != before.get(name)} if was_changed else set()
        if not any(typed.get(name) != self._base.get(name) for name in mine):
            self.keeper.discard()  # nothing is typed that is not saved
            self.keeper.rebase(revision)
            return
        self.keeper.rebase(revision)
        merged = {name: typed.get(name) if name in mine else self._base.get(name) for name in self._specs}
        self.form.restore_draft({name: answer for name, answer in merged.items() if answer is not None})
        self._show_conflicts(name for name in mine if before.get(name) != self._base.get(name))

    def discard(self) -> dict[str, Answer]:
        """Go back to what is saved and forget the draft; what was typed, empty if nothing was."""
        typed = self.form.values() if self.form.is_changed else {}
        self._show_saved(self._saved)
        self.banner.say("")
        self.keeper.discard()
        return typed

    def let_go(self) -> bool:
        """Keep what is typed; False only while it is being saved."""
        return self.keeper.let_go()

    # -- saving -------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Send what was typed, unless it cannot be understood."""
        if self._is_saving or not self.keeper.is_settled:
            return
        self.banner.say("")
        values = self.form.values()
        try:
            refuse_unfinished(self._parts, values, self._today(), self.form.shown)
            commands = self._commands(values)
        except InvalidInput as error:
            self._refused(error)
            return
        self._is_saving = True
        self._show_buttons()
        self.keeper.save(commands, done=self._done, failed=self._refused)

    def _done(self, outcome: Outcome) -> None:
        self._is_saving = False
        self.form.clear_problems()
        self.form.mark_saved()
        self._saved = self._base = self.form.values()
        self._show_buttons()
        self.saved.emit(outcome)

    def _refused(self, error: UserFacingError) -> None:
        self._is_saving = False
        self._show_buttons()
        if isinstance(error, InvalidInput):
            elsewhere = self.form.show_problems(map(self._place, error.problems))
            said = [messages.of_problem(problem).whole for problem in elsewhere]
        else:
            told = self._place(Problem(error.field or "", error.code, error.parameters))
            beside = told.field in self.form.shown
            if beside:
                self.form.show_problems([told])
            said = [] if beside else [messages.of_error(error).whole]
        self.banner.say(" ".join(said), "problem")
        if self.banner.text and self.save_button.isEnabled():
            self.save_button.setFocus()  # the keyboard went elsewhere while the button could not be pressed
            QTimer.singleShot(0, self, self._bring_into_view)  # once what is told above it has its place
        self._bring_into_view()
        if error.code == "changed_meanwhile":
            self.stale.emit()

    # -- building -----------------------------------------------------------------------------------------------------

    def _lay_out(self, save_text: str) -> None:
        self.save_button = button(save_text, "primary", parent=self)
        self.undo_button = button("Deshacer", "quiet", icon="undo", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_L)
        column.addWidget(self.keeper.offer)
        column.addWidget(self.form)
        column.addWidget(self.banner)
        self.buttons = FlowLayout()
        self.buttons.addWidget(self.save_button)
        self.buttons.addWidget(self.undo_button)
        column.addLayout(self.buttons)
        self.save_button.setToolTip("Guardar (Ctrl+S)")
        self.undo_button.setToolTip("Deshacer el último cambio que no se ha guardado (Ctrl+Z)")

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.save)
        self.undo_button.clicked.connect(self.form.undo)
        self.form.laid_out.connect(self._take_base)
        self.form.changed.connect(self.keeper.touch)
        self.form.changed.connect(self._show_buttons)
        self.form.undo_changed.connect(self._show_buttons)
        self.keeper.settled.connect(lambda: self.form.setEnabled(True))
        self.keeper.settled.connect(self._show_buttons)
        save_key = QShortcut(QKeySequence("Ctrl+S"), self)
        save_key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save_key.activated.connect(self.save)

    # -- state --------------------------------------------------------------------------------------------------------

    def _problems(self, values: Answers) -> tuple[Problem, ...]:
        typed = problems_as_typed(self._parts, values, self._today())
        return (*typed, *self._check(values)) if self._check else typed

    def _show_saved(self, values: Answers) -> None:
        self._saved = dict(values)
        self.form.set_values(values)
        self._take_base()
        self._show_buttons()

    def _take_base(self) -> None:
        """Once every control is made, each has put its answer into its usual form."""
        if not self.form.is_changed:
            self._base = self.form.values()

    def _show_buttons(self) -> None:
        ready = self.keeper.is_settled and not self._is_saving
        self.save_button.setEnabled(ready and (self.form.is_changed or self._as_shown))
        self.undo_button.setEnabled(ready and self.form.can_undo)

    def _to_keep(self) -> dict[str, Answer] | None:
        values = self.form.values() if self.form.is_changed else {}
        return {name: answer for name, answer in values.items() if name not in self._never_kept} or None

    def _restore(self, found: FoundDraft) -> None:
        known: Mapping[str, Answer] = {name: found.content[name] for name in found.content if name in self._specs}
        self.form.restore_draft(known)
        if found.stale:
            self._show_conflicts(name for name in self._specs if known.get(name) != self._base.get(name))

    def _show_conflicts(self, names: Iterable[str]) -> None:
        for name in names:
            saved = shown(self._specs[name], self._base.get(name))
            self.form.set_notice(name, ELSEWHERE.format(saved=saved))

    def _bring_into_view(self) -> None:
        focused = QApplication.focusWidget()
        page = self.parentWidget()
        while page is not None and not isinstance(page, PageScroll):
            page = page.parentWidget()
        if page is not None and focused is not None and self.isAncestorOf(focused):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # everything above it has its height
            page.show_widget(focused)


def _as_told(problem: Problem) -> Problem:
    """A refusal names its question by itself."""
    return problem
