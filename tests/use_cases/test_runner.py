"""The one way in: roles, one transaction, one commit, one audit row a command."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from facilitador.domain.applications import Mode, Purpose
from facilitador.domain.changes import Change, Topic
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.participants import ConsentMark
from facilitador.domain.people import TrainingKind
from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.roles import Role, Section, may_read, may_write
from facilitador.domain.session_plans import ChangeReason
from facilitador.domain.sheets import Sheet
from facilitador.errors import UserFacingError
from facilitador.use_cases import (
    access,
    answers_export,
    application_records,
    applications,
    audit,
    audit_prints,
    backups,
    book_facts,
    compliance,
    curricula,
    directory,
    directory_lists,
    directory_prints,
    drafts,
    enrolments,
    foreign_pages,
    group_plans,
    groups,
    handovers,
    instrument_prints,
    instrument_sheets,
    instruments,
    participants,
    people,
    prints,
    profiles,
    rehearsals,
    roster_imports,
    services,
    session_modes,
    session_plans,
    session_sheets,
    venues,
    waiting_sheets,
)
from facilitador.use_cases.catalogue import COMMANDS, LISTED, QUERIES
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command, Outcome, Query
from tests.books import NOW, TODAY
from tests.use_cases import (
    attendance_samples,
    delivery_samples,
    exclusion_samples,
    log_samples,
    package_key_samples,
    package_samples,
    progress_samples,
    protection_samples,
    referral_samples,
    report_samples,
    review_samples,
    rights_samples,
)
from tests.use_cases.scenes import Acting, ficha, group_of, one_value, refused, register, rows

NOBODY = UUID(int=7)
# Every command with the sections that whoever sends it must be allowed to write, written down apart from the handlers.
SAMPLES: tuple[tuple[Command, set[Section]], ...] = (
    (compliance.DeclareCompliance(numeral="5.3", words="Sí."), {Section.SERVICE}),
    (compliance.DecideOtherwise(numeral="6.4.1", words="Son pocos."), {Section.SERVICE}),
    (compliance.WithdrawStatement(numeral="5.3", words="Ya no."), {Section.SERVICE}),
    (services.DescribeService(name="Centro"), {Section.SERVICE}),
    (services.AddOwnField(label="Zona", kind=FieldKind.TEXT), {Section.SERVICE}),
    (services.RelabelOwnField(own_field_id=NOBODY, label="Zona"), {Section.SERVICE}),
    (services.RetireOwnField(own_field_id=NOBODY), {Section.SERVICE}),
    (people.AddPersonWithAccess(id=NOBODY, given_names="Elena", role=Role.STAFF), {Section.TEAM}),
    (people.AddTeamMember(given_names="Elena"), {Section.TEAM}),
    (people.DescribeTeamMember(person_id=NOBODY, given_names="Elena"), {Section.TEAM}),
    (
        people.RecordTraining(
            person_id=NOBODY,
            kind=TrainingKind.THEORETICAL,
            provider="DATPS",
            datps_assistance=True,
            held_on=TODAY,
            hours=8,
        ),
        {Section.TEAM},
    ),
    (people.RemoveTraining(training_id=NOBODY), {Section.TEAM}),
    (venues.AddVenue(name="Local"), {Section.GROUPS}),
    (venues.ChangeVenue(venue_id=NOBODY, name="Local"), {Section.GROUPS}),
    (directory.AddDirectoryEntry(kind="cem", name="CEM", phones=("100",)), {Section.DIRECTORY}),
    (directory.ChangeDirectoryEntry(entry_id=NOBODY, kind="cem", name="CEM", phones=("100",)), {Section.DIRECTORY}),
    (directory.VerifyDirectoryEntry(entry_id=NOBODY), {Section.DIRECTORY}),
    (directory.RetireDirectoryEntry(entry_id=NOBODY), {Section.DIRECTORY}),
    (directory_lists.ImportDirectory(rows=()), {Section.DIRECTORY}),
    (groups.FormGroup(name="Alba"), {Section.GROUPS}),
    (groups.ChangeGroup(group_id=NOBODY, name="Alba"), {Section.GROUPS}),
    (groups.StartGroup(group_id=NOBODY, on=TODAY), {Section.GROUPS}),
    (groups.CloseGroup(group_id=NOBODY, on=TODAY), {Section.GROUPS}),
    (participants.RegisterParticipant(answers={"given_names": "José"}), {Section.IDENTIFICATION}),
    (participants.ChangeParticipant(participant_id=NOBODY, answers={}), {Section.IDENTIFICATION}),
    (
        participants.RecordConsent(participant_id=NOBODY, given_on=TODAY, mark=ConsentMark.SIGNATURE, read_aloud=True),
        {Section.SOCIAL},
    ),
    (participants.RevokeConsent(consent_id=NOBODY, on=TODAY), {Section.SOCIAL}),
    (enrolments.EnrolParticipant(group_id=NOBODY, participant_id=NOBODY), {Section.ENROLMENTS}),
    (
        enrolments.ChangeEnrolmentStatus(enrolment_id=NOBODY, status=EnrolmentStatus.PAUSED),
        {Section.ENROLMENTS},
    ),
    (enrolments.MoveInWaitingList(enrolment_id=NOBODY, place=1), {Section.ENROLMENTS}),
    (
        roster_imports.ImportRoster(group_id=NOBODY, rows=()),
        {Section.IDENTIFICATION, Section.ENROLMENTS},
    ),
    (roster_imports.UndoRosterImport(import_id=NOBODY), {Section.IDENTIFICATION, Section.ENROLMENTS}),
    (access.GiveAccess(person_id=NOBODY, role=Role.STAFF), {Section.SERVICE}),
    (access.ChangeRole(person_id=NOBODY, role=Role.STAFF), {Section.SERVICE}),
    (access.EndAccess(person_id=NOBODY), {Section.SERVICE}),
    (access.GiveTemporaryPassphrase(person_id=NOBODY), {Section.SERVICE}),
    (access.RenewRecoveryCode(), {Section.SERVICE}),
    (access.ConfirmRecoveryCodeKept(keeper="Elena", kept_on=TODAY), {Section.SERVICE}),
    (access.ReviewAccess(), {Section.SERVICE}),
    (access.PutOffSecondAccess(), {Section.SERVICE}),
    (access.ReplaceFacilitator(group_id=NOBODY, person_id=NOBODY, by=()), {Section.GROUPS}),
    (
        handovers.RecordHandover(person_id=NOBODY, receiver_id=NOBODY, had_access=False),
        {Section.SERVICE, Section.TEAM},
    ),
    (curricula.AddOwnTopic(name="Agua", purpose="Cuidarla"), {Section.SESSIONS}),
    (curricula.ChangeOwnTopic(topic_id="", name="Agua", purpose="Cuidarla"), {Section.SESSIONS}),
    (curricula.RetireOwnTopic(topic_id=""), {Section.SESSIONS}),
    *attendance_samples.SAMPLES,
    *log_samples.SAMPLES,
    *protection_samples.SAMPLES,
    *exclusion_samples.SAMPLES,
    *report_samples.SAMPLES,
    *review_samples.SAMPLES,
    *referral_samples.SAMPLES,
    *rights_samples.SAMPLES,
    *package_key_samples.SAMPLES,
    *package_samples.SAMPLES,
    *delivery_samples.SAMPLES,
    (session_plans.PlanSessions(group_id=NOBODY, sessions=()), {Section.SESSIONS}),
    (
        session_plans.AddSession(group_id=NOBODY, day=TODAY, starts_at=time(19), reason_code=ChangeReason.WEATHER),
        {Section.SESSIONS},
    ),
    (
        session_plans.MoveSession(session_id=NOBODY, day=TODAY, reason_code=ChangeReason.WEATHER),
        {Section.SESSIONS},
    ),
    (session_plans.CancelSession(session_id=NOBODY, reason_code=ChangeReason.WEATHER), {Section.SESSIONS}),
    (session_plans.RestoreSession(session_id=NOBODY), {Section.SESSIONS}),
    (session_plans.SplitSession(session_id=NOBODY), {Section.SESSIONS}),
    (session_plans.MergeSession(session_id=NOBODY), {Section.SESSIONS}),
    (session_plans.ReplanTopics(group_id=NOBODY, sessions=()), {Section.SESSIONS}),
    (session_plans.DescribeSession(session_id=NOBODY), {Section.SESSIONS}),
    (group_plans.AddLocalFeast(day=TODAY, name="Patrona"), {Section.SESSIONS}),
    (group_plans.RemoveLocalFeast(feast_id=NOBODY), {Section.SESSIONS}),
    (instruments.LoadInstrument(content=""), {Section.SERVICE}),
    (instruments.AllowInstrument(instrument_id="phq_9"), {Section.SERVICE}),
    (instruments.RetireInstrument(instrument_id="nadie"), {Section.SERVICE}),
    (instruments.PlanApplications(instrument_id="nadie", purposes=()), {Section.SERVICE}),
    (
        applications.StartApplication(
            participant_id=NOBODY, instrument_id="audit", purpose=Purpose.ENTRY, mode=Mode.SELF
        ),
        {Section.TESTS},
    ),
    (applications.SaveAnswers(application_id=NOBODY, answers={}), {Section.TESTS}),
    (applications.FinishApplication(application_id=NOBODY), {Section.TESTS}),
    (applications.RecordApplication(answers={}), {Section.TESTS}),
    (applications.SecondEntry(application_id=NOBODY, answers={}), {Section.TESTS}),
    (applications.VoidApplication(application_id=NOBODY, reason="por error"), {Section.TESTS}),
    (applications.AttendCritical(application_id=NOBODY, note="se conversó"), {Section.TESTS}),
    (
        instrument_sheets.PrintSheets(group_id=NOBODY, instrument_id="audit", purpose=Purpose.ENTRY),
        {Section.TESTS},
    ),
    (drafts.SaveDraft(form="ficha", content={}), set()),
    (drafts.DiscardDraft(form="ficha"), set()),
)
QUESTIONS: tuple[tuple[Query[Any], Section | None], ...] = (
    (services.ServiceDetails(), Section.SERVICE),
    (services.OwnFields(), Section.SERVICE),
    (services.FormInUse(), Section.SERVICE),
    (people.People(), Section.TEAM),
    (people.PersonDetails(person_id=NOBODY), Section.TEAM),
    (venues.Venues(), Section.GROUPS),
    (compliance.ComplianceView(), Section.SESSIONS),
    (compliance.CompliancePrint(), Section.SESSIONS),
    (directory.Directory(), Section.DIRECTORY),
    (directory.DirectoryEntryDetails(entry_id=NOBODY), Section.DIRECTORY),
    (directory.EmergencyDirectory(), None),
    (directory_lists.PreviewDirectoryImport(sheet=Sheet("lista", ())), Section.DIRECTORY),
    (directory_lists.OfferedInstitutions(), Section.DIRECTORY),
    (directory_lists.ExportDirectory(), Section.DIRECTORY),
    (directory_prints.WallCardPrint(), Section.DIRECTORY),
    (directory_prints.DirectoryPrint(), Section.DIRECTORY),
    (groups.Groups(), Section.GROUPS),
    (groups.GroupOverview(group_id=NOBODY), Section.GROUPS),
    (groups.FirstGroups(first=6), Section.GROUPS),
    (groups.OpenGroups(), Section.GROUPS),
    (participants.Participants(), Section.IDENTIFICATION),
    (participants.ParticipantRecord(participant_id=NOBODY), Section.IDENTIFICATION),
    (participants.LikelyDuplicates(answers={}), Section.IDENTIFICATION),
    (enrolments.Roster(group_id=NOBODY), Section.GROUPS),
    (roster_imports.PreviewRosterImport(group_id=NOBODY, sheet=Sheet("lista", ())), Section.ENROLMENTS),
    (roster_imports.RosterImports(group_id=NOBODY), Section.ENROLMENTS),
    (backups.LastSecondCopy(), None),
    (rehearsals.LastRehearsal(), None),
    (foreign_pages.ForeignPages(), None),
    (curricula.CurriculumInUse(), Section.SESSIONS),
    *attendance_samples.QUESTIONS,
    *log_samples.QUESTIONS,
    *protection_samples.QUESTIONS,
    *exclusion_samples.QUESTIONS,
    *report_samples.QUESTIONS,
    *progress_samples.QUESTIONS,
    *review_samples.QUESTIONS,
    *referral_samples.QUESTIONS,
    *rights_samples.QUESTIONS,
    *package_key_samples.QUESTIONS,
    *package_samples.QUESTIONS,
    *delivery_samples.QUESTIONS,
    (session_modes.ProjectedSession(session_id=NOBODY), Section.SESSIONS),
    (session_plans.GroupSessions(group_id=NOBODY), Section.SESSIONS),
    (group_plans.GroupPlan(group_id=NOBODY), Section.SESSIONS),
    (
        group_plans.ProposedPlan(
            group_id=NOBODY, first=TODAY, weekdays=(0,), starts_at=time(19), minutes=120, count=1, topic_ids=("a",)
        ),
        Section.SESSIONS,
    ),
    (group_plans.LocalFeasts(), Section.SESSIONS),
    (session_sheets.SessionSheet(session_id=NOBODY), Section.SESSIONS),
    (session_sheets.SessionPlanPrint(session_id=NOBODY), Section.SESSIONS),
    (session_sheets.CalendarPrint(group_id=NOBODY), Section.SESSIONS),
    (session_sheets.ExportCalendar(group_id=NOBODY), Section.SESSIONS),
    (instruments.Instruments(), Section.TESTS),
    (instruments.InstrumentContent(instrument_id="audit"), Section.TESTS),
    (instruments.PreviewInstrument(content=""), Section.TESTS),
    (application_records.Applications(group_id=NOBODY), Section.TESTS),
    (application_records.ApplicationDetails(application_id=NOBODY), Section.TESTS),
    (application_records.ApplicationToAnswer(application_id=NOBODY), Section.TESTS),
    (application_records.CriticalAnswers(), Section.TESTS),
    (application_records.MissingApplications(group_id=NOBODY), Section.TESTS),
    (waiting_sheets.WaitingSheets(group_id=NOBODY), Section.TESTS),
    (instrument_sheets.Sheets(group_id=NOBODY, instrument_id="audit", purpose=Purpose.ENTRY), Section.TESTS),
    (profiles.Change(participant_id=NOBODY, instrument_id="audit"), Section.TESTS),
    (profiles.GroupProfile(group_id=NOBODY, instrument_id="audit"), Section.TESTS),
    (answers_export.AnswersExport(instrument_id="audit"), Section.TESTS),
    (drafts.OwnDrafts(), None),
    (drafts.OwnDraft(form="ficha"), None),
    (prints.BlankFichaPrint(), Section.SERVICE),
    (prints.ConsentPrint(), Section.SERVICE),
    (prints.FichaPrint(participant_id=NOBODY), Section.IDENTIFICATION),
    (prints.GroupFichasPrint(group_id=NOBODY), Section.IDENTIFICATION),
    (prints.RosterPrint(group_id=NOBODY), Section.GROUPS),
    (prints.AttendanceSheetPrint(group_id=NOBODY), Section.GROUPS),
    (prints.AgreementsPrint(group_id=NOBODY), Section.GROUPS),
    (instrument_prints.ApplicationResultPrint(application_id=NOBODY), Section.TESTS),
    (instrument_prints.GroupProfilePrint(group_id=NOBODY), Section.TESTS),
    (instrument_prints.InstrumentSheetsPrint(group_id=NOBODY), Section.TESTS),
    (Home(), Section.GROUPS),
    (audit.AuditTrail(), Section.AUDIT),
    (audit.TrailPage(), Section.AUDIT),
    (audit.TrailExport(zone_of=NOW), Section.AUDIT),
    (audit.TrailCode(number=1, code="A" * 16), Section.AUDIT),
    (audit.TrailReaders(), Section.SERVICE),
    (audit_prints.AuditDayPrint(since=NOW, until=NOW), Section.AUDIT),
    (book_facts.RowCounts(), Section.GROUPS),
    (access.Access(), Section.SERVICE),
    (access.SecondAccessWanted(), None),
    (access.LeftBehind(person_id=NOBODY), Section.SERVICE),
    (handovers.HandoverPrint(handover_id=NOBODY), Section.SERVICE),
)


def named(value: object) -> str:
    return type(value).__name__ if isinstance(value, Command | Query) else str(value)


def test_the_role_table_is_proved_for_every_command_and_query() -> None:
    assert {type(command) for command, _ in SAMPLES} == set(COMMANDS)
    assert {type(query) for query, _ in QUESTIONS} == set(QUERIES)


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize("role", list(Role))
def test_a_role_changes_only_what_the_table_lets_it(book: OpenBook, role: Role) -> None:
    for command, sections in SAMPLES:
        allowed = all(may_write(role, section) for section in sections)

        assert (answer(Acting(book, role).run, command) != "role_may_not_write") is allowed, named(command)


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize("role", list(Role))
def test_a_role_sees_only_what_the_table_lets_it(book: OpenBook, role: Role) -> None:
    for query, section in QUESTIONS:
        allowed = section is None or may_read(role, section)

        assert (answer(Acting(book, role).ask, query) != "role_may_not_read") is allowed, named(query)


def answer(do: Callable[[Any], object], request: object) -> str:
    """The code with which a request was refused, or nothing."""
    try:
        do(request)
    except UserFacingError as error:
        return error.code
    return ""


def test_what_a_role_may_not_do_leaves_nothing(book: OpenBook) -> None:
    before = one_value(book, "SELECT count(*) FROM audit_entries")

    with refused("role_may_not_write", position=1):
        Acting(book, Role.STAFF).run(
            participants.RegisterParticipant(answers={"paternal_surname": "Ccori", "given_names": "Abel"}),
            groups.FormGroup(name="Alba"),
        )

    assert one_value(book, "SELECT count(*) FROM participants") == 0
    assert one_value(book, "SELECT count(*) FROM audit_entries") == before


def test_every_command_that_is_kept_leaves_one_audit_row(book: OpenBook) -> None:
    before = one_value(book, "SELECT count(*) FROM audit_entries")

    outcome = book.submit([groups.FormGroup(name="Alba"), participants.RegisterParticipant(answers=ficha())]).result()

    entries = rows(book, "SELECT action, subject_id, person_id FROM audit_entries WHERE number > ?", (before,))
    assert entries == [
        ("FormGroup", outcome.ids[0].bytes, book.person.id.bytes),
        ("RegisterParticipant", outcome.ids[1].bytes, book.person.id.bytes),
    ]


def test_drafts_leave_no_audit_row(book: OpenBook) -> None:
    before = one_value(book, "SELECT count(*) FROM audit_entries")

    book.submit([drafts.SaveDraft(form="ficha", content={"given_names": "Abel"})]).result()
    book.submit([drafts.DiscardDraft(form="ficha")]).result()
    book.ask(drafts.OwnDrafts()).result()

    assert one_value(book, "SELECT count(*) FROM audit_entries") == before


@pytest.mark.directive("6.4.5")
def test_to_look_at_a_mans_record_leaves_a_row_and_to_read_it_again_does_not(book: OpenBook) -> None:
    (man,) = register(book, ficha())
    query = participants.ParticipantRecord(participant_id=man)

    book.ask(query).result()
    book.ask(query, again=True).result()
    book.ask(participants.Participants(text="quispe")).result()

    viewed = rows(book, "SELECT subject_id, details FROM audit_entries WHERE action = 'View'")
    assert viewed == [(man.bytes, '{"view":"ParticipantRecord"}')]


def test_a_record_that_is_not_there_leaves_no_view(book: OpenBook) -> None:
    with refused("not_found"):
        book.ask(participants.ParticipantRecord(participant_id=NOBODY)).result()

    assert rows(book, "SELECT 1 FROM audit_entries WHERE action = 'View'") == []


@pytest.mark.directive("6.4.5")
def test_no_answer_ever_stands_in_the_audit(book: OpenBook) -> None:
    secrets = {
        "paternal_surname": "Ushiñahua",
        "maternal_surname": "Shapiama",
        "given_names": "Teófilo",
        "document_number": "41234567",
        "phone": "987654321",
        "health_conditions": "asma desde niño",
        "occupation": "mototaxista",
    }
    (man,) = register(book, ficha(1, **secrets))
    book.submit(
        [participants.ChangeParticipant(participant_id=man, answers=ficha(1, **secrets | {"phone": "912345678"}))]
    )
    group_id = book.submit([groups.FormGroup(name="Alba")]).result().ids[0]
    stint = book.submit([enrolments.EnrolParticipant(group_id=group_id, participant_id=man)]).result().ids[0]
    leaving = enrolments.ChangeEnrolmentStatus(
        enrolment_id=stint, status=EnrolmentStatus.STOPPED, reason="se mudó a Pisac"
    )
    book.submit([leaving]).result()
    book.ask(participants.ParticipantRecord(participant_id=man)).result()
    book.ask(prints.FichaPrint(participant_id=man)).result()

    written = json.dumps(rows(book, "SELECT action, details FROM audit_entries"), ensure_ascii=False).casefold()

    assert "registerparticipant" in written
    assert "document_number" in written  # the names of the fields are told, their answers never
    for secret in (*secrets.values(), "912345678", "Pisac", "Alba"):
        assert secret.casefold() not in written


def test_the_trace_of_the_same_command_cannot_be_compared_between_books(
    book: OpenBook, open_as: Callable[[Role], OpenBook]
) -> None:
    other = open_as(Role.SUPERVISOR)
    command = groups.FormGroup(id=uuid4(), name="Alba")

    for each in (book, other):
        each.submit([command]).result()

    digests = {
        json.loads(one_value(each, "SELECT details FROM audit_entries WHERE action = 'FormGroup'"))["digest"]
        for each in (book, other)
    }
    assert len(digests) == 2


def commits_of(book: OpenBook, work: Callable[[], object]) -> list[str]:
    """What ended a transaction while `work` was done."""
    ended: list[str] = []
    engine = book.with_book(lambda file, _: file._engine).result()
    sa.event.listen(engine, "commit", on_commit := lambda connection: ended.append("commit"))
    sa.event.listen(engine, "rollback", on_rollback := lambda connection: ended.append("rollback"))
    try:
        work()
    finally:
        sa.event.remove(engine, "commit", on_commit)
        sa.event.remove(engine, "rollback", on_rollback)
    return ended


def test_a_list_of_commands_is_one_commit(book: OpenBook) -> None:
    many = [participants.RegisterParticipant(answers=ficha(number)) for number in range(1, 30)]

    assert commits_of(book, lambda: book.submit(many).result()) == ["commit"]
    assert commits_of(book, lambda: book.submit(many[:1]).result()) == ["commit"]


def test_a_refused_list_is_no_commit_and_tells_which_command_it_was(book: OpenBook) -> None:
    def refuse() -> None:
        with refused("not_found", position=2):
            book.submit(
                [*(groups.FormGroup(name=name) for name in "AB"), groups.CloseGroup(group_id=NOBODY, on=TODAY)]
            ).result()

    assert commits_of(book, refuse) == ["rollback"]
    assert one_value(book, "SELECT count(*) FROM groups") == 0


def test_a_dry_run_checks_everything_and_keeps_nothing(book: OpenBook) -> None:
    before = rows(book, "SELECT count(*), max(number) FROM audit_entries")

    outcome = book.submit([groups.FormGroup(name="Alba")], dry_run=True).result()
    with refused("field_required", "name"):
        book.submit([groups.FormGroup(name=" ")], dry_run=True).result()

    assert outcome.ids
    assert one_value(book, "SELECT count(*) FROM groups") == 0
    assert rows(book, "SELECT count(*), max(number) FROM audit_entries") == before


def test_what_must_hold_with_the_commit_fails_with_it(book: OpenBook) -> None:
    def fail() -> None:
        raise OSError("the keys cannot be written")

    with pytest.raises(OSError, match="keys cannot be written"):
        book.with_book(lambda _, runner: runner.run([groups.FormGroup(name="Alba")], before_commit=fail)).result()

    assert one_value(book, "SELECT count(*) FROM groups") == 0


def test_a_transaction_inside_another_is_a_defect_and_the_outer_one_is_undone(book: OpenBook) -> None:
    def nest(_: Any, runner: Any) -> Outcome:
        inner = groups.FormGroup(name="Inner")
        outcome: Outcome = runner.run([groups.FormGroup(name="Outer")], before_commit=lambda: runner.run([inner]))
        return outcome

    with pytest.raises(RuntimeError, match="open already"):
        book.with_book(nest).result()

    assert one_value(book, "SELECT count(*) FROM groups") == 0
    assert book.submit([groups.FormGroup(name="Alba")]).result().ids  # the book goes on


def test_what_changed_is_told_to_whoever_shows_it(book: OpenBook) -> None:
    group_id, men, stints = group_of(book, 1)

    outcome = book.submit([enrolments.ChangeEnrolmentStatus(enrolment_id=stints[0], status=EnrolmentStatus.COMPLETED)])

    assert outcome.result().changes == {
        Change(Topic.ENROLMENTS, stints[0]),
        Change(Topic.GROUPS, group_id),
        Change(Topic.PARTICIPANTS, men[0]),
    }


@pytest.mark.parametrize(
    "again",
    [
        lambda key: groups.FormGroup(id=key, name="Beta"),
        lambda key: participants.RegisterParticipant(id=key, answers=ficha(2)),
        lambda key: venues.AddVenue(id=key, name="Local"),
        lambda key: people.AddTeamMember(id=key, given_names="Elena"),
        lambda key: services.AddOwnField(id=key, label="Zona", kind=FieldKind.TEXT),
    ],
)
def test_an_id_given_twice_is_refused(book: OpenBook, again: Callable[[UUID], Command]) -> None:
    key = uuid4()
    book.submit([again(key)]).result()

    with refused("already_there", "id", position=0):
        book.submit([again(key)]).result()


def test_what_moved_on_meanwhile_is_not_written_over(book: OpenBook) -> None:
    group_id, (man,), (stint,) = group_of(book, 1)
    venue, member = book.submit([venues.AddVenue(name="Local"), people.AddTeamMember(given_names="Elena")]).result().ids
    field = book.submit([services.AddOwnField(label="Zona", kind=FieldKind.TEXT)]).result().ids[0]
    changes: list[Callable[[int | None], Command]] = [
        lambda seen: groups.ChangeGroup(group_id=group_id, revision=seen, name="Beta"),
        lambda seen: participants.ChangeParticipant(participant_id=man, revision=seen, answers=ficha(1)),
        lambda seen: enrolments.ChangeEnrolmentStatus(
            enrolment_id=stint, revision=seen, status=EnrolmentStatus.PAUSED, reason="viaje"
        ),
        lambda seen: venues.ChangeVenue(venue_id=venue, revision=seen, name="Salón"),
        lambda seen: people.DescribeTeamMember(person_id=member, revision=seen, given_names="Elena"),
        lambda seen: services.RelabelOwnField(own_field_id=field, revision=seen, label="Barrio"),
        lambda seen: services.RetireOwnField(own_field_id=field, revision=seen and seen + 1),
        lambda seen: services.DescribeService(revision=seen, name="Centro"),
    ]
    for change in changes:
        book.submit([change(1)]).result()
        with refused("changed_meanwhile"):
            book.submit([change(1)]).result()


def test_what_has_verbs_of_its_own_is_sent_through_no_list() -> None:
    keys_and_drafts = {
        people.AddPersonWithAccess,
        access.GiveAccess,
        access.ChangeRole,
        access.EndAccess,
        access.GiveTemporaryPassphrase,
        access.RenewRecoveryCode,
        drafts.SaveDraft,
        drafts.DiscardDraft,
    }

    assert not keys_and_drafts & set(LISTED)
    assert set(LISTED) < set(COMMANDS)


def test_the_newest_entries_come_first_and_no_more_than_asked(book: OpenBook) -> None:
    supervisor = Acting(book, Role.SUPERVISOR)
    group_id = book.submit([groups.FormGroup(name="Alba")]).result().ids[0]
    book.submit([groups.ChangeGroup(group_id=group_id, name="Beta")]).result()

    trail = supervisor.ask(audit.AuditTrail(limit=2))

    assert [entry.action for entry in trail] == ["ChangeGroup", "FormGroup"]
    assert trail[0].number > trail[1].number
    assert trail[0].at - trail[1].at == timedelta(0)
    assert {entry.action for entry in supervisor.ask(audit.AuditTrail(subject_id=group_id))} == {
        "FormGroup",
        "ChangeGroup",
    }
    assert supervisor.ask(audit.AuditTrail(limit=-1)) == ()
