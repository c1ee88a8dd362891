"""Every table of the book is either in the map of what travels, with how, or left out with its reason."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from facilitador.db import schema
from facilitador.db.packing.guarding import SHARED
from facilitador.db.packing.rows import columns_of, pointers
from facilitador.db.packing.scope import EXCLUDED, KEPT_TEXTS, SCOPES
from facilitador.db.tables.base import metadata
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.packages import PackageKind

SHORTEST_TEXT = 60
"""Shorter columns hold codes."""

RESERVED = {"protection_matters", "protection_steps", "partner_contacts", "contact_openings"}


def test_every_table_is_decided_on_once() -> None:
    tables = set(metadata.tables)

    assert SCOPES.keys() | EXCLUDED.keys() == tables
    assert not SCOPES.keys() & EXCLUDED.keys()
    assert all(EXCLUDED.values())
    assert schema.VERSION >= 10


@pytest.mark.directive("6.4.5")
def test_what_is_reserved_and_the_trail_never_travel_by_themselves() -> None:
    assert EXCLUDED.keys() >= RESERVED | {"audit_entries", "audit_chains", "drafts", "prints", "access_reviews"}


def test_a_table_hangs_on_tables_that_travel_with_it() -> None:
    for scope in SCOPES.values():
        names = columns_of(scope.table)
        targets = {names[spot]: target for spot, target, _ in pointers(scope.table)}
        for column in scope.hangs_on:
            parent = SCOPES[targets[column]]
            assert scope.kinds - {PackageKind.REVIEW} <= parent.kinds, (scope.table, column)
        assert bool(scope.hangs_on) is not (scope.root is not None or scope.referenced), scope.table


def test_what_a_row_that_travels_cannot_be_without_travels_too() -> None:
    for scope in SCOPES.values():
        for _, target, nullable in pointers(scope.table):
            if not nullable:
                assert SCOPES[target].kinds >= scope.kinds - {PackageKind.REVIEW}, (scope.table, target)
                assert not SCOPES[target].named_only, (scope.table, target)


def test_every_text_is_emptied_without_names_or_stays_for_a_reason() -> None:
    for scope in SCOPES.values():
        if scope.table in SHARED or scope.named_only:
            continue
        decided = {*scope.texts, *(scope.documents or {}), *(scope.nameless or {}), *(scope.without or {})}
        for column in metadata.tables[scope.table].columns:
            kind = column.type
            written = isinstance(kind, Json) or (
                isinstance(kind, sa.String) and not isinstance(kind, sa.Text) and (kind.length or 0) >= SHORTEST_TEXT
            )
            if written and not isinstance(kind, Guid | UtcDateTime) and column.name not in decided:
                assert KEPT.get(f"{scope.table}.{column.name}"), f"{scope.table}.{column.name}"


KEPT = {
    **KEPT_TEXTS,
    "participants.answers": "solo quedan las respuestas de lista",
    "participants.search_text": "se vacía",
    "applications.answers": "números",
    "applications.second_answers": "números",
    "exclusion_decisions.deciders": "identificadores del equipo",
    "exclusion_decisions.causes": "códigos",
    "make_ups.topic_ids": "códigos",
    "referrals.share": "códigos",
}


def test_what_is_named_in_the_map_is_a_column() -> None:
    for scope in SCOPES.values():
        named = {*scope.texts, *(scope.documents or {}), *(scope.nameless or {}), *(scope.without or {})}
        assert named | {*scope.hangs_on, *scope.natural_key} <= set(columns_of(scope.table)), scope.table
