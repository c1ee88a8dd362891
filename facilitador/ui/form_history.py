"""Undo and redo of a form until it is saved: states before each step, free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

V = TypeVar("V")


class FormHistory(Generic[V]):
    """Remembers the state before each step. A step is what was done in one question without leaving it."""

    def __init__(self) -> None:
        self._past: list[dict[str, V]] = []
        self._future: list[dict[str, V]] = []
        self._open_step = ""

    @property
    def can_undo(self) -> bool:
        """True if a step can be taken back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """True if an undone step can be made again."""
        return bool(self._future)

    def begin_step(self, before: Mapping[str, V], question: str = "") -> None:
        """Something is about to differ from `before`; going on in the same `question` belongs to the same step."""
        if question and question == self._open_step:
            return
        self._past.append(dict(before))
        self._future.clear()
        self._open_step = question

    def end_step(self) -> None:
        """What comes next is a step of its own."""
        self._open_step = ""

    def undo(self, now: Mapping[str, V]) -> dict[str, V] | None:
        """The state before the last step, or None if there is none."""
        return self._move(self._past, self._future, now)

    def redo(self, now: Mapping[str, V]) -> dict[str, V] | None:
        """The state after the step last undone, or None if there is none."""
        return self._move(self._future, self._past, now)

    def clear(self) -> None:
        """Nothing can be undone."""
        self._past.clear()
        self._future.clear()
        self._open_step = ""

    def _move(
        self, source: list[dict[str, V]], target: list[dict[str, V]], now: Mapping[str, V]
    ) -> dict[str, V] | None:
        self._open_step = ""
        if not source:
            return None
        target.append(dict(now))
        return source.pop()
