"""Example data: a whole service with invented people, made by the very commands that make a real one.

What is invented stands in `resources/reference/demo.toml`; here it becomes dates and commands. The same day gives the
same answers, whatever the machine; only identifiers differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from functools import cache
from random import Random
from typing import Any, Final
from uuid import UUID

import msgspec

from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import AgeBand
from facilitador.domain.participants import ConsentMark
from facilitador.domain.people import TrainingKind
from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.roles import Role
from facilitador.domain.services import Binding
from facilitador.domain.venues import Condition
from facilitador.paths import resource
from facilitador.reference import proposed_agreements
from facilitador.reference.decoding import Header, check_name, decode
from facilitador.use_cases.books import NewBook
from facilitador.use_cases.demo_answers import Man, Profile, Variety, answers_of, guardian_of, witness_of
from facilitador.use_cases.demo_applications import applications_in
from facilitador.use_cases.demo_compliance import statements_in
from facilitador.use_cases.demo_directory import Institution, institutions_in
from facilitador.use_cases.demo_exclusions import exclusions_in
from facilitador.use_cases.demo_goals import goals_in
from facilitador.use_cases.demo_referrals import guidance_in
from facilitador.use_cases.demo_reviews import cycle_closed, practices_in, reviews_in
from facilitador.use_cases.demo_rights import rights_in
from facilitador.use_cases.demo_sessions import DemoGroup, sessions_through_time, stays_in
from facilitador.use_cases.demo_timeline import Event, Rank, in_order
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.exclusion_tellings import TellExclusionDecision
from facilitador.use_cases.groups import FormGroup, StartGroup
from facilitador.use_cases.participants import RecordConsent, RegisterParticipant
from facilitador.use_cases.people import AddTeamMember, DescribeTeamMember, RecordTraining
from facilitador.use_cases.requests import Command
from facilitador.use_cases.services import AddOwnField, DescribeService
from facilitador.use_cases.venues import AddVenue

DEMO_PASSPHRASE: Final = "quinua tambor nogal lluvia"
"""The clave of the example book: no secret, for it guards nothing."""


class _Service(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    kind: str
    binding: Binding
    ubigeo: str
    address: str
    phone: str
    email: str
    responsible_officer: str


class _OwnField(msgspec.Struct, forbid_unknown_fields=True):
    label: str
    key: str
    options: tuple[str, ...]


class _Training(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    kind: TrainingKind
    provider: str
    datps_assistance: bool
    days_ago: int
    hours: int


class _TeamMember(msgspec.Struct, forbid_unknown_fields=True):
    key: str
    given_names: str
    surnames: str
    profession: str
    designation_document: str
    designated: int | None = None
    trainings: tuple[_Training, ...] = ()


class _Venue(msgspec.Struct, forbid_unknown_fields=True):
    key: str
    name: str
    ubigeo: str
    address: str
    conditions: dict[Condition, bool]
    notes: str = ""


class _Group(msgspec.Struct, forbid_unknown_fields=True):
    key: str
    name: str
    venue: str
    language: str
    weekday: int
    planned_sessions: int
    first_day: int
    facilitators: tuple[str, ...]
    agreements: int
    age_band: AgeBand = AgeBand.ADULTS
    ethnic_group: str = ""
    starts_at: time | None = None
    last_day: int | None = None
    started: int | None = None
    start_reason: str = ""
    closed: int | None = None


class _Demo(Header, forbid_unknown_fields=True, kw_only=True):
    seed: str
    service: _Service
    own_field: _OwnField
    team: tuple[_TeamMember, ...]
    venues: tuple[_Venue, ...]
    institutions: tuple[Institution, ...]
    groups: tuple[_Group, ...]
    profiles: dict[str, Profile]
    variety: Variety
    men: tuple[Man, ...]


@cache
def _demo() -> _Demo:
    path = resource("reference", "demo.toml")
    raw = decode(path, _Demo)
    check_name(path, raw)
    return raw


def demo_book(today: date, new_id: Callable[[], UUID]) -> NewBook:
    """A book of invented data, seen from `today`: one service, its team, venues, groups at different moments, men."""
    demo = _demo()
    keyed: tuple[_TeamMember | _Venue | _Group, ...] = (*demo.team, *demo.venues, *demo.groups)
    ids = {one.key: new_id() for one in keyed}
    first = demo.team[0]
    commands = _history(demo, today, ids, new_id)
    answering = {ids["retama"]: False, ids["amancay"]: True}
    decided = list(exclusions_in(commands, ids["amancay"], (ids["rosa"], ids["edwin"]), today, new_id))
    own = demo.own_field
    return NewBook(
        service=DescribeService(**msgspec.structs.asdict(demo.service)),
        given_names=first.given_names,
        surnames=first.surnames,
        profession=first.profession,
        role=Role.FACILITATOR,
        passphrase=DEMO_PASSPHRASE,
        demo=True,
        person_id=ids[first.key],
        first_commands=(
            AddOwnField(label=own.label, kind=FieldKind.CHOICE, options=own.options, sensitive=False),
            *_team(demo, today, ids),
            *(_venue(venue, ids) for venue in demo.venues),
            *institutions_in(demo.institutions, today),
            *statements_in(today),
            *(_formed(group, today, ids) for group in demo.groups),
            *commands,
            *applications_in(commands, answering, new_id, demo.seed),
            *(one for one in decided if not isinstance(one, TellExclusionDecision)),
            *guidance_in(commands, ids["amancay"], today, new_id),
            *goals_in(ids[_longest_running(demo).key], new_id, today),
            *practices_in(ids["retama"]),
            *rights_in(commands, ids["amancay"], today, new_id),
        ),
        supervisor_id=ids["oscar"],
        supervised_commands=tuple(reviews_in(commands, ids["retama"])),
        sealed_commands=tuple(one for one in decided if isinstance(one, TellExclusionDecision)),
    )


def _longest_running(demo: _Demo) -> _Group:
    running = [group for group in demo.groups if group.started is not None and group.closed is None]
    return max(running, key=lambda group: group.started or 0)


def _history(demo: _Demo, today: date, ids: Mapping[str, UUID], new_id: Callable[[], UUID]) -> list[Command]:
    """What happened in the groups, in order."""
    made = in_order([*_groups_through_time(demo, today, ids), *_men_through_time(demo, today, ids, new_id)])
    happened = in_order([*made, *_sessions_through_time(demo, today, ids, made, new_id)])
    return [event.command for event in happened]


def _days_ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _on_weekday(today: date, days: int, weekday: int) -> date:
    """The last such weekday not after that many days ago."""
    day = _days_ago(today, days)
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def _team(demo: _Demo, today: date, ids: Mapping[str, UUID]) -> Iterator[Command]:
    for number, person in enumerate(demo.team):
        known: dict[str, Any] = {
            "given_names": person.given_names,
            "surnames": person.surnames,
            "profession": person.profession,
            "designation_document": person.designation_document,
            "designated_on": _days_ago(today, person.designated) if person.designated is not None else None,
        }
        key = ids[person.key]
        # the first is made with the book; all that is still unsaid of her is her designation
        yield AddTeamMember(id=key, **known) if number else DescribeTeamMember(person_id=key, **known)
        for training in person.trainings:
            yield RecordTraining(
                person_id=key,
                kind=training.kind,
                provider=training.provider,
                datps_assistance=training.datps_assistance,
                held_on=_days_ago(today, training.days_ago),
                hours=training.hours,
            )


def _venue(venue: _Venue, ids: Mapping[str, UUID]) -> AddVenue:
    return AddVenue(
        id=ids[venue.key],
        name=venue.name,
        ubigeo=venue.ubigeo,
        address=venue.address,
        conditions=venue.conditions,
        notes=venue.notes,
    )


def _formed(group: _Group, today: date, ids: Mapping[str, UUID]) -> FormGroup:
    proposed = proposed_agreements()
    return FormGroup(
        id=ids[group.key],
        name=group.name,
        age_band=group.age_band,
        venue_id=ids[group.venue],
        language=group.language,
        ethnic_group=group.ethnic_group,
        weekday=group.weekday,
        starts_at=group.starts_at,
        planned_sessions=group.planned_sessions,
        first_day=_on_weekday(today, group.first_day, group.weekday),
        last_day=_on_weekday(today, group.last_day, group.weekday) if group.last_day is not None else None,
        facilitator_ids=tuple(ids[key] for key in group.facilitators),
        agreements=tuple(proposed[: group.agreements]),
    )


def _groups_through_time(demo: _Demo, today: date, ids: Mapping[str, UUID]) -> Iterator[Event]:
    for group in demo.groups:
        if group.started is not None:
            on = _on_weekday(today, group.started, group.weekday)
            start = StartGroup(group_id=ids[group.key], on=on, reason=group.start_reason)
            yield Event(on, Rank.STARTED, start)
        if group.closed is not None:
            on = _days_ago(today, group.closed)
            yield Event(on, Rank.CLOSED, cycle_closed(ids[group.key], on))


def _men_through_time(demo: _Demo, today: date, ids: Mapping[str, UUID], new_id: Callable[[], UUID]) -> Iterator[Event]:
    for number, man in enumerate(demo.men, start=1):
        key = new_id()
        came = _days_ago(today, max((stay.days_ago for stay in man.stays), default=1))
        answers = answers_of(man, number, demo.profiles[man.profile], demo.variety, today, demo.seed)
        if number % 3:  # a question asked of some, not of others
            answers[demo.own_field.key] = f"o{number % len(demo.own_field.options) + 1}"
        yield Event(came, Rank.REGISTERED, RegisterParticipant(id=key, answers=answers))
        if man.consents:
            yield Event(came, Rank.CONSENTED, _consent(man, number, key, came, demo.variety))
        for stay in man.stays:
            stint = new_id()
            since = _days_ago(today, stay.days_ago)
            enrol = EnrolParticipant(
                id=stint,
                group_id=ids[stay.group],
                participant_id=key,
                since=since,
                waitlist=stay.begins is EnrolmentStatus.WAITING,
            )
            yield Event(since, Rank.ENROLLED, enrol)
            for step in stay.steps:
                on = _days_ago(today, step.days_ago)
                change = ChangeEnrolmentStatus(enrolment_id=stint, status=step.status, on=on, reason=step.reason)
                yield Event(on, Rank.STEPPED, change)


def _sessions_through_time(
    demo: _Demo, today: date, ids: Mapping[str, UUID], made: Sequence[Event], new_id: Callable[[], UUID]
) -> Iterator[Event]:
    stays = stays_in(event.command for event in made)
    for group in demo.groups:
        if group.started is None or group.starts_at is None:
            continue
        meets = DemoGroup(
            id=ids[group.key],
            first=_on_weekday(today, group.started, group.weekday),
            starts_at=group.starts_at,
            sessions=group.planned_sessions,
            facilitators=tuple(ids[key] for key in group.facilitators),
            stays=stays.get(ids[group.key], ()),
            ends=_days_ago(today, group.closed) if group.closed is not None else None,
        )
        yield from sessions_through_time(meets, today, new_id, Random(f"{demo.seed} {group.key}"))


def _consent(man: Man, number: int, key: UUID, on: date, variety: Variety) -> RecordConsent:
    guardian, document = guardian_of(man, number, variety)
    return RecordConsent(
        participant_id=key,
        given_on=on,
        mark=man.mark,
        read_aloud=True,
        witness=witness_of(number, variety) if man.mark is ConsentMark.FINGERPRINT else "",
        guardian_name=guardian,
        guardian_document=document,
    )
