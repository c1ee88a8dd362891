"""Strips of marks: every mark is drawn, in as many lines as the width asks for, and told apart in grey."""

from __future__ import annotations

import pytest

from facilitador.documents.charts.figures import MarkCell, MarkStrip
from facilitador.documents.charts.svg import picture
from facilitador.documents.typesetting import Ink
from facilitador.domain.signs import Sign

GREY = dict.fromkeys(Ink, "#444444")


def drawn(count: int, width: float) -> tuple[str, float]:
    cells = tuple(MarkCell(str(Sign.FULL), str(number), f"{number:02}/09") for number in range(1, count + 1))
    made = picture((MarkStrip(cells),), width, GREY)
    return made.svg, made.height


@pytest.mark.parametrize("width", [120.0, 300.0, 499.0])
def test_no_mark_is_left_out_however_narrow_it_is(width: float) -> None:
    svg, height = drawn(24, width)
    assert [f">{number:02}/09<" in svg for number in range(1, 25)] == [True] * 24
    assert height > drawn(24, 900)[1]


def test_signs_differ_by_shape_and_not_by_colour() -> None:
    shapes = {sign: picture((MarkStrip((MarkCell(str(sign), "1", "09/09"),)),), 300, GREY).svg for sign in (*Sign, "T")}
    assert len(set(shapes.values())) == len(shapes)
