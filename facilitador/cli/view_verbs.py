"""Read models of a book: show. `views.py` has the shape and the lines of each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from facilitador.cli import (
    compliance_views,
    coverage_views,
    directory_verbs,
    exclusion_views,
    guidance_views,
    instrument_view_verbs,
    log_views,
    night_views,
    package_verbs,
    progress_views,
    report_views,
    reserved_views,
    review_views,
    session_views,
    views,
)
from facilitador.cli.access import Passphrases, opened
from facilitador.cli.console import Console
from facilitador.cli.names import as_id, group_named, participant_named
from facilitador.cli.origins import origin_of, refuse_unwanted
from facilitador.domain.origins import ALL, OWN, of_book
from facilitador.errors import UserFacingError
from facilitador.reference import districts
from facilitador.use_cases.audit import AuditTrail
from facilitador.use_cases.books import Environment
from facilitador.use_cases.curricula import CurriculumInUse
from facilitador.use_cases.elsewhere import ElsewhereView
from facilitador.use_cases.enrolments import Roster
from facilitador.use_cases.group_plans import GroupPlan
from facilitador.use_cases.groups import GroupOverview, Groups
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ParticipantRecord, Participants
from facilitador.use_cases.people import People
from facilitador.use_cases.services import FormInUse, OwnFields, ServiceDetails
from facilitador.use_cases.venues import Venues

Shown: TypeAlias = tuple[dict[str, Any], list[str]]

_OF_SOMEONE: Final = frozenset(
    {
        "group",
        "contacts",
        "roster",
        "participant",
        "sessions",
        "session",
        "coverage",
        "attendance-rates",
        "tonight",
        "attendance",
        "applications",
        "scores",
        "change",
        "items",
        "evaluation",
        "exclusion-check",
        "progress",
        "group-progress",
        "care",
        "hand-outs",
        "review",
        "closure",
    }
)
_OF_NOBODY: Final = frozenset(
    {
        "groups",
        "people",
        "venues",
        "service",
        "home",
        "due",
        "calls",
        "absence-rules",
        "topics",
        "instruments",
        "protection",
        "packages",
    }
)


def show(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Answer with one view of the book."""
    if args.view in _OF_SOMEONE and args.subject is None:
        raise UserFacingError("subject_needed", field="subject", asked=args.view)
    if args.view in _OF_NOBODY and args.subject is not None:
        raise UserFacingError("subject_unwanted", field="subject", asked=args.view, subject=args.subject)
    refuse_unwanted(args)
    with opened(args, console, environment) as book:
        if args.view == reserved_views.CONTACTS:
            document, lines = reserved_views.contacts(book, args, Passphrases(console))
        else:
            document, lines = _VIEWS[args.view](book, args)
    console.answer(document, lines)


def _groups(book: OpenBook, args: argparse.Namespace) -> Shown:
    return views.groups(book.ask(Groups(origin=origin_of(book, args, ALL))).result())


def _group(book: OpenBook, args: argparse.Namespace) -> Shown:
    return views.group(book.ask(GroupOverview(group_id=group_named(book, args.subject))).result())


def _roster(book: OpenBook, args: argparse.Namespace) -> Shown:
    return views.roster(book.ask(Roster(group_id=group_named(book, args.subject))).result())


def _participants(book: OpenBook, args: argparse.Namespace) -> Shown:
    query = Participants(
        text=args.subject or "",
        limit=max(0, args.limit),
        offset=max(0, args.offset),
        origin=origin_of(book, args, ALL),
    )
    return views.participants(book.ask(query).result())


def _participant(book: OpenBook, args: argparse.Namespace) -> Shown:
    man = book.ask(ParticipantRecord(participant_id=participant_named(book, args.subject))).result()
    return views.participant(man, book.ask(FormInUse()).result(), districts())


def _people(book: OpenBook, args: argparse.Namespace) -> Shown:
    return views.people(book.ask(People()).result())


def _venues(book: OpenBook, args: argparse.Namespace) -> Shown:
    return views.venues(book.ask(Venues()).result())


def _service(book: OpenBook, args: argparse.Namespace) -> Shown:
    return views.service(book.ask(ServiceDetails()).result(), book.ask(OwnFields()).result())


def _home(book: OpenBook, args: argparse.Namespace) -> Shown:
    meant = origin_of(book, args, ALL)
    due = book.ask(Home()).result() if meant in (OWN, ALL) else ()
    found = book.ask(ElsewhereView()).result() if meant != OWN else ()
    standing = [one for one in found if meant in (ALL, of_book(one.source.book_id))]
    return views.home(due, standing, book.circumstances.today())


def _due(book: OpenBook, args: argparse.Namespace) -> Shown:
    return views.due(book.ask(Home()).result())


def _sessions(book: OpenBook, args: argparse.Namespace) -> Shown:
    return session_views.sessions(book.ask(GroupPlan(group_id=group_named(book, args.subject))).result())


def _topics(book: OpenBook, args: argparse.Namespace) -> Shown:
    return session_views.topics(book.ask(CurriculumInUse()).result())


def _audit(book: OpenBook, args: argparse.Namespace) -> Shown:
    subject = None
    if args.subject is not None:
        subject = as_id(args.subject) or participant_named(book, args.subject)
    trail = book.ask(AuditTrail(limit=max(0, args.limit), subject_id=subject)).result()
    return views.audit(trail, book.ask(People()).result())


_VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], Shown]]] = {
    "groups": _groups,
    "group": _group,
    "roster": _roster,
    "participants": _participants,
    "participant": _participant,
    "people": _people,
    "venues": _venues,
    "service": _service,
    "home": _home,
    "due": _due,
    "sessions": _sessions,
    "directory": directory_verbs.show_directory,
    "topics": _topics,
    "audit": _audit,
    "packages": lambda book, args: package_verbs.show_packages(book),
    **log_views.VIEWS,
    **night_views.VIEWS,
    **coverage_views.VIEWS,
    **progress_views.VIEWS,
    **report_views.VIEWS,
    **instrument_view_verbs.VIEWS,
    **reserved_views.VIEWS,
    **exclusion_views.VIEWS,
    **guidance_views.VIEWS,
    **review_views.VIEWS,
    **compliance_views.VIEWS,
}
