"""People of the team: designation, profession and training (6.2.1, 6.3.1). Access to the book has its own verbs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import people as queries
from facilitador.db.tables.base import delete_row, insert_row, require_row, update_row
from facilitador.db.tables.people import people, trainings
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.compliance import ComplianceScope, Evidence, counted, kept_at_home
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.groups import FACILITATORS_NEEDED
from facilitador.domain.people import Person, TrainingKind, missing_trainings
from facilitador.domain.roles import Role, Section
from facilitador.domain.text import sort_key
from facilitador.errors import InvalidInput, Problem
from facilitador.reference import option_codes
from facilitador.use_cases.groups import fitting_professions
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, own_only, writes

PROFESSIONALS: Final = 2  # 6.2.1: at least


class TeamMemberForm(Command, kw_only=True):
    """Who someone of the team is. `profession`: a code of `professions.toml`; `designation_document` as 6.2.1 asks."""

    given_names: str
    surnames: str = ""
    profession: str = ""
    designation_document: str = ""
    designated_on: date | None = None


class AddTeamMember(TeamMemberForm, kw_only=True):
    """Add someone of the team, without access to the book."""

    id: UUID | None = None


class DescribeTeamMember(TeamMemberForm, kw_only=True):
    """Rewrite who someone of the team is; `active` false: no longer part of it, all records stay."""

    person_id: UUID
    revision: int | None = None
    active: bool = True


class RecordTraining(Command, kw_only=True):
    """Record a training that someone received (6.3.1): who gave it, with or without the DATPS, when, hours (1–2000)."""

    id: UUID | None = None
    person_id: UUID
    kind: TrainingKind
    provider: str
    datps_assistance: bool
    held_on: date
    hours: int


class RemoveTraining(Command, kw_only=True):
    """Take back a training that was recorded by mistake."""

    training_id: UUID


class People(Query[tuple[Person, ...]], kw_only=True):
    """Everybody of the team with their training."""


class PersonDetails(Query[Person], kw_only=True):
    """One person of the team."""

    person_id: UUID


class AddPersonWithAccess(TeamMemberForm, kw_only=True):
    """A person who gets access to the book: sent only by the verbs that make her keys, never by `apply`."""

    id: UUID
    role: Role


def _checked(tx: Transaction, command: TeamMemberForm) -> dict[str, object]:
    checks = Checks()
    given = checks.line("given_names", command.given_names, 120, required=True)
    family = checks.line("surnames", command.surnames, 120)
    values: dict[str, object] = {
        "given_names": given,
        "surnames": family,
        "sort_key": sort_key(f"{family} {given}"),
        "profession": checks.known("profession", command.profession, option_codes("professions")),
        "designation_document": checks.line("designation_document", command.designation_document, 160),
        "designated_on": checks.recorded_day("designated_on", command.designated_on, tx.today),
    }
    checks.refuse_if_any()
    return values


def _add_person_with_access(tx: Transaction, command: AddPersonWithAccess) -> Result:
    values = _checked(tx, command)
    key = insert_row(tx, people, command.id, role=command.role, active=True, **values)
    return Result(key, (Change(Topic.PEOPLE, key), Change(Topic.ACCESS, key)), (*values, "role"))


def _add_team_member(tx: Transaction, command: AddTeamMember) -> Result:
    values = _checked(tx, command)
    key = insert_row(tx, people, command.id, role=None, active=True, **values)
    return Result(key, (Change(Topic.PEOPLE, key),), tuple(values))


def _describe_team_member(tx: Transaction, command: DescribeTeamMember) -> Result:
    values = _checked(tx, command)
    if not command.active and command.person_id == tx.actor.id:  # nobody inactive opens the book again
        raise InvalidInput([Problem("active", "person_is_oneself")])
    update_row(tx, people, command.person_id, command.revision, active=command.active, **values)
    return Result(command.person_id, (Change(Topic.PEOPLE, command.person_id),), (*values, "active"))


def _record_training(tx: Transaction, command: RecordTraining) -> Result:
    require_row(tx, people, command.person_id, "person_id")
    checks = Checks()
    values = {
        "kind": command.kind,
        "provider": checks.line("provider", command.provider, 160, required=True),
        "datps_assistance": command.datps_assistance,
        "held_on": checks.recorded_day("held_on", command.held_on, tx.today),
        "hours": checks.within("hours", command.hours, 1, 2000),
    }
    checks.refuse_if_any()
    key = insert_row(tx, trainings, command.id, person_id=command.person_id, **values)
    return Result(key, (Change(Topic.PEOPLE, command.person_id),), tuple(values))


def _remove_training(tx: Transaction, command: RemoveTraining) -> Result:
    person_id = delete_row(tx, trainings, command.training_id, trainings.c.person_id)
    return Result(command.training_id, (Change(Topic.PEOPLE, person_id),))


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """A second professional (6.2.1)."""
    if sum(person.active for person in queries.all_people(tx)) < PROFESSIONALS:
        yield DueItem("due_second_professional", Urgency.WHENEVER, "people")


@kept_at_home("6.2.1", "6.3.1", "7.1")
def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """Who leads, of the team or of one group: how many, designated, trained (6.2.1, 6.3.1, 7.1)."""
    ids = None if scope.group_id is None else group_queries.group(tx, scope.group_id).facilitator_ids
    team = [one for one in queries.all_people(tx, ids) if one.active and one.role is not Role.STAFF]
    of = len(team)
    fitting = sum(one.profession in fitting_professions() for one in team)
    trained = sum(not missing_trainings(one) for one in team)
    assisted = sum(any(training.datps_assistance for training in one.trainings) for one in team)
    yield counted("6.2.1", "evidence_team_size", of, FACILITATORS_NEEDED, "people")
    yield counted("6.2.1", "evidence_designated", sum(bool(one.designation_document) for one in team), of, "people")
    yield counted("6.3.1", "evidence_profession", fitting, of, "people")
    yield counted("6.3.1", "evidence_trained", trained, of, "people")
    yield counted("6.3.1", "evidence_datps", assisted, of, "people")
    yield counted("7.1", "evidence_datps", assisted, of, "people")


COMMANDS = (
    CommandHandler(AddPersonWithAccess, _add_person_with_access, writes(Section.TEAM, Section.SERVICE), listed=False),
    CommandHandler(AddTeamMember, _add_team_member, writes(Section.TEAM)),
    CommandHandler(DescribeTeamMember, _describe_team_member, writes(Section.TEAM)),
    CommandHandler(RecordTraining, _record_training, writes(Section.TEAM)),
    CommandHandler(RemoveTraining, _remove_training, writes(Section.TEAM)),
)
QUERIES = (
    QueryHandler(People, lambda tx, query: queries.all_people(tx), Section.TEAM, origin=own_only),
    QueryHandler(PersonDetails, lambda tx, query: queries.person(tx, query.person_id), Section.TEAM),
)
