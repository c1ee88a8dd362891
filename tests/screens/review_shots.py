"""The queue of the reviews, a review of each kind, a cycle being closed and one closed, good practices."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from facilitador.domain.groups import GroupStatus
from facilitador.domain.reviews import ReviewKind, ReviewState
from facilitador.domain.roles import Role
from facilitador.ui.screens.closures.screen import ClosureScreen
from facilitador.ui.screens.practices.screen import PracticesScreen
from facilitador.ui.screens.reviews.review import ReviewScreen
from facilitador.ui.screens.reviews.screen import ReviewsScreen
from facilitador.ui.screens.sessions.session import SessionScreen
from facilitador.use_cases import books
from facilitador.use_cases.books import NewBook
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup, Groups
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.people import AddTeamMember
from facilitador.use_cases.reviews import ReviewQueue
from tests.books import PASSPHRASE, SERVICE
from tests.screens.stage import Stage
from tests.use_cases.reviewing import ActingAs
from tests.use_cases.scenes import ficha


def returned(stage: Stage) -> ReviewScreen:
    """What was returned, for who is to complete it."""
    return stage.go("review", _subject(stage, ReviewState.RETURNED), ReviewScreen)


def answering(stage: Stage) -> None:
    screen = returned(stage)
    view = next(view for card in screen._cards for view in card.comments.values())
    view.answer.click()


def in_order(stage: Stage) -> None:
    stage.go("review", _subject(stage, ReviewState.APPROVED), ReviewScreen)


def log_in_order(stage: Stage) -> None:
    stage.go("session", _subject(stage, ReviewState.APPROVED), SessionScreen)


def returned_queue(stage: Stage) -> None:
    stage.go("reviews", None, ReviewsScreen)


def _subject(stage: Stage, state: ReviewState) -> UUID:
    return stage.ask(ReviewQueue(state=state)).entries[0].subject_id


def closing(stage: Stage) -> ClosureScreen:
    return stage.go("closure", _group(stage, GroupStatus.RUNNING), ClosureScreen)


def completing(stage: Stage) -> None:
    screen = closing(stage)
    next(iter(screen.items.rows.values())).complete.click()


def closing_form(stage: Stage) -> None:
    screen = closing(stage)
    screen.page.show_widget(screen.editor.save_button)


def closed(stage: Stage) -> None:
    stage.go("closure", _group(stage, GroupStatus.CLOSED), ClosureScreen)


def _group(stage: Stage, status: GroupStatus) -> UUID:
    return next(line.group.id for line in stage.ask(Groups()) if line.group.status is status)


def practices(stage: Stage) -> PracticesScreen:
    return stage.go("practices", None, PracticesScreen)


def new_practice(stage: Stage) -> None:
    practices(stage).add.click()


def no_practices(stage: Stage) -> None:
    stage.go("practices", None, PracticesScreen)


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("reviews-returned", returned_queue),
    ("review-returned", returned),
    ("review-answer", answering),
    ("review-approved", in_order),
    ("session-log-approved", log_in_order),
    ("closure", closing),
    ("closure-completed", completing),
    ("closure-form", closing_form),
    ("closure-closed", closed),
    ("practices", practices),
    ("practices-new", new_practice),
)
"""Names of pictures and the steps to each, in the example book."""


def supervised(stage: Stage) -> None:
    """A book of its own of somebody who supervises, with two fichas that somebody else wrote."""
    path = stage.folder / "Documentos" / "supervisado" / f"{SERVICE.name}.facilitador"
    if not path.exists():
        path.parent.mkdir()
        new = NewBook(SERVICE, "Rosa", "Mamani Quispe", "psychology", Role.SUPERVISOR, PASSPHRASE)
        books.create(path, new, stage.environment).result()[0].close()
    stage.unlock(path, PASSPHRASE)
    if stage.ask(Groups()):
        return
    book: OpenBook = stage.program._lease.book  # type: ignore[union-attr]
    add = AddTeamMember(given_names="Edwin", surnames="Ticona Choque", profession="social_work")
    writer, group = book.submit([add, FormGroup(name="Grupo Retama")]).result().ids
    facilitating = ActingAs(book, writer, Role.FACILITATOR)
    men = facilitating.run(*(RegisterParticipant(answers=ficha(number)) for number in (1, 2))).ids
    facilitating.run(*(EnrolParticipant(group_id=group, participant_id=man) for man in men))
    stage.settle()


def queue(stage: Stage) -> None:
    stage.go("reviews", None, ReviewsScreen)


def ficha_review(stage: Stage) -> ReviewScreen:
    key = stage.ask(ReviewQueue(kind=ReviewKind.FICHA)).entries[0].subject_id
    return stage.go("review", key, ReviewScreen)


def commenting(stage: Stage) -> None:
    screen = ficha_review(stage)
    next(button for card in screen._cards for button in card.buttons.values()).click()


SUPERVISED: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("reviews", queue),
    ("review-ficha", ficha_review),
    ("review-comment", commenting),
    ("practices-none", no_practices),
)
"""Names of pictures and the steps to each, in the book of who supervises."""
