"""Forming a group, or changing how it is formed (6.2.3, 6.2.4, 6.3.1, 6.4.1)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.group_names import telling_word
from facilitador.domain.groups import GroupDetails
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Answers
from facilitador.domain.venues import Venue
from facilitador.errors import UserFacingError
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.groups.answers import group_fields, hour_problems, of_group, of_new_group
from facilitador.ui.screens.groups.form_parts import group_parts
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.groups import ChangeGroup, FormGroup, GroupOverview
from facilitador.use_cases.people import People
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.venues import Venues

FORM = "group_form"


class GroupFormScreen(Screen):
    """Without an id: a new group, its page comes after saving. With one: that group, then back."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("Datos del grupo" if id else "Grupo nuevo", parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._group_id, self._revision = id, 0
        self._venues: tuple[Venue, ...] = ()
        self._people: tuple[Person, ...] = ()
        self._telling = ""
        self.editor: FormEditor | None = None
        self._build()
        # the answers come in the order in which they are asked: the last one finds the lists there
        self._session.read(Venues(), owner=self, done=partial(setattr, self, "_venues"))
        self._session.read(People(), owner=self, done=self._begin_new if id is None else self._keep_people)
        if id is not None:
            self._session.read(GroupOverview(group_id=id), owner=self, done=self._begin, failed=self._not_there)

    def may_leave(self) -> bool:
        """Whatever is typed is kept as a draft."""
        return self.editor is None or self.editor.let_go()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        words = "Cambiar los datos del grupo" if self._group_id else "Formar un grupo"
        self.page.column.addWidget(label(words, "title"))
        self.message = Banner()
        self.page.column.addWidget(self.message)

    def _keep_people(self, people: tuple[Person, ...]) -> None:
        self._people = people

    def _begin_new(self, people: tuple[Person, ...]) -> None:
        self._people = people
        self._show(of_new_group(), frozenset())

    def _begin(self, details: GroupDetails) -> None:
        group = details.group
        self._revision = group.revision
        kept = {str(group.venue_id), *(str(person_id) for person_id in group.facilitator_ids)}
        self._show(of_group(group), frozenset(kept))

    def _not_there(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")

    def _show(self, saved: Answers, kept: frozenset[str]) -> None:
        self.editor = editor = FormEditor(
            self._surroundings,
            FORM,
            group_parts(self._venues, self._people, kept),
            self._commands,
            save_text="Guardar" if self._group_id else "Guardar el grupo",
            check=hour_problems,
        )
        self.forget = button("Descartar lo escrito", "quiet")
        editor.buttons.insertWidget(2, self.forget)
        self.page.column.addWidget(editor)
        editor.saved.connect(self._saved)
        editor.stale.connect(self._read_newer)
        editor.keeper.settled.connect(self._settled)
        editor.form.changed.connect(self._look_at_name)
        editor.form.undo_changed.connect(self._offer_to_forget)
        self.forget.clicked.connect(self._forget)
        editor.begin(saved, subject=self._group_id, revision=self._revision)
        self._look_at_name()

    # -- what the person does -----------------------------------------------------------------------------------------

    def _commands(self, values: Answers) -> list[Command]:
        fields = group_fields(values)
        if self._group_id is None:
            return [FormGroup(**fields)]
        return [ChangeGroup(group_id=self._group_id, revision=self._revision, **fields)]

    def _saved(self, outcome: Outcome) -> None:
        self.back_requested.emit()  # first, so that the way back from the group does not lead to its form
        if self._group_id is None:
            self.destination_requested.emit(Destination("group", outcome.ids[0]))

    def _forget(self) -> None:
        assert self.editor is not None
        question = "¿Descartar lo que escribió y no guardó?"
        if self._surroundings.dialogs.confirm(self, question, "Descartar", danger=True):
            self.editor.discard()
            self._look_at_name()

    def _read_newer(self) -> None:
        assert self._group_id is not None
        self._session.read(GroupOverview(group_id=self._group_id), owner=self, done=self._show_newer)

    def _show_newer(self, details: GroupDetails) -> None:
        assert self.editor is not None
        self._revision = details.group.revision
        self.editor.refresh(of_group(details.group), self._revision)

    def _settled(self) -> None:
        assert self.editor is not None
        self._offer_to_forget()
        if self.isVisible():
            self.editor.form.go_to("name")

    def _offer_to_forget(self) -> None:
        assert self.editor is not None
        self.forget.setEnabled(self.editor.keeper.is_settled and self.editor.form.is_changed)

    def _look_at_name(self) -> None:
        """A name that tells too much is pointed out, never refused."""
        assert self.editor is not None
        word = telling_word(str(self.editor.form.values().get("name", "")))
        if word != self._telling:  # otherwise whatever else stands beside the name stays
            self._telling = word
            words = messages.message("group_name_tells", {"word": word}).whole if word else ""
            self.editor.form.set_notice("name", words)
