"""A group, a man or a session named on the command line: by identifier, or by name where no other is like it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from facilitador.domain.text import fold
from facilitador.errors import UserFacingError
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.referrals import Referrals
from facilitador.use_cases.session_plans import GroupSessions

_SHOWN = 8  # names told where several fit


def given_names_and_surnames(name: str) -> tuple[str, str]:
    """A person's name in its two parts: `Apellidos, Nombres`, or the last two words as surnames."""
    surnames, comma, given = name.partition(",")
    if comma:
        return given.strip(), surnames.strip()
    parts = name.split()
    family = min(2, len(parts) - 1)
    return " ".join(parts[: len(parts) - family]), " ".join(parts[len(parts) - family :])


def as_id(text: str) -> UUID | None:
    """The identifier that a text is, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def group_named(book: OpenBook, name: str) -> UUID:
    """The group of that identifier or name; refuses with `group_unknown` or `group_ambiguous`."""
    key = as_id(name)
    if key is not None:
        return key
    lines = book.ask(Groups()).result()
    exact = [line.group for line in lines if fold(line.group.name) == fold(name)]
    found = exact or [line.group for line in lines if fold(name) and fold(name) in fold(line.group.name)]
    if len(found) == 1:
        return found[0].id
    if found:
        raise UserFacingError("group_ambiguous", name=name, names=_told(group.name for group in found))
    raise UserFacingError("group_unknown", name=name)


def session_named(book: OpenBook, name: str) -> UUID:
    """The session of that identifier, or of that number in a group: `Molle/4`; refuses with `session_unknown`."""
    key = as_id(name)
    if key is not None:
        return key
    group, _, number = name.rpartition("/")
    if group and number.strip().isdecimal():
        for session in book.ask(GroupSessions(group_id=group_named(book, group.strip()))).result():
            if session.number == int(number):
                return session.id
    raise UserFacingError("session_unknown", name=name)


def participant_named(book: OpenBook, name: str) -> UUID:
    """The man of that identifier or name; refuses with `participant_unknown` or `participant_ambiguous`."""
    key = as_id(name)
    if key is not None:
        return key
    lines = book.ask(Participants(text=name)).result() if fold(name) else ()
    exact = [line for line in lines if fold(line.full_name) == fold(name)]
    found = exact or list(lines)
    if len(found) == 1:
        return found[0].id
    if found:
        raise UserFacingError("participant_ambiguous", name=name, names=_told(line.full_name for line in found))
    raise UserFacingError("participant_unknown", name=name)


def _told(names: Iterable[str]) -> str:
    every = list(names)
    return "; ".join(every[:_SHOWN]) + ("…" if len(every) > _SHOWN else "")


def application_named(book: OpenBook, text: str) -> UUID:
    """The application meant by its id; refuses with `application_named_by_id` anything else."""
    key = as_id(text)
    if key is None:
        raise UserFacingError("application_named_by_id", field="subject")
    return key


def delivery_named(book: OpenBook, name: str) -> UUID:
    """The delivery of that identifier, or of that of its package; refuses with `not_found`."""
    key = as_id(name)
    if key is None:
        raise UserFacingError("not_found", field="subject")
    return key


def decision_named(book: OpenBook, text: str) -> UUID:
    """The decision meant by its id; refuses with `decision_named_by_id` anything else."""
    key = as_id(text)
    if key is None:
        raise UserFacingError("decision_named_by_id", field="subject")
    return key


def referral_named(book: OpenBook, text: str) -> UUID:
    """The referral meant by its id or the code on its papers; refuses with `referral_named_by_code` anything else."""
    key = as_id(text)
    if key is not None:
        return key
    found = [
        line.referral for line in book.ask(Referrals(text=text)).result() if fold(line.referral.code) == fold(text)
    ]
    if len(found) != 1:
        raise UserFacingError("referral_named_by_code", field="subject")
    return found[0].id
