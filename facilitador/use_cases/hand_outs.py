"""What men take with them (6.2.5, 6.2.6): where there is more, materials with their date, each man's plan; on paper."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from facilitador.db.queries import hand_outs as queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.evaluations import STANDING
from facilitador.db.tables.hand_outs import given_materials, replace_sources, retreat_plans
from facilitador.db.transaction import Transaction
from facilitador.documents import hand_outs as paper
from facilitador.documents.blocks import Document
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.dates import format_date
from facilitador.domain.hand_outs import (
    MOST_MEN,
    MOST_SIGNS,
    MOST_SOURCES,
    PLAN_LIMIT,
    REACH_LIMIT,
    SIGN_LIMIT,
    TITLE_LIMIT,
    HandOuts,
    InformationSource,
)
from facilitador.domain.referrals import safe_outside
from facilitador.domain.roles import Section
from facilitador.domain.services import Service
from facilitador.reference import catalogue, directory
from facilitador.use_cases.evaluations import checked_withdrawal
from facilitador.use_cases.prints import numbered
from facilitador.use_cases.referral_prints import outside_head, ways_to_ask
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, own_only, writes

_POLICE: Final = "pnp_105"
_MINISTRY: Final = "Ministerio de la Mujer y Poblaciones Vulnerables"


class SourceForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where there is more: a name (160 letters) and how to get there (200)."""

    name: str
    reach: str = ""


class SetInformationSources(Command, kw_only=True):
    """Write the service's own list of where people find more (6.2.5), up to eight; empty: the one of the program."""

    sources: tuple[SourceForm, ...]


class GiveMaterial(Command, kw_only=True):
    """Note something to read or watch that men were given (6.2.6), up to fifteen men at once."""

    participant_ids: tuple[UUID, ...]
    title: str
    given_on: date | None = None


class WithdrawMaterial(Command, kw_only=True):
    """Mark a material as noted by mistake, with a reason; it stays in sight."""

    material_id: UUID
    revision: int | None = None
    reason: str


class WriteRetreatPlan(Command, kw_only=True):
    """A man's plan for *el retiro* (6.4.10 b), in his own words; the one before stays beside it.

    `signs`: what he notices in himself, up to eight of 160 letters; `goes_to`, `calls`, `returns`: up to 500 each.
    """

    id: UUID | None = None
    participant_id: UUID
    made_on: date | None = None
    signs: tuple[str, ...] = ()
    goes_to: str = ""
    calls: str = ""
    returns: str = ""


class HandOutsOf(Query[HandOuts], kw_only=True):
    """What a man was given and his plans; that it was seen is recorded."""

    participant_id: UUID


class InformationSources(Query[tuple[InformationSource, ...]], kw_only=True):
    """Where people find more: the service's own list, or that of the program."""


class MaterialTitles(Query[tuple[str, ...]], kw_only=True):
    """The materials given so far, to be chosen again."""


class HandOutPrint(Query[Document], kw_only=True):
    """His two sheets, numbered: whom to ask and what he was given; his plan. No name stands on them."""

    participant_id: UUID


class BlankHandOutPrint(Query[Document], kw_only=True):
    """The two sheets to be filled by hand."""


def _set_sources(tx: Transaction, command: SetInformationSources) -> Result:
    checks = Checks()
    checks.need("sources", len(command.sources) <= MOST_SOURCES, "too_many_lines", maximum=MOST_SOURCES)
    kept = [
        InformationSource(
            checks.line("name", one.name, TITLE_LIMIT, required=True), checks.line("reach", one.reach, REACH_LIMIT)
        )
        for one in command.sources
    ]
    checks.refuse_if_any()
    replace_sources(tx, kept)
    service = service_queries.service(tx)
    return Result(service.id, (Change(Topic.HAND_OUTS, service.id),), ("sources",))


def _give(tx: Transaction, command: GiveMaterial) -> Result:
    men = tuple(dict.fromkeys(command.participant_ids))
    checks = Checks()
    checks.need("participant_ids", bool(men), "field_required")
    checks.need("participant_ids", len(men) <= MOST_MEN, "too_many_lines", maximum=MOST_MEN)
    title = checks.line("title", command.title, TITLE_LIMIT, required=True)
    given_on = checks.recorded_day("given_on", command.given_on or tx.today, tx.today)
    checks.refuse_if_any()
    made = [_given(tx, man, title, given_on) for man in men]
    changes = tuple(Change(Topic.HAND_OUTS, man) for man in men)
    return Result(made[0], changes, ("title", "given_on"))


def _given(tx: Transaction, man: UUID, title: str, given_on: date | None) -> UUID:
    key = participant_queries.stored(tx, man).id
    return insert_row(tx, given_materials, None, participant_id=key, title=title, given_on=given_on, **STANDING)


def _withdraw_material(tx: Transaction, command: WithdrawMaterial) -> Result:
    man, before = queries.material(tx, command.material_id)
    reason = checked_withdrawal(command.reason, before.withdrawal)
    values = {"withdrawn_on": tx.today, "withdrawn_by": tx.actor.id, "withdrawn_reason": reason}
    update_row(tx, given_materials, before.id, command.revision, **values)
    return Result(before.id, (Change(Topic.HAND_OUTS, man),), ("reason",))


def _write_plan(tx: Transaction, command: WriteRetreatPlan) -> Result:
    man = participant_queries.stored(tx, command.participant_id)
    checks = Checks()
    signs = [checks.line("signs", sign, SIGN_LIMIT) for sign in command.signs if sign.strip()]
    checks.need("signs", len(signs) <= MOST_SIGNS, "too_many_lines", maximum=MOST_SIGNS)
    values = {
        "made_on": checks.recorded_day("made_on", command.made_on or tx.today, tx.today),
        "signs": signs,
        "goes_to": checks.text("goes_to", command.goes_to, PLAN_LIMIT),
        "calls": checks.text("calls", command.calls, PLAN_LIMIT),
        "returns": checks.text("returns", command.returns, PLAN_LIMIT),
    }
    written = any(values[name] for name in ("signs", "goes_to", "calls", "returns"))
    checks.need("signs", written, "retreat_plan_empty")
    checks.refuse_if_any()
    key = insert_row(tx, retreat_plans, command.id, participant_id=man.id, **values)
    return Result(key, (Change(Topic.HAND_OUTS, man.id),), tuple(values))


def sources_in_use(tx: Transaction) -> tuple[InformationSource, ...]:
    """The service's own list of where there is more, or that of the program."""
    return queries.sources(tx) or _own_sources()


def _own_sources() -> tuple[InformationSource, ...]:
    return tuple(InformationSource(item.text, item.help) for item in catalogue("more_information").items)


def _hand_outs(tx: Transaction, query: HandOutsOf) -> HandOuts:
    man = participant_queries.stored(tx, query.participant_id)
    materials, plans = queries.materials_of(tx, man.id), queries.plans_of(tx, man.id)
    return HandOuts(man.id, man.full_name, sources_in_use(tx), materials, plans)


def _print(tx: Transaction, query: HandOutPrint) -> Document:
    held = _hand_outs(tx, HandOutsOf(participant_id=query.participant_id))
    numbered(tx, "hand-out", held.participant_id)
    given = tuple(
        f"{format_date(one.given_on)}  {safe_outside(one.title, _UNTITLED)}"
        for one in held.materials
        if one.withdrawal is None
    )
    return _sheets(service_queries.service(tx), held.sources, given, held)


_UNTITLED: Final = "Material de lectura"


def blank_hand_out(service: Service | None) -> Document:
    """The two sheets to be filled by hand; without a service, its phone and address too."""
    return _sheets(service, _own_sources(), (), None)


def _sheets(
    service: Service | None, sources: tuple[InformationSource, ...], given: tuple[str, ...], held: HandOuts | None
) -> Document:
    plan = held.plan if held is not None else None
    return paper.compose(
        paper.HandOut(
            letterhead=outside_head(service),
            ask=ways_to_ask(service),
            more=tuple(safe_outside(_whole(one), _MINISTRY) for one in sources),
            materials=given,
            signs=plan.signs if plan else (),
            goes_to=plan.goes_to if plan else "",
            calls=plan.calls if plan else "",
            returns=plan.returns if plan else "",
            numbers=_numbers(),
        )
    )


def _whole(source: InformationSource) -> str:
    return f"{source.name}: {source.reach}" if source.reach else source.name


def _numbers() -> tuple[str, ...]:
    """The police: the one number that a sheet in a pocket may bear without saying what it is about."""
    found = (line for line in directory().lines if line.code == _POLICE)
    return tuple(f"{line.name}: {' o '.join(line.numbers)}" for line in found)


COMMANDS = (
    CommandHandler(SetInformationSources, _set_sources, writes(Section.SERVICE)),
    CommandHandler(GiveMaterial, _give, writes(Section.SOCIAL)),
    CommandHandler(WithdrawMaterial, _withdraw_material, writes(Section.SOCIAL)),
    CommandHandler(WriteRetreatPlan, _write_plan, writes(Section.SOCIAL)),
)
QUERIES = (
    QueryHandler(HandOutsOf, _hand_outs, Section.SOCIAL, records_view_of=lambda query: query.participant_id),
    QueryHandler(InformationSources, lambda tx, query: sources_in_use(tx), Section.SERVICE),
    QueryHandler(MaterialTitles, lambda tx, query: queries.titles(tx), Section.SOCIAL, origin=own_only),
    QueryHandler(HandOutPrint, _print, Section.SOCIAL),
    QueryHandler(BlankHandOutPrint, lambda tx, query: blank_hand_out(service_queries.service(tx)), Section.SERVICE),
)
