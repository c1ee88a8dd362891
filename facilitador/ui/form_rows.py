"""Where the questions of a form stand, made or still to be made: what nobody sees yet costs nothing at first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from facilitador.ui.form_fields import FormPart
from facilitador.ui.widgets.field_row import FieldRow


@dataclass(slots=True)
class PartInPlace:
    """Questions under one title; until `is_revealed` they take no room and may not be made, but answer as all do."""

    holder: QWidget
    questions: FormPart
    is_made: bool = False
    is_revealed: bool = False
    is_shown: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of its questions."""
        return tuple(spec.id for spec in self.questions.fields)


class Rows(Mapping[str, FieldRow]):
    """The rows of a form by question, in reading order; who asks for one that is not made yet has it made.

    `make(name)` enters it in `made`, with all of its part.
    """

    def __init__(self, names: Sequence[str], make: Callable[[str], None]) -> None:
        self._names, self._make = tuple(names), make
        self.made: dict[str, FieldRow] = {}

    def __getitem__(self, name: str) -> FieldRow:
        if name not in self.made and name in self._names:
            self._make(name)
        return self.made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
