"""The page of one group: what it is, what is missing before it starts, who is in it, who waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.enrolments import SEATS, EnrolmentStatus, RosterEntry
from facilitador.domain.exclusions import ExclusionStanding
from facilitador.domain.groups import GroupDetails, GroupStatus
from facilitador.domain.origins import ForeignState
from facilitador.domain.participants import ParticipantLine
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_read
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.material_questions import giving, material_answers, material_fields
from facilitador.ui.panel import Panel
from facilitador.ui.person_finder import PersonFinder
from facilitador.ui.person_words import standing_words
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.groups import models, questions
from facilitador.ui.screens.groups.head import GroupHead
from facilitador.ui.screens.groups.missing import StartCard
from facilitador.ui.screens.groups.roster import GoneList, RosterList, WaitingList
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.enrolments import MoveInWaitingList, Roster
from facilitador.use_cases.exclusions import ExcludedElsewhere
from facilitador.use_cases.groups import GroupOverview
from facilitador.use_cases.hand_outs import MaterialTitles
from facilitador.use_cases.requests import Command, Outcome

PAGE_WIDTH = 900
STAYS_HERE = (
    "Aquí queda una copia de lo entregado, también de lo reservado que hubiera. Cuánto se guarda lo decide el servicio "
    "en los plazos de conservación."
)
GIVEN = "Quedó anotado en la hoja «Para llevar» de cada uno."
_WATCHED = (Topic.GROUPS, Topic.ENROLMENTS, Topic.PARTICIPANTS, Topic.PEOPLE, Topic.VENUES, Topic.EXCLUSIONS)

MakeCommand = Callable[[Answers], Command]


class GroupScreen(Screen):
    """Reads the group and its roster each time something of them changed. Every question is asked in the page."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("Grupo", parent)
        assert id is not None, "the page of a group is about one"
        self._surroundings, self._session, self._group_id = surroundings, surroundings.session, id
        self._may_change = surroundings.may_write(Section.GROUPS)
        self._may_enrol = surroundings.may_write(Section.ENROLMENTS)
        self._may_give = surroundings.may_write(Section.SOCIAL)
        self._may_register = self._may_enrol and surroundings.may_write(Section.IDENTIFICATION)
        source = surroundings.source
        self._given = source is not None and source.state is ForeignState.GIVEN
        self._details: GroupDetails | None = None
        self._roster: tuple[RosterEntry, ...] = ()
        self._make: MakeCommand | None = None
        self._make_other: MakeCommand | None = None
        self._build()
        self._connect()
        self._session.bus.watch(self, _WATCHED, self._read)
        self._read()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        role = self._session.person.role
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.fill_with(self.page)
        today = self._surroundings.today
        self.head = GroupHead(self._may_change, role)
        self.message = Banner()
        stays = STAYS_HERE if self._given and may_read(role, Section.RESERVED) else ""
        self.stays = Banner(stays, action="Ver los plazos", parent=self)
        self.full = Banner()
        self.offer = Banner("", "good", action="Darle el lugar")
        self.elsewhere = Banner()
        self.start_card = StartCard(self._may_change)
        self.group_panel = Panel(today)
        self.roster = RosterList(today, self._may_enrol, sent=not self._surroundings.came_without_names)
        self.roster_panel = Panel(today)
        self.finder = PersonFinder(self._session, today)
        self.waiting = WaitingList(self._may_enrol)
        self.gone = GoneList(self._may_enrol)
        column = self.page.column
        column.setSpacing(theme.SPACE_XL)
        told = (self.full, self.offer, self.elsewhere)
        above = (self.head, self.message, self.stays, self.start_card, self.group_panel, *told)
        below = (self.finder, self.roster_panel, self.roster, self.waiting, self.gone)
        for upper in above:
            column.addWidget(upper)
        column.addLayout(self._enrol_row())
        for lower in below:
            column.addWidget(lower)
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer

    def _enrol_row(self) -> FlowLayout:
        self.enrol = button("Inscribir por ficha", "primary", icon="plus")
        self.enrol_known = button("Inscribir a alguien ya registrado", icon="search")
        self.import_list = button("Importar una lista", icon="folder")
        self.give = button("Anotar un material entregado")
        row = FlowLayout()
        for one in (self.enrol, self.enrol_known, self.import_list, self.give):
            row.addWidget(one)
        return row

    def _connect(self) -> None:
        self.head.change_requested.connect(lambda: self._go("group_form"))
        self.head.print_requested.connect(self._go)
        self.head.visit_requested.connect(self._go)
        self.head.close_requested.connect(lambda: self._go("closure"))
        self.head.send_requested.connect(lambda use: self._go("prepare_package", use))
        self.stays.action_requested.connect(lambda: self.destination_requested.emit(Destination("retention")))
        self.start_card.mend_requested.connect(self._mend)
        self.start_card.start_requested.connect(self._ask_start)
        self.enrol.clicked.connect(lambda: self._go("intake"))
        self.enrol_known.clicked.connect(self._find_someone)
        self.import_list.clicked.connect(lambda: self._go("import_roster"))
        self.give.clicked.connect(self._find_materials)
        self.finder.grown.connect(partial(self.page.show_widget, self.finder))
        self.finder.chosen.connect(self._ask_enrolment_of)
        if self.offer.action is not None:
            self.offer.action.clicked.connect(self._give_place_to_first)
        for men in (self.roster, self.waiting, self.gone):
            men.opened.connect(self._open_ficha)
            men.change_requested.connect(self._ask_status)
        self.waiting.place_given.connect(self._give_place)
        self.waiting.move_requested.connect(self._move)
        self.gone.again_requested.connect(self._ask_return)
        for panel in (self.group_panel, self.roster_panel):
            panel.accepted.connect(partial(self._carry_out, panel, False))
            panel.alternative_accepted.connect(partial(self._carry_out, panel, True))
            panel.shown.connect(partial(self.page.show_widget, panel))
            panel.closed.connect(self._panel_closed)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(GroupOverview(group_id=self._group_id), owner=self, done=self._keep, failed=self._gone_wrong)
        self._session.read(Roster(group_id=self._group_id), owner=self, done=self._show)
        if self._may_enrol:
            query = ExcludedElsewhere(group_id=self._group_id)
            self._session.read(query, owner=self, done=self._show_elsewhere, failed=self._gone_wrong)

    def _keep(self, details: GroupDetails) -> None:
        self._details = details
        self.set_title(details.group.name)

    def _show(self, roster: tuple[RosterEntry, ...]) -> None:
        """The second of the two answers: they come in the order in which they were asked."""
        if self._details is None:
            return
        self._roster = roster
        group = self._details.group
        is_open = group.status is not GroupStatus.CLOSED
        counting, waiting = models.counting(roster), models.waiters(roster)
        self.head.show_group(self._details)
        self.start_card.setVisible(group.status is GroupStatus.FORMING and not self._given)
        self.start_card.show_missing(self._details.missing)
        self.enrol.setVisible(is_open and self._may_register)
        self.enrol_known.setVisible(is_open and self._may_enrol)
        self.import_list.setVisible(is_open and self._may_register)
        self.give.setVisible(bool(counting) and self._may_give)
        self.roster.show_men(counting, is_open)
        self.waiting.show_waiting(waiting, self._has_room)
        self.gone.show_gone(models.gone(roster), [*counting, *(waiter.entry for waiter in waiting)], is_open)
        self._show_places(is_open)
        self.page.page.show()

    @property
    def _has_room(self) -> bool:
        return len(models.counting(self._roster)) < SEATS

    def _show_places(self, is_open: bool) -> None:
        waiting = models.waiters(self._roster)
        free = SEATS - len(models.counting(self._roster))
        if is_open and not free:
            full = messages.message("group_full", {"limit": SEATS})
            self.full.say(full.whole if self._may_enrol else full.text)
        else:
            self.full.say("")
        if is_open and free and waiting and self._may_enrol:
            places = "un lugar libre" if free == 1 else f"{free} lugares libres"
            self.offer.say(f"Hay {places}. Quien espera primero es {waiting[0].entry.full_name}.", "good")
        else:
            self.offer.say("")

    def _show_elsewhere(self, standings: tuple[ExclusionStanding, ...]) -> None:
        """The third answer: who of these men does not continue in another group, and not a word of why (6.7)."""
        names = {entry.stint.participant_id: entry.full_name for entry in self._roster}
        said = [f"{names.get(one.participant_id, '')}: {standing_words(one)}" for one in standings]
        self.elsewhere.say("\n".join(said), "warning")

    def _gone_wrong(self, error: UserFacingError) -> None:
        self.page.page.show()
        lists = (self.roster, self.waiting, self.gone)
        for part in (self.head, self.start_card, *lists, self.enrol, self.enrol_known, self.import_list, self.give):
            part.hide()
        self.message.say(messages.of_error(error).whole, "problem")

    # -- where to -----------------------------------------------------------------------------------------------------

    def _go(self, kind: str, *detail: str) -> None:
        self.destination_requested.emit(Destination(kind, self._group_id, detail))

    def _mend(self, kind: str) -> None:
        self.destination_requested.emit(Destination(kind, self._group_id if kind == "group_form" else None))

    def _open_ficha(self, entry: RosterEntry) -> None:
        self.destination_requested.emit(Destination("participant", entry.stint.participant_id))

    # -- questions ----------------------------------------------------------------------------------------------------

    def _ask_start(self) -> None:
        assert self._details is not None
        group, missing = self._details.group, self._details.missing
        words = messages.message("start_reason_needed", {"count": len(missing)}).text if missing else ""
        self._make = lambda answers: questions.start_command(group, answers, self._surroundings.today())
        self._open(self.group_panel, self.start_card)
        fields = questions.start_fields(bool(missing))
        self.group_panel.ask("Empezar el grupo", fields, "Empezar", words=words, answers=self._from_today("on"))

    def _ask_status(self, entry: RosterEntry) -> None:
        self._make = lambda answers: questions.status_command(entry, answers, self._surroundings.today())
        waits = entry.stint.status is EnrolmentStatus.WAITING
        self._open(self.roster_panel, self.waiting if waits else self.roster)
        fields = questions.status_fields(entry.stint.status, self._has_room)
        self.roster_panel.ask(
            f"Cambiar el estado de {entry.full_name}", fields, "Guardar el cambio", answers=self._from_today("on")
        )

    def _find_someone(self) -> None:
        self.roster_panel.close_panel()
        self.group_panel.close_panel()
        inside = [entry.stint.participant_id for entry in self._roster if entry not in models.gone(self._roster)]
        self.finder.start(inside)
        self.page.show_widget(self.finder)

    def _ask_enrolment_of(self, man: ParticipantLine) -> None:
        self._ask_enrolment(man.id, man.full_name, self.finder)

    def _ask_return(self, entry: RosterEntry) -> None:
        self._ask_enrolment(entry.stint.participant_id, entry.full_name, self.gone)

    def _ask_enrolment(self, participant_id: UUID, name: str, below: QWidget) -> None:
        assert self._details is not None
        group, full = self._details.group, not self._has_room

        def make(answers: Answers, *, waitlist: bool) -> Command:
            today = self._surroundings.today()
            return questions.enrol_command(group, participant_id, answers, today, waitlist=waitlist)

        self._make, self._make_other = partial(make, waitlist=full), partial(make, waitlist=True)
        self._open(self.roster_panel, below)
        self.roster_panel.ask(
            f"Inscribir a {name}",
            questions.enrol_fields(full),
            "Anotar en la lista de espera" if full else "Inscribir",
            words=messages.message("group_full", {"limit": SEATS}).whole if full else "",
            answers=self._from_today("since"),
            alternative="" if full else "Solo a la lista de espera",
        )

    def _find_materials(self) -> None:
        self._session.read(MaterialTitles(), owner=self, done=self._ask_material, again=True)

    def _ask_material(self, titles: tuple[str, ...]) -> None:
        """Something that several men were given at once (6.2.6)."""
        men = {entry.stint.participant_id: entry.full_name for entry in models.counting(self._roster)}
        self._make = giving
        self._open(self.roster_panel, self.finder)
        answers = material_answers(self._surroundings.today(), men)
        self.roster_panel.ask("Un material entregado", material_fields(titles, men), "Guardar", answers=answers)

    def _open(self, panel: Panel, below: QWidget) -> None:
        """One question at a time, right below what it is about."""
        self.page.column.removeWidget(panel)
        self.page.column.insertWidget(self.page.column.indexOf(below) + 1, panel)
        self.finder.close_finder()
        for other in (self.group_panel, self.roster_panel):
            if other is not panel:
                other.close_panel()
        self._make_primary(False)

    def _panel_closed(self) -> None:
        self._make_primary(True)
        (self.roster.table if self.roster.table.isVisible() else self.head.print).setFocus()

    def _make_primary(self, primary: bool) -> None:
        """One primary action: while something is asked, it is the one that is asked about."""
        set_kind(self.enrol, "primary" if primary else "secondary")

    def _from_today(self, name: str) -> dict[str, str]:
        return {name: self._surroundings.today().isoformat()}

    # -- changes ------------------------------------------------------------------------------------------------------

    def _carry_out(self, panel: Panel, other: bool, answers: Answers) -> None:
        make = self._make_other if other else self._make
        assert make is not None
        try:
            command = make(answers)
        except UserFacingError as refused:
            panel.refuse(refused)
            return
        self._session.run([command], owner=self, done=partial(self._done, panel), failed=partial(self._refused, panel))

    def _done(self, panel: Panel, outcome: Outcome) -> None:
        panel.close_panel()
        self.message.say(GIVEN if self._make is giving else "", "good")
        self._point_out(outcome)

    def _refused(self, panel: Panel, error: UserFacingError) -> None:
        panel.refuse(error)
        if error.code in ("changed_meanwhile", "group_full"):
            self._read()

    def _give_place_to_first(self) -> None:
        self._give_place(models.waiters(self._roster)[0].entry)

    def _give_place(self, entry: RosterEntry) -> None:
        self._run(questions.place_command(entry, self._surroundings.today()))

    def _move(self, entry: RosterEntry, place: int) -> None:
        self._run(MoveInWaitingList(enrolment_id=entry.stint.id, place=place))

    def _run(self, command: Command) -> None:
        self.message.say("")
        self._session.run([command], owner=self, done=self._point_out, failed=self._say_refused)

    def _say_refused(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.show_widget(self.message)
        self._read()

    def _point_out(self, outcome: Outcome) -> None:
        """A place that was freed is offered at once: the keyboard goes to the offer when it has been read."""
        self._read()
        if any(notice.code == "place_freed" for notice in outcome.notices):
            self._session.read(Roster(group_id=self._group_id), owner=self, done=self._go_to_offer)

    def _go_to_offer(self, roster: tuple[RosterEntry, ...]) -> None:
        self._show(roster)
        if self.offer.action is not None and not self.offer.isHidden():
            self.page.show_widget(self.offer)
            self.offer.action.setFocus()
