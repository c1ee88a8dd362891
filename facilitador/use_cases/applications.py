"""Applying an instrument: begun, paused, resumed, finished; typed from paper, once or twice; voided; what cannot wait.

What is finished is never changed. Nothing here tells the sender whether an answer was critical: he may be the man
himself. It shows on home, to who facilitates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from facilitador.db.queries import applications as queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import people as people_queries
from facilitador.db.tables.applications import applications, attend_criticals, change_application, put_criticals
from facilitador.db.tables.base import insert_row
from facilitador.db.transaction import Transaction
from facilitador.domain.answers import age_of
from facilitador.domain.applications import (
    LONGEST_NOTE,
    LONGEST_REASON,
    ONCE_A_STINT,
    Application,
    ApplicationStatus,
    GivenAnswers,
    Mode,
    Purpose,
    check_complete,
    check_open,
    differences,
    in_order,
    merged,
)
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.consent_effects import ConsentUse
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.instrument_settings import check_applier, check_in_use
from facilitador.domain.instruments import AgeFit, Answers, Instrument, Refusal, age_fit, require_age
from facilitador.domain.roles import Section, may_write
from facilitador.domain.scoring import check_answers, critical_hits
from facilitador.domain.sheet_codes import Sheet, clean_code
from facilitador.errors import UserFacingError
from facilitador.use_cases.consent_gates import require_consent
from facilitador.use_cases.instruments import KnownEdition, edition_by_key, edition_of, kept, settings_of
from facilitador.use_cases.requests import Command, CommandHandler, Notice, Result, writes


class StartApplication(Command, kw_only=True):
    """Begin to ask a man an instrument today; `SaveAnswers` goes on, `FinishApplication` ends it.

    `enrolment_id`: the stay it belongs to (his only open one if none is given). `edition`: the one in use if empty.
    `applier_id`: who applies it (who sends it if nobody is named). `age_confirmed`: his age is not known, and somebody
    made sure that the instrument is for it.
    """

    id: UUID | None = None
    participant_id: UUID
    enrolment_id: UUID | None = None
    instrument_id: str
    edition: str = ""
    purpose: Purpose
    mode: Mode
    applier_id: UUID | None = None
    age_confirmed: bool = False


class SaveAnswers(Command, kw_only=True):
    """Keep some answers of an application that is not finished, and where he is: item -> value of one of its options,
    "refused" (prefers not to answer) or null (left open again). What is not named stays as it was."""

    application_id: UUID
    revision: int | None = None
    answers: dict[str, int | Refusal | None]
    current_item: str = ""


class FinishApplication(Command, kw_only=True):
    """End an application; from then on it is locked. Items may be left open, but not all of them."""

    application_id: UUID
    revision: int | None = None


class RecordApplication(Command, kw_only=True):
    """Type in a whole application from paper, finished.

    `code`: of the sheet, which says whose it is, which instrument and for what; of a paper without one, give
    `participant_id`, `instrument_id` and `purpose`. `applied_on`: the day he answered (today if none is given).
    `second_entry`: leave it open until it was typed once more and both agree. The rest as in `StartApplication`.
    """

    id: UUID | None = None
    code: str = ""
    participant_id: UUID | None = None
    enrolment_id: UUID | None = None
    instrument_id: str = ""
    edition: str = ""
    purpose: Purpose | None = None
    applied_on: date | None = None
    applier_id: UUID | None = None
    answers: dict[str, int | Refusal | None]
    second_entry: bool = False
    age_confirmed: bool = False


class SecondEntry(Command, kw_only=True):
    """Type a paper in once more, whole. If it agrees with the first time the application is finished.

    Otherwise both are kept, the notice `entries_differ` says how many answers differ, and it waits until the first
    (`SaveAnswers`) or the second (this) is mended.
    """

    application_id: UUID
    answers: dict[str, int | Refusal | None]


class VoidApplication(Command, kw_only=True):
    """Void an application recorded by mistake, with the reason (up to 500 letters). It stays and counts nowhere."""

    application_id: UUID
    revision: int | None = None
    reason: str


class AttendCritical(Command, kw_only=True):
    """Write down what was done about the critical answers of an application: of one `item`, or of all that wait.

    `note`: up to 1,000 letters. It settles what home shows.
    """

    application_id: UUID
    item: str = ""
    note: str


def _start(tx: Transaction, command: StartApplication) -> Result:
    of = edition_of(tx, command.instrument_id, command.edition)
    check_in_use(of.instrument, settings_of(tx, of.instrument.id))
    values: dict[str, Any] = {"mode": command.mode, "code": None, "applied_on": tx.today, "answers": {}}
    stint = _stint_of(tx, command.participant_id, command.enrolment_id)
    return _begun(tx, command, of, command.participant_id, stint, command.purpose, values)


def _record(tx: Transaction, command: RecordApplication) -> Result:
    checks = Checks()
    checks.recorded_day("applied_on", command.applied_on, tx.today)
    sheet = _sheet(tx, command.code) if command.code else None
    if sheet is None:
        checks.need("participant_id", command.participant_id is not None, "field_required")
        checks.need("instrument_id", bool(command.instrument_id), "field_required")
        checks.need("purpose", command.purpose is not None, "field_required")
    checks.refuse_if_any()
    man, stint, of, purpose = _of_sheet(tx, sheet, command) if sheet is not None else _of_paper(tx, command)
    check_answers(of.instrument, command.answers)
    answers = in_order(of.instrument, merged({}, command.answers))
    values = {
        "mode": Mode.PAPER,
        "code": sheet.code if sheet is not None else None,
        "applied_on": command.applied_on or tx.today,
        "answers": answers,
    }
    made = _begun(tx, command, of, man, stint, purpose, values)
    if command.second_entry:
        return made
    check_complete(of.instrument, queries.application(tx, made.id))
    _finish_row(tx, made.id, None)
    return made


def _sheet(tx: Transaction, code: str) -> Sheet:
    sheet = queries.sheet(tx, clean_code(code))
    if sheet is None:
        raise UserFacingError("sheet_unknown", field="code")
    if sheet.recorded:
        raise UserFacingError("sheet_recorded_already", field="code")
    return sheet


def _of_sheet(tx: Transaction, sheet: Sheet, command: RecordApplication) -> tuple[UUID, UUID, KnownEdition, Purpose]:
    """What the sheet says; refuses with `sheet_of_another` where the sender says otherwise."""
    of = edition_by_key(tx, sheet.edition_id)
    said = (command.participant_id, command.enrolment_id, command.instrument_id, command.edition, command.purpose)
    there = (sheet.participant_id, sheet.enrolment_id, of.instrument.id, of.instrument.edition, sheet.purpose)
    if any(one and one != other for one, other in zip(said, there, strict=True)):
        raise UserFacingError("sheet_of_another", field="code")
    return sheet.participant_id, sheet.enrolment_id, of, sheet.purpose


def _of_paper(tx: Transaction, command: RecordApplication) -> tuple[UUID, UUID | None, KnownEdition, Purpose]:
    of = edition_of(tx, command.instrument_id, command.edition)
    check_in_use(of.instrument, settings_of(tx, of.instrument.id))
    man, purpose = command.participant_id, command.purpose
    if man is None or purpose is None:  # both were asked for above
        raise UserFacingError("not_found", field="participant_id")
    return man, _stint_of(tx, man, command.enrolment_id), of, purpose


def _stint_of(tx: Transaction, participant_id: UUID, enrolment_id: UUID | None) -> UUID | None:
    """The stay that an application belongs to: the one named, if it is his, or his only open one."""
    if enrolment_id is not None:
        if enrolment_queries.stint(tx, enrolment_id).participant_id != participant_id:
            raise UserFacingError("not_found", field="enrolment_id")
        return enrolment_id
    stays = [stay.stint for stay in enrolment_queries.stints_of_participant(tx, participant_id)]
    open_ones = [stint.id for stint in stays if stint.ended_on is None]
    return open_ones[0] if len(open_ones) == 1 else None


def _begun(
    tx: Transaction,
    command: StartApplication | RecordApplication,
    of: KnownEdition,
    participant_id: UUID,
    enrolment_id: UUID | None,
    purpose: Purpose,
    values: Mapping[str, Any],
) -> Result:
    """Everything that holds for a man before he is asked, then the row, open."""
    instrument = of.instrument
    applier_id = command.applier_id or tx.actor.id
    _check_applier(tx, instrument, applier_id)
    man = participant_queries.stored(tx, participant_id)
    require_consent(tx, (man.id,), ConsentUse.QUESTIONNAIRES, field="participant_id")
    check_age(instrument, age_of(man.answers, values["applied_on"]), confirmed=command.age_confirmed)
    _check_not_twice(queries.of_participant(tx, man.id), instrument.id, enrolment_id, purpose)
    key = insert_row(
        tx,
        applications,
        command.id,
        participant_id=man.id,
        enrolment_id=enrolment_id,
        edition_id=kept(tx, of),
        instrument_id=instrument.id,
        purpose=purpose,
        status=ApplicationStatus.IN_PROGRESS,
        applier_id=applier_id,
        current_item="",
        second_answers=None,
        finished_at=None,
        void_reason="",
        **values,
    )
    put_criticals(tx, key, _critical(instrument, values["answers"]))
    return _changed(key, man.id, ("purpose", "mode", "answers"))


def _check_applier(tx: Transaction, instrument: Instrument, applier_id: UUID) -> None:
    found = people_queries.all_people(tx, (applier_id,))
    if not found:
        raise UserFacingError("not_found", field="applier_id")
    check_applier(instrument, settings_of(tx, instrument.id), found[0])


def check_age(instrument: Instrument, age: int | None, *, confirmed: bool) -> None:
    """Refuse an instrument for another age (6.6); where his age is not known, ask before going on."""
    require_age(instrument, age)
    if age_fit(instrument, age) is AgeFit.AGE_UNKNOWN and not confirmed:
        raise UserFacingError("instrument_age_unknown", field="age_confirmed", name=instrument.name)


def _check_not_twice(
    before: Iterable[Application], instrument_id: str, enrolment_id: UUID | None, purpose: Purpose
) -> None:
    """One application of an instrument is open at a time; entry and exit are asked once in a stay."""
    for one in before:
        if one.instrument_id != instrument_id:
            continue
        if one.status is ApplicationStatus.IN_PROGRESS:
            raise UserFacingError("application_open_already", field="participant_id")
        same = one.enrolment_id == enrolment_id is not None and one.purpose is purpose
        if same and purpose in ONCE_A_STINT and one.status is ApplicationStatus.FINISHED:
            raise UserFacingError("application_done_already", field="purpose", day=f"{one.applied_on:%d/%m/%Y}")


def _critical(instrument: Instrument, answers: Answers) -> dict[str, int]:
    return {hit.item: hit.value for hit in critical_hits(instrument, answers)}


def _open(tx: Transaction, application_id: UUID) -> tuple[Application, Instrument]:
    application = queries.application(tx, application_id)
    check_open(application)
    require_consent(tx, (application.participant_id,), ConsentUse.QUESTIONNAIRES, field="application_id")
    return application, edition_by_key(tx, application.edition_id).instrument


def _save(tx: Transaction, command: SaveAnswers) -> Result:
    application, instrument = _open(tx, command.application_id)
    check_answers(instrument, command.answers)
    checks = Checks()
    checks.known("current_item", command.current_item, {item.id for item in instrument.items})
    checks.refuse_if_any()
    answers = in_order(instrument, merged(application.answers, command.answers))
    values = {"answers": answers, "current_item": command.current_item or application.current_item}
    change_application(tx, application.id, command.revision, **values)
    put_criticals(tx, application.id, _critical(instrument, answers))
    return _changed(application.id, application.participant_id, ("answers",))


def _finish(tx: Transaction, command: FinishApplication) -> Result:
    application, instrument = _open(tx, command.application_id)
    check_complete(instrument, application)
    _finish_row(tx, application.id, command.revision)
    return _changed(application.id, application.participant_id, ("status",))


def _finish_row(tx: Transaction, application_id: UUID, revision: int | None) -> None:
    values = {"status": ApplicationStatus.FINISHED, "finished_at": tx.now, "current_item": ""}
    change_application(tx, application_id, revision, **values)


def _second_entry(tx: Transaction, command: SecondEntry) -> Result:
    application, instrument = _open(tx, command.application_id)
    if application.mode is not Mode.PAPER:
        raise UserFacingError("second_entry_of_paper_only", field="application_id")
    check_answers(instrument, command.answers)
    second: GivenAnswers = in_order(instrument, merged({}, command.answers))
    change_application(tx, application.id, None, second_answers=second)
    differ = len(differences(instrument, application.answers, second))
    if not differ:
        check_complete(instrument, replace(application, second_answers=second))
        _finish_row(tx, application.id, None)
    notices = (Notice("entries_differ", {"count": differ}),) if differ else ()
    return replace(_changed(application.id, application.participant_id, ("second_answers",)), notices=notices)


def _void(tx: Transaction, command: VoidApplication) -> Result:
    application = queries.application(tx, command.application_id)
    checks = Checks()
    reason = checks.text("reason", command.reason, LONGEST_REASON, required=True)
    checks.refuse_if_any()
    if application.status is ApplicationStatus.VOIDED:
        raise UserFacingError("application_voided", field="application_id")
    values = {"status": ApplicationStatus.VOIDED, "void_reason": reason}
    change_application(tx, application.id, command.revision, **values)
    return _changed(application.id, application.participant_id, ("status", "void_reason"))


def _attend(tx: Transaction, command: AttendCritical) -> Result:
    application = queries.application(tx, command.application_id)
    checks = Checks()
    note = checks.text("note", command.note, LONGEST_NOTE, required=True)
    checks.refuse_if_any()
    matters = queries.criticals_of(tx, (application.id,))[application.id]
    waiting = [one for one in matters if one.attended_at is None and command.item in ("", one.item)]
    if not waiting:
        raise UserFacingError("nothing_critical_waits", field="application_id")
    attend_criticals(tx, tuple(one.id for one in waiting), note)
    return _changed(application.id, application.participant_id, ("attended",))


def _changed(application_id: UUID, participant_id: UUID, fields: tuple[str, ...]) -> Result:
    """Always the same topics, so that nothing that listens can tell a critical answer from another."""
    changes = (
        Change(Topic.APPLICATIONS, application_id),
        Change(Topic.APPLICATIONS, participant_id),
        Change(Topic.PROTECTION, application_id),
    )
    return Result(application_id, changes, fields)


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """Critical answers of which nobody said yet what was done: before everything else, and without a name (6.4.5).

    One line leads to those that wait longest; the next come to its place once somebody attended to them.
    """
    if not may_write(tx.actor.role, Section.TESTS):
        return
    waiting = queries.with_pending_criticals(tx)
    if waiting:
        count: dict[str, object] = {"count": len(waiting)}
        yield DueItem("due_critical_answer", Urgency.PROTECTION, "application", waiting[0], count)


COMMANDS = (
    CommandHandler(StartApplication, _start, writes(Section.TESTS)),
    # kept after every question: the audit shows who began and who ended it
    CommandHandler(SaveAnswers, _save, writes(Section.TESTS), audited=False),
    CommandHandler(FinishApplication, _finish, writes(Section.TESTS)),
    CommandHandler(RecordApplication, _record, writes(Section.TESTS)),
    CommandHandler(SecondEntry, _second_entry, writes(Section.TESTS)),
    CommandHandler(VoidApplication, _void, writes(Section.TESTS)),
    CommandHandler(AttendCritical, _attend, writes(Section.TESTS)),
)
QUERIES = ()
