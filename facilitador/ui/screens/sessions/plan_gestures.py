"""What a person does to a saved plan: each gesture is one command, asked about in the page, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain import plan_changes
from facilitador.domain.dates import format_date
from facilitador.domain.registration_forms import Answers
from facilitador.domain.session_plans import PlannedSession, SessionState
from facilitador.domain.sessions import Session
from facilitador.errors import UserFacingError
from facilitador.ui.book_session import BookSession
from facilitador.ui.panel import Panel
from facilitador.ui.screens.sessions import plan_questions as questions
from facilitador.ui.screens.sessions.plan_models import PlanRow, topic_names
from facilitador.use_cases.group_plans import PlanView
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.session_plans import MergeSession, PlanSessions, RestoreSession, SplitSession

UNDO_FAILED = "El plan cambió después: ya no se puede deshacer."


def neighbour(places: Sequence[PlannedSession], place: int, step: int) -> int | None:
    """The place of the planned session before (-1) or after (1) this one; None if there is none."""
    ahead = range(place + step, len(places) if step > 0 else -1, step)
    return next((at for at in ahead if places[at].status is SessionState.PLANNED), None)


class PlanGestures(QObject):
    """Asks in `panel`, sends the command, and remembers what stood there before.

    `changed(words, key)`: it is in the book; stand on the session of that key (or None). `refused(words)`: it could
    not be done, and no question is open beside which it could be said.
    """

    changed = Signal(str, object)
    refused = Signal(str)

    def __init__(self, session: BookSession, group_id: UUID, panel: Panel, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._group_id, self.panel = session, group_id, panel
        self._make: Callable[[Answers], Command] | None = None
        self._words, self._undoable = "", True
        self.initiator = f"plan-{group_id}"
        self._before: list[PlanView] = []
        self.view: PlanView | None = None
        panel.accepted.connect(self._accepted)

    # -- taking back --------------------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """True if the last gesture can be taken back."""
        return bool(self._before)

    def forget(self) -> None:
        """Nothing can be taken back any more: somebody else changed the plan."""
        self._before.clear()

    def undo(self) -> None:
        """Put the plan back as it stood before the last gesture."""
        if not self._before or self.view is None:
            return
        before = self._before.pop()
        command = PlanSessions(
            group_id=self._group_id, sessions=questions.as_entries(before.planned), stamp=self.view.stamp
        )
        self._session.run(
            [command],
            owner=self,
            done=lambda outcome: self.changed.emit("Se deshizo el último cambio.", None),
            failed=self._undo_refused,
            initiator=self.initiator,
        )

    def _undo_refused(self, error: UserFacingError) -> None:
        self.forget()
        self.refused.emit(UNDO_FAILED if error.code == "changed_meanwhile" else messages.of_error(error).whole)

    # -- with a question ----------------------------------------------------------------------------------------------

    def ask_move(self, row: PlanRow) -> None:
        """To another day or hour."""
        session = self._of(row)
        self._ask(partial(questions.move_command, session), "Se movió la sesión.")
        self.panel.ask(
            f"Mover la sesión del {format_date(session.day)}",
            questions.move_fields(),
            "Mover la sesión",
            answers=questions.move_answers(session),
        )

    def ask_cancel(self, row: PlanRow) -> None:
        """It will not be held."""
        session = self._of(row)
        self._ask(partial(questions.cancel_command, session), "Se canceló la sesión.")
        self.panel.ask(
            f"Cancelar la sesión del {format_date(session.day)}",
            questions.cancel_fields(session.planned_topics),
            "Anotar la cancelación",
            words="Queda en la lista como cancelada, con su motivo.",
        )

    def ask_extra(self) -> None:
        """One more, beside the series."""
        view = self._seen
        self._ask(partial(questions.extra_command, self._group_id), "Se agregó la sesión.")
        self.panel.ask(
            "Agregar una sesión",
            questions.extra_fields(view.curriculum.offered),
            "Agregar la sesión",
            words="Es aparte de la serie: se queda en su fecha aunque las demás se corran.",
            answers=questions.hours_of(view.planned[-1]) if view.planned else {},
        )

    def ask_topics(self, row: PlanRow) -> None:
        """Other topics for this session."""
        session, view = self._of(row), self._seen
        offered = {topic.id: topic for topic in view.curriculum.offered}
        offered |= {key: view.curriculum.curriculum.topic(key) for key in session.planned_topics}

        def make(answers: Answers) -> Command:
            return questions.topics_command(
                self._group_id, {session.id: questions.codes_in(answers, "topic_ids")}, view.stamp
            )

        self._ask(make, "Se cambiaron los temas.")
        self.panel.ask(
            f"Temas de la sesión del {format_date(session.day)}",
            (questions.topics_field(offered.values()),),
            "Guardar los temas",
            answers={"topic_ids": list(session.planned_topics)},
        )

    def ask_description(self, row: PlanRow) -> None:
        """Another venue, a title."""
        session, view = self._of(row), self._seen
        self._ask(partial(questions.describe_command, session), "Se anotaron los datos de la sesión.", undoable=False)
        self.panel.ask(
            f"Local y título de la sesión del {format_date(session.day)}",
            questions.describe_fields(view.venues, session.venue_id),
            "Guardar",
            answers=questions.describe_answers(session),
        )

    def split(self, row: PlanRow) -> None:
        """Into two; which topics go on is asked where there are several."""
        session = self._of(row)
        topics = session.planned_topics
        if len(topics) < 2:
            self._run(SplitSession(session_id=session.id, revision=session.revision), "El tema ocupa dos sesiones.")
            return

        def make(answers: Answers) -> Command:
            return SplitSession(session_id=session.id, revision=session.revision, at=int(str(answers["at"])))

        self._ask(make, "Se repartió la sesión en dos.")
        field = questions.split_field(topics, topic_names(self._seen.curriculum.curriculum.topics))
        self.panel.ask(f"Repartir la sesión del {format_date(session.day)}", (field,), "Repartir en dos")

    # -- at once ------------------------------------------------------------------------------------------------------

    def merge(self, row: PlanRow) -> None:
        """With the next one."""
        session = self._of(row)
        self._run(MergeSession(session_id=session.id, revision=session.revision), "Se juntaron las dos sesiones.")

    def restore(self, row: PlanRow) -> None:
        """A cancelled one comes back; it can be cancelled again, so there is nothing to take back."""
        session = self._of(row)
        command = RestoreSession(session_id=session.id, revision=session.revision)
        self._run(command, "La sesión volvió al plan.", undoable=False, key=session.id)

    def swap(self, row: PlanRow) -> None:
        """Its topics with those of the next one."""
        other = neighbour(self._seen.places, row.place, 1)
        if other is None:
            self.refused.emit(messages.message("no_session_after", {}).whole)
            return
        self._replan(plan_changes.swap(self._seen.places, row.place, other), "Se intercambiaron los temas.", row.key)

    def move_topic(self, row: PlanRow, step: int) -> None:
        """Its first topic to the session before, its last one to the one after; the person goes with the topic."""
        places = self._seen.places
        other = neighbour(places, row.place, step)
        if other is None:
            self.refused.emit("No hay otra sesión planificada en esa dirección.")
            return
        topic = places[row.place].topic_ids[0 if step < 0 else -1]
        moved = plan_changes.move_topic(places, topic, row.place, other)
        self._replan(moved, "Se llevó el tema a otra sesión.", places[other].id)

    def _replan(self, after: Sequence[PlannedSession], words: str, key: object) -> None:
        before = {one.id: one.topic_ids for one in self._seen.places}
        changed = {one.id: one.topic_ids for one in after if one.id and before.get(one.id) != one.topic_ids}
        self._run(questions.topics_command(self._group_id, changed, self._seen.stamp), words, key=key)

    # -- sending ------------------------------------------------------------------------------------------------------

    @property
    def _seen(self) -> PlanView:
        assert self.view is not None
        return self.view

    def _of(self, row: PlanRow) -> Session:
        return self._seen.sessions[row.place]

    def _ask(self, make: Callable[[Answers], Command], words: str, *, undoable: bool = True) -> None:
        self._make, self._words, self._undoable = make, words, undoable

    def _accepted(self, answers: Answers) -> None:
        assert self._make is not None
        try:
            command = self._make(answers)
        except UserFacingError as refused:
            self.panel.refuse(refused)
            return
        self._run(command, self._words, undoable=self._undoable)

    def _run(self, command: Command, words: str, *, undoable: bool = True, key: object = None) -> None:
        before = self._seen
        self._session.run(
            [command],
            owner=self,
            done=partial(self._done, words, before if undoable else None, key),
            failed=self._failed,
            initiator=self.initiator,
        )

    def _done(self, words: str, before: PlanView | None, key: object, outcome: Outcome) -> None:
        self.panel.close_panel()
        if before is None:
            self.forget()
        else:
            self._before.append(before)
        told = [messages.message(one.code, one.parameters).text for one in outcome.notices]
        self.changed.emit(" ".join((words, *told)), key if key is not None else outcome.ids[0])

    def _failed(self, error: UserFacingError) -> None:
        if self.panel.form is not None:
            self.panel.refuse(questions.as_asked(error))
        else:
            self.refused.emit(messages.of_error(error).whole)
