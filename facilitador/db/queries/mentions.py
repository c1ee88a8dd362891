"""Where texts of other records name a man: every table that holds text which somebody wrote, read once.

A pattern finds in the file what may be his name, whatever its accents; the domain then reads those few texts. Which
columns hold such texts is read from what packages know of each table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import Any, Final, TypeAlias
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.packing.scope import SCOPES
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries.origins import unless_empty
from facilitador.db.schema import metadata  # once every table is there
from facilitador.db.sql_functions import has_word, place_in_file
from facilitador.db.tables.erasures import held_of_a_man, of_man
from facilitador.db.tables.participants import participant_words
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import ApplicationStatus
from facilitador.domain.mentions import Mention, MentionPlace, WrittenName, may_stand_alone, written_name
from facilitador.domain.text import spellings

_AT_ONCE: Final = 2000
"""Rows of a table with long texts that are read in one piece."""

_LONG: Final = frozenset({"sessions", "participants"})

_MARKED: Final = "aeioun"
"""Plain letters that stand in texts with marks of their own: roughly, any letter fits in their place."""

_SHORTEST: Final = 3
"""Letters of a word that is looked for by itself; a shorter one only beside another word of the name."""

_T = metadata.tables
_MAN: Any = sa.bindparam("man", type_=_T["participants"].c.id.type)
_HIS_GROUPS = sa.select(_T["enrolments"].c.group_id).where(_T["enrolments"].c.participant_id == _MAN)
_HIS_SESSIONS = sa.select(_T["sessions"].c.id).where(_T["sessions"].c.group_id.in_(_HIS_GROUPS))
_STINTS = sa.select(_T["enrolments"].c.id).where(_T["enrolments"].c.group_id.in_(_HIS_GROUPS))
_COMPANIONS = sa.select(_T["enrolments"].c.participant_id).where(_T["enrolments"].c.group_id.in_(_HIS_GROUPS))

_HIS_STINTS = sa.select(_T["enrolments"].c.id).where(_T["enrolments"].c.participant_id == _MAN)
_DIRECTLY: Final[Mapping[str, Callable[[Any], sa.ColumnElement[bool]]]] = {
    "participant_id": lambda column: column != _MAN,
    "enrolment_id": lambda column: column.not_in(_HIS_STINTS),
}
"""That a row is not his, by the column that says whose it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """A table with its texts, and what is said of a row that names him: its day, its group or its own name, what
    shows it.

    `texts`: columns read besides those that SCOPES knows. `near`: the row is of a group of his. `only`: no
    other row has any text.
    """

    kind: MentionPlace
    table: str
    opens: str
    subject: Any
    day: Any = None
    group: Any = None
    near: Any = None
    texts: tuple[str, ...] = ()
    only: Any = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns with texts."""
        scope = SCOPES.get(self.table)
        known = () if scope is None else (*scope.texts, *(scope.documents or ()))
        return tuple(dict.fromkeys((*known, *self.texts)))


def _name_of(group: Any, of: sa.Table) -> Any:
    groups = _T["groups"].alias()
    return sa.select(groups.c.name).where(groups.c.id == group).correlate(of).scalar_subquery()


def _of_session(kind: MentionPlace, table: str, *, key: str = "session_id") -> Place:
    column, sessions = _T[table].c[key], _T["sessions"].alias()

    def told(what: str) -> Any:
        return sa.select(sessions.c[what]).where(sessions.c.id == column).correlate(_T[table]).scalar_subquery()

    return Place(
        kind, table, "session", column, told("day"), _name_of(told("group_id"), _T[table]), column.in_(_HIS_SESSIONS)
    )


def _of_stint(kind: MentionPlace, table: str, day: str | None, *, key: str = "enrolment_id") -> Place:
    column, stints = _T[table].c[key], _T["enrolments"].alias()

    def told(what: str) -> Any:
        return sa.select(stints.c[what]).where(stints.c.id == column).correlate(_T[table]).scalar_subquery()

    on = None if day is None else _T[table].c[day]
    group = _name_of(told("group_id"), _T[table])
    return Place(kind, table, "participant", told("participant_id"), on, group, column.in_(_STINTS))


def _of_man(
    kind: MentionPlace, table: str, opens: str, day: str | None, *, key: str = "participant_id", shown: str = ""
) -> Place:
    column = _T[table].c[key]
    on = None if day is None else _T[table].c[day]
    return Place(kind, table, opens, _T[table].c[shown or key], on, None, column.in_(_COMPANIONS))


def _through(place: Place, table: str, key: str, day: str) -> Place:
    """What hangs on a row of that place, by `key`: told as the row is, with a day of its own."""
    above = _T[place.table]
    column = _T[table].c[key]

    def told(what: Any) -> Any:
        return (
            None if what is None else sa.select(what).where(above.c.id == column).correlate(_T[table]).scalar_subquery()
        )

    near = None if place.near is None else column.in_(sa.select(above.c.id).where(place.near))
    return Place(place.kind, table, place.opens, told(place.subject), _T[table].c[day], told(place.group), near)


def _of_group(kind: MentionPlace, table: str, opens: str, day: str | None, *, key: str = "group_id") -> Place:
    column = _T[table].c[key]
    on = None if day is None else _T[table].c[day]
    return Place(kind, table, opens, column, on, _name_of(column, _T[table]), column.in_(_HIS_GROUPS))


def _loose(kind: MentionPlace, table: str, opens: str, day: str | None, *texts: str, called: str = "") -> Place:
    on = None if day is None else _T[table].c[day]
    return Place(kind, table, opens, sa.null(), on, _T[table].c[called] if called else None, texts=texts)


def _review() -> Place:
    entries, reviews = _T["review_entries"], _T["reviews"]
    of = sa.func.coalesce(reviews.c.session_id, reviews.c.participant_id, reviews.c.decision_id)
    about = sa.select(of).where(reviews.c.id == entries.c.review_id).correlate(entries).scalar_subquery()
    return Place(MentionPlace.REVIEW, "review_entries", "review", about, entries.c.at)


_P = MentionPlace
_CARE: Final = _of_man(_P.CARE, "individual_cares", "care", "requested_on")
_REFERRAL: Final = _of_man(_P.REFERRAL, "referrals", "referral", None, shown="id")
_VOIDED = _T["applications"].c.status == ApplicationStatus.VOIDED  # why is all that is written freely of one
_APPLICATION: Final = _of_man(_P.APPLICATION, "applications", "application", "applied_on", shown="id")
_GOAL: Final = _of_group(_P.GOAL, "goals", "goals", "starts_on")

PLACES: Final[tuple[Place, ...]] = (
    _of_session(_P.SESSION, "sessions", key="id"),
    _of_session(_P.SESSION, "session_areas"),
    _of_session(_P.SESSION, "session_events"),
    _of_session(_P.AMENDMENT, "session_amendments"),
    _of_session(_P.INCIDENT, "incidents"),
    _of_session(_P.SESSION_NOTE, "session_notes"),
    _of_session(_P.DOOR, "door_refusals"),
    _of_session(_P.ABSENCE, "announced_absences"),
    _of_stint(_P.ABSENCE, "absence_steps", "taken_on"),
    _of_stint(_P.ABSENCE, "make_ups", "made_up_on"),
    _of_stint(_P.CALL, "calls", "called_on"),
    _of_stint(_P.ENROLMENT, "enrolments", None, key="id"),
    _of_stint(_P.ENROLMENT, "enrolment_events", None),
    replace(_of_man(_P.FICHA, "participants", "participant", None, key="id"), texts=("answers",)),
    _of_man(_P.FICHA, "consents", "participant", "given_on"),
    _of_man(_P.FICHA, "moving_consents", "participant", "given_on"),
    _of_man(_P.FICHA, "earlier_stays", "participant", "since"),
    _of_man(_P.EVALUATION, "evaluation_entries", "evaluation", "created_at"),
    _of_man(_P.EVALUATION, "risk_levels", "evaluation", "created_at"),
    _CARE,
    _through(_CARE, "care_notes", "care_id", "on"),
    _REFERRAL,
    _through(_REFERRAL, "referral_events", "referral_id", "on"),
    _of_man(_P.REFERRAL, "sanction_alternatives", "referrals", "noted_on"),
    _of_man(_P.EXCLUSION, "exclusion_decisions", "exclusion", "decided_on"),
    _of_man(_P.HAND_OUT, "given_materials", "hand_outs", "given_on"),
    _of_man(_P.HAND_OUT, "retreat_plans", "hand_outs", "made_on"),
    replace(_APPLICATION, only=_VOIDED),
    _through(_APPLICATION, "critical_answers", "application_id", "created_at"),
    _of_man(_P.RIGHTS, "rights_requests", "rights", "received_on"),
    _review(),
    replace(_of_group(_P.GROUP, "groups", "group", None, key="id"), texts=("name",)),
    _of_group(_P.CLOSURE, "closure_entries", "closure", "day"),
    _of_group(_P.COMPLIANCE, "compliance_statements", "compliance", "stated_on"),
    _GOAL,
    _through(_GOAL, "goal_notes", "goal_id", "noted_on"),
    _loose(_P.PRACTICE, "practices", "practices", "created_at", called="title"),
    _loose(_P.VENUE, "venues", "venues", None, called="name"),
    _loose(_P.DIRECTORY, "directory_entries", "directory", None, called="name"),
    _loose(_P.PACKAGE, "packages", "packages", "made_at", "purpose"),
    _loose(_P.PACKAGE, "deliveries", "packages", "undone_on", "undone_reason"),
    _loose(_P.HANDOVER, "handovers", "handover", "handed_on", "copies", "pending"),
)
"""Every table with texts that may name somebody."""

NOT_READ: Final = {
    "people": "los nombres del equipo",
    "trainings": "la formación del equipo",
    "trusted_keys": "los nombres de otros equipos",
    "recovery_codes": "quién guarda el código de recuperación",
    "services": "los datos del servicio",
    "information_sources": "dónde hay más información",
    "local_feasts": "las fiestas del lugar",
    "own_topics": "los temas del servicio",
    "own_fields": "las preguntas del servicio",
    "shared_fields": "por qué se comparte una pregunta",
    "retention_periods": "qué norma fija un plazo",
    "roster_imports": "el nombre de un archivo",
    "drafts": "lo que alguien escribió y no guardó es solo suyo, y no dura",
    "participant_words": "las palabras con que se busca a cada uno",
    "audit_entries": "el registro de uso, que no guarda nombres",
}
"""Tables with texts that are not looked through, and what those are."""


@dataclass(frozen=True, slots=True)
class Search:
    """Whose name is looked for: its words, and what the statements are given for it."""

    participant_id: UUID
    full_name: str
    name: WrittenName
    told: Mapping[str, Any]
    telling: int
    every: int


Piece: TypeAlias = tuple[int, int]
"""The rows that lie in the file after the first of these places and not after the second."""

_WHOLE: Final[Piece] = (0, (1 << 63) - 1)


def search_for(tx: Transaction, participant_id: UUID) -> Search:
    """What is needed to look for a man; refuses with `not_found`."""
    man = participant_queries.stored(tx, participant_id)
    surnames = (str(man.answers.get(field, "")) for field in ("paternal_surname", "maternal_surname"))
    name = written_name(surnames, str(man.answers.get("given_names", "")))
    others = sa.select(participant_words.c.word).where(
        participant_words.c.word.in_(name.surnames), participant_words.c.participant_id != man.id
    )
    shared = frozenset(tx.connection.execute(others).scalars())
    name = replace(name, alone=frozenset(one for one in name.surnames if one not in shared and may_stand_alone(one)))
    telling = [one for one in name.telling if len(name.part(one)) >= _SHORTEST]
    every = [*telling, *(one for one in name.given if one not in telling and len(name.part(one)) >= _SHORTEST)]
    told: dict[str, Any] = {"man": man.id}
    for place, word in enumerate(every):
        part = name.part(word)
        told[f"rough_{place}"] = "%" + "".join("_" if letter in _MARKED else letter for letter in part) + "%"
        told[f"exact_{place}"] = "*" + "".join(f"[{spellings(letter)}]" for letter in part) + "*"
        told[f"alone_{place}"] = int(word in name.alone)
    return Search(man.id, man.full_name, name, told, len(telling), len(every))


def filled_places(tx: Transaction) -> tuple[Place, ...]:
    """The places that hold any row: in most books many tables are empty, and asking each costs more than this."""
    filled = {name for name, holds in tx.connection.execute(_filled()) if holds}
    return tuple(place for place in PLACES if place.table in filled)


@cache
def _filled() -> sa.CompoundSelect[Any]:
    tables = dict.fromkeys(place.table for place in PLACES)
    return sa.union_all(*(sa.select(sa.literal(name), sa.exists(sa.select(_T[name]))) for name in tables))


def pieces_of(tx: Transaction, place: Place) -> Iterator[Piece]:
    """The pieces in which a table with long texts is read; another one is read whole."""
    if place.table not in _LONG:
        yield _WHOLE
        return
    table = _T[place.table]
    newest = sa.select(sa.func.max(place_in_file(table))).select_from(table)
    last = tx.connection.execute(newest).scalar_one() or 0
    yield from pairwise([*range(0, last, _AT_ONCE), last])


def mentions(tx: Transaction, search: Search, place: Place, piece: Piece) -> Iterator[Mention]:
    """What of that piece of the place names him and is not his own, by words that tell of him wherever they stand."""
    if not search.telling:
        return iter(())
    low, high = piece
    return _named(tx, search, place, _wide(place, search.telling, search.every), {"low": low, "high": high})


def near_mentions(tx: Transaction, search: Search, place: Place) -> Iterator[Mention]:
    """What of the place names him in his own groups, where one word is enough; those few rows are read whole."""
    return iter(()) if place.near is None else _named(tx, search, place, _close(place), {})


def _named(
    tx: Transaction, search: Search, place: Place, statement: sa.Select[Any], piece: Mapping[str, int]
) -> Iterator[Mention]:
    for subject, day, group, near, *texts in tx.connection.execute(statement, {**search.told, **piece}):
        said = search.name.said_in([text for one in texts for text in _texts_in(one)], near=bool(near))
        if said:
            subject_id = UUID(bytes=subject) if isinstance(subject, bytes) else subject
            yield Mention(place.kind, place.opens, subject_id, group or "", _day(day), said)


@cache
def _reading(place: Place) -> sa.Select[Any]:
    """The rows of a place that are not his own."""
    nothing, table = sa.null(), _T[place.table]
    texts = (sa.type_coerce(table.c[name], sa.Text).label(f"text_{name}") for name in place.columns)
    statement = sa.select(
        place.subject,
        nothing if place.day is None else place.day,
        nothing if place.group is None else place.group,
        sa.false() if place.near is None else place.near,
        *texts,
    )
    if place.only is not None:
        statement = statement.where(place.only)
    return statement if table not in held_of_a_man() else statement.where(_not_his(table))


def _not_his(table: sa.Table) -> sa.ColumnElement[bool]:
    """As `of_man` says it, in few words where they do."""
    through = held_of_a_man()[table]
    if not through:  # the men themselves
        his: sa.ColumnElement[bool] = table.c.id != _MAN
        return his
    if any(column.name not in _DIRECTLY for column in through):
        return table.c.id.not_in(sa.select(table.c.id).where(of_man(table, _MAN)))
    return sa.and_(*(unless_empty(column, _DIRECTLY[column.name](column)) for column in through))


@cache
def _close(place: Place) -> sa.Select[Any]:
    return _reading(place).where(place.near)


@cache
def _wide(place: Place, telling: int, every: int) -> sa.Select[Any]:
    """The rows with a telling word that only he bears, or that stands in one text with another word of his name."""
    table = _T[place.table]
    columns = [sa.type_coerce(table.c[one], sa.Text) for one in place.columns]
    may_name = sa.or_(
        *(sa.and_(one != "", sa.or_(*(_names(one, word, every) for word in range(telling)))) for one in columns)
    )
    statement = _reading(place).where(may_name)
    low, high = (sa.bindparam(edge, type_=sa.Integer) for edge in ("low", "high"))
    return statement.where(place_in_file(table) > low, place_in_file(table) <= high)


def _names(column: Any, word: int, every: int) -> sa.ColumnElement[bool]:
    others = (_has(column, other) for other in range(every) if other != word)
    alone = sa.bindparam(f"alone_{word}", type_=sa.Integer) == 1
    return sa.and_(_has(column, word), sa.or_(alone, *others))


def _has(column: Any, word: int) -> sa.ColumnElement[bool]:
    """The column holds the word, whatever capitals and marks its letters have."""
    return has_word(column, sa.bindparam(f"rough_{word}"), sa.bindparam(f"exact_{word}"))


def _texts_in(stored: Any) -> Iterator[str]:
    """The texts of a column: itself, or every one of a document."""
    if not isinstance(stored, str):
        return
    if not stored.startswith(("{", "[", '"')):
        yield stored
        return
    try:
        found = msgspec.json.decode(stored)
    except msgspec.DecodeError:
        found = stored
    yield from _leaves(found)


def _leaves(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for one in found.values():
            yield from _leaves(one)
    elif isinstance(found, list):
        for one in found:
            yield from _leaves(one)


def _day(day: Any) -> date | None:
    return day.date() if isinstance(day, datetime) else day
