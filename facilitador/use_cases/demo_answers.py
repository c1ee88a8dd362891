"""The answers of the invented men of the example data: what their own line says, the rest drawn from their profile."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any, Final

import msgspec

from facilitador.domain.dates import ADULT_AGE
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.participants import ConsentMark
from facilitador.domain.registration_forms import NO, Answer

_DAYS_OF_EVERY_MONTH: Final = 28


class Step(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """One step of a stay, so many days ago."""

    days_ago: int
    status: EnrolmentStatus
    reason: str


class Stay(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """One stay in a group: since how many days, how it begins (waiting or attending), what followed."""

    group: str
    days_ago: int
    begins: EnrolmentStatus
    steps: tuple[Step, ...] = ()


class Man(msgspec.Struct, forbid_unknown_fields=True):
    """One invented man. `names`: paternal surname, maternal surname, given names. `lacks`: questions left open."""

    names: tuple[str, str, str]
    age: int
    profile: str
    stays: tuple[Stay, ...]
    consents: bool = True
    mark: ConsentMark = ConsentMark.SIGNATURE
    lacks: tuple[str, ...] = ()
    more: dict[str, Any] = {}


class Profile(msgspec.Struct, forbid_unknown_fields=True):
    """Where men come from. `works`: occupation and situation of work."""

    mother_tongue: str
    ethnic_identity: str
    ubigeos: tuple[str, ...]
    addresses: tuple[str, ...]
    works: tuple[tuple[str, str], ...]
    other_language: str = ""


class Variety(msgspec.Struct, forbid_unknown_fields=True):
    """What varies from man to man. `entries`: way and institution; `contacts`: name and relation."""

    education: tuple[str, ...]
    marital_status: tuple[str, ...]
    insurance: tuple[str, ...]
    references: tuple[str, ...]
    safe_hours: tuple[str, ...]
    words: tuple[str, ...]
    work_hours: tuple[str, ...]
    expectations: tuple[str, ...]
    entries: tuple[tuple[str, str], ...]
    contacts: tuple[tuple[str, str], ...]
    guardians: tuple[str, ...]
    witnesses: tuple[str, ...]


def answers_of(man: Man, number: int, profile: Profile, variety: Variety, today: date, seed: str) -> dict[str, Answer]:
    """His ficha as somebody filled it: `number` (from 1) makes his document and telephones, `seed` the rest."""
    draw = Random(f"{seed} {number}")
    adult = man.age >= ADULT_AGE
    answers = _identity(man, number, today, draw)
    answers |= _contact(number, profile, variety, draw)
    answers |= _origin(profile, variety, draw)
    answers |= _adult_life(profile, variety, draw) if adult else _adolescent_life(man, number, variety)
    answers |= {"insurance": draw.choice(variety.insurance), "disability": NO, "sentence_to_serve": NO}
    answers |= man.more
    return {field: answer for field, answer in answers.items() if field not in man.lacks and answer != ""}


def guardian_of(man: Man, number: int, variety: Variety) -> tuple[str, str]:
    """Name and document of whoever consents for a minor; both empty for an adult."""
    if man.age >= ADULT_AGE:
        return "", ""
    return variety.guardians[number % len(variety.guardians)], f"9901{number:04}"


def witness_of(number: int, variety: Variety) -> str:
    """Who was there when he gave his fingerprint."""
    return variety.witnesses[number % len(variety.witnesses)]


def _birth_date(age: int, today: date, draw: Random) -> date:
    """A day that makes him exactly so many years old today."""
    month, day = draw.randint(1, 12), draw.randint(1, _DAYS_OF_EVERY_MONTH)
    still_to_come = (month, day) > (today.month, today.day)
    return date(today.year - age - still_to_come, month, day)


def _identity(man: Man, number: int, today: date, draw: Random) -> dict[str, Answer]:
    paternal, maternal, given = man.names
    return {
        "paternal_surname": paternal,
        "maternal_surname": maternal,
        "given_names": given,
        "document_kind": "dni",
        "document_number": f"9900{number:04}",
        "birth_date": _birth_date(man.age, today, draw).isoformat(),
    }


def _contact(number: int, profile: Profile, variety: Variety, draw: Random) -> dict[str, Answer]:
    contact, relation = draw.choice(variety.contacts)
    return {
        "phone": f"9000001{number:02}",
        "ubigeo": draw.choice(profile.ubigeos),
        "address": draw.choice(profile.addresses),
        "address_reference": draw.choice(variety.references),
        "safe_hours": draw.choice(variety.safe_hours),
        "words_if_other_answers": draw.choice(variety.words),
        "contact_name": contact,
        "contact_relation": relation,
        "contact_phone": f"9000002{number:02}",
    }


def _origin(profile: Profile, variety: Variety, draw: Random) -> dict[str, Answer]:
    way, institution = draw.choice(variety.entries)
    return {
        "mother_tongue": profile.mother_tongue,
        "other_language": profile.other_language,
        "needs_interpreter": NO,
        "ethnic_identity": profile.ethnic_identity,
        "way_of_entry": way,
        "referring_institution": institution,
        "previous_group": NO,
        "expectations": draw.choice(variety.expectations),
    }


def _adult_life(profile: Profile, variety: Variety, draw: Random) -> dict[str, Answer]:
    occupation, situation = draw.choice(profile.works)
    married = draw.choice(variety.marital_status)
    together = married in ("cohabiting", "married")
    children = draw.randint(0, 4)
    return {
        "education": draw.choice(variety.education),
        "reads_writes": "well",
        "work_situation": situation,
        "occupation": occupation,
        "work_hours": draw.choice(variety.work_hours),
        "marital_status": married,
        "lives_with": [*(["partner"] if together else []), *(["children"] if together and children else [])]
        or ["parents"],
        "children_count": children,
        "minors_at_home": min(children, 2) if together else 0,
        "link_with_affected": "partner",
        "lives_with_affected": "yes" if together else "no",
    }


def _adolescent_life(man: Man, number: int, variety: Variety) -> dict[str, Answer]:
    guardian, _ = guardian_of(man, number, variety)
    return {
        "guardian_name": guardian,
        "guardian_phone": f"9000003{number:02}",
        "education": "5",
        "reads_writes": "well",
        "work_situation": "student",
        "marital_status": "single",
        "lives_with": ["parents", "siblings"],
        "children_count": 0,
        "link_with_affected": "relative",
        "lives_with_affected": "yes",
    }
