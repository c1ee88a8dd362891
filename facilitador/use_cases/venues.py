"""Venues and the conditions that 6.2.3 asks of them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from facilitador.db.queries import evidence as evidence_queries
from facilitador.db.queries import packages as package_queries
from facilitador.db.queries import venues as queries
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.venues import venues
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.compliance import NAMELESS, ComplianceScope, Evidence, counted, only_noted
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.roles import Section
from facilitador.domain.venues import Condition, Venue, unmet_conditions
from facilitador.reference import districts_by_code
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, own_only, writes


class VenueForm(Command, kw_only=True):
    """What is known of a venue. `conditions`: yes or no for each one that somebody looked at (6.2.3)."""

    name: str
    ubigeo: str = ""
    address: str = ""
    conditions: dict[Condition, bool] = {}
    notes: str = ""


class AddVenue(VenueForm, kw_only=True):
    """Add a place where groups meet, with yes or no for each condition looked at (6.2.3)."""

    id: UUID | None = None


class ChangeVenue(VenueForm, kw_only=True):
    """Rewrite a venue; `retired`: no longer offered for new groups."""

    venue_id: UUID
    revision: int | None = None
    retired: bool = False


class Venues(Query[tuple[Venue, ...]], kw_only=True):
    """Every venue."""


def _checked(command: VenueForm) -> dict[str, object]:
    checks = Checks()
    values: dict[str, object] = {
        "name": checks.line("name", command.name, 120, required=True),
        "ubigeo": checks.known("ubigeo", command.ubigeo, districts_by_code()),
        "address": checks.line("address", command.address, 200),
        "conditions": command.conditions,
        "notes": checks.text("notes", command.notes, 1000),
    }
    checks.refuse_if_any()
    return values


def _add_venue(tx: Transaction, command: AddVenue) -> Result:
    values = _checked(command)
    key = insert_row(tx, venues, command.id, retired=False, **values)
    return Result(key, (Change(Topic.VENUES, key),), tuple(values))


def _change_venue(tx: Transaction, command: ChangeVenue) -> Result:
    values = _checked(command)
    update_row(tx, venues, command.venue_id, command.revision, retired=command.retired, **values)
    return Result(command.venue_id, (Change(Topic.VENUES, command.venue_id),), (*values, "retired"))


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """A first place to meet in (6.2.3)."""
    if not queries.all_venues(tx):
        yield DueItem("due_first_venue", Urgency.WHENEVER, "venues")


def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """Whether the groups meet where the conditions are met (6.2.3)."""
    fitting = {venue.id for venue in queries.all_venues(tx) if not unmet_conditions(venue)}
    nameless = package_queries.nameless_groups(tx)
    every = evidence_queries.group_facts(tx, scope.group_id)
    found = [one for one in every if one.id not in nameless]
    if len(found) < len(every):
        yield only_noted("6.2.3", NAMELESS)
    if every and not found:
        return
    homeless = [one.id for one in found if one.venue_id is None]
    named, form = len(found) - len(homeless), scope.page_of("group_form", homeless[0] if homeless else None)
    met = sum(one.venue_id in fitting for one in found)
    yield counted("6.2.3", "evidence_venue_named", named, len(found), *form)
    yield counted("6.2.3", "evidence_venue_fits", met, named, "venues")


COMMANDS = (
    CommandHandler(AddVenue, _add_venue, writes(Section.GROUPS)),
    CommandHandler(ChangeVenue, _change_venue, writes(Section.GROUPS)),
)
QUERIES = (QueryHandler(Venues, lambda tx, query: queries.all_venues(tx), Section.GROUPS, origin=own_only),)
