"""A group of fifteen before and after: scales, questions, one man; and a group without answers."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final
from uuid import UUID

from facilitador.domain.applications import Purpose
from facilitador.domain.instruments import REFUSED, Instrument, Refusal
from facilitador.domain.scoring import critical_hits, points_of
from facilitador.reference import instruments
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.profiles.man import ParticipantChangeScreen
from facilitador.ui.screens.profiles.screen import GroupProfileScreen
from facilitador.use_cases.application_records import Applications
from facilitador.use_cases.applications import RecordApplication
from facilitador.use_cases.groups import FormGroup, Groups
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command
from tests.books import PASSPHRASE, TODAY
from tests.screens.stage import Stage
from tests.use_cases.answering import ENTRY_TEST, NORMS, REST, load
from tests.use_cases.scenes import group_of

MEN: Final = 15
NAME, BARE = "Los Molles", "Aún sin respuestas"
_HARSH: Final = {Purpose.ENTRY: (2, 3, 4, 2), Purpose.EXIT: (4, 4, 2, 1)}


def own_book(stage: Stage) -> None:
    """A book of its own with a group that answered twice, and one that did not begin."""
    stage.unlock(stage.new_book("antes-y-despues"), PASSPHRASE)
    if not stage.ask(Groups()):
        furnish(stage.program._lease.book)  # type: ignore[union-attr]
        stage.settle()


def furnish(book: OpenBook, purposes: tuple[Purpose, ...] = (Purpose.ENTRY, Purpose.EXIT)) -> UUID:
    """Fifteen men who answer the entry test at these moments, but three who left before the last; the group's id."""
    load(book, norms=NORMS)
    group, men, _ = group_of(book, MEN, NAME)
    book.submit([FormGroup(name=BARE)]).result()
    entry = next(one for one in instruments() if one.id == ENTRY_TEST)
    given: list[Command] = []
    for number, man in enumerate(men):
        of_man = [purpose for purpose in purposes if purpose is not Purpose.EXIT or number % 5 != 4]
        given += [_recorded(man, ENTRY_TEST, one, answers_of(entry, one, Random(number))) for one in of_man]
    for number, man in enumerate(men[:6]):
        given.append(_recorded(man, REST, Purpose.ENTRY, {"d1": 1 + number % 2, "d2": 3, "d3": 2}))
        given.append(_recorded(man, REST, Purpose.EXIT, {"d1": 4 - number % 3, "d2": 1 + number % 3, "d3": 1}))
    book.submit(given).result()
    return group


def _recorded(
    man: UUID, instrument: str, purpose: Purpose, answers: dict[str, int | Refusal | None]
) -> RecordApplication:
    return RecordApplication(
        participant_id=man, instrument_id=instrument, purpose=purpose, applied_on=TODAY, answers=answers
    )


def answers_of(instrument: Instrument, purpose: Purpose, draw: Random) -> dict[str, int | Refusal | None]:
    """Answers of a man as he may give them at a moment; none of them alarming."""
    weights = _HARSH.get(purpose, (1, 1, 1, 1))
    found: dict[str, int | Refusal | None] = {}
    for item in instrument.items:
        values = [
            value for value in instrument.scale_of(item.id).values if not critical_hits(instrument, {item.id: value})
        ]
        values.sort(key=lambda value: points_of(instrument, item.id, value))
        found[item.id] = REFUSED if draw.random() < 0.03 else draw.choices(values, weights[: len(values)])[0]
    return found


def _group(stage: Stage, name: str = NAME) -> UUID:
    return stage.group(lambda line: line.group.name == name)


def group(stage: Stage) -> GroupProfileScreen:
    """The scales of a group."""
    return stage.go("group_profile", _group(stage), GroupProfileScreen)


def group_chart(stage: Stage) -> None:
    screen = group(stage)
    assert screen.scales is not None
    screen.scales.show_scale("conductual")
    stage.settle()
    screen.page.verticalScrollBar().setValue(330)


def group_items(stage: Stage) -> None:
    group(stage).tabs.setCurrentIndex(1)


def items_table(stage: Stage) -> None:
    """How each question was answered, as a table."""
    screen = group(stage)
    screen.tabs.setCurrentIndex(1)
    stage.settle()
    assert screen.items is not None
    screen.items.behind.button.click()
    stage.settle()
    screen.page.ensureWidgetVisible(screen.items.behind.button)
    screen.page.verticalScrollBar().setValue(screen.page.verticalScrollBar().value() + 400)


def group_words(stage: Stage) -> None:
    screen = group(stage)
    screen.instrument.setCurrentIndex(1)
    screen.instrument.activated.emit(1)
    stage.settle()
    assert screen.scales is not None
    screen.scales.chart.words_button.click()


def nothing_yet(stage: Stage) -> None:
    stage.go("group_profile", _group(stage, BARE), GroupProfileScreen)


def man(stage: Stage) -> ParticipantChangeScreen:
    """What changed of one man."""
    line = stage.ask(Applications(group_id=_group(stage)))[-1]
    return stage.go("participant_change", line.participant_id, ParticipantChangeScreen)


def paper(kind: str) -> Callable[[Stage], None]:
    """A paper, written and shown."""

    def steps(stage: Stage) -> None:
        key = _group(stage)
        if kind == "print_test_result":
            key = stage.ask(Applications(group_id=key))[0].id
        stage.until_painted(stage.go(kind, key, PrintScreen))

    return steps


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("group-profile", group),
    ("group-profile-chart", group_chart),
    ("group-profile-items", group_items),
    ("group-profile-items-table", items_table),
    ("group-profile-words", group_words),
    ("group-profile-empty", nothing_yet),
    ("participant-change", man),
    ("print-group-profile", paper("print_group_profile")),
    ("print-test-result", paper("print_test_result")),
)
"""Names of pictures and the steps to each."""
