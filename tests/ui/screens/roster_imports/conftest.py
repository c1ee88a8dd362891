"""Lists on a passing disk, and the screen that imports them into a group of a real book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from facilitador.domain.roster_imports import RowDecision, RowStatus
from facilitador.ui.screens.roster_imports.screen import RosterImportScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.requests import Command
from tests.ui.gestures import click, show
from tests.ui.real_books import *  # noqa: F403
from tests.ui.scripted_dialogs import ScriptedDialogs


@pytest.fixture
def group_id(one: Callable[[Command], UUID]) -> UUID:
    """A group of which only the name is decided."""
    return one(FormGroup(name="Grupo Ceibo"))


@dataclass
class Desk:
    """The screen with what a person does at it."""

    screen: RosterImportScreen
    dialogs: ScriptedDialogs
    folder: Path
    qtbot: QtBot

    def write(self, text: str | bytes, name: str = "lista.csv") -> Path:
        """Put a file on the disk."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def choose(self, text: str | bytes, name: str = "lista.csv") -> None:
        """Write a file, choose it, and wait for what comes of it."""
        self.dialogs.answers.append(self.write(text, name))
        review = self.screen.review
        click(review.other if review.isVisible() else self.screen.start.choose)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being read or decided any longer."""
        screen, session = self.screen, self.screen._session
        self.qtbot.waitUntil(
            lambda: screen.start.choose.isEnabled() and not screen.reader.busy and not session._undelivered,
            timeout=20_000,
        )

    def stand_on(self, row: int) -> None:
        """Stand on the row of that number."""
        self.screen.review.table.go_to(row)

    def states(self) -> dict[int, RowStatus]:
        """What happens to each row."""
        laid = self.screen.reader.now
        assert laid is not None
        return {row.number: row.status for row in laid.settled.rows}

    def decisions(self) -> Mapping[int, RowDecision]:
        """What was decided row by row."""
        laid = self.screen.reader.now
        assert laid is not None
        return laid.decisions.rows

    def shown(self) -> list[tuple[str, ...]]:
        """The table as it is read: number, state, name with what stands below it."""
        model = self.screen.review.table.model()
        return [
            tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
            for row in range(model.rowCount())
        ]


OpenDesk = Callable[[UUID], Desk]


@pytest.fixture
def open_desk(surroundings: Surroundings, dialogs: ScriptedDialogs, tmp_path: Path, qtbot: QtBot) -> OpenDesk:
    """The screen for a group, in sight."""
    return lambda group_id: desk_in(surroundings, group_id, dialogs, tmp_path, qtbot)


@pytest.fixture
def desk(open_desk: OpenDesk, group_id: UUID) -> Desk:
    """The screen for the group, in sight."""
    return open_desk(group_id)


def desk_in(surroundings: Surroundings, group_id: UUID, dialogs: ScriptedDialogs, folder: Path, qtbot: QtBot) -> Desk:
    """The screen for a group in this window."""
    screen = RosterImportScreen(surroundings, group_id, folder=lambda: folder)
    qtbot.addWidget(screen)
    screen.resize(1300, 900)
    show(screen)
    qtbot.waitUntil(lambda: not surroundings.session._undelivered)
    return Desk(screen, dialogs, folder, qtbot)
