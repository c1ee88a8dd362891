"""The intake as a flow: who looks like him is asked about, nothing is stored by halves, a full group offers to wait."""

from __future__ import annotations

from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from facilitador.domain.duplicates import DuplicateMatch, MatchKind, Reason
from facilitador.domain.participants import ConsentMark
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.use_cases.drafts import SaveDraft
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.intake import Intake, Part, Place, Step, consent_command, consent_problems
from facilitador.use_cases.participants import RecordConsent, RegisterParticipant
from tests.books import TODAY

GROUP = UUID(int=5)
FICHA = {"paternal_surname": "Ñahui", "given_names": "José"}
GIVEN = {"mark": "signature", "read_aloud": "yes", "given_on": "2026-11-19"}


def match(kind: MatchKind, number: int = 1) -> DuplicateMatch:
    return DuplicateMatch(UUID(int=number), "Ñahui Álvarez, José", kind, 97.0, (Reason.SIMILAR_NAME,))


def at(error: UserFacingError, position: int) -> UserFacingError:
    error.position = position
    return error


@pytest.fixture
def intake() -> Intake:
    return Intake(uuid7, lambda: TODAY, GROUP)


@pytest.mark.directive("6.4.2")
def test_ficha_consent_and_place_are_one_gesture(intake: Intake) -> None:
    register, consent, enrol = intake.save(FICHA, GIVEN)
    assert register == RegisterParticipant(id=intake.participant_id, answers=FICHA)
    assert isinstance(consent, RecordConsent)
    assert (consent.participant_id, consent.mark) == (intake.participant_id, ConsentMark.SIGNATURE)
    assert enrol == EnrolParticipant(group_id=GROUP, participant_id=intake.participant_id)
    assert intake.step is Step.SAVING


def test_who_has_not_decided_is_enrolled_all_the_same(intake: Intake) -> None:
    kinds = [type(command) for command in intake.save(FICHA, {"mark": "not_yet"})]
    assert kinds == [RegisterParticipant, EnrolParticipant]


def test_without_a_group_only_the_ficha_is_kept() -> None:
    alone = Intake(uuid7, lambda: TODAY, None)
    assert [type(command) for command in alone.save(FICHA, {})] == [RegisterParticipant]
    assert alone.place is Place.NONE


@pytest.mark.parametrize("kind", [MatchKind.SAME_DOCUMENT, MatchKind.LIKELY])
def test_a_likely_match_is_decided_on_before_saving(intake: Intake, kind: MatchKind) -> None:
    intake.found([match(kind)])
    assert intake.save(FICHA, {}) == ()
    assert intake.step is Step.DOUBTFUL
    assert intake.he_is_another()
    assert len(intake.save(FICHA, {})) == 2
    assert intake.matches == ()


def test_a_mere_possibility_never_stands_in_the_way(intake: Intake) -> None:
    intake.found([match(MatchKind.POSSIBLE)])
    assert intake.save(FICHA, {})


def test_said_once_that_he_is_another_it_is_not_asked_again(intake: Intake) -> None:
    intake.found([match(MatchKind.LIKELY)])
    assert not intake.he_is_another()
    intake.found([match(MatchKind.LIKELY), match(MatchKind.LIKELY, number=2)])
    assert [found.id for found in intake.matches] == [UUID(int=2)]


def test_a_doubt_that_later_typing_removed_is_no_doubt(intake: Intake) -> None:
    intake.found([match(MatchKind.LIKELY)])
    intake.save(FICHA, {})
    intake.found([])
    assert intake.step is Step.ASKING


@pytest.mark.directive("6.4.1")
def test_a_full_group_offers_the_waiting_list_with_the_same_man(intake: Intake) -> None:
    commands = intake.save(FICHA, GIVEN)
    part = intake.refused(at(UserFacingError("group_full", limit=15), 2))
    assert (part, intake.step, intake.can_wait) == (Part.PLACE, Step.NO_PLACE, True)
    again = intake.again(FICHA, GIVEN, Place.WAITING_LIST)
    assert again[0] == commands[0]
    assert again[2] == EnrolParticipant(group_id=GROUP, participant_id=intake.participant_id, waitlist=True)


def test_a_group_of_another_age_offers_the_ficha_alone(intake: Intake) -> None:
    intake.save(FICHA, {})
    intake.refused(at(UserFacingError("minor_in_adult_group"), 1))
    assert not intake.can_wait
    assert [type(command) for command in intake.again(FICHA, {}, Place.NONE)] == [RegisterParticipant]


def test_going_on_typing_leaves_a_refusal_behind(intake: Intake) -> None:
    intake.save(FICHA, {})
    intake.refused(at(UserFacingError("group_full", limit=15), 1))
    intake.changed()
    assert (intake.step, intake.refusal) == (Step.ASKING, None)


def test_a_refused_answer_says_whether_ficha_or_consent_is_meant(intake: Intake) -> None:
    intake.save(FICHA, GIVEN)
    assert intake.refused(at(InvalidInput([Problem("witness", "field_required")]), 1)) is Part.CONSENT
    intake.save(FICHA, GIVEN)
    assert intake.refused(at(InvalidInput([Problem("given_names", "field_required")]), 0)) is Part.FICHA
    assert intake.step is Step.ASKING


def test_a_man_of_the_book_gets_the_place_and_what_was_typed_becomes_a_draft_of_his_ficha(intake: Intake) -> None:
    known = UUID(int=9)
    enrol, draft = intake.enrol_known(known, FICHA)
    assert enrol == EnrolParticipant(group_id=GROUP, participant_id=known)
    assert isinstance(draft, SaveDraft)
    assert (draft.form, draft.subject_id) == ("participant", known)
    assert draft.content["changes"]["given_names"] == [None, "José"]
    assert intake.saved() == known


def test_a_consent_day_may_be_typed_as_people_write_it() -> None:
    command = consent_command({**GIVEN, "given_on": "19/11/26"}, GROUP, TODAY)
    assert command is not None
    assert command.given_on.isoformat() == "2026-11-19"


@pytest.mark.directive("6.4.2")
def test_a_fingerprint_asks_for_a_witness_and_nothing_is_sent_without() -> None:
    answers = {"mark": "fingerprint", "read_aloud": "yes"}
    assert [problem.code for problem in consent_problems(answers, TODAY)] == ["witness_needed"]
    with pytest.raises(InvalidInput):
        consent_command(answers, GROUP, TODAY)


@pytest.mark.parametrize(("typed", "code"), [("mañana", "date_in_future"), ("31/02/2026", "date_no_such_day")])
def test_a_day_that_cannot_be_is_said(typed: str, code: str) -> None:
    assert [problem.code for problem in consent_problems({**GIVEN, "given_on": typed}, TODAY)] == [code]
