"""The service that keeps the book: who it is, what binds it, what the law lets it record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from facilitador.domain.registration_forms import FieldKind


class Binding(StrEnum):
    """How the directive reaches the service (IV)."""

    MIMP_BODY = "mimp_body"
    BOUND = "bound"
    ADHERES = "adheres"


@dataclass(frozen=True, slots=True)
class Service:
    """The service of this book.

    `criminal_data_competent`: it declared itself a public body competent for criminal data (Ley 29733, 13.8), on
    `competence_basis`. `ubigeo` is the six-digit INEI code of its district, or empty.
    """

    id: UUID
    name: str
    kind: str
    binding: Binding
    ubigeo: str
    address: str
    phone: str
    email: str
    responsible_officer: str
    criminal_data_competent: bool
    competence_basis: str
    revision: int


OWN_FIELD_KINDS: tuple[FieldKind, ...] = (
    FieldKind.TEXT,
    FieldKind.NUMBER,
    FieldKind.DATE,
    FieldKind.YES_NO,
    FieldKind.CHOICE,
)
"""The kinds that a service's own field may have."""


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field that the service added to the ficha: retired, never deleted; its kind is fixed once made.

    `sensitive` keeps it from administrative staff. Not `here`: of another service, whose men answered it; it is read
    where they did, and asked of nobody.
    """

    id: UUID
    key: str
    label: str
    kind: FieldKind
    options: tuple[str, ...]
    sensitive: bool
    retired: bool
    revision: int
    here: bool = True
