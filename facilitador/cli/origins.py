"""Whose work a view is over, as the command line says it: `--from own`, `--from all`, or the name of a service."""

from __future__ import annotations

import argparse
from typing import Final

from facilitador.cli.names import as_id
from facilitador.domain.origins import ALL, OWN, Origin, of_book
from facilitador.domain.text import fold
from facilitador.errors import UserFacingError
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.packages import Sources

OVER: Final = frozenset({"home", "groups", "participants", "compliance", "indicators", "review-queue"})
"""The views of `show` that may be over another service's work."""
_KNOWN: Final = {"own": OWN, "all": ALL}


def origin_of(book: OpenBook, args: argparse.Namespace, default: Origin) -> Origin:
    """Whose work is meant; refuses with `service_unknown` a service of which nothing came."""
    asked = args.origin.strip()
    if not asked:
        return default
    if asked in _KNOWN:
        return _KNOWN[asked]
    key = as_id(asked)
    for one in book.ask(Sources()).result():
        if one.book_id == key or fold(one.service_name) == fold(asked):
            return of_book(one.book_id)
    raise UserFacingError("service_unknown", field="from", name=asked)


def refuse_unwanted(args: argparse.Namespace) -> None:
    """Refuse with `origin_unwanted` where the view is always of what it names, or of this service."""
    if args.origin and args.view not in OVER:
        raise UserFacingError("origin_unwanted", field="from", asked=args.view)
