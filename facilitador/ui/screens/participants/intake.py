"""The intake: a man's ficha read aloud to him, his consent, his place in the group: saved in one gesture (6.4.2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.dates import is_minor
from facilitador.domain.duplicates import DuplicateMatch
from facilitador.domain.enrolments import SEATS
from facilitador.domain.groups import GroupDetails, GroupLine, GroupStatus
from facilitador.domain.origins import OWN
from facilitador.domain.registration_forms import YES, Answer, FormDefinition
from facilitador.domain.roles import Section
from facilitador.domain.services import Service
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.ui import shortcuts
from facilitador.ui.drafts import DraftKeeper, FoundDraft
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.participants.consent_part import ConsentPart
from facilitador.ui.screens.participants.duplicates_panel import DuplicatesPanel
from facilitador.ui.screens.participants.ficha_page import FichaPage
from facilitador.ui.screens.participants.place_panel import PlacePanel
from facilitador.ui.screens.participants.questions import Questions
from facilitador.ui.screens.participants.readings import read_all
from facilitador.ui.screens.participants.saved_page import SavedPage
from facilitador.ui.second_access import SecondAccessPanel
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.layout import EmptyState
from facilitador.use_cases.groups import GroupOverview, Groups
from facilitador.use_cases.intake import Intake, Part, Place, Step
from facilitador.use_cases.participants import LikelyDuplicates
from facilitador.use_cases.prints import consent_paper
from facilitador.use_cases.requests import Command, Outcome, Query
from facilitador.use_cases.services import FormInUse, ServiceDetails

TITLE = "Inscribir por ficha"
TITLE_WITHOUT_GROUP = "Registrar participante"
LOOK_AFTER_MS = 350
FORM_NAME = "intake"
KEPT_AS_DRAFT = "Ya estaba en el cuaderno. Lo que escribió quedó como borrador en su ficha."


class IntakeScreen(Screen):
    """One man after the other is asked for his ficha; `group_id` None: registered, with or without a group."""

    def __init__(self, surroundings: Surroundings, group_id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE if group_id else TITLE_WITHOUT_GROUP, parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._group_id = group_id
        self._group_names: dict[UUID, str] = {}
        self.flow = self._new_flow()
        self._stack = QStackedLayout(self)
        self.page: FichaPage | None = None
        self.keeper: DraftKeeper | None = None
        self._saved_id: UUID | None = None
        self._looked_for: dict[str, Answer] = {}
        self._known_for: dict[str, Answer] = {}
        self._save_once_known: Place | None = None
        self._look = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._look.timeout.connect(self._look_for_him)
        self._enrols = surroundings.may_write(Section.ENROLMENTS)
        self._asks_consent = surroundings.may_write(Section.SOCIAL)
        if surroundings.may_write(Section.IDENTIFICATION):
            self._read()
        else:
            self._stack.addWidget(
                EmptyState(
                    "lock", "Su rol no registra participantes", "Pida a quien facilita el grupo que llene la ficha."
                )
            )

    def may_leave(self) -> bool:
        return self.keeper is None or self.keeper.let_go()

    # -- building -----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        queries: list[Query[Any]] = [FormInUse(), ServiceDetails()]
        if self._group_id is not None:
            read_all(
                self._session,
                [*queries, GroupOverview(group_id=self._group_id)],
                owner=self,
                done=self._begin_in_group,
            )
        else:
            read_all(self._session, [*queries, Groups(origin=OWN)], owner=self, done=self._begin_without_group)

    def _begin_in_group(self, form: FormDefinition, service: Service, details: GroupDetails) -> None:
        self._begin(form, service)
        self._show_group(details)
        topics = (Topic.GROUPS, Topic.ENROLMENTS)
        self._session.bus.watch(self, topics, self._read_group)

    def _begin_without_group(self, form: FormDefinition, service: Service, groups: tuple[GroupLine, ...]) -> None:
        self._begin(form, service)
        going_on = [line for line in groups if line.group.status is not GroupStatus.CLOSED]
        if self._enrols and going_on:
            self._build_group_choice(going_on)

    def _begin(self, form: FormDefinition, service: Service) -> None:
        today = self._surroundings.today
        role = self._session.person.role
        questions = Questions(form, role, today(), competent=service.criminal_data_competent)
        consent = None
        if self._asks_consent:
            consent = ConsentPart(consent_paper(service), today, self._is_minor, parent=self)
        self.page = FichaPage(questions, self.title, consent, self)
        self.second_access = SecondAccessPanel(self._session)
        self.second_access.destination_requested.connect(self.destination_requested)
        self.page.scroller.column.insertWidget(0, self.second_access)
        self.second_access.read()
        self._build_actions(self.page)
        self.saved_page = SavedPage(self)
        self._stack.addWidget(self.page)
        self._stack.addWidget(self.saved_page)
        self._connect(self.page)
        self.keeper = self._build_keeper(self.page)
        self.keeper.begin(self._group_id)

    def _build_actions(self, page: FichaPage) -> None:
        self.duplicates = DuplicatesPanel(self)
        self.place = PlacePanel(self)
        page.dock.addWidget(self.duplicates)
        page.dock.addWidget(self.place)
        self.save_button = button("Guardar la ficha", "primary")
        self.save_button.setToolTip("Guardar (Ctrl+S)")
        shortcuts.bind_button(self, "Ctrl+S", self.save_button)
        page.buttons.addWidget(self.save_button)
        self._name_save_button()

    def _build_group_choice(self, groups: list[GroupLine]) -> None:
        assert self.page is not None
        self.group_choice = ComboBox(self)
        self.group_choice.setAccessibleName("Grupo en que se inscribe")
        self.group_choice.addItem("Todavía en ningún grupo", None)
        for line in groups:
            self._group_names[line.group.id] = line.group.name
            self.group_choice.addItem(f"En {line.group.name}", str(line.group.id))
        self.group_choice.activated.connect(self._choose_group)
        self.page.buttons.insertWidget(2, self.group_choice)

    def _build_keeper(self, page: FichaPage) -> DraftKeeper:
        keeper = DraftKeeper(self._surroundings, FORM_NAME, read=self._typed, restore=self._restore, parent=self)
        page.scroller.column.insertWidget(0, keeper.offer)
        page.changed.connect(keeper.touch)
        self._let_type(False)
        keeper.settled.connect(lambda: self._let_type(True))
        return keeper

    def _connect(self, page: FichaPage) -> None:
        page.changed.connect(self._edited)
        self.save_button.clicked.connect(self._save_clicked)
        self.duplicates.another.connect(self._he_is_another)
        self.duplicates.opened.connect(lambda who: self._go("participant", who))
        self.duplicates.enrol_wanted.connect(self._enrol_known)
        self.place.wait_wanted.connect(lambda: self._save_again(Place.WAITING_LIST))
        self.place.alone_wanted.connect(lambda: self._save_again(Place.NONE))
        saved = self.saved_page
        saved.next_man.connect(self._start_next)
        saved.open_group.connect(lambda: self._go("group", self.flow.group_id))
        saved.open_ficha.connect(lambda: self._go("participant", self._saved_id))
        saved.print_ficha.connect(lambda: self._go("print_ficha", self._saved_id))

    def _new_flow(self) -> Intake:
        return Intake(self._surroundings.new_id, self._surroundings.today, self._group_id)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _read_group(self) -> None:
        if self._group_id is not None:
            self._session.read(GroupOverview(group_id=self._group_id), owner=self, done=self._show_group)

    def _show_group(self, details: GroupDetails) -> None:
        assert self.page is not None
        self._group_names[details.group.id] = details.group.name
        places = f"{details.counting} de {SEATS} lugares ocupados"
        if details.counting >= SEATS:
            places = "el grupo está completo; puede anotarlo en la lista de espera"
        self.page.about.setText(f"{details.group.name}: {places}.")
        self.page.about.show()

    def _name_save_button(self) -> None:
        enrols = self._enrols and self.flow.group_id is not None
        self.save_button.setText("Guardar e inscribir" if enrols else "Guardar la ficha")
        self.save_button.setAccessibleName(self.save_button.text())

    def _show_flow(self) -> None:
        flow = self.flow
        may_enrol = self._enrols and flow.group_id is not None
        self.duplicates.show_matches(flow.matches, may_enrol=may_enrol, decide=flow.step is Step.DOUBTFUL)
        refusal = flow.refusal if flow.step is Step.NO_PLACE else None
        self.place.offer(refusal, can_wait=flow.can_wait, is_known=flow.is_known)
        self.save_button.setDisabled(flow.step is Step.SAVING)
        self.save_button.setHidden(flow.step is Step.NO_PLACE)

    def _let_type(self, allowed: bool) -> None:
        assert self.page is not None
        self.page.form.setEnabled(allowed)
        self.save_button.setEnabled(allowed)
        if self.page.consent is not None:
            self.page.consent.form.setEnabled(allowed)
        if allowed:
            self.page.go_to(self.page.form.shown[0])

    # -- what the person does -----------------------------------------------------------------------------------------

    def _save_clicked(self) -> None:
        self.save()

    def save(self, place: Place = Place.SEAT) -> None:
        """Save ficha, consent and place in one gesture, unless a likely match waits for an answer."""
        assert self.page is not None
        if self.flow.step is Step.SAVING:
            return
        if self._identity() != self._known_for:  # the last keys came just now: first look who that is
            self._save_once_known = place
            self._look_for_him()
            return
        try:
            commands = self.flow.save(self.page.answers(), self.page.consent_answers(), self._place(place))
        except InvalidInput as error:
            self.page.show_consent_problems(error.problems)
            return
        self._send(commands)

    def _place(self, place: Place) -> Place:
        return place if self._enrols else Place.NONE

    def _save_again(self, place: Place) -> None:
        assert self.page is not None
        self._send(self.flow.again(self.page.answers(), self.page.consent_answers(), place))

    def _enrol_known(self, participant_id: UUID) -> None:
        assert self.page is not None
        self._send(self.flow.enrol_known(participant_id, self.page.answers()))

    def _send(self, commands: tuple[Command, ...]) -> None:
        self._show_flow()
        if not commands:
            self.duplicates.another_button.setFocus()
            return
        assert self.keeper is not None
        self.keeper.save(commands, done=self._saved, failed=self._refused)

    def _saved(self, outcome: Outcome) -> None:
        assert self.page is not None
        answers, lacking = self.page.form.values(), self.page.lacking()
        self._saved_id = self.flow.saved()
        group = self._group_names.get(self.flow.group_id) if self.flow.group_id else None
        placed = group is not None and (self.flow.is_known or self.flow.place is not Place.NONE)
        self.saved_page.say(
            self._saved_words(group if placed else None),
            KEPT_AS_DRAFT if self.flow.is_known else _rest(len(lacking)),
            in_group=placed,
            serves_sentence=answers.get("sentence_to_serve") == YES and not self.flow.is_known,
        )
        self._stack.setCurrentWidget(self.saved_page)
        self.saved_page.again.setFocus()
        self._empty()

    def _saved_words(self, group: str | None) -> str:
        if group is None:
            return "La ficha quedó guardada"
        if self.flow.place is Place.WAITING_LIST:
            return f"Quedó en la lista de espera de {group}"
        return f"Quedó inscrito en {group}"

    def _refused(self, error: UserFacingError) -> None:
        assert self.page is not None
        part = self.flow.refused(error)
        self._show_flow()
        if part is Part.PLACE:
            return
        if not isinstance(error, InvalidInput):
            self._surroundings.dialogs.refuse(self, error)
        elif part is Part.CONSENT:
            self.page.show_consent_problems(error.problems)
        else:
            self.page.show_problems(error.problems)

    def _start_next(self) -> None:
        assert self.page is not None
        group_id = self.flow.group_id
        self.flow = self._new_flow()
        self.flow.group_id = group_id
        self._show_flow()
        self._stack.setCurrentWidget(self.page)
        self.page.scroller.verticalScrollBar().setValue(0)
        self.page.go_to(self.page.form.shown[0])

    def _empty(self) -> None:
        """Nothing of him stays behind on the page for the next man."""
        assert self.page is not None
        self.page.form.set_values({})
        if self.page.consent is not None:
            self.page.consent.start()
        self._looked_for, self._known_for = {}, {}
        self.page.refresh()

    def _choose_group(self, index: int) -> None:
        chosen = self.group_choice.itemData(index)
        self.flow.group_id = UUID(chosen) if chosen else None
        self.flow.changed()
        self._name_save_button()
        self._show_flow()

    def _edited(self) -> None:
        self.flow.changed()
        self._show_flow()
        self._look.start()

    def _is_minor(self) -> bool:
        if self.page is None:
            return False
        return is_minor(self.page.questions.age(self.page.form.values()))

    def _go(self, kind: str, target: UUID | None) -> None:
        self.destination_requested.emit(Destination(kind, target))

    # -- is he in the book already? -----------------------------------------------------------------------------------

    def _identity(self) -> dict[str, Answer]:
        assert self.page is not None
        return self.page.questions.identity(self.page.form.values())

    def _look_for_him(self) -> None:
        self._look.stop()
        identity = self._identity()
        if identity != self._looked_for:
            self._looked_for = identity
            query = LikelyDuplicates(answers=identity)
            self._session.read(query, owner=self, done=lambda matches: self._found(identity, matches))

    def _found(self, identity: dict[str, Answer], matches: tuple[DuplicateMatch, ...]) -> None:
        if identity != self._looked_for:
            return  # an answer that later typing overtook says nothing
        self._known_for = identity
        self.flow.found(matches)
        self._show_flow()
        place, self._save_once_known = self._save_once_known, None
        if place is not None:
            self.save(place)

    def _he_is_another(self) -> None:
        if self.flow.he_is_another():
            self.save(self.flow.place)
        self._show_flow()

    # -- draft --------------------------------------------------------------------------------------------------------

    def _typed(self) -> dict[str, object] | None:
        if self.page is None or not self.page.is_changed:
            return None
        others = sorted(str(other) for other in self.flow.others)
        return {"ficha": self.page.form.values(), "consent": self.page.consent_answers(), "others": others}

    def _restore(self, found: FoundDraft) -> None:
        assert self.page is not None
        self.flow.others = {UUID(other) for other in found.content["others"]}
        self.page.form.restore_draft(found.content["ficha"])
        if self.page.consent is not None:
            self.page.consent.form.restore_draft(found.content["consent"])
        self.page.go_to(self.page.form.shown[0])


def _rest(lacking: int) -> str:
    if not lacking:
        return "Su ficha está completa."
    return "Falta un dato por completar." if lacking == 1 else f"Faltan {lacking} datos por completar."
