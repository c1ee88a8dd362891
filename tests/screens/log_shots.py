"""The log of a session: closed in short, written whole, what it lacks, read, amended; its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from facilitador.domain.sessions import LogStatus, Session
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.sessions.log import LogPage
from facilitador.ui.screens.sessions.log_writing import AmendingBody, ShortBody, WholeBody
from facilitador.ui.screens.sessions.session import Part, SessionScreen
from facilitador.use_cases.group_plans import GroupPlan
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.session_logs import SessionLogPage
from tests.screens.stage import Stage


def session_of(stage: Stage, wanted: Callable[[Session], bool]) -> UUID:
    """The first session of the example that is so."""
    for line in stage.ask(Groups()):
        for one in stage.ask(GroupPlan(group_id=line.group.id)).sessions:
            if wanted(one):
                return one.id
    raise AssertionError("no session of the example is so")


def log(stage: Stage, status: LogStatus, *, amended: bool = False) -> LogPage:
    """The log of a held session of that status."""
    key = session_of(
        stage, lambda one: one.state == "held" and one.log_status is status and bool(one.amendments) is amended
    )
    screen = stage.go("session", key, SessionScreen)
    screen.show_part(Part.LOG)
    page = screen.part(Part.LOG)
    assert isinstance(page, LogPage)
    stage.until(lambda: page.body is not None)
    body: Any = page.body
    if isinstance(body, ShortBody | WholeBody | AmendingBody):
        stage.until(lambda: body.editor.keeper.is_settled)
    return page


def short(stage: Stage) -> None:
    log(stage, LogStatus.EMPTY)


def short_with_alert(stage: Stage) -> None:
    body: Any = log(stage, LogStatus.EMPTY).body
    body.editor.form.rows["alert"].control.radios["yes"].click()


def whole(stage: Stage) -> LogPage:
    return log(stage, LogStatus.SHORT)


def with_the_session_before(stage: Stage) -> None:
    page = whole(stage)
    if page.aside_button.isVisible():
        page.aside_button.click()


def naming_somebody(stage: Stage) -> None:
    page = whole(stage)
    body: Any = page.body
    name = stage.ask(SessionLogPage(session_id=page._id)).men[1].full_name.split()[0]
    body.editor.form.restore_draft({**body.editor.form.values(), "narrative": f"Hoy {name} contó algo."})
    stage.until(lambda: bool(body.editor.form.rows["narrative"].message))
    page.scroller.show_widget(body.editor.form.rows["narrative"])


def avoided(stage: Stage) -> None:
    page = whole(stage)
    body: Any = page.body
    body.editor.form.restore_draft({**body.editor.form.values(), "avoided": ["blaming_women"]})
    page.scroller.show_widget(body.editor.form.rows["answers.blaming_women"])


def incident(stage: Stage) -> None:
    page = whole(stage)
    body: Any = page.body
    body.incidents.open()
    stage.until(lambda: body.incidents.panel.editor.keeper.is_settled)
    page.scroller.show_widget(body.incidents)


def lacking(stage: Stage) -> None:
    page = whole(stage)
    body: Any = page.body
    body.editor.form.restore_draft({"summary": "Breve."})
    body.judge()
    body.closing.close_button.click()
    stage.settle()
    bar = page.scroller.verticalScrollBar()
    bar.setValue(bar.maximum())


def closed(stage: Stage) -> None:
    log(stage, LogStatus.CLOSED)


def amended(stage: Stage) -> LogPage:
    return log(stage, LogStatus.CLOSED, amended=True)


def amending(stage: Stage) -> None:
    page = amended(stage)
    page.amend()
    body: Any = page.body
    stage.until(lambda: body.editor.keeper.is_settled)


def printed(stage: Stage) -> None:
    key = session_of(stage, lambda one: one.amendments > 0)
    stage.until_painted(stage.go("print_session_log", key, PrintScreen))


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("log-short", short),
    ("log-short-alert", short_with_alert),
    ("log-whole", whole),
    ("log-whole-beside", with_the_session_before),
    ("log-named", naming_somebody),
    ("log-avoided", avoided),
    ("log-incident", incident),
    ("log-lacking", lacking),
    ("log-closed", closed),
    ("log-amended", amended),
    ("log-amending", amending),
    ("print-session-log", printed),
)
"""Names of pictures and the steps to each, in the book of example data."""
