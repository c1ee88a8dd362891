"""People of invented services with their package keys, and a package from one to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from nacl.public import PrivateKey

from facilitador.db.package_keys import PackageKeys
from facilitador.domain.packages import (
    ConfirmedBy,
    Manifest,
    PackageKind,
    PackageRows,
    PublicIdentity,
    TableRows,
    TrustedKey,
)
from facilitador.exchange import packages
from facilitador.exchange.packages import Receiver

TODAY = date(2026, 11, 21)
BOOK_VERSION = 10


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with her keys."""

    keys: PackageKeys
    identity: PublicIdentity


def someone(name: str, number: int, service: str = "CEM Huanta") -> Someone:
    """A person of an invented service; the same number is the same person with the same keys."""
    keys = PackageKeys(PrivateKey(number.to_bytes(32, "big")))
    identity = PublicIdentity(UUID(int=number), name, service, UUID(int=1000 + number), keys.box_key, keys.sign_key)
    return Someone(keys, identity)


ROSA = someone("Rosa Quispe", 1)
ELENA = someone("Elena Ñahui", 2, "CAI Huamanga")
TOMAS = someone("Tomás Huamán", 3)

ROWS: PackageRows = {
    "groups": TableRows(("id", "name", "revision"), ((b"g" * 16, "Jueves", 2),)),
    "marks": TableRows(
        ("id", "group_id", "state", "note", "share"),
        tuple((bytes([n]) * 16, b"g" * 16, "present", "Llegó tarde" if n % 3 else None, n / 2) for n in range(40)),
    ),
}


def trust(of: Someone, *, withdrawn_on: date | None = None) -> TrustedKey:
    """That a person was confirmed."""
    key = UUID(int=5000 + of.identity.person_id.int)
    return TrustedKey(key, of.identity, date(2026, 10, 1), UUID(int=9), ConfirmedBy.PHONE, withdrawn_on, 1)


def manifest(sender: Someone = ROSA, *, until: date | None = None, book_version: int = BOOK_VERSION) -> Manifest:
    """What a package for supervision says of itself."""
    return Manifest(
        package_id=UUID(int=77),
        kind=PackageKind.SUPERVISION,
        sender=sender.identity,
        book_version=book_version,
        made_at=datetime(2026, 11, 20, 15, 30, tzinfo=UTC),
        purpose="Supervisión de noviembre",
        until=until,
        with_names=False,
        subjects=(UUID(bytes=b"g" * 16),),
        chain_head=b"c" * 10,
        reserved_keys={"A" * 20: b"r" * 80},
        dropped=("own_fields",),
    )


def sealed(
    sender: Someone = ROSA,
    *,
    to: Sequence[Someone] = (ELENA,),
    rows: Mapping[str, TableRows] = ROWS,
    until: date | None = None,
    book_version: int = BOOK_VERSION,
) -> bytes:
    """The bytes of a package."""
    told = manifest(sender, until=until, book_version=book_version)
    return packages.seal(told, rows, [one.identity for one in to], sender.keys)


def receiver(who: Someone = ELENA, *trusted_keys: TrustedKey, today: date = TODAY) -> Receiver:
    """Someone who opens a package, and whom her book trusts."""
    return Receiver(who.keys, who.identity.book_id, BOOK_VERSION, trusted_keys, today)
