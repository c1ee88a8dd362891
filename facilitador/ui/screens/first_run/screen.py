"""The first run on screen: one step a page, back and forth without losing what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.registration_forms import Answer, Option
from facilitador.errors import BookError, InvalidInput, UserFacingError
from facilitador.reference import catalogue, districts
from facilitador.ui import theme
from facilitador.ui.clave_strength import measure
from facilitador.ui.dialogs import Dialogs, FileKind
from facilitador.ui.forms import Form
from facilitador.ui.recovery_pages import CodePage, ProofPage
from facilitador.ui.screens.first_run.forms import controls, person_parts, service_parts
from facilitador.ui.screens.first_run.place_page import PlacePage
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.first_run import ASKING, SUFFIX, FirstRun, Step, look_at
from facilitador.use_cases.prints import recovery_sheet

if TYPE_CHECKING:
    from facilitador.documents.blocks import Document
    from facilitador.ui.printing import AskForPrinter

BOOK_FILE = FileKind("Cuaderno", (SUFFIX.removeprefix("."),))

_TITLES = {
    Step.SERVICE: "El servicio",
    Step.PERSON: "Usted y su clave",
    Step.PLACE: "Dónde se guarda",
    Step.MAKING: "Creando el cuaderno",
    Step.CODE: "Hoja de recuperación",
    Step.PROOF: "Comprobar la hoja",
}
_NUMBERS = {Step.SERVICE: 1, Step.PERSON: 2, Step.PLACE: 3, Step.MAKING: 3, Step.CODE: 4, Step.PROOF: 5}
_ON = {
    Step.SERVICE: "Continuar",
    Step.PERSON: "Continuar",
    Step.PLACE: "Crear el cuaderno",
    Step.MAKING: "Crear el cuaderno",
    Step.CODE: "Tengo la hoja",
    Step.PROOF: "Comprobar y empezar",
}


class FirstRunScreen(QWidget):
    """Shows one `FirstRun`: the rules of every step are the flow's, never this page's.

    `make_requested(NewBook, Path)` is answered with `made` or `refuse`.

    `cancelled`: she does not want a cuaderno after all (nothing was written). `finished`: it is made and its sheet is
    in her hands.
    """

    make_requested = Signal(object, Path)
    cancelled = Signal()
    finished = Signal()

    def __init__(
        self,
        flow: FirstRun,
        dialogs: Dialogs,
        *,
        today: Callable[[], date],
        now: Callable[[], datetime],
        ask_for_printer: AskForPrinter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.flow = flow
        self._dialogs, self._today, self._now, self._ask_for_printer = dialogs, today, now, ask_for_printer
        self.setProperty("ground", "window")
        self.setProperty("manual", "first_run")
        self._make_forms()
        self.place = PlacePage()
        self.proof = ProofPage()
        self.code: CodePage | None = None
        self._lay_out()
        self._connect()
        self._show_step()

    @property
    def holds_the_code(self) -> bool:
        """True while the cuaderno is made and nobody proved yet to have its recovery code."""
        return self.flow.step in (Step.CODE, Step.PROOF)

    def made(self, code_groups: tuple[str, ...]) -> None:
        """The book is made; show its recovery code."""
        self.flow.made(code_groups)
        self._forget_clave()
        self.code = CodePage(code_groups, self._sheet(), self._dialogs, self._now, self._ask_for_printer)
        self._add_page(Step.CODE, self.code)
        self._show_step()

    def refuse(self, error: UserFacingError) -> None:
        """The making was refused: back to where it is mended, saying so."""
        self.flow.refused(error)
        self._show_step()
        self._say(error)

    # -- building -----------------------------------------------------------------------------------------------------

    def _make_forms(self) -> None:
        make = controls(districts(), self._today)
        kinds, professions = _options("service_kinds"), _options("professions")
        self.service = Form(service_parts(kinds), make, check=self.flow.problems, mark_optional=True)
        self.person = Form(
            person_parts(professions, measure(self._personal_words)), make, check=self.flow.problems, mark_optional=True
        )
        self._forms = {Step.SERVICE: self.service, Step.PERSON: self.person}

    def _lay_out(self) -> None:
        self.message = Banner()
        self._pages = QStackedWidget()
        self._page_of: dict[Step, PageScroll] = {
            Step.SERVICE: _in_page(self.service),
            Step.PERSON: _in_page(self.person),
            Step.PLACE: self.place,
            Step.MAKING: _making_page(),
            Step.PROOF: self.proof,
        }
        for step, page in self._page_of.items():
            self._add_page(step, page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._banner())
        column.addWidget(self._pages, 1)
        column.addWidget(self._foot())

    def _add_page(self, step: Step, page: PageScroll) -> None:
        head = QVBoxLayout()
        head.setSpacing(theme.SPACE_XS)
        head.addWidget(label(_place_of(step), "muted"))
        head.addWidget(label(_TITLES[step], "title"))
        page.column.insertLayout(0, head)
        self._pages.addWidget(page)

    def _banner(self) -> QHBoxLayout:
        holder = QWidget()
        inner = QHBoxLayout(holder)
        inner.setContentsMargins(theme.SPACE_XL, 0, theme.SPACE_XL, 0)
        inner.addWidget(self.message)
        return _centred(holder)

    def _foot(self) -> QFrame:
        self.back_button = button("Atrás", icon="back")
        self.cancel_button = button("Cancelar", "quiet")
        self.on_button = button("Continuar", "primary")
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(theme.SPACE_XL, theme.SPACE_M, theme.SPACE_XL, theme.SPACE_M)
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.back_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        row.addWidget(self.on_button)
        foot = QFrame()
        foot.setProperty("role", "header")
        foot.setLayout(_centred(inner))
        return foot

    def _connect(self) -> None:
        self.on_button.clicked.connect(self._go_on)
        self.back_button.clicked.connect(self._go_back)
        self.cancel_button.clicked.connect(self._cancel)
        self.place.other_place_requested.connect(self._choose_place)
        self.proof.accepted.connect(self._go_on)
        again = self.person.rows["passphrase_again"].control.focusable()[0]
        again.returnPressed.connect(self._go_on)  # type: ignore[attr-defined]

    # -- what the person does -----------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        step = self.flow.step
        self.message.say("")
        try:
            if step in ASKING:
                self.flow.forward(self._typed())
            elif step is Step.CODE:
                self.flow.prove_code()
                self.proof.ask(self.flow.asked)
            elif step is Step.PROOF:
                self.flow.answer_code(self.proof.typed())
        except UserFacingError as error:
            self._say(error)
            return
        if self.flow.step is Step.DONE:
            self.finished.emit()
            return
        self._show_step()
        if self.flow.step is Step.MAKING:
            self.make_requested.emit(self.flow.new_book(), self.flow.path)

    def _go_back(self) -> None:
        self.message.say("")
        if self.flow.step is Step.PROOF:
            self.flow.show_code_again()
        else:
            self.flow.back(self._typed())
        self._show_step()

    def _cancel(self) -> None:
        typed = any(form.is_changed for form in self._forms.values())
        if not typed or self._dialogs.confirm(
            self, "Se perderá lo que escribió.", "Dejarlo", detail="Todavía no se creó ningún cuaderno."
        ):
            self.cancelled.emit()

    def _choose_place(self) -> None:
        path = self._dialogs.save_file(self, "Dónde guardar el cuaderno", BOOK_FILE, self.flow.path)
        if path is not None:
            self.flow.choose_path(path)
            self._show_place()

    # -- showing ------------------------------------------------------------------------------------------------------

    def _show_step(self) -> None:
        step = self.flow.step
        if step is Step.PLACE:
            self._show_place()
        page = self.code if step is Step.CODE and self.code is not None else self._page_of[step]
        self._pages.setCurrentWidget(page)
        self.setAccessibleName(f"{_place_of(step)}. {_TITLES[step]}")
        self.on_button.setText(_ON[step])
        self.on_button.setAccessibleName(_ON[step])
        self.on_button.setEnabled(step is not Step.MAKING)
        self.back_button.setVisible(step in (Step.PERSON, Step.PLACE, Step.PROOF))
        self.back_button.setText("Ver el código otra vez" if step is Step.PROOF else "Atrás")
        self.back_button.setAccessibleName(self.back_button.text())
        self.cancel_button.setVisible(step in ASKING)
        self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard where the present step begins; also once the page is shown, for before it takes none."""
        step = self.flow.step
        if step in self._forms:
            form = self._forms[step]
            form.go_to(form.shown[0])
        elif step in (Step.PLACE, Step.CODE):
            self.on_button.setFocus()

    def _show_place(self) -> None:
        state = look_at(self.flow.path)
        self.place.show_place(self.flow.path, state.refusal, state.cloud)

    def _say(self, error: UserFacingError) -> None:
        step = self.flow.step
        if isinstance(error, InvalidInput) and step is Step.PROOF:
            self.proof.show_problems(error.problems)
        elif isinstance(error, InvalidInput) and step in self._forms:
            self._forms[step].show_problems(error.problems)
        elif isinstance(error, BookError) and step is Step.PLACE:
            self.place.show_place(self.flow.path, error, None)
        else:
            self.message.say(messages.of_error(error).whole, "problem")

    def _typed(self) -> dict[str, Answer]:
        form = self._forms.get(self.flow.step)
        return form.values() if form is not None else {}

    def _personal_words(self) -> tuple[str, ...]:
        self.flow.keep(self._typed())
        return self.flow.personal_words

    def _forget_clave(self) -> None:
        for name in ("passphrase", "passphrase_again"):
            self.person.rows[name].control.set_value(None)

    def _sheet(self) -> Document:
        service, person = self.flow.answers(Step.SERVICE), self.flow.answers(Step.PERSON)
        district = districts().get(str(service.get("ubigeo", "")))
        name = f"{person.get('given_names', '')} {person.get('surnames', '')}".strip()
        return recovery_sheet(
            str(service["name"]), district.label if district else "", name, list(self.flow.code_groups)
        )


def _place_of(step: Step) -> str:
    return f"Crear un cuaderno · Paso {_NUMBERS[step]} de {max(_NUMBERS.values())}"


def _options(subject: str) -> tuple[Option, ...]:
    return tuple(Option(item.code, item.text) for item in catalogue(subject).items)


def _in_page(form: Form) -> PageScroll:
    page = PageScroll()
    page.column.addWidget(form)
    return page


def _making_page() -> PageScroll:
    page = PageScroll()
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setAccessibleName("Creando el cuaderno")
    page.column.addWidget(bar)
    words = label("Se calculan las llaves y se cifra el archivo. Toma unos segundos.", "muted")
    page.column.addWidget(words)
    return page


def _centred(inner: QWidget) -> QHBoxLayout:
    """As wide as the pages between, in the middle."""
    inner.setMaximumWidth(theme.scaled(theme.PAGE_WIDTH) + 2 * theme.SPACE_XL)
    across = QHBoxLayout()
    across.setContentsMargins(0, 0, 0, 0)
    across.addWidget(inner)
    return across
