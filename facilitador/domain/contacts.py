"""Contact with a partner or relative, where it is feasible (6.4.12): his prior knowledge and her own free agreement.

All of it is reserved: sealed, outside searches, lists, duplicates, prints and whatever is about the man. Not even
whether there is a contact can be seen without opening it. Where she is staying has no field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.people import Person
from facilitador.domain.roles import Section, may_write

OPENING_LASTS: Final = timedelta(minutes=15)
"""How long what was opened may be read and changed; afterwards it is opened anew."""
PEOPLE_NEEDED: Final = 2
LINE_LIMIT: Final = 160
TEXT_LIMIT: Final = 2000


class ContactRelation(StrEnum):
    """What she is to him."""

    PARTNER = "partner"
    FORMER_PARTNER = "former_partner"
    MOTHER = "mother"
    FATHER = "father"
    CHILD = "child"
    SIBLING = "sibling"
    RELATIVE = "relative"


RELATION_LABELS: Final[Mapping[ContactRelation, str]] = {
    ContactRelation.PARTNER: "Pareja o conviviente",
    ContactRelation.FORMER_PARTNER: "Expareja",
    ContactRelation.MOTHER: "Madre",
    ContactRelation.FATHER: "Padre",
    ContactRelation.CHILD: "Hija o hijo mayor de edad",
    ContactRelation.SIBLING: "Hermana o hermano",
    ContactRelation.RELATIVE: "Otra persona de la familia",
}


@dataclass(frozen=True, slots=True)
class ContactText:
    """What is known of one contact; sealed, the man with it.

    Two dated facts, each with how it was given: he knew before (`he_knew_on`), she agreed freely (`she_agreed_on`).
    `if_another_answers`: the words to say then. `told`: what she tells; `contradicts`: it is not what he says.
    """

    participant_id: UUID
    relation: ContactRelation
    name: str
    phone: str
    safe_way: str
    safe_days: str
    safe_hours: str
    if_another_answers: str
    he_knew_on: date
    he_knew_how: str
    she_agreed_on: date
    she_agreed_how: str
    told: str = ""
    contradicts: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as it stands."""

    id: UUID
    text: ContactText
    revision: int


@dataclass(frozen=True, slots=True)
class OpeningText:
    """Whose contacts were opened and why; sealed, as is what the second person noted of an emergency."""

    participant_id: UUID
    reason: str
    countersigned: str = ""


@dataclass(frozen=True, slots=True)
class ContactOpening:
    """Contacts were opened: by whom, with whose confirmation (None: an emergency, signed by another later)."""

    id: UUID
    opened_at: datetime
    opened_by: UUID
    second_id: UUID | None
    countersigned_at: datetime | None
    countersigned_by: UUID | None
    text: OpeningText
    revision: int

    @property
    def pending(self) -> bool:
        """True while an opening in an emergency waits for another person."""
        return self.second_id is None and self.countersigned_at is None

    def lasts_until(self) -> datetime:
        """Until when it may be read."""
        return self.opened_at + OPENING_LASTS


@dataclass(frozen=True, slots=True)
class OpenedContacts:
    """What an opening shows: the contacts of one man, perhaps none."""

    opening: ContactOpening
    contacts: tuple[Contact, ...]


def confirming(people: Iterable[Person]) -> tuple[Person, ...]:
    """Who of the team may open contacts and confirm an opening: active, with access to what is reserved."""
    return tuple(
        person
        for person in people
        if person.active and person.role is not None and may_write(person.role, Section.RESERVED)
    )
