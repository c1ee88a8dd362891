"""Goals of a group or of the service (6.9.1): a number to reach by a day, or something to look at by a day.

What was seen on the way is only ever added. A goal is about the work, never about one man.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.checks import Checks
from facilitador.domain.indicators import Amount, Indicator, amount_words

WORDING_LIMIT: Final = 300
SEEN_LIMIT: Final = 2000
LARGEST_TARGET: Final = 1_000_000
WHOLE: Final = 100


class GoalKind(StrEnum):
    """By a number, or by what is seen."""

    NUMBER = "number"
    QUALITY = "quality"


KIND_LABELS: Final[Mapping[GoalKind, str]] = {
    GoalKind.NUMBER: "Con un número",
    GoalKind.QUALITY: "Con lo que se observe",
}


class GoalOutcome(StrEnum):
    """How a goal ended."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not_reached"


OUTCOME_LABELS: Final[Mapping[GoalOutcome, str]] = {
    GoalOutcome.REACHED: "Se logró",
    GoalOutcome.PARTLY: "Se logró en parte",
    GoalOutcome.NOT_REACHED: "No se logró",
}


@dataclass(frozen=True, slots=True)
class GoalContent:
    """What a goal says. `indicator` is a code, empty where the team counts by itself; `target` is of its unit.

    `percent`: the target is a percentage of the indicator's whole. `looked_at`: what will be looked at, and how.
    """

    kind: GoalKind
    wording: str
    indicator: str
    target: int | None
    percent: bool
    looked_at: str
    starts_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class GoalNote:
    """What was seen on a day; `value` where it is a number."""

    id: UUID
    noted_on: date
    value: int | None
    seen: str
    by: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its notes, oldest first. `group_id` None: of the whole service."""

    id: UUID
    group_id: UUID | None
    content: GoalContent
    closed_on: date | None
    outcome: GoalOutcome | None
    outcome_seen: str
    notes: tuple[GoalNote, ...]
    revision: int

    @property
    def is_open(self) -> bool:
        """Whether it is still worked for."""
        return self.closed_on is None

    @property
    def latest(self) -> int | None:
        """The last number noted, or None."""
        return next((note.value for note in reversed(self.notes) if note.value is not None), None)


@dataclass(frozen=True, slots=True)
class GoalStanding:
    """A goal, the indicator it is measured by, and what that amounts to since the goal began."""

    goal: Goal
    indicator: Indicator | None
    amount: Amount | None


def check_content(content: GoalContent, indicators: Mapping[str, Indicator], group: bool) -> GoalContent:
    """The content cleaned; InvalidInput names whatever is missing, unknown or cannot be."""
    checks = Checks()
    wording = checks.line("wording", content.wording, WORDING_LIMIT, required=True)
    looked_at = checks.text("looked_at", content.looked_at, SEEN_LIMIT, required=content.kind is GoalKind.QUALITY)
    checks.need("due_on", content.due_on >= content.starts_on, "goal_due_before_start")
    if content.kind is GoalKind.QUALITY:
        checks.need("target", content.target is None and not content.indicator, "goal_quality_has_no_number")
    else:
        _check_number(checks, content, indicators, group)
    checks.refuse_if_any()
    return GoalContent(
        content.kind,
        wording,
        content.indicator,
        content.target,
        content.percent,
        looked_at,
        content.starts_on,
        content.due_on,
    )


def _check_number(checks: Checks, content: GoalContent, indicators: Mapping[str, Indicator], group: bool) -> None:
    fitting: Collection[str] = [code for code, one in indicators.items() if not (group and one.service_only)]
    checks.known("indicator", content.indicator, fitting)
    checks.need("target", content.target is not None, "field_required")
    checks.within("target", content.target, 0, WHOLE if content.percent else LARGEST_TARGET)
    known = indicators.get(content.indicator)
    checks.need("percent", not content.percent or known is None or known.is_share, "goal_percent_of_no_share")


def target_words(content: GoalContent, indicator: Indicator | None) -> str:
    """`80 %`, `15 varones`, `15`; empty where it has no number."""
    if content.target is None:
        return ""
    if content.percent:
        return f"{content.target} %"
    return f"{content.target} {indicator.unit}" if indicator else str(content.target)


def standing_words(standing: GoalStanding) -> str:
    """How far it is: the indicator's amount, else the last number noted; empty where neither says anything."""
    if standing.amount is not None:
        return amount_words(standing.amount)
    latest = standing.goal.latest
    return "" if latest is None else f"{latest} %" if standing.goal.content.percent else str(latest)
