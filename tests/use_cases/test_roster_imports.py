"""A list from a spreadsheet laid beside a group, imported as a whole and taken back as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import msgspec
import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from facilitador import messages
from facilitador.db.tables.enrolments import enrolment_events, enrolments
from facilitador.db.tables.participants import participant_words, participants
from facilitador.db.tables.roster_imports import roster_import_rows
from facilitador.domain.duplicates import MatchKind
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import AgeBand
from facilitador.domain.participants import ConsentMark
from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.roles import Role
from facilitador.domain.roster_imports import (
    ChangeSince,
    Decisions,
    ImportedRow,
    Placing,
    RosterPreview,
    RowDecision,
    RowStatus,
    Settled,
    settle,
)
from facilitador.domain.sheets import Sheet
from facilitador.errors import UserFacingError
from facilitador.exchange.spreadsheets import parse_spreadsheet
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.drafts import SaveDraft
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant, Roster
from facilitador.use_cases.groups import CloseGroup, FormGroup, StartGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import (
    ChangeParticipant,
    ParticipantRecord,
    Participants,
    RecordConsent,
    RegisterParticipant,
)
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.roster_imports import (
    ImportRoster,
    PreviewRosterImport,
    RosterImports,
    UndoRosterImport,
    choose_sheet,
    import_commands,
)
from facilitador.use_cases.services import AddOwnField, DescribeService
from tests.books import TODAY

THREE = """\
N°;Apellidos y nombres;DNI;F. Nac.;Celular
1;Quispe Mamani, José Luis;40000001;09/03/1985;987654321
2;Ñahui Álvarez, Teófilo;40000002;1/12/90;
3;Shapiama, Elías;40000003;;912345678
"""
YES = Decisions(confirm_all=True)


def sheet_of(text: str) -> Sheet:
    return choose_sheet(parse_spreadsheet(text.encode(), "lista.csv"))


def crowd(count: int, first: int = 1) -> str:
    """A list of so many men with documents from 50000000 + `first` on."""
    lines = [f"Apellido{n} Prueba{n}, Nombre{n};{50_000_000 + n}" for n in range(first, first + count)]
    return "\n".join(["Apellidos y nombres;DNI", *lines])


@pytest.fixture
def group(one: Callable[[Command], UUID]) -> UUID:
    """A group of adults."""
    return one(FormGroup(name="Grupo Amancay", language="spanish"))


@pytest.fixture
def preview(book: OpenBook, group: UUID) -> Callable[..., RosterPreview]:
    """Lay a CSV beside the group."""

    def ask(text: str, **values: object) -> RosterPreview:
        return book.ask(
            PreviewRosterImport(group_id=group, sheet=sheet_of(text), source="lista.csv", **values)
        ).result()

    return ask


@pytest.fixture
def bring(run: Callable[..., Outcome], preview: Callable[..., RosterPreview]) -> Callable[..., UUID]:
    """Import a CSV; the id of the import."""

    def import_all(text: str, decisions: Decisions = YES) -> UUID:
        return run(*import_commands(preview(text), decisions, uuid7)).ids[-1]

    return import_all


def codes(settled: Settled) -> list[tuple[RowStatus, list[str]]]:
    return [(row.status, [note.code for note in row.notes]) for row in settled.rows]


def rows_in(book: OpenBook, table: sa.Table) -> int:
    def count(file: object, _: object) -> int:
        with file.begin() as connection:  # type: ignore[attr-defined]
            return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()

    return book.with_book(count).result()


@pytest.mark.directive("6.4.2", "6.4.1")
def test_a_list_becomes_men_in_the_group(
    book: OpenBook, group: UUID, preview: Callable[..., RosterPreview], bring: Callable[..., UUID]
) -> None:
    seen = preview(THREE)

    assert [(row.status, row.placing) for row in settle(seen, Decisions()).rows] == [
        (RowStatus.READY, Placing.SEAT)
    ] * 3
    assert rows_in(book, participants) == 0

    bring(THREE)

    roster = book.ask(Roster(group_id=group)).result()
    assert [entry.full_name for entry in roster] == [
        "Ñahui Álvarez, Teófilo",
        "Quispe Mamani, José Luis",
        "Shapiama, Elías",
    ]
    man = book.ask(ParticipantRecord(participant_id=roster[1].stint.participant_id)).result()
    assert man.answers == {
        "paternal_surname": "Quispe",
        "maternal_surname": "Mamani",
        "given_names": "José Luis",
        "document_kind": "dni",
        "document_number": "40000001",
        "birth_date": "1985-03-09",
        "phone": "987654321",
    }


def test_nothing_is_written_before_and_all_of_it_at_once(
    book: OpenBook, preview: Callable[..., RosterPreview], run: Callable[..., Outcome]
) -> None:
    commands = import_commands(preview(THREE), YES, uuid7)

    with pytest.raises(UserFacingError) as refused:
        run(*commands, EnrolParticipant(group_id=uuid7(), participant_id=uuid7()))

    assert refused.value.code == "not_found"
    assert rows_in(book, participants) == rows_in(book, enrolments) == 0
    assert book.submit(commands, dry_run=True).result().ids
    assert rows_in(book, participants) == 0


@pytest.mark.directive("6.4.1")
def test_the_rules_of_one_man_hold_for_a_list(
    group: UUID, preview: Callable[..., RosterPreview], run: Callable[..., Outcome]
) -> None:
    (command,) = import_commands(preview(crowd(16)), Decisions(waitlist=True), uuid7)
    assert isinstance(command, ImportRoster)

    def refusal(**changed: object) -> str:
        with pytest.raises(UserFacingError) as refused:
            run(msgspec.structs.replace(command, **changed))
        return str(refused.value.parameters.get("cause", refused.value.code))

    without_list = tuple(replace(row, waitlist=False) for row in command.rows)
    nameless = replace(command.rows[0], answers={"given_names": "José"})
    assert refusal(rows=without_list) == "group_full"
    assert refusal(rows=(nameless,)) == "invalid_input"
    assert refusal(rows=(command.rows[0], replace(command.rows[0], enrolment_id=uuid7(), answers=None))) == (
        "already_enrolled"
    )
    assert refusal(rows=()) == "roster_nothing_enters"
    assert refusal(since=date(2027, 1, 1)) == "invalid_input"


def test_a_man_registered_since_the_preview_is_not_registered_twice(
    preview: Callable[..., RosterPreview], run: Callable[..., Outcome], one: Callable[[Command], UUID]
) -> None:
    commands = import_commands(preview(THREE), YES, uuid7)
    answers = {"paternal_surname": "Quispe", "given_names": "José", "document_kind": "dni"}
    one(RegisterParticipant(answers={**answers, "document_number": "40000001"}))

    with pytest.raises(UserFacingError) as refused:
        run(*commands)

    assert (refused.value.code, refused.value.parameters) == ("roster_same_document", {"name": "Quispe, José"})


@pytest.mark.parametrize(("heading", "code"), [("DNI", "roster_same_document"), ("Firma", "already_there")])
def test_the_same_commands_twice_are_refused(
    heading: str, code: str, preview: Callable[..., RosterPreview], run: Callable[..., Outcome]
) -> None:
    commands = import_commands(preview(f"Apellidos y nombres;{heading}\nQuispe, José;40000001\n"), YES, uuid7)
    run(*commands)

    with pytest.raises(UserFacingError) as refused:
        run(*commands)

    assert refused.value.code == code


def test_an_import_leaves_its_trace_without_an_answer(bring: Callable[..., UUID], book: OpenBook) -> None:
    done = bring(THREE)

    def entries(file: object, _: object) -> list[tuple[str, bytes | None, str]]:
        with file.begin() as connection:  # type: ignore[attr-defined]
            found = connection.exec_driver_sql("SELECT action, subject_id, details FROM audit_entries")
            return [tuple(row) for row in found]  # type: ignore[misc]

    trail = book.with_book(entries).result()
    assert ("ImportRoster", done.bytes) in [entry[:2] for entry in trail]
    assert [entry[0] for entry in trail].count("RegisterParticipant") == 3
    assert not any(word in details for _, _, details in trail for word in ("Quispe", "40000001", "lista.csv"))


@pytest.mark.directive("6.4.1")
def test_who_finds_no_place_waits_if_asked_else_is_refused_by_row(
    book: OpenBook, group: UUID, preview: Callable[..., RosterPreview], bring: Callable[..., UUID]
) -> None:
    seen = preview(crowd(17))

    assert (seen.free_seats, seen.waiting) == (15, 0)
    refused = settle(seen, Decisions())
    assert [row.status for row in refused.rows] == [RowStatus.READY] * 15 + [RowStatus.ERROR] * 2
    assert [note.code for note in refused.rows[15].notes] == ["roster_no_place"]
    with pytest.raises(UserFacingError) as undecided:
        import_commands(seen, Decisions(), uuid7)
    assert (undecided.value.code, undecided.value.parameters["rows"]) == ("roster_undecided", "17, 18")

    bring(crowd(17), Decisions(waitlist=True))

    stints = [entry.stint for entry in book.ask(Roster(group_id=group)).result()]
    assert [stint.status for stint in stints].count(EnrolmentStatus.ATTENDING) == 15
    assert [stint.queue_position for stint in stints if stint.queue_position] == [1, 2]
    assert preview(crowd(1, first=90)).free_seats == 0


def test_whoever_is_left_out_takes_no_place(preview: Callable[..., RosterPreview]) -> None:
    decisions = Decisions(rows={2: RowDecision(left_out=True), 3: RowDecision(left_out=True)})

    settled = settle(preview(crowd(17)), decisions)

    assert not settled.undecided
    assert len(settled.entering) == 15


def test_a_zero_that_a_spreadsheet_ate_is_put_back_and_must_be_confirmed(
    book: OpenBook, group: UUID, preview: Callable[..., RosterPreview], bring: Callable[..., UUID]
) -> None:
    text = "Apellidos y nombres;DNI\nQuispe Mamani, José;1234567\nRojas Ríos, Luis;08765432\n"
    seen = preview(text)

    assert codes(settle(seen, Decisions())) == [(RowStatus.FLAGGED, ["roster_zero_restored"]), (RowStatus.READY, [])]
    assert seen.rows[0].reading.answers["document_number"] == "01234567"
    with pytest.raises(UserFacingError) as refused:
        import_commands(seen, Decisions(), uuid7)
    assert refused.value.code == "roster_undecided"
    assert not settle(seen, Decisions(rows={2: RowDecision(confirmed=True)})).undecided

    bring(text)

    numbers = {line.document_number for line in book.ask(Participants()).result()}
    assert numbers == {"01234567", "08765432"}


def test_the_same_document_enrols_who_is_there_or_nobody(
    book: OpenBook,
    group: UUID,
    one: Callable[[Command], UUID],
    preview: Callable[..., RosterPreview],
    bring: Callable[..., UUID],
) -> None:
    answers = {
        "paternal_surname": "Kispe",
        "given_names": "Pepe",
        "document_kind": "dni",
        "document_number": "40000001",
    }
    there = one(RegisterParticipant(answers=answers))
    seen = preview(THREE)

    first = settle(seen, YES).rows[0]
    assert (first.status, [note.code for note in first.notes]) == (RowStatus.DUPLICATE, ["roster_same_document"])
    another = settle(seen, Decisions(confirm_all=True, rows={2: RowDecision(another=True)})).rows[0]
    assert another.status is RowStatus.DUPLICATE
    stranger = settle(seen, Decisions(rows={2: RowDecision(existing=uuid7())})).rows[0]
    assert (stranger.status, stranger.notes[0].code) == (RowStatus.ERROR, "roster_not_a_match")

    done = bring(THREE, Decisions(confirm_all=True, rows={2: RowDecision(existing=there)}))

    assert len(book.ask(Participants()).result()) == 3
    assert there in {entry.stint.participant_id for entry in book.ask(Roster(group_id=group)).result()}
    one(UndoRosterImport(import_id=done))
    assert [line.id for line in book.ask(Participants()).result()] == [there]
    assert book.ask(Roster(group_id=group)).result() == ()


def test_whoever_looks_like_a_man_of_the_book_is_decided_on(
    one: Callable[[Command], UUID], preview: Callable[..., RosterPreview]
) -> None:
    there = one(
        RegisterParticipant(
            answers={"paternal_surname": "Ñahui", "given_names": "Teofilo", "maternal_surname": "Alvares"}
        )
    )
    seen = preview(THREE)

    assert [match.kind for match in seen.rows[1].matches] == [MatchKind.POSSIBLE]
    assert settle(seen, YES).rows[1].status is RowStatus.DUPLICATE
    assert settle(seen, Decisions(rows={3: RowDecision(another=True)})).rows[1].status is RowStatus.READY
    assert settle(seen, Decisions(rows={3: RowDecision(existing=there)})).rows[1].existing == there


def test_a_growing_list_can_be_imported_again(
    book: OpenBook, group: UUID, preview: Callable[..., RosterPreview], bring: Callable[..., UUID]
) -> None:
    bring(THREE)

    again = settle(preview(THREE + "4;Cutipa Choque, Abel;40000004;;\n"), YES)

    assert codes(again)[:3] == [(RowStatus.LEFT_OUT, ["roster_in_group_already"])] * 3
    assert [row.number for row in again.entering] == [5]
    with pytest.raises(UserFacingError) as nothing:
        import_commands(preview(THREE), YES, uuid7)
    assert nothing.value.code == "roster_nothing_enters"


def test_the_same_man_twice_in_the_file(preview: Callable[..., RosterPreview]) -> None:
    text = (
        "Apellidos y nombres;DNI\nQuispe Mamani, José;40000001\nQuispe Mamani, José;40000001\n"
        "Rojas Ríos, Luis;40000003\nRIOS ROJAS, Luis;40000004\n"
    )

    settled = settle(preview(text), Decisions())

    assert codes(settled) == [
        (RowStatus.READY, []),
        (RowStatus.ERROR, ["roster_same_document_in_file"]),
        (RowStatus.READY, []),
        (RowStatus.FLAGGED, ["roster_same_name_in_file"]),
    ]
    assert settled.rows[1].notes[0].parameters == {"row": 2}
    without_first = settle(preview(text), Decisions(rows={2: RowDecision(left_out=True)}))
    assert without_first.rows[1].status is RowStatus.READY


@pytest.mark.directive("6.6")
def test_ages_are_not_mixed(book: OpenBook, run: Callable[..., Outcome], preview: Callable[..., RosterPreview]) -> None:
    young = "Apellidos y nombres;F. Nac.\nQuispe Mamani, José;09/03/2012\n"
    other = run(FormGroup(name="Grupo Wayra", language="spanish", age_band=AgeBand.ADOLESCENTS)).ids[0]

    assert codes(settle(preview(young), YES)) == [(RowStatus.ERROR, ["minor_in_adult_group"])]
    fitting = book.ask(PreviewRosterImport(group_id=other, sheet=sheet_of(young))).result()
    assert settle(fitting, YES).rows[0].status is RowStatus.READY


def test_problems_keep_a_row_out_unless_it_may_be_left_blank(preview: Callable[..., RosterPreview]) -> None:
    text = "Apellido paterno;Nombres;DNI;Celular;F. Nac.\nQuispe;José;40000001;12;31/02/1980\n;Luis;40000002;;\n"

    strict = preview(text)
    assert [[problem.field for problem in row.reading.problems] for row in strict.rows] == [
        ["birth_date", "phone"],
        ["paternal_surname"],
    ]
    lenient = preview(text, leave_blank=True)
    assert codes(settle(lenient, Decisions())) == [
        (RowStatus.FLAGGED, ["roster_left_blank", "roster_left_blank"]),
        (RowStatus.ERROR, ["field_required"]),
    ]
    assert set(lenient.rows[0].reading.answers) == {
        "paternal_surname",
        "given_names",
        "document_kind",
        "document_number",
    }


def test_the_person_may_say_what_a_column_is(preview: Callable[..., RosterPreview]) -> None:
    text = "A;B;C\nQuispe;José;Lima\n"
    unknown = preview(text)
    assert not unknown.layout.recognised
    assert unknown.rows == ()
    with pytest.raises(UserFacingError) as refused:
        import_commands(unknown, Decisions(), uuid7)
    assert refused.value.code == "roster_headings_not_found"

    told = unknown.layout.with_target(0, "paternal_surname").with_target(1, "given_names")
    assert preview(text, layout=told).rows[0].reading.answers == {"paternal_surname": "Quispe", "given_names": "José"}
    with pytest.raises(UserFacingError) as wrong:
        preview(text, layout=told.with_target(2, "court"))
    assert wrong.value.code == "roster_column_unknown"


def test_fields_of_the_service_are_known_by_their_label(
    book: OpenBook, one: Callable[[Command], UUID], preview: Callable[..., RosterPreview]
) -> None:
    one(AddOwnField(label="Talla de polo", kind=FieldKind.CHOICE, options=("S", "M", "L")))

    seen = preview("Apellidos y nombres;Talla de polo;Sexo\nQuispe Mamani, José;M;M\n")

    own = seen.layout.targets[1]
    assert own
    assert seen.layout.targets[2] == ""
    assert seen.rows[0].reading.answers[own] == "o2"


def test_what_only_competent_bodies_keep_is_not_imported_by_others(
    book: OpenBook, run: Callable[..., Outcome], preview: Callable[..., RosterPreview]
) -> None:
    text = "Apellidos y nombres;Expediente\nQuispe Mamani, José;123-2026\n"

    assert preview(text).layout.targets == ("full_name", "")

    run(DescribeService(name="Juzgado", ubigeo="150101", criminal_data_competent=True, competence_basis="Ley"))
    assert preview(text).layout.targets == ("full_name", "file_number")


def test_a_closed_group_takes_nobody(
    group: UUID, run: Callable[..., Outcome], preview: Callable[..., RosterPreview]
) -> None:
    run(StartGroup(group_id=group, on=TODAY, reason="se completa en el mes"), CloseGroup(group_id=group, on=TODAY))

    with pytest.raises(UserFacingError) as refused:
        preview(THREE)

    assert refused.value.code == "group_closed"


def test_who_may_not_register_may_not_import(open_as: Callable[[Role], OpenBook]) -> None:
    book = open_as(Role.SUPERVISOR)
    group = book.submit([FormGroup(name="Grupo Retama", language="spanish")]).result().ids[0]

    with pytest.raises(UserFacingError) as refused:
        book.ask(PreviewRosterImport(group_id=group, sheet=sheet_of(THREE))).result()

    assert refused.value.code == "role_may_not_write"


def test_an_import_undone_leaves_no_man_behind(
    book: OpenBook, group: UUID, bring: Callable[..., UUID], one: Callable[[Command], UUID]
) -> None:
    before = one(RegisterParticipant(answers={"paternal_surname": "Tello", "given_names": "Abel"}))
    one(EnrolParticipant(group_id=group, participant_id=before))
    done = bring(THREE)
    assert [
        (entry.men, entry.undone_at, entry.changed) for entry in book.ask(RosterImports(group_id=group)).result()
    ] == [(3, None, ())]

    one(UndoRosterImport(import_id=done))

    assert [line.id for line in book.ask(Participants()).result()] == [before]
    assert book.ask(Participants(text="quispe")).result() == ()
    assert rows_in(book, roster_import_rows) == 0
    assert (rows_in(book, participants), rows_in(book, enrolments), rows_in(book, enrolment_events)) == (1, 1, 1)
    assert rows_in(book, participant_words) == 2
    (kept,) = book.ask(RosterImports(group_id=group)).result()
    assert kept.undone_at is not None
    with pytest.raises(UserFacingError) as twice:
        one(UndoRosterImport(import_id=done))
    assert twice.value.code == "roster_import_undone"


@pytest.mark.directive("6.4.12")
@pytest.mark.parametrize("about", ["one of them", "another man", "nobody"])
def test_what_is_reserved_keeps_an_import_without_telling_whom_it_names(
    about: str, book: OpenBook, group: UUID, bring: Callable[..., UUID], one: Callable[[Command], UUID]
) -> None:
    before = one(RegisterParticipant(answers={"paternal_surname": "Tello", "given_names": "Abel"}))
    done = bring(THREE)
    theirs = next(line.id for line in book.ask(Participants()).result() if line.id != before)
    man = {"one of them": theirs, "another man": before, "nobody": None}[about]
    one(OpenProtection(sentence="Teme por su hermana.", participant_id=man))

    with pytest.raises(UserFacingError) as refused:
        one(UndoRosterImport(import_id=done))

    assert (refused.value.code, refused.value.parameters) == ("roster_import_reserved_since", {})
    assert rows_in(book, participants) == 4


def consented(man: UUID, _: UUID, __: int) -> Command:
    return RecordConsent(participant_id=man, given_on=date(2026, 11, 20), mark=ConsentMark.SIGNATURE, read_aloud=True)


def rewritten(man: UUID, _: UUID, __: int) -> Command:
    return ChangeParticipant(participant_id=man, answers={"paternal_surname": "Quispe", "given_names": "José"})


def paused(_: UUID, stint: UUID, __: int) -> Command:
    return ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.PAUSED, reason="viaje")


def drafted(man: UUID, _: UUID, revision: int) -> Command:
    return SaveDraft(form="registration_form", subject_id=man, base_revision=revision, content={"phone": "9"})


@pytest.mark.parametrize(
    ("touch", "what"),
    [
        (consented, ChangeSince.CONSENT),
        (rewritten, ChangeSince.FICHA),
        (paused, ChangeSince.STINT),
        (drafted, ChangeSince.DRAFT),
    ],
)
def test_what_was_changed_since_keeps_it_and_is_named(
    touch: Callable[[UUID, UUID, int], Command],
    what: ChangeSince,
    book: OpenBook,
    group: UUID,
    run: Callable[..., Outcome],
    bring: Callable[..., UUID],
) -> None:
    done = bring(THREE)
    entry = next(one for one in book.ask(Roster(group_id=group)).result() if one.full_name.startswith("Quispe"))
    run(touch(entry.stint.participant_id, entry.stint.id, 1))

    with pytest.raises(UserFacingError) as refused:
        run(UndoRosterImport(import_id=done))

    assert refused.value.code == "roster_import_changed"
    assert "Quispe" in str(refused.value.parameters["names"])
    (kept,) = book.ask(RosterImports(group_id=group)).result()
    assert [man.what for man in kept.changed] == [(what,)]
    assert len(book.ask(Participants()).result()) == 3


def test_a_second_stint_of_a_new_man_keeps_it(
    book: OpenBook, group: UUID, run: Callable[..., Outcome], bring: Callable[..., UUID]
) -> None:
    done = bring(THREE)
    other = run(FormGroup(name="Grupo Retama", language="spanish")).ids[0]
    man = book.ask(Roster(group_id=group)).result()[0].stint.participant_id
    run(EnrolParticipant(group_id=other, participant_id=man))

    with pytest.raises(UserFacingError) as refused:
        run(UndoRosterImport(import_id=done))

    assert refused.value.code == "roster_import_changed"
    (kept,) = book.ask(RosterImports(group_id=group)).result()
    assert [one.what for one in kept.changed] == [(ChangeSince.OTHER_STINT,)]


@pytest.mark.directive("6.4.1")
def test_history_stays_append_only_but_for_an_import_being_undone(
    book: OpenBook, group: UUID, bring: Callable[..., UUID], one: Callable[[Command], UUID]
) -> None:
    man = one(RegisterParticipant(answers={"paternal_surname": "Tello", "given_names": "Abel"}))
    one(EnrolParticipant(group_id=group, participant_id=man))
    done = bring(THREE)
    stint = next(
        entry.stint.id for entry in book.ask(Roster(group_id=group)).result() if entry.full_name.startswith("Quispe")
    )
    one(ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.PAUSED, reason="viaje"))

    def delete(where: str, *, undone: bool) -> Callable[[object, object], str]:
        def attempt(file: object, _: object) -> str:
            with file.begin() as connection:  # type: ignore[attr-defined]
                if undone:
                    connection.exec_driver_sql("UPDATE roster_imports SET undone_at = '2026-11-20', undone_by = x'00'")
                try:
                    connection.exec_driver_sql(f"DELETE FROM enrolment_events WHERE {where}")
                except sa.exc.IntegrityError as error:
                    return str(error.orig)
                finally:
                    connection.rollback()
            return "deleted"

        return attempt

    imported = "enrolment_id IN (SELECT enrolment_id FROM roster_import_rows)"
    append_only = "enrolment_events is append-only"
    assert book.with_book(delete(imported, undone=False)).result() == append_only
    assert book.with_book(delete(f"{imported} AND number = 2", undone=True)).result() == append_only
    assert (
        book.with_book(
            delete("enrolment_id NOT IN (SELECT enrolment_id FROM roster_import_rows)", undone=True)
        ).result()
        == append_only
    )
    assert book.with_book(delete(f"{imported} AND number = 1", undone=True)).result() == "deleted"
    assert done


@pytest.mark.parametrize(
    ("answers", "cause", "told"),
    [
        ({"paternal_surname": "Quispe", "given_names": ""}, "invalid_input", "Falta este dato."),
        (
            {"paternal_surname": "Quispe", "given_names": "José", "birth_date": "2012-01-01"},
            "minor_in_adult_group",
            "Tiene menos de 18 años",
        ),
    ],
)
def test_a_refusal_names_the_row_and_the_man(
    run: Callable[..., Outcome], group: UUID, answers: dict[str, str], cause: str, told: str
) -> None:
    rows = (
        ImportedRow(
            uuid7(), uuid7(), {"paternal_surname": "Apaza", "given_names": "Luis"}, number=8, name="Apaza, Luis"
        ),
        ImportedRow(uuid7(), uuid7(), dict(answers), number=9, name="Quispe, José"),
    )

    with pytest.raises(UserFacingError) as refused:
        run(ImportRoster(group_id=group, rows=rows))

    error = refused.value
    assert (error.code, error.parameters["row"], error.parameters["name"]) == ("roster_row_refused", 9, "Quispe, José")
    assert str(error.parameters["cause"]) == cause
    assert messages.of_error(error).text == "Fila 9, Quispe, José: no se puede importar."
    assert told in messages.of_error(error).whole


def test_the_book_is_copied_before_a_list_comes_in(book: OpenBook, group: UUID, bring: Callable[..., UUID]) -> None:
    assert BackupDesk(book).state().result().copies == 0
    bring("Apellido paterno;Nombres\nQuispe;Juan")
    assert BackupDesk(book).state().result().copies == 1
