"""A form in one column from a list of questions: the ficha de registro, or any short form of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.registration_forms import Answer, Answers
from facilitador.errors import Problem
from facilitador.ui import theme
from facilitador.ui.form_fields import ControlMaker, FieldSpec, FormPart
from facilitador.ui.form_history import FormHistory
from facilitador.ui.form_rows import PartInPlace, Rows
from facilitador.ui.widgets.control import Value
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.labels import label, rule

Check: TypeAlias = Callable[[Answers], Iterable[Problem]]
Asked: TypeAlias = Callable[[Answers], Iterable[str]]

FIRST_SIGHT = 6  # questions after which no further part is made before the first frame: a window shows few more
IN_ONE_TURN = 12  # questions made and laid out together after it
UNPAINTED_MS = 250  # after which a form that stands out of sight, and so is not painted, goes on all the same


class Form(QWidget):
    """Renders questions and gives back their answers.

    `changed`: the person changed something (whoever keeps drafts listens). `undo_changed`: whether there is something
    to undo or redo may be different now. `laid_out`: the first frame is painted and everything has its place; what
    stands below and can wait is made now.

    `asked(values)` gives the ids of the questions to ask, given the answers so far; without it every question is asked
    whose `asked_if` holds. `check(values)` gives the problems; those of questions already left are shown beside them
    as the person goes on, the others wait for `show_problems`.
    """

    changed = Signal()
    undo_changed = Signal()
    laid_out = Signal()

    def __init__(
        self,
        parts: Sequence[FormPart],
        make: ControlMaker,
        *,
        asked: Asked | None = None,
        check: Check | None = None,
        mark_optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._specs = {spec.id: spec for part in parts for spec in part.fields}
        self._asked, self._check = asked, check
        self._mark_optional = mark_optional
        self._rows = Rows(tuple(self._specs), self._make_part_of)
        self.rows: Mapping[str, FieldRow] = self._rows
        self._make_control = make
        self._parts: list[PartInPlace] = []
        self._is_laid_out = False
        self._next_part = QTimer(self, singleShot=True)
        self._next_part.timeout.connect(self._reveal_next)
        self._hidden: frozenset[str] = frozenset()
        self._history: FormHistory[Value] = FormHistory()
        self._refused: dict[str, tuple[Value, Problem]] = {}
        self._now: dict[str, Value] = dict.fromkeys(self._specs)
        self._saved = dict(self._now)
        self._build(parts)
        self._show_asked()
        self._bind_keys()

    # -- answers ------------------------------------------------------------------------------------------------------

    def values(self) -> dict[str, Answer]:
        """The answers given to the questions that are asked; a question without an answer has no key."""
        given = ((name, self._now[name]) for name in self.rows if name not in self._hidden)
        return {name: value for name, value in given if value is not None}

    def set_values(self, values: Mapping[str, Answer]) -> None:
        """Show these answers as what is saved; everything else is emptied, nothing is left to undo."""
        self._put({name: values.get(name) for name in self.rows})
        self.clear_problems()
        self.mark_saved()

    def restore_draft(self, values: Mapping[str, Answer]) -> None:
        """Show the answers of a draft over what is saved; the step can be undone."""
        self._history.begin_step(self._now)
        self._put({name: values.get(name) for name in self.rows})
        self._tell_changed()

    @property
    def is_changed(self) -> bool:
        """True if something differs from what is saved."""
        return self._now != self._saved

    def mark_saved(self) -> None:
        """What is shown is saved: nothing to undo."""
        self._saved = dict(self._now)
        self._history.clear()
        self.undo_changed.emit()

    # -- undo until saved ---------------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """True if a step since the last saving can be taken back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """True if an undone step can be made again."""
        return self._history.can_redo

    def undo(self) -> None:
        """Take back the last step: what was done in one question."""
        self._go_through(self._history.undo(self._now))

    def redo(self) -> None:
        """Make the undone step again."""
        self._go_through(self._history.redo(self._now))

    # -- problems -----------------------------------------------------------------------------------------------------

    def show_problems(self, problems: Iterable[Problem]) -> list[Problem]:
        """Show every problem beside its question and go to the first; returns those of no question in sight.

        Each stands until that answer is another, for `check` need not know what saving refuses.
        """
        self.clear_problems()
        elsewhere: list[Problem] = []
        for problem in problems:
            if problem.field in self.shown:
                self._refused[problem.field] = (self._now[problem.field], problem)
                self._say(problem)
            else:
                elsewhere.append(problem)
        made = self._rows.made
        first = next((name for name in self.shown if name in made and made[name].has_problem), None)
        if first is not None:
            self.go_to(first)
        return elsewhere

    def set_notice(self, name: str, text: str) -> None:
        """Say something beside a question that lets the person go on; an empty text takes it away."""
        row = self.rows[name]
        if text and not row.has_problem:
            row.set_notice(text)
        elif not text and not row.has_problem:
            row.clear_message()

    def ask_anew(self) -> None:
        """What `asked` looks at beside the answers has changed: show the questions accordingly."""
        self._show_asked()

    def clear_problems(self) -> None:
        """Take all messages away."""
        self._refused.clear()
        for row in self._rows.made.values():
            row.clear_message()

    def go_to(self, name: str) -> None:
        """Put the keyboard in a question."""
        self.reveal()
        self.rows[name].control.focus()

    def part_with(self, name: str) -> QWidget:
        """What holds the question and those under the same title, made or not."""
        return next(part.holder for part in self._parts if name in part.names)

    def reveal(self) -> None:
        """Lay out at once what would only follow the first frame."""
        for part in self._parts:
            self._reveal(part)

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the questions that are asked, in reading order."""
        return tuple(name for name in self.rows if name not in self._hidden)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self, parts: Sequence[FormPart]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XL)
        above = 0
        for questions in parts:
            part = PartInPlace(QWidget(self), questions)
            self._parts.append(part)
            column.addWidget(part.holder)
            if above < FIRST_SIGHT:
                self._make_part(part)
                part.is_revealed = part.is_shown = True
            else:
                part.holder.hide()
            above += len(questions.fields)

    def _make_part_of(self, name: str) -> None:
        self._make_part(next(part for part in self._parts if name in part.names))

    def _make_part(self, part: PartInPlace) -> None:
        """Make the questions, and show in them what was answered meanwhile."""
        if part.is_made:
            return
        part.is_made = True
        column = QVBoxLayout(part.holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_L)
        if part.questions.title:
            if part is not self._parts[0]:
                column.addWidget(rule(part.holder))
            column.addWidget(label(part.questions.title, "title", parent=part.holder))
        if part.questions.introduction:
            column.addWidget(label(part.questions.introduction, "muted", parent=part.holder))
        for spec in part.questions.fields:
            column.addWidget(self._make_row(spec, part.holder))

    def _make_row(self, spec: FieldSpec, holder: QWidget) -> FieldRow:
        name, optional = spec.id, self._mark_optional and not spec.compulsory
        control = self._make_control(spec)
        row = FieldRow(spec.label, control, help_text=spec.help, optional=optional, parent=holder)
        given = self._now[name]
        if given is not None:
            control.set_value(given)
        self._now[name] = control.value()  # in its usual form
        if self._saved[name] == given:
            self._saved[name] = self._now[name]
        if name in self._hidden:
            row.hide()
        control.changed.connect(lambda: self._edited(name))
        control.left.connect(lambda: self._gone_on(name))
        self._rows.made[name] = row
        return row

    def _bind_keys(self) -> None:
        """Undo of whole questions where the keyboard is not in a text, which has its own."""
        for keys, slot in ((QKeySequence.StandardKey.Undo, self.undo), (QKeySequence.StandardKey.Redo, self.redo)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _edited(self, name: str) -> None:
        control = self.rows[name].control
        self._history.begin_step(self._now, "" if control.discrete else name)
        self._now[name] = control.value()
        self._show_asked()
        if control.discrete:
            self._gone_on(name)
        elif self.rows[name].has_problem:
            self._judge(name)
        self._tell_changed()

    def _gone_on(self, name: str) -> None:
        self._history.end_step()
        self._now[name] = self.rows[name].control.value()  # the control may have put the answer into its usual form
        self._judge(name)

    def _judge(self, name: str) -> None:
        """Say what is wrong with this question, and take away what is no longer wrong elsewhere."""
        if self._check is None and not self._refused:
            return
        problems = list(self._check(self.values())) if self._check else []
        found = self._still_refused() | {problem.field: problem for problem in reversed(problems)}
        for other, row in self._rows.made.items():
            if other in found and (other == name or row.has_problem):
                self._say(found[other])
            elif row.has_problem:
                row.clear_message()

    def _still_refused(self) -> dict[str, Problem]:
        return {name: problem for name, (refused, problem) in self._refused.items() if self._now[name] == refused}

    def _say(self, problem: Problem) -> None:
        self.rows[problem.field].set_problem(messages.of_problem(problem).whole)

    def _tell_changed(self) -> None:
        self.changed.emit()
        self.undo_changed.emit()

    # -- state --------------------------------------------------------------------------------------------------------

    def _go_through(self, state: Mapping[str, Value] | None) -> None:
        if state is None:
            return
        moved = [name for name, value in state.items() if self._now[name] != value]
        self._put(state)
        for name in moved:
            self._judge(name)
        in_sight = [name for name in moved if name not in self._hidden]
        if in_sight:
            self.go_to(in_sight[0])
        self._tell_changed()

    def _put(self, values: Mapping[str, Value]) -> None:
        made = self._rows.made
        for name, value in values.items():
            if name not in made:
                self._now[name] = value
            elif self._now[name] != value:
                made[name].control.set_value(value)
        self._now |= {name: row.control.value() for name, row in made.items()}
        self._show_asked()

    def ask_again(self) -> None:
        """What is asked hangs on more than the answers, and that has changed."""
        self._show_asked()

    def _show_asked(self) -> None:
        answers = {name: value for name, value in self._now.items() if value is not None}
        asked = frozenset(self._asked(answers)) if self._asked else self._asked_by_conditions(answers)
        hidden, made = frozenset(self._specs) - asked, self._rows.made
        for name in hidden ^ self._hidden:
            if name in made:
                made[name].setVisible(name not in hidden)
        self._hidden = hidden
        for part in self._parts:
            self._show_part(part)

    def _show_part(self, part: PartInPlace) -> None:
        wanted = part.is_revealed and (not part.names or not self._hidden.issuperset(part.names))
        if wanted is not part.is_shown:  # showing measures all that is inside, even where it is shown already
            part.is_shown = wanted
            part.holder.setVisible(wanted)

    # -- what is below the first sight --------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_laid_out:
            self._next_part.start(UNPAINTED_MS)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._next_part.isActive():
            self._next_part.start(0)

    def _reveal_next(self) -> None:
        """Some parts in each turn of the loop, so that keys and frames come between; each lays out the page anew."""
        waiting = [part for part in self._parts if not part.is_revealed]
        if waiting:
            revealed = 0
            while waiting and revealed < IN_ONE_TURN:
                part = waiting.pop(0)
                self._reveal(part)
                revealed += len(part.names)
            self._next_part.start(0)
        elif not self._is_laid_out:
            self._is_laid_out = True
            self.laid_out.emit()

    def _reveal(self, part: PartInPlace) -> None:
        if not part.is_revealed:
            self._make_part(part)
            part.is_revealed = True
            self._show_part(part)

    def _asked_by_conditions(self, answers: Answers) -> frozenset[str]:
        asked: set[str] = set()
        for name, spec in self._specs.items():
            condition = spec.asked_if
            if condition is None:
                asked.add(name)
            elif condition.field in asked:
                given = answers.get(condition.field)
                codes = given if isinstance(given, list) else [given]
                if any(code in condition.one_of for code in codes):
                    asked.add(name)
        return frozenset(asked)
