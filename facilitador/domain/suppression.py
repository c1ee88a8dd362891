"""Counts that can be given away: rare categories joined, small cells hidden together with others that protect them.

Row and column totals are given. A zero is a small cell too: that nobody of some age went on says so of each of them. A
cell is safe if the totals leave it more than one value. Two fillings with the same totals differ by cycles of cells
that grow and shrink by turns, none below nothing: so a hidden cell is safe exactly if such a cycle runs through it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

LEAST: Final = 5
"""No count of fewer men is given, and no total."""

JOINED: Final = "joined"
"""The code of the categories that were joined because each was rare."""

Counts: TypeAlias = tuple[tuple[int, ...], ...]
Cells: TypeAlias = tuple[tuple[int | None, ...], ...]
_Cell: TypeAlias = tuple[int, int]


def joined_categories(totals: Mapping[str, int]) -> dict[str, str] | None:
    """For each category the one it is counted under, so that every total reaches `LEAST`; None where that cannot be.

    Rare ones are joined; where all of them together are still rare, so is the smallest of the others.
    """
    if sum(totals.values()) < LEAST:
        return None
    counted = {code: count for code, count in totals.items() if count}
    rare = {code for code, count in counted.items() if count < LEAST}
    common = sorted(counted.keys() - rare, key=lambda code: (counted[code], code))
    while rare and sum(counted[code] for code in rare) < LEAST:
        rare.add(common.pop(0))
    return {code: JOINED if code in rare else code for code in counted}


def hidden(counts: Counts) -> Cells | None:
    """The table with None for what is hidden; None where nothing of it can be given but its totals.

    Every total must reach `LEAST`. The smallest cells that protect are hidden beside the small ones.
    """
    away = {(at, to) for at, row in enumerate(counts) for to, count in enumerate(row) if count < LEAST}
    while (open_cell := _recoverable(counts, away)) is not None:
        row, column = open_cell
        beside = [
            (at, to)
            for at, line in enumerate(counts)
            for to, count in enumerate(line)
            if (at == row or to == column) and (at, to) not in away
        ]
        if not beside:
            beside = [
                (at, to) for at, line in enumerate(counts) for to, count in enumerate(line) if (at, to) not in away
            ]
        if not beside:
            return None
        away.add(min(beside, key=lambda cell: (counts[cell[0]][cell[1]], cell)))
    return tuple(
        tuple(None if (at, to) in away else count for to, count in enumerate(row)) for at, row in enumerate(counts)
    )


def _recoverable(counts: Counts, away: set[_Cell]) -> _Cell | None:
    """A hidden cell that the totals leave only one value, or None."""
    return next((cell for cell in sorted(away) if not _can_differ(counts, away, cell)), None)


def _can_differ(counts: Counts, away: set[_Cell], cell: _Cell) -> bool:
    """Whether a cycle of cells that grow and shrink by turns runs through this one, either way."""
    rest = away - {cell}
    grows = _reaches(counts, rest, start=("column", cell[1]), end=("row", cell[0]))
    shrinks = counts[cell[0]][cell[1]] > 0 and _reaches(counts, rest, start=("row", cell[0]), end=("column", cell[1]))
    return grows or shrinks


def _reaches(counts: Counts, away: set[_Cell], *, start: tuple[str, int], end: tuple[str, int]) -> bool:
    """From a row to a column by a cell that grows, back by one that shrinks and is not nothing already."""
    seen, waiting = {start}, deque([start])
    while waiting:
        side, number = waiting.popleft()
        if (side, number) == end:
            return True
        for at, to in away:
            if side == "row" and at == number:
                following = ("column", to)
            elif side == "column" and to == number and counts[at][to] > 0:
                following = ("row", at)
            else:
                continue
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return False


def totals(counts: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The totals of the rows and of the columns."""
    return tuple(sum(row) for row in counts), tuple(sum(column) for column in zip(*counts, strict=True))
