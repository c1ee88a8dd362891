"""Every command and query of the program, by type and by name."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final

from facilitador.use_cases import (
    absence_rules,
    access,
    anonymised_export,
    answers_export,
    application_plans,
    application_records,
    applications,
    attendance,
    audit,
    audit_prints,
    backups,
    book_facts,
    calls,
    care,
    closures,
    compliance,
    constancias,
    contacts,
    coverage,
    coverage_prints,
    curricula,
    directory,
    directory_lists,
    directory_prints,
    doors,
    drafts,
    enrolments,
    evaluations,
    exclusion_prints,
    exclusion_tellings,
    exclusions,
    foreign_pages,
    goals,
    group_plans,
    group_progress,
    groups,
    hand_outs,
    handovers,
    home,
    incidents,
    indicators,
    instrument_prints,
    instrument_sheets,
    instruments,
    knowledge_evidence,
    log_amendments,
    log_dues,
    log_evidence,
    newcomers,
    packages,
    participants,
    people,
    practices,
    prints,
    profiles,
    progress,
    protection,
    protection_prints,
    referral_grounds,
    referral_prints,
    referrals,
    rehearsals,
    reports,
    retention,
    reviews,
    rights,
    risk_levels,
    roster_imports,
    safety_evidence,
    sanctions,
    security_prints,
    services,
    session_log_prints,
    session_logs,
    session_modes,
    session_night_prints,
    session_plans,
    session_sheets,
    subject_access,
    support_evidence,
    tonight,
    trusted_keys,
    venues,
    waiting_sheets,
)
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler

_ROOMS: Final[tuple[ModuleType, ...]] = (
    services,
    people,
    access,
    handovers,
    venues,
    directory,
    directory_lists,
    directory_prints,
    groups,
    curricula,
    session_modes,
    session_plans,
    group_plans,
    session_sheets,
    participants,
    enrolments,
    attendance,
    doors,
    protection,
    protection_prints,
    security_prints,
    contacts,
    evaluations,
    risk_levels,
    exclusions,
    exclusion_tellings,
    exclusion_prints,
    sanctions,
    referrals,
    referral_grounds,
    referral_prints,
    care,
    hand_outs,
    newcomers,
    tonight,
    calls,
    coverage,
    coverage_prints,
    progress,
    group_progress,
    constancias,
    indicators,
    goals,
    reports,
    anonymised_export,
    absence_rules,
    incidents,
    session_logs,
    log_dues,
    log_evidence,
    session_log_prints,
    session_night_prints,
    log_amendments,
    instruments,
    applications,
    application_plans,
    application_records,
    instrument_sheets,
    waiting_sheets,
    profiles,
    instrument_prints,
    reviews,
    closures,
    practices,
    rights,
    subject_access,
    retention,
    answers_export,
    roster_imports,
    prints,
    safety_evidence,
    support_evidence,
    knowledge_evidence,
    compliance,
    foreign_pages,
    packages,
    drafts,
    audit,
    audit_prints,
    book_facts,
    backups,
    rehearsals,
    trusted_keys,
)


def _of_all_rooms(name: str) -> Iterator[Any]:
    """What each room offers under a name; a room that has nothing of the kind leaves it out."""
    return (getattr(room, name) for room in _ROOMS if hasattr(room, name))


DUE_SOURCES: Final[tuple[home.DueSource, ...]] = tuple(_of_all_rooms("due_items"))
"""What waits, told by every room that has a `due_items`."""

EVIDENCE_SOURCES: Final[tuple[compliance.EvidenceSource, ...]] = tuple(_of_all_rooms("evidence"))
"""What records show of each numeral, told by every room that has an `evidence`."""

COMMANDS: Final[dict[type[Command], CommandHandler]] = {
    handler.command: handler for handlers in _of_all_rooms("COMMANDS") for handler in handlers
}
"""Every command with its handler."""

QUERIES: Final[dict[type[Query[Any]], QueryHandler]] = {
    handler.query: handler
    for handlers in (*_of_all_rooms("QUERIES"), home.queries(DUE_SOURCES), compliance.queries_of(EVIDENCE_SOURCES))
    for handler in handlers
}
"""Every query with its handler."""

LISTED: Final[tuple[type[Command], ...]] = tuple(command for command, handler in COMMANDS.items() if handler.listed)
"""The commands that `apply` takes."""
