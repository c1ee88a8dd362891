"""The one place that turns message codes into Spanish.

Texts live in `resources/i18n/messages/<room>.toml`, one table per code:

    [group_full]
    text = "El grupo está completo: {limit} participantes ocupan sus lugares."
    remedy = "Puede anotarlo en la lista de espera."

`text` says what is wrong, `remedy` (optional) how to mend it. `{name}` is filled from the error's parameters; one that
is itself a refusal, by its text. `{count:lugar|lugares}` is the first word where the count is one, else the second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.paths import resource


@dataclass(frozen=True, slots=True)
class Message:
    """What the person reads: what is wrong, and how to mend it (may be empty)."""

    text: str
    remedy: str = ""

    @property
    def whole(self) -> str:
        """Both sentences in one line."""
        return f"{self.text} {self.remedy}".strip()


@cache
def _catalogue() -> Mapping[str, Message]:
    import tomllib  # start-up: nothing is refused before the first page is painted

    catalogue: dict[str, Message] = {}
    for file in sorted(resource("i18n", "messages").glob("*.toml")):
        for code, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if code in catalogue:
                raise ValueError(f"message {code!r} stands twice ({file.name})")
            catalogue[code] = Message(entry["text"], entry.get("remedy", ""))
    return catalogue


def codes() -> frozenset[str]:
    """Every code that has a text."""
    return frozenset(_catalogue())


def message(code: str, parameters: Mapping[str, object]) -> Message:
    """The Spanish text of a code with its parameters filled in; KeyError if the code has none (a defect)."""
    entry = _catalogue()[code]
    filled = {name: _told(value) for name, value in parameters.items()}
    return Message(entry.text.format_map(filled), entry.remedy.format_map(filled))


def of_error(error: UserFacingError) -> Message:
    """The Spanish text of an expected refusal."""
    return message(error.code, error.parameters)


def _told(value: object) -> object:
    """A parameter as it stands in a sentence; of a refusal every field at fault, or its text."""
    if isinstance(value, InvalidInput):
        return " ".join(of_problem(problem).text for problem in value.problems)
    if isinstance(value, int) and not isinstance(value, bool):
        return _Number(value)
    return of_error(value).text if isinstance(value, UserFacingError) else value


class _Number(int):
    """A number that knows the word beside it."""

    def __format__(self, spec: str) -> str:
        one, bar, several = spec.partition("|")
        if not bar:
            return int.__format__(self, spec)
        return one if self == 1 else several


def of_problem(problem: Problem) -> Message:
    """The Spanish text of one field's problem."""
    return message(problem.code, problem.parameters)
