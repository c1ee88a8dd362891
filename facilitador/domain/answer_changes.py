"""What a person rewrote in a ficha, apart from what stood there: so that two people's changes can be brought together.

A change remembers what it was made over. Laid over answers that somebody else changed meanwhile, what only one of the
two touched simply holds; where both touched the same question there is a conflict, and a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from facilitador.domain.registration_forms import Answer, Answers


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An answer before and after; None: not answered."""

    was: Answer | None
    now: Answer | None


Changes: TypeAlias = Mapping[str, AnswerChange]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question that both answered anew: what is saved in the book, and what was typed over an older answer."""

    field: str
    saved: Answer | None
    typed: Answer | None


@dataclass(frozen=True, slots=True)
class Merged:
    """Saved answers with the changes laid over them (what was typed wins), and where that hides another's answer."""

    answers: dict[str, Answer]
    conflicts: tuple[Conflict, ...]


def changes_between(before: Answers, after: Answers) -> dict[str, AnswerChange]:
    """Every answer that differs, in the order of `after`, what was emptied at the end."""
    names = dict.fromkeys([*after, *before])
    return {
        name: AnswerChange(before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    }


def merged(saved: Answers, changes: Changes) -> Merged:
    """The changes laid over what is saved now. Nobody's answer is lost unseen: each one hidden is a conflict."""
    answers = dict(saved)
    conflicts = []
    for name, change in changes.items():
        present = saved.get(name)
        if present not in (change.was, change.now):
            conflicts.append(Conflict(name, present, change.now))
        if change.now is None:
            answers.pop(name, None)
        else:
            answers[name] = change.now
    return Merged(answers, tuple(conflicts))


def as_content(changes: Changes) -> dict[str, Any]:
    """The changes as a draft keeps them."""
    return {name: [change.was, change.now] for name, change in changes.items()}


def from_content(content: Mapping[str, Any]) -> dict[str, AnswerChange]:
    """The changes that a draft kept."""
    return {name: AnswerChange(pair[0], pair[1]) for name, pair in content.items()}
