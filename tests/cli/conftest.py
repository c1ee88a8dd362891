"""The command line called in this process, with a script that types the claves."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from facilitador.cli import main
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.demo import DEMO_PASSPHRASE, demo_book
from tests.books import PASSPHRASE, TODAY, book_path, environment, make_environment, template_books

__all__ = ["book_path", "environment", "template_books"]


@dataclass(frozen=True)
class Call:
    """What came of one call."""

    code: int
    out: str
    err: str
    prompts: tuple[str, ...]

    @property
    def document(self) -> Any:
        """The one JSON document that was printed; fails if there is anything else."""
        assert self.err == ""
        return json.loads(self.out)


@pytest.fixture
def call(environment: Environment) -> Callable[..., Call]:
    """`call("show", path, "groups", typed=[...], stdin="…")`: the clave of the template book is typed if asked once."""

    def call_main(*words: object, typed: Sequence[str] = (PASSPHRASE,), stdin: str = "") -> Call:
        out, err = io.StringIO(), io.StringIO()
        prompts: list[str] = []
        answers = iter(typed)

        def ask(prompt: str) -> str:
            prompts.append(prompt)
            return next(answers)

        code = main(
            [str(word) for word in words],
            environment=environment,
            stdin=io.StringIO(stdin),
            stdout=out,
            stderr=err,
            ask_secret=ask,
        )
        return Call(code, out.getvalue(), err.getvalue(), tuple(prompts))

    return call_main


@pytest.fixture(scope="session")
def example_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example data as a book that stays, made once; its prints are counted, nothing else in it changes."""
    folder = tmp_path_factory.mktemp("example")
    around = make_environment(folder / "app-data")
    book, _ = books.create(folder / "ejemplo", demo_book(TODAY, around.circumstances.new_id), around).result()
    book.close()
    return folder / "ejemplo"


@pytest.fixture
def on_example(call: Callable[..., Call], example_book: Path) -> Callable[..., Call]:
    """`on_example("show", "groups")`: a verb called on the book of example data."""
    return lambda verb, *words: call(verb, example_book, *words, typed=[DEMO_PASSPHRASE])


@pytest.fixture
def apply(call: Callable[..., Call], book_path: Path) -> Callable[..., Call]:
    """Apply commands to the book; the call with `--json`."""

    def apply_commands(*commands: dict[str, Any], options: Sequence[str] = ()) -> Call:
        lines = "".join(json.dumps(command, ensure_ascii=False) + "\n" for command in commands)
        return call("apply", book_path, "-", "--json", *options, stdin=lines)

    return apply_commands
