"""Furnishes the window of an open book: areas, routes to every destination, and what the header's search finds.

Screens are imported when they are first visited, so that unlocking shows home at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any, Final
from uuid import UUID

from facilitador.domain.groups import GroupLine
from facilitador.domain.participants import ParticipantLine
from facilitador.domain.roles import Role, Section, may_read
from facilitador.domain.text import words
from facilitador.ui.app import Rooms
from facilitador.ui.navigation import Area
from facilitador.ui.origins import OriginBanner, Origins
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.search_box import SearchHit
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.participants import Participants

PEOPLE_FOUND: Final = 8

# Kind of destination -> module below `ui.screens`, class, what the role must be allowed to read.
_AREAS: Final = (
    ("home", "Inicio", "home", "home.screen", "HomeScreen", Section.GROUPS),
    ("groups", "Grupos", "groups", "groups.screen", "GroupsScreen", Section.GROUPS),
    ("participants", "Participantes", "people", "participants.screen", "ParticipantsScreen", Section.IDENTIFICATION),
    ("calls", "Llamadas", "phone", "calls.screen", "CallsScreen", Section.SESSIONS),
    ("protection", "Protección", "warning", "protection.screen", "ProtectionScreen", Section.RESERVED),
    ("people", "Equipo", "team", "people.screen", "PeopleScreen", Section.TEAM),
    ("venues", "Locales", "venue", "venues.screen", "VenuesScreen", Section.GROUPS),
    ("directory", "Directorio", "directory", "directory.screen", "DirectoryScreen", Section.DIRECTORY),
    ("service", "Servicio", "service", "services.screen", "ServiceScreen", Section.SERVICE),
)
_PAGES: Final = (
    ("group", "groups.group", "GroupScreen", Section.GROUPS),
    ("group_form", "groups.form", "GroupFormScreen", Section.GROUPS),
    ("participant", "participants.record", "ParticipantScreen", Section.IDENTIFICATION),
    ("protection_matter", "protection.matter", "ProtectionMatterScreen", Section.RESERVED),
    ("evaluation", "evaluations.screen", "EvaluationScreen", Section.SOCIAL),
    ("exclusion", "exclusions.screen", "ExclusionScreen", Section.ENROLMENTS),
    ("referrals", "referrals.screen", "ReferralsScreen", Section.SOCIAL),
    ("referral", "referrals.referral", "ReferralScreen", Section.SOCIAL),
    ("care", "care.screen", "CareScreen", Section.HEALTH),
    ("hand_outs", "hand_outs.screen", "HandOutsScreen", Section.SOCIAL),
    ("contacts", "contacts.screen", "ContactsScreen", Section.RESERVED),
    ("contact_openings", "contacts.openings", "ContactOpeningsScreen", Section.RESERVED),
    ("access", "access.screen", "AccessScreen", Section.SERVICE),
    ("audit", "audit.screen", "AuditScreen", Section.AUDIT),
    ("rights", "rights.screen", "RightsScreen", Section.ENROLMENTS),
    ("retention", "retention.screen", "RetentionScreen", Section.RESERVED),
    ("name_mentions", "retention.mentions", "NameMentionsScreen", Section.RESERVED),
    ("copies", "backups.screen", "BackupsScreen", Section.SERVICE),
    ("handover", "access.handover", "HandoverScreen", Section.SERVICE),
    ("intake", "participants.intake", "IntakeScreen", Section.IDENTIFICATION),
    ("import_roster", "roster_imports.screen", "RosterImportScreen", Section.ENROLMENTS),
    ("sessions", "sessions.screen", "SessionsScreen", Section.SESSIONS),
    ("topics", "topics.screen", "TopicsScreen", Section.SESSIONS),
    ("session", "sessions.session", "SessionScreen", Section.SESSIONS),
    ("coverage", "coverage.screen", "CoverageScreen", Section.SESSIONS),
    ("progress", "progress.screen", "ProgressScreen", Section.SESSIONS),
    ("group_progress", "progress.group", "GroupProgressScreen", Section.SESSIONS),
    ("compliance", "compliance.screen", "ComplianceScreen", Section.SESSIONS),
    ("indicators", "indicators.screen", "IndicatorsScreen", Section.SESSIONS),
    ("goals", "goals.screen", "GoalsScreen", Section.SESSIONS),
    ("reports", "reports.screen", "ReportsScreen", Section.SESSIONS),
    ("absence_rules", "absence_rules.screen", "AbsenceRulesScreen", Section.SERVICE),
    ("session_mode", "session_mode.screen", "SessionModeScreen", Section.SESSIONS),
    ("group_profile", "profiles.screen", "GroupProfileScreen", Section.TESTS),
    ("participant_change", "profiles.man", "ParticipantChangeScreen", Section.TESTS),
    ("applications", "applications.screen", "ApplicationsScreen", Section.TESTS),
    ("application", "applications.application", "ApplicationScreen", Section.TESTS),
    ("marking", "applications.marking", "MarkingScreen", Section.TESTS),
    ("paper_entry", "applications.paper", "PaperScreen", Section.TESTS),
    ("instruments", "applications.instruments", "InstrumentsScreen", Section.TESTS),
    ("reviews", "reviews.screen", "ReviewsScreen", Section.REVIEWS),
    ("review", "reviews.review", "ReviewScreen", Section.REVIEWS),
    ("closure", "closures.screen", "ClosureScreen", Section.SESSIONS),
    ("practices", "practices.screen", "PracticesScreen", Section.SESSIONS),
    ("packages", "packages.screen", "PackagesScreen", Section.SESSIONS),
    ("prepare_package", "packages.prepare", "PrepareScreen", Section.SESSIONS),
    ("receive_package", "packages.receive", "ReceiveScreen", Section.SESSIONS),
    ("keys", "packages.keys", "KeysScreen", Section.SESSIONS),
)
_PAPERS: Final = (
    ("print_audit_day", Section.AUDIT),
    ("print_ficha", Section.IDENTIFICATION),
    ("print_group_fichas", Section.IDENTIFICATION),
    ("print_roster", Section.GROUPS),
    ("print_attendance_sheet", Section.GROUPS),
    ("print_agreements", Section.GROUPS),
    ("print_session_log", Section.SESSIONS),
    ("print_blank_session_log", Section.SERVICE),
    ("print_blank_ficha", Section.SERVICE),
    ("print_consent", Section.SERVICE),
    ("print_blank_evaluation", Section.SERVICE),
    ("print_blank_protection", Section.SERVICE),
    ("print_security", Section.SERVICE),
    ("print_handover", Section.SERVICE),
    ("print_delivery", Section.RESERVED),
    ("print_directory", Section.DIRECTORY),
    ("print_wall_card", Section.DIRECTORY),
    ("print_key_card", Section.SESSIONS),
    ("print_sign_in", Section.SESSIONS),
    ("print_tonight", Section.SESSIONS),
    ("print_calendar", Section.SESSIONS),
    ("print_session_plan", Section.SESSIONS),
    ("print_coverage", Section.SESSIONS),
    ("print_progress", Section.SESSIONS),
    ("print_constancia", Section.SESSIONS),
    ("print_constancia_plain", Section.SESSIONS),
    ("print_compliance", Section.SESSIONS),
    ("print_report", Section.SESSIONS),
    ("print_test_blank", Section.TESTS),
    ("print_test_result", Section.TESTS),
    ("print_group_profile", Section.TESTS),
    ("print_decision_letter", Section.ENROLMENTS),
    ("print_rights_letter", Section.ENROLMENTS),
    ("print_subject_access", Section.ENROLMENTS),
    ("print_referral_letter", Section.SOCIAL),
    ("print_referral_cover", Section.SOCIAL),
    ("print_referral_hand_out", Section.SOCIAL),
    ("print_hand_out", Section.SOCIAL),
    ("print_blank_referral_letter", Section.SERVICE),
    ("print_blank_hand_out", Section.SERVICE),
)


def furnish(surroundings: Surroundings) -> Rooms:
    """Everything that the role of the person who opened the book may visit."""
    role = surroundings.session.person.role
    banner = OriginBanner(origins := Origins(surroundings, surroundings.session), surroundings)
    routes = _routes(surroundings, role, origins)
    return Rooms(_areas(surroundings, role), routes, Finder(surroundings).find, banner)


def _areas(surroundings: Surroundings, role: Role) -> tuple[Area, ...]:
    return tuple(
        Area(kind, title, icon, partial(_make, module, name, surroundings, None))
        for kind, title, icon, module, name, section in _AREAS
        if may_read(role, section)
    )


def _routes(surroundings: Surroundings, role: Role, origins: Origins) -> Mapping[str, Callable[[UUID | None], Screen]]:
    routes: dict[str, Callable[[UUID | None], Screen]] = {
        kind: partial(_make_page, origins, module, name, surroundings)
        for kind, module, name, section in _PAGES
        if may_read(role, section)
    }
    for kind, section in _PAPERS:
        if may_read(role, section):
            routes[kind] = partial(_make_paper, surroundings, kind)
    return routes


def _make(module: str, name: str, surroundings: Surroundings, key: UUID | None, *detail: str) -> Screen:
    screen: Any = getattr(import_module(f"facilitador.ui.screens.{module}"), name)
    made: Screen = screen(surroundings, key, detail=detail) if detail else screen(surroundings, key)
    return made


def _make_page(
    origins: Origins, module: str, name: str, surroundings: Surroundings, key: UUID | None, *detail: str
) -> Screen:
    """A page that knows whether what it is about is of another service, and so only read."""
    screen = _make(module, name, replace(surroundings, source=origins.of(key)), key, *detail)
    origins.accompany(screen, key)
    return screen


def _make_paper(surroundings: Surroundings, kind: str, key: UUID | None, *detail: str) -> Screen:
    from facilitador.ui.screens.prints.screen import PrintScreen  # QtPdf is needed only by who prints

    return PrintScreen(surroundings, kind, key, detail=detail)


class Finder:
    """Finds people and groups by the beginnings of their words; accents and case do not count."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._session = surroundings.session
        self._may_see_people = may_read(self._session.person.role, Section.IDENTIFICATION)

    def find(self, typed: str, show: Callable[[Sequence[SearchHit]], None]) -> None:
        """Hand what was found to `show`: groups first, for there are few."""
        self._session.read(Groups(), owner=self._session, done=partial(self._with_groups, typed, show))

    def _with_groups(
        self, typed: str, show: Callable[[Sequence[SearchHit]], None], groups: tuple[GroupLine, ...]
    ) -> None:
        hits = [_group_hit(line) for line in groups if _matches(typed, line.group.name)]
        if not self._may_see_people:
            show(hits)
            return
        query = Participants(text=typed, limit=PEOPLE_FOUND)
        self._session.read(query, owner=self._session, done=lambda men: show([*hits, *map(_person_hit, men)]))


def _matches(typed: str, name: str) -> bool:
    wanted, there = words(typed), words(name)
    return bool(wanted) and all(any(word.startswith(start) for word in there) for start in wanted)


def _group_hit(line: GroupLine) -> SearchHit:
    return SearchHit(line.group.name, "Grupo", Destination("group", line.group.id))


def _person_hit(man: ParticipantLine) -> SearchHit:
    detail = ", ".join(man.groups) or "Sin grupo"
    return SearchHit(man.full_name, detail, Destination("participant", man.id))
