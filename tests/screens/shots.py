"""What is worth looking at, each with the steps that lead to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QSize

from facilitador.domain.groups import GroupStatus
from facilitador.ui.manual import open_manual
from facilitador.ui.screen import Destination
from facilitador.ui.screens.groups.form import GroupFormScreen
from facilitador.ui.screens.groups.group import GroupScreen
from facilitador.ui.screens.groups.screen import GroupsScreen
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.screens.participants.intake import IntakeScreen
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.screens.participants.screen import ParticipantsScreen
from facilitador.ui.screens.people.screen import PeopleScreen
from facilitador.ui.screens.prints.screen import KINDS, PrintScreen
from facilitador.ui.screens.services.screen import ServiceScreen
from facilitador.ui.screens.venues.screen import VenuesScreen
from facilitador.use_cases.first_run import Step
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.people import People
from tests.screens import (
    access_shots,
    application_shots,
    audit_shots,
    backup_shots,
    compliance_shots,
    coverage_shots,
    directory_shots,
    elsewhere_shots,
    exclusion_shots,
    log_shots,
    night_shots,
    opening_shots,
    package_shots,
    plan_shots,
    profile_shots,
    progress_shots,
    protection_shots,
    referral_shots,
    report_shots,
    review_shots,
    rights_shots,
    roster_shots,
    session_mode_shots,
)
from tests.screens.stage import Stage

Steps = Callable[[Stage], object]


@dataclass(frozen=True)
class Shot:
    """A state of a screen; `book` opens what it is seen in, `steps` lead to it from there.

    `covered`: another window stands before it, which has a proof of its own.
    """

    name: str
    book: Steps
    steps: Steps
    covered: bool = False


# -- an open book -----------------------------------------------------------------------------------------------------


def visit(kind: str, screen: type[Any]) -> Steps:
    """An area, or a page about nothing in particular."""
    return lambda stage: stage.go(kind, None, screen)


def home(stage: Stage) -> None:
    stage.main.navigator.go(Destination("home"))
    stage.settle()


def everything_due(stage: Stage) -> None:
    home(stage)
    screen = stage.main.navigator.screen
    assert isinstance(screen, HomeScreen)
    if screen.due.more_button.isVisible():
        screen.due.more_button.click()


def group_page(status: GroupStatus) -> Steps:
    return lambda stage: _group(stage, status)


def _group(stage: Stage, status: GroupStatus) -> GroupScreen:
    key = stage.group(lambda line: line.group.status is status)
    return stage.go("group", key, GroupScreen)


def group_with_room(stage: Stage) -> None:
    running = stage.group(lambda line: line.group.status is GroupStatus.RUNNING and line.counting < 15)
    stage.go("group", running, GroupScreen)


def full_group(stage: Stage) -> None:
    stage.go("group", stage.group(lambda line: line.counting == 15), GroupScreen)


def group_with_gone(stage: Stage) -> None:
    screen = _group(stage, GroupStatus.CLOSED)
    screen.gone.box.setChecked(True)


def group_asked_to_start(stage: Stage) -> None:
    _group(stage, GroupStatus.FORMING).start_card.start.click()


def group_change_of_status(stage: Stage) -> None:
    screen = _group(stage, GroupStatus.RUNNING)
    screen.roster.table.selectRow(0)
    screen.roster.change.click()


def group_finder(stage: Stage) -> None:
    screen = _group(stage, GroupStatus.RUNNING)
    screen.enrol_known.click()
    screen.finder.field.set_value("a")
    screen.finder.field.changed.emit()
    stage.until(screen.finder.results.isVisible)


def group_form_of_existing(stage: Stage) -> None:
    stage.go("group_form", stage.group(lambda line: line.group.status is GroupStatus.FORMING), GroupFormScreen)


def group_form_refused(stage: Stage) -> None:
    screen = stage.go("group_form", None, GroupFormScreen)
    screen.editor.form.restore_draft({"starts_at": "25:90", "first_day": "31/02/2027"})
    screen.editor.save_button.click()


# -- participants -----------------------------------------------------------------------------------------------------


def intake(stage: Stage) -> IntakeScreen:
    """The ficha of a new man for a group with room, ready to be typed in."""
    room = stage.group(lambda line: line.group.status is GroupStatus.RUNNING and line.counting < 15)
    screen = stage.go("intake", room, IntakeScreen)
    stage.until(lambda: screen.keeper is not None and screen.keeper.is_settled)
    return screen


def intake_with_errors(stage: Stage) -> None:
    screen = intake(stage)
    assert screen.page is not None
    screen.page.form.restore_draft(
        {
            "paternal_surname": "Condori",
            "document_kind": "dni",
            "document_number": "1234567",
            "birth_date": "31/02/1990",
            "phone": "12",
        }
    )
    stage.until(lambda: not screen._look.isActive())
    stage.settle()
    screen.save_button.click()


def intake_with_lookalikes(stage: Stage) -> None:
    man = stage.ask(Participants(limit=1))[0]
    surname, _, names = man.full_name.partition(", ")
    screen = intake(stage)
    assert screen.page is not None
    screen.page.form.restore_draft({"paternal_surname": surname.split()[0], "given_names": names})
    stage.until(screen.duplicates.isVisible)


def intake_consent(stage: Stage) -> None:
    screen = intake(stage)
    assert screen.page is not None
    screen.page.form.restore_draft({"paternal_surname": "Yupanqui", "given_names": "Abel"})
    screen.page.go_to_section(len(screen.page.rail.entries) - 1)


def intake_draft(stage: Stage) -> None:
    screen = intake(stage)
    assert screen.page is not None
    screen.page.form.restore_draft({"paternal_surname": "Yupanqui"})
    group = screen.flow.group_id
    again = stage.go("intake", group, IntakeScreen)
    stage.until(lambda: again.keeper is not None and again.keeper.offer.isVisible())


def record(stage: Stage) -> ParticipantScreen:
    """A man who is in a group."""
    man = next(man for man in stage.ask(Participants(limit=50)) if man.groups)
    return stage.go("participant", man.id, ParticipantScreen)


def record_edited(stage: Stage) -> None:
    screen = record(stage)
    stage.until(lambda: screen.keeper.is_settled)
    screen.edit()


def nobody_found(stage: Stage) -> None:
    screen = stage.go("participants", None, ParticipantsScreen)
    screen.search.setText("Zzyzx")
    stage.until(screen.nobody.isVisible)


# -- team, venues, service, papers ------------------------------------------------------------------------------------


def person(stage: Stage) -> None:
    screen = stage.go("people", None, PeopleScreen)
    screen.open_person(stage.ask(People())[1].id)


def new_person(stage: Stage) -> None:
    stage.go("people", None, PeopleScreen).open_addition()


def change_of_clave(stage: Stage) -> None:
    screen = stage.go("people", None, PeopleScreen)
    assert screen.clave is not None
    screen.clave.open_button.click()
    screen.clave.accept_button.click()
    screen.team.show_widget(screen.clave)


def roles(stage: Stage) -> None:
    screen = stage.go("people", None, PeopleScreen)
    screen.team.roles.button.click()
    stage.settle()
    screen.team.show_widget(screen.team.roles)


def venue(stage: Stage) -> None:
    stage.go("venues", None, VenuesScreen).table.selectRow(0)


def new_venue(stage: Stage) -> None:
    screen = stage.go("venues", None, VenuesScreen)
    screen.add.click()
    assert screen.pane is not None


def own_field(stage: Stage) -> None:
    screen = stage.go("service", None, ServiceScreen)
    panel = screen.own_fields.panel
    assert panel is not None
    panel.open_button.click()
    screen.page.show_widget(panel)


def service_end(stage: Stage) -> None:
    screen = stage.go("service", None, ServiceScreen)
    bar = screen.page.verticalScrollBar()
    bar.setValue(bar.maximum())


def paper(kind: str) -> Steps:
    """A paper, written and shown."""

    def steps(stage: Stage) -> None:
        key = None
        if kind == "print_ficha":
            key = stage.ask(Participants(limit=1))[0].id
        elif kind != "print_consent" and not kind.startswith("print_blank_"):
            key = stage.group(lambda line: line.group.status is GroupStatus.RUNNING)
        screen = stage.go(kind, key, PrintScreen)
        stage.until_painted(screen)

    return steps


def preferences(stage: Stage) -> None:
    home(stage)
    stage.main.preferences_button.click()


def manual_page(page: str) -> Steps:
    """The manual over the home page."""

    def steps(stage: Stage) -> None:
        home(stage)
        manual = open_manual(stage.window, page)
        manual.resize(manual.size().boundedTo(stage.window.size() - QSize(40, 80)))
        manual.move(stage.window.pos() + QPoint(20, 40))

    return steps


def manual_searched(stage: Stage) -> None:
    manual_page("home")(stage)
    open_manual(stage.window, "home").search.setText("codigo recuperacion")


def header_search(stage: Stage) -> None:
    home(stage)
    box = stage.main.search
    box.start()
    box.edit.setText("gr")
    box.edit.textEdited.emit("gr")
    stage.until(box.results.isVisible)


def demo(stage: Stage) -> None:
    stage.open_demo()


def empty(stage: Stage) -> None:
    stage.open_empty()


def staff(stage: Stage) -> None:
    stage.open_as_staff()


SEEN_ELSEWHERE = frozenset(
    {
        "print_audit_day",
        "print_report",
        "print_progress",
        "print_constancia",
        "print_constancia_plain",
        "print_handover",
        "print_delivery",
        "print_calendar",
        "print_session_plan",
        "print_session_log",
        "print_sign_in",
        "print_tonight",
        "print_test_result",
        "print_group_profile",
        "print_rights_letter",
        "print_subject_access",
        "print_decision_letter",
        "print_referral_letter",
        "print_referral_cover",
        "print_referral_hand_out",
        "print_hand_out",
    }
)
"""Papers about something that the example group is not: a session, somebody who left."""

SHOTS = (
    Shot("welcome", opening_shots.no_book, lambda stage: stage.program.welcome()),
    *(
        Shot(f"first-run-{step.name.lower()}", opening_shots.no_book, opening_shots.first_run(step))
        for step in Step
        if step < Step.MAKING
    ),
    Shot("first-run-refused", opening_shots.no_book, opening_shots.first_run_refused),
    Shot("first-run-code", opening_shots.no_book, opening_shots.first_run(Step.CODE)),
    Shot("first-run-proof", opening_shots.no_book, opening_shots.first_run(Step.PROOF)),
    Shot("unlock", opening_shots.no_book, lambda stage: stage.unlock_page(stage.new_book("vacio"))),
    Shot("unlock-refused", opening_shots.no_book, opening_shots.unlock_refused),
    Shot("unlock-no-file", opening_shots.no_book, opening_shots.unlock_without_file),
    Shot("recovery", opening_shots.no_book, opening_shots.recovery),
    Shot("temporary-clave", opening_shots.no_book, lambda stage: stage.open_with_temporary_clave()),
    Shot("staff-home", staff, home),
    Shot("empty-home", empty, home),
    Shot("empty-groups", empty, visit("groups", GroupsScreen)),
    Shot("empty-participants", empty, visit("participants", ParticipantsScreen)),
    Shot("empty-venues", empty, visit("venues", VenuesScreen)),
    Shot("empty-people", empty, visit("people", PeopleScreen)),
    Shot("change-clave", empty, change_of_clave),
    Shot("home", demo, home),
    Shot("home-everything-due", demo, everything_due),
    Shot("groups", demo, visit("groups", GroupsScreen)),
    Shot("group-forming", demo, group_page(GroupStatus.FORMING)),
    Shot("group-start", demo, group_asked_to_start),
    Shot("group-running", demo, group_with_room),
    Shot("group-full", demo, full_group),
    Shot("group-closed", demo, group_with_gone),
    Shot("group-status", demo, group_change_of_status),
    Shot("group-finder", demo, group_finder),
    Shot("group-form-new", demo, visit("group_form", GroupFormScreen)),
    Shot("group-form", demo, group_form_of_existing),
    Shot("group-form-refused", demo, group_form_refused),
    Shot("participants", demo, visit("participants", ParticipantsScreen)),
    Shot("participants-nobody", demo, nobody_found),
    Shot("intake", demo, intake),
    Shot("intake-errors", demo, intake_with_errors),
    Shot("intake-lookalikes", demo, intake_with_lookalikes),
    Shot("intake-consent", demo, intake_consent),
    Shot("intake-draft", demo, intake_draft),
    Shot("participant", demo, record),
    Shot("participant-edited", demo, record_edited),
    Shot("people", demo, visit("people", PeopleScreen)),
    Shot("people-roles", demo, roles),
    Shot("person", demo, person),
    Shot("person-new", demo, new_person),
    Shot("venues", demo, visit("venues", VenuesScreen)),
    Shot("venue", demo, venue),
    Shot("venue-new", demo, new_venue),
    Shot("service", demo, visit("service", ServiceScreen)),
    Shot("service-own-field", demo, own_field),
    Shot("service-papers", demo, service_end),
    *(Shot(kind.replace("_", "-"), demo, paper(kind)) for kind in KINDS if kind not in SEEN_ELSEWHERE),
    Shot("import-start", demo, roster_shots.start),
    Shot("import-refused", demo, roster_shots.refused),
    Shot("import-review", demo, roster_shots.review),
    Shot("import-row", demo, roster_shots.row),
    Shot("import-columns", demo, roster_shots.columns),
    Shot("import-unknown", demo, roster_shots.unknown),
    Shot("import-waiting", demo, roster_shots.waiting),
    Shot("import-done", demo, roster_shots.done),
    Shot("import-undone", demo, roster_shots.undone),
    Shot("preferences", demo, preferences),
    Shot("search", demo, header_search),
    Shot("manual", demo, manual_page("intake"), covered=True),
    Shot("manual-keys", demo, manual_page("atajos"), covered=True),
    Shot("manual-search", demo, manual_searched, covered=True),
    *(Shot(name, demo, steps, covered=True) for name, steps in session_mode_shots.PROJECTED),
    *(Shot(name, demo, steps) for name, steps in compliance_shots.STEPS),
    *(Shot(name, demo, steps) for name, steps in report_shots.STEPS),
    *(Shot(name, demo, steps) for name, steps in progress_shots.STEPS),
    *(Shot(name, empty, steps) for name, steps in report_shots.EMPTY),
    *(Shot(name, demo, steps) for name, steps in session_mode_shots.STEPS),
    *(Shot(name, coverage_shots.own_book, steps) for name, steps in coverage_shots.STEPS),
    *(Shot(name, plan_shots.planned, steps) for name, steps in plan_shots.STEPS),
    *(Shot(name, night_shots.night, steps) for name, steps in night_shots.STEPS),
    *(Shot(name, demo, steps) for name, steps in log_shots.STEPS),
    *(Shot(name, application_shots.own_book, steps, covered=True) for name, steps in application_shots.ANSWERED),
    *(Shot(name, application_shots.own_book, steps) for name, steps in application_shots.STEPS),
    *(Shot(name, profile_shots.own_book, steps) for name, steps in profile_shots.STEPS),
    Shot("protection-none", protection_shots.none_yet, protection_shots.listed),
    *(Shot(name, protection_shots.with_matters, steps) for name, steps in protection_shots.STEPS),
    *(Shot(name, protection_shots.of_two, steps) for name, steps in protection_shots.CONTACTS),
    *(Shot(name, exclusion_shots.own_book, steps) for name, steps in exclusion_shots.STEPS),
    *(Shot(name, referral_shots.own_book, steps) for name, steps in referral_shots.STEPS),
    *(Shot(name, rights_shots.own_book, steps) for name, steps in rights_shots.STEPS),
    *(Shot(name, demo, steps) for name, steps in review_shots.STEPS),
    *(Shot(name, review_shots.supervised, steps) for name, steps in review_shots.SUPERVISED),
    Shot("empty-directory", empty, directory_shots.empty),
    *(Shot(name, demo, steps) for name, steps in directory_shots.STEPS),
    *(Shot(name, demo, steps, covered=True) for name, steps in directory_shots.OVER),
    *(Shot(name, backup_shots.own_book, steps) for name, steps in backup_shots.STEPS),
    *(Shot(name, audit_shots.supervised, steps) for name, steps in audit_shots.STEPS),
    *(Shot(name, package_shots.alone, steps) for name, steps in package_shots.ALONE),
    *(Shot(name, package_shots.known, steps) for name, steps in package_shots.KNOWN),
    *(Shot(name, elsewhere_shots.among_others, steps) for name, steps in elsewhere_shots.STEPS),
    *(Shot(name, access_shots.several_people, steps) for name, steps in access_shots.STEPS),
)
