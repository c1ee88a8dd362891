"""A group with sessions to write logs of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any, Final
from uuid import UUID

from uuid_utils.compat import uuid7

from facilitador.domain.sessions import Reached
from facilitador.domain.text import sort_key
from facilitador.domain.topics import Area
from facilitador.use_cases.enrolments import EnrolParticipant, Roster
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord
from facilitador.use_cases.people import AddTeamMember
from facilitador.use_cases.session_plans import PlanSessions, SessionToPlan
from tests.books import TODAY
from tests.use_cases.scenes import ficha, register

TOPICS: Final = ("power_and_violence", "gender_and_masculine_identity", "affection_emotions_and_love")

LOG: Final[dict[str, Any]] = {
    "summary": "Se habló del poder en la casa.",
    "areas": {Area.KNOWING: Reached.YES, Area.ACTING: Reached.PARTLY, Area.RESOLVING: Reached.NO},
    "area_notes": {Area.ACTING: "Al 2 le costó escuchar."},
    "technique": ("guided_dialogue",),
    "narrative": "Empezaron callados; el 1 contó una decisión suya.",
    "headings": {"analysis": "La excusa del trago.", "warning_signs": "Puños, calor.", "public_action": "Nada hoy."},
    "nothing_avoided": True,
    "topic_ids": TOPICS[:1],
}
"""A log that lacks nothing but marks and facilitators."""


@dataclass(frozen=True)
class Planned:
    """A group with its men, a team of two and its sessions in order of day."""

    book: OpenBook
    group_id: UUID
    people: tuple[UUID, ...]
    stints: tuple[UUID, ...]
    sessions: tuple[UUID, ...]
    team: tuple[UUID, ...]

    @property
    def by_name(self) -> list[UUID]:
        """The stints in the order of the printed sheet."""
        roster = self.book.ask(Roster(group_id=self.group_id)).result()
        return [entry.stint.id for entry in sorted(roster, key=lambda entry: sort_key(entry.full_name))]

    def rename(self, participant_id: UUID, surname: str) -> None:
        """His name is mended."""
        man = self.book.ask(ParticipantRecord(participant_id=participant_id)).result()
        answers = {**man.answers, "paternal_surname": surname}
        self.book.submit([ChangeParticipant(participant_id=participant_id, answers=answers)]).result()


def planned(book: OpenBook, *, men: int, days: tuple[int, ...], name: str = "Los Molles", first: int = 1) -> Planned:
    """A group whose sessions are that many days from today, its men there since long before."""
    second = uuid7()
    team = (book.person.id, second)
    add = AddTeamMember(id=second, given_names="Edwin", surnames="Ticona Choque", profession="social_work")
    group_id = book.submit([add, FormGroup(name=name, facilitator_ids=team)]).result().ids[1]
    people = register(book, *(ficha(number) for number in range(first, first + men)))
    since = TODAY - timedelta(days=90)
    enrol = [EnrolParticipant(group_id=group_id, participant_id=man, since=since) for man in people]
    stints = book.submit(enrol).result().ids
    keys = tuple(uuid7() for _ in days)
    sessions = tuple(
        SessionToPlan(
            id=key,
            day=TODAY + timedelta(days=offset),
            starts_at=time(19),
            topic_ids=(TOPICS[place % len(TOPICS)],),
        )
        for place, (key, offset) in enumerate(zip(keys, days, strict=True))
    )
    book.submit([PlanSessions(group_id=group_id, sessions=sessions)]).result()
    return Planned(book, group_id, people, stints, keys, team)
