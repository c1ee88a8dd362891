"""A group that goes to another service, or a man who does: prepared, handed over on a day, received there.

Until it is handed over what was prepared goes on being written here; if it changed since, it is prepared anew. What was
handed over is only read here, and can be taken back with a reason as long as nobody said that it was received.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.copied_codes import BITS, in_groups, normalised, spelled
from facilitador.domain.participants import ConsentMark
from facilitador.domain.taken_packages import KnownPackage
from facilitador.domain.text import fold
from facilitador.errors import UserFacingError

RECEIPT_LENGTH: Final = 12
"""Characters of five bits of the code by which the other service says that it took the package in: three groups."""

DIGEST_BYTES: Final = 32
REASON_LIMIT: Final = 500
_SHOWN_LENGTH: Final = 20


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PREPARED = "prepared"
    DELIVERED = "delivered"
    RECEIVED = "received"
    UNDONE = "undone"


STATE_LABELS: Final[Mapping[DeliveryState, str]] = {
    DeliveryState.PREPARED: "Por entregar",
    DeliveryState.DELIVERED: "Entregado",
    DeliveryState.RECEIVED: "Entregado y recibido",
    DeliveryState.UNDONE: "Sin efecto",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery, sent or taken in with `package`.

    `book_id`: the other book. `receipt`: the code that proves that the package was taken in. `file_digest` is of the
    file, the same on both sides; `content_digest` of what the rows said when it was prepared. `reserved`: the reserved
    documents went too.
    """

    id: UUID
    package: KnownPackage
    book_id: UUID
    service_name: str
    receipt: str
    file_digest: bytes
    content_digest: bytes
    reserved: bool
    delivered_on: date | None
    received_on: date | None
    undone_on: date | None
    undone_reason: str
    revision: int

    @property
    def state(self) -> DeliveryState:
        """Where it stands."""
        if self.undone_on is not None or self.package.undone_at is not None:
            return DeliveryState.UNDONE
        if self.received_on is not None:
            return DeliveryState.RECEIVED
        return DeliveryState.PREPARED if self.delivered_on is None else DeliveryState.DELIVERED

    @property
    def receipt_groups(self) -> list[str]:
        """The code of the receipt as it is read over the phone."""
        return in_groups(self.receipt)

    @property
    def file_groups(self) -> list[str]:
        """The beginning of the digest of the file, as both papers show it."""
        return shown_digest(self.file_digest)


@dataclass(frozen=True, slots=True)
class MovingConsent:
    """A man agreed that his record goes to that service; as a consent to the ficha is given (6.4.2)."""

    id: UUID
    participant_id: UUID
    service_name: str
    given_on: date
    mark: ConsentMark
    read_aloud: bool
    witness: str
    guardian_name: str
    guardian_document: str
    revoked_on: date | None
    revision: int


@dataclass(frozen=True, slots=True)
class StayMark:
    """What stood beside a man's name on one day."""

    on: date
    mark: str


@dataclass(frozen=True, slots=True)
class EarlierStay:
    """A man's stay in a group of another service, as that service told it: nothing of anybody else who was there."""

    id: UUID
    participant_id: UUID
    service_name: str
    group_name: str
    since: date
    ended_on: date | None
    status: str
    marks: tuple[StayMark, ...]


def receipt_of(package_id: UUID, chain_head: bytes) -> str:
    """The code that only who opened the package can tell: `chain_head` travels inside it."""
    digest = hashlib.blake2b(package_id.bytes + chain_head, digest_size=DIGEST_BYTES, person=b"entrega-recibo").digest()
    return _spelled(digest, RECEIPT_LENGTH)


def is_receipt(typed: str, receipt: str) -> bool:
    """True if the code was typed, whatever its case, spaces and dashes."""
    return normalised(typed) == receipt


def digest_of_file(sealed: bytes) -> bytes:
    """The digest of a package's file (32 bytes)."""
    return hashlib.blake2b(sealed, digest_size=DIGEST_BYTES, person=b"entrega-archivo").digest()


def digest_of_content(digests: Iterable[bytes]) -> bytes:
    """One digest (32 bytes) over those of rows, in their order."""
    whole = b"".join(digests)
    return hashlib.blake2b(whole, digest_size=DIGEST_BYTES, person=b"entrega-dice").digest()


def shown_digest(digest: bytes) -> list[str]:
    """The first 100 bits of a digest: five groups of four characters."""
    return in_groups(_spelled(digest, _SHOWN_LENGTH))


def _spelled(digest: bytes, length: int) -> str:
    return spelled(int.from_bytes(digest, "big") >> (8 * len(digest) - BITS * length), length)


def may_deliver(delivery: Delivery, content_digest: bytes) -> None:
    """Refuse to hand over what was handed over or taken back, or what changed since it was prepared."""
    _expect(delivery, DeliveryState.PREPARED, "delivery_not_pending")
    if delivery.content_digest != content_digest:
        raise UserFacingError("delivery_changed_since", field="delivery_id")


def may_undo(delivery: Delivery) -> None:
    """Refuse to take back what was taken back, or what the other service said it received."""
    if delivery.state is DeliveryState.RECEIVED:
        raise UserFacingError("delivery_received", field="delivery_id", service=delivery.service_name)
    if delivery.state is DeliveryState.UNDONE:
        raise UserFacingError("delivery_undone", field="delivery_id")


def may_receive(delivery: Delivery, typed: str) -> None:
    """Refuse a receipt of what was not handed over, or a code that is not its own."""
    _expect(delivery, DeliveryState.DELIVERED, "delivery_not_delivered")
    if not is_receipt(typed, delivery.receipt):
        raise UserFacingError("delivery_receipt_differs", field="code", service=delivery.service_name)


def _expect(delivery: Delivery, state: DeliveryState, code: str) -> None:
    if delivery.state is not state:
        raise UserFacingError(code, field="delivery_id", state=STATE_LABELS[delivery.state].lower())


def agreed_to(consents: Iterable[MovingConsent], service_name: str) -> MovingConsent:
    """The newest consent in force to move to that service; refused with `moving_consent_needed` without one."""
    standing = [one for one in consents if one.revoked_on is None and fold(one.service_name) == fold(service_name)]
    if not standing:
        raise UserFacingError("moving_consent_needed", field="participant_id", service=service_name)
    return max(standing, key=lambda one: (one.given_on, one.id))
