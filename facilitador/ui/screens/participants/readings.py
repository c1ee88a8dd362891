"""Several questions to the book whose answers are needed together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from facilitador.errors import UserFacingError
from facilitador.ui.book_session import BookSession
from facilitador.use_cases.requests import Query


def read_all(
    session: BookSession,
    queries: Sequence[Query[Any]],
    *,
    owner: QObject,
    done: Callable[..., None],
    failed: Callable[[UserFacingError], None] | None = None,
    again: bool = False,
) -> None:
    """Ask all of these; once every answer is there, `done` gets them in the same order. A refusal ends it."""
    answers: dict[int, Any] = {}

    def arrived(number: int, answer: Any) -> None:
        answers[number] = answer
        if len(answers) == len(queries):
            done(*(answers[each] for each in range(len(queries))))

    for number, query in enumerate(queries):
        session.read(query, owner=owner, done=partial(arrived, number), failed=failed, again=again)
