"""Packages that come: looked at before they are taken in, taken in, taken back.

What came is opened again when it is taken in, so that nothing but the file itself is believed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from facilitador.db import schema
from facilitador.db.packing import arriving, taking_in
from facilitador.db.packing.fitting import has_our_columns
from facilitador.db.packing.own_fields import new_own_fields
from facilitador.db.packing.planning import Plan
from facilitador.db.packing.rows import place
from facilitador.db.queries import packages as queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries import trusted_keys as key_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.dates import format_date
from facilitador.domain.package_merging import Side
from facilitador.domain.packages import (
    Package,
)
from facilitador.domain.roles import Section
from facilitador.domain.taken_packages import PackagePreview
from facilitador.errors import UserFacingError
from facilitador.exchange.packages import Receiver, open_package
from facilitador.use_cases.package_editions import check_editions
from facilitador.use_cases.requests import Command, CommandHandler, Notice, Query, QueryHandler, Result, writes
from facilitador.use_cases.services import form_with

_CLOCKS_DIFFER: Final = timedelta(days=1)
"""How far two clocks may differ. A package that came from the future would be the newest for as long."""

_TOUCHED: Final = (
    *(Topic.PACKAGES, Topic.PEOPLE, Topic.VENUES, Topic.DIRECTORY, Topic.GROUPS, Topic.PARTICIPANTS),
    *(Topic.ENROLMENTS, Topic.SESSIONS, Topic.ATTENDANCE, Topic.CALLS, Topic.ABSENCES, Topic.APPLICATIONS),
    *(Topic.EVALUATIONS, Topic.EXCLUSIONS, Topic.REFERRALS, Topic.CARE, Topic.HAND_OUTS, Topic.COMPLIANCE),
    *(Topic.GOALS, Topic.REVIEWS, Topic.CLOSURES, Topic.PRACTICES, Topic.PROTECTION, Topic.CONTACTS),
)


class PreviewPackage(Query[PackagePreview], kw_only=True):
    """What taking a file in would do; nothing is written. `decisions`: by the id of a conflict, whose row stays.

    Refused as `TakeIn`.
    """

    raw_text = True

    content: bytes
    decisions: dict[str, Side] = {}


class TakeIn(Command, kw_only=True):
    """Take a package in: what is newer of its groups and men is written, what is gone there goes; all or nothing.

    Refused: as `opened`; `package_damaged_inside`, `package_edition_differs`, `package_man_gone`, `package_clashes`,
    `package_claims_other_rows`, `package_conflicts_undecided` (count).
    Where the book holds all of it, a notice says so and nothing is written.
    """

    raw_text = True

    content: bytes
    decisions: dict[str, Side] = {}


class UndoPackage(Command, kw_only=True):
    """Take back a package as a whole: every row that it wrote is as it was.

    Refused: `package_not_taken`, `package_undone_already`, `package_told_anew` (service), `package_changed_since`,
    `package_undo_erased`.
    """

    package_id: UUID


def receiver(tx: Transaction) -> Receiver:
    """Who opens packages in this book today."""
    keys = key_queries.all_trusted_keys(tx)
    return Receiver(tx.package_keys, service_queries.book_id(tx), schema.VERSION, keys, tx.today)


def opened(tx: Transaction, content: bytes) -> Package:
    """The package in a file, as `exchange.packages.open_package`.

    Refused also: `package_from_future` (name, day, today), `package_older_program` (name), and as `check_editions`.
    """
    package = open_package(content, receiver(tx))
    manifest = package.manifest
    if manifest.made_at > tx.now + _CLOCKS_DIFFER:
        day, today = format_date(manifest.made_at.date()), format_date(tx.today)
        raise UserFacingError("package_from_future", name=manifest.sender.name, day=day, today=today)
    if manifest.book_version < schema.VERSION and not has_our_columns(package.rows):
        raise UserFacingError("package_older_program", name=manifest.sender.name)
    check_editions(package)
    return package


def _preview(tx: Transaction, query: PreviewPackage) -> PackagePreview:
    return preview_of(tx, package := opened(tx, query.content), arriving.plan_for(tx, package, query.decisions))


def preview_of(tx: Transaction, package: Package, made: Plan) -> PackagePreview:
    """What a plan would do, as it is shown."""
    manifest, incoming = package.manifest, made.incoming
    here = incoming.mine.get("participants", {})
    names = {key[0]: str(row[place("groups", "name")]) for key, row in incoming.listed.get("groups", {}).items()}
    return PackagePreview(
        package_id=manifest.package_id,
        kind=manifest.kind,
        service_name=manifest.sender.service_name,
        sender_name=manifest.sender.name,
        purpose=manifest.purpose,
        made_at=manifest.made_at,
        until=manifest.until,
        with_names=manifest.with_names,
        groups=tuple(sorted(names.values())),
        older=tuple(sorted(name for key, name in names.items() if key in incoming.older)),
        men=len(incoming.listed.get("participants", {})),
        gone_men=len(made.gone_men),
        left_out=len([key for key in incoming.gone if key in incoming.left_out and (key,) not in here]),
        removed_on=max((one.on for key, one in incoming.gone.items() if key not in incoming.left_out), default=None),
        tables=made.counts,
        conflicts=tuple(made.conflicts),
        dropped=manifest.dropped,
        taken=queries.stands(tx, manifest.package_id),
        clock_behind=incoming.clock_behind,
        form=form_with((*service_queries.known_own_fields(tx), *new_own_fields(made.new))),
    )


def _take_in(tx: Transaction, command: TakeIn) -> Result:
    package = opened(tx, command.content)
    key = package.manifest.package_id
    made = arriving.plan_for(tx, package, command.decisions)
    if not arriving.has_news(made):
        return Result(key, (), (), (_nothing_newer(package, made),))
    arriving.take_in_for(tx, package, command.content, made)
    return Result(key, changes_of(key), tuple(made.counts))


def _nothing_newer(package: Package, made: Plan) -> Notice:
    sender = package.manifest.sender
    if made.incoming.clock_behind:
        return Notice("package_clock_behind", {"name": sender.name, "service": sender.service_name})
    return Notice("package_nothing_newer", {"service": sender.service_name})


def _undo(tx: Transaction, command: UndoPackage) -> Result:
    taking_in.undo(tx, command.package_id)
    return Result(command.package_id, changes_of(command.package_id), ("undone_at",))


def changes_of(key: UUID) -> tuple[Change, ...]:
    """What may be another once rows of another service came or went; `key`: by what they did."""
    return tuple(Change(topic, key) for topic in _TOUCHED)


COMMANDS: Final = (
    CommandHandler(TakeIn, _take_in, writes(Section.GROUPS), listed=False, digested=False),
    CommandHandler(UndoPackage, _undo, writes(Section.GROUPS), copied_first=True),
)
QUERIES: Final = (QueryHandler(PreviewPackage, _preview, Section.SESSIONS),)
