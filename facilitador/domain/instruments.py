"""What a man is asked before the first session and later (6.4.3): an instrument is data, its answers are numbers.

On his copy an instrument is "preguntas de inicio" or the like (`title`); the team knows it by its `name`. Answers are a
mapping item id -> `Answer`: the value of an option, `REFUSED` where he chose "prefiero no responder", `None` (or no
entry) where he left it open. Both count as missing and are told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeAlias

from facilitador.errors import UserFacingError

MOST_ITEMS: Final = 200
"""No instrument asks more of one man."""


class Refusal(StrEnum):
    """He was asked and preferred not to answer."""

    REFUSED = "refused"


REFUSED: Final = Refusal.REFUSED
Answer: TypeAlias = int | Refusal | None
Answers: TypeAlias = Mapping[str, Answer]


class InstrumentKind(StrEnum):
    """What an instrument is for; compliance with 6.4.3 counts the entry test only."""

    ENTRY_TEST = "entry_test"
    KNOWLEDGE = "knowledge"
    SCREENING = "screening"
    OTHER = "other"


class Component(StrEnum):
    """The six components of the multicomponent approach (5.4.8 a–f), by their codes in the curriculum."""

    COGNITIVE = "cognitive"
    EMOTIONAL = "emotional"
    COMMUNICATION = "communication"
    LIFE_HISTORY = "life_history"
    BODY_SEXUALITY = "body_sexuality"
    BEHAVIOURAL = "behavioural"


class SubscaleRule(StrEnum):
    """How the points of the answered items become one value."""

    SUM = "sum"
    MEAN = "mean"


class MoreIs(StrEnum):
    """What a higher value says."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"


class Validation(StrEnum):
    """For whom it is known that the instrument measures what it says."""

    NOT_VALIDATED = "not_validated"
    ELSEWHERE = "elsewhere"
    PERU = "peru"


class Wording(StrEnum):
    """Where the Spanish wording comes from: written for this program, compared with its source, or still to compare."""

    OWN = "own"
    CHECKED = "checked"
    TO_CHECK = "to_check"


class AgeFit(StrEnum):
    """Whether an instrument is meant for a man of some age."""

    FITS = "fits"
    OTHER_AGE = "other_age"
    AGE_UNKNOWN = "age_unknown"


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer to choose: its value (0–100) and the words he reads."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class AnswerScale:
    """The answers that items share, in the order shown."""

    id: str
    options: tuple[AnswerOption, ...]

    @property
    def values(self) -> tuple[int, ...]:
        """The values in the order shown."""
        return tuple(option.value for option in self.options)

    def label(self, value: int) -> str:
        """The words of a value; KeyError if it is none of the scale."""
        for option in self.options:
            if option.value == value:
                return option.label
        raise KeyError(value)


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `scale` names its answers.

    `reversed`: its points are lowest + highest value of the scale − the value. `correct` (knowledge): the values that
    score 1, all others 0. `topic`: number 1–13 of the topic (6.4.8) it asks about.
    """

    id: str
    text: str
    scale: str
    reversed: bool = False
    correct: tuple[int, ...] = ()
    component: Component | None = None
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class InstrumentSection:
    """A run of items with what is read before them."""

    id: str
    title: str
    instructions: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """What a value from `low` to `high`, both included, says: plain and respectful words for the team."""

    low: float
    high: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Norms:
    """Standard deviation and reliability (0–1) published for a subscale, in its own unit; what `source` names."""

    sd: float
    reliability: float
    source: str


@dataclass(frozen=True, slots=True)
class Subscale:
    """Items that become one value.

    `minimum_answered` of its items must be answered, or nothing is said; where fewer than all are, a sum is prorated
    (mean of the answered × number of items). The value is rounded half up to `decimals`.
    """

    id: str
    title: str
    items: tuple[str, ...]
    rule: SubscaleRule
    minimum_answered: int
    decimals: int = 0
    more_is: MoreIs = MoreIs.NEITHER
    ranges: tuple[ScoreRange, ...] = ()
    norms: Norms | None = None


@dataclass(frozen=True, slots=True)
class CriticalAnswer:
    """Answers that the facilitator must see at once: why, and the steps to take, in order."""

    item: str
    values: tuple[int, ...]
    reason: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """A whole instrument of one edition. An application keeps id, edition and content hash.

    `requires_named_applier`: off until the service names who applies it and acts on the result. `professions`: codes of
    the list "professions" who may apply it; none: anyone of the team. `languages`: codes of the list "languages".
    Ages in completed years, both included.
    """

    id: str
    edition: str
    kind: InstrumentKind
    title: str
    name: str
    introduction: str
    sections: tuple[InstrumentSection, ...]
    scales: tuple[AnswerScale, ...]
    subscales: tuple[Subscale, ...]
    critical: tuple[CriticalAnswer, ...] = ()
    min_age: int | None = None
    max_age: int | None = None
    requires_named_applier: bool = False
    professions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("spanish",)
    licence: str
    source: str
    source_url: str = ""
    validation: Validation = Validation.NOT_VALIDATED
    validation_note: str = ""
    wording: Wording = Wording.TO_CHECK
    wording_note: str = ""

    def __hash__(self) -> int:
        """As cheap as its name; equal instruments have equal names."""
        return hash((self.id, self.edition))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item in the order asked."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def _items_by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def _scales_by_id(self) -> Mapping[str, AnswerScale]:
        return {scale.id: scale for scale in self.scales}

    def item(self, item_id: str) -> Item:
        """The item of that id; KeyError if there is none."""
        return self._items_by_id[item_id]

    def scale_of(self, item_id: str) -> AnswerScale:
        """The answers of an item; KeyError if there is no such item."""
        return self._scales_by_id[self._items_by_id[item_id].scale]

    def subscale(self, subscale_id: str) -> Subscale:
        """The subscale of that id; KeyError if there is none."""
        for subscale in self.subscales:
            if subscale.id == subscale_id:
                return subscale
        raise KeyError(subscale_id)


def age_fit(instrument: Instrument, age: int | None) -> AgeFit:
    """Whether the instrument is meant for a man of that age in completed years; `None`: his age is not known."""
    if instrument.min_age is None and instrument.max_age is None:
        return AgeFit.FITS
    if age is None:
        return AgeFit.AGE_UNKNOWN
    young = instrument.min_age is not None and age < instrument.min_age
    old = instrument.max_age is not None and age > instrument.max_age
    return AgeFit.OTHER_AGE if young or old else AgeFit.FITS


def may_apply_to(instrument: Instrument, age: int | None) -> bool:
    """False if the instrument is known to be for another age (6.6: instruments for their age)."""
    return age_fit(instrument, age) is not AgeFit.OTHER_AGE


def require_age(instrument: Instrument, age: int | None) -> None:
    """Refuse with `instrument_for_other_age` where `may_apply_to` says no."""
    if not may_apply_to(instrument, age):
        raise UserFacingError(
            "instrument_for_other_age", field="instrument", name=instrument.name, ages=ages_in_words(instrument)
        )


def ages_in_words(instrument: Instrument) -> str:
    """For whom it is meant: "de 14 a 17 años", "desde los 18 años", "hasta los 17 años" or "cualquier edad"."""
    low, high = instrument.min_age, instrument.max_age
    if low is not None and high is not None:
        return f"de {low} a {high} años"
    if low is not None:
        return f"desde los {low} años"
    return f"hasta los {high} años" if high is not None else "cualquier edad"
