"""Who may see and change what: one table of role × section, enforced by the runner for reads and writes.

Roles prevent mistakes and leave traces. Whoever holds a clave could read the ordinary part of the file with other
tools; the program says so where roles are assigned.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Role(StrEnum):
    """What a person of the book does."""

    FACILITATOR = "facilitator"
    SUPERVISOR = "supervisor"
    STAFF = "staff"


class Section(StrEnum):
    """A part of what the book holds, as the role table divides it."""

    IDENTIFICATION = "identification"  # names, document, birth, contact
    SOCIAL = "social"  # education, work, household, way of entry, consent
    HEALTH = "health"
    JUSTICE = "justice"
    GROUPS = "groups"  # groups, venues, roster
    ENROLMENTS = "enrolments"  # changing who is in a group, and the reasons
    TEAM = "team"  # people of the team, their training
    SERVICE = "service"  # the service, its own fields, settings of the book
    SESSIONS = "sessions"
    TESTS = "tests"
    DIRECTORY = "directory"  # institutions that help: nobody's data
    RESERVED = "reserved"
    REVIEWS = "reviews"  # what the supervisor says of closed sessions, fichas and decisions
    AUDIT = "audit"


class Access(IntEnum):
    """How far a role may go in a section; each level holds those below it."""

    NONE = 0
    READ = 1
    WRITE = 2


_NONE, _READ, _WRITE = Access.NONE, Access.READ, Access.WRITE

ROLE_ACCESS: dict[Role, dict[Section, Access]] = {
    Role.FACILITATOR: {
        Section.IDENTIFICATION: _WRITE,
        Section.SOCIAL: _WRITE,
        Section.HEALTH: _WRITE,
        Section.JUSTICE: _WRITE,
        Section.GROUPS: _WRITE,
        Section.ENROLMENTS: _WRITE,
        Section.TEAM: _WRITE,
        Section.SERVICE: _WRITE,
        Section.SESSIONS: _WRITE,
        Section.TESTS: _WRITE,
        Section.DIRECTORY: _WRITE,
        Section.RESERVED: _WRITE,
        Section.REVIEWS: _READ,
        Section.AUDIT: _NONE,
    },
    Role.SUPERVISOR: {
        Section.IDENTIFICATION: _READ,
        Section.SOCIAL: _READ,
        Section.HEALTH: _READ,
        Section.JUSTICE: _READ,
        Section.GROUPS: _WRITE,
        Section.ENROLMENTS: _WRITE,
        Section.TEAM: _WRITE,
        Section.SERVICE: _WRITE,
        Section.SESSIONS: _READ,
        Section.TESTS: _READ,
        Section.DIRECTORY: _WRITE,
        Section.RESERVED: _WRITE,
        Section.REVIEWS: _WRITE,
        Section.AUDIT: _READ,
    },
    Role.STAFF: {
        Section.IDENTIFICATION: _WRITE,
        Section.SOCIAL: _NONE,
        Section.HEALTH: _NONE,
        Section.JUSTICE: _NONE,
        Section.GROUPS: _READ,
        Section.ENROLMENTS: _NONE,
        Section.TEAM: _READ,
        Section.SERVICE: _READ,
        Section.SESSIONS: _NONE,
        Section.TESTS: _NONE,
        Section.DIRECTORY: _WRITE,
        Section.RESERVED: _NONE,
        Section.REVIEWS: _NONE,
        Section.AUDIT: _NONE,
    },
}


def access(role: Role, section: Section) -> Access:
    """How far `role` may go in `section`."""
    return ROLE_ACCESS[role][section]


def may_read(role: Role, section: Section) -> bool:
    """True if `role` may see what `section` holds."""
    return access(role, section) >= Access.READ


def may_write(role: Role, section: Section) -> bool:
    """True if `role` may change what `section` holds."""
    return access(role, section) >= Access.WRITE
