"""Entrega de cargo: step by step, written at once, and an acta that says what was handed over."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from facilitador.documents.blocks import Document
from facilitador.domain.access import LeavingMatters
from facilitador.domain.roles import Role
from facilitador.errors import InvalidInput
from facilitador.use_cases import books
from facilitador.use_cases.access import Access, LeftBehind
from facilitador.use_cases.access_keys import GivenClave, KeyDesk
from facilitador.use_cases.books import Environment
from facilitador.use_cases.groups import FormGroup, GroupOverview
from facilitador.use_cases.handovers import TEXT_LIMIT, HandoverFlow, HandoverPrint, RecordHandover, Step
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddTeamMember, People
from facilitador.use_cases.prints import write_pdf
from tests.books import PASSPHRASE
from tests.use_cases.scenes import Acting, one_value, refused, rows


@pytest.fixture
def desk(book: OpenBook, environment: Environment) -> KeyDesk:
    return KeyDesk(book, environment)


@pytest.fixture
def elena(desk: KeyDesk) -> GivenClave:
    return desk.add_person("Elena", "Apaza", "social_work", Role.FACILITATOR).result()


@pytest.fixture
def abel(book: OpenBook) -> UUID:
    return book.submit([AddTeamMember(given_names="Abel", surnames="Tuesta")]).result().ids[0]


def begun(book: OpenBook, leaving: UUID) -> HandoverFlow:
    """A flow in which it was said who leaves."""
    flow = HandoverFlow(book.ask(People()).result(), book.person.id, lambda count, of: (6, 2))
    flow.leave(leaving, book.ask(LeftBehind(person_id=leaving)).result())
    return flow


def text_of(document: Document, environment: Environment) -> str:
    out = BytesIO()
    write_pdf(document, out, printed_at=environment.circumstances.clock())
    return "\n".join(page.extract_text() for page in PdfReader(out).pages)


def test_from_who_leaves_to_the_acta(
    book: OpenBook, desk: KeyDesk, elena: GivenClave, abel: UUID, environment: Environment
) -> None:
    alba, brisa = (
        book.submit(
            [
                FormGroup(name="Alba", facilitator_ids=(elena.person_id, book.person.id)),
                FormGroup(name="Brisa", facilitator_ids=(elena.person_id,)),
            ]
        )
        .result()
        .ids
    )
    flow = begun(book, elena.person_id)
    steps = [flow.step]
    for _ in range(2):
        flow.forward()
        steps.append(flow.step)
    assert [line.group.id for line in flow.groups] == [alba, brisa]
    assert [line.group.id for line in flow.ownerless] == [brisa]
    flow.assign(alba, (abel,))
    flow.keep_matters("USB azul\nComputadora", "Oficio a la comisaría")
    for _ in range(2):
        flow.forward()
        steps.append(flow.step)
    assert steps == [Step.WHO, Step.GROUPS, Step.MATTERS, Step.CHECK, Step.WORKING]

    done = desk.carry_out(flow.commands(environment.circumstances.new_id)).result()
    flow.done(done.groups)

    assert (flow.step, flow.code_groups) == (Step.CODE, done.groups)
    flow.prove_code()
    assert flow.asked == (3, 7)
    with pytest.raises(InvalidInput):
        flow.answer_code({3: done.groups[2], 7: "XXXX"})
    flow.answer_code({3: done.groups[2].lower(), 7: done.groups[6]})
    assert (flow.step, flow.code_groups) == (Step.DONE, ())
    assert book.ask(GroupOverview(group_id=alba)).result().group.facilitator_ids == (abel, book.person.id)
    assert book.ask(GroupOverview(group_id=brisa)).result().group.facilitator_ids == ()
    assert [(one.full_name, one.active) for one in book.ask(People()).result()][-1] == ("Elena Apaza", False)
    assert flow.handover_id is not None
    acta = text_of(book.ask(HandoverPrint(handover_id=flow.handover_id)).result(), environment)
    for said in ("Elena Apaza", "Rosa Mamani Quispe", "Abel Tuesta, Rosa", "Por designar", "USB azul", "Oficio a la"):
        assert said in acta
    assert one_value(book, "SELECT document FROM prints") == "handover"
    assert [line.person for line in book.ask(Access()).result().handovers] == ["Elena Apaza"]
    book.close()
    with refused("person_without_keys"):
        books.open_with_passphrase(book.opened.path, elena.person_id, elena.clave, environment).result()
    books.open_with_passphrase(book.opened.path, book.person.id, PASSPHRASE, environment).result().close()


def test_who_had_no_access_leaves_without_new_keys(
    book: OpenBook, desk: KeyDesk, elena: GivenClave, abel: UUID, environment: Environment
) -> None:
    salt = book.with_book(lambda file, _: file.salt).result()
    flow = begun(book, abel)
    flow.forward()
    assert flow.step is Step.MATTERS, "she leads no group: that step is left out"
    flow.back()
    assert flow.step is Step.WHO
    for _ in range(3):
        flow.forward()

    done = desk.carry_out(flow.commands(environment.circumstances.new_id)).result()
    flow.done(done.groups)

    assert (done.groups, flow.step) == ((), Step.DONE)
    assert book.with_book(lambda file, _: file.salt).result() == salt
    assert [one.full_name for one in book.ask(People()).result() if not one.active] == ["Abel Tuesta"]
    assert flow.handover_id is not None
    assert "no tenía acceso" in text_of(book.ask(HandoverPrint(handover_id=flow.handover_id)).result(), environment)


def test_one_commit_or_none(book: OpenBook, desk: KeyDesk, elena: GivenClave, abel: UUID) -> None:
    (group,) = book.submit([FormGroup(name="Alba", facilitator_ids=(elena.person_id,))]).result().ids
    flow = begun(book, elena.person_id)
    flow.assign(group, (UUID(int=99),))
    while flow.step is not Step.WORKING:
        flow.forward()

    with refused("successor_not_in_team"):
        desk.carry_out(flow.commands(lambda: UUID(int=7))).result()
    flow.refused()

    assert flow.step is Step.CHECK
    assert book.ask(GroupOverview(group_id=group)).result().group.facilitator_ids == (elena.person_id,)
    assert rows(book, "SELECT * FROM handovers") == []
    assert all(one.active for one in book.ask(People()).result())


def test_nobody_is_offered_who_cannot_leave_or_cannot_follow(
    book: OpenBook, desk: KeyDesk, elena: GivenClave, abel: UUID
) -> None:
    flow = begun(book, elena.person_id)

    assert book.person.id not in {one.id for one in flow.leavers}
    assert {one.id for one in flow.successors} == {abel, book.person.id}
    nobody = HandoverFlow(book.ask(People()).result(), book.person.id, lambda count, of: (0, 1))
    with pytest.raises(InvalidInput) as refusal:
        nobody.forward()
    assert refusal.value.problems[0].field == "person_id"


def test_what_was_assigned_for_another_is_forgotten(book: OpenBook, elena: GivenClave, abel: UUID) -> None:
    (group,) = book.submit([FormGroup(name="Alba", facilitator_ids=(elena.person_id, abel))]).result().ids
    flow = begun(book, elena.person_id)
    flow.assign(group, (book.person.id,))
    flow.leave(elena.person_id, book.ask(LeftBehind(person_id=elena.person_id)).result())
    assert flow.assigned(group) == (book.person.id,)

    flow.leave(abel, book.ask(LeftBehind(person_id=abel)).result())

    assert flow.assigned(group) == ()


def test_texts_that_are_too_long_are_told_at_their_step(book: OpenBook, elena: GivenClave) -> None:
    flow = begun(book, elena.person_id)
    flow.forward()
    flow.keep_matters("x" * (TEXT_LIMIT + 1), "")
    with pytest.raises(InvalidInput) as refusal:
        flow.forward()
    assert [problem.field for problem in refusal.value.problems] == ["copies"]
    steps = [flow.step]
    flow.keep_matters("", "")
    flow.forward()
    assert [*steps, flow.step] == [Step.MATTERS, Step.CHECK]


def test_the_code_can_be_shown_again_until_it_is_proved() -> None:
    flow = HandoverFlow((), UUID(int=1), lambda count, of: (0, 1))
    flow.step = Step.WORKING
    flow.done(("AAAA", "BBBB", "CCCC"))
    flow.prove_code()
    flow.show_code_again()
    assert (flow.step, flow.code_groups) == (Step.CODE, ("AAAA", "BBBB", "CCCC"))
    with pytest.raises(RuntimeError):
        flow.done(())


def test_only_who_looks_after_the_service_records_and_prints_it(book: OpenBook, elena: GivenClave) -> None:
    record = RecordHandover(person_id=elena.person_id, receiver_id=book.person.id, had_access=True)
    with refused("role_may_not_write"):
        Acting(book, Role.STAFF).run(record)
    with refused("not_found", "receiver_id"):
        book.submit([RecordHandover(person_id=elena.person_id, receiver_id=UUID(int=5), had_access=True)]).result()
    with refused("not_found"):
        book.ask(HandoverPrint(handover_id=UUID(int=5))).result()
    assert LeavingMatters((), {}) == book.ask(LeftBehind(person_id=elena.person_id)).result()
