"""Groups and men that went to another service or came from one; a man's consents to go, and where he was before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.queries import packages as package_queries
from facilitador.db.tables.deliveries import deliveries, earlier_stays, moving_consents
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.packages import foreign_rows, package_roots, packages
from facilitador.db.tables.participants import participants
from facilitador.db.transaction import Transaction
from facilitador.domain.deliveries import Delivery, EarlierStay, MovingConsent, StayMark
from facilitador.domain.packages import PackageKind
from facilitador.domain.participants import ConsentMark
from facilitador.domain.taken_packages import KnownPackage, PackageWay, RootKind
from facilitador.errors import UserFacingError

_IT: Final = deliveries.c
_ALL: Final = sa.select(deliveries).join_from(deliveries, packages).order_by(packages.c.number.desc())
_STANDS: Final = (_IT.delivered_on.is_not(None), _IT.undone_on.is_(None))
_RECEIVED_MEN = (
    sa.select(package_roots.c.root_id, packages.c.id)
    .join_from(package_roots, packages)
    .join(participants, participants.c.id == package_roots.c.root_id)
    .where(
        packages.c.way == PackageWay.TAKEN,
        packages.c.kind == PackageKind.MAN,
        packages.c.undone_at.is_(None),
        package_roots.c.kind == RootKind.MAN,
        ~sa.exists().where(enrolments.c.participant_id == package_roots.c.root_id),
        ~sa.exists().where(
            foreign_rows.c.row_id == package_roots.c.root_id, foreign_rows.c.table_name == participants.name
        ),
    )
    .order_by(packages.c.number)
)


def all_deliveries(tx: Transaction) -> tuple[Delivery, ...]:
    """Every delivery that was sent or taken in, newest first."""
    known = {one.id: one for one in package_queries.all_packages(tx)}
    return tuple(_delivery(row, known[row["package_id"]]) for row in tx.connection.execute(_ALL).mappings())


def delivery(tx: Transaction, delivery_id: UUID) -> Delivery:
    """One delivery, by its key or that of its package; refuses with `not_found`."""
    found = _ALL.where(sa.or_(_IT.id == delivery_id, _IT.package_id == delivery_id))
    row = tx.connection.execute(found).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="delivery_id")
    return _delivery(row, package_queries.package(tx, row["package_id"]))


def given(tx: Transaction, book_id: UUID) -> frozenset[UUID]:
    """The groups and men that were handed over from here to that book, and not taken back."""
    return frozenset(
        subject
        for one in all_deliveries(tx)
        if one.package.way is PackageWay.SENT
        and one.book_id == book_id
        and one.delivered_on is not None
        and one.undone_on is None
        for subject in one.package.subjects
    )


def men_from(tx: Transaction, book_id: UUID) -> frozenset[UUID]:
    """The men who came from that book by themselves, and are of this one since."""
    return frozenset(
        one.package.subjects[0]
        for one in all_deliveries(tx)
        if one.package.way is PackageWay.TAKEN
        and one.package.kind is PackageKind.MAN
        and one.book_id == book_id
        and one.package.undone_at is None
    )


def given_to(tx: Transaction, book_id: UUID, subjects: Iterable[UUID]) -> bool:
    """True if one of these groups or men was handed over from here to that book, and not taken back."""
    return not given(tx, book_id).isdisjoint(subjects)


def given_places(tx: Transaction) -> dict[UUID, tuple[str, date]]:
    """By the other book, to which service and on which day something was last handed over from here."""
    statement = (
        sa.select(_IT.book_id, _IT.service_name, _IT.delivered_on)
        .join_from(deliveries, packages)
        .where(packages.c.way == PackageWay.SENT, *_STANDS)
        .order_by(_IT.delivered_on)
    )
    return {book_id: (name, on) for book_id, name, on in tx.connection.execute(statement)}


def moving_consents_of(tx: Transaction, participant_id: UUID) -> tuple[MovingConsent, ...]:
    """What a man agreed to, newest first."""
    it = moving_consents.c
    statement = sa.select(moving_consents).where(it.participant_id == participant_id)
    rows = tx.connection.execute(statement.order_by(it.given_on.desc(), it.id.desc())).mappings()
    return tuple(_consent(row) for row in rows)


def moving_consent(tx: Transaction, consent_id: UUID) -> MovingConsent:
    """One of them; refuses with `not_found`."""
    row = tx.connection.execute(sa.select(moving_consents).where(moving_consents.c.id == consent_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="consent_id")
    return _consent(row)


def earlier_stays_of(tx: Transaction, participant_id: UUID) -> tuple[EarlierStay, ...]:
    """Where a man was before, oldest first."""
    it = earlier_stays.c
    statement = sa.select(earlier_stays).where(it.participant_id == participant_id).order_by(it.since, it.id)
    return tuple(
        EarlierStay(**{**row, "marks": msgspec.convert(row["marks"], tuple[StayMark, ...])})
        for row in tx.connection.execute(statement).mappings()
    )


def received_men(tx: Transaction) -> tuple[tuple[UUID, KnownPackage], ...]:
    """The men who came from another service and are in no group yet, each with the newest package he came in."""
    newest: dict[UUID, UUID] = {row.root_id: row.id for row in tx.connection.execute(_RECEIVED_MEN)}
    return tuple((man, package_queries.package(tx, package_id)) for man, package_id in newest.items())


def _delivery(row: Any, package: KnownPackage) -> Delivery:
    kept = ("id", "book_id", "service_name", "receipt", "file_digest", "content_digest", "reserved")
    days = ("delivered_on", "received_on", "undone_on", "undone_reason", "revision")
    return Delivery(package=package, **{name: row[name] for name in (*kept, *days)})


def _consent(row: Any) -> MovingConsent:
    names = (
        *("id", "participant_id", "service_name", "given_on", "read_aloud", "witness"),
        *("guardian_name", "guardian_document", "revoked_on", "revision"),
    )
    return MovingConsent(mark=ConsentMark(row["mark"]), **{name: row[name] for name in names})
