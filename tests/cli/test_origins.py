"""Whose work a view is over, as the command line says it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from facilitador.cli.origins import OVER
from tests.cli.conftest import Call


@pytest.mark.parametrize("view", sorted(OVER))
def test_a_view_is_over_this_service_or_all(call: Callable[..., Call], book_path: Path, view: str) -> None:
    own, every = (call("show", book_path, view, "--from", origin, "--json") for origin in ("own", "all"))
    assert (own.code, every.code) == (0, 0)
    assert own.document.keys() == every.document.keys()


def test_a_service_of_which_nothing_came_is_refused(call: Callable[..., Call], book_path: Path) -> None:
    refused = call("show", book_path, "groups", "--from", "Centro de Huanta", "--json")
    assert (refused.code, refused.document["error"]) == (1, "service_unknown")


def test_a_view_that_is_always_of_this_service_takes_no_other(call: Callable[..., Call], book_path: Path) -> None:
    refused = call("show", book_path, "people", "--from", "all", "--json")
    assert (refused.code, refused.document["error"]) == (1, "origin_unwanted")
