"""People of the team: who they are, what they studied, how they were trained and designated (6.2.1, 6.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from facilitador.domain.roles import Role


class TrainingKind(StrEnum):
    """The three kinds of training that 6.3.1 asks for."""

    EXPERIENTIAL = "experiential"
    THEORETICAL = "theoretical"
    METHODOLOGICAL = "methodological"


@dataclass(frozen=True, slots=True)
class Training:
    """One training received: who gave it, with or without assistance of the DATPS, when and for how many hours."""

    id: UUID
    kind: TrainingKind
    provider: str
    datps_assistance: bool
    held_on: date
    hours: int


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the team. `role` is None for who works with the groups but has no access to the book."""

    id: UUID
    given_names: str
    surnames: str
    profession: str
    role: Role | None
    designation_document: str
    designated_on: date | None
    active: bool
    trainings: tuple[Training, ...]
    revision: int

    @property
    def full_name(self) -> str:
        """Given names and surnames as one reads them."""
        return f"{self.given_names} {self.surnames}".strip()


def missing_trainings(person: Person) -> tuple[TrainingKind, ...]:
    """The kinds of training of 6.3.1 that no record shows for this person."""
    received = {training.kind for training in person.trainings}
    return tuple(kind for kind in TrainingKind if kind not in received)
