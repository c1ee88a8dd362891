"""One thing that is reviewed: to read, to comment line by line, to return or find in order; and to answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.origins import OWN, of_book
from facilitador.domain.registration_forms import Answers, FieldKind
from facilitador.domain.reviews import (
    STATE_LABELS,
    TEXT_LIMIT,
    ReviewEntry,
    ReviewKind,
    ReviewPage,
    ReviewQueueView,
    ReviewState,
    open_comments,
)
from facilitador.domain.roles import Section
from facilitador.domain.taken_packages import NOT_SENT
from facilitador.errors import UserFacingError
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel import Panel
from facilitador.ui.panel_leaving import GO_ON, may_leave
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.reviews.models import what
from facilitador.ui.screens.reviews.parts import (
    NOTHING,
    SectionCard,
    Ways,
    first_open,
    history_card,
    return_words,
    whole_section,
)
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.reviews import (
    AnswerReview,
    ApproveReview,
    CommentReview,
    CompleteReview,
    ReopenReview,
    ReturnReview,
    ReviewOf,
    ReviewQueue,
)

PAGE_WIDTH: Final = 860
_WATCHED: Final = (Topic.REVIEWS, Topic.SESSIONS, Topic.EXCLUSIONS)
_MENDING: Final = {
    ReviewKind.SESSION: ("Ir a la bitácora", "session"),
    ReviewKind.FICHA: ("Ir a su ficha", "participant"),
    ReviewKind.DECISION: ("Ir a su ficha", "participant"),
}
_SETTLED: Final[dict[type[Command], str]] = {ApproveReview: "conforme", ReturnReview: "devuelto para completar"}
_TONES: Final = {ReviewState.PENDING: "info", ReviewState.RETURNED: "warning", ReviewState.APPROVED: "good"}


class ReviewScreen(Screen):
    """Reads the thing each time something was said of it; after it was found in order the next one comes.

    `detail`: the kind and group by which the queue was filtered, each empty for any.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        detail: Sequence[str] = (),
    ) -> None:
        super().__init__("Revisión", parent)
        assert id is not None, "a review is of something"
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._detail = tuple(detail)
        self._reviews, self._writes = surroundings.may_write(Section.REVIEWS), surroundings.may_write(Section.SESSIONS)
        self._shown: ReviewPage | None = None
        self._cards: list[SectionCard] = []
        self._drawn: list[QWidget] = []
        self._make: Callable[[str], Command] | None = None
        self._asked_at: str | None = None
        self._spoken_at: str | None = None
        self._build()
        self._session.bus.watch(self, _WATCHED, lambda: self._read(again=True))
        self._read()

    def may_leave(self) -> bool:
        """Asks before an unsaved answer is lost, for it is kept as no draft."""
        return may_leave(self._surroundings, self, self.panel)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.fill_with(self.page)
        self.heading, self.facts = label("", "title"), label("", "muted")
        self.done, self.state, self.message = Banner(), Banner(), Banner()
        self.panel = Panel(self._surroundings.today)
        self.approve = self._action("Dar por conforme", "primary", self._ask_approval)
        self.give_back = self._action("Devolver para completar", "secondary", self._ask_return)
        self.complete = self._action("Ya está completo", "primary", self._ask_completion)
        self.reopen = self._action("Abrir otra vez", "secondary", self._ask_reopening)
        self.comment = self._action("Comentar en conjunto", "quiet", lambda: self._ask_comment("", "En conjunto"))
        self.mend = button("", "quiet", parent=self)
        self.mend.clicked.connect(self._go_to_it)  # leaving asks by itself
        actions = FlowLayout()
        self._actions = (self.approve, self.give_back, self.complete, self.reopen, self.comment, self.mend)
        for one in self._actions:
            actions.addWidget(one)
        column = self.page.column
        for part in (self.done, self.heading, self.facts, self.state, self.message):
            column.addWidget(part)
        column.addLayout(actions)
        self._top = QVBoxLayout()
        self._top.addWidget(self.panel)
        column.addLayout(self._top)
        self._holder = QVBoxLayout()
        self._holder.setSpacing(column.spacing())
        column.addLayout(self._holder)
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer
        self.panel.accepted.connect(self._send)
        self.panel.closed.connect(partial(self._make_primary, True))
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))

    def _action(self, text: str, kind: str, act: Callable[[], None]) -> QPushButton:
        made = button(text, kind, parent=self)
        made.clicked.connect(lambda: self._unless_unsaved(act))
        return made

    def _unless_unsaved(self, act: Callable[..., None], *about: object) -> None:
        """What was begun in the panel is not lost by beginning something else."""
        if may_leave(self._surroundings, self, self.panel, GO_ON):
            act(*about)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self, *, again: bool = False) -> None:
        query = ReviewOf(subject_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse, again=again)

    def _refuse(self, error: UserFacingError) -> None:
        for one in self._actions:
            one.hide()
        self._redraw([])
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    def _show(self, page: ReviewPage) -> None:
        first = self._shown is None or self._shown.subject.id != page.subject.id
        self._shown = page
        subject = page.subject
        self.heading.setText(what(subject))
        authors = "; ".join(sorted(page.people.get(key, "") for key in subject.authors))
        self.facts.setText(" · ".join(part for part in (subject.group_name, f"Trabajo de {authors}") if part))
        self.state.say(self._state_words(page), _TONES[page.state])
        self.message.say(self._own_words(page), "warning")
        self._show_actions(page)
        self._show_parts(page)
        self.page.page.show()
        if first:
            self.page.ensureVisible(0, 0)
            waiting = first_open(self._cards, page) if page.state is ReviewState.RETURNED else None
            if waiting is not None:
                QTimer.singleShot(0, waiting, partial(self.page.show_widget, waiting))
        else:
            self._stand_where_it_was_said()

    def _stand_where_it_was_said(self) -> None:
        """The keyboard stays at the line just spoken of, though it is painted anew: not on what finds all in order."""
        anchor = self._spoken_at
        stop = next((made.stop_at(anchor) for made in self._cards if anchor in made.places), None) if anchor else None
        if stop is not None:
            stop.setFocus()
            QTimer.singleShot(0, stop, partial(self.page.show_widget, stop))

    def _state_words(self, page: ReviewPage) -> str:
        waiting = len(open_comments(page.entries))
        said = f"{STATE_LABELS[page.state]}."
        if page.state is ReviewState.APPROVED:
            return f"{said} No se cambia hasta que se abra otra vez."
        if page.state is ReviewState.RETURNED:
            said = " ".join(filter(None, (said, return_words(page.entries))))
        if waiting:
            said += f" {waiting} comentarios sin responder." if waiting > 1 else " Un comentario sin responder."
        return said

    def _own_words(self, page: ReviewPage) -> str:
        if not self._reviews or page.may_review:
            return ""
        code = "review_own_work" if page.reviewers else "review_own_work_alone"
        return messages.message(code, {"others": "; ".join(page.reviewers)}).whole

    def _show_actions(self, page: ReviewPage) -> None:
        approved = page.state is ReviewState.APPROVED
        may = page.may_review
        self.approve.setVisible(may and not approved)
        self.give_back.setVisible(may and page.state is ReviewState.PENDING)
        self.comment.setVisible(may and not approved)
        self.reopen.setVisible(may and approved)
        self.complete.setVisible(self._writes and page.state is ReviewState.RETURNED)
        words, _ = _MENDING[page.subject.kind]
        self.mend.setText(words)
        self.mend.setAccessibleName(words)
        self.mend.show()

    def _show_parts(self, page: ReviewPage) -> None:
        ways = Ways(
            may_comment=page.may_review and page.state is not ReviewState.APPROVED,
            may_answer=self._writes and page.state is not ReviewState.APPROVED,
            local=lambda at: at.astimezone(self._surroundings.now().tzinfo),
            nothing=NOT_SENT if self._surroundings.came_without_names else NOTHING,
        )
        whole = whole_section(page)
        sections = (*([whole] if whole else []), *page.sections)
        self._cards = [SectionCard(section, page, ways) for section in sections]
        for made in self._cards:
            made.comment_wanted.connect(partial(self._unless_unsaved, self._ask_comment))
            made.answer_wanted.connect(partial(self._unless_unsaved, self._ask_answer))
        history = history_card(page, ways.local)
        self._redraw([*self._cards, *([history] if history else [])])

    def _redraw(self, parts: Sequence[QWidget]) -> None:
        self._top.addWidget(self.panel)  # it may stand in a part that goes away now
        for former in self._drawn:
            self._holder.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._drawn = list(parts)
        for part in parts:
            self._holder.addWidget(part)
        if self.panel.form is not None:
            self._place_panel(self._asked_at)

    def _place_panel(self, anchor: str | None) -> None:
        """Right below the line that it is about; at the top where it is about the whole."""
        self._asked_at = anchor
        places = (made.places[anchor] for made in self._cards if anchor in made.places)
        place = next(places, self._top) if anchor is not None else self._top
        place.addWidget(self.panel)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _ask(self, title: str, verb: str, make: Callable[[str], Command], *, words: str, needed: bool) -> None:
        self.done.say("")
        self._make, self._spoken_at = make, None
        self._make_primary(False)
        field = FieldSpec("text", words, FieldKind.LONG_TEXT, compulsory=needed, max_length=TEXT_LIMIT)
        self.panel.ask(title, (field,), verb)

    def _make_primary(self, primary: bool) -> None:
        """One primary action: while something is asked, it is the one that is asked about."""
        for one in (self.approve, self.complete):
            set_kind(one, "primary" if primary else "secondary")

    def _ask_comment(self, anchor: str, name: str) -> None:
        self._place_panel(anchor or None)
        self._ask(
            f"Comentar: {name}",
            "Guardar el comentario",
            lambda text: CommentReview(subject_id=self._id, anchor=anchor, text=text),
            words="Comentario",
            needed=True,
        )

    def _ask_answer(self, comment: ReviewEntry) -> None:
        self._place_panel(comment.anchor)
        self._ask(
            "Responder el comentario",
            "Guardar la respuesta",
            lambda text: AnswerReview(subject_id=self._id, about_id=comment.id, text=text),
            words="Respuesta",
            needed=True,
        )

    def _ask_approval(self) -> None:
        revision = self._known.subject.revision
        self._run(ApproveReview(subject_id=self._id, subject_revision=revision))

    def _ask_return(self) -> None:
        self._place_panel(None)
        revision = self._known.subject.revision
        words = "Qué hay que completar (si ya lo comentó, puede quedar vacío)"
        self._ask(
            "Devolver para completar",
            "Devolver",
            lambda text: ReturnReview(subject_id=self._id, subject_revision=revision, text=text),
            words=words,
            needed=False,
        )

    def _ask_completion(self) -> None:
        self._place_panel(None)
        self._ask(
            "Ya está completo",
            "Enviar a revisión",
            lambda text: CompleteReview(subject_id=self._id, text=text),
            words="Qué se completó, si quiere decirlo",
            needed=False,
        )

    def _ask_reopening(self) -> None:
        self._place_panel(None)
        self._ask(
            "Abrir otra vez",
            "Abrir otra vez",
            lambda text: ReopenReview(subject_id=self._id, reason=text),
            words="¿Por qué?",
            needed=True,
        )

    def _send(self, answers: Answers) -> None:
        if self._make is not None:
            self._run(self._make(text_in(answers, "text")))

    def _run(self, command: Command) -> None:
        settled = _SETTLED.get(type(command), "")
        self._session.run([command], owner=self, done=partial(self._saved, settled), failed=self._refused)

    def _saved(self, settled: str, outcome: Outcome) -> None:
        """`settled`: what it came to; empty where the same thing is read on."""
        self._spoken_at = None if settled else self._asked_at
        self.panel.close_panel()
        if not settled:
            self._stand_where_it_was_said()
            return
        kind, group = (*self._detail, "", "")[:2]
        source = self._surroundings.source
        query = ReviewQueue(
            kind=ReviewKind(kind) if kind else None,
            group_id=UUID(group) if group else None,
            limit=20,
            origin=OWN if source is None else of_book(source.book_id),
        )
        said = f"{what(self._known.subject)}: {settled}."
        self._session.read(query, owner=self, done=partial(self._go_on, said))

    def _go_on(self, said: str, queue: ReviewQueueView) -> None:
        """The oldest of the same service that is not her own work comes next, in the place of what was just settled."""
        waiting = next((one for one in queue.entries if not one.own and one.subject_id != self._id), None)
        if waiting is None:
            self.done.say(f"{said} No queda nada más por revisar de este servicio.", "good")
            return
        self.done.say(f"{said} Sigue lo más antiguo de la lista.", "good")
        self._id = waiting.subject_id
        self._read()
        self.setFocus()

    def _refused(self, error: UserFacingError) -> None:
        if self.panel.form is not None:
            self.panel.refuse(_beside(error))
        else:
            self.message.say(messages.of_error(error).whole, "problem")
        if error.code == "changed_meanwhile":
            self._read(again=True)

    def _go_to_it(self) -> None:
        subject = self._known.subject
        _, place = _MENDING[subject.kind]
        key = subject.participant_id if subject.participant_id is not None else subject.id
        self.destination_requested.emit(Destination(place, key))

    @property
    def _known(self) -> ReviewPage:
        assert self._shown is not None  # nothing can be pressed before it was read
        return self._shown


def _beside(error: UserFacingError) -> UserFacingError:
    """A refusal of the reason stands beside the one question there is."""
    if error.field == "reason":
        error.field = "text"
    return error
