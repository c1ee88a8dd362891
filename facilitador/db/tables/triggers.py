"""Triggers as statements that can be read again: one more condition is put before what they do."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_TRIGGER: Final = re.compile(
    r"(?P<head>CREATE TRIGGER \w+ BEFORE .*? ON (?P<table>\w+)) (?:WHEN (?P<when>.*) )?(?P<body>BEGIN SELECT .*)",
    re.DOTALL,
)


class Parts(NamedTuple):
    """A trigger taken apart; `when` is empty if it always refuses."""

    head: str
    table: str
    when: str
    body: str


def parts_of(statement: str) -> Parts:
    """The parts of a trigger; ValueError for a statement of another shape."""
    found = _TRIGGER.fullmatch(statement)
    if found is None:
        raise ValueError(f"a trigger that is not read: {statement}")
    return Parts(found["head"], found["table"], found["when"] or "", found["body"])


def only_if(statement: str, condition: str) -> str:
    """The trigger, refusing only where the condition holds as well."""
    head, _, when, body = parts_of(statement)
    return f"{head} WHEN {f'({when}) AND ' if when else ''}{condition} {body}"
