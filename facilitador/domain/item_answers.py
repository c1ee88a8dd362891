"""How a group answered each item, so that the team knows what to work on next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from facilitador.domain.change_measures import Alpha, cronbach_alpha
from facilitador.domain.instruments import Answers, Instrument, MoreIs, Subscale
from facilitador.domain.scoring import points_by_item


@dataclass(frozen=True, slots=True)
class ItemAnswers:
    """One item over some applications.

    `counts`: value and how many gave it, in the order of the scale, those nobody gave too. `share`: mean points as a
    fraction of what the item can give, from 0 to 1 (for knowledge: how many were right); None where nobody answered.
    """

    item: str
    counts: tuple[tuple[int, int], ...]
    refused: int
    unanswered: int
    share: float | None

    @property
    def answered(self) -> int:
        """How many gave an answer."""
        return sum(count for _, count in self.counts)

    @property
    def missing(self) -> int:
        """How many were asked and gave none."""
        return self.refused + self.unanswered


def item_answers(instrument: Instrument, applications: Iterable[Answers]) -> tuple[ItemAnswers, ...]:
    """How each item was answered, in the order asked."""
    everyone = tuple(applications)
    points = points_by_item(instrument)
    return tuple(_of_item(item.id, points[item.id], everyone) for item in instrument.items)


def to_work_on(instrument: Instrument, subscale: Subscale, applications: Iterable[Answers]) -> tuple[ItemAnswers, ...]:
    """The answered items of a subscale, the one that asks for most work first; ties in the order asked.

    Empty where the file does not say whether more is better or worse.
    """
    if subscale.more_is is MoreIs.NEITHER:
        return ()
    sign = 1 if subscale.more_is is MoreIs.BETTER else -1
    answered = [(one.share, one) for one in item_answers(instrument, applications) if one.share is not None]
    wanted = [(share, one) for share, one in answered if one.item in subscale.items]
    return tuple(one for _, one in sorted(wanted, key=lambda pair: sign * pair[0]))


def alpha(instrument: Instrument, subscale: Subscale, applications: Iterable[Answers]) -> Alpha:
    """Cronbach's α of a subscale over the applications in which all its items were answered."""
    points = points_by_item(instrument)
    rows = [row for answers in applications if (row := _points_row(points, subscale, answers)) is not None]
    found = cronbach_alpha(rows)
    return found if rows else Alpha(None, 0, len(subscale.items), found.not_said)


def _of_item(item_id: str, points: Mapping[int, int], applications: Sequence[Answers]) -> ItemAnswers:
    counted = Counter(answers.get(item_id) for answers in applications)
    counts = tuple((value, counted[value]) for value in points)
    answered = sum(count for _, count in counts)
    low, high = min(points.values()), max(points.values())
    total = sum((points[value] - low) * count for value, count in counts)
    unanswered = counted[None]
    return ItemAnswers(
        item=item_id,
        counts=counts,
        refused=len(applications) - answered - unanswered,
        unanswered=unanswered,
        share=total / (answered * (high - low)) if answered else None,
    )


def _points_row(
    points: Mapping[str, Mapping[int, int]], subscale: Subscale, answers: Answers
) -> tuple[int, ...] | None:
    given = [(item, answers.get(item)) for item in subscale.items]
    row = tuple(points[item][value] for item, value in given if isinstance(value, int))
    return row if len(row) == len(given) else None
