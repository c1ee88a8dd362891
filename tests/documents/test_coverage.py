"""The numbers of a group on paper: across, every man and session, nothing told by colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from facilitador.documents import coverage, writer
from facilitador.documents.blocks import Block, Document, KeepTogether, Table
from facilitador.documents.coverage import SESSIONS_ACROSS, CoveragePaper
from tests.documents.coverage_samples import START, numbers, sessions
from tests.documents.samples import LETTERHEAD, NAMES, PRINTED_AT


def composed(of: Document) -> list[Table]:
    return [block for block in _flat(of.parts[0].blocks) if isinstance(block, Table)]


def _flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, KeepTogether):
            yield from _flat(block.blocks)
        else:
            yield block


def paper(**changes: object) -> Document:
    found = replace(numbers(NAMES), **changes)  # type: ignore[arg-type]
    return coverage.compose(CoveragePaper(LETTERHEAD, found, START))


def test_it_lies_across() -> None:
    out = BytesIO()
    writer.write(paper(), out, printed_at=PRINTED_AT)
    for page in PdfReader(out).pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        assert (round(width), round(height)) == (842, 595)


@pytest.mark.directive("6.4.8")
def test_every_man_has_a_sign_a_topic_and_how_many_he_worked() -> None:
    matrix = composed(paper())[0]
    assert [row[1:] for row in matrix.rows] == [
        (NAMES[0], "●", "●", "·", "·", "2 de 4"),
        (NAMES[1], "●", "○", "·", "·", "1 de 4"),
        (f"{NAMES[2]} (ya no está)", "‒", "◐", "·", "·", "0 de 4"),
    ]


@pytest.mark.directive("6.4.9")
def test_every_topic_of_the_group_says_its_sessions_and_its_areas() -> None:
    topics = composed(paper())[1]
    assert topics.rows[1] == (
        "2",
        "Género e identidad masculina",
        "●",
        "sesiones 2 y 3",
        "sí",
        "sí",
        "no",
    )
    assert topics.rows[2][2:] == ("·", "por venir: sesión 5", "", "", "")


def test_rates_are_told_with_their_whole_and_a_mark_has_its_sign() -> None:
    _, _, rates, by_session = composed(paper())
    assert rates.rows[1] == (
        NAMES[1],
        "0 de 2 (0 %)",
        "1 de 2 (50 %)",
        "0 de 5",
        "4 de 5",
        "1",
        "Aviso; ya no puede completar",
    )
    assert by_session.rows[1][1:6] == ("R", "○", "?", "·", "·")
    assert by_session.rows[2][1:6] == ("‒", "T", "C", "‒", "‒")


def test_forty_sessions_go_on_in_further_tables() -> None:
    forty = tuple(
        replace(sessions()[0], id=UUID(int=500 + place), number=place + 1, day=START + timedelta(weeks=place))
        for place in range(40)
    )
    tables = composed(paper(sessions=(*forty, *sessions()[:3])))[3:]
    assert [sum(bool(column.heading) for column in table.columns) - 1 for table in tables] == [16, 16, 11]
    assert SESSIONS_ACROSS == 16
