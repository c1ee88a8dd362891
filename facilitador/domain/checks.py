"""Checks of what was typed into the fields of a command: every problem is collected, then refused at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from facilitador.domain.text import clean_line, clean_text
from facilitador.errors import InvalidInput, Problem

EARLIEST_RECORD: Final = date(2000, 1, 1)

REASON_LIMIT: Final = 500
"""Letters of a reason, wherever one is asked."""
"""No record of a group, training or stint is older; an earlier day is a slip of the keyboard."""


class Checks:
    """Cleans fields one by one and remembers what is wrong with each."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def line(self, field: str, value: str, max_length: int, *, required: bool = False) -> str:
        """One cleaned line of at most `max_length` characters."""
        return self._text(field, clean_line(value), max_length, required)

    def text(self, field: str, value: str, max_length: int, *, required: bool = False) -> str:
        """Cleaned text of several lines, at most `max_length` characters."""
        return self._text(field, clean_text(value), max_length, required)

    def known(self, field: str, value: str, codes: Collection[str], *, required: bool = False) -> str:
        """One of these codes, or nothing where it is not required."""
        if not value:
            self.need(field, not required, "field_required")
        else:
            self.need(field, value in codes, "option_unknown")
        return value

    def within(self, field: str, value: int | None, minimum: int, maximum: int) -> int | None:
        """A number between these bounds, or None."""
        self.need(
            field, value is None or minimum <= value <= maximum, "number_out_of_range", minimum=minimum, maximum=maximum
        )
        return value

    def recorded_day(self, field: str, value: date | None, today: date) -> date | None:
        """A day on which something recorded happened: not in the future, not before the records begin."""
        self.need(field, value is None or value <= today, "day_in_future")
        self.need(field, value is None or value >= EARLIEST_RECORD, "day_too_early")
        return value

    def need(self, field: str, holds: bool, code: str, **parameters: object) -> None:
        """Remember a problem of the field unless the condition holds."""
        if not holds:
            self._problems.append(Problem(field, code, parameters))

    def add(self, problem: Problem) -> None:
        """Remember a problem that another rule found."""
        self._problems.append(problem)

    def refuse_if_any(self) -> None:
        """Raise `InvalidInput` with every problem found, if there is one."""
        if self._problems:
            raise InvalidInput(self._problems)

    def _text(self, field: str, cleaned: str, max_length: int, required: bool) -> str:
        self.need(field, bool(cleaned) or not required, "field_required")
        self.need(field, len(cleaned) <= max_length, "text_too_long", maximum=max_length)
        return cleaned
