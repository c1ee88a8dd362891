"""The views of `show` about instruments and what was answered, asked of a book."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias
from uuid import UUID

from facilitador.cli import instrument_views
from facilitador.cli.names import application_named, as_id, group_named, participant_named
from facilitador.domain.applications import Purpose
from facilitador.errors import UserFacingError
from facilitador.use_cases.application_records import ApplicationDetails, Applications, MissingApplications
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.instruments import Instruments
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.profiles import Change, GroupProfile

Shown: TypeAlias = tuple[dict[str, Any], list[str]]

ENTRY_TEST: Final = "prueba_de_entrada"
"""The instrument that is meant where none is named."""


def _instruments(book: OpenBook, args: argparse.Namespace) -> Shown:
    return instrument_views.instruments(book.ask(Instruments()).result())


def _applications(book: OpenBook, args: argparse.Namespace) -> Shown:
    group = _group_or_none(book, args.subject)
    if group is None:
        man = participant_named(book, args.subject)
        return instrument_views.applications(book.ask(Applications(participant_id=man)).result(), ())
    lines = book.ask(Applications(group_id=group)).result()
    return instrument_views.applications(lines, book.ask(MissingApplications(group_id=group)).result())


def _group_or_none(book: OpenBook, name: str) -> UUID | None:
    """The group that is meant, or None if it may be a man."""
    key = as_id(name)
    if key is not None:
        return key if any(line.group.id == key for line in book.ask(Groups()).result()) else None
    try:
        return group_named(book, name)
    except UserFacingError as error:
        if error.code == "group_unknown":
            return None
        raise


def _scores(book: OpenBook, args: argparse.Namespace) -> Shown:
    key = application_named(book, args.subject)
    return instrument_views.scores(book.ask(ApplicationDetails(application_id=key)).result())


def _change(book: OpenBook, args: argparse.Namespace) -> Shown:
    man = participant_named(book, args.subject)
    query = Change(participant_id=man, instrument_id=args.instrument or ENTRY_TEST)
    return instrument_views.change(book.ask(query).result())


def _items(book: OpenBook, args: argparse.Namespace) -> Shown:
    query = GroupProfile(
        group_id=group_named(book, args.subject),
        instrument_id=args.instrument or ENTRY_TEST,
        purposes=(Purpose(args.purpose),),
    )
    return instrument_views.items(book.ask(query).result())


VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], Shown]]] = {
    "instruments": _instruments,
    "applications": _applications,
    "scores": _scores,
    "change": _change,
    "items": _items,
}
