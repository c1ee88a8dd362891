"""What would happen if a list were imported into a group, row by row, and what a person still has to decide.

Nothing here reads the book: `RosterPreview` holds all that was found out, and `settle` says what follows from the
decisions taken, as often as they change.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.duplicates import DuplicateMatch, MatchKind
from facilitador.domain.enrolments import SEATS
from facilitador.domain.participants import full_name
from facilitador.domain.registration_forms import Answer
from facilitador.domain.roster_columns import Layout
from facilitador.domain.roster_rows import RowReading
from facilitador.domain.text import fold
from facilitador.errors import Problem


class RowStatus(StrEnum):
    """Whether a row can enter."""

    READY = "ready"
    FLAGGED = "flagged"  # to be confirmed
    DUPLICATE = "duplicate"  # looks like a man of the book: to be decided
    ERROR = "error"  # to be mended in the file, or left out
    LEFT_OUT = "left_out"


class Placing(StrEnum):
    """Where a row that enters puts its man."""

    SEAT = "seat"
    WAITING = "waiting"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RowDecision:
    """What a person decided about one row.

    `confirmed`: what is flagged is right. `existing`: he is this man of the book, enrol him. `another`: whoever he
    looks like, he is another man; the same document is never another man.
    """

    confirmed: bool = False
    left_out: bool = False
    existing: UUID | None = None
    another: bool = False


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything decided about an import; rows by their number in the file."""

    waitlist: bool = False
    confirm_all: bool = False
    rows: Mapping[int, RowDecision] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as read, the men of the book it looks like (likeliest first), and which of them are in the group already.

    `matches` with the same document come first. `age_problem`: he may not be in this group for his age (6.6).
    """

    reading: RowReading
    matches: tuple[DuplicateMatch, ...] = ()
    in_group: frozenset[UUID] = frozenset()
    age_problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """A list laid beside a group and the book. `targets`: what a column may be given, in the form's order.

    `read_until`: the row where reading stopped for blank rows, or None.
    """

    group_id: UUID
    group_name: str
    source: str
    free_seats: int
    waiting: int
    layout: Layout
    targets: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    read_until: int | None = None


@dataclass(frozen=True, slots=True)
class SettledRow:
    """What happens to a row: its status, where he would be put, whom it enrols (None: a man new to the book), and why.

    `notes` holds problems, flags and reasons in the order to show, each with its field (empty: the whole row).
    """

    row: PreviewRow
    status: RowStatus
    placing: Placing
    existing: UUID | None
    notes: tuple[Problem, ...]

    @property
    def number(self) -> int:
        """The row's number in the file."""
        return self.row.reading.number


@dataclass(frozen=True, slots=True)
class Settled:
    """Every row with what happens to it."""

    rows: tuple[SettledRow, ...]

    @property
    def counts(self) -> Counter[RowStatus]:
        """How many rows stand where."""
        return Counter(row.status for row in self.rows)

    @property
    def undecided(self) -> tuple[SettledRow, ...]:
        """The rows that keep the import from being done."""
        return tuple(row for row in self.rows if row.status not in (RowStatus.READY, RowStatus.LEFT_OUT))

    @property
    def entering(self) -> tuple[SettledRow, ...]:
        """The rows that enter."""
        return tuple(row for row in self.rows if row.status is RowStatus.READY)


_NO_DECISION: Final = RowDecision()


def settle(preview: RosterPreview, decisions: Decisions) -> Settled:
    """What happens to each row under these decisions.

    Places are given in the order of the file; who finds none waits if `waitlist`, else his row is refused. Rows that
    still wait for a decision keep their place, so that deciding moves nobody.
    """
    state = _State(preview.free_seats, decisions)
    return Settled(tuple(state.settle(row) for row in preview.rows))


class _State:
    """What rows further up leave for those further down: places, documents, names, men taken from the book."""

    def __init__(self, free_seats: int, decisions: Decisions) -> None:
        self._free = free_seats
        self._decisions = decisions
        self._documents: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._existing: dict[UUID, int] = {}

    def settle(self, row: PreviewRow) -> SettledRow:
        reading = row.reading
        decision = self._decisions.rows.get(reading.number, _NO_DECISION)
        left_out = reading.left_out or (Problem("", "roster_left_out") if decision.left_out else None)
        left_out = left_out or self._in_group_already(row, decision)
        if left_out is not None:
            return SettledRow(row, RowStatus.LEFT_OUT, Placing.NONE, None, (left_out,))
        errors = self._errors(row, decision)
        if errors:
            return SettledRow(row, RowStatus.ERROR, Placing.NONE, decision.existing, errors)
        placing = self._place()
        if placing is Placing.NONE:
            note = Problem("", "roster_no_place", {"limit": SEATS})
            return SettledRow(row, RowStatus.ERROR, placing, decision.existing, (note,))
        doubts = self._doubts(row, decision)
        name = _name(reading)
        flags = () if decision.existing else (*reading.flags, *self._alike(name))
        self._remember(row, decision, name)
        confirmed = decision.confirmed or self._decisions.confirm_all
        status = RowStatus.DUPLICATE if doubts else RowStatus.FLAGGED if flags and not confirmed else RowStatus.READY
        return SettledRow(row, status, placing, decision.existing, (*doubts, *flags))

    @staticmethod
    def _in_group_already(row: PreviewRow, decision: RowDecision) -> Problem | None:
        """Lists that grow are imported again: whoever is in the group by the same document is not counted twice."""
        for match in row.matches:
            same = match.kind is MatchKind.SAME_DOCUMENT or match.id == decision.existing
            if same and match.id in row.in_group:
                return Problem("", "roster_in_group_already", {"name": match.full_name})
        return None

    def _errors(self, row: PreviewRow, decision: RowDecision) -> tuple[Problem, ...]:
        if decision.existing is not None:
            earlier = self._existing.get(decision.existing)
            known = any(match.id == decision.existing for match in row.matches)
            if not known:
                return (Problem("", "roster_not_a_match"),)
            return (Problem("", "roster_same_man_twice", {"row": earlier}),) if earlier else ()
        errors = [*row.reading.problems, *([row.age_problem] if row.age_problem else [])]
        earlier = self._documents.get(_document(row.reading))
        if earlier is not None:
            errors.append(Problem("document_number", "roster_same_document_in_file", {"row": earlier}))
        return tuple(errors)

    def _doubts(self, row: PreviewRow, decision: RowDecision) -> tuple[Problem, ...]:
        if decision.existing is not None:
            return ()
        same = [match for match in row.matches if match.kind is MatchKind.SAME_DOCUMENT]
        if same:
            return (Problem("document_number", "roster_same_document", {"name": same[0].full_name}),)
        if decision.another or not row.matches:
            return ()
        return (Problem("paternal_surname", "roster_looks_like", {"name": row.matches[0].full_name}),)

    def _alike(self, name: str) -> tuple[Problem, ...]:
        earlier = self._names.get(name)
        return (Problem("paternal_surname", "roster_same_name_in_file", {"row": earlier}),) if earlier else ()

    def _place(self) -> Placing:
        if self._free > 0:
            self._free -= 1
            return Placing.SEAT
        return Placing.WAITING if self._decisions.waitlist else Placing.NONE

    def _remember(self, row: PreviewRow, decision: RowDecision, name: str) -> None:
        number = row.reading.number
        if decision.existing is not None:
            self._existing[decision.existing] = number
        if document := _document(row.reading):
            self._documents.setdefault(document, number)
        self._names.setdefault(name, number)


def _document(reading: RowReading) -> str:
    """Kind and number of his document; empty where there is none."""
    number = reading.answers.get("document_number")
    return f"{reading.answers.get('document_kind')} {number}" if number else ""


def _name(reading: RowReading) -> str:
    """His name whatever the order of its words."""
    return " ".join(sorted(fold(full_name(reading.answers)).split()))


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What one row of an import makes: a stint, and a man where he is new (`answers`, else None).

    `number` and `name` say of whom a refusal speaks: the row of the file, and his surnames and names.
    """

    participant_id: UUID
    enrolment_id: UUID
    answers: dict[str, Answer] | None = None
    waitlist: bool = False
    number: int = 0
    name: str = ""


class ChangeSince(StrEnum):
    """What was done since an import to something that it made."""

    FICHA = "ficha"
    STINT = "stint"
    CONSENT = "consent"
    OTHER_STINT = "other_stint"
    DRAFT = "draft"
    RECORD = "record"  # something else hangs on him
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ChangedMan:
    """A man of an import and what was done since."""

    participant_id: UUID
    full_name: str
    what: tuple[ChangeSince, ...]


@dataclass(frozen=True, slots=True)
class RosterImport:
    """One import into a group: when (UTC), by whom, from which file, how many men; what keeps it from being undone."""

    id: UUID
    at: datetime
    by: UUID
    source: str
    men: int
    undone_at: datetime | None
    changed: tuple[ChangedMan, ...]
