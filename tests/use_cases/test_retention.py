"""Whose data may go, in which two steps, and what is left of them: nothing but counts that tell of nobody."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.retention import PurgeGround, RetentionKind
from facilitador.domain.rights import RightsKind, RightsOutcome
from facilitador.use_cases.drafts import SaveDraft
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.protection import CloseProtection, OpenProtection
from facilitador.use_cases.retention import ConfirmPurge, ProposePurge, Retention, SetRetention, WithdrawPurge
from facilitador.use_cases.rights import AnswerRightsRequest, RegisterRightsRequest
from tests.books import TODAY
from tests.use_cases.later import On
from tests.use_cases.scenes import ficha, group_of, one_value, refused, register, rows

OTHER = UUID(int=5)
SIX_YEARS_ON = date(2032, 11, 26)
FIVE_YEARS = (
    SetRetention(kind=RetentionKind.PROCESS, years=5, basis="Acuerdo del servicio"),
    SetRetention(kind=RetentionKind.NEVER_ENROLLED, years=1, basis="Acuerdo del servicio"),
)


def left(book: OpenBook) -> UUID:
    """A man who was in a group and left it today; five years are set."""
    _, (man,), (stint,) = group_of(book, 1)
    stopped = ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.STOPPED, on=TODAY, reason="viajó")
    book.submit([stopped, *FIVE_YEARS]).result()
    return man


def test_nothing_is_due_while_nobody_set_how_long_it_is_kept(book: OpenBook) -> None:
    register(book, ficha(1))

    state = On(book, date(2060, 1, 1)).ask(Retention())

    assert state.lines == ()
    assert [one.years for one in state.periods] == [None, None, None]


@pytest.mark.parametrize(("day", "due"), [(date(2031, 11, 20), 0), (date(2031, 11, 21), 1)])
def test_what_was_noted_of_him_last_counts(book: OpenBook, day: date, due: int) -> None:
    left(book)
    later = On(book, day)

    assert len(later.ask(Retention()).lines) == due
    assert [item.code for item in later.ask(Home()) if item.code == "due_retention"] == ["due_retention"] * due


def test_it_takes_another_person_or_another_day(book: OpenBook) -> None:
    man = left(book)
    hers, theirs = On(book, SIX_YEARS_ON), On(book, SIX_YEARS_ON, OTHER)
    proposal = hers.run(ProposePurge(participant_id=man)).ids[0]

    assert [line.may_confirm for line in hers.ask(Retention()).lines] == [False]
    with refused("purge_needs_another", "proposal_id"):
        hers.run(ConfirmPurge(proposal_id=proposal))
    with refused("purge_proposed_already"):
        theirs.run(ProposePurge(participant_id=man))
    assert one_value(book, "SELECT count(*) FROM participants") == 1
    assert theirs.run(ConfirmPurge(proposal_id=proposal), dry_run=True).ids
    On(book, SIX_YEARS_ON + timedelta(days=1)).run(ConfirmPurge(proposal_id=proposal))

    assert one_value(book, "SELECT count(*) FROM participants") == 0
    assert one_value(book, "SELECT count(*) FROM open_erasures") == 0
    assert hers.ask(Retention()).erased == 1


def test_a_proposal_taken_back_leaves_everything(book: OpenBook) -> None:
    man = left(book)
    later = On(book, SIX_YEARS_ON)
    proposal = later.run(ProposePurge(participant_id=man)).ids[0]

    later.run(WithdrawPurge(proposal_id=proposal))

    with refused("not_found"):
        On(book, SIX_YEARS_ON, OTHER).run(ConfirmPurge(proposal_id=proposal))
    assert one_value(book, "SELECT count(*) FROM participants") == 1


def test_who_asks_waits_only_for_what_obliges(book: OpenBook) -> None:
    (man,) = register(book, ficha(1))
    asked = RegisterRightsRequest(participant_id=man, kind=RightsKind.CANCELLATION)
    key = book.submit([asked]).result().ids[0]
    with refused("purge_not_yet", "participant_id"):
        book.submit([ProposePurge(participant_id=man)]).result()

    book.submit([AnswerRightsRequest(request_id=key, outcome=RightsOutcome.DONE)]).result()

    assert [line.ground for line in book.ask(Retention()).result().lines] == [PurgeGround.REQUEST]
    book.submit([ProposePurge(participant_id=man)]).result()
    book.submit(list(FIVE_YEARS)).result()
    (proposal,) = rows(book, "SELECT id FROM purge_proposals")[0]
    with refused("purge_not_yet"):  # what a rule asks to be kept is kept, whoever asked
        On(book, TODAY, OTHER).run(ConfirmPurge(proposal_id=UUID(bytes=proposal)))


def test_an_open_matter_holds_it_back_in_the_words_of_any_other_reason(book: OpenBook) -> None:
    man = left(book)
    later, third = On(book, SIX_YEARS_ON), On(book, SIX_YEARS_ON, OTHER)
    matter = later.run(OpenProtection(sentence="Teme por ella.", participant_id=man)).ids[0]

    with refused("purge_not_yet", "participant_id"):
        later.run(ProposePurge(participant_id=man))
    third.run(CloseProtection(matter_id=matter, reason="Se atendió."))
    much_later = On(book, date(2050, 1, 1))
    with refused("purge_not_yet", "participant_id"):  # nobody said how long a closed one is kept
        much_later.run(ProposePurge(participant_id=man))
    much_later.run(SetRetention(kind=RetentionKind.PROTECTION, years=10, basis="Acuerdo"))
    much_later.run(ProposePurge(participant_id=man))


def test_what_was_typed_of_him_and_not_saved_goes_too(book: OpenBook) -> None:
    man = left(book)
    later, third = On(book, SIX_YEARS_ON), On(book, SIX_YEARS_ON, OTHER)
    later.run(SaveDraft(form="ficha", subject_id=man, base_revision=1, content={"given_names": "José"}))
    later.run(SaveDraft(form="log", subject_id=UUID(int=9), base_revision=1, content={"man": str(man)}))
    later.run(SaveDraft(form="log", subject_id=UUID(int=8), base_revision=1, content={"summary": "x"}))
    proposal = later.run(ProposePurge(participant_id=man)).ids[0]

    third.run(ConfirmPurge(proposal_id=proposal))

    assert rows(book, "SELECT subject_id FROM drafts") == [(UUID(int=8).bytes,)]
    assert one_value(book, "SELECT count(*) FROM audit_entries WHERE action = 'ConfirmPurge'") == 1


def test_the_database_opens_no_door_for_whom_nobody_proposed(book: OpenBook) -> None:
    man = left(book)

    with pytest.raises(Exception, match="nobody proposed it"):
        rows(book, "INSERT INTO open_erasures VALUES (?)", (man.bytes,))
    with pytest.raises(Exception, match="append-only"):
        rows(book, "DELETE FROM enrolment_events")
