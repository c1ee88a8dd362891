"""A paper of the book: composed and numbered once, written off the window's thread, seen, printed or saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.applications import Purpose
from facilitador.domain.indicators import Span
from facilitador.domain.origins import OWN
from facilitador.errors import UserFacingError
from facilitador.ui import printing, shortcuts, theme
from facilitador.ui.folders import documents_folder
from facilitador.ui.origin_choice import origin_in
from facilitador.ui.papers import OUTSIDE, OUTSIDE_DETAIL, WITH_MEN, PaperWriter, save_pdf
from facilitador.ui.screen import Screen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner
from facilitador.ui.widgets.paper_view import PaperView
from facilitador.use_cases import prints
from facilitador.use_cases.audit_prints import AuditDayPrint
from facilitador.use_cases.compliance import CompliancePrint
from facilitador.use_cases.constancias import ConstanciaPrint
from facilitador.use_cases.coverage_prints import CoveragePrint
from facilitador.use_cases.deliveries import HandoverRecordPrint
from facilitador.use_cases.directory_prints import DirectoryPrint, WallCardPrint
from facilitador.use_cases.exclusion_prints import BlankEvaluationPrint, DecisionLetterPrint
from facilitador.use_cases.hand_outs import BlankHandOutPrint, HandOutPrint
from facilitador.use_cases.handovers import HandoverPrint
from facilitador.use_cases.instrument_prints import ApplicationResultPrint, GroupProfilePrint, InstrumentSheetsPrint
from facilitador.use_cases.progress import ProgressPrint
from facilitador.use_cases.protection_prints import BlankProtectionPrint
from facilitador.use_cases.referral_prints import (
    BlankReferralLetterPrint,
    ReferralCoverPrint,
    ReferralHandOutPrint,
    ReferralLetterPrint,
)
from facilitador.use_cases.reports import ReportPrint
from facilitador.use_cases.requests import Query
from facilitador.use_cases.rights import RightsLetterPrint
from facilitador.use_cases.security_prints import SecurityPrint
from facilitador.use_cases.session_log_prints import BlankLogPrint, SessionLogPrint
from facilitador.use_cases.session_night_prints import SignInPrint, TonightPrint
from facilitador.use_cases.session_sheets import CalendarPrint, SessionPlanPrint
from facilitador.use_cases.subject_access import SubjectAccessPrint
from facilitador.use_cases.trusted_keys import KeyCardPrint

if TYPE_CHECKING:
    from facilitador.documents.blocks import Document


def _sheets(group: UUID, instrument: str = "", purpose: str = Purpose.ENTRY) -> Query[Any]:
    return InstrumentSheetsPrint(group_id=group, instrument_id=instrument, purpose=Purpose(purpose))


def _profile(group: UUID, instrument: str = "") -> Query[Any]:
    return GroupProfilePrint(group_id=group, instrument_id=instrument)


def _plain_constancia(man: UUID) -> Query[Any]:
    return ConstanciaPrint(participant_id=man, plain=True)


def _report(group: UUID | None, span: str = Span.MONTH, day: str = "", *of: str) -> Query[Any]:
    until = date.fromisoformat(day) if day else None
    return ReportPrint(group_id=group, span=Span(span), day=until, origin=origin_in(of, OWN))


def _compliance(group: UUID | None, *of: str) -> Query[Any]:
    return CompliancePrint(group_id=group, origin=origin_in(of, OWN))


def _delivery(key: UUID, how: str = "") -> Query[Any]:
    return HandoverRecordPrint(delivery_id=key, with_men=how == WITH_MEN)


_OF_ONE: dict[str, tuple[str, Callable[..., Query[Any]]]] = {
    "print_ficha": ("Ficha de registro", lambda key: prints.FichaPrint(participant_id=key)),
    "print_group_fichas": ("Fichas del grupo", lambda key: prints.GroupFichasPrint(group_id=key)),
    "print_roster": ("Nómina del grupo", lambda key: prints.RosterPrint(group_id=key)),
    "print_attendance_sheet": ("Lista de asistencia", lambda key: prints.AttendanceSheetPrint(group_id=key)),
    "print_delivery": ("Acta de entrega a otro servicio", _delivery),
    "print_handover": ("Acta de entrega de cargo", lambda key: HandoverPrint(handover_id=key)),
    "print_coverage": ("Asistencia y temas", lambda key: CoveragePrint(group_id=key)),
    "print_progress": ("Avance de un participante", lambda key: ProgressPrint(participant_id=key)),
    "print_constancia": ("Constancia de asistencia", lambda key: ConstanciaPrint(participant_id=key)),
    "print_constancia_plain": ("Constancia para el trabajo", _plain_constancia),
    "print_session_log": ("Bitácora de sesión", lambda key: SessionLogPrint(session_id=key)),
    "print_calendar": ("Calendario de reuniones", lambda key: CalendarPrint(group_id=key)),
    "print_session_plan": ("Plan de sesión", lambda key: SessionPlanPrint(session_id=key)),
    "print_sign_in": ("Hoja para firmar", lambda key: SignInPrint(session_id=key)),
    "print_tonight": ("Hoja de la noche", lambda key: TonightPrint(session_id=key)),
    "print_agreements": ("Acuerdos del grupo", lambda key: prints.AgreementsPrint(group_id=key)),
    "print_test_blank": ("Preguntas en papel", _sheets),
    "print_test_result": ("Resultado de las preguntas", lambda key: ApplicationResultPrint(application_id=key)),
    "print_rights_letter": ("Carta de respuesta", lambda key: RightsLetterPrint(request_id=key)),
    "print_subject_access": ("Lo que se guarda de él", lambda key: SubjectAccessPrint(participant_id=key)),
    "print_decision_letter": ("Carta", lambda key: DecisionLetterPrint(decision_id=key)),
    "print_referral_letter": ("Carta de derivación", lambda key: ReferralLetterPrint(referral_id=key)),
    "print_referral_cover": ("Cara exterior de la carta", lambda key: ReferralCoverPrint(referral_id=key)),
    "print_referral_hand_out": ("Hoja para él", lambda key: ReferralHandOutPrint(referral_id=key)),
    "print_hand_out": ("Hoja para llevar", lambda key: HandOutPrint(participant_id=key)),
    "print_group_profile": ("Cómo respondió el grupo", _profile),
}
_BLANK: dict[str, tuple[str, Callable[[], Query[Any]]]] = {
    "print_blank_ficha": ("Ficha en blanco", prints.BlankFichaPrint),
    "print_consent": ("Consentimiento", prints.ConsentPrint),
    "print_blank_session_log": ("Bitácora en blanco", BlankLogPrint),
    "print_blank_evaluation": ("Evaluación inicial en blanco", BlankEvaluationPrint),
    "print_blank_protection": ("Hoja de protección en blanco", BlankProtectionPrint),
    "print_security": ("Cómo se protegen los datos", SecurityPrint),
    "print_blank_referral_letter": ("Carta de derivación en blanco", BlankReferralLetterPrint),
    "print_blank_hand_out": ("Hoja para llevar en blanco", BlankHandOutPrint),
    "print_directory": ("Directorio de instituciones", DirectoryPrint),
    "print_wall_card": ("Tarjeta de pared", WallCardPrint),
    "print_key_card": ("Llave para paquetes", KeyCardPrint),
}

_OF_ONE_OR_ALL: dict[str, tuple[str, Callable[..., Query[Any]]]] = {
    "print_compliance": ("Cumplimiento de la directiva", _compliance),
    "print_report": ("Informe", _report),
}
_OF_DAYS: dict[str, tuple[str, Callable[[datetime, datetime], Query[Any]]]] = {
    "print_audit_day": ("Registro de uso", lambda since, until: AuditDayPrint(since=since, until=until)),
}

KINDS = (*_OF_ONE, *_BLANK, *_OF_ONE_OR_ALL, *_OF_DAYS)
"""The kinds of destination that this screen answers."""

STOPPED = "printing_cancelled"
PREPARING = "Preparando el documento…"
PRINTED = "Se envió a la impresora."
NOT_PRINTED = "La impresión no terminó. Compruebe la impresora y vuelva a intentarlo."


class PrintScreen(Screen):
    """Preview of one paper. It is asked of the book once: a numbered paper keeps its number however often it prints."""

    def __init__(
        self,
        surroundings: Surroundings,
        kind: str,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        detail: tuple[str, ...] = (),
        ask_for_printer: printing.AskForPrinter = printing.ask_for_printer,
        folder: Callable[[], Path] = documents_folder,
    ) -> None:
        title, self._query = _paper(kind, id, detail)
        super().__init__(title, parent)
        self._surroundings = surroundings
        self._has_data = kind in _OF_ONE or kind in _OF_DAYS
        self._ask_for_printer, self._folder = ask_for_printer, folder
        self._paper: Document | None = None
        self._pdf = b""
        self._break_off: Callable[[], None] | None = None
        self._job: printing.PrintJob | None = None
        self._writer = PaperWriter(surroundings.now, self)
        self._build()
        self._connect()
        self._read()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.title_label = label(self.title, "title")
        self.print_button = button("Imprimir", "primary", icon="print")
        self.print_button.setToolTip("Elegir la impresora e imprimir (Ctrl+P)")
        self.save_button = button("Guardar PDF…", icon="save")
        self.message = Banner()
        self.preview = PaperView()
        self.working = label("", "muted")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Avance")
        self.stop_button = button("Detener")
        self.again_button = button("Intentar de nuevo", "primary")
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_S)
        head.addWidget(self.title_label, 1)
        head.addWidget(self.save_button)
        head.addWidget(self.print_button)
        self._pages = QStackedWidget()
        self._waiting = self._waiting_page()
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(head)
        column.addWidget(self.message)
        column.addWidget(self._pages, 1)

    def _waiting_page(self) -> QWidget:
        page = QWidget()
        inner = QVBoxLayout()
        inner.setSpacing(theme.SPACE_M)
        for widget in (self.working, self.progress):
            inner.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.stop_button)
        row.addWidget(self.again_button)
        row.addStretch(1)
        inner.addLayout(row)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addLayout(inner, 2)
        across.addStretch(1)
        column = QVBoxLayout(page)
        column.addStretch(1)
        column.addLayout(across)
        column.addStretch(2)
        return page

    def _connect(self) -> None:
        self._writer.progress.connect(self._show_progress)
        self._writer.written.connect(self._show_paper)
        self._writer.refused.connect(self._refuse)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.stop_button.clicked.connect(self._stop)
        self.again_button.clicked.connect(self._try_again)
        shortcuts.bind(self, "Ctrl+P", self.print_button.click)

    # -- from the book to the preview ---------------------------------------------------------------------------------

    def _read(self) -> None:
        self._show_working(PREPARING)
        self._break_off = self._surroundings.session.read_long(
            self._query,
            owner=self,
            done=self._compose,
            failed=self._refuse,
            told=lambda step: self._show_progress(step.done, step.of),
        )

    def _compose(self, paper: Document) -> None:
        self._break_off = None
        self._paper = paper
        self.set_title(paper.title)
        self.title_label.setText(paper.title)
        self._write()

    def _write(self) -> None:
        assert self._paper is not None
        self._show_working(PREPARING)
        self._writer.write(self._paper)

    def _try_again(self) -> None:
        if self._paper is None:
            self._read()
        else:
            self._write()

    def _show_paper(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.preview.show_pdf(pdf)
        self._pages.setCurrentWidget(self.preview)
        self._offer(True)
        if self.isVisible():
            self.print_button.setFocus()

    def _show_working(self, words: str) -> None:
        self.message.say("")
        self.working.setText(words)
        self.progress.setRange(0, 0)
        self.progress.show()
        self.stop_button.show()
        self.again_button.hide()
        self._pages.setCurrentWidget(self._waiting)
        self._offer(False)

    def _show_progress(self, done: int, of: int) -> None:
        if of > 1:
            self.progress.setRange(0, of)
            self.progress.setValue(done)

    def _refuse(self, error: UserFacingError) -> None:
        said = messages.of_error(error)
        self._break_off = None
        self.working.setText("")
        self.progress.hide()
        self.stop_button.hide()
        self.again_button.setVisible(self._paper is not None or error.code == STOPPED)
        self.message.say(said.whole, "warning")

    def _offer(self, ready: bool) -> None:
        self.print_button.setEnabled(ready)
        self.save_button.setEnabled(ready)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _print(self) -> None:
        document = self.preview.document
        if document is None or self._job is not None:
            return
        printer = self._ask_for_printer(self, document.pageCount())
        if printer is None:
            return
        self._show_working("Imprimiendo…")
        self._job = printing.PrintJob(document, printer, self)
        self._job.progress.connect(self._show_progress)
        self._job.ended.connect(self._printed)
        self._job.start()

    def _printed(self, whole: bool) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        self._pages.setCurrentWidget(self.preview)
        self._offer(True)
        self.message.say(PRINTED if whole else NOT_PRINTED, "good" if whole else "warning")

    def _save(self) -> None:
        if self._paper is None:
            return
        warn = (OUTSIDE, OUTSIDE_DETAIL) if self._has_data else None
        dialogs = self._surroundings.dialogs
        path = save_pdf(self, dialogs, self._pdf, self._paper.file_name, self._folder(), warn=warn)
        if path is not None:
            self.message.say(f"Se guardó «{path.name}».", "good")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
        elif self._break_off is not None:
            self._break_off()
            self._refuse(UserFacingError(STOPPED))
        else:
            self._writer.stop()


def _paper(kind: str, key: UUID | None, detail: tuple[str, ...]) -> tuple[str, Query[Any]]:
    if kind in _BLANK:
        title, make_blank = _BLANK[kind]
        return title, make_blank()
    if kind in _OF_ONE_OR_ALL:
        title, make_of_any = _OF_ONE_OR_ALL[kind]
        return title, make_of_any(key, *detail)
    if kind in _OF_DAYS:
        title, make_of_days = _OF_DAYS[kind]
        since, until = map(datetime.fromisoformat, detail)
        return title, make_of_days(since, until)
    title, make = _OF_ONE[kind]
    if key is None:
        raise ValueError(f"{kind} is a paper of something")
    return title, make(key, *detail)
