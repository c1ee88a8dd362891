"""Rules about absences in a real book: none at first, the whole set at once, nobody's change lost."""

from __future__ import annotations

from datetime import timedelta

from facilitador.domain.absence_policies import AttendancePolicy, StepTaken
from facilitador.domain.attendance import AbsenceRuleKind, AbsenceStep, AttendanceMark
from facilitador.domain.changes import Topic
from facilitador.domain.roles import Role
from facilitador.use_cases.absence_rules import AbsenceRules, RecordAbsenceStep, RuleToSet, SetAbsenceRules
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.open_book import OpenBook
from tests.books import TODAY
from tests.use_cases.scenes import Acting, ficha, group_of, one_value, refused, register

NOTICE = RuleToSet(kind=AbsenceRuleKind.TOTAL, count=3, step=AbsenceStep.NOTICE)
SUSPENSION = RuleToSet(
    kind=AbsenceRuleKind.IN_A_ROW,
    count=4,
    step=AbsenceStep.SUSPENSION,
    marks=(AttendanceMark.ABSENT_WITH_NOTICE, AttendanceMark.NOT_ADMITTED),
    make_up=False,
)


def policy(book: OpenBook) -> AttendancePolicy:
    return book.ask(AbsenceRules()).result()


def test_a_new_book_has_no_rule_and_asks_no_share(book: OpenBook) -> None:
    assert policy(book) == AttendancePolicy()
    assert not policy(book).active


def test_what_is_set_is_read_again_in_its_order(book: OpenBook) -> None:
    outcome = book.submit([SetAbsenceRules(rules=(SUSPENSION, NOTICE), minimum_percent=80, revision=0)]).result()
    found = policy(book)
    assert [rule.step for rule in found.rules] == [AbsenceStep.NOTICE, AbsenceStep.SUSPENSION]
    assert found.rules[1].marks == frozenset(SUSPENSION.marks)
    assert (found.rules[1].make_up, found.minimum_percent, found.revision) == (False, 80, 1)
    assert {change.topic for change in outcome.changes} == {Topic.ABSENCES}


def test_the_new_set_takes_the_place_of_the_old_one(book: OpenBook) -> None:
    book.submit([SetAbsenceRules(rules=(SUSPENSION, NOTICE), minimum_percent=80)]).result()
    book.submit([SetAbsenceRules(rules=(NOTICE,), revision=1)]).result()
    found = policy(book)
    assert (len(found.rules), found.minimum_percent, found.revision) == (1, None, 2)
    assert one_value(book, "SELECT count(*) FROM attendance_settings") == 1
    book.submit([SetAbsenceRules(rules=())]).result()
    assert not policy(book).active


def test_a_stale_change_is_refused_and_nothing_is_lost(book: OpenBook) -> None:
    with refused("changed_meanwhile"):
        book.submit([SetAbsenceRules(rules=(), revision=3)]).result()
    book.submit([SetAbsenceRules(rules=(NOTICE,))]).result()
    book.submit([SetAbsenceRules(rules=(NOTICE, SUSPENSION), revision=1)]).result()
    with refused("changed_meanwhile"):
        book.submit([SetAbsenceRules(rules=(), revision=1)]).result()
    assert len(policy(book).rules) == 2


def test_a_step_needs_a_man_who_took_part_and_a_day_that_can_be(book: OpenBook) -> None:
    group, _, (stint,) = group_of(book, 1)
    (waits,) = register(book, ficha(8))
    enrol = EnrolParticipant(group_id=group, participant_id=waits, waitlist=True)
    waiting = book.submit([enrol]).result().ids[0]
    with refused("step_of_who_waits", "enrolment_id"):
        book.submit([RecordAbsenceStep(enrolment_id=waiting, step=StepTaken.NOTICE)]).result()
    for day, code in ((1, "day_in_future"), (-1, "day_before_stint")):
        on = TODAY + timedelta(days=day)
        with refused(code, "taken_on"):
            book.submit([RecordAbsenceStep(enrolment_id=stint, step=StepTaken.NOTICE, taken_on=on)]).result()
    with refused("text_too_long", "note"):
        book.submit([RecordAbsenceStep(enrolment_id=stint, step=StepTaken.NOTICE, note="a" * 1001)]).result()
    assert one_value(book, "SELECT count(*) FROM absence_steps") == 0


def test_a_supervisor_sets_rules_and_staff_only_reads_them(book: OpenBook) -> None:
    Acting(book, Role.SUPERVISOR).run(SetAbsenceRules(rules=(NOTICE,)))
    staff = Acting(book, Role.STAFF)
    with refused("role_may_not_write"):
        staff.run(SetAbsenceRules(rules=()))
    assert len(staff.ask(AbsenceRules()).rules) == 1
