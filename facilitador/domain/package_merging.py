"""What follows from two books holding a row each, and what both held when they last agreed: pure, three digests in.

A digest stands for the whole row; None for no row.
"""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """Whose row stays where both changed: decided by a person."""

    MINE = "mine"
    THEIRS = "theirs"


class Outcome(StrEnum):
    """What taking a package in does with a row."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    KEPT = "kept"
    GONE = "gone"
    CONFLICT = "conflict"


def settle(base: bytes | None, mine: bytes | None, theirs: bytes | None) -> Outcome:
    """What becomes of a row: `base` is what both held last, `mine` what stands here, `theirs` what the package holds.

    Who alone changed it has the word; where both did and not alike, a person decides. What the other side never had
    and does not send is mine and stays.
    """
    if mine == theirs:
        return Outcome.SAME
    if mine == base:
        return _theirs_alone(mine, theirs)
    if theirs == base:
        return Outcome.KEPT
    return Outcome.CONFLICT


def _theirs_alone(mine: bytes | None, theirs: bytes | None) -> Outcome:
    if mine is None:
        return Outcome.NEW
    return Outcome.GONE if theirs is None else Outcome.CHANGED


def decided(side: Side, mine: bytes | None, theirs: bytes | None) -> Outcome:
    """What becomes of a row in conflict once a person decided."""
    return Outcome.KEPT if side is Side.MINE else _theirs_alone(mine, theirs)
