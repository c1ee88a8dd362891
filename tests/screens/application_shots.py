"""The questions of a group in every state: some answered, some begun, one that cannot wait; and the man's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from facilitador.domain.applications import ApplicationLine, Mode, Purpose
from facilitador.domain.instruments import REFUSED, Instrument, Refusal
from facilitador.domain.scoring import critical_hits
from facilitador.reference import instruments
from facilitador.ui.screens.applications.application import ApplicationScreen
from facilitador.ui.screens.applications.instruments import InstrumentsScreen
from facilitador.ui.screens.applications.marking import MarkingScreen
from facilitador.ui.screens.applications.paper import PaperScreen
from facilitador.ui.screens.applications.screen import ApplicationsScreen
from facilitador.ui.self_answering.answering_window import Wish
from facilitador.ui.self_answering.sitting import Sitting
from facilitador.use_cases.application_records import Applications
from facilitador.use_cases.applications import RecordApplication, SecondEntry
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.instrument_sheets import PrintSheets
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.session_plans import PlanSessions, SessionToPlan
from tests.books import PASSPHRASE, TODAY
from tests.screens.session_mode_shots import OnStage
from tests.screens.stage import Stage
from tests.ui.session_mode.screens_at_hand import ALONE
from tests.use_cases.answering import ENTRY_TEST, answered, load, start, text
from tests.use_cases.scenes import group_of

MEN: Final = 9
ENTRY: Final = {"instrument_id": ENTRY_TEST}


def own_book(stage: Stage) -> None:
    """A book of its own with a group that begins in a week."""
    stage.unlock(stage.new_book("preguntas"), PASSPHRASE)
    if not stage.ask(Groups()):
        furnish(stage.program._lease.book)  # type: ignore[union-attr]
        stage.settle()


def furnish(book: OpenBook) -> None:
    """Nine men: three answered, one of them alarmingly; one paused, one is read to, one has a paper typed twice."""
    group, men, _ = group_of(book, MEN)
    days = [TODAY + timedelta(weeks=week) for week in range(1, 13)]
    book.submit([PlanSessions(group_id=group, sessions=tuple(_session(day) for day in days))]).result()
    entry = next(one for one in instruments() if one.id == ENTRY_TEST)
    answered(book, men[0], _answers(entry, alarming=True), **ENTRY)
    for man in men[1:3]:
        answered(book, man, _answers(entry), **ENTRY, mode=Mode.READ_ALOUD)
    book.submit([start(men[3], **ENTRY), start(men[4], **ENTRY, mode=Mode.READ_ALOUD)]).result()
    load(book)
    paper = RecordApplication(
        participant_id=men[5],
        instrument_id="descanso",
        purpose=Purpose.ENTRY,
        answers={"d1": 1, "d2": 3, "d3": 2},
        second_entry=True,
    )
    key = book.submit([paper]).result().ids[0]
    book.submit([SecondEntry(application_id=key, answers={"d1": 1, "d2": 2})]).result()
    typed = RecordApplication(
        participant_id=men[6], purpose=Purpose.ENTRY, answers={}, second_entry=True, instrument_id=ENTRY_TEST
    )
    book.submit([typed]).result()
    book.submit([PrintSheets(group_id=group, instrument_id=ENTRY_TEST, purpose=Purpose.EXIT)]).result()


def _session(day: date) -> SessionToPlan:
    return SessionToPlan(day=day, starts_at=time(19), topic_ids=("power_and_violence",))


def _answers(entry: Instrument, *, alarming: bool = False) -> dict[str, int | Refusal | None]:
    found: dict[str, int | Refusal | None] = {}
    for number, item in enumerate(entry.items):
        values = entry.scale_of(item.id).values
        calm = [value for value in values if not critical_hits(entry, {item.id: value})]
        found[item.id] = REFUSED if number % 11 == 7 else calm[number % len(calm)]
    if alarming:
        critical = entry.critical[0]
        found[critical.item] = critical.values[0]
    return found


# -- the team's side --------------------------------------------------------------------------------------------------


def group(stage: Stage) -> ApplicationsScreen:
    """The list of the group."""
    _end(stage)
    return stage.go("applications", stage.group(lambda line: True), ApplicationsScreen)


def lines(stage: Stage) -> tuple[ApplicationLine, ...]:
    return stage.ask(Applications(group_id=stage.group(lambda line: True)))


def asking_other(stage: Stage) -> None:
    group(stage).other.click()


def asking_day(stage: Stage) -> None:
    screen = group(stage)
    row = next(row for row in screen.missing.table.shown if row.application_id is None)
    screen.missing.table.go_to((row.enrolment_id, row.instrument_id, row.purpose))
    screen.missing.ways[Mode.PAPER].click()


def result(stage: Stage) -> ApplicationScreen:
    _end(stage)
    return stage.go("application", next(line.id for line in lines(stage) if line.critical_pending), ApplicationScreen)


def noting(stage: Stage) -> None:
    screen = result(stage)
    assert screen._record is not None
    screen._ask_note(screen._record.critical[0])


def result_begun(stage: Stage) -> None:
    stage.go("application", _begun(stage, Mode.READ_ALOUD), ApplicationScreen)


def reading_aloud(stage: Stage) -> MarkingScreen:
    return stage.go("marking", _begun(stage, Mode.READ_ALOUD), MarkingScreen)


def typing(stage: Stage) -> None:
    screen = stage.go("marking", _begun(stage, Mode.PAPER, ENTRY_TEST), MarkingScreen)
    stage.until(lambda: screen.pad is not None)
    assert screen.pad is not None
    for _ in range(3):
        screen.pad.mark("2")
    stage.settle()


def differing(stage: Stage) -> None:
    stage.go("marking", _begun(stage, Mode.PAPER, "descanso"), MarkingScreen)


def paper(stage: Stage) -> PaperScreen:
    _end(stage)
    return stage.go("paper_entry", stage.group(lambda line: True), PaperScreen)


def paper_refused(stage: Stage) -> None:
    screen = paper(stage)
    assert screen.panel.form is not None
    screen.panel.form.restore_draft({"code": "ABCDEF", "applied_on": TODAY.isoformat()})
    screen.panel.verb.click()
    stage.settle()


def instruments_list(stage: Stage) -> InstrumentsScreen:
    _end(stage)
    screen = stage.go("instruments", None, InstrumentsScreen)
    screen._forget_file()
    return screen


def file_shown(stage: Stage) -> None:
    _read_file(stage, text("2", first="Dormí bien."))


def file_wrong(stage: Stage) -> None:
    _read_file(stage, text("3").replace('id = "d2"', 'id = "d1"').replace('"d1", "d2", "d3"', '"d1", "d9", "d3"'))


def naming(stage: Stage) -> None:
    instruments_list(stage).cards["phq_9"].allow.click()


def _read_file(stage: Stage, content: str) -> None:
    path = stage.folder / "instrumento.toml"
    path.write_text(content, encoding="utf-8")
    instruments_list(stage).read_file(path)
    stage.settle()


def _begun(stage: Stage, mode: Mode, instrument: str = ENTRY_TEST) -> UUID:
    _end(stage)
    return next(
        line.id
        for line in lines(stage)
        if (line.mode, line.instrument_id, line.status) == (mode, instrument, "in_progress")
    )


# -- the man's side ---------------------------------------------------------------------------------------------------


def _end(stage: Stage) -> None:
    going_on = Sitting.of(stage.window)
    if going_on is not None:
        going_on.end()


def sitting(*wishes: Wish | str) -> Callable[[Stage], None]:
    """The man's page after these."""

    def steps(stage: Stage) -> None:
        screen = group(stage)
        screen.starter.displays = lambda window: OnStage(window, ALONE)
        screen.starter.resume(_begun(stage, Mode.SELF), Mode.SELF)
        stage.until(lambda: screen.starter.sitting is not None)
        man = screen.starter.sitting
        assert man is not None
        for wish in wishes:
            if isinstance(wish, Wish):
                man._act(wish)
            else:
                QTest.keyClick(man.page, Qt.Key(ord(wish)))

    return steps


_ON = Wish.FORWARD
STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("applications-other", asking_other),
    ("applications-paper", asking_day),
    ("application", result),
    ("application-note", noting),
    ("application-begun", result_begun),
    ("marking-read-aloud", reading_aloud),
    ("marking-paper", typing),
    ("marking-differences", differing),
    ("paper-entry", paper),
    ("paper-entry-refused", paper_refused),
    ("instruments-preview", file_shown),
    ("instruments-faults", file_wrong),
    ("instruments-people", naming),
    ("instruments", instruments_list),
    ("applications", group),
)
"""Names of pictures and the steps to each; the last one leaves nobody answering."""

ANSWERED: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("answering-reserve", sitting()),
    ("answering-introduction", sitting(_ON)),
    ("answering-section", sitting(_ON, _ON)),
    ("answering-question", sitting(_ON, _ON, _ON, "2")),
    ("answering-pause", sitting(_ON, Wish.PAUSE)),
)
"""What the man sees; it covers the window, which has proofs of its own."""
