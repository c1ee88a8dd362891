"""Reglas de inasistencia: what the service decided, in words; one rule more, one less; the share that completes."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.absence_policies import AttendancePolicy, rule_words
from facilitador.domain.attendance import AbsenceRule
from facilitador.domain.changes import Topic
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.form_panel import FormPanel
from facilitador.ui.screen import Screen
from facilitador.ui.screens.absence_rules import questions
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label, rule
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.use_cases.absence_rules import AbsenceRules
from facilitador.use_cases.requests import Command

TITLE = "Reglas de inasistencia"
EXPLANATION = (
    "La directiva no fija ningún número: lo decide el servicio. Mientras no ponga reglas, el programa no propone nada. "
    "Y siempre propone: avisar o suspender lo decide el equipo, con cada participante."
)
NONE_YET = "Todavía no hay ninguna regla."
SHARE_SUBJECT = UUID(int=2)
RULE_SUBJECT = UUID(int=1)


class AbsenceRulesScreen(Screen):
    """Reads the policy each time it changed; every change sends the whole of it over the revision last seen."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._may_write = may_write(self._session.person.role, Section.SERVICE)
        self._policy: AttendancePolicy | None = None
        self.panel: FormPanel | None = None
        self.share: FormEditor | None = None
        self.rows: list[QWidget] = []
        self._build()
        self._session.bus.watch(self, (Topic.ABSENCES,), self._read)
        self._read()

    def may_leave(self) -> bool:
        """Whatever is typed is kept as a draft."""
        kept = [one.let_go() for one in (self.panel.editor if self.panel else None, self.share) if one is not None]
        return all(kept)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.page.column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        self.message = Banner()
        self.page.column.addWidget(self.message)
        frame, column = card()
        column.addWidget(SectionHeader("Reglas"))
        self.none_yet = label(NONE_YET, "muted")
        column.addWidget(self.none_yet)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACE_M)
        column.addLayout(self._list)
        self.page.column.addWidget(frame)
        below, share = card()
        share.addWidget(SectionHeader("Para completar el programa"))
        self.share_words = label("", "muted")
        share.addWidget(self.share_words)
        self.page.column.addWidget(below)
        if self._may_write:
            self.panel = self._rule_panel()
            column.addWidget(self.panel)
            self.share = self._share_editor()
            share.addWidget(self.share)
            self.share_words.hide()

    def _rule_panel(self) -> FormPanel:
        editor = FormEditor(
            self._surroundings,
            questions.DRAFT_NAME,
            questions.rule_parts(),
            lambda answers: [questions.with_rule(self._known, answers)],
            save_text="Agregar la regla",
        )
        editor.stale.connect(self._read)
        editor.saved.connect(lambda outcome: editor.begin(questions.NEW_RULE, subject=RULE_SUBJECT))
        editor.begin(questions.NEW_RULE, subject=RULE_SUBJECT)
        return FormPanel(editor, "Agregar una regla", "Una regla más")

    def _share_editor(self) -> FormEditor:
        editor = FormEditor(
            self._surroundings,
            questions.DRAFT_NAME,
            questions.share_parts(),
            self._share_commands,
            save_text="Guardar",
        )
        editor.stale.connect(self._read)
        return editor

    # -- reading ------------------------------------------------------------------------------------------------------

    @property
    def _known(self) -> AttendancePolicy:
        assert self._policy is not None  # nothing can be saved before it was read
        return self._policy

    def _read(self) -> None:
        self._session.read(AbsenceRules(), owner=self, done=self._show)

    def _show(self, policy: AttendancePolicy) -> None:
        first, self._policy = self._policy is None, policy
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(one, place) for place, one in enumerate(policy.rules)]
        for row in self.rows:
            self._list.addWidget(row)
        self.none_yet.setVisible(not policy.rules)
        asked = policy.minimum_percent
        self.share_words.setText(
            "El servicio no pide un porcentaje." if asked is None else f"Al menos {asked} % de sus sesiones."
        )
        if self.share is not None and first:
            self.share.begin(questions.share_answers(policy), subject=SHARE_SUBJECT, revision=policy.revision)
        elif self.share is not None:
            self.share.refresh(questions.share_answers(policy), policy.revision)

    def _row(self, one: AbsenceRule, place: int) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        if place:
            column.addWidget(rule())
        row = QHBoxLayout()
        words = rule_words(one)
        row.addWidget(label(words), 1)
        if self._may_write:
            remove = button("Quitar", "quiet")
            remove.setAccessibleName(f"Quitar la regla: {words}")
            remove.clicked.connect(partial(self._remove, one))
            row.addWidget(remove)
        column.addLayout(row)
        return holder

    # -- changes ------------------------------------------------------------------------------------------------------

    def _share_commands(self, answers: Answers) -> list[Command]:
        return [questions.with_share(self._known, answers)]

    def _remove(self, one: AbsenceRule) -> None:
        self.message.say("")
        self._session.run([questions.without_rule(self._known, one)], owner=self, failed=self._refused)

    def _refused(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        self._read()
