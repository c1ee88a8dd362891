"""Access to the book as rows of it: who has which role, when that was reviewed, who keeps the recovery code.

Commands that touch keys are never sent alone: `access_keys` writes rows and keys together, so `apply` does not take
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from facilitador.db.queries import access as queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import people as people_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables import access as tables
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.groups import groups, set_facilitators
from facilitador.db.tables.people import people
from facilitador.db.transaction import Transaction
from facilitador.domain import access as rules
from facilitador.domain.access import AccessLine, AccessOverview, HandoverLine, LeavingMatters, RecoveryKeeping
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.groups import GroupStatus
from facilitador.domain.people import Person
from facilitador.domain.roles import Role, Section, may_write
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, own_only, writes

_ACCESS: Final = writes(Section.SERVICE)
"""Access is looked after by who looks after the service: facilitators and supervisors, never staff."""


class GiveAccess(Command, kw_only=True):
    """Let someone of the team, who has no access yet, into the book with a role."""

    person_id: UUID
    role: Role


class ChangeRole(Command, kw_only=True):
    """Give someone who has access another role."""

    person_id: UUID
    role: Role


class EndAccess(Command, kw_only=True):
    """Take someone's access away; with `leaves_team` she is no longer part of the team and her drafts go."""

    person_id: UUID
    leaves_team: bool = False


class GiveTemporaryPassphrase(Command, kw_only=True):
    """Give someone who has access a new temporary clave, in place of one that was forgotten."""

    person_id: UUID


class RenewRecoveryCode(Command, kw_only=True):
    """Make a new recovery code; nobody keeps it yet."""


class ConfirmRecoveryCodeKept(Command, kw_only=True):
    """Record who keeps the sealed envelope with the recovery code, and since when."""

    keeper: str
    kept_on: date


class ReviewAccess(Command, kw_only=True):
    """Record that somebody looked today at who has access, with which role, and when each last came in."""


class PutOffSecondAccess(Command, kw_only=True):
    """Leave the question about a second person for some days."""


class ReplaceFacilitator(Command, kw_only=True):
    """Name others in a group in place of one who leads it: in her place, in this order; nobody twice."""

    group_id: UUID
    person_id: UUID
    by: tuple[UUID, ...]


class Access(Query[AccessOverview], kw_only=True):
    """Everything about access to the book."""


class SecondAccessWanted(Query[bool], kw_only=True):
    """True if the asking person should now be asked for a second person, or for who keeps the recovery code.

    Asked before the first man is registered; from then on what is due says so, first of all.
    """


class LeftBehind(Query[LeavingMatters], kw_only=True):
    """What someone who leaves would leave behind: her groups, and how many drafts (never what stands in them)."""

    person_id: UUID


# -- commands ---------------------------------------------------------------------------------------------------------


def _give_access(tx: Transaction, command: GiveAccess) -> Result:
    person = people_queries.person(tx, command.person_id)
    if not person.active:
        raise UserFacingError("person_not_in_team", field="person_id", name=person.full_name)
    if person.role is not None:
        raise UserFacingError("person_has_keys", field="person_id", name=person.full_name)
    return _set_role(tx, person, command.role)


def _change_role(tx: Transaction, command: ChangeRole) -> Result:
    person = _with_access(tx, command.person_id)
    rules.check_reader_remains(people_queries.all_people(tx), person.id, command.role)
    return _set_role(tx, person, command.role)


def _end_access(tx: Transaction, command: EndAccess) -> Result:
    person = _with_access(tx, command.person_id)
    if person.id == tx.actor.id:
        raise UserFacingError("access_is_ones_own", field="person_id")
    rules.check_reader_remains(people_queries.all_people(tx), person.id, None)
    fields: dict[str, object] = {"role": None}
    if command.leaves_team:
        fields["active"] = False
        tables.drop_drafts_of(tx, person.id)
    update_row(tx, people, person.id, None, **fields)
    insert_row(tx, tables.recovery_codes, None, keeper="", kept_on=None)  # the old code went with the old keys
    return Result(person.id, _changes(person.id), tuple(fields))


def _give_temporary(tx: Transaction, command: GiveTemporaryPassphrase) -> Result:
    person = _with_access(tx, command.person_id)
    if person.id == tx.actor.id:
        raise UserFacingError("clave_is_ones_own", field="person_id")
    return Result(person.id, ())


def _renew_code(tx: Transaction, command: RenewRecoveryCode) -> Result:
    key = insert_row(tx, tables.recovery_codes, None, keeper="", kept_on=None)
    return Result(key, (Change(Topic.ACCESS, key),))


def _confirm_kept(tx: Transaction, command: ConfirmRecoveryCodeKept) -> Result:
    checks = Checks()
    values = {
        "keeper": checks.line("keeper", command.keeper, 160, required=True),
        "kept_on": checks.recorded_day("kept_on", command.kept_on, tx.today),
    }
    checks.refuse_if_any()
    keeping = queries.recovery_keeping(tx)
    if keeping is None:
        key = insert_row(tx, tables.recovery_codes, None, **values)
    else:
        key = keeping.id
        update_row(tx, tables.recovery_codes, key, None, **values)
    return Result(key, (Change(Topic.ACCESS, key),), tuple(values))


def _review(tx: Transaction, command: ReviewAccess) -> Result:
    seen = [{"id": str(person.id), "role": person.role} for person in people_queries.all_people(tx) if person.role]
    key = insert_row(tx, tables.access_reviews, None, reviewed_on=tx.today, people=seen)
    return Result(key, (Change(Topic.ACCESS, key),))


def _put_off(tx: Transaction, command: PutOffSecondAccess) -> Result:
    tables.put_off_second_access(tx, tx.today)
    return Result(tx.actor.id, (Change(Topic.ACCESS, tx.actor.id),))


def _replace_facilitator(tx: Transaction, command: ReplaceFacilitator) -> Result:
    group = group_queries.group(tx, command.group_id)
    if group.status is GroupStatus.CLOSED:
        raise UserFacingError("group_closed", field="group_id")
    if command.person_id not in group.facilitator_ids:
        raise InvalidInput([Problem("person_id", "not_facilitator_of_group", {"group": group.name})])
    named = {person.id: person for person in people_queries.all_people(tx)}
    if any(key not in named or not named[key].active or key == command.person_id for key in command.by):
        raise InvalidInput([Problem("by", "successor_not_in_team")])
    update_row(tx, groups, group.id, None)
    set_facilitators(tx, group.id, rules.in_place_of(group.facilitator_ids, command.person_id, command.by))
    return Result(group.id, (Change(Topic.GROUPS, group.id),), ("facilitator_ids",))


def _with_access(tx: Transaction, person_id: UUID) -> Person:
    person = people_queries.person(tx, person_id)
    if person.role is None:
        raise UserFacingError("person_without_keys", field="person_id")
    return person


def _set_role(tx: Transaction, person: Person, role: Role) -> Result:
    update_row(tx, people, person.id, None, role=role)
    return Result(person.id, _changes(person.id), ("role",))


def _changes(person_id: UUID) -> tuple[Change, ...]:
    return (Change(Topic.PEOPLE, person_id), Change(Topic.ACCESS, person_id))


# -- queries ----------------------------------------------------------------------------------------------------------


def _access(tx: Transaction, query: Access) -> AccessOverview:
    team = people_queries.all_people(tx)
    names = {person.id: person.full_name for person in team}
    opened = queries.last_openings(tx)
    review, keeping = queries.last_review(tx), queries.recovery_keeping(tx)
    return AccessOverview(
        lines=tuple(AccessLine(person, opened.get(person.id)) for person in team if person.role is not None),
        without=tuple(person for person in team if person.role is None and person.active),
        reviewed_on=review.reviewed_on if review else None,
        reviewed_by=names.get(review.reviewed_by, "") if review else "",
        review_due=_last_look(tx) + timedelta(days=rules.REVIEW_DAYS),
        keeper=keeping.keeper if keeping else "",
        kept_on=keeping.kept_on if keeping else None,
        code_renewed=_nobody_keeps_new_code(keeping),
        second_access=rules.second_access(team, keeping.keeper if keeping else ""),
        handovers=tuple(
            HandoverLine(done.id, names.get(done.person_id, ""), done.handed_on) for done in queries.all_handovers(tx)
        ),
    )


def _second_access_wanted(tx: Transaction, query: SecondAccessWanted) -> bool:
    return (
        may_write(tx.actor.role, Section.SERVICE)
        and not participant_queries.is_anybody_registered(tx)
        and not _safe(tx, people_queries.all_people(tx))
        and rules.may_be_put_to_her(queries.put_off_on(tx), tx.today)
    )


def _left_behind(tx: Transaction, query: LeftBehind) -> LeavingMatters:
    people_queries.person(tx, query.person_id)
    led = tuple(
        line
        for line in group_queries.group_lines(tx)
        if query.person_id in line.group.facilitator_ids and line.group.status is not GroupStatus.CLOSED
    )
    return LeavingMatters(led, queries.draft_forms(tx, query.person_id))


def _safe(tx: Transaction, team: Sequence[Person]) -> bool:
    """True if the book does not hang on one memory, or is one of invented people."""
    keeping = queries.recovery_keeping(tx)
    return service_queries.is_demo(tx) or rules.second_access(team, keeping.keeper if keeping else "")


def _nobody_keeps_new_code(keeping: RecoveryKeeping | None) -> bool:
    return keeping is not None and not keeping.keeper


def _last_look(tx: Transaction) -> date:
    review = queries.last_review(tx)
    # the book's own time is UTC; half a year does not hang on the hours between
    return review.reviewed_on if review else queries.began_on(tx).date()


# -- what is due ------------------------------------------------------------------------------------------------------


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """A second person, a new code in somebody's keeping, the half-yearly review; groups nobody leads, for everyone."""
    team = people_queries.all_people(tx)
    for line in rules.without_active_facilitator(group_queries.open_lines(tx), team):
        name: dict[str, object] = {"group": line.group.name}
        yield DueItem("due_group_without_facilitator", Urgency.OVERDUE, "group", line.group.id, name)
    if may_write(tx.actor.role, Section.SERVICE) and not service_queries.is_demo(tx):
        yield from _access_due(tx, team)


def _access_due(tx: Transaction, team: Sequence[Person]) -> Iterable[DueItem]:
    if not _safe(tx, team):
        waiting = not rules.may_be_put_to_her(queries.put_off_on(tx), tx.today)
        somebody_registered = participant_queries.is_anybody_registered(tx)
        urgency = Urgency.OVERDUE if somebody_registered else Urgency.WHENEVER if waiting else Urgency.SOON
        yield DueItem("due_second_access", urgency, "access")
    elif _nobody_keeps_new_code(queries.recovery_keeping(tx)):
        yield DueItem("due_recovery_code_kept", Urgency.SOON, "access")
    urgency_of_review = rules.review_urgency(_last_look(tx), tx.today)
    if urgency_of_review is not None:
        yield DueItem("due_access_review", urgency_of_review, "access")


COMMANDS = (
    CommandHandler(GiveAccess, _give_access, _ACCESS, listed=False),
    CommandHandler(ChangeRole, _change_role, _ACCESS, listed=False),
    CommandHandler(EndAccess, _end_access, _ACCESS, listed=False),
    CommandHandler(GiveTemporaryPassphrase, _give_temporary, _ACCESS, listed=False),
    CommandHandler(RenewRecoveryCode, _renew_code, _ACCESS, listed=False),
    CommandHandler(ConfirmRecoveryCodeKept, _confirm_kept, _ACCESS),
    CommandHandler(ReviewAccess, _review, _ACCESS),
    CommandHandler(PutOffSecondAccess, _put_off, _ACCESS, listed=False),
    CommandHandler(ReplaceFacilitator, _replace_facilitator, writes(Section.GROUPS)),
)
QUERIES = (
    QueryHandler(Access, _access, Section.SERVICE, origin=own_only),
    QueryHandler(SecondAccessWanted, _second_access_wanted, None, origin=own_only),
    QueryHandler(LeftBehind, _left_behind, Section.SERVICE),
)
