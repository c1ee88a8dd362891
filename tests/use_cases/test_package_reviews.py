"""Comments go back and are added where they belong, in whatever order, and nothing else comes with them (6.9.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from facilitador.domain.packages import TableRows
from facilitador.domain.reviews import ReviewPage, ReviewState, ReviewStep
from facilitador.domain.roles import Role
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_receiving import UndoPackage
from facilitador.use_cases.package_reviews import PackReviews, ReviewsWish, WeighReviews
from facilitador.use_cases.packages import Sources
from facilitador.use_cases.people import AddTeamMember, People
from facilitador.use_cases.reviews import (
    AnswerReview,
    ApproveReview,
    CommentReview,
    CompleteReview,
    ReopenReview,
    ReturnReview,
    ReviewOf,
)
from facilitador.use_cases.session_logs import SaveLog
from facilitador.use_cases.trusted_keys import OwnKey
from tests.use_cases.logs import LOG, Planned, planned
from tests.use_cases.packing import Pair, acquainted, changed, whole
from tests.use_cases.reviewing import ActingAs, closing
from tests.use_cases.scenes import one_value, refused

pytestmark = pytest.mark.directive("6.9.1")


@dataclass(frozen=True)
class Round:
    """A closed log of home's that was taken in at the supervisor's. `forth` sends work, `back` comments."""

    forth: Pair
    back: Pair
    group: Planned

    @property
    def session(self) -> UUID:
        """The closed log."""
        return self.group.sessions[0]

    def said(self, later: int = 0) -> bytes:
        """What was said there, for home."""
        source = self.there.ask(Sources()).result()[0]
        to = (self.home.ask(OwnKey()).result().identity.fingerprint,)
        wish = ReviewsWish(book_id=source.book_id, recipients=to, purpose="Revisión de noviembre")
        content = self.there.ask(PackReviews(wish=wish)).result().content
        return self.back.again(content, later=later) if later else content

    @property
    def home(self) -> OpenBook:
        """Where the work is done."""
        return self.forth.home

    @property
    def there(self) -> OpenBook:
        """Where it is reviewed."""
        return self.forth.there

    def page(self, book: OpenBook) -> ReviewPage:
        """The review of the log."""
        return book.ask(ReviewOf(subject_id=self.session)).result()

    def steps(self, book: OpenBook) -> list[ReviewStep]:
        """What was said of the log."""
        return [entry.step for entry in self.page(book).entries]


@pytest.fixture
def turn(open_as: Callable[[Role], OpenBook]) -> Round:
    home, there = open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR)
    forth = acquainted(home, there)
    group = planned(home, men=2, days=(-7, 0))
    log = SaveLog(session_id=group.sessions[0], facilitator_ids=group.team, **LOG)
    home.submit([log, *closing(group.sessions[0])]).result()
    forth.take(forth.sent(group.group_id))
    return Round(forth, Pair(there, home), group)


def test_a_comment_is_read_where_the_log_was_written_by_the_name_of_who_made_it(turn: Round) -> None:
    turn.there.submit([CommentReview(subject_id=turn.session, anchor="summary", text="¿Quiénes hablaron?")]).result()
    turn.there.submit([ReturnReview(subject_id=turn.session)]).result()
    turn.back.take(turn.said())
    page = turn.page(turn.home)
    assert page.state is ReviewState.RETURNED
    comment = page.entries[0]
    assert (comment.text, comment.anchor) == ("¿Quiénes hablaron?", "summary")
    assert page.people[comment.by] == turn.there.person.full_name
    assert len(turn.home.ask(People()).result()) == 2  # nobody of the other service is of the team
    assert one_value(turn.home, "SELECT count(*) FROM foreign_rows WHERE table_name <> 'people'") == 0


def test_an_approval_locks_the_log_and_the_answer_travels_with_the_next_package(turn: Round) -> None:
    turn.there.submit([CommentReview(subject_id=turn.session, text="¿Y el 2?")]).result()
    turn.back.take(turn.said())
    (comment,) = turn.page(turn.home).entries
    turn.home.submit([AnswerReview(subject_id=turn.session, about_id=comment.id, text="Habló al final.")]).result()
    turn.forth.take(turn.forth.sent(turn.group.group_id, later=1))
    assert turn.steps(turn.there) == [ReviewStep.COMMENT, ReviewStep.REPLY]
    turn.there.submit([ApproveReview(subject_id=turn.session)]).result()
    turn.back.take(turn.said(later=2))
    assert turn.page(turn.home).state is ReviewState.APPROVED
    with refused("review_is_approved"):
        turn.home.submit([CompleteReview(subject_id=turn.session)]).result()
    turn.there.submit([ReopenReview(subject_id=turn.session, reason="Faltó una parte.")]).result()
    turn.back.take(turn.said(later=3))
    assert turn.page(turn.home).state is ReviewState.PENDING


def test_two_packages_of_comments_in_either_order_end_alike(turn: Round) -> None:
    turn.there.submit([CommentReview(subject_id=turn.session, text="Primero.")]).result()
    first = turn.said()
    turn.there.submit([ReturnReview(subject_id=turn.session, text="Falta el cierre.")]).result()
    second = turn.said(later=1)
    noted = ("packages", "package_roots", "package_rows")
    turn.back.take(second)
    turn.back.take(first)
    late = whole(turn.home, without=noted)
    turn.home.submit([UndoPackage(package_id=UUID(bytes=_newest(turn.home)))]).result()
    turn.back.take(first)
    turn.back.take(second)
    assert whole(turn.home, without=noted) == late
    assert turn.steps(turn.home) == [ReviewStep.COMMENT, ReviewStep.RETURN]


def _newest(book: OpenBook) -> bytes:
    statement = "SELECT id FROM packages WHERE way = 'taken' AND undone_at IS NULL ORDER BY number DESC LIMIT 1"
    return bytes(one_value(book, statement))


def test_the_same_comments_twice_change_nothing(turn: Round) -> None:
    turn.there.submit([CommentReview(subject_id=turn.session, text="Una vez.")]).result()
    content = turn.said()
    turn.back.take(content)
    before = whole(turn.home)
    (notice,) = turn.back.take(content).notices
    assert notice.code == "package_nothing_newer"
    assert whole(turn.home) == before


def test_what_came_is_taken_back_whole_unless_it_was_answered(turn: Round) -> None:
    before = whole(turn.home, without=("packages",))
    turn.there.submit([ReturnReview(subject_id=turn.session, text="Falta el cierre.")]).result()
    turn.back.take(turn.said())
    turn.home.submit([UndoPackage(package_id=UUID(bytes=_newest(turn.home)))]).result()
    assert whole(turn.home, without=("packages",)) == before
    turn.back.take(turn.said(later=1))
    turn.home.submit([CompleteReview(subject_id=turn.session)]).result()
    with refused("package_changed_since"):
        turn.home.submit([UndoPackage(package_id=UUID(bytes=_newest(turn.home)))]).result()


def test_where_both_services_review_what_was_said_is_united(turn: Round) -> None:
    turn.there.submit([CommentReview(subject_id=turn.session, text="Desde la red.")]).result()
    content = turn.said()
    elena = turn.home.submit([AddTeamMember(given_names="Elena", surnames="Apaza")]).result().ids[0]
    other = ActingAs(turn.home, elena, Role.SUPERVISOR)
    other.run(CommentReview(subject_id=turn.session, text="Desde el centro."))
    turn.back.take(content)
    assert {entry.text for entry in turn.page(turn.home).entries} == {"Desde la red.", "Desde el centro."}
    assert one_value(turn.home, "SELECT count(*) FROM reviews") == 1


@pytest.mark.parametrize(
    ("table", "column", "value", "code"),
    [
        ("reviews", "session_id", None, "package_claims_other_rows"),  # filled in below: a session that was never sent
        ("review_entries", "by", None, "package_claims_other_rows"),  # in the name of somebody of home
        ("review_entries", "step", "complete", "package_damaged_inside"),  # a step of who writes
    ],
)
def test_comments_touch_only_what_was_sent_in_ones_own_name(
    turn: Round, table: str, column: str, value: Any, code: str
) -> None:
    other = planned(turn.home, men=1, days=(-7,)) if column == "session_id" else None
    turn.there.submit([CommentReview(subject_id=turn.session, text="Algo.")]).result()
    content = turn.said()
    rows = turn.back.opened(content).rows
    if column == "session_id":
        assert other is not None
        value = other.sessions[0].bytes
    elif column == "by":
        value = turn.home.person.id.bytes
        people = rows["people"]
        spot = people.columns.index("id")
        claimed = tuple((*row[:spot], value, *row[spot + 1 :]) for row in people.rows)
        rows = {**rows, "people": TableRows(people.columns, claimed)}
    before = whole(turn.home)
    forged = turn.back.again(content, rows=changed(rows, table, column, value))
    with refused(code):
        turn.back.take(forged)
    assert whole(turn.home) == before


def test_it_waits_to_be_sent_until_it_went_and_goes_only_to_them(turn: Round) -> None:
    source = turn.there.ask(Sources()).result()[0]
    to = (turn.home.ask(OwnKey()).result().identity.fingerprint,)
    wish = ReviewsWish(book_id=source.book_id, recipients=to, purpose="Revisión")
    with refused("reviews_nothing_said"):
        turn.there.ask(WeighReviews(wish=wish)).result()
    turn.there.submit([CommentReview(subject_id=turn.session, text="Algo.")]).result()
    assert "due_reviews_to_send" in {item.code for item in turn.there.ask(Home()).result()}
    assert turn.there.ask(WeighReviews(wish=wish)).result().counts == {"people": 1, "reviews": 1, "review_entries": 1}
    with refused("source_not_here"):
        turn.there.ask(PackReviews(wish=ReviewsWish(book_id=UUID(int=5), recipients=to, purpose="Revisión"))).result()
    package = turn.back.opened(turn.said())
    assert set(package.rows) == {"people", "reviews", "review_entries"}
    assert "due_reviews_to_send" not in {item.code for item in turn.there.ask(Home()).result()}
