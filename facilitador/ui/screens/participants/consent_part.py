"""The consent: the text to be read aloud, and how he answered (6.4.2, 6.4.5). The promise stands with its limit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.domain.consent_texts import ConsentText
from facilitador.domain.dates import parse_typed_date
from facilitador.domain.places import Places
from facilitador.domain.registration_forms import Answer, Answers, Condition, FieldKind, Option
from facilitador.errors import Problem
from facilitador.ui import theme
from facilitador.ui.form_fields import FieldSpec, FieldTools, FormPart, control_maker
from facilitador.ui.forms import Form
from facilitador.ui.widgets.labels import card, label, rule
from facilitador.use_cases.intake import NOT_YET, consent_problems

_GIVEN = Condition("mark", ("signature", "fingerprint"))
QUESTIONS = (
    FieldSpec(
        "mark",
        "Después de escuchar, ¿cómo respondió?",
        FieldKind.CHOICE,
        compulsory=True,
        options=(
            Option("signature", "Aceptó y firmó"),
            Option("fingerprint", "Aceptó y puso su huella digital"),
            Option(NOT_YET, "Todavía no decide"),
        ),
    ),
    FieldSpec("read_aloud", "¿Se le leyó el texto en voz alta?", FieldKind.YES_NO, asked_if=_GIVEN),
    FieldSpec("given_on", "Día en que aceptó", FieldKind.DATE, asked_if=_GIVEN),
    FieldSpec(
        "witness",
        "Testigo",
        help="Nombres y apellidos. Hace falta si puso su huella digital.",
        max_length=160,
        asked_if=_GIVEN,
    ),
)
GUARDIAN = (
    FieldSpec(
        "guardian_name",
        "Madre, padre o persona a cargo que da permiso",
        help="Nombres y apellidos, como en su documento.",
        max_length=160,
        asked_if=_GIVEN,
    ),
    FieldSpec("guardian_document", "Documento de la persona a cargo", FieldKind.TEXT, max_length=40, asked_if=_GIVEN),
)


class ConsentPart(QWidget):
    """Text and questions of the consent. `is_minor` says whether the guardian is asked (6.6)."""

    def __init__(
        self,
        text: ConsentText,
        today: Callable[[], date],
        is_minor: Callable[[], bool],
        *,
        titled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today, self._is_minor = today, is_minor
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_L)
        if titled:
            column.addWidget(rule(self))
            column.addWidget(label("Su consentimiento", "title"))
        column.addWidget(label("Para terminar, le voy a leer un texto. Después me dice si está de acuerdo.", "muted"))
        column.addWidget(self._paper(text))
        parse = partial(parse_typed_date, today=today(), latest=today())
        make = control_maker(FieldTools(parse, Places(())))
        self.form = Form(
            (FormPart("", "", (*QUESTIONS, *GUARDIAN)),), make, asked=self._asked, check=self._check, parent=self
        )
        column.addWidget(self.form)
        self.start()

    def start(self, values: Answers | None = None) -> None:
        """Nothing answered, the day being today; or these answers as what is saved."""
        self.form.set_values({"given_on": self._today().isoformat()} | dict(values or {}))
        self.refresh()

    @property
    def is_open(self) -> bool:
        """True while nobody said that he consents."""
        return self.form.values().get("mark") in (None, NOT_YET)

    def refresh(self) -> None:
        """His age may be another now: ask for the guardian, or no longer."""
        self.form.ask_anew()
        self._guardian_words.setVisible(self._is_minor())

    def answers(self, guardian: str = "") -> dict[str, Answer]:
        """What was answered; `guardian` stands in for the guardian's name where it was left open."""
        answers = self.form.values()
        if guardian and "guardian_name" in self.form.shown:
            answers.setdefault("guardian_name", guardian)
        return answers

    def _asked(self, values: Answers) -> tuple[str, ...]:
        given = values.get("mark") in _GIVEN.one_of
        asked = [*QUESTIONS, *GUARDIAN] if self._is_minor() else list(QUESTIONS)
        return tuple(spec.id for spec in asked if given or spec.asked_if is None)

    def _check(self, values: Answers) -> list[Problem]:
        return consent_problems(values, self._today())

    def _paper(self, text: ConsentText) -> QWidget:
        frame, column = card(self)
        for clause in text.clauses:
            column.addWidget(label(clause.heading, "label"))
            column.addWidget(label(clause.text))
        column.addWidget(label("La reserva y su límite", "label"))
        column.addWidget(label(text.promise))
        column.addWidget(label(text.duty_to_report))
        column.addWidget(rule(frame))
        column.addWidget(label(text.declaration))
        self._guardian_words = label(text.guardian_declaration)
        column.addWidget(self._guardian_words)
        return frame
