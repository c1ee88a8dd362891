"""Lists of men brought from a spreadsheet into a group: laid beside the book, imported as a whole, taken back as one.

In order: `exchange.spreadsheets.read_spreadsheet` reads the file, `choose_sheet` picks the sheet, `PreviewRosterImport`
lays it beside the group, `domain.roster_imports.settle` says what follows from each decision, `import_commands` makes
the command that the runner carries out in one commit, and `UndoRosterImport` takes it back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import roster_imports as queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.records import append_audits
from facilitador.db.tables.roster_imports import insert_import, take_back
from facilitador.db.transaction import Transaction
from facilitador.domain.answers import age_of
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.enrolments import SEATS
from facilitador.domain.groups import Group, GroupStatus, check_age
from facilitador.domain.participants import full_name
from facilitador.domain.registration_forms import Answer, FormDefinition
from facilitador.domain.roles import Section, may_write
from facilitador.domain.roster_columns import NOT_IMPORTED, Layout, find_layout, targets_of
from facilitador.domain.roster_imports import (
    Decisions,
    ImportedRow,
    Placing,
    PreviewRow,
    RosterImport,
    RosterPreview,
    settle,
)
from facilitador.domain.roster_matches import BookMen, identity_of, signs_of
from facilitador.domain.roster_rows import RosterForm, RowReading, read_rows
from facilitador.domain.sheets import Sheet
from facilitador.errors import Problem, UserFacingError
from facilitador.exchange.spreadsheets import Spreadsheet
from facilitador.reference import districts, registration_form
from facilitador.reference.roster_column_files import roster_words
from facilitador.use_cases.enrolments import Entering, enrol
from facilitador.use_cases.participants import register
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, own_only, writes
from facilitador.use_cases.services import form_in_use

_NAMES_SHOWN: Final = 8
_SOURCE_LENGTH: Final = 160


class PreviewRosterImport(Query[RosterPreview], kw_only=True):
    """What a sheet would bring into a group; nothing is written.

    `layout` None: found by its headings. `leave_blank`: what cannot be read is left out of the ficha, and flagged.
    Refuses with group_closed, role_may_not_write, roster_column_unknown or roster_column_twice.
    """

    group_id: UUID
    sheet: Sheet
    source: str = ""
    layout: Layout | None = None
    leave_blank: bool = False


class RosterImports(Query[tuple[RosterImport, ...]], kw_only=True):
    """The imports into a group, newest first, each with what was changed since."""

    group_id: UUID


class ImportRoster(Command, kw_only=True):
    """Register the new men of a list and enrol them and those of the book, by the rules of RegisterParticipant and
    EnrolParticipant, in the order of the list; it can be taken back as a whole.

    `since`: from when they are in the group (None: today). A new man whose document is in the book is refused.
    """

    id: UUID | None = None
    group_id: UUID
    source: str = ""
    since: date | None = None
    rows: tuple[ImportedRow, ...]


class UndoRosterImport(Command, kw_only=True):
    """Take back an import: the men it registered and their stints go, as if it had not been.

    Refused with `roster_import_changed` as soon as something of it was changed since; the parameters name the men, and
    `RosterImports` says of each what was done; with `roster_import_reserved_since` once anything reserved was written
    in the book, whomever it is about: it could name one of them, and would be out of reach with him.
    """

    import_id: UUID


def choose_sheet(spreadsheet: Spreadsheet, name: str = "") -> Sheet:
    """The sheet of that name; without one, the first visible sheet with headings of a list, else the first with rows.

    Refuses with `sheet_empty` where no visible sheet holds anything.
    """
    if name:
        return spreadsheet.sheet(name)
    words, form = roster_words(), registration_form()
    filled: Sheet | None = None
    for known in spreadsheet.names:
        if known.hidden:
            continue
        sheet = spreadsheet.sheet(known.name)
        if find_layout(sheet, words, form, targets_of(form, form.fields)).recognised:
            return sheet
        if filled is None and sheet.rows:
            filled = sheet
    if filled is None:
        raise UserFacingError("sheet_empty")
    return filled


def import_commands(
    preview: RosterPreview, decisions: Decisions, new_id: Callable[[], UUID], *, since: date | None = None
) -> tuple[Command, ...]:
    """The commands that import a list, to be carried out in one commit; the last one's id is that of the import.

    They carry the keys of what they make: sent twice, they are refused the second time.
    `since`: from when the men are in the group (None: today). Refuses with roster_headings_not_found, with
    roster_undecided while a row waits for a decision, and with roster_nothing_enters.
    """
    if not preview.layout.recognised:
        raise UserFacingError("roster_headings_not_found")
    settled = settle(preview, decisions)
    if settled.undecided:
        numbers = ", ".join(str(row.number) for row in settled.undecided[:_NAMES_SHOWN])
        more = "…" if len(settled.undecided) > _NAMES_SHOWN else ""
        raise UserFacingError("roster_undecided", count=len(settled.undecided), rows=numbers + more)
    if not settled.entering:
        raise UserFacingError("roster_nothing_enters")
    rows = tuple(
        ImportedRow(
            participant_id=row.existing or new_id(),
            enrolment_id=new_id(),
            answers=dict(row.row.reading.answers) if row.existing is None else None,
            waitlist=row.placing is Placing.WAITING,
            number=row.number,
            name=full_name(row.row.reading.answers),
        )
        for row in settled.entering
    )
    source = preview.source[:_SOURCE_LENGTH]
    return (ImportRoster(id=new_id(), group_id=preview.group_id, source=source, since=since, rows=rows),)


def _preview(tx: Transaction, query: PreviewRosterImport) -> RosterPreview:
    if not all(may_write(tx.actor.role, section) for section in (Section.IDENTIFICATION, Section.ENROLMENTS)):
        raise UserFacingError("role_may_not_write")
    group = group_queries.group(tx, query.group_id)
    if group.status is GroupStatus.CLOSED:
        raise UserFacingError("group_closed", field="group_id")
    service, form, words = service_queries.service(tx), form_in_use(tx), roster_words()
    targets = _targets(tx, form, competent=service.criminal_data_competent)
    layout = query.layout or find_layout(query.sheet, words, form, targets)
    _check_layout(layout, targets)
    around = RosterForm(
        form=form,
        words=words,
        districts=districts(),
        home=service.ubigeo,
        today=tx.today,
        competent=service.criminal_data_competent,
        leave_blank=query.leave_blank,
    )
    readings = read_rows(query.sheet, layout, around) if layout.recognised else ()
    return RosterPreview(
        group_id=group.id,
        group_name=group.name,
        source=query.source,
        free_seats=SEATS - len(enrolment_queries.taken_seats(tx, group.id)),
        waiting=queries.waiting_in_group(tx, group.id),
        layout=layout,
        targets=targets,
        rows=_beside_the_book(tx, group, readings),
        read_until=query.sheet.read_until,
    )


def _targets(tx: Transaction, form: FormDefinition, *, competent: bool) -> tuple[str, ...]:
    open_fields = (field for field in form.fields if competent or not field.competent_only)
    return targets_of(form, (field for field in open_fields if may_write(tx.actor.role, field.access)))


def _check_layout(layout: Layout, targets: tuple[str, ...]) -> None:
    given = [target for target in layout.targets if target != NOT_IMPORTED]
    for target in given:
        if target not in targets:
            raise UserFacingError("roster_column_unknown", field="layout", target=target)
        if given.count(target) > 1:
            raise UserFacingError("roster_column_twice", field="layout", target=target)


def _beside_the_book(tx: Transaction, group: Group, readings: tuple[RowReading, ...]) -> tuple[PreviewRow, ...]:
    identities = {one.number: identity_of(one.answers) for one in readings if one.answers and not one.left_out}
    signs = signs_of(identities.values())
    men = BookMen(
        queries.candidates(
            tx,
            documents=signs.documents,
            phones=signs.phones,
            birth_dates=signs.birth_dates,
            surname_starts=signs.surname_starts,
        )
    )
    in_group = enrolment_queries.men_in_group(tx, group.id)
    rows = []
    for reading in readings:
        identity = identities.get(reading.number)
        matches = men.like(identity) if identity is not None else ()
        already = in_group.intersection(match.id for match in matches)
        rows.append(PreviewRow(reading, matches, already, _age_problem(group, reading, tx.today)))
    return tuple(rows)


def _age_problem(group: Group, reading: RowReading, today: date) -> Problem | None:
    try:
        check_age(group, age_of(reading.answers, today))
    except UserFacingError as error:
        return Problem("birth_date", error.code, dict(error.parameters))
    return None


def _import(tx: Transaction, command: ImportRoster) -> Result:
    checks = Checks()
    source = checks.line("source", command.source, _SOURCE_LENGTH)
    checks.refuse_if_any()
    if not command.rows:
        raise UserFacingError("roster_nothing_enters", field="rows")
    fichas = [(row.participant_id, row.answers) for row in command.rows if row.answers is not None]
    _refuse_known_documents(tx, [answers for _, answers in fichas])
    entering = [Entering(row.enrolment_id, row.participant_id, row.waitlist) for row in command.rows]
    try:
        registered = register(tx, fichas) if fichas else ()
        enrolled = enrol(tx, command.group_id, command.since, entering)
    except UserFacingError as error:
        raise _of_row(command.rows, error) from error
    key = insert_import(tx, command.id, command.group_id, source, command.rows)
    # each man's own trail says how he came, too
    append_audits(
        tx,
        [
            (action, result.id, {"fields": list(result.fields), "import": str(key)})
            for action, results in (("RegisterParticipant", registered), ("EnrolParticipant", enrolled))
            for result in results
        ],
    )
    changes = tuple(change for result in (*registered, *enrolled) for change in result.changes)
    return Result(key, changes, ("participants", "enrolments"))


def _of_row(rows: tuple[ImportedRow, ...], error: UserFacingError) -> UserFacingError:
    """The refusal with the row and the man it speaks of; as it is where it speaks of none."""
    found = next((row for row in rows if row.participant_id == error.subject), None)
    if found is None:
        return error
    return UserFacingError("roster_row_refused", field="rows", row=found.number, name=found.name, cause=error)


def _refuse_known_documents(tx: Transaction, fichas: list[dict[str, Answer]]) -> None:
    # between the preview and the import the same man may have been registered by hand
    numbers = {str(answers["document_number"]) for answers in fichas if answers.get("document_number")}
    known = queries.candidates(tx, documents=numbers, phones=(), birth_dates=(), surname_starts=())
    for man in known:
        if man.document_number in numbers:
            raise UserFacingError("roster_same_document", field="rows", name=man.full_name)


def _undo(tx: Transaction, command: UndoRosterImport) -> Result:
    group_id, done = queries.roster_import(tx, command.import_id)
    if done.undone_at is not None:
        raise UserFacingError("roster_import_undone", field="import_id")
    if done.changed:
        names = "; ".join(man.full_name for man in done.changed[:_NAMES_SHOWN])
        more = "…" if len(done.changed) > _NAMES_SHOWN else ""
        raise UserFacingError("roster_import_changed", field="import_id", count=len(done.changed), names=names + more)
    if queries.sealed_since(tx, done.at):
        raise UserFacingError("roster_import_reserved_since", field="import_id")
    changes = [Change(Topic.GROUPS, group_id)]
    for stint, man, _ in queries.made_by(tx, command.import_id):
        changes += [Change(Topic.ENROLMENTS, stint), Change(Topic.PARTICIPANTS, man)]
    take_back(tx, command.import_id)
    return Result(command.import_id, tuple(changes), ("participants", "enrolments"))


_BOTH = writes(Section.IDENTIFICATION, Section.ENROLMENTS)
COMMANDS = (
    # not for `apply`, which has the commands of single men: its rows come from a preview that a person settled
    CommandHandler(ImportRoster, _import, _BOTH, listed=False, copied_first=True),
    CommandHandler(UndoRosterImport, _undo, _BOTH),
)
QUERIES = (
    QueryHandler(PreviewRosterImport, _preview, Section.ENROLMENTS, origin=own_only),
    QueryHandler(RosterImports, lambda tx, query: queries.imports_of_group(tx, query.group_id), Section.ENROLMENTS),
)
