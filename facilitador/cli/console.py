"""What the command line reads and prints: Spanish for people, one JSON document for programs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from facilitador import messages
from facilitador.errors import InvalidInput, Problem, UserFacingError

_GAP = "  "
_NOTHING_KEPT = "No se guardó nada de la lista."


@dataclass
class Console:
    """Where words come from and go to. `ask_secret` shows a prompt and reads without echo."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    ask_secret: Callable[[str], str]
    as_json: bool = False

    def answer(self, document: Mapping[str, Any], lines: Iterable[str]) -> None:
        """Print what was done: the document for a program, the lines for a person."""
        self._print_document(document) if self.as_json else self._print_lines(self.stdout, lines)

    def tell(self, text: str) -> None:
        """Say something beside the answer; a program finds it in the document."""
        if not self.as_json:
            self._print_lines(self.stderr, [text])

    def refuse(self, error: UserFacingError, *, line: int | None = None) -> None:
        """Say what was refused, why, and how to mend it. `line` (from 1) is where a list of commands says so."""
        if self.as_json:
            self._print_document(refusal_document(error, line))
            return
        told = messages.of_error(error)
        where = f"Línea {line}: " if line is not None and "line" not in error.parameters else ""
        details = [f"  - {_named(problem)}{messages.of_problem(problem).whole}" for problem in problems_of(error)]
        endings = [] if details else [told.remedy]  # what is wrong with fields has its own remedies
        endings += [_NOTHING_KEPT] if line is not None else []
        self._print_lines(self.stderr, [where + told.text, *details, *filter(None, endings)])

    def fail(self, code: str, message: str, usage: str = "") -> None:
        """Say that the line was not understood, or that something went wrong that nobody foresaw."""
        if self.as_json:
            self._print_document({"error": code, "message": message, "parameters": {}})
        else:
            self._print_lines(self.stderr, [usage, message] if usage else [message])

    def flush(self) -> None:
        """Push everything out; BrokenPipeError if nobody listens any more."""
        self.stdout.flush()
        self.stderr.flush()

    def silence(self) -> None:
        """Nobody listens any more: let nothing be written when the interpreter leaves."""
        try:
            descriptor = self.stdout.fileno()
        except (OSError, ValueError):
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)

    def _print_document(self, document: Mapping[str, Any]) -> None:
        json.dump(document, self.stdout, ensure_ascii=False, indent=2)
        self.stdout.write("\n")

    @staticmethod
    def _print_lines(stream: TextIO, lines: Iterable[str]) -> None:
        stream.writelines(f"{line}\n" for line in lines)


def problems_of(error: UserFacingError) -> tuple[Problem, ...]:
    """Every field at fault; none where the refusal is not about fields."""
    return error.problems if isinstance(error, InvalidInput) else ()


def refusal_document(error: UserFacingError, line: int | None = None) -> dict[str, Any]:
    """A refusal for a program."""
    document: dict[str, Any] = {
        "error": error.code,
        "message": messages.of_error(error).whole,
        "parameters": {name: plain(value) for name, value in error.parameters.items()},
    }
    if error.field is not None:
        document["field"] = error.field
    if problems := problems_of(error):
        document["problems"] = [
            {"field": problem.field, "code": problem.code, "message": messages.of_problem(problem).whole}
            for problem in problems
        ]
    if error.position is not None:
        document["position"] = error.position
    known_line = error.parameters.get("line", line)
    if known_line is not None:
        document["line"] = known_line
    return document


def message_document(code: str, parameters: Mapping[str, object]) -> dict[str, Any]:
    """A message for a program."""
    return {
        "code": code,
        "message": messages.message(code, parameters).whole,
        "parameters": {name: plain(value) for name, value in parameters.items()},
    }


def plain(value: object) -> Any:
    """A parameter as JSON can hold it."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows in columns as wide as they need; the last column runs free."""
    lines = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    return [_GAP.join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines]


def pairs(facts: Iterable[tuple[str, str]]) -> list[str]:
    """`label: value` under each other, values aligned; empty values are left out."""
    known = [(f"{label}:", value) for label, value in facts if value]
    width = max((len(label) for label, _ in known), default=0)
    return [f"{label.ljust(width)}{_GAP}{value}" for label, value in known]


def _named(problem: Problem) -> str:
    """The name of a field before what is wrong with it: its question where the ficha has it."""
    from facilitador.reference import registration_form  # only a refusal pays for it

    labels = {question.id: question.label for question in registration_form().fields}
    return f"«{labels.get(problem.field, problem.field)}»: "
