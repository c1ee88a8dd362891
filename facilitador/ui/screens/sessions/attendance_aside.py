"""What is asked beside the list of men: somebody new, who a newcomer is, what was made up. One thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.attendance_lists import AttendanceLine
from facilitador.domain.enrolments import SEATS
from facilitador.domain.participants import ParticipantLine
from facilitador.domain.registration_forms import Answers, FieldKind
from facilitador.errors import UserFacingError
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel import Panel
from facilitador.ui.person_finder import PersonFinder
from facilitador.ui.screens.sessions import newcomer_questions
from facilitador.ui.short_forms import day_in, text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.attendance import LONGEST_HOW, RecordMakeUp
from facilitador.use_cases.newcomers import AddNewcomer, MergeNewcomer
from facilitador.use_cases.requests import Command, Outcome

KNOWN = "Ya está registrado: buscarlo"
MERGE = "Unir las fichas"


class AsidePage(PageScroll):
    """One question with the way back. `closed`: it was left. `done(words)`: what was asked is in the book."""

    closed = Signal()
    done = Signal(str)

    def __init__(self, surroundings: Surroundings, session_id: UUID) -> None:
        super().__init__()
        self._surroundings, self._session, self._id = surroundings, surroundings.session, session_id
        self._make: Callable[[Answers], Command] | None = None
        self._chosen: Callable[[ParticipantLine], None] = lambda man: None
        self._said = ""
        self._full = False
        self._inside: tuple[UUID, ...] = ()
        self.back = button("Volver a la lista", "quiet", icon="back")
        self.back.setToolTip("Volver a la lista (Esc)")
        self.find_known = button(KNOWN, icon="search")
        self.message = Banner()
        self.panel = Panel(surroundings.today)
        self.known = PersonFinder(self._session, surroundings.today, title="Ya está registrado")
        self.same = PersonFinder(self._session, surroundings.today, title="¿Quién es?")
        self.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.message)
        self.column.addWidget(self.find_known, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.panel, self.known, self.same):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.back.clicked.connect(self.leave)
        self.find_known.clicked.connect(self._find_known)
        self.panel.accepted.connect(self._accepted)
        self.panel.alternative_accepted.connect(self._accepted)
        self.panel.cancel.clicked.connect(self.leave)
        for finder in (self.known, self.same):
            finder.chosen.connect(self._tell_chosen)
            finder.closed.connect(self.leave)
            finder.grown.connect(partial(self.show_widget, finder))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _tell_chosen(self, man: ParticipantLine) -> None:
        self._chosen(man)

    def leave(self) -> None:
        """Ask nothing any more."""
        self._put_away()
        self.closed.emit()

    # -- somebody new -------------------------------------------------------------------------------------------------

    def ask_newcomer(
        self, answers: Answers | None = None, *, inside: Sequence[UUID] | None = None, full: bool = False
    ) -> None:
        """His name; in a full group, whether he waits. `inside`: who is on the list, and cannot be added to it."""
        self._put_away()
        self._inside = self._inside if inside is None else tuple(inside)
        self._full = full
        self._make = partial(newcomer_questions.command, self._id, waitlist=full)
        self._said = "Se agregó y quedó marcado. Su ficha queda por completar."
        if full:
            self._said = "Quedó en la lista de espera, sin asistencia."
        self.panel.ask(
            "Agregar a alguien que no está en la lista",
            newcomer_questions.fields(),
            "Anotar en la lista de espera" if full else "Agregar y marcar",
            words=messages.message("group_full", {"limit": SEATS}).whole if full else "Basta con su nombre.",
            answers=answers,
        )
        self.find_known.show()

    def _find_known(self) -> None:
        """Somebody of the book who is not in the group."""
        self._put_away()
        self._chosen = self._add_known
        self._said = "Quedó inscrito y marcado."
        self.known.start(self._inside)

    def _add_known(self, man: ParticipantLine) -> None:
        self._run(AddNewcomer(session_id=self._id, participant_id=man.id), self._show_refusal)

    # -- who he is ----------------------------------------------------------------------------------------------------

    def find_same(self, newcomer: AttendanceLine) -> None:
        """The man of the book who this newcomer turned out to be."""
        self._put_away()
        self._chosen = partial(self._ask_merge, newcomer)
        self._said = f"La ficha de {newcomer.full_name} se unió con la que ya existía."
        self.message.say(f"Busque la ficha que ya existía de {newcomer.full_name}.")
        self.same.start([newcomer.stint.participant_id])

    def _ask_merge(self, newcomer: AttendanceLine, man: ParticipantLine) -> None:
        agreed = self._surroundings.dialogs.confirm(
            self,
            f"¿{newcomer.full_name} es {man.full_name}?",
            MERGE,
            detail="Su permanencia y su asistencia pasan a la ficha que ya existía. No se puede deshacer.",
        )
        if agreed:
            command = MergeNewcomer(newcomer_id=newcomer.stint.participant_id, into_id=man.id)
            self._run(command, self._show_refusal)

    # -- made up ------------------------------------------------------------------------------------------------------

    def ask_made_up(self, line: AttendanceLine) -> None:
        """On which day he worked this session after all, and how."""
        self._put_away()
        self._make = partial(self._made_up, line.enrolment_id)
        self._said = f"Quedó anotado que {line.full_name} la recuperó."
        fields = (
            FieldSpec("made_up_on", "¿Qué día la recuperó?", FieldKind.DATE, compulsory=True),
            FieldSpec("how", "¿Cómo?", FieldKind.LONG_TEXT, help="Con quién y con qué.", max_length=LONGEST_HOW),
        )
        today = {"made_up_on": self._surroundings.today().isoformat()}
        self.panel.ask(f"{line.full_name} recuperó esta sesión", fields, "Anotar", answers=today)

    def _made_up(self, stint: UUID, answers: Answers) -> Command:
        on = day_in(answers, "made_up_on")
        return RecordMakeUp(enrolment_id=stint, session_id=self._id, made_up_on=on, how=text_in(answers, "how"))

    # -- sending ------------------------------------------------------------------------------------------------------

    def _accepted(self, answers: Answers) -> None:
        assert self._make is not None
        self._run(self._make(answers), partial(self._refused, answers))

    def _run(self, command: Command, failed: Callable[[UserFacingError], None]) -> None:
        self._session.run([command], owner=self, done=self._finished, failed=failed)

    def _finished(self, outcome: Outcome) -> None:
        told = [messages.message(notice.code, notice.parameters).whole for notice in outcome.notices]
        said = " ".join([self._said, *told])
        self._put_away()
        self.done.emit(said)

    def _refused(self, answers: Answers, error: UserFacingError) -> None:
        if error.code == "group_full" and not self._full:
            self.ask_newcomer(answers, full=True)
        else:
            self.panel.refuse(error)

    def _show_refusal(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")

    def _put_away(self) -> None:
        self.message.say("")
        for part in (self.find_known, self.known, self.same):
            part.hide()
        self.panel.close_panel()

    def focused(self) -> QWidget | None:
        """What is being asked just now, if anything."""
        return next((part for part in (self.panel, self.known, self.same) if part.isVisible()), None)
