"""A man answers before the first session (6.4.3): by himself, read aloud, on paper; what is finished stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from facilitador.domain.applications import ApplicationRecord, ApplicationStatus, EntryDifference, Mode, Purpose
from facilitador.domain.due import Urgency
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.instruments import REFUSED
from facilitador.domain.roles import Role
from facilitador.domain.scoring import NotScored
from facilitador.errors import UserFacingError
from facilitador.messages import message
from facilitador.use_cases.application_records import (
    ApplicationDetails,
    Applications,
    ApplicationToAnswer,
    CriticalAnswers,
)
from facilitador.use_cases.applications import (
    AttendCritical,
    FinishApplication,
    RecordApplication,
    SaveAnswers,
    SecondEntry,
    VoidApplication,
)
from facilitador.use_cases.batches import read_batch
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from tests.books import NOW, TODAY
from tests.use_cases.answering import (
    ALARMING,
    CALM,
    ENTRY_TEST,
    REST,
    TIRED,
    answered,
    load,
    paper,
    start,
    started,
)
from tests.use_cases.scenes import Acting, ficha, group_of, one_value, refused, register, rows

One = Callable[..., UUID]


def details(book: OpenBook, key: UUID) -> ApplicationRecord:
    return book.ask(ApplicationDetails(application_id=key)).result()


@pytest.fixture
def man(book: OpenBook) -> UUID:
    """A man in no group, and the small instrument at hand."""
    load(book)
    return register(book, ficha())[0]


# ── Answering ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.directive("6.4.3")
def test_a_man_answers_the_entry_test_before_his_group_begins(book: OpenBook) -> None:
    _, (man,), (stint,) = group_of(book, 1)
    key = started(book, man, instrument_id=ENTRY_TEST)
    instrument = details(book, key).instrument

    for item in instrument.items:
        value = instrument.scale_of(item.id).values[0]
        book.submit([SaveAnswers(application_id=key, answers={item.id: value}, current_item=item.id)]).result()
    book.submit([FinishApplication(application_id=key)]).result()

    made = details(book, key)
    assert (made.line.enrolment_id, made.line.purpose, made.line.mode) == (stint, Purpose.ENTRY, Mode.SELF)
    assert (made.line.status, made.line.applied_on, made.applier) == (
        ApplicationStatus.FINISHED,
        TODAY,
        book.person.full_name,
    )
    assert made.line.answered == made.line.items == len(instrument.items)
    assert {section.id for section in instrument.sections} == {"ideas", "practicas"}  # cognitive part, practices part
    assert all(score.value is not None for score in made.scores.subscales)


def test_he_pauses_and_goes_on_where_he_was(book: OpenBook, man: UUID) -> None:
    key = started(book, man)

    book.submit([SaveAnswers(application_id=key, answers={"d1": 2, "d2": REFUSED}, current_item="d2")]).result()
    book.submit([SaveAnswers(application_id=key, answers={"d1": 4})]).result()

    sheet = book.ask(ApplicationToAnswer(application_id=key)).result()
    assert (dict(sheet.answers), sheet.current_item) == ({"d1": 4, "d2": REFUSED}, "d2")
    book.submit([SaveAnswers(application_id=key, answers={"d1": None, "d2": None})]).result()
    assert dict(details(book, key).answers) == {}


def test_what_he_sees_names_nobody_and_says_nothing_of_what_answers_mean(book: OpenBook, man: UUID) -> None:
    key = started(book, man)
    before = repr(book.ask(ApplicationToAnswer(application_id=key)).result())

    book.submit([SaveAnswers(application_id=key, answers=ALARMING)]).result()
    sheet = book.ask(ApplicationToAnswer(application_id=key)).result()

    for told in (before, repr(sheet)):
        for word in ("Quispe", "José", "ya no puede más.", "Hable con él", "Descanso (", "total"):
            assert word not in told
    assert repr(sheet).replace(repr(dict(sheet.answers)), "{}").replace("revision=2", "revision=1") == before


def test_nothing_that_a_save_answers_tells_a_critical_one_from_another(book: OpenBook, man: UUID) -> None:
    key = started(book, man)

    calm = book.submit([SaveAnswers(application_id=key, answers=CALM)]).result()
    alarming = book.submit([SaveAnswers(application_id=key, answers=ALARMING)]).result()
    ended = book.submit([FinishApplication(application_id=key)]).result()

    assert calm == alarming
    assert ended.notices == ()
    assert ended.changes == calm.changes


def test_declining_and_leaving_open_are_told_apart_and_too_little_is_not_scored(book: OpenBook, man: UUID) -> None:
    key = answered(book, man, {"d1": 3, "d2": REFUSED})

    made = details(book, key)
    score = made.scores.of("total")
    assert (score.value, score.reason) == (None, NotScored.TOO_MANY_MISSING)
    assert (made.line.answered, made.line.refused) == (1, 1)
    assert (score.refused, score.unanswered) == (1, 1)


@pytest.mark.parametrize(
    ("answers", "code", "field"),
    [
        ({"d1": 5}, "answer_out_of_scale", "d1"),
        ({"d1": 0}, "answer_out_of_scale", "d1"),
        ({"d9": 1}, "answer_to_no_item", "d9"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_kept(
    book: OpenBook, man: UUID, answers: dict[str, Any], code: str, field: str
) -> None:
    key = started(book, man)

    for command in (
        SaveAnswers(application_id=key, answers={"d2": 1, **answers}),
        paper(register(book, ficha(2))[0], {"d2": 1, **answers}),
    ):
        with refused(code, field):
            book.submit([command]).result()
    assert dict(details(book, key).answers) == {}
    assert one_value(book, "SELECT count(*) FROM applications") == 1
    with refused("option_unknown", "current_item"):
        book.submit([SaveAnswers(application_id=key, answers={}, current_item="d9")]).result()


def test_what_nobody_answered_is_not_finished_and_declining_everything_is(book: OpenBook, man: UUID) -> None:
    key = started(book, man)
    with refused("application_empty"):
        book.submit([FinishApplication(application_id=key)]).result()

    book.submit([SaveAnswers(application_id=key, answers=dict.fromkeys(CALM, REFUSED))]).result()
    book.submit([FinishApplication(application_id=key)]).result()

    assert details(book, key).line.refused == 3


def test_one_is_open_at_a_time_and_entry_and_exit_are_asked_once_in_a_stay(book: OpenBook) -> None:
    load(book)
    group, (man,), (stint,) = group_of(book, 1)
    key = started(book, man)
    with refused("application_open_already"):
        book.submit([start(man, purpose=Purpose.EXIT)]).result()
    book.submit([SaveAnswers(application_id=key, answers=CALM), FinishApplication(application_id=key)]).result()
    with refused("application_done_already"):
        book.submit([start(man)]).result()

    for purpose in (Purpose.INTERMEDIATE, Purpose.INTERMEDIATE, Purpose.EXIT, Purpose.FOLLOW_UP):
        assert answered(book, man, CALM, purpose=purpose)
    leaving = ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.STOPPED, reason="viaje")
    again = EnrolParticipant(group_id=group, participant_id=man)
    book.submit([leaving, again]).result()
    assert answered(book, man, CALM)  # a return is a new stay


@pytest.mark.directive("6.6")
def test_an_instrument_for_adults_is_refused_to_a_boy_and_an_unknown_age_is_asked(book: OpenBook) -> None:
    load(book, age=18)
    boy, unknown, grown = register(
        book, ficha(1, birth_date="2010-05-01"), ficha(2, birth_date=None), ficha(3, birth_date="2008-11-20")
    )

    for command in (start(boy, age_confirmed=True), paper(boy, CALM)):
        with refused("instrument_for_other_age"):
            book.submit([command]).result()
    with refused("instrument_age_unknown", "age_confirmed"):
        book.submit([start(unknown)]).result()
    assert started(book, unknown, age_confirmed=True)
    assert started(book, grown)  # he turns eighteen today
    other = paper(register(book, ficha(4, birth_date="2008-11-20"))[0], CALM, applied_on=TODAY - timedelta(days=1))
    with refused("instrument_for_other_age"):
        book.submit([other]).result()
    with refused("instrument_for_other_age"):
        book.submit([start(grown, instrument_id="prueba_de_entrada_adolescentes")]).result()


def test_a_stay_that_is_not_his_and_people_who_are_not_there(book: OpenBook, man: UUID) -> None:
    _, _, (stint,) = group_of(book, 1)
    with refused("not_found", "enrolment_id"):
        book.submit([start(man, enrolment_id=stint)]).result()
    with refused("not_found", "applier_id"):
        book.submit([start(man, applier_id=uuid4())]).result()
    with refused("not_found"):
        book.submit([start(uuid4())]).result()


def test_of_several_open_stays_none_is_guessed(book: OpenBook, man: UUID) -> None:
    groups = book.submit([FormGroup(name="Alba"), FormGroup(name="Bella")]).result().ids
    stays = book.submit([EnrolParticipant(group_id=one, participant_id=man) for one in groups]).result().ids

    key = started(book, man)

    assert details(book, key).line.enrolment_id is None
    book.submit([SaveAnswers(application_id=key, answers=CALM), FinishApplication(application_id=key)]).result()
    named = started(book, man, enrolment_id=stays[1])
    assert details(book, named).line.enrolment_id == stays[1]


# ── Finished, voided ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.directive("6.4.3")
def test_a_finished_application_is_never_changed(book: OpenBook, man: UUID) -> None:
    key = answered(book, man, CALM)

    for command in (
        SaveAnswers(application_id=key, answers={"d1": 1}),
        FinishApplication(application_id=key),
        SecondEntry(application_id=key, answers=CALM),
    ):
        with refused("application_finished"):
            book.submit([command]).result()
    for statement in (
        "UPDATE applications SET answers = '{}'",
        "UPDATE applications SET status = 'in_progress', finished_at = NULL",
        "UPDATE applications SET status = 'voided', void_reason = 'x', answers = '{}'",
        "UPDATE applications SET status = 'voided', void_reason = 'x', participant_id = x'00'",
        "DELETE FROM applications",
        "REPLACE INTO applications SELECT * FROM applications",
    ):
        with pytest.raises(Exception, match="the application is finished"):
            rows(book, statement)
    for statement in ("UPDATE instrument_editions SET content = x'00'", "DELETE FROM instrument_editions"):
        with pytest.raises(Exception, match="append-only"):
            rows(book, statement)


def test_a_voided_application_stays_and_may_be_recorded_anew(book: OpenBook) -> None:
    load(book)
    _, (man,), _ = group_of(book, 1)
    key = answered(book, man, TIRED)
    with refused("field_required", "reason"):
        book.submit([VoidApplication(application_id=key, reason=" ")]).result()

    book.submit([VoidApplication(application_id=key, reason="Era de otro participante.")]).result()
    new = answered(book, man, CALM)

    old = details(book, key)
    assert (old.line.status, old.void_reason) == (ApplicationStatus.VOIDED, "Era de otro participante.")
    assert dict(old.answers) == TIRED
    assert [line.id for line in book.ask(Applications(participant_id=man)).result()] == [new, key]
    for command in (
        VoidApplication(application_id=key, reason="otra vez"),
        SaveAnswers(application_id=key, answers={}),
    ):
        with refused("application_voided"):
            book.submit([command]).result()


def test_an_unfinished_application_may_be_voided(book: OpenBook, man: UUID) -> None:
    key = started(book, man)
    book.submit([VoidApplication(application_id=key, reason="No quiso seguir.")]).result()
    assert started(book, man)
    with pytest.raises(Exception, match="the application is finished"):
        rows(book, "DELETE FROM applications WHERE status = 'voided'")


def test_a_stale_window_is_told(book: OpenBook, man: UUID) -> None:
    key = started(book, man)
    book.submit([SaveAnswers(application_id=key, revision=1, answers={"d1": 1})]).result()
    for command in (
        SaveAnswers(application_id=key, revision=1, answers={"d1": 2}),
        FinishApplication(application_id=key, revision=1),
        VoidApplication(application_id=key, revision=1, reason="x"),
    ):
        with refused("changed_meanwhile"):
            book.submit([command]).result()


# ── From paper ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_paper_without_a_code_is_typed_in_whole(book: OpenBook, man: UUID) -> None:
    day = TODAY - timedelta(days=3)

    key = book.submit([paper(man, CALM, applied_on=day)]).result().ids[0]

    made = details(book, key)
    assert (made.line.mode, made.line.status, made.line.applied_on, made.line.code) == (
        Mode.PAPER,
        ApplicationStatus.FINISHED,
        day,
        "",
    )
    assert made.scores.of("total").value == 12
    assert rows(book, "SELECT finished_at FROM applications") == [
        (NOW.replace(tzinfo=None).isoformat(" ") + ".000000",)
    ]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"participant_id": None}, "field_required", "participant_id"),
        ({"instrument_id": ""}, "field_required", "instrument_id"),
        ({"purpose": None}, "field_required", "purpose"),
        ({"applied_on": TODAY + timedelta(days=1)}, "day_in_future", "applied_on"),
        ({"answers": {}}, "application_empty", "answers"),
        ({"answers": {"d1": None}}, "application_empty", "answers"),
        ({"code": "ABC"}, "sheet_code_malformed", "code"),
        ({"code": "ABC0EF"}, "sheet_code_malformed", "code"),
        ({"code": "ABCDEF"}, "sheet_unknown", "code"),
    ],
)
def test_a_paper_that_lacks_something(
    book: OpenBook, man: UUID, changes: dict[str, Any], code: str, field: str
) -> None:
    words: dict[str, Any] = {"participant_id": man, "instrument_id": REST, "purpose": Purpose.ENTRY, "answers": CALM}

    with refused(code, field):
        book.submit([RecordApplication(**(words | changes))]).result()
    assert one_value(book, "SELECT count(*) FROM applications") == 0


def test_typed_twice_alike_it_is_finished(book: OpenBook, man: UUID) -> None:
    key = book.submit([paper(man, CALM, second_entry=True)]).result().ids[0]
    assert details(book, key).line.status is ApplicationStatus.IN_PROGRESS

    outcome = book.submit([SecondEntry(application_id=key, answers={**CALM})]).result()

    assert outcome.notices == ()
    assert details(book, key).line.status is ApplicationStatus.FINISHED


def test_typed_twice_differently_both_are_shown_until_one_is_mended(book: OpenBook, man: UUID) -> None:
    key = book.submit([paper(man, CALM, second_entry=True)]).result().ids[0]

    outcome = book.submit([SecondEntry(application_id=key, answers={**CALM, "d2": 2, "d3": None})]).result()

    assert [(notice.code, notice.parameters) for notice in outcome.notices] == [("entries_differ", {"count": 2})]
    seen = details(book, key)
    assert seen.differences == (EntryDifference("d2", 2, 1, 2), EntryDifference("d3", 3, 1, None))
    assert seen.line.second_entry_open
    with refused("entries_do_not_agree"):
        book.submit([FinishApplication(application_id=key)]).result()
    mended = {"d1": 4, "d2": 2, "d3": 1}
    book.submit(
        [SaveAnswers(application_id=key, answers={"d2": 2}), SecondEntry(application_id=key, answers=mended)]
    ).result()
    seen = details(book, key)
    assert (seen.line.status, seen.differences, dict(seen.answers)) == (ApplicationStatus.FINISHED, (), mended)


def test_only_paper_is_typed_twice(book: OpenBook, man: UUID) -> None:
    with refused("second_entry_of_paper_only"):
        book.submit([SecondEntry(application_id=started(book, man), answers=CALM)]).result()


def test_a_list_of_commands_says_refused_in_a_word(book: OpenBook, man: UUID) -> None:
    line = json.dumps(
        {
            "do": "RecordApplication",
            "participant_id": str(man),
            "instrument_id": REST,
            "purpose": "entry",
            "answers": {"d1": 4, "d2": "refused", "d3": None},
        }
    )

    key = book.submit(read_batch([line], uuid4).commands).result().ids[0]

    assert dict(details(book, key).answers) == {"d1": 4, "d2": REFUSED}
    for answer in ('"4"', "4.5", "true", '"rechaza"'):
        with pytest.raises(UserFacingError) as raised:
            read_batch([line.replace('"refused"', answer)], uuid4)
        assert message(raised.value.code, raised.value.parameters).text


# ── What cannot wait ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.directive("6.7")
def test_a_critical_answer_is_before_everything_else_on_home_until_somebody_attends(book: OpenBook, man: UUID) -> None:
    key = started(book, man)
    book.submit([SaveAnswers(application_id=key, answers={"d3": 3})]).result()  # he has not even finished

    first = book.ask(Home()).result()[0]
    assert (first.code, first.urgency, first.target_id) == ("due_critical_answer", Urgency.PROTECTION, key)
    assert first.parameters == {"count": 1}  # no name: others may look at the screen
    (matter,) = book.ask(CriticalAnswers()).result()
    assert (matter.participant_id, matter.item, matter.value, matter.label) == (man, "d3", 3, "Bastante")
    assert (matter.reason, matter.steps[0]) == ("Dice que ya no puede más.", "Hable con él hoy, a solas.")
    assert book.ask(Applications(participant_id=man)).result()[0].critical_pending == 1
    with refused("field_required", "note"):
        book.submit([AttendCritical(application_id=key, note=" ")]).result()

    book.submit([AttendCritical(application_id=key, note="Conversamos; lo acompaña su hermano.")]).result()

    assert "due_critical_answer" not in {item.code for item in book.ask(Home()).result()}
    assert book.ask(CriticalAnswers()).result() == ()
    (kept,) = book.ask(CriticalAnswers(application_id=key)).result()
    assert (kept.note, kept.attended_at, kept.attended_by) == (
        "Conversamos; lo acompaña su hermano.",
        NOW,
        book.person.full_name,
    )
    with refused("nothing_critical_waits"):
        book.submit([AttendCritical(application_id=key, item="d3", note="otra vez")]).result()


def test_what_he_leaves_standing_counts_and_another_critical_answer_waits_anew(book: OpenBook, man: UUID) -> None:
    key = started(book, man)

    def save(value: int) -> int:
        book.submit([SaveAnswers(application_id=key, answers={"d3": value})]).result()
        return len(book.ask(CriticalAnswers()).result())

    assert [save(3), save(1), save(4)] == [1, 0, 1]
    book.submit([AttendCritical(application_id=key, note="Conversamos.")]).result()
    assert [save(4), save(3)] == [0, 1]
    book.submit([FinishApplication(application_id=key)]).result()
    book.submit([VoidApplication(application_id=key, reason="Se anota de nuevo.")]).result()
    assert len(book.ask(CriticalAnswers()).result()) == 1  # voiding does not make a danger go away
    with pytest.raises(Exception, match="the application is finished"):
        rows(book, "DELETE FROM critical_answers")


def test_a_refusal_and_typed_papers(book: OpenBook, man: UUID) -> None:
    other = register(book, ficha(2))[0]
    answered(book, man, {**ALARMING, "d3": REFUSED})
    assert book.ask(CriticalAnswers()).result() == ()
    book.submit([paper(other, ALARMING)]).result()
    assert [matter.participant_id for matter in book.ask(CriticalAnswers()).result()] == [other]


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize("role", list(Role))
def test_only_who_facilitates_is_told_at_home(book: OpenBook, man: UUID, role: Role) -> None:
    book.submit([paper(man, ALARMING)]).result()

    told = {item.code for item in Acting(book, role).ask(Home())}

    assert ("due_critical_answer" in told) is (role is Role.FACILITATOR)


@pytest.mark.directive("6.4.5")
def test_answers_never_stand_in_the_audit_and_looking_at_them_does(book: OpenBook, man: UUID) -> None:
    key = answered(book, man, ALARMING)
    book.submit([AttendCritical(application_id=key, note="lo acompaña su hermano")]).result()
    details(book, key)

    trail = rows(book, "SELECT action, details FROM audit_entries ORDER BY number DESC LIMIT 4")
    assert [action for action, _ in trail] == ["View", "AttendCritical", "FinishApplication", "StartApplication"]
    assert "hermano" not in repr(trail)
    assert '"d3"' not in repr(trail)


def test_the_book_holds_one_open_application_and_one_entry_by_itself(book: OpenBook) -> None:
    load(book)
    _, (man,), _ = group_of(book, 1)
    answered(book, man, CALM)

    copied = (
        "INSERT INTO applications SELECT randomblob(16), participant_id, enrolment_id, edition_id, instrument_id, "
        "{purpose}, mode, {status}, code, applied_on, applier_id, answers, '', NULL, {finished}, '', created_at, "
        "created_by, changed_at, changed_by, 1 FROM applications LIMIT 1"
    )
    with pytest.raises(Exception, match=r"applications\.enrolment_id"):
        rows(book, copied.format(purpose="purpose", status="status", finished="finished_at"))
    opened = copied.format(purpose="'follow_up'", status="'in_progress'", finished="NULL")
    rows(book, opened)
    with pytest.raises(Exception, match=r"applications\.participant_id"):
        rows(book, opened)
