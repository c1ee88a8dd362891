"""Who did what in a book: audit. JSON: `{"audit": [{"number", "at", "person_id", "person", "action", "kind", "done",
"subject_id", "subject": {"kind", "id", "name"} | null, "details"}]}`, and with `--verify` also `"code"` and `"trail"`.
"""

from __future__ import annotations

import argparse
from typing import Any

from facilitador.cli.access import like, opened
from facilitador.cli.console import Console, table
from facilitador.cli.names import participant_named
from facilitador.cli.views import plain_value
from facilitador.domain.audit_chain import ChainReport, CodeState, parse_code
from facilitador.domain.dates import parse_typed_date
from facilitador.domain.trail import TrailKind, TrailLine, day_bounds
from facilitador.domain.trail_words import faults_told
from facilitador.errors import UserFacingError
from facilitador.use_cases.audit import TrailCode, TrailPage
from facilitador.use_cases.audit_checks import check_trail
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import People


def audit(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Tell what was done, newest first; with a code from a paper, whether the book still holds what it held then."""
    code = parse_code(args.verify) if args.verify else None
    with opened(args, console, environment) as book:
        if code is not None:
            state = book.ask(TrailCode(number=code.number, code=code.code)).result()
            _tell_code(console, state, refuse_if_not_whole(book), code.text)
            return
        found = book.ask(_sought(book, args)).result()
    document = {"audit": [_line(line) for line in found]}
    console.answer(document, table(("N.º", "Cuándo", "Quién", "Qué hizo", "De quién o de qué"), map(_row, found)))


def refuse_if_not_whole(book: OpenBook) -> ChainReport:
    """What reading the whole chain found; refuses with `trail_not_whole`."""
    report = check_trail(book).result()[-1]
    if not report.whole:
        faults = [plain_value(fault) for fault in report.faults]
        raise UserFacingError("trail_not_whole", where=faults_told(report.faults), faults=faults)
    return report


def trail_document(report: ChainReport) -> dict[str, Any]:
    """What reading the chain found, for a program."""
    return {"entries": report.entries, "last": report.last}


def _sought(book: OpenBook, args: argparse.Namespace) -> TrailPage:
    since, until = (
        day_bounds(parse_typed_date(args.day, book.circumstances.today()), None) if args.day else (None, None)
    )
    person = None
    if args.person:
        team = book.ask(People()).result()
        found = like(args.person, team, lambda one: one.full_name)
        if len(found) != 1:
            raise UserFacingError("audit_person_unknown", field="person", name=args.person)
        person = found[0].id
    man = participant_named(book, args.subject) if args.subject else None
    kind = TrailKind(args.kind) if args.kind else None
    return TrailPage(
        since=since,
        until=until,
        person_id=person,
        kind=kind,
        participant_id=man,
        before=args.before,
        limit=max(0, args.limit),
    )


def _tell_code(console: Console, state: CodeState, report: ChainReport, code: str) -> None:
    if state is CodeState.GONE:
        raise UserFacingError("trail_code_gone", code=code)
    if state is CodeState.DIFFERENT:
        raise UserFacingError("trail_code_different", code=code)
    document = {"audit": [], "code": state.value, "trail": trail_document(report)}
    told = f"El registro está entero, con {report.entries} anotaciones."
    console.answer(document, [f"{code}: el cuaderno tiene esta anotación tal como se imprimió.", told])


def _row(line: TrailLine) -> tuple[str, ...]:
    return str(line.number), f"{line.at.astimezone():%d/%m/%Y %H:%M}", line.person, line.done, line.about


def _line(line: TrailLine) -> dict[str, Any]:
    subject = line.subject
    return {
        "number": line.number,
        "at": line.at.isoformat(),
        "person_id": str(line.person_id),
        "person": line.person,
        "action": line.name,
        "kind": line.kind.value,
        "done": line.done,
        "subject_id": str(line.subject_id) if line.subject_id else None,
        "subject": {"kind": subject.kind.value, "id": str(subject.id), "name": subject.name} if subject else None,
        "details": dict(line.details),
    }
