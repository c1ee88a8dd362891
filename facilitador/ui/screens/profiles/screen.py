"""Cómo respondió el grupo: the applications of an instrument beside each other, and how each question was answered."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.applications import ApplicationLine
from facilitador.domain.changes import Topic
from facilitador.domain.profile_words import both_words, is_validated, moment_words, validation_words
from facilitador.domain.profiles import GroupProfileData
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.profiles.models import InstrumentChoice, choices
from facilitador.ui.screens.profiles.parts import ItemsPart, ScalesPart, forget
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll
from facilitador.use_cases.application_records import Applications
from facilitador.use_cases.profiles import GroupProfile

TITLE = "Cómo respondió el grupo"
OTHER_EDITIONS = "De otra edición, y por eso no se muestran: {count}."
_WIDTH = 980
_WATCHED = (Topic.APPLICATIONS, Topic.INSTRUMENTS, Topic.ENROLMENTS, Topic.PARTICIPANTS, Topic.GROUPS)


class GroupProfileScreen(Screen):
    """Reads what the group answered, then the profile of the instrument that is chosen."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "a profile is that of a group"
        self._session, self._group_id = surroundings.session, id
        self._choices: tuple[InstrumentChoice, ...] = ()
        self._profile: GroupProfileData | None = None
        self.scales: ScalesPart | None = None
        self.items: ItemsPart | None = None
        self._build()
        self._connect()
        self._session.bus.watch(self, _WATCHED, self._read)
        self._read()

    def _build(self) -> None:
        self.title_label, self.about, self.counted = label(TITLE, "title"), label("", "muted"), label("")
        self.print_button = button("Imprimir", icon="print")
        self.instrument = ComboBox()
        self.instrument.setAccessibleName("Instrumento")
        self.standing, self.message = Banner(), Banner()
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Partes de la página")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for text in ("De un momento a otro", "Pregunta por pregunta"):
            self.tabs.addTab(text)
        self.empty = EmptyState(
            "form",
            "Todavía no hay respuestas que mostrar",
            "Aparecen cuando alguien del grupo termina de responder.",
            "Ir a las preguntas del grupo",
        )
        self.page = PageScroll(width=_WIDTH)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_M)
        head.addWidget(self.title_label, 1)
        head.addWidget(self.print_button)
        self.page.column.addLayout(head)
        self._body = QVBoxLayout()
        self._shown: tuple[QWidget, ...] = (self.instrument, self.counted, self.standing, self.tabs)
        above: tuple[QWidget, ...] = (self.about, self.message, *self._shown)
        for widget in above:
            self.page.column.addWidget(widget)
        self.page.column.addLayout(self._body)
        self.page.column.addWidget(self.empty)
        self.fill_with(self.page)
        self._show_nothing()
        self.empty.hide()

    def _connect(self) -> None:
        self.instrument.activated.connect(lambda _: self._read_profile())
        self.tabs.currentChanged.connect(lambda _: self._show_part())
        self.print_button.clicked.connect(self._print)
        self.empty.action_requested.connect(lambda: self._go("applications", self._group_id))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        query = Applications(group_id=self._group_id)
        self._session.read(query, owner=self, done=self._choose, failed=self._refuse)

    def _choose(self, lines: tuple[ApplicationLine, ...]) -> None:
        chosen = self.instrument.currentData()
        self._choices = choices(lines)
        self.instrument.clear()
        for one in self._choices:
            self.instrument.addItem(one.name, one.id)
        self.instrument.setCurrentIndex(max(self.instrument.findData(chosen), 0))
        self.empty.setVisible(not self._choices)
        if self._choices:
            self._read_profile()
        else:
            self._show_nothing()

    def _read_profile(self) -> None:
        one = self._choices[self.instrument.currentIndex()]
        query = GroupProfile(group_id=self._group_id, instrument_id=one.id, purposes=one.purposes)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse)

    def _show(self, profile: GroupProfileData) -> None:
        instrument = profile.instrument
        name = "" if len(self._choices) > 1 else f" · {instrument.name}"
        self.about.setText(f"{profile.group_name}{name}")
        self.set_title(f"{TITLE}: {profile.group_name}")
        left_out = f" {OTHER_EDITIONS.format(count=profile.other_editions)}" if profile.other_editions else ""
        self.counted.setText(f"{'; '.join(moment_words(profile))}. {both_words(profile)}{left_out}")
        self.message.say("")
        self.standing.say(validation_words(instrument), "info" if is_validated(instrument) else "warning")
        self._replace_parts(profile)
        self.print_button.show()
        for widget in (self.counted, self.tabs):
            widget.show()
        self.instrument.setVisible(len(self._choices) > 1)
        self._show_part()

    def _replace_parts(self, profile: GroupProfileData) -> None:
        scale = self.scales.scale_id if self.scales is not None else None
        forget((self.scales, self.items))
        self.scales, self.items = ScalesPart(profile), None
        self._profile = profile
        self.scales.man_wanted.connect(lambda key: self._go("participant_change", key))
        self._body.addWidget(self.scales)
        if scale is not None:
            self.scales.show_scale(scale)

    def _show_part(self) -> None:
        if self.scales is None:
            return
        by_item = self.tabs.currentIndex() == 1
        # thirty questions are drawn only for whoever looks at them
        if by_item and self.items is None and self._profile is not None:
            self.items = ItemsPart(self._profile)
            self._body.addWidget(self.items)
        self.scales.setVisible(not by_item)
        if self.items is not None:
            self.items.setVisible(by_item)

    def _show_nothing(self) -> None:
        forget((self.scales, self.items))
        self.scales = self.items = None
        hidden: tuple[QWidget, ...] = (*self._shown, self.print_button)
        for widget in hidden:
            widget.hide()

    def _refuse(self, error: UserFacingError) -> None:
        self._show_nothing()
        self.empty.hide()
        self.message.say(messages.of_error(error).whole, "problem")

    # -- what the person does -----------------------------------------------------------------------------------------

    def _go(self, kind: str, key: UUID) -> None:
        self.destination_requested.emit(Destination(kind, key))

    def _print(self) -> None:
        chosen = (str(self.instrument.currentData()),)
        self.destination_requested.emit(Destination("print_group_profile", self._group_id, chosen))
