"""A man who comes unannounced: registered by his name, in the group and marked in one gesture; merged if known (6.4.1).

What his ficha lacks is asked for later; until then it is *por completar*.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from facilitador.db.queries import attendance as attendance_queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.tables import merges
from facilitador.db.tables.attendance import put_marks
from facilitador.db.tables.enrolments import step_stint
from facilitador.db.tables.participants import update_participant
from facilitador.db.transaction import Transaction
from facilitador.domain.attendance import ATTENDING, AttendanceMark
from facilitador.domain.attendance_lists import check_markable, check_stint
from facilitador.domain.calls import is_bare
from facilitador.domain.changes import Change, Topic
from facilitador.domain.enrolments import EnrolmentStatus, Stint
from facilitador.domain.participants import StoredParticipant
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.use_cases.attendance import hold
from facilitador.use_cases.contacts import follow_merge
from facilitador.use_cases.enrolments import Entering, enrol
from facilitador.use_cases.participants import register
from facilitador.use_cases.requests import Command, CommandHandler, Notice, Result, writes
from facilitador.use_cases.services import form_in_use

NAMES = ("paternal_surname", "maternal_surname", "given_names")
IN_THE_GROUP_ALREADY = "Inscripción repetida: participa en el grupo con otra."


class AddNewcomer(Command, kw_only=True):
    """A man who is not on the list came to a session: his ficha with his name, his place from that day, and his mark.

    `id`: of his ficha, `enrolment_id`: of his stint, where later commands name them. With `participant_id` he is
    somebody already registered, and the names are left out. `mark` is one of who was there. A full group refuses with
    `group_full`; with `waitlist` he is registered and waits, without a mark.
    """

    id: UUID | None = None
    enrolment_id: UUID | None = None
    session_id: UUID
    participant_id: UUID | None = None
    paternal_surname: str = ""
    maternal_surname: str = ""
    given_names: str = ""
    mark: AttendanceMark = AttendanceMark.ATTENDED
    waitlist: bool = False


class MergeNewcomer(Command, kw_only=True):
    """The newcomer is a man already registered: his stints, marks and all else become that man's, his ficha goes.

    `newcomer_id` must be a ficha with little more than a name. What only he had answered is added to the other's ficha.
    Refused with `merge_both_marked` where both have something in one session: somebody must say which is right.
    """

    newcomer_id: UUID
    into_id: UUID


def _add(tx: Transaction, command: AddNewcomer) -> Result:
    session = session_queries.session(tx, command.session_id)
    check_markable(session, tx.today)
    if command.mark not in ATTENDING:
        raise UserFacingError("newcomer_was_there", field="mark")
    done: list[Result] = []
    participant_id = command.participant_id
    if participant_id is None:
        participant_id = command.id or tx.new_id()
        answers = {name: getattr(command, name) for name in NAMES if getattr(command, name).strip()}
        done += register(tx, [(participant_id, answers)])
    entering = Entering(command.enrolment_id or tx.new_id(), participant_id, command.waitlist)
    done += enrol(tx, session.group_id, session.day, [entering])
    changes = {change for result in done for change in result.changes}
    if not command.waitlist:
        stint = enrolment_queries.stint(tx, entering.enrolment_id)
        check_stint(stint, session, attendance_queries.periods_of_stint(tx, stint.id))
        put_marks(tx, session.id, {stint.id: command.mark})
        hold(tx, session)
        changes |= {Change(Topic.ATTENDANCE, session.id), Change(Topic.SESSIONS, session.id)}
    return Result(participant_id, tuple(changes), tuple(field for result in done for field in result.fields))


def _merge(tx: Transaction, command: MergeNewcomer) -> Result:
    newcomer = participant_queries.stored(tx, command.newcomer_id)
    if command.newcomer_id != command.into_id and not is_bare(newcomer.answers):
        raise UserFacingError("merge_not_bare", field="newcomer_id", name=newcomer.full_name)
    return unite(tx, newcomer, participant_queries.stored(tx, command.into_id))


def unite(tx: Transaction, newcomer: StoredParticipant, man: StoredParticipant) -> Result:
    """Two records of one man become the second's: what only the first had answered is added to it."""
    if newcomer.id == man.id:
        raise UserFacingError("merge_with_himself", field="into_id")
    his = [one.stint for one in enrolment_queries.stints_of_participant(tx, newcomer.id)]
    known = [one.stint for one in enrolment_queries.stints_of_participant(tx, man.id)]
    _refuse_two_of_one_session(tx, his, known)
    for stint in his:
        _make_room(tx, stint, known)
    merges.move_man(tx, newcomer.id, man.id)
    follow_merge(tx, newcomer.id, man.id)
    notices = _fill_ficha(tx, newcomer, man)
    groups = {stint.group_id for stint in his}
    changes = (
        *(Change(Topic.PARTICIPANTS, key) for key in (newcomer.id, man.id)),
        *(Change(Topic.GROUPS, key) for key in groups),
        *(Change(topic, stint.id) for stint in his for topic in (Topic.ENROLMENTS, Topic.ATTENDANCE, Topic.CALLS)),
    )
    return Result(man.id, changes, ("participant_id",), notices)


def _refuse_two_of_one_session(tx: Transaction, his: list[Stint], known: list[Stint]) -> None:
    both = merges.written_of_both(tx, (one.id for one in his), (one.id for one in known))
    if both:
        days = sorted(session_queries.session(tx, key).day for key in both)
        told = ", ".join(f"{day:%d/%m/%Y}" for day in days)
        raise UserFacingError("merge_both_marked", field="into_id", sessions=told)


def _make_room(tx: Transaction, stint: Stint, known: list[Stint]) -> None:
    """One open stint a man and group: who is in it keeps his own; who only waited takes the newcomer's place."""
    other = next((one for one in known if one.group_id == stint.group_id and one.ended_on is None), None)
    if other is None or stint.ended_on is not None:
        return
    if other.status is EnrolmentStatus.WAITING and stint.status is not EnrolmentStatus.WAITING:
        _set_aside(tx, other, max(other.since, tx.today))
    else:
        merges.move_stint(tx, stint.id, other.id)
        _set_aside(tx, stint, stint.since)


def _set_aside(tx: Transaction, stint: Stint, on: date) -> None:
    """End a stint that stands for the same place: it holds none any more and no list of a session names it."""
    ended = {"seat": None, "queue_position": None, "ended_on": on}
    step_stint(tx, stint.id, None, status=EnrolmentStatus.WITHDRAWN, on=on, reason=IN_THE_GROUP_ALREADY, **ended)


def _fill_ficha(tx: Transaction, newcomer: StoredParticipant, man: StoredParticipant) -> tuple[Notice, ...]:
    """Add what only the newcomer had answered; what both answered stays as the older ficha has it, and is told."""
    own = {field: answer for field, answer in newcomer.answers.items() if field not in NAMES}
    added = {field: answer for field, answer in own.items() if field not in man.answers}
    if added:
        update_participant(tx, man.id, None, (man.form_id, man.form_edition), {**man.answers, **added})
    differing = [field for field, answer in own.items() if man.answers.get(field, answer) != answer]
    if not differing:
        return ()
    labels = {field.id: field.label for field in form_in_use(tx).fields}
    told = ", ".join(f"«{labels.get(field, field)}»" for field in differing)
    return (Notice("merge_kept_answers", {"fields": told}),)


COMMANDS = (
    CommandHandler(AddNewcomer, _add, writes(Section.SESSIONS, Section.IDENTIFICATION, Section.ENROLMENTS)),
    CommandHandler(MergeNewcomer, _merge, writes(Section.SESSIONS, Section.IDENTIFICATION, Section.ENROLMENTS)),
)
QUERIES = ()
