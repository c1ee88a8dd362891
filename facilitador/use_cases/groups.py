"""Groups: formed, described, started, closed (6.2.3, 6.2.4, 6.3.1, 6.4.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from uuid import UUID

from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import evidence as evidence_queries
from facilitador.db.queries import groups as queries
from facilitador.db.queries import people as people_queries
from facilitador.db.queries import venues as venue_queries
from facilitador.db.tables.base import insert_row, require_row, update_row
from facilitador.db.tables.groups import groups, set_facilitators
from facilitador.db.tables.people import people
from facilitador.db.tables.venues import venues
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import REASON_LIMIT, Checks
from facilitador.domain.compliance import ComplianceScope, Evidence, counted
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import SEATS, STATUS_RULES, EnrolmentStatus
from facilitador.domain.groups import (
    FACILITATORS_NEEDED,
    AgeBand,
    Group,
    GroupDetails,
    GroupLine,
    GroupsInSight,
    GroupStatus,
    Missing,
    check_start,
    missing_to_start,
)
from facilitador.domain.origins import ALL, Origin
from facilitador.domain.people import Person
from facilitador.domain.roles import Section
from facilitador.domain.text import fold, sort_key
from facilitador.domain.venues import Venue
from facilitador.errors import UserFacingError
from facilitador.reference import catalogue
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, as_listed, writes

AGREEMENTS_LIMIT = 30
SOCIAL_OR_HEALTH = frozenset({"social", "health"})  # groups of `professions.toml` that 6.3.1 names


class GroupForm(Command, kw_only=True):
    """What is decided when a group is formed.

    `name` is neutral: it stands on papers and calendars. `language` of the sessions and `ethnic_group` (empty unless
    the group is formed so) are a matter of forming the group (6.4.1). `weekday`: 0 Monday … 6 Sunday. `starts_at`:
    "HH:MM". `facilitator_ids`: people of the team, two at least before it starts.
    """

    name: str
    age_band: AgeBand = AgeBand.ADULTS
    venue_id: UUID | None = None
    language: str = ""
    ethnic_group: str = ""
    weekday: int | None = None
    starts_at: time | None = None
    planned_sessions: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    facilitator_ids: tuple[UUID, ...] = ()
    agreements: tuple[str, ...] = ()


class FormGroup(GroupForm, kw_only=True):
    """Form a group: its neutral name, ages, venue, language, weekday (0 Monday … 6), hour, dates, team, agreements."""

    id: UUID | None = None


class ChangeGroup(GroupForm, kw_only=True):
    """Rewrite how a group is formed; its status has commands of its own."""

    group_id: UUID
    revision: int | None = None


class StartGroup(Command, kw_only=True):
    """Start a group on a day; where the directive asks for something that is missing, `reason` stays on record."""

    group_id: UUID
    revision: int | None = None
    on: date
    reason: str = ""


class CloseGroup(Command, kw_only=True):
    """Close a running group in which nobody counts or waits any more."""

    group_id: UUID
    revision: int | None = None
    on: date


class Groups(Query[tuple[GroupLine, ...]], kw_only=True):
    """Every group with how many men count and wait; with `only_open` those that are not closed."""

    only_open: bool = False
    origin: Origin = ALL


class FirstGroups(Query[GroupsInSight], kw_only=True):
    """The first `first` groups that are not closed, by name, and how many more there are."""

    first: int
    origin: Origin = ALL


class OpenGroups(Query[GroupsInSight], kw_only=True):
    """The groups that are not closed, by name, and how many closed ones there are besides."""

    origin: Origin = ALL


class GroupOverview(Query[GroupDetails], kw_only=True):
    """One group with its team, its venue and what is missing before it may start."""

    group_id: UUID


def overview(tx: Transaction, group_id: UUID) -> GroupDetails:
    """One group with its team, its venue and what is missing before it may start."""
    group = queries.group(tx, group_id)
    venue = venue_queries.venue(tx, group.venue_id) if group.venue_id else None
    named = {person.id: person for person in people_queries.all_people(tx, group.facilitator_ids)}
    facilitators = tuple(named[person_id] for person_id in group.facilitator_ids)
    stints = enrolment_queries.stints_of_group(tx, group_id)
    return GroupDetails(
        group=group,
        venue=venue,
        facilitators=facilitators,
        missing=_missing(group, venue, facilitators) if group.status is GroupStatus.FORMING else (),
        counting=sum(STATUS_RULES[stint.status].counts for stint in stints),
        waiting=sum(stint.status is EnrolmentStatus.WAITING for stint in stints),
    )


def _missing(group: Group, venue: Venue | None, facilitators: Sequence[Person]) -> tuple[Missing, ...]:
    return missing_to_start(group, venue, facilitators, fitting_professions())


def fitting_professions() -> frozenset[str]:
    """The codes of the professions that 6.3.1 asks for: social or health sciences."""
    return frozenset(item.code for item in catalogue("professions").items if item.group in SOCIAL_OR_HEALTH)


def _checked(tx: Transaction, command: GroupForm) -> dict[str, object]:
    checks = Checks()
    first, last = command.first_day, command.last_day
    name = checks.line("name", command.name, 80, required=True)
    agreements = [checks.line("agreements", line, 300) for line in command.agreements]
    checks.need("agreements", len(agreements) <= AGREEMENTS_LIMIT, "too_many_lines", maximum=AGREEMENTS_LIMIT)
    checks.need("last_day", first is None or last is None or last >= first, "last_day_before_first")
    values: dict[str, object] = {
        "name": name,
        "name_folded": fold(name),
        "sort_key": sort_key(name),
        "age_band": command.age_band,
        "venue_id": command.venue_id,
        "language": checks.line("language", command.language, 40),
        "ethnic_group": checks.line("ethnic_group", command.ethnic_group, 80),
        "weekday": checks.within("weekday", command.weekday, 0, 6),
        "starts_at": command.starts_at,
        "planned_sessions": checks.within("planned_sessions", command.planned_sessions, 1, 100),
        "first_day": first,
        "last_day": last,
        "agreements": [line for line in agreements if line],
    }
    checks.refuse_if_any()
    if command.venue_id is not None:
        require_row(tx, venues, command.venue_id, "venue_id")
    for person_id in command.facilitator_ids:
        require_row(tx, people, person_id, "facilitator_ids")
    return values


def _form_group(tx: Transaction, command: FormGroup) -> Result:
    values = _checked(tx, command)
    key = insert_row(
        tx, groups, command.id, status=GroupStatus.FORMING, started_on=None, start_reason="", closed_on=None, **values
    )
    set_facilitators(tx, key, command.facilitator_ids)
    return Result(key, (Change(Topic.GROUPS, key),), (*values, "facilitator_ids"))


def _change_group(tx: Transaction, command: ChangeGroup) -> Result:
    before = queries.group(tx, command.group_id)
    if before.status is GroupStatus.CLOSED:
        raise UserFacingError("group_closed", field="group_id")
    if before.age_band is not command.age_band and enrolment_queries.stints_of_group(tx, command.group_id):
        raise UserFacingError("age_band_fixed", field="age_band")
    values = _checked(tx, command)
    update_row(tx, groups, command.group_id, command.revision, **values)
    set_facilitators(tx, command.group_id, command.facilitator_ids)
    return _changed(command.group_id, (*values, "facilitator_ids"))


def _start_group(tx: Transaction, command: StartGroup) -> Result:
    details = overview(tx, command.group_id)
    check_start(details.group, details.missing, command.reason, command.on, tx.today)
    checks = Checks()
    reason = checks.text("reason", command.reason, REASON_LIMIT)
    checks.recorded_day("on", command.on, tx.today)
    checks.refuse_if_any()
    values = {"status": GroupStatus.RUNNING, "started_on": command.on, "start_reason": reason}
    update_row(tx, groups, command.group_id, command.revision, **values)
    return _changed(command.group_id, tuple(values))


def close_group(tx: Transaction, command: CloseGroup) -> Result:
    """Close a running group in which nobody takes part or waits any more."""
    details = overview(tx, command.group_id)
    group: Group = details.group
    if group.status is not GroupStatus.RUNNING or group.started_on is None:
        raise UserFacingError("group_not_running")
    if details.counting or details.waiting:
        raise UserFacingError("group_has_men", counting=details.counting, waiting=details.waiting)
    if not group.started_on <= command.on <= tx.today:
        raise UserFacingError("closing_day_impossible", field="on", started=f"{group.started_on:%d/%m/%Y}")
    update_row(tx, groups, command.group_id, command.revision, status=GroupStatus.CLOSED, closed_on=command.on)
    return _changed(command.group_id, ("status", "closed_on"))


def _changed(group_id: UUID, fields: tuple[str, ...]) -> Result:
    return Result(group_id, (Change(Topic.GROUPS, group_id),), fields)


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """A first group; what a forming one lacks; free places while somebody waits (6.3.1, 6.4.1)."""
    if not queries.is_any_group(tx):
        yield DueItem("due_first_group", Urgency.SOON, "groups")
    team = {person.id: person for person in people_queries.all_people(tx)}
    places = {venue.id: venue for venue in venue_queries.all_venues(tx)}
    for line in queries.open_lines(tx):
        group = line.group
        if group.status is GroupStatus.FORMING:
            leading = [team[key] for key in group.facilitator_ids]
            place = places[group.venue_id] if group.venue_id else None
            yield from _forming_due(group, _missing(group, place, leading), tx.today)
        if line.waiting and line.counting < SEATS:
            free = {"group": group.name, "free": SEATS - line.counting, "waiting": line.waiting}
            yield DueItem("due_place_free", Urgency.SOON, "group", group.id, free)


def _forming_due(group: Group, missing: Sequence[Missing], today: date) -> Iterable[DueItem]:
    name: dict[str, object] = {"group": group.name}
    late = group.first_day is not None and group.first_day <= today
    if missing:
        urgency, day = (Urgency.OVERDUE, group.first_day) if late else (Urgency.SOON, None)
        yield DueItem("due_group_lacks", urgency, "group", group.id, {**name, "count": len(missing)}, day)
    elif late:
        yield DueItem("due_group_to_start", Urgency.OVERDUE, "group", group.id, name, group.first_day)


def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """Hours, agreements, facilitators and places of the groups (6.2.3, 6.2.4, 6.3.1, 6.4.1)."""
    found = evidence_queries.group_facts(tx, scope.group_id)
    asked: tuple[tuple[str, str, Callable[[evidence_queries.GroupFacts], bool]], ...] = (
        ("6.2.3", "evidence_hours", lambda one: one.has_hours),
        ("6.2.4", "evidence_agreements", lambda one: one.has_agreements),
        ("6.3.1", "evidence_two_facilitators", lambda one: len(one.facilitator_ids) >= FACILITATORS_NEEDED),
    )
    for numeral, code, holds in asked:
        lacking = [one.id for one in found if not holds(one)]
        form = scope.page_of("group_form", lacking[0] if lacking else None, "group_form")
        yield counted(numeral, code, len(found) - len(lacking), len(found), *form)
    with_men = sum(one.men > 0 for one in found)
    yield counted("6.4.1", "evidence_fifteen", with_men, with_men, *scope.page("group"))  # the seats hold the limit


COMMANDS = (
    CommandHandler(FormGroup, _form_group, writes(Section.GROUPS)),
    CommandHandler(ChangeGroup, _change_group, writes(Section.GROUPS)),
    CommandHandler(StartGroup, _start_group, writes(Section.GROUPS)),
    CommandHandler(CloseGroup, close_group, writes(Section.GROUPS)),
)
QUERIES = (
    QueryHandler(
        Groups,
        lambda tx, query: (queries.open_lines if query.only_open else queries.group_lines)(tx),
        Section.GROUPS,
        origin=as_listed,
    ),
    QueryHandler(
        FirstGroups,
        lambda tx, query: queries.first_open_lines(tx, query.first),
        Section.GROUPS,
        origin=as_listed,
    ),
    QueryHandler(OpenGroups, lambda tx, query: queries.lines_but_closed(tx), Section.GROUPS, origin=as_listed),
    QueryHandler(GroupOverview, lambda tx, query: overview(tx, query.group_id), Section.GROUPS),
)
