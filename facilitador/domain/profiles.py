"""Applications beside each other: one man's, and those of a group, with what can be said of the change and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from facilitador.domain.applications import GivenAnswers, Purpose
from facilitador.domain.change_measures import Alpha, Change, GroupChange, Spread, change, group_change, spread
from facilitador.domain.instruments import Instrument, Subscale
from facilitador.domain.item_answers import ItemAnswers, alpha, item_answers, to_work_on
from facilitador.domain.scoring import Scores


@dataclass(frozen=True)
class ScoredApplication:
    """A finished application with what it says, by the edition it was answered in."""

    application_id: UUID
    participant_id: UUID
    purpose: Purpose
    applied_on: date
    instrument: Instrument
    answers: GivenAnswers
    scores: Scores

    def value(self, subscale_id: str) -> float | None:
        """The value of a subscale; None where it cannot be said or this edition has no such subscale."""
        return next((score.value for score in self.scores.subscales if score.subscale == subscale_id), None)


@dataclass(frozen=True)
class SubscaleChange:
    """One subscale of one man: its value in each application, and what changed from the first to the last.

    `values` are None where nothing can be said. An application in an edition that asks this subscale otherwise counts
    as having no value: `other_edition` says that there is one.
    """

    subscale: Subscale
    values: tuple[float | None, ...]
    change: Change | None
    other_edition: bool


@dataclass(frozen=True)
class ManChange:
    """One man's applications of one instrument, oldest first, and subscale by subscale what changed.

    `instrument`: in the edition of the last application, by which the others are compared.
    """

    participant_id: UUID
    full_name: str
    instrument: Instrument
    applications: tuple[ScoredApplication, ...]
    subscales: tuple[SubscaleChange, ...]


@dataclass(frozen=True)
class ManProfile:
    """One man in a group's profile. `number`: from 1, by when he entered the group, for papers that name nobody.

    `applications`: his last of each purpose, in the order of the profile's purposes, None where there is none.
    """

    participant_id: UUID
    full_name: str
    number: int
    applications: tuple[ScoredApplication | None, ...]


@dataclass(frozen=True)
class SubscaleProfile:
    """One subscale of a group.

    `values`: by man (in the order of the profile) and purpose. `spreads`: of all men at each purpose, `n` how many they
    are. `changes`: each man's from the first purpose to the last, None where he has not both. `group`: of the men who
    have both. `alphas`: at each purpose, over everybody in the book who answered this edition (≥ 30), not the group.
    `to_work_on`: at the last purpose that anybody answered, what asks for most work first.
    """

    subscale: Subscale
    values: tuple[tuple[float | None, ...], ...]
    n: tuple[int, ...]
    spreads: tuple[Spread | None, ...]
    changes: tuple[Change | None, ...]
    group: GroupChange
    alphas: tuple[Alpha, ...]
    to_work_on: tuple[ItemAnswers, ...]


@dataclass(frozen=True)
class GroupProfileData:
    """A group's applications of one instrument at some purposes; compared are the first and the last of these.

    `items`: how each item was answered, at each purpose. `other_editions`: applications left out because they were
    answered in another edition than `instrument`.
    """

    group_id: UUID
    group_name: str
    instrument: Instrument
    purposes: tuple[Purpose, ...]
    men: tuple[ManProfile, ...]
    subscales: tuple[SubscaleProfile, ...]
    items: tuple[tuple[ItemAnswers, ...], ...]
    other_editions: int


def asks_alike(one: Instrument, other: Instrument, subscale_id: str) -> bool:
    """True if both editions reckon a subscale from the same items, asked and answered in the same words."""
    return one is other or _shape(one, subscale_id) == _shape(other, subscale_id) is not None


def _shape(instrument: Instrument, subscale_id: str) -> tuple[object, ...] | None:
    found = next((subscale for subscale in instrument.subscales if subscale.id == subscale_id), None)
    if found is None:
        return None
    items = [(instrument.item(item), instrument.scale_of(item)) for item in found.items]
    asked = tuple((item.id, item.text, item.reversed, item.correct, scale.options) for item, scale in items)
    return found.rule, found.minimum_answered, found.decimals, asked


def man_change(participant_id: UUID, full_name: str, applications: Sequence[ScoredApplication]) -> ManChange:
    """One man's applications (at least one, oldest first) compared by the edition of the last."""
    instrument = applications[-1].instrument
    subscales = tuple(_subscale_change(instrument, subscale, applications) for subscale in instrument.subscales)
    return ManChange(participant_id, full_name, instrument, tuple(applications), subscales)


def _subscale_change(
    instrument: Instrument, subscale: Subscale, applications: Sequence[ScoredApplication]
) -> SubscaleChange:
    alike = [asks_alike(instrument, one.instrument, subscale.id) for one in applications]
    values = tuple(one.value(subscale.id) if same else None for one, same in zip(applications, alike, strict=True))
    compared = [value for value, same in zip(values, alike, strict=True) if same]
    changed = change(subscale, compared[0], compared[-1]) if len(compared) > 1 else None
    return SubscaleChange(subscale, values, changed, not all(alike))


def subscale_profile(
    subscale: Subscale,
    instrument: Instrument,
    men: Sequence[ManProfile],
    everybody: Sequence[Sequence[GivenAnswers]],
) -> SubscaleProfile:
    """One subscale of a group; `everybody`: the answers of all men in the book to this edition, at each purpose."""
    values = tuple(tuple(one.value(subscale.id) if one else None for one in man.applications) for man in men)
    by_purpose = [[row[at] for row in values if row[at] is not None] for at in range(len(everybody))]
    known = [[value for value in column if value is not None] for column in by_purpose]
    several = len(everybody) > 1
    return SubscaleProfile(
        subscale=subscale,
        values=values,
        n=tuple(map(len, known)),
        spreads=tuple(spread(column) if column else None for column in known),
        changes=tuple(
            change(subscale, row[0], row[-1]) if several and man.applications[0] and man.applications[-1] else None
            for man, row in zip(men, values, strict=True)
        ),
        group=group_change([(row[0], row[-1]) for row in values] if several else []),
        alphas=tuple(alpha(instrument, subscale, answers) for answers in everybody),
        to_work_on=to_work_on(instrument, subscale, last_answers(men)),
    )


def last_answers(men: Sequence[ManProfile]) -> tuple[GivenAnswers, ...]:
    """The answers of the last purpose that anybody answered."""
    width = max((len(man.applications) for man in men), default=0)
    for at in reversed(range(width)):
        found = tuple(one.answers for man in men if (one := man.applications[at]) is not None)
        if found:
            return found
    return ()


def group_profile(
    group: tuple[UUID, str],
    instrument: Instrument,
    purposes: Sequence[Purpose],
    men: Sequence[ManProfile],
    everybody: Mapping[Purpose, Sequence[GivenAnswers]],
    other_editions: int,
) -> GroupProfileData:
    """A group's profile; every application of `men` is in the edition of `instrument`."""
    answers = [everybody.get(purpose, ()) for purpose in purposes]
    of_group = [
        [one.answers for man in men if (one := man.applications[at]) is not None] for at in range(len(purposes))
    ]
    return GroupProfileData(
        group_id=group[0],
        group_name=group[1],
        instrument=instrument,
        purposes=tuple(purposes),
        men=tuple(men),
        subscales=tuple(subscale_profile(one, instrument, men, answers) for one in instrument.subscales),
        items=tuple(item_answers(instrument, given) for given in of_group),
        other_editions=other_editions,
    )
