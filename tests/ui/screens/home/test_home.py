"""Home: what waits, one click from what settles it; the groups; what a role does not see."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import UTC
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.groups import GroupLine
from facilitador.domain.records import Draft
from facilitador.domain.roles import Role
from facilitador.ui import rooms
from facilitador.ui.screen import Destination
from facilitador.ui.screens.home.screen import HomeScreen, day_in_words, draft_lines
from facilitador.ui.screens.home.sections import (
    CARDS_SHOWN,
    LINES_SHOWN,
    MORE_LINES,
    NOTHING_DUE,
    READING,
    DueCard,
    GroupActions,
    GroupCards,
    Line,
    due_line,
)
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.books import Environment
from facilitador.use_cases.drafts import NEW_SUBJECT, DiscardDraft, SaveDraft
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup, Groups
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.venues import AddVenue
from tests.books import NOW, TODAY
from tests.source_trees import called_name, sources
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, show
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs

Wishes = list[Destination]


@pytest.fixture
def make_home(qtbot: QtBot) -> Callable[[Surroundings], tuple[HomeScreen, Wishes]]:
    """Home as the window shows it, and what it wishes for."""

    def make(surroundings: Surroundings) -> tuple[HomeScreen, Wishes]:
        screen, wishes = HomeScreen(surroundings), Wishes()
        qtbot.addWidget(screen)
        screen.destination_requested.connect(wishes.append)
        show(screen)
        screen.shown_again()
        qtbot.waitUntil(lambda: screen._groups is not None and bool(screen.due.lines_in_sight))
        return screen, wishes

    return make


def test_what_was_not_read_is_not_called_nothing(qtbot: QtBot) -> None:
    card = DueCard()
    qtbot.addWidget(card)
    assert card.calm.text() == READING
    card.show_lines([])
    assert card.calm.text() == NOTHING_DUE


def line_with(screen: HomeScreen, verb: str) -> int:
    return [button.text() for button in screen.due.buttons].index(verb)


def test_an_empty_book_says_what_to_begin_with(
    surroundings: Surroundings, make_home: Callable[[Surroundings], tuple[HomeScreen, Wishes]]
) -> None:
    home, wishes = make_home(surroundings)

    assert home.empty.isVisible()
    assert not home.groups.isVisible()
    assert home.empty.action is not None
    assert home.empty.other is None
    click(home.empty.action)
    click(home.due.buttons[line_with(home, "Registrar un local")])
    click(home.due.buttons[line_with(home, "Agregar a quien falta")])
    click(home.due.buttons[line_with(home, "Completar datos del servicio")])
    assert wishes == [
        Destination("group_form"),
        Destination("venues"),
        Destination("people"),
        Destination("service"),
    ]
    assert_accessible(home)


def test_who_supervises_is_also_offered_to_receive_what_the_services_send(
    open_as: Callable[[Role], OpenBook],
    environment: Environment,
    dialogs: ScriptedDialogs,
    make_home: Callable[[Surroundings], tuple[HomeScreen, Wishes]],
) -> None:
    surroundings = around(open_as(Role.SUPERVISOR), dialogs, environment)
    home, wishes = make_home(surroundings)

    assert home.empty.other is not None
    click(home.empty.other)
    assert wishes == [Destination("receive_package")]
    assert_accessible(home)
    surroundings.session.lock()


def test_what_changes_in_the_book_shows_at_once(
    surroundings: Surroundings,
    make_home: Callable[[Surroundings], tuple[HomeScreen, Wishes]],
    qtbot: QtBot,
) -> None:
    home, wishes = make_home(surroundings)
    group, man = uuid4(), uuid4()
    surroundings.session.run(
        [
            AddVenue(name="Casa comunal"),
            FormGroup(id=group, name="Grupo Amancay"),
            RegisterParticipant(id=man, answers={"given_names": "Elías", "paternal_surname": "Ñaupari"}),
            EnrolParticipant(group_id=group, participant_id=man, since=TODAY),
        ],
        owner=home,
    )
    verbs = {"Completar la ficha", "Elegir un segundo lugar"}  # of the ficha, and of there being somebody to lose
    qtbot.waitUntil(lambda: bool(home.groups.cards) and verbs <= {button.text() for button in home.due.buttons})

    assert not home.empty.isVisible()
    card = home.groups.cards[0]
    for button in (card.open_button, card.enrol_button, card.print_button):
        click(button)
    click(home.due.buttons[line_with(home, "Completar la ficha")])
    click(home.due.buttons[line_with(home, "Ver qué falta")])
    assert wishes == [
        Destination("group", group),
        Destination("intake", group),
        Destination("print_attendance_sheet", group),
        Destination("participant", man),
        Destination("group", group),
    ]


def test_what_changed_before_home_came_into_sight_is_seen_once_it_does(
    book: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    home = HomeScreen(surroundings)
    qtbot.addWidget(home)
    home.shown_again()
    qtbot.waitUntil(lambda: home._groups is not None)
    assert home._groups is not None
    assert not home._groups.lines
    book.submit([FormGroup(name="Los Molles")]).result()
    home._something_changed()

    show(home)

    qtbot.waitUntil(lambda: home._groups is not None and len(home._groups.lines) == 1)


def test_a_draft_waits_on_home_until_it_is_settled(
    surroundings: Surroundings,
    make_home: Callable[[Surroundings], tuple[HomeScreen, Wishes]],
    qtbot: QtBot,
) -> None:
    home, wishes = make_home(surroundings)
    before = home.due.lines_in_sight
    surroundings.session.run([SaveDraft(form="group_form", content={"name": "Gru"})], owner=home)
    qtbot.waitUntil(lambda: home.due.lines_in_sight == before + 1)

    click(home.due.buttons[0])
    assert wishes == [Destination("group_form")]
    surroundings.session.run([DiscardDraft(form="group_form")], owner=home)
    qtbot.waitUntil(lambda: home.due.lines_in_sight == before)


def test_staff_are_offered_only_what_they_may_do(
    run: Callable[..., Outcome], request: pytest.FixtureRequest, qtbot: QtBot
) -> None:
    run(FormGroup(name="Grupo Amancay"))
    home = HomeScreen(request.getfixturevalue("staff_around"))
    qtbot.addWidget(home)
    show(home)
    home.shown_again()
    qtbot.waitUntil(home.groups.isVisible)

    card = home.groups.cards[0]
    assert card.open_button.isVisible()
    assert not card.enrol_button.isVisible()
    assert home.empty.action is None


def test_seven_lines_at_most_the_rest_on_demand(qtbot: QtBot) -> None:
    card = DueCard()
    qtbot.addWidget(card)
    lines = [Line(f"Cosa {number}", "Ver", Destination("group", uuid4())) for number in range(9)]
    card.show_lines(lines)
    show(card)

    assert card.lines_in_sight == LINES_SHOWN == 7
    assert card.more_button.text() == "Ver más (2)"
    click(card.more_button)
    assert card.lines_in_sight == 9
    assert not card.more_button.isVisible()
    card.show_lines(lines[:3])
    assert card.lines_in_sight == 3


def test_many_lines_come_some_at_a_time_by_keyboard_too(qtbot: QtBot) -> None:
    card = DueCard()
    qtbot.addWidget(card)
    card.show_lines([Line(f"Cosa {number}", "Ver", Destination("group", uuid4())) for number in range(200)])
    show(card)

    card.more_button.setFocus()
    qtbot.keyClick(card.more_button, Qt.Key.Key_Space)

    assert card.lines_in_sight == LINES_SHOWN + MORE_LINES
    assert card.more_button.text() == f"Ver más ({200 - LINES_SHOWN - MORE_LINES})"
    assert card.buttons[LINES_SHOWN].hasFocus()


def test_of_many_groups_the_first_have_a_card_and_the_others_are_counted(
    run: Callable[..., Outcome], surroundings: Surroundings, qtbot: QtBot
) -> None:
    ids = [uuid4() for _ in range(CARDS_SHOWN + 4)]
    run(*(FormGroup(id=key, name=f"Grupo {number:02}") for number, key in enumerate(ids)))
    cards = GroupCards(GroupActions(enrol=True, print=True))
    qtbot.addWidget(cards)
    read: list[GroupLine] = []
    surroundings.session.read(Groups(only_open=True), owner=cards, done=read.extend)
    qtbot.waitUntil(lambda: bool(read))

    cards.show_groups(read)
    assert [card.group_id for card in cards.cards] == ids[:CARDS_SHOWN]
    assert cards.all_button.text() == "Ver todos los grupos (hay 4 más)"
    cards.show_groups(read[:CARDS_SHOWN])
    assert cards.all_button.text() == "Ver todos los grupos"


def test_nothing_due_is_said_calmly(qtbot: QtBot) -> None:
    card = DueCard()
    qtbot.addWidget(card)
    show(card)

    assert card.calm.isVisible()
    assert not card.more_button.isVisible()


def test_what_is_due_leads_to_the_place_that_its_room_names() -> None:
    group = uuid4()
    due = [
        DueItem("due_group_to_start", Urgency.OVERDUE, "group", group, {"group": "Grupo"}),
        DueItem("due_first_venue", Urgency.WHENEVER, "venues"),
    ]

    assert [line.destination for line in map(due_line, due)] == [Destination("group", group), Destination("venues")]


def test_every_place_that_a_room_names_is_one_of_the_window() -> None:
    pages = {kind for kind, *_ in (*rooms._AREAS, *rooms._PAGES)}
    for path, tree in sources("DueItem(").items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called_name(node.func) == "DueItem":
                place = node.args[2]
                assert isinstance(place, ast.Constant), f"{path}:{node.lineno}: the place is written out"
                assert place.value in pages, f"{path}:{node.lineno}: no page is called {place.value}"


@pytest.mark.parametrize(
    ("form", "subject", "destination"),
    [
        ("intake", NEW_SUBJECT, Destination("intake")),
        ("participant", UUID(int=7), Destination("participant", UUID(int=7))),
        ("venues", UUID(int=7), Destination("venues")),
    ],
)
def test_a_draft_leads_back_to_where_it_was_typed(form: str, subject: UUID, destination: Destination) -> None:
    draft = Draft(form, subject, 0, {}, NOW.astimezone(UTC))

    assert [line.destination for line in draft_lines([draft])] == [destination]


def test_a_draft_of_an_unknown_form_is_left_alone() -> None:
    assert draft_lines([Draft("algo", NEW_SUBJECT, 0, {}, NOW)]) == []


def test_the_day_in_words() -> None:
    assert day_in_words(TODAY) == "Viernes 20 de noviembre de 2026"
