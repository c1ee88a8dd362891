"""Papers as PDF files: print."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, TypeVar
from uuid import UUID

from facilitador import bootstrap
from facilitador.cli.access import Passphrases, opened
from facilitador.cli.arguments import NO_BOOK
from facilitador.cli.console import Console
from facilitador.cli.names import (
    application_named,
    decision_named,
    delivery_named,
    group_named,
    participant_named,
    referral_named,
    session_named,
)
from facilitador.db import durable_files
from facilitador.documents.blocks import Document
from facilitador.domain import passphrases
from facilitador.domain.applications import Purpose
from facilitador.domain.dates import parse_typed_date
from facilitador.domain.indicators import Span
from facilitador.errors import UserFacingError
from facilitador.reference import registration_form
from facilitador.use_cases import (
    compliance,
    constancias,
    coverage_prints,
    deliveries,
    directory_prints,
    exclusion_prints,
    hand_outs,
    instrument_prints,
    prints,
    progress,
    protection_prints,
    referral_prints,
    reports,
    security_prints,
    session_log_prints,
    session_night_prints,
    session_sheets,
    trusted_keys,
)
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Query

T = TypeVar("T")

_SUFFIX: Final = ".pdf"
_NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper: the name of its file where a folder is given, how it is asked of a book, and of whom.

    `blank`: how it is made without a book. `of_all`: without a subject it is about the whole service.
    """

    file_name: str
    query: Callable[[UUID | None, argparse.Namespace], Query[Document]]
    named: Callable[[OpenBook, str], UUID] | None = None
    blank: Callable[[argparse.Namespace, Environment], Document] | None = None
    of_all: bool = False


def _of_group(
    make: Callable[..., Query[Document]], file_name: str, blank: Callable[[None], Document] | None = None
) -> _Paper:
    return _Paper(
        file_name,
        lambda key, args: make(group_id=key),
        group_named,
        None if blank is None else lambda args, around: blank(None),
    )


def _of_referral(
    make: Callable[..., Query[Document]], file_name: str, blank: Callable[[None], Document] | None = None
) -> _Paper:
    return _Paper(
        file_name,
        lambda key, args: make(referral_id=key or _NOBODY),
        referral_named,
        None if blank is None else lambda args, around: blank(None),
    )


def _blank(
    make: Callable[[], Query[Document]], file_name: str, blank: Callable[[argparse.Namespace, Environment], Document]
) -> _Paper:
    return _Paper(file_name, lambda key, args: make(), None, blank)


def _of_man(make: Callable[..., Query[Document]], file_name: str) -> _Paper:
    return _Paper(file_name, lambda key, args: make(participant_id=key or _NOBODY), participant_named)


def _of_session(make: Callable[..., Query[Document]], file_name: str) -> _Paper:
    return _Paper(file_name, lambda key, args: make(session_id=key), session_named)


def _sheets(key: UUID | None, args: argparse.Namespace) -> Query[Document]:
    group, purpose = key or _NOBODY, Purpose(args.purpose)
    return instrument_prints.InstrumentSheetsPrint(group_id=group, instrument_id=args.instrument, purpose=purpose)


def _result(key: UUID | None, args: argparse.Namespace) -> Query[Document]:
    return instrument_prints.ApplicationResultPrint(application_id=key or _NOBODY)


def _profile(key: UUID | None, args: argparse.Namespace) -> Query[Document]:
    return instrument_prints.GroupProfilePrint(group_id=key or _NOBODY, instrument_id=args.instrument)


def _letter(key: UUID | None, args: argparse.Namespace) -> Query[Document]:
    return exclusion_prints.DecisionLetterPrint(decision_id=key or _NOBODY)


def _handover_record(key: UUID | None, args: argparse.Namespace) -> Query[Document]:
    return deliveries.HandoverRecordPrint(delivery_id=key or _NOBODY, with_men=args.with_men)


def _report(key: UUID | None, args: argparse.Namespace) -> Query[Document]:
    return reports.ReportPrint(group_id=key, span=Span(args.span), day=_day(args.day))


def _day(typed: str) -> date | None:
    """The day typed, or None where none was; refuses as a form does."""
    return parse_typed_date(typed, bootstrap.local_now().date()) if typed else None


# No name of a man, and no word that says what the group is about: file names are seen by others.
_PAPERS: Final[Mapping[str, _Paper]] = {
    "blank-ficha": _blank(
        prints.BlankFichaPrint, "ficha-en-blanco", lambda args, around: prints.blank_ficha(registration_form(), None)
    ),
    "consent": _blank(prints.ConsentPrint, "consentimiento", lambda args, around: prints.consent_sheet(None)),
    "wall-card": _blank(
        directory_prints.WallCardPrint,
        "numeros-de-emergencia",
        lambda args, around: directory_prints.blank_wall_card(around.circumstances.today()),
    ),
    "key-card": _Paper("llave-para-paquetes", lambda key, args: trusted_keys.KeyCardPrint()),
    "directory": _Paper("directorio", lambda key, args: directory_prints.DirectoryPrint()),
    "blank-session-log": _blank(
        session_log_prints.BlankLogPrint,
        "bitacora-en-blanco",
        lambda args, around: session_log_prints.blank_log(None, None),
    ),
    "blank-evaluation": _blank(
        exclusion_prints.BlankEvaluationPrint,
        "evaluacion-en-blanco",
        lambda args, around: exclusion_prints.blank_evaluation(None),
    ),
    "blank-protection": _blank(
        protection_prints.BlankProtectionPrint,
        "hoja-de-proteccion-en-blanco",
        lambda args, around: protection_prints.blank_protection(None),
    ),
    "security": _blank(
        security_prints.SecurityPrint,
        "seguridad-de-los-datos",
        lambda args, around: security_prints.security_paper(None),
    ),
    "ficha": _of_man(prints.FichaPrint, "ficha"),
    "fichas": _of_group(prints.GroupFichasPrint, "fichas"),
    "roster": _of_group(prints.RosterPrint, "lista-del-grupo"),
    "attendance-sheet": _of_group(prints.AttendanceSheetPrint, "hoja-de-asistencia", prints.blank_attendance_sheet),
    "agreements": _of_group(prints.AgreementsPrint, "acuerdos", prints.blank_agreements),
    "compliance": _Paper(
        "cumplimiento", lambda key, args: compliance.CompliancePrint(group_id=key), group_named, of_all=True
    ),
    "coverage": _of_group(coverage_prints.CoveragePrint, "asistencia-y-temas"),
    "progress": _of_man(progress.ProgressPrint, "avance"),
    "constancia": _of_man(constancias.ConstanciaPrint, "constancia"),
    "constancia-plain": _of_man(partial(constancias.ConstanciaPrint, plain=True), "constancia-simple"),
    "calendar": _of_group(session_sheets.CalendarPrint, "calendario"),
    "sign-in": _of_session(session_night_prints.SignInPrint, "hoja-para-firmar"),
    "tonight": _of_session(session_night_prints.TonightPrint, "hoja-de-la-noche"),
    "session-plan": _of_session(session_sheets.SessionPlanPrint, "plan-de-sesion"),
    "session-log": _of_session(session_log_prints.SessionLogPrint, "bitacora"),
    "test-blank": _Paper(
        "preguntas", _sheets, group_named, lambda args, around: instrument_prints.blank_sheet(args.instrument, None)
    ),
    "test-result": _Paper("resultado-de-las-preguntas", _result, application_named),
    "group-profile": _Paper("como-respondio-el-grupo", _profile, group_named),
    "group-report": _Paper("informe-del-grupo", _report, group_named),
    "service-report": _Paper("informe", _report),
    "decision-letter": _Paper("carta", _letter, decision_named),
    "handover-record": _Paper("acta-entre-servicios", _handover_record, delivery_named),
    "referral-letter": _of_referral(
        referral_prints.ReferralLetterPrint, "carta-de-derivacion", referral_prints.blank_letter
    ),
    "referral-cover": _of_referral(referral_prints.ReferralCoverPrint, "sobre"),
    "referral-sheet": _of_referral(referral_prints.ReferralHandOutPrint, "hoja"),
    "hand-out": _Paper(
        "hoja-para-llevar",
        lambda key, args: hand_outs.HandOutPrint(participant_id=key or _NOBODY),
        participant_named,
        lambda args, around: hand_outs.blank_hand_out(None),
    ),
}


def print_paper(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Write one paper as PDF; the place is looked at first, because a filled print is numbered when it is asked for."""
    paper = _PAPERS[args.document]
    target = target_of(Path(args.out), f"{paper.file_name}{_SUFFIX}", overwrite=args.overwrite)
    document = _composed(args, paper, console, environment)
    clave = _new_clave(args, console) if args.encrypt else None

    def write(out: BinaryIO) -> int:
        if clave is None:
            return prints.write_pdf(document, out, printed_at=bootstrap.local_now())
        pdf = BytesIO()
        pages = prints.write_pdf(document, pdf, printed_at=bootstrap.local_now())
        out.write(prints.encrypted_pdf(pdf.getvalue(), clave))
        return pages

    pages = saved(target, write, overwrite=args.overwrite)
    told = f"Se guardó {target} ({pages} {'página' if pages == 1 else 'páginas'})."
    console.answer({"document": args.document, "file": str(target), "pages": pages}, [told])


def _new_clave(args: argparse.Namespace, console: Console) -> str:
    clave = Passphrases(console).new(args.new_passphrase_file, "Clave del PDF")
    passphrases.check(clave)
    return clave


def target_of(out: Path, file_name: str, *, overwrite: bool) -> Path:
    """The file to write: `out`, or a file in the folder `out`; refuses with `file_exists` or `file_not_written`."""
    target = out / file_name if out.is_dir() else out
    if not target.parent.is_dir():
        raise UserFacingError("file_not_written", field="out", name=target.name)
    if target.exists() and not overwrite:
        raise UserFacingError("file_exists", field="out", name=target.name)
    return target


def _composed(args: argparse.Namespace, paper: _Paper, console: Console, environment: Environment) -> Document:
    if paper.named is None and args.subject is not None:
        raise UserFacingError("subject_unwanted", field="subject", asked=args.document, subject=args.subject)
    if paper.named is not None and args.subject is None and args.book != NO_BOOK and not paper.of_all:
        raise UserFacingError("subject_needed", field="subject", asked=args.document)
    if args.book == NO_BOOK and paper.blank is not None:
        return paper.blank(args, environment)
    with opened(args, console, environment) as book:
        key = paper.named(book, args.subject) if paper.named is not None and args.subject is not None else None
        return book.ask(paper.query(key, args)).result()


def saved(target: Path, write: Callable[[BinaryIO], T], *, overwrite: bool) -> T:
    """Writes a file whole or not at all; what `write` answers."""
    try:
        part = durable_files.new_part(target)
        try:
            with part.open("wb") as out:
                answer = write(out)
            durable_files.sync_file(part)
            if overwrite:
                part.replace(target)
            else:
                durable_files.publish(part, target)
        finally:
            part.unlink(missing_ok=True)
    except FileExistsError:
        raise UserFacingError("file_exists", field="out", name=target.name) from None
    except OSError:
        raise UserFacingError("file_not_written", field="out", name=target.name) from None
    return answer
