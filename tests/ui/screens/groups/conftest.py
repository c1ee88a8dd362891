"""Groups on a real book, with men, a team and a venue where a test asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from facilitador.domain.people import TrainingKind
from facilitador.domain.venues import Condition
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.groups.group import GroupScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.people import AddTeamMember, DescribeTeamMember, People, RecordTraining
from facilitador.use_cases.requests import Command, Outcome, Query
from facilitador.use_cases.venues import AddVenue
from tests.ui.gestures import show
from tests.ui.real_books import *  # noqa: F403

SINCE = date(2026, 11, 2)


@dataclass
class Seen:
    """Where a screen wished to go."""

    destinations: list[Destination] = field(default_factory=list)
    backs: int = 0

    def watch(self, screen: Screen) -> None:
        screen.destination_requested.connect(self.destinations.append)
        screen.back_requested.connect(self.went_back)

    def went_back(self) -> None:
        self.backs += 1


@pytest.fixture
def seen() -> Seen:
    """Keeps the wishes of the screens that it watches."""
    return Seen()


@pytest.fixture
def group_id(one: Callable[[Command], UUID]) -> UUID:
    """A group of which only the name is decided."""
    return one(FormGroup(name="Grupo Ceibo"))


@pytest.fixture
def men(run: Callable[..., Outcome]) -> Callable[[int], tuple[UUID, ...]]:
    """Register so many men: «Apaza 01, Juan», «Apaza 02, Juan» …"""

    def register(count: int) -> tuple[UUID, ...]:
        answers = [
            {"paternal_surname": f"Apaza {number:02}", "given_names": "Juan", "birth_date": "1990-05-01"}
            for number in range(1, count + 1)
        ]
        return run(*(RegisterParticipant(answers=one) for one in answers)).ids

    return register


@pytest.fixture
def enrol(run: Callable[..., Outcome], group_id: UUID) -> Callable[..., tuple[UUID, ...]]:
    """Enrol these men since the second of November; the ids of their stints."""

    def enrol_all(men: tuple[UUID, ...], *, waitlist: bool = False) -> tuple[UUID, ...]:
        return run(
            *(EnrolParticipant(group_id=group_id, participant_id=man, since=SINCE, waitlist=waitlist) for man in men)
        ).ids

    return enrol_all


@pytest.fixture
def ready_group(run: Callable[..., Outcome], in_book: Callable[[Query[object]], object]) -> UUID:
    """A group that lacks nothing of what the directive asks before it starts."""
    rosa = in_book(People())[0]  # type: ignore[index]
    describe = DescribeTeamMember(
        person_id=rosa.id,
        given_names="Rosa",
        surnames="Mamani Quispe",
        profession="psychology",
        designation_document="Memorando 12-2026",
    )
    julio = AddTeamMember(
        given_names="Julio", surnames="Ñahui", profession="social_work", designation_document="Memorando 13-2026"
    )
    venue = AddVenue(name="Local comunal", conditions=dict.fromkeys(Condition, True))
    _, julio_id, venue_id = run(describe, julio, venue).ids
    run(
        *(
            RecordTraining(
                person_id=person,
                kind=kind,
                provider="DATPS",
                datps_assistance=True,
                held_on=date(2026, 3, 2),
                hours=20,
            )
            for person in (rosa.id, julio_id)
            for kind in TrainingKind
        )
    )
    form = FormGroup(
        name="Grupo Retama",
        venue_id=venue_id,
        weekday=1,
        starts_at=time(18, 30),
        facilitator_ids=(rosa.id, julio_id),
        agreements=("Llegamos a la hora.",),
    )
    return run(form).ids[0]


@pytest.fixture
def open_group(surroundings: Surroundings, seen: Seen, qtbot: QtBot) -> Callable[[UUID], GroupScreen]:
    """The page of a group, in sight and read."""
    return lambda group_id: open_group_in(surroundings, group_id, seen, qtbot)


def open_group_in(surroundings: Surroundings, group_id: UUID, seen: Seen, qtbot: QtBot) -> GroupScreen:
    """The page of a group in this window, in sight and read."""
    screen = GroupScreen(surroundings, group_id)
    qtbot.addWidget(screen)
    seen.watch(screen)
    screen.resize(1100, 900)
    show(screen)
    qtbot.waitUntil(screen.page.page.isVisible)
    return screen
