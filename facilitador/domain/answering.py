"""A man answering by himself, one question at a time: where he is, what he answered, where back and on lead.

What he sees follows from the instrument alone. An answer changes only that it is there (6.4.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from facilitador.domain.applications import AnswerSheet, GivenAnswers, merged
from facilitador.domain.instruments import REFUSED, Answer, AnswerOption, AnswerScale, InstrumentSection, Item

REFUSED_KEY: Final = "0"
"""The key of «prefiero no responder», on screen and when a paper is typed in."""

OPTION_KEYS: Final = "123456789abcdefghijklmnopqrstuvwxyz"
"""The keys of the answers in the order shown; figures as long as they last."""


class StepKind(StrEnum):
    """What he has before him."""

    RESERVE = "reserve"  # what stays between us and what must be reported
    INTRODUCTION = "introduction"
    SECTION = "section"
    ITEM = "item"
    END = "end"


@dataclass(frozen=True, slots=True)
class Step:
    """One page: of a section its title and instructions, of an item the question; `number` of the item, from 1."""

    kind: StepKind
    section: InstrumentSection | None = None
    item: Item | None = None
    number: int = 0


@dataclass(frozen=True)
class Answering:
    """One sitting. `steps` are all his pages in order, `place` the one in sight, `resume_at` where the pages before
    the questions lead on to."""

    sheet: AnswerSheet
    steps: tuple[Step, ...]
    answers: GivenAnswers
    place: int
    resume_at: int

    @property
    def step(self) -> Step:
        """The page in sight."""
        return self.steps[self.place]

    @property
    def count(self) -> int:
        """How many questions there are."""
        return sum(len(section.items) for section in self.sheet.sections)

    @property
    def open_count(self) -> int:
        """How many questions he left open."""
        return self.count - len(self.answers)

    @property
    def can_go_back(self) -> bool:
        """False at the first page."""
        return self.place > 0

    def scale(self) -> AnswerScale:
        """The answers to the question in sight; KeyError where there is none."""
        item = self.step.item
        return scale_of(self.sheet, item.scale if item is not None else "")

    def answer(self) -> Answer:
        """What he answered to the question in sight; None if nothing, or if there is none."""
        item = self.step.item
        return self.answers.get(item.id) if item is not None else None

    def answered(self, answer: Answer) -> Answering:
        """The same page with this answer to its question; None takes it back."""
        item = self.step.item
        if item is None:
            return self
        return replace(self, answers=merged(self.answers, {item.id: answer}))

    def forward(self) -> Answering:
        """The next page; past the pages before the questions, where he paused. At the end nothing follows."""
        if self.step.kind is StepKind.INTRODUCTION:
            return replace(self, place=self.resume_at)
        return replace(self, place=min(self.place + 1, len(self.steps) - 1))

    def back(self) -> Answering:
        """The page before."""
        return replace(self, place=max(self.place - 1, 0))

    def at_first_open(self) -> Answering:
        """The first question he left open; the same page where none is."""
        for place, step in enumerate(self.steps):
            if step.item is not None and step.item.id not in self.answers:
                return replace(self, place=place)
        return self


def begin(sheet: AnswerSheet) -> Answering:
    """Begin or resume: the first page either way, for what is said there is said every time."""
    steps = _steps(sheet)
    return Answering(sheet, steps, dict(sheet.answers), 0, _resume_at(sheet, steps))


def scale_of(sheet: AnswerSheet, scale_id: str) -> AnswerScale:
    """The answers of that id; KeyError if there are none."""
    for scale in sheet.scales:
        if scale.id == scale_id:
            return scale
    raise KeyError(scale_id)


def keys_of(scale: AnswerScale) -> Mapping[str, AnswerOption]:
    """The key of each answer: `1` is the first shown, whatever its value, on screen and on paper."""
    return dict(zip(OPTION_KEYS, scale.options, strict=False))


def key_of(scale: AnswerScale, answer: Answer) -> str:
    """The key that stands for an answer; empty where nothing was answered."""
    if answer is REFUSED:
        return REFUSED_KEY
    return next((key for key, option in keys_of(scale).items() if option.value == answer), "")


def answer_of_key(scale: AnswerScale, key: str) -> Answer:
    """The answer that a key stands for; None where it stands for none."""
    if key == REFUSED_KEY:
        return REFUSED
    option = keys_of(scale).get(key.lower())
    return option.value if option is not None else None


def _steps(sheet: AnswerSheet) -> tuple[Step, ...]:
    steps = [Step(StepKind.RESERVE), Step(StepKind.INTRODUCTION)]
    number = 0
    for section in sheet.sections:
        steps.append(Step(StepKind.SECTION, section))
        for item in section.items:
            number += 1
            steps.append(Step(StepKind.ITEM, section, item, number))
    return (*steps, Step(StepKind.END))


def _resume_at(sheet: AnswerSheet, steps: tuple[Step, ...]) -> int:
    """Where he paused, or the first question after it that he did not answer; the first section if he just begins."""
    if not sheet.answers and not sheet.current_item:
        return 2
    items = [(place, step.item.id) for place, step in enumerate(steps) if step.item is not None]
    paused = next((place for place, item in items if item == sheet.current_item), items[0][0])
    return next((place for place, item in items if place >= paused and item not in sheet.answers), len(steps) - 1)
