"""The two kinds of error: expected refusals, which a person is told about, and everything else, which is our defect.

An expected refusal is a `UserFacingError`: a stable code with parameters. `facilitador.messages` is the one place that
turns a code into Spanish. Whatever is not a `UserFacingError` reaches one handler at the edge (window or command line).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID  # start-up: the first page refuses nothing


class UserFacingError(Exception):
    """An expected refusal: nothing was changed, and the person is told what is wrong and how to mend it.

    `code` is a stable snake_case identifier with an entry in `resources/i18n/messages/*.toml`; `parameters` fill its
    text. `field` names the form field or command field at fault, where there is one. `position` is the place (from 0)
    of the refused command in its list, set by the runner; `subject` the key of the one of many that is at fault, set by
    `about`.
    """

    position: int | None = None
    subject: UUID | None = None

    def __init__(self, code: str, /, *, field: str | None = None, **parameters: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.parameters = parameters

    def __str__(self) -> str:
        return self.code


class BookError(UserFacingError):
    """The book cannot be opened or is not what it should be (command line: exit code 3)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field of a form: the message code and its parameters."""

    field: str
    code: str
    parameters: dict[str, object] = dataclasses.field(default_factory=dict)


class InvalidInput(UserFacingError):
    """One or more fields cannot be accepted as typed; every problem is named, nothing was stored."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("invalid_input", field=self.problems[0].field, count=len(self.problems))


@contextmanager
def about(subject: UUID) -> Iterator[None]:
    """Whatever the block refuses is the fault of this one of many."""
    try:
        yield
    except UserFacingError as error:
        error.subject = subject
        raise
