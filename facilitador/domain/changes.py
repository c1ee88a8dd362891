"""What a command changed, so that whoever shows it can read it again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Topic(StrEnum):
    """A kind of thing that screens show."""

    SERVICE = "service"
    PEOPLE = "people"
    ACCESS = "access"
    VENUES = "venues"
    GROUPS = "groups"
    PARTICIPANTS = "participants"
    ENROLMENTS = "enrolments"
    OWN_FIELDS = "own_fields"
    SESSIONS = "sessions"
    ATTENDANCE = "attendance"
    CALLS = "calls"
    ABSENCES = "absences"
    CURRICULA = "curricula"
    INSTRUMENTS = "instruments"
    APPLICATIONS = "applications"
    EVALUATIONS = "evaluations"
    DIRECTORY = "directory"
    PROTECTION = "protection"
    EXCLUSIONS = "exclusions"
    REFERRALS = "referrals"
    CARE = "care"
    HAND_OUTS = "hand_outs"
    CONTACTS = "contacts"
    COMPLIANCE = "compliance"
    GOALS = "goals"
    REVIEWS = "reviews"
    CLOSURES = "closures"
    PRACTICES = "practices"
    TRAIL = "trail"
    RIGHTS = "rights"
    RETENTION = "retention"
    TRUSTED_KEYS = "trusted_keys"
    PACKAGES = "packages"
    DRAFTS = "drafts"
    PRINTS = "prints"
    SETTINGS = "settings"
    BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of a topic that is not as it was."""

    topic: Topic
    id: UUID
