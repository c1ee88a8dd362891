"""The parts of what is reviewed, each with its comments and the way to add one; and the history of the review."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.dates import format_date
from facilitador.domain.reviews import (
    STEP_LABELS,
    ReviewedLine,
    ReviewedSection,
    ReviewEntry,
    ReviewPage,
    ReviewStep,
    comments_at,
    replies_to,
)
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label, rule

NOTHING = "—"
WHOLE = "En conjunto"


@dataclass(frozen=True, slots=True)
class Ways:
    """What the person may do here: comment, answer; her local time; what stands where no answer is."""

    may_comment: bool
    may_answer: bool
    local: Callable[[datetime], datetime]
    nothing: str = NOTHING


class CommentView(QFrame):
    """A comment with its answers. `answer_wanted`."""

    answer_wanted = Signal()

    def __init__(self, comment: ReviewEntry, page: ReviewPage, ways: Ways) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.setProperty("tone", "warning" if not replies_to(page.entries, comment.id) else "info")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(label(comment.text))
        column.addWidget(label(signed(comment, page.people, ways.local), "muted"))
        if comment.subject_revision != page.subject.revision:
            column.addWidget(label("Lo comentado cambió desde entonces.", "muted"))
        for reply in replies_to(page.entries, comment.id):
            column.addWidget(rule())
            column.addWidget(label(f"Respuesta: {reply.text}"))
            column.addWidget(label(signed(reply, page.people, ways.local), "muted"))
        self.answer = button("Responder", "quiet")
        self.answer.setAccessibleDescription(comment.text)
        self.answer.clicked.connect(self.answer_wanted)
        column.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignLeft)
        self.answer.setVisible(ways.may_answer)


class SectionCard(QFrame):
    """One section. `comment_wanted(anchor, label)`, `answer_wanted(comment)`. `places`: a place below each line."""

    comment_wanted = Signal(str, str)
    answer_wanted = Signal(object)

    def __init__(self, section: ReviewedSection, page: ReviewPage, ways: Ways) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._page, self._ways = page, ways
        self.buttons: dict[str, QPushButton] = {}
        self.comments: dict[UUID, CommentView] = {}
        self.places: dict[str, QVBoxLayout] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(label(section.title, "heading"))
        for number, line in enumerate(section.lines):
            if number:
                column.addWidget(rule())
            column.addLayout(self._line(line))
            for comment in comments_at(page.entries, line.anchor):
                column.addWidget(self._comment(comment))
            self.places[line.anchor] = QVBoxLayout()
            column.addLayout(self.places[line.anchor])

    def stop_at(self, anchor: str) -> QWidget | None:
        """Where the keyboard stands at a line: what comments on it, else what answers its first comment."""
        comment = next(iter(comments_at(self._page.entries, anchor)), None)
        answer = self.comments[comment.id].answer if comment is not None else None
        return self.buttons.get(anchor) or answer

    def _line(self, line: ReviewedLine) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(line.label, "muted"))
        text = label(line.text or self._ways.nothing)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(text)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        row.addLayout(words, 1)
        if self._ways.may_comment:
            ask = button("Comentar", "quiet")
            ask.setAccessibleDescription(line.label)
            ask.clicked.connect(partial(self.comment_wanted.emit, line.anchor, line.label))
            self.buttons[line.anchor] = ask
            row.addWidget(ask, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _comment(self, comment: ReviewEntry) -> QWidget:
        view = CommentView(comment, self._page, self._ways)
        view.answer_wanted.connect(partial(self.answer_wanted.emit, comment))
        self.comments[comment.id] = view
        return view


def whole_section(page: ReviewPage) -> ReviewedSection | None:
    """What was said of the thing as a whole, or of a part that is not there any more; None where nothing was."""
    there = {line.anchor for section in page.sections for line in section.lines}
    gone = dict.fromkeys(
        one.anchor for one in page.entries if one.step is ReviewStep.COMMENT and one.anchor not in there
    )
    lines = tuple(ReviewedLine(anchor, WHOLE if not anchor else "Una parte que ya no está", NOTHING) for anchor in gone)
    return ReviewedSection(WHOLE, lines) if lines else None


def history_card(page: ReviewPage, local: Callable[[datetime], datetime]) -> QFrame | None:
    """The steps that moved the review, oldest first; None before any."""
    steps = [one for one in page.entries if one.step not in (ReviewStep.COMMENT, ReviewStep.REPLY)]
    if not steps:
        return None
    frame, column = card()
    column.addWidget(label("Historia de la revisión", "heading"))
    for step in steps:
        said = f"{STEP_LABELS[step.step]}. {step.text}" if step.text else f"{STEP_LABELS[step.step]}."
        column.addWidget(label(said))
        column.addWidget(label(signed(step, page.people, local), "muted"))
    return frame


def return_words(entries: Sequence[ReviewEntry]) -> str:
    """What it was returned for the last time, as it was written; empty if the comments alone say it."""
    said = [one.text for one in entries if one.step is ReviewStep.RETURN]
    return said[-1] if said else ""


def signed(entry: ReviewEntry, people: Mapping[UUID, str], local: Callable[[datetime], datetime]) -> str:
    """`Ccori, Elena, 20/11/2026 a las 15:30`."""
    at = local(entry.at)
    return f"{people.get(entry.by, '')}, {format_date(at.date())} a las {at:%H:%M}"


def first_open(cards: Sequence[SectionCard], page: ReviewPage) -> QWidget | None:
    """The first comment that nobody answered."""
    for made in cards:
        for comment_id, view in made.comments.items():
            if not replies_to(page.entries, comment_id):
                return view
    return None
