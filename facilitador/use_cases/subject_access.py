"""Everything kept about a man, for him: the same parts, the same words and the same order for everybody.

Nothing sealed is read for it, so it cannot depend on what is sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries import subject_access as queries
from facilitador.db.transaction import Transaction
from facilitador.documents import subject_access as paper
from facilitador.documents.blocks import Document
from facilitador.domain.answers import display
from facilitador.domain.attendance import MARK_LABELS, AttendanceMark
from facilitador.domain.dates import format_date
from facilitador.domain.participants import StoredParticipant
from facilitador.domain.roles import Role, Section
from facilitador.domain.subject_access import Kept, Part, SubjectRecord, without_names
from facilitador.domain.trail_words import PAPERS, VIEWS
from facilitador.reference import districts, evaluation_factors, instruments
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler
from facilitador.use_cases.services import form_in_use
from facilitador.use_cases.subject_access_parts import TOLD, Told

FICHA: Final = "Su ficha de registro"
SEEN: Final = "Quién vio o imprimió lo suyo"
_WHO: Final[Mapping[Role | None, str]] = {
    Role.FACILITATOR: "Quien facilita",
    Role.SUPERVISOR: "Quien supervisa",
    Role.STAFF: "Apoyo administrativo",
    None: "Alguien del servicio",
}
_SEEN_VIEWS: Final = frozenset(
    ("ParticipantRecord", "EvaluationOf", "ExclusionCheckOf", "NotesOfParticipant", "ManProgressOf", "ManNumbersIn")
) | {"CareOf", "HandOutsOf", "Referrals", "RightsOf", "SubjectAccess"}
"""Only what everybody's record has: that something reserved was looked at is told to nobody."""
_SEEN_PAPERS: Final = frozenset(("ficha", "decision-letter", "referral-letter", "hand-out", "progress")) | {
    "rights-letter",
    "subject-access",
}


class SubjectAccess(Query[SubjectRecord], kw_only=True):
    """Everything kept about a man, as he may read it; that it was seen is recorded."""

    participant_id: UUID


class SubjectAccessPrint(Query[Document], kw_only=True):
    """The same on paper, numbered."""

    participant_id: UUID


class _Teller:
    """Puts what a column holds into words: codes, days, sessions, and texts without the names of others."""

    def __init__(self, tx: Transaction, man: StoredParticipant) -> None:
        self._name = man.full_name
        self._others = queries.other_names(tx, man.id)
        self._days = queries.session_days(tx, man.id)
        self._factors = {one.code: one for one in evaluation_factors().factors}
        self._instruments = {one.id: one.name for one in instruments()}
        self._special: Mapping[str, Callable[[Any, Mapping[str, Any]], str]] = {
            "factor": lambda code, row: self._factors[code].text if code in self._factors else str(code),
            "level": self._level,
            "instrument_id": lambda key, row: self._instruments.get(key, str(key)),
            "session_id": lambda key, row: format_date(self._days[key]) if key in self._days else "",
            "marks": lambda marks, row: "; ".join(map(_marked, marks)),
        }

    def kept(self, told: Told, row: Mapping[str, Any]) -> Kept:
        """One row; what it leaves empty is not named."""
        lines = ((label, self._said(told, name, row)) for name, label in told.columns.items())
        return Kept(tuple((label, said) for label, said in lines if said))

    def _said(self, told: Told, name: str, row: Mapping[str, Any]) -> str:
        value = row[name]
        if value is None or value == "":
            return ""
        if name in self._special:
            return self._special[name](value, row)
        if name in told.words:
            return told.words[name].get(str(value), str(value))
        return self._plain(value)

    def _plain(self, value: Any) -> str:
        if isinstance(value, datetime):
            return format_date(value.date())
        if isinstance(value, date):
            return format_date(value)
        if isinstance(value, Mapping):
            return "; ".join(f"{key}: {self._plain(one)}" for key, one in value.items())
        if isinstance(value, (list, tuple)):
            return "; ".join(map(self._plain, value))
        return without_names(str(value), self._name, self._others)

    def _level(self, code: Any, row: Mapping[str, Any]) -> str:
        factor = self._factors.get(row["factor"])
        return factor.level_text(code) if factor is not None else str(code)


def _marked(one: Mapping[str, str]) -> str:
    return f"{format_date(date.fromisoformat(one['on']))}: {MARK_LABELS[AttendanceMark(one['mark'])]}"


def _record(tx: Transaction, participant_id: UUID) -> SubjectRecord:
    man = participant_queries.stored(tx, participant_id)
    teller = _Teller(tx, man)
    parts = [Part(FICHA, tuple(_ficha(tx, man)))]
    for table, told in TOLD.items():
        rows = queries.rows_of(tx, table, told.columns, man.id)
        parts.append(Part(told.title, tuple(teller.kept(told, row) for row in rows)))
    parts.append(Part(SEEN, tuple(_seen(tx, man.id))))
    return SubjectRecord(man.full_name, tuple(parts))


def _ficha(tx: Transaction, man: StoredParticipant) -> Iterator[Kept]:
    form, places = form_in_use(tx), districts()
    for section in form.sections:
        lines = tuple(
            (field.label, display(field, man.answers[field.id], places))
            for field in section.fields
            if field.id in man.answers
        )
        if lines:
            yield Kept(lines)


def _seen(tx: Transaction, participant_id: UUID) -> Iterator[Kept]:
    told: dict[tuple[str, str, str], None] = {}
    for at, role, action, details in queries.looked_at(tx, participant_id, ("View", "Print")):
        what = _what(action, details)
        if what:
            told[format_date(at.date()), _WHO[role], what] = None
    for day, who, what in told:
        yield Kept((("Día", day), ("Quién", who), ("Qué", what)))


def _what(action: str, details: Mapping[str, Any]) -> str:
    view, document = str(details.get("view", "")), str(details.get("document", ""))
    if action == "View":
        return VIEWS[view] if view in _SEEN_VIEWS else ""
    return f"imprimió {PAPERS[document]}" if document in _SEEN_PAPERS else ""


def _print(tx: Transaction, query: SubjectAccessPrint) -> Document:
    record = _record(tx, query.participant_id)
    number = numbered(tx, "subject-access", query.participant_id)
    return paper.compose(record, letterhead(service_queries.service(tx)), number=number, on=tx.today)


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(
        SubjectAccess,
        lambda tx, query: _record(tx, query.participant_id),
        Section.ENROLMENTS,
        records_view_of=lambda query: query.participant_id,
    ),
    QueryHandler(SubjectAccessPrint, _print, Section.ENROLMENTS),
)
