"""What may be asked about who was there, with the sections it needs, written down apart from the handlers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from facilitador.domain.absence_policies import StepTaken
from facilitador.domain.calls import CallPurpose, CallResult
from facilitador.domain.doors import DoorCause
from facilitador.domain.roles import Section
from facilitador.use_cases import (
    absence_rules,
    attendance,
    calls,
    coverage,
    coverage_prints,
    doors,
    newcomers,
    session_night_prints,
    tonight,
)
from facilitador.use_cases.requests import Command, Query

NOBODY = UUID(int=7)

SAMPLES: tuple[tuple[Command, set[Section]], ...] = (
    (attendance.MarkAttendance(session_id=NOBODY, enrolment_id=NOBODY), {Section.SESSIONS}),
    (attendance.MarkUnmarked(session_id=NOBODY), {Section.SESSIONS}),
    (attendance.AnnounceAbsence(session_id=NOBODY, enrolment_id=NOBODY), {Section.SESSIONS}),
    (attendance.WithdrawAnnouncement(session_id=NOBODY, enrolment_id=NOBODY), {Section.SESSIONS}),
    (attendance.RecordMakeUp(enrolment_id=NOBODY, session_id=NOBODY), {Section.SESSIONS}),
    (attendance.RemoveMakeUp(make_up_id=NOBODY), {Section.SESSIONS}),
    (newcomers.AddNewcomer(session_id=NOBODY), {Section.SESSIONS, Section.IDENTIFICATION, Section.ENROLMENTS}),
    (
        newcomers.MergeNewcomer(newcomer_id=NOBODY, into_id=NOBODY),
        {Section.SESSIONS, Section.IDENTIFICATION, Section.ENROLMENTS},
    ),
    (
        calls.RecordCall(enrolment_id=NOBODY, purpose=CallPurpose.ABSENT, result=CallResult.REACHED),
        {Section.SESSIONS},
    ),
    (absence_rules.SetAbsenceRules(rules=()), {Section.SERVICE}),
    (absence_rules.RecordAbsenceStep(enrolment_id=NOBODY, step=StepTaken.NOTICE), {Section.ENROLMENTS}),
    (absence_rules.RemoveAbsenceStep(step_id=NOBODY), {Section.ENROLMENTS}),
    (calls.RemoveCall(call_id=NOBODY), {Section.SESSIONS}),
    (doors.RefuseAtDoor(session_id=NOBODY, enrolment_id=NOBODY, cause=DoorCause.ALCOHOL), {Section.SESSIONS}),
    (doors.DescribeDoorRefusal(refusal_id=NOBODY, cause=DoorCause.DRUG), {Section.SESSIONS}),
    (doors.AttendDoorRefusal(refusal_id=NOBODY, done="Se avisó."), {Section.SESSIONS}),
    (doors.WithdrawDoorRefusal(refusal_id=NOBODY), {Section.SESSIONS}),
)
QUESTIONS: tuple[tuple[Query[Any], Section | None], ...] = (
    (attendance.SessionAttendance(session_id=NOBODY), Section.SESSIONS),
    (tonight.TonightPage(session_id=NOBODY), Section.SESSIONS),
    (calls.CallList(), Section.SESSIONS),
    (session_night_prints.SignInPrint(session_id=NOBODY), Section.SESSIONS),
    (session_night_prints.TonightPrint(session_id=NOBODY), Section.SESSIONS),
    (coverage.Coverage(group_id=NOBODY), Section.SESSIONS),
    (coverage.ManNumbersIn(participant_id=NOBODY), Section.SESSIONS),
    (coverage_prints.CoveragePrint(group_id=NOBODY), Section.SESSIONS),
    (absence_rules.AbsenceRules(), Section.SERVICE),
    (doors.DoorRefusals(session_id=NOBODY), Section.SESSIONS),
)
