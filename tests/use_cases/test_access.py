"""Access given, changed, ended and looked after, each by what the file and the keys hold afterwards."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from facilitador.db import keys_file
from facilitador.db.transaction import Circumstances
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.roles import Role
from facilitador.use_cases import books
from facilitador.use_cases.access import (
    Access,
    ChangeRole,
    ConfirmRecoveryCodeKept,
    EndAccess,
    GiveAccess,
    GiveTemporaryPassphrase,
    LeftBehind,
    PutOffSecondAccess,
    RenewRecoveryCode,
    ReplaceFacilitator,
    ReviewAccess,
    SecondAccessWanted,
)
from facilitador.use_cases.access_keys import GivenClave, KeyDesk
from facilitador.use_cases.books import Environment
from facilitador.use_cases.drafts import SaveDraft
from facilitador.use_cases.groups import CloseGroup, FormGroup, GroupOverview, StartGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddTeamMember, DescribeTeamMember, People
from facilitador.use_cases.requests import Command
from tests.books import PASSPHRASE, TODAY
from tests.use_cases.scenes import Acting, ficha, one_value, refused, register, rows

OWN_CLAVE = "una clave nueva y larga 7"


@pytest.fixture
def desk(book: OpenBook, environment: Environment) -> KeyDesk:
    return KeyDesk(book, environment)


@pytest.fixture
def elena(desk: KeyDesk) -> GivenClave:
    """A supervisor with a temporary clave."""
    return desk.add_person("Elena", "Apaza", "social_work", Role.SUPERVISOR).result()


def opened(book: OpenBook, person_id: UUID, clave: str, environment: Environment) -> OpenBook:
    return books.open_with_passphrase(book.opened.path, person_id, clave, environment).result()


def due(book: OpenBook, role: Role = Role.FACILITATOR) -> dict[str, DueItem]:
    return {item.code: item for item in Acting(book, role).ask(Home())}


def actions(book: OpenBook) -> list[str]:
    return [row[0] for row in rows(book, "SELECT action FROM audit_entries ORDER BY number")]


def on_day(book: OpenBook, environment: Environment, day: date) -> OpenBook:
    """The same book, opened again on another day."""
    book.close()
    around = environment.circumstances
    later = replace(environment, circumstances=Circumstances(around.clock, lambda: day, around.new_id))
    return opened(book, book.person.id, PASSPHRASE, later)


# -- given ------------------------------------------------------------------------------------------------------------


def test_a_new_person_opens_the_book_with_the_clave_that_was_made_up(
    book: OpenBook, elena: GivenClave, environment: Environment
) -> None:
    assert elena.name == "Elena Apaza"
    assert elena.clave not in repr(elena)
    book.close()

    theirs = opened(book, elena.person_id, elena.clave, environment)

    assert (theirs.person.role, theirs.opened.must_change_passphrase) == (Role.SUPERVISOR, True)
    theirs.close()


def test_someone_of_the_team_is_given_access_and_stays_one_person(
    book: OpenBook, desk: KeyDesk, environment: Environment
) -> None:
    (abel,) = book.submit([AddTeamMember(given_names="Abel", surnames="Tuesta")]).result().ids

    given = desk.give_access(abel, Role.STAFF).result()

    assert [person.full_name for person in book.ask(People()).result()] == ["Rosa Mamani Quispe", "Abel Tuesta"]
    assert actions(book)[-1] == "GiveAccess"
    with refused("person_has_keys"):
        desk.give_access(abel, Role.STAFF).result()
    book.close()
    theirs = opened(book, abel, given.clave, environment)
    assert theirs.person.role is Role.STAFF
    theirs.close()


def test_access_whose_keys_were_written_and_row_was_not_can_be_given_again(
    book: OpenBook, desk: KeyDesk, elena: GivenClave, environment: Environment
) -> None:
    book.with_book(
        lambda file, _: file.driver_connection.execute(
            "UPDATE people SET role = NULL WHERE id = ?", (elena.person_id.bytes,)
        )
    ).result()

    again = desk.give_access(elena.person_id, Role.STAFF).result()

    book.close()
    theirs = opened(book, elena.person_id, again.clave, environment)
    assert theirs.person.role is Role.STAFF
    theirs.close()


def test_who_is_not_in_the_team_gets_no_access(book: OpenBook, desk: KeyDesk) -> None:
    (abel,) = book.submit([AddTeamMember(given_names="Abel")]).result().ids
    book.submit([DescribeTeamMember(person_id=abel, given_names="Abel", active=False)]).result()
    with refused("person_not_in_team"):
        desk.give_access(abel, Role.STAFF).result()


def test_a_forgotten_clave_is_replaced_by_a_temporary_one(
    book: OpenBook, desk: KeyDesk, elena: GivenClave, environment: Environment
) -> None:
    again = desk.renew_temporary(elena.person_id).result()
    with refused("clave_is_ones_own"):
        desk.renew_temporary(book.person.id).result()
    book.close()

    with refused("wrong_passphrase"):
        opened(book, elena.person_id, elena.clave, environment)
    theirs = opened(book, elena.person_id, again.clave, environment)
    assert theirs.opened.must_change_passphrase
    assert theirs.with_book(lambda file, _: file.keys.reserved_key).result() is not None
    theirs.close()


# -- roles ------------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.5")
def test_a_changed_role_reaches_row_and_keys_together(
    book: OpenBook, desk: KeyDesk, elena: GivenClave, environment: Environment
) -> None:
    desk.change_role(elena.person_id, Role.STAFF).result()

    (slot,) = [slot for slot in book.with_book(lambda file, _: file.people).result() if slot.name == "Elena Apaza"]
    assert (slot.role, slot.sealed_reserved_key) == (Role.STAFF, None)
    book.close()
    theirs = opened(book, elena.person_id, elena.clave, environment)
    assert theirs.person.role is Role.STAFF
    theirs.close()


def test_the_last_who_reads_the_reserved_part_stays_one_who_does(
    book: OpenBook, desk: KeyDesk, elena: GivenClave
) -> None:
    before = book.with_book(lambda file, _: file.key_document).result()
    desk.change_role(elena.person_id, Role.STAFF).result()

    with refused("last_reserved_reader"):
        desk.change_role(book.person.id, Role.STAFF).result()

    assert book.with_book(lambda file, _: file.key_document.revision).result() == before.revision + 1
    desk.change_role(book.person.id, Role.SUPERVISOR).result()  # still somebody who reads it


@pytest.mark.parametrize(
    "command",
    [
        GiveAccess(person_id=UUID(int=1), role=Role.STAFF),
        ChangeRole(person_id=UUID(int=1), role=Role.STAFF),
        EndAccess(person_id=UUID(int=1)),
        GiveTemporaryPassphrase(person_id=UUID(int=1)),
        RenewRecoveryCode(),
        ConfirmRecoveryCodeKept(keeper="Jefatura", kept_on=TODAY),
        ReviewAccess(),
        PutOffSecondAccess(),
    ],
    ids=lambda command: type(command).__name__,
)
def test_administrative_staff_never_looks_after_access(book: OpenBook, command: Command) -> None:
    with refused("role_may_not_write"):
        Acting(book, Role.STAFF).run(command)


# -- ended ------------------------------------------------------------------------------------------------------------


def test_access_ends_without_the_leavers_clave(
    book: OpenBook, desk: KeyDesk, elena: GivenClave, environment: Environment
) -> None:
    path = book.opened.path
    book.submit([FormGroup(name="Alba")]).result()

    done = desk.end_access(elena.person_id).result()

    assert len(done.groups) == 8
    assert done.backup is not None
    book.submit([FormGroup(name="Brisa")]).result()  # the book goes on
    assert actions(book)[-2:] == ["EndAccess", "FormGroup"]
    assert [person.role for person in book.ask(People()).result()] == [None, Role.FACILITATOR]
    book.close()
    assert [person.name for person in books.inspect(path, environment).people] == ["Rosa Mamani Quispe"]
    again = books.open_with_recovery(path, "-".join(done.groups), book.person.id, OWN_CLAVE, environment).result()
    assert one_value(again, "SELECT count(*) FROM groups") == 2
    again.close()
    old = books.open_with_passphrase(done.backup, elena.person_id, elena.clave, environment).result()
    assert old.person.full_name == "Elena Apaza"  # what she could open before stays open to her
    old.close()


def test_nobody_ends_her_own_access_and_a_refusal_costs_nothing(
    book: OpenBook, desk: KeyDesk, elena: GivenClave
) -> None:
    path = book.opened.path
    salt = path.read_bytes()[:16] if path.exists() else b""
    with refused("access_is_ones_own"):
        desk.end_access(book.person.id).result()
    with refused("not_found"):
        desk.end_access(UUID(int=77)).result()
    book.close()

    assert path.read_bytes()[:16] == salt
    assert not (path.parent / "respaldos").exists()


def test_who_lost_her_access_can_be_given_it_again(
    book: OpenBook, desk: KeyDesk, elena: GivenClave, environment: Environment
) -> None:
    desk.end_access(elena.person_id).result()
    again = desk.give_access(elena.person_id, Role.FACILITATOR).result()
    book.close()

    theirs = opened(book, elena.person_id, again.clave, environment)
    assert theirs.person.role is Role.FACILITATOR
    theirs.close()


def test_drafts_go_with_who_leaves_the_team_only(book: OpenBook, desk: KeyDesk, elena: GivenClave) -> None:
    key = elena.person_id.bytes
    book.with_book(
        lambda file, _: file.driver_connection.execute(
            "INSERT INTO drafts VALUES (?, 'intake', x'00', 0, '{}', '2026-11-20 10:00:00')", (key,)
        )
    ).result()
    book.submit([SaveDraft(form="venues", content={"name": "Lo"})]).result()

    assert book.ask(LeftBehind(person_id=elena.person_id)).result().drafts == {"intake": 1}
    desk.carry_out([EndAccess(person_id=elena.person_id, leaves_team=True)]).result()

    assert one_value(book, "SELECT count(*) FROM drafts") == 1
    assert [person.active for person in book.ask(People()).result()] == [True, False]


# -- the recovery code ------------------------------------------------------------------------------------------------


def test_a_renewed_code_opens_and_the_old_one_does_not(book: OpenBook, desk: KeyDesk, environment: Environment) -> None:
    book.submit([ConfirmRecoveryCodeKept(keeper="Jefatura", kept_on=TODAY)]).result()
    first = desk.renew_recovery_code().result()
    second = desk.renew_recovery_code().result()

    overview = book.ask(Access()).result()
    assert (overview.keeper, overview.code_renewed) == ("", True)
    book.submit([ConfirmRecoveryCodeKept(keeper=" Ana  Poma ", kept_on=TODAY)]).result()
    overview = book.ask(Access()).result()
    assert (overview.keeper, overview.kept_on, overview.code_renewed) == ("Ana Poma", TODAY, False)
    path = book.opened.path
    book.close()
    with refused("wrong_recovery_code"):
        books.open_with_recovery(path, "-".join(first.groups), book.person.id, OWN_CLAVE, environment).result()
    books.open_with_recovery(path, "-".join(second.groups), book.person.id, OWN_CLAVE, environment).result().close()


@pytest.mark.parametrize(
    ("command", "field", "code"),
    [
        (ConfirmRecoveryCodeKept(keeper=" ", kept_on=TODAY), "keeper", "field_required"),
        (ConfirmRecoveryCodeKept(keeper="Ana", kept_on=TODAY + timedelta(days=1)), "kept_on", "day_in_future"),
    ],
)
def test_who_keeps_the_code_is_said_whole(book: OpenBook, command: Command, field: str, code: str) -> None:
    with refused(code, field):
        book.submit([command]).result()


# -- what is due ------------------------------------------------------------------------------------------------------


def test_a_second_person_is_asked_for_until_there_is_one(book: OpenBook, desk: KeyDesk) -> None:
    assert book.ask(SecondAccessWanted()).result()
    assert due(book)["due_second_access"].urgency is Urgency.SOON
    assert not Acting(book, Role.STAFF).ask(SecondAccessWanted())
    assert "due_second_access" not in due(book, Role.STAFF)

    desk.add_person("Abel", "Tuesta", "", Role.STAFF).result()

    assert not book.ask(SecondAccessWanted()).result()
    assert "due_second_access" not in due(book)


def test_it_is_asked_before_the_first_man_and_overdue_from_then_on(book: OpenBook) -> None:
    register(book, ficha(1))

    assert not book.ask(SecondAccessWanted()).result()
    assert due(book)["due_second_access"].urgency is Urgency.OVERDUE


def test_the_question_is_put_off_for_a_week_and_stands_last_until_then(
    book: OpenBook, environment: Environment
) -> None:
    book.submit([PutOffSecondAccess()]).result()

    assert not book.ask(SecondAccessWanted()).result()
    assert due(book)["due_second_access"].urgency is Urgency.WHENEVER
    later = on_day(book, environment, TODAY + timedelta(days=7))
    assert later.ask(SecondAccessWanted()).result()
    later.close()


def test_a_kept_code_settles_it_and_a_new_code_asks_again(book: OpenBook, desk: KeyDesk) -> None:
    book.submit([ConfirmRecoveryCodeKept(keeper="Jefatura", kept_on=TODAY)]).result()
    assert not book.ask(SecondAccessWanted()).result()

    desk.renew_recovery_code().result()
    assert "due_second_access" in due(book)
    desk.add_person("Abel", "", "", Role.STAFF).result()

    assert "due_second_access" not in due(book)
    assert due(book)["due_recovery_code_kept"].urgency is Urgency.SOON


@pytest.mark.parametrize(("days", "urgency"), [(182, None), (183, Urgency.SOON), (184, Urgency.OVERDUE)])
def test_the_review_of_access_is_due_after_half_a_year(
    book: OpenBook, environment: Environment, days: int, urgency: Urgency | None
) -> None:
    book.submit([ReviewAccess()]).result()
    later = on_day(book, environment, TODAY + timedelta(days=days))

    item = due(later).get("due_access_review")
    assert (item.urgency if item else None) is urgency
    later.submit([ReviewAccess()]).result()
    assert "due_access_review" not in due(later)
    later.close()


def test_a_review_keeps_who_had_access_that_day(book: OpenBook, elena: GivenClave) -> None:
    overview = book.ask(Access()).result()
    assert (overview.reviewed_on, overview.review_due) == (None, TODAY + timedelta(days=183))
    assert [(line.person.full_name, line.last_opened is None) for line in overview.lines] == [
        ("Elena Apaza", True),
        ("Rosa Mamani Quispe", False),
    ]

    book.submit([ReviewAccess()]).result()

    overview = book.ask(Access()).result()
    assert (overview.reviewed_on, overview.reviewed_by) == (TODAY, "Rosa Mamani Quispe")
    kept = one_value(book, "SELECT people FROM access_reviews")
    assert str(elena.person_id) in kept
    assert "supervisor" in kept


# -- groups -----------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.3.1")
def test_a_group_that_nobody_leads_shows_to_everyone(book: OpenBook, desk: KeyDesk, elena: GivenClave) -> None:
    new, led = (
        book.submit([FormGroup(name="Nuevo"), FormGroup(name="Alba", facilitator_ids=(elena.person_id,))]).result().ids
    )
    book.submit([StartGroup(group_id=led, on=TODAY, reason="urge")]).result()
    assert "due_group_without_facilitator" not in due(book)

    desk.carry_out([EndAccess(person_id=elena.person_id, leaves_team=True)]).result()

    for role in Role:
        item = due(book, role)["due_group_without_facilitator"]
        assert (item.target_id, item.urgency) == (led, Urgency.OVERDUE)
    book.submit([CloseGroup(group_id=led, on=TODAY)]).result()
    assert "due_group_without_facilitator" not in due(book)
    assert new is not None


def test_others_take_her_place_in_the_group(book: OpenBook, elena: GivenClave) -> None:
    abel, julia = book.submit([AddTeamMember(given_names="Abel"), AddTeamMember(given_names="Julia")]).result().ids
    (group,) = book.submit([FormGroup(name="Alba", facilitator_ids=(abel, elena.person_id))]).result().ids

    book.submit([ReplaceFacilitator(group_id=group, person_id=elena.person_id, by=(julia, abel))]).result()

    assert book.ask(GroupOverview(group_id=group)).result().group.facilitator_ids == (abel, julia)
    with refused("not_facilitator_of_group", "person_id"):
        book.submit([ReplaceFacilitator(group_id=group, person_id=elena.person_id, by=())]).result()
    for nobody in (UUID(int=5), abel):
        with refused("successor_not_in_team", "by"):
            book.submit([ReplaceFacilitator(group_id=group, person_id=abel, by=(nobody,))]).result()
    book.submit([ReplaceFacilitator(group_id=group, person_id=abel, by=())]).result()
    assert book.ask(GroupOverview(group_id=group)).result().group.facilitator_ids == (julia,)


def test_left_behind_names_open_groups_only(book: OpenBook, elena: GivenClave) -> None:
    one, two = (
        book.submit([FormGroup(name=name, facilitator_ids=(elena.person_id,)) for name in ("Alba", "Brisa")])
        .result()
        .ids
    )
    book.submit([StartGroup(group_id=two, on=TODAY, reason="urge"), CloseGroup(group_id=two, on=TODAY)]).result()

    left = book.ask(LeftBehind(person_id=elena.person_id)).result()

    assert [line.group.id for line in left.groups] == [one]


def test_the_example_data_ask_for_nobody(environment: Environment, tmp_path: Path) -> None:
    from facilitador.use_cases.demo import demo_book

    new = demo_book(TODAY, environment.circumstances.new_id)
    demo, _ = books.create(tmp_path / "ejemplo", new, environment).result()
    assert not demo.ask(SecondAccessWanted()).result()
    assert not {"due_second_access", "due_access_review"} & set(due(demo))
    demo.close()


def test_everything_that_was_done_left_its_trace(book: OpenBook, desk: KeyDesk, elena: GivenClave) -> None:
    verbs: list[Callable[[], Future[Any]]] = [
        lambda: desk.renew_temporary(elena.person_id),
        lambda: desk.change_role(elena.person_id, Role.STAFF),
        desk.renew_recovery_code,
        lambda: book.submit([ReviewAccess(), PutOffSecondAccess()]),
        lambda: desk.end_access(elena.person_id),
    ]
    for verb in verbs:
        verb().result()
    assert actions(book)[-6:] == [
        "GiveTemporaryPassphrase",
        "ChangeRole",
        "RenewRecoveryCode",
        "ReviewAccess",
        "PutOffSecondAccess",
        "EndAccess",
    ]
    everything = str(rows(book, "SELECT * FROM audit_entries"))
    assert elena.clave not in everything
    assert keys_file.keys_path(book.opened.path).exists()


# -- rows and keys hold together --------------------------------------------------------------------------------------


class CommitFails(Exception):
    """The disk gave up at the very last moment."""


@pytest.mark.parametrize("wish", ["add", "role", "clave", "code"])
def test_keys_are_put_back_where_the_commit_fails(
    book: OpenBook, desk: KeyDesk, elena: GivenClave, environment: Environment, wish: str
) -> None:
    file = book.with_book(lambda file, _: file).result()
    document = file.key_document

    def fail(connection: object) -> None:
        if file.key_document is not document:
            raise CommitFails

    wishes: dict[str, Callable[[], Future[Any]]] = {
        "add": lambda: desk.add_person("Abel", "Tuesta", "", Role.STAFF),
        "role": lambda: desk.change_role(elena.person_id, Role.STAFF),
        "clave": lambda: desk.renew_temporary(elena.person_id),
        "code": desk.renew_recovery_code,
    }
    sa.event.listen(file._engine, "commit", fail)
    with pytest.raises(CommitFails):
        wishes[wish]().result()
    sa.event.remove(file._engine, "commit", fail)

    after = keys_file.read(keys_file.keys_path(book.opened.path))
    assert (after.slots, after.recovery) == (document.slots, document.recovery)
    assert after.revision > document.revision
    book.close()
    opened(book, elena.person_id, elena.clave, environment).close()


# -- names ------------------------------------------------------------------------------------------------------------


def test_a_name_changed_in_the_team_stands_on_the_page_that_asks_for_the_clave_from_the_next_opening(
    book: OpenBook, elena: GivenClave, environment: Environment
) -> None:
    change = DescribeTeamMember(person_id=elena.person_id, given_names="Elena", surnames="Apaza de Ñahui")
    book.submit([change]).result()
    book.close()

    opened(book, book.person.id, PASSPHRASE, environment).close()

    assert {one.name for one in books.inspect(book.opened.path, environment).people} == {
        "Rosa Mamani Quispe",
        "Elena Apaza de Ñahui",
    }
    opened(book, elena.person_id, elena.clave, environment).close()


def test_a_name_is_told_by_staff_too_who_hold_no_reserved_key(
    book: OpenBook, desk: KeyDesk, elena: GivenClave, environment: Environment
) -> None:
    abel = desk.add_person("Abel", "Tuesta", "", Role.STAFF).result()
    book.submit([DescribeTeamMember(person_id=elena.person_id, given_names="Helena", surnames="Apaza")]).result()
    book.close()

    opened(book, abel.person_id, abel.clave, environment).close()

    assert "Helena Apaza" in {one.name for one in books.inspect(book.opened.path, environment).people}
    opened(book, elena.person_id, elena.clave, environment).close()
