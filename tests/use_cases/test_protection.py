"""Protection first: one sentence opens a matter, steps follow it, somebody else closes it (5.3.4, end of 6.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlcipher3.dbapi2 import DatabaseError
from uuid_utils.compat import uuid7

from facilitador.db.reserved import ReservedBox
from facilitador.domain.doors import DoorCause
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.protection import Circumstance, PersonAtRisk, ProtectionMatter, ProtectionOrigin, proposed_steps
from facilitador.domain.roles import Role
from facilitador.errors import BookError
from facilitador.messages import message
from facilitador.reference import protection_steps
from facilitador.use_cases.access_keys import KeyDesk
from facilitador.use_cases.books import Environment
from facilitador.use_cases.doors import DoorRefusals, RefuseAtDoor
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.protection import (
    ChangeProtectionStep,
    CloseProtection,
    DescribeProtection,
    OpenProtection,
    ProtectionMatterDetails,
    ProtectionMatters,
    RecordProtectionStep,
    ReopenProtection,
)
from facilitador.use_cases.requests import Outcome
from tests.books import TODAY
from tests.use_cases.logs import planned
from tests.use_cases.reserved import OWN_CLAVE, let_in, reopened
from tests.use_cases.scenes import Acting, ficha, refused, register, rows

Run = Callable[..., Outcome]
SENTENCE = "Dijo que esta noche va a buscar a su expareja."


@pytest.fixture
def matter(run: Run) -> UUID:
    return run(OpenProtection(sentence=SENTENCE)).ids[0]


def read(book: OpenBook, matter: UUID) -> ProtectionMatter:
    return book.ask(ProtectionMatterDetails(matter_id=matter)).result()


def due(book: OpenBook) -> list[DueItem]:
    return [item for item in book.ask(Home()).result() if item.code.startswith("due_protection")]


@pytest.mark.directive("5.3")
def test_one_sentence_opens_a_matter_and_nothing_else_is_asked(book: OpenBook, run: Run) -> None:
    key = run(OpenProtection(sentence=f"  {SENTENCE} ")).ids[0]

    matter = read(book, key)
    assert matter.text.sentence == SENTENCE
    assert (matter.line.origin, matter.line.opened_on, matter.line.opened_by) == (
        ProtectionOrigin.ANYWHERE,
        TODAY,
        book.person.id,
    )
    assert matter.text.at_risk is PersonAtRisk.UNKNOWN
    with refused("field_required", "sentence"):
        run(OpenProtection(sentence="  "))
    with refused("text_too_long", "sentence"):
        run(OpenProtection(sentence="x" * 10_000))


def test_the_list_says_nothing_of_what_it_is_about(book: OpenBook, matter: UUID) -> None:
    (line,) = book.ask(ProtectionMatters()).result()

    assert (line.id, line.opened_on, line.origin, line.is_open, line.next_on) == (
        matter,
        TODAY,
        ProtectionOrigin.ANYWHERE,
        True,
        None,
    )
    assert SENTENCE not in repr(line)


def test_that_it_was_read_is_recorded(book: OpenBook, matter: UUID) -> None:
    read(book, matter)

    viewed = rows(book, "SELECT subject_id, details FROM audit_entries WHERE action = 'View'")
    assert viewed == [(matter.bytes, '{"view":"ProtectionMatterDetails"}')]


@pytest.mark.directive("6.7.2", "5.3")
def test_one_opened_at_the_door_settles_the_refusal(book: OpenBook, run: Run) -> None:
    group = planned(book, men=1, days=(0,))
    session = group.sessions[0]
    refusal = run(RefuseAtDoor(session_id=session, enrolment_id=group.stints[0], cause=DoorCause.ALCOHOL)).ids[0]
    opening = OpenProtection(sentence=SENTENCE, origin=ProtectionOrigin.DOOR, origin_id=refusal)

    key = run(opening).ids[0]

    (kept,) = book.ask(DoorRefusals(session_id=session)).result()
    assert not kept.pending
    assert kept.attended_note == "Se abrió un asunto de protección."
    assert [item.target_id for item in book.ask(Home()).result() if item.urgency is Urgency.PROTECTION] == [key]
    assert read(book, key).text.participant_id == group.people[0]
    run(opening)  # a second sentence of the same night is another matter, and the first note stays


def test_what_is_not_there_is_not_referred_to(run: Run) -> None:
    nobody = UUID(int=9)
    with refused("not_found", "origin_id"):
        run(OpenProtection(sentence=SENTENCE, origin=ProtectionOrigin.SESSION, origin_id=nobody))
    with refused("not_found", "participant_id"):
        run(OpenProtection(sentence=SENTENCE, participant_id=nobody))


@pytest.mark.directive("6.7")
def test_what_is_known_decides_which_steps_are_proposed(book: OpenBook, run: Run, matter: UUID) -> None:
    steps = protection_steps()
    before = [step.code for step in proposed_steps(steps, read(book, matter).text, ())]
    assert "pnp_105" not in before
    assert {"line_100", "cem", "duty_to_report"} <= set(before)

    run(
        DescribeProtection(
            matter_id=matter,
            revision=1,
            sentence=SENTENCE,
            at_risk=PersonAtRisk.CHILD,
            circumstances=(Circumstance.IMMEDIATE,),
            known="Se oían gritos.",
        )
    )
    found = read(book, matter)
    after = [step.code for step in proposed_steps(steps, found.text, found.steps)]
    assert after[0] == "pnp_105"
    assert "line_1810" in after  # a child is at risk
    assert "line_113" not in after

    run(RecordProtectionStep(matter_id=matter, kind="pnp_105", who="Comisaría de Sicaya", done_on=TODAY))
    found = read(book, matter)
    assert "pnp_105" not in [step.code for step in proposed_steps(steps, found.text, found.steps)]
    with refused("changed_meanwhile"):
        run(DescribeProtection(matter_id=matter, revision=1, sentence="Otra."))


def test_the_duty_to_report_stands_with_its_legal_basis() -> None:
    (duty,) = [step for step in protection_steps().steps if step.code == "duty_to_report"]

    assert "30364" in duty.legal_basis
    assert not duty.when


@pytest.mark.directive("6.7")
def test_each_step_keeps_who_when_the_answer_and_the_next_date(book: OpenBook, run: Run, matter: UUID) -> None:
    tomorrow = TODAY + timedelta(days=1)
    step = run(RecordProtectionStep(matter_id=matter, kind="cem", who="CEM de Chupaca", next_on=tomorrow)).ids[0]
    run(
        ChangeProtectionStep(
            step_id=step, revision=1, kind="cem", who="CEM de Chupaca", done_on=TODAY, answer="La recibirán el lunes."
        )
    )

    (kept,) = read(book, matter).steps
    assert (kept.done_on, kept.next_on, kept.text.who, kept.text.answer) == (
        TODAY,
        None,
        "CEM de Chupaca",
        "La recibirán el lunes.",
    )
    assert kept.text.edition == protection_steps().provenance.edition
    with refused("changed_meanwhile"):
        run(ChangeProtectionStep(step_id=step, revision=1, kind="cem", done_on=TODAY))


@pytest.mark.parametrize(
    ("form", "code", "field"),
    [
        ({"kind": "cem"}, "protection_step_needs_day", "next_on"),
        ({"kind": "brujo", "done_on": TODAY}, "option_unknown", "kind"),
        ({"kind": "other", "done_on": TODAY}, "field_required", "what"),
        ({"kind": "cem", "done_on": TODAY + timedelta(days=1)}, "day_in_future", "done_on"),
        ({"kind": "cem", "next_on": TODAY - timedelta(days=1)}, "protection_next_before", "next_on"),
        ({"kind": "cem", "done_on": TODAY, "answer": "x" * 10_000}, "text_too_long", "answer"),
    ],
)
def test_a_step_that_says_too_little_is_refused(
    run: Run, matter: UUID, form: dict[str, Any], code: str, field: str
) -> None:
    with refused(code, field):
        run(RecordProtectionStep(matter_id=matter, **form))


@pytest.mark.directive("5.3")
def test_it_stands_first_on_home_without_a_word_until_it_has_a_date(book: OpenBook, run: Run, matter: UUID) -> None:
    first, *_ = book.ask(Home()).result()
    assert (first.code, first.target_id) == ("due_protection_without_date", matter)
    assert first.parameters == {"opened": "20/11/2026"}

    step = run(RecordProtectionStep(matter_id=matter, kind="cem", next_on=TODAY)).ids[0]
    assert [(item.code, item.urgency) for item in due(book)] == [("due_protection_today", Urgency.PROTECTION)]
    run(ChangeProtectionStep(step_id=step, kind="cem", next_on=TODAY + timedelta(days=2)))
    assert [(item.code, item.urgency) for item in due(book)] == [("due_protection_soon", Urgency.SOON)]
    run(ChangeProtectionStep(step_id=step, kind="cem", next_on=TODAY + timedelta(days=9)))
    assert due(book) == []


def test_the_overdue_ones_stand_before_all(book: OpenBook, run: Run) -> None:
    late, calm = run(OpenProtection(sentence="Uno."), OpenProtection(sentence="Otro.")).ids
    run(*(RecordProtectionStep(matter_id=one, kind="cem", next_on=TODAY) for one in (calm, late)))
    one_late = "UPDATE protection_steps SET next_on = '2026-11-01' WHERE matter_id = ?"
    book.with_book(lambda file, _: file.driver_connection.execute(one_late, (late.bytes,))).result()

    assert [(item.code, item.target_id) for item in due(book)] == [
        ("due_protection_overdue", late),
        ("due_protection_today", calm),
    ]
    assert [line.id for line in book.ask(ProtectionMatters()).result()] == [late, calm]


def test_several_that_wait_alike_are_one_line_that_leads_to_them(book: OpenBook, run: Run) -> None:
    matters = run(*(OpenProtection(sentence=f"Asunto {number}.") for number in range(3))).ids
    (undated,) = due(book)
    assert (undated.code, undated.place, undated.target_id) == ("due_protections_without_date", "protection", None)

    run(*(RecordProtectionStep(matter_id=one, kind="cem", next_on=TODAY) for one in matters[:2]))
    today, left = due(book)
    assert message(today.code, today.parameters).text == "2 asuntos de protección tienen un paso para hoy."
    assert (left.code, left.target_id) == ("due_protection_without_date", matters[2])


@pytest.mark.directive("6.7")
def test_who_works_alone_declares_that_nobody_else_could_close_it(book: OpenBook, run: Run, matter: UUID) -> None:
    run(CloseProtection(matter_id=matter, reason="Está a salvo.", alone=True))

    (closing,) = read(book, matter).text.closings
    assert (closing.alone, closing.reason) == (True, "Está a salvo.")
    details = [row[0] for row in rows(book, "SELECT details FROM audit_entries WHERE action = 'CloseProtection'")]
    assert "alone" in details[0]


@pytest.mark.directive("6.7")
@pytest.mark.parametrize(("role", "could"), [(Role.FACILITATOR, True), (Role.SUPERVISOR, True), (Role.STAFF, False)])
def test_alone_is_refused_where_somebody_could_close_it(
    book: OpenBook, run: Run, matter: UUID, role: Role, could: bool
) -> None:
    other = AddPersonWithAccess(id=uuid7(), given_names="Julia", surnames="Ccahua", profession="other", role=role)
    book.submit([other]).result()
    command = CloseProtection(matter_id=matter, reason="Está a salvo.", alone=True)
    if could:
        with refused("protection_closed_by_another"):
            run(command)
    else:
        run(command)
    assert read(book, matter).line.is_open is could


@pytest.mark.directive("6.7")
def test_nobody_closes_ones_own_matter(book: OpenBook, run: Run, matter: UUID, environment: Environment) -> None:
    with refused("protection_closed_by_another"):
        run(CloseProtection(matter_id=matter, reason="Ya pasó."))
    with refused("field_required", "reason"):
        run(CloseProtection(matter_id=matter, reason=" "))

    again, elena = let_in(book, environment)
    hers = reopened(again, elena, OWN_CLAVE, environment)
    hers.submit([CloseProtection(matter_id=matter, reason="Está con medidas de protección.")]).result()

    closed = read(hers, matter)
    assert (closed.line.closed_on, closed.line.closed_by) == (TODAY, elena)
    assert closed.text.closings[-1].reason == "Está con medidas de protección."
    assert due(hers) == []
    hers.close()


def test_a_supervisor_closes_even_her_own(book: OpenBook, matter: UUID) -> None:
    supervisor = Acting(book, Role.SUPERVISOR)  # the same person as who opened it
    supervisor.run(CloseProtection(matter_id=matter, reason="Revisado con el CEM."))

    assert not read(book, matter).line.is_open


def test_it_is_not_closed_while_a_step_waits(book: OpenBook, run: Run, matter: UUID) -> None:
    step = run(RecordProtectionStep(matter_id=matter, kind="cem", next_on=TODAY)).ids[0]
    supervisor = Acting(book, Role.SUPERVISOR)
    with refused("protection_step_pending"):
        supervisor.run(CloseProtection(matter_id=matter, reason="Ya."))
    run(ChangeProtectionStep(step_id=step, kind="cem", done_on=TODAY))
    supervisor.run(CloseProtection(matter_id=matter, reason="Ya."))


def test_nothing_happens_to_a_closed_one_until_it_is_opened_again(book: OpenBook, run: Run, matter: UUID) -> None:
    step = run(RecordProtectionStep(matter_id=matter, kind="cem", done_on=TODAY)).ids[0]
    Acting(book, Role.SUPERVISOR).run(CloseProtection(matter_id=matter, reason="Ya."))
    for command in (
        DescribeProtection(matter_id=matter, sentence="Otra."),
        RecordProtectionStep(matter_id=matter, kind="cem", done_on=TODAY),
        ChangeProtectionStep(step_id=step, kind="cem", done_on=TODAY),
        CloseProtection(matter_id=matter, reason="Ya."),
    ):
        with refused("protection_closed"):
            run(command)

    run(ReopenProtection(matter_id=matter, reason="Volvió a llamar."))

    assert [(one.reopened, one.reason) for one in read(book, matter).text.closings] == [
        (False, "Ya."),
        (True, "Volvió a llamar."),
    ]
    with refused("protection_open"):
        run(ReopenProtection(matter_id=matter, reason="Otra vez."))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM protection_matters",
        "DELETE FROM protection_steps",
        "UPDATE protection_steps SET next_on = '2026-12-01'",
    ],
)
def test_the_database_itself_keeps_what_was_noted(book: OpenBook, run: Run, matter: UUID, statement: str) -> None:
    run(RecordProtectionStep(matter_id=matter, kind="cem", done_on=TODAY))
    Acting(book, Role.SUPERVISOR).run(CloseProtection(matter_id=matter, reason="Ya."))

    with pytest.raises(DatabaseError, match=r"stays|is closed"):
        rows(book, statement)


def test_staff_neither_opens_reads_nor_is_told(book: OpenBook, matter: UUID) -> None:
    staff = Acting(book, Role.STAFF)
    with refused("role_may_not_write"):
        staff.run(OpenProtection(sentence=SENTENCE))
    with refused("role_may_not_read"):
        staff.ask(ProtectionMatters())
    assert not [item for item in staff.ask(Home()) if item.code.startswith("due_protection")]


def test_one_facilitator_alone_at_night_is_hindered_by_nothing(book: OpenBook, run: Run) -> None:
    (man,) = register(book, ficha())
    key = run(OpenProtection(sentence=SENTENCE, participant_id=man)).ids[0]
    run(RecordProtectionStep(matter_id=key, kind="pnp_105", who="Suboficial de guardia", done_on=TODAY))

    assert len(read(book, key).steps) == 1


def test_no_key_no_reading(book: OpenBook, matter: UUID) -> None:
    sealed = rows(book, "SELECT sealed FROM protection_matters")[0][0]

    assert SENTENCE.encode() not in sealed
    with pytest.raises(BookError, match="reserved_not_whole"):
        ReservedBox(bytes(32)).open(matter, sealed)


def test_new_keys_of_the_book_seal_it_again_also_a_closed_one(
    book: OpenBook, run: Run, matter: UUID, environment: Environment
) -> None:
    run(RecordProtectionStep(matter_id=matter, kind="cem", done_on=TODAY, answer="La recibieron."))
    Acting(book, Role.SUPERVISOR).run(CloseProtection(matter_id=matter, reason="Está a salvo."))
    again, elena = let_in(book, environment)
    before = rows(again, "SELECT sealed FROM protection_matters")

    KeyDesk(again, environment).end_access(elena).result()

    kept = read(again, matter)
    assert (kept.text.sentence, kept.steps[0].text.answer) == (SENTENCE, "La recibieron.")
    assert rows(again, "SELECT sealed FROM protection_matters") != before
    again.close()
