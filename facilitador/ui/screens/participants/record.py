"""A man's record: what is missing, his groups, his consent, his ficha to read and to mend (6.4.2)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedLayout, QWidget

from facilitador.domain.answer_changes import Changes, as_content, changes_between, from_content, merged
from facilitador.domain.changes import Topic
from facilitador.domain.packages import PackageKind
from facilitador.domain.participants import Participant
from facilitador.domain.registration_forms import Answer, FormDefinition
from facilitador.domain.roles import Section
from facilitador.domain.services import Service
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.ui import shortcuts
from facilitador.ui.drafts import DraftKeeper, FoundDraft
from facilitador.ui.review_line import ReviewLine
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.participants.applications_part import ApplicationsPart
from facilitador.ui.screens.participants.conflicts_panel import MERGED, ConflictsPanel
from facilitador.ui.screens.participants.contacts_part import ContactsPart
from facilitador.ui.screens.participants.exclusion_part import ExclusionPart
from facilitador.ui.screens.participants.ficha_page import FichaPage
from facilitador.ui.screens.participants.guidance_part import GuidancePart
from facilitador.ui.screens.participants.moving_part import MovingPart
from facilitador.ui.screens.participants.notes_part import NotesPart
from facilitador.ui.screens.participants.numbers_part import NumbersPart
from facilitador.ui.screens.participants.questions import Questions
from facilitador.ui.screens.participants.readings import read_all
from facilitador.ui.screens.participants.record_page import RecordPage
from facilitador.ui.screens.participants.revocation_part import RevocationPart
from facilitador.ui.screens.participants.rights_part import RightsPart
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.use_cases.intake import consent_command
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord, RevokeConsent
from facilitador.use_cases.requests import Outcome, Query
from facilitador.use_cases.services import FormInUse, ServiceDetails

TITLE = "Participante"
FORM_NAME = "participant"


class ParticipantScreen(Screen):
    """One man: his record to read; over it, while it is edited, his ficha as a form."""

    def __init__(
        self, surroundings: Surroundings, participant_id: UUID | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(TITLE, parent)
        assert participant_id is not None
        self._surroundings, self._session = surroundings, surroundings.session
        self._id = participant_id
        self._seen = False
        self._stack = QStackedLayout(self)
        self.page: RecordPage | None = None
        self.editor: FichaPage | None = None
        self._may_edit = surroundings.may_write(Section.IDENTIFICATION)
        self.keeper = DraftKeeper(surroundings, FORM_NAME, read=self._typed, restore=self._restore, parent=self)
        self._read()
        topics = (Topic.PARTICIPANTS, Topic.ENROLMENTS, Topic.GROUPS, Topic.OWN_FIELDS, Topic.SERVICE)
        self._session.bus.watch(self, topics, self._read)

    def may_leave(self) -> bool:
        return self.keeper.let_go()

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        queries: list[Query[Any]] = [ParticipantRecord(participant_id=self._id), FormInUse(), ServiceDetails()]
        read_all(self._session, queries, owner=self, done=self._show, again=self._seen)
        self._seen = True

    def _show(self, man: Participant, form: FormDefinition, service: Service) -> None:
        first = self.page is None
        self._man, self._form, self._service = man, form, service
        if self.page is None:
            self.page = self._build_page()
        self.page.show_record(man, form, service)
        self.set_title(man.full_name)
        if first:
            self.keeper.begin(self._id, man.revision)

    def _build_page(self) -> RecordPage:
        page = RecordPage(self._surroundings, self)
        page.scroller.column.insertWidget(0, self.keeper.offer)
        page.print_wanted.connect(self._goes_to("print_ficha"))
        page.trail_wanted.connect(self._goes_to("audit"))
        page.mend_wanted.connect(self.edit)
        page.group_wanted.connect(partial(self._go, "group"))
        review = ReviewLine(self._session, page)
        review.destination_requested.connect(self.destination_requested)
        review.locked.connect(page.lock)
        page.approval_wanted.connect(lambda: page.scroller.show_widget(review))
        review.show_subject(self._id)
        page.add_part(review)
        self._add_parts(page)
        page.typed.connect(self.keeper.touch)
        page.consent_ready.connect(self._record_consent)
        page.revocation_ready.connect(self._revoke_consent)
        self.keeper.settled.connect(page.let_work)
        self._stack.addWidget(page)
        return page

    def _add_parts(self, page: RecordPage) -> None:
        """What other rooms know of him, each a line or two with the way there."""
        excluded = ExclusionPart(self._surroundings, self._id, page)
        numbers = NumbersPart(self._surroundings, self._id, page)
        asked = ApplicationsPart(self._surroundings, self._id, page)
        notes = NotesPart(self._surroundings, self._id, page)
        self.guidance = guidance = GuidancePart(self._surroundings, self._id, page)
        contacts = ContactsPart(self._surroundings, page)
        revoked = RevocationPart(self._surroundings, self._id, page)
        self.moving = moving = MovingPart(self._surroundings, self._id, page)
        rights = RightsPart(self._surroundings, page)
        excluded.wanted.connect(lambda kind: self._go(kind, self._id))
        numbers.coverage_wanted.connect(partial(self._go, "coverage"))
        numbers.progress_wanted.connect(self._goes_to("progress"))
        asked.application_wanted.connect(partial(self._go, "application"))
        notes.session_wanted.connect(partial(self._go, "session"))
        guidance.wanted.connect(lambda kind: self._go(kind, self._id))
        contacts.wanted.connect(self._goes_to("contacts"))
        moving.move_wanted.connect(lambda: self._go("prepare_package", self._id, PackageKind.MAN.value))
        rights.wanted.connect(self._goes_to("rights"))
        revoked.wanted.connect(self._go)
        revoked.appeared.connect(lambda: page.scroller.show_widget(revoked))
        for part in (revoked, excluded, numbers, asked, notes, guidance, contacts, moving, rights):
            page.add_part(part)

    def _go(self, kind: str, key: UUID, *detail: str) -> None:
        self.destination_requested.emit(Destination(kind, key, detail))

    def _goes_to(self, kind: str) -> Callable[[], None]:
        """The page of that kind about him."""
        return lambda: self._go(kind, self._id)

    # -- the ficha as a form ------------------------------------------------------------------------------------------

    def edit(self, question: str = "") -> None:
        """Open the ficha to be mended, the keyboard in `question` if one is named."""
        if not self._may_edit or not self.keeper.is_settled:
            return
        self._drop_editor()
        role = self._session.person.role
        competent = self._service.criminal_data_competent
        today = self._surroundings.today()
        questions = Questions(self._form, role, today, competent=competent, held=self._man.answers)
        editor = FichaPage(questions, self._man.full_name, None, self)
        editor.form.set_values(self._man.answers)
        self._base = questions.kept(editor.form.values())
        self._revision = self._man.revision
        self.keeper.rebase(self._revision)
        self._build_actions(editor)
        editor.changed.connect(self.keeper.touch)
        self.editor = editor
        editor.refresh()
        self._stack.addWidget(editor)
        self._stack.setCurrentWidget(editor)
        editor.go_to(question if question in editor.form.shown else editor.form.shown[0])

    def _build_actions(self, editor: FichaPage) -> None:
        self.conflicts = ConflictsPanel(self)
        self.conflicts.chosen.connect(self._take)
        editor.dock.addWidget(self.conflicts)
        self.cancel_button = button("Dejar sin guardar")
        self.save_button = button("Guardar cambios", "primary")
        self.save_button.setToolTip("Guardar (Ctrl+S)")
        shortcuts.bind_button(editor, "Ctrl+S", self.save_button)
        self.cancel_button.clicked.connect(self.abandon)
        self.save_button.clicked.connect(self.save)
        editor.buttons.addWidget(self.cancel_button)
        editor.buttons.addWidget(self.save_button)

    def save(self) -> None:
        """Save what was typed over the revision it was typed on."""
        if self.editor is None:
            return
        answers = self.editor.answers()
        command = ChangeParticipant(participant_id=self._id, revision=self._revision, answers=answers)
        self.save_button.setDisabled(True)
        self.keeper.save([command], done=self._saved, failed=self._refused)

    def abandon(self) -> None:
        """Back to the record as it is saved; what was typed is forgotten, once the person has agreed."""
        if self.editor is not None and self.editor.is_changed:
            text, verb = "Lo que cambió en esta ficha no está guardado.", "Descartar cambios"
            if not self._surroundings.dialogs.confirm(self, text, verb, danger=True):
                return
        self._drop_editor()
        self.keeper.discard()

    def _saved(self, outcome: Outcome) -> None:
        self._drop_editor()

    def _refused(self, error: UserFacingError) -> None:
        self.save_button.setEnabled(True)
        if error.code == "changed_meanwhile":
            query = ParticipantRecord(participant_id=self._id)
            self._session.read(query, owner=self, done=self._rebase, again=True)
        elif isinstance(error, InvalidInput) and self.editor is not None:
            self.editor.show_problems(error.problems)
        else:
            self._surroundings.dialogs.refuse(self, error)

    def _drop_editor(self) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:
            self._stack.removeWidget(editor)
            editor.deleteLater()
        if self.page is not None:
            self._stack.setCurrentWidget(self.page)

    # -- somebody else changed it meanwhile ---------------------------------------------------------------------------

    def _rebase(self, man: Participant) -> None:
        """Lay what was typed over what is saved now; where both answered anew, show both."""
        if self.editor is None:
            return
        changes = changes_between(self._base, self.editor.answers())
        self._man = man
        self._lay_over(changes)
        if not self.conflicts.lines:
            self.editor.banner.say(MERGED, "warning")

    def _lay_over(self, changes: Changes) -> None:
        assert self.editor is not None
        editor = self.editor
        result = merged(self._man.answers, changes)
        editor.questions.held = self._man.answers
        editor.form.set_values(self._man.answers)
        self._base, self._revision = editor.questions.kept(editor.form.values()), self._man.revision
        self.keeper.rebase(self._revision)
        editor.form.restore_draft(result.answers)
        self.conflicts.show_conflicts(result.conflicts, editor.questions.definition)

    def _take(self, question: str, answer: Answer | None) -> None:
        """One of two answers was chosen."""
        if self.editor is not None:
            values = {name: value for name, value in self.editor.form.values().items() if name != question}
            self.editor.form.restore_draft(values if answer is None else {**values, question: answer})

    # -- consent ------------------------------------------------------------------------------------------------------

    def _record_consent(self, answers: dict[str, Any]) -> None:
        assert self.page is not None
        try:
            command = consent_command(answers, self._id, self._surroundings.today())
        except InvalidInput as error:
            self.page.show_consent_problems(error.problems)
            return
        if command is None:
            self.page.close_forms()
            return
        self.keeper.save([command], done=self._consented, failed=self._consent_refused)

    def _revoke_consent(self, command: RevokeConsent) -> None:
        self.keeper.save([command], done=self._consented, failed=self._consent_refused)

    def _consented(self, outcome: Outcome) -> None:
        assert self.page is not None
        self.page.close_forms()

    def _consent_refused(self, error: UserFacingError) -> None:
        assert self.page is not None
        if isinstance(error, InvalidInput):
            self.page.show_consent_problems(error.problems)
        else:
            self._surroundings.dialogs.refuse(self, error)

    # -- draft --------------------------------------------------------------------------------------------------------

    def _typed(self) -> dict[str, Any] | None:
        if self.editor is not None:
            changes = changes_between(self._base, self.editor.answers()) if self.editor.is_changed else {}
            return {"changes": as_content(changes)} if changes else None
        return self.page.typed_consent() if self.page is not None else None

    def _restore(self, found: FoundDraft) -> None:
        assert self.page is not None
        if "changes" not in found.content:
            self.page.restore_consent(found.content)
            return
        self.edit()
        self._lay_over(from_content(found.content["changes"]))
