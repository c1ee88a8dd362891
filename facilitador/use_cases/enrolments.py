"""Who is in a group: enrolled, waiting, paused, gone, back again; fifteen count (6.4.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from facilitador.db.queries import enrolments as queries
from facilitador.db.queries import fichas
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.enrolments import NewStint, insert_stints, set_queue_position, step_stint
from facilitador.db.transaction import Transaction
from facilitador.domain.answers import age_of, missing
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import REASON_LIMIT, Checks
from facilitador.domain.consent_effects import ConsentUse
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import (
    SEATS,
    STATUS_RULES,
    EnrolmentStatus,
    RosterEntry,
    Stint,
    check_transition,
    free_seat,
    next_waiting,
)
from facilitador.domain.groups import GroupStatus, check_age
from facilitador.domain.roles import Section, may_read
from facilitador.errors import UserFacingError, about
from facilitador.use_cases.consent_gates import require_consent
from facilitador.use_cases.requests import Command, CommandHandler, Notice, Query, QueryHandler, Result, writes
from facilitador.use_cases.services import form_in_use


class EnrolParticipant(Command, kw_only=True):
    """Enrol a man in a group from a day on (today if none is given).

    `waitlist`: put him at the end of the waiting list; without it a full group refuses with `group_full`.
    """

    id: UUID | None = None
    group_id: UUID
    participant_id: UUID
    since: date | None = None
    waitlist: bool = False


class ChangeEnrolmentStatus(Command, kw_only=True):
    """Move a stint to another status on a day; the table of statuses says what may follow what and which asks a reason.

    From waiting to attending gives him a free place. A return after the end is a new enrolment.
    """

    enrolment_id: UUID
    revision: int | None = None
    status: EnrolmentStatus
    on: date | None = None
    reason: str = ""


class MoveInWaitingList(Command, kw_only=True):
    """Put a waiting man at a place of the list (1: first); the others close up."""

    enrolment_id: UUID
    place: int


class Roster(Query[tuple[RosterEntry, ...]], kw_only=True):
    """The group's roster: who counts by name, who waits in order, then who left."""

    group_id: UUID


def roster(tx: Transaction, group_id: UUID) -> tuple[RosterEntry, ...]:
    """The group's roster: who counts by name, who waits in order, then who left."""
    form = form_in_use(tx)
    competent = service_queries.service(tx).criminal_data_competent
    sees_reasons = may_read(tx.actor.role, Section.ENROLMENTS)
    return tuple(
        RosterEntry(
            stint=stint if sees_reasons else replace(stint, reason=""),
            full_name=man.full_name,
            birth_date=man.birth_date,
            phone=str(man.answers.get("phone", "")),
            complete=consented
            and not missing(form, man.answers, age=age_of(man.answers, tx.today), competent=competent),
        )
        for stint, man, consented in queries.roster(tx, group_id)
    )


def _roster(tx: Transaction, query: Roster) -> tuple[RosterEntry, ...]:
    group_queries.group(tx, query.group_id)  # a group that is not there is refused, not empty
    return roster(tx, query.group_id)


@dataclass(frozen=True, slots=True)
class Entering:
    """A man who enters a group, and the key of the stint that is opened for him."""

    enrolment_id: UUID
    participant_id: UUID
    waitlist: bool = False


def enrol(tx: Transaction, group_id: UUID, since: date | None, entering: Sequence[Entering]) -> tuple[Result, ...]:
    """Enrol men in a group in this order; every one is checked before the first is written (6.4.1)."""
    group = group_queries.group(tx, group_id)
    if group.status is GroupStatus.CLOSED:
        raise UserFacingError("group_closed", field="group_id")
    since = since or tx.today
    checks = Checks()
    checks.recorded_day("since", since, tx.today)
    checks.refuse_if_any()
    require_consent(tx, [one.participant_id for one in entering], ConsentUse.ENROLMENT, field="participant_id")
    for man in participant_queries.stored_each(tx, [one.participant_id for one in entering]):
        with about(man.id):
            check_age(group, age_of(man.answers, since))
    insert_stints(tx, group.id, since, _placed(tx, group.id, entering))
    return tuple(_changed(one.enrolment_id, group.id, one.participant_id, ("status", "since")) for one in entering)


def _placed(tx: Transaction, group_id: UUID, entering: Sequence[Entering]) -> list[NewStint]:
    """The seat of each, or his place at the end of the waiting list."""
    inside = set(queries.men_in_group(tx, group_id))
    seats = set(queries.taken_seats(tx, group_id))
    last = queries.last_queue_position(tx, group_id) if any(one.waitlist for one in entering) else 0
    placed: list[NewStint] = []
    for one in entering:
        with about(one.participant_id):
            if one.participant_id in inside:
                raise UserFacingError("already_enrolled", field="participant_id")
            inside.add(one.participant_id)
            seat = None if one.waitlist else free_seat(seats)
        if seat is not None:
            seats.add(seat)
        else:
            last += 1
        placed.append(NewStint(one.enrolment_id, one.participant_id, seat, last if one.waitlist else None))
    return placed


def _enrol(tx: Transaction, command: EnrolParticipant) -> Result:
    one = Entering(command.id or tx.new_id(), command.participant_id, command.waitlist)
    return enrol(tx, command.group_id, command.since, [one])[0]


def change_status(tx: Transaction, command: ChangeEnrolmentStatus) -> Result:
    """Step a stint, as `ChangeEnrolmentStatus` says; also part of a greater gesture (6.7)."""
    stint = queries.stint(tx, command.enrolment_id)
    if command.revision not in (None, stint.revision):  # told before a step that no longer fits: it says why
        raise UserFacingError("changed_meanwhile")
    on = command.on or tx.today
    checks = Checks()
    reason = checks.text("reason", command.reason, REASON_LIMIT)
    checks.refuse_if_any()
    check_transition(stint, command.status, on, reason, tx.today, last_step=queries.last_step(tx, stint))
    rule = STATUS_RULES[command.status]
    seat = stint.seat
    if rule.counts and seat is None:
        seat = free_seat(queries.taken_seats(tx, stint.group_id))
    step_stint(
        tx,
        stint.id,
        command.revision,
        status=command.status,
        on=on,
        reason=reason,
        seat=seat if rule.counts else None,
        queue_position=None,
        ended_on=None if rule.open else on,
    )
    notices = _place_freed(tx, stint) if STATUS_RULES[stint.status].counts and not rule.counts else ()
    return _changed(stint.id, stint.group_id, stint.participant_id, ("status", "reason"), notices)


def _place_freed(tx: Transaction, left: Stint) -> tuple[Notice, ...]:
    """Offers the freed place to who waits first; a person decides."""
    first = next_waiting(queries.stints_of_group(tx, left.group_id))
    if first is None:
        return ()
    man = participant_queries.stored(tx, first.participant_id)
    free = SEATS - len(queries.taken_seats(tx, left.group_id))
    return (Notice("place_freed", {"name": man.full_name, "enrolment_id": str(first.id), "free": free}),)


def _move_in_waiting_list(tx: Transaction, command: MoveInWaitingList) -> Result:
    stint = queries.stint(tx, command.enrolment_id)
    if stint.status is not EnrolmentStatus.WAITING:
        raise UserFacingError("not_waiting", field="enrolment_id")
    waiting = [
        other
        for other in queries.stints_of_group(tx, stint.group_id)
        if other.status is EnrolmentStatus.WAITING and other.id != stint.id
    ]
    waiting.sort(key=lambda other: other.queue_position or 0)
    waiting.insert(max(0, command.place - 1), stint)
    for position, other in enumerate(waiting, start=1):
        if other.queue_position != position:
            set_queue_position(tx, other.id, position)
    return _changed(stint.id, stint.group_id, stint.participant_id, ("queue_position",))


def _changed(
    stint_id: UUID, group_id: UUID, participant_id: UUID, fields: tuple[str, ...], notices: tuple[Notice, ...] = ()
) -> Result:
    changes = (
        Change(Topic.ENROLMENTS, stint_id),
        Change(Topic.GROUPS, group_id),
        Change(Topic.PARTICIPANTS, participant_id),
    )
    return Result(stint_id, changes, fields, notices)


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """Fichas to be completed of who counts: a line a group, for others look at the screen too (6.4.2, 6.4.5)."""
    if not may_read(tx.actor.role, Section.SOCIAL):
        return
    form, competent = form_in_use(tx), service_queries.service(tx).criminal_data_competent
    incomplete: dict[UUID, list[UUID]] = defaultdict(list)
    for group_id, man in fichas.incomplete_men(tx, form, competent=competent):
        incomplete[group_id].append(man)
    for line in group_queries.open_lines(tx):
        men = incomplete[line.group.id]
        told: dict[str, object] = {"group": line.group.name, "count": len(men)}
        if len(men) == 1:
            yield DueItem("due_ficha_incomplete", Urgency.SOON, "participant", men[0], told)
        elif men:
            yield DueItem("due_fichas_incomplete", Urgency.SOON, "group", line.group.id, told)


COMMANDS = (
    CommandHandler(EnrolParticipant, _enrol, writes(Section.ENROLMENTS)),
    CommandHandler(ChangeEnrolmentStatus, change_status, writes(Section.ENROLMENTS)),
    CommandHandler(MoveInWaitingList, _move_in_waiting_list, writes(Section.ENROLMENTS)),
)
QUERIES = (QueryHandler(Roster, _roster, Section.GROUPS),)
