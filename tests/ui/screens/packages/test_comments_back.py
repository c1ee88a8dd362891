"""What a supervisor says of another service's log goes back as a package and stands where it belongs, all by clicks."""

from __future__ import annotations

import pytest

from facilitador.domain.packages import PackageKind
from facilitador.ui.screens.reviews.review import ReviewScreen
from facilitador.use_cases.home import Home
from facilitador.use_cases.packages import Packages
from facilitador.use_cases.reviews import ReviewOf
from tests.ui.screens.packages.conftest import Desk, answer, prepared, saved, take, words
from tests.use_cases.logs import Planned, planned
from tests.use_cases.reviewing import closing

SAID = "Falta decir qué acordaron con el 1."


@pytest.fixture
def group(facilitator: Desk, supervisor: Desk) -> Planned:
    """A group with a closed log, taken in by who supervises it; with names, so that it can be read."""
    facilitator.trust(supervisor)
    supervisor.trust(facilitator)
    made = planned(facilitator.book, men=2, days=(-7,))
    facilitator.run(*closing(made.sessions[0]))
    sent = prepared(facilitator, use=PackageKind.SUPERVISION.value, names="with_names")
    take(supervisor, saved(facilitator, sent))
    return made


@pytest.mark.directive("6.9.1")
def test_a_comment_goes_back_and_stands_at_its_session(facilitator: Desk, supervisor: Desk, group: Planned) -> None:
    session = group.sessions[0]
    page = supervisor.open(ReviewScreen, session)
    supervisor.until(page.comment.isVisible)
    page.comment.click()
    answer(page.panel, text=SAID)
    page.panel.verb.click()
    supervisor.until(lambda: SAID in words(page))
    due = {item.code: item.parameters for item in supervisor.ask(Home())}
    assert due["due_reviews_to_send"]["service"] == "Centro de salud Los Molles"

    sending = prepared(supervisor)
    path = saved(supervisor, sending)
    assert "due_reviews_to_send" not in {item.code for item in supervisor.ask(Home())}
    assert supervisor.ask(Packages())[0].kind is PackageKind.REVIEW
    take(facilitator, path)

    at_home = facilitator.open(ReviewScreen, session)
    facilitator.until(lambda: SAID in words(at_home))
    assert facilitator.ask(ReviewOf(subject_id=session))
