"""Charts: readable without colour, no label covered by another, and a picture is the very drawing of the paper."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from facilitador.documents.blocks import Block
from facilitador.documents.charts.figures import BarChart, BarLine, ChartRow, LargeQuestion, SlopeChart, SlopeLine
from facilitador.documents.charts.labels import merged, spread_out, ticks
from facilitador.documents.charts.readings import group_charts, item_chart, man_charts, subscale_chart
from facilitador.documents.charts.svg import picture
from facilitador.documents.typesetting import Ink
from facilitador.domain.applications import Purpose
from facilitador.domain.item_readings import item_groups
from tests.documents.instrument_samples import INSTRUMENT, ONCE, PROFILE, change_of, group
from tests.documents.samples import papers, pdf
from tests.use_cases.answering import CALM, TIRED

GREY = {ink: f"#{place:02x}{place:02x}{place:02x}" for place, ink in enumerate(Ink)}
SLOPES = SlopeChart(
    "Escala <uno>",
    "",
    ("Al inicio", "Al terminar"),
    0,
    3,
    (SlopeLine((1, 2), "1", "1"), SlopeLine((1, None), "2", "2"), SlopeLine((1, 2), "mediana", "mediana", strong=True)),
)


def texts(*blocks: Block, width: float = 300) -> list[str]:
    svg = ElementTree.fromstring(picture(blocks, width, GREY).svg)
    return ["".join(one.itertext()) for one in svg.iter() if one.tag.endswith("text")]


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(1, 8)), min_size=1, max_size=12),
)
def test_labels_keep_their_order_do_not_overlap_and_stay_inside(wanted: list[tuple[float, float]]) -> None:
    found = spread_out(wanted, 0, 100)

    order = sorted(range(len(wanted)), key=lambda place: wanted[place][0])
    placed = [(found[place], wanted[place][1]) for place in order]
    for (lower, below), (upper, above) in pairwise(placed):
        assert upper - lower >= (below + above) / 2 - 1e-6
    assert placed[0][0] - placed[0][1] / 2 >= -1e-6
    assert placed[-1][0] + placed[-1][1] / 2 <= 100 + 1e-6


def test_a_label_with_room_stands_where_it_belongs() -> None:
    assert spread_out([(10, 4), (50, 4)], 0, 100) == (10, 50)


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0, 3, (0, 1, 2, 3)),
        (0, 27, (0, 10, 20)),
        (0, 1, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (3, 12, (4, 6, 8, 10, 12)),
        (2, 2, (2,)),
    ],
)
def test_a_scale_is_marked_at_round_values(low: float, high: float, found: tuple[float, ...]) -> None:
    assert ticks(low, high) == found


def test_lines_that_end_at_one_value_share_a_label_and_the_median_has_its_own() -> None:
    ends = [(2.0, "1", False), (2.0, "5", False), (2.0, "mediana", True), (1.0, "3", False), (1.0, "", False)]

    assert merged(ends) == [(2.0, "1, 5", False), (2.0, "mediana", True), (1.0, "3", False)]


def test_both_ends_are_labelled_and_who_left_has_a_label_only_where_he_was() -> None:
    assert texts(ChartRow((SLOPES,), 1)) == [
        "Escala <uno>",
        "0",
        "1",
        "2",
        "3",
        "Al inicio",
        "Al terminar",
        "1, 2",
        "mediana",
        "1",
        "mediana",
    ]


def test_the_median_is_told_by_its_thickness_and_not_by_colour() -> None:
    svg = picture((ChartRow((SLOPES,), 1),), 300, dict.fromkeys(Ink, "#000000")).svg

    slanted = re.findall(
        r'<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"[^>]*stroke-width="([\d.]+)"', svg
    )
    between = {float(width) for x1, y1, x2, y2, width in slanted if x1 != x2 and y1 != y2 and float(width) > 0.8}
    assert between == {0.9, 2.2}


def test_a_bar_is_as_long_as_its_count_and_what_asks_for_work_is_dark() -> None:
    chart = BarChart(("No", "Sí"), 4, (BarLine(1, "Pregunta", (4, 2), 1, frozenset({1})),))

    svg = picture((chart,), 400, {ink: ink.name for ink in Ink}).svg

    bars = [(float(width), ink) for width, ink in re.findall(r'<rect [^>]*width="([\d.]+)"[^>]*fill="(\w+)"', svg)]
    assert [ink for _, ink in bars] == ["LINE", "ACCENT"]
    assert bars[0][0] == pytest.approx(bars[1][0] * 2, abs=0.2)
    assert texts(chart)[-5:] == ["1", "Pregunta", "4", "2", "1"]


def test_nobody_answered_and_there_is_no_bar() -> None:
    assert texts(BarChart(("No",), 0, (BarLine(1, "Pregunta", (0,), 0),)))[-1] == "–"


def test_what_is_typed_in_stands_in_the_box() -> None:
    question = LargeQuestion(12, "¿Durmió bien?", (("0", "Nada"), ("1", "Bastante"), ("", "Prefiero no responder")))

    assert texts(question)[:5] == ["12.", "¿Durmió bien?", "0", "Nada", "1"]


@given(st.integers(40, 600))
def test_no_width_is_too_small_to_be_drawn(width: int) -> None:
    question = LargeQuestion(1, "Una pregunta", (("0", "Extraordinariamente"), ("1", "Nada")))
    assert picture((question, ChartRow((SLOPES,), 1)), width, GREY).height > 0


def test_a_group_is_drawn_by_numbers_and_the_median_is_of_those_who_answered_twice() -> None:
    chart = subscale_chart(PROFILE, PROFILE.subscales[0])

    assert [line.left for line in chart.lines if not line.strong] == ["1", "2", "3", "4", "5"]
    # by hand: of the men 1 to 3, 8 12 8 before and 12 12 8 after
    assert [line.values for line in chart.lines if line.strong] == [(8, 12)]
    assert (chart.low, chart.high, chart.note) == (3, 12, "n = 4 y 4; más alto es mejor")
    assert "Nombre" not in " ".join(texts(group_charts(PROFILE)))


def test_of_two_men_there_is_no_median() -> None:
    two = group((TIRED, CALM), (CALM, CALM))
    assert not any(line.strong for line in subscale_chart(two, two.subscales[0]).lines)


def test_one_moment_is_a_column_of_points() -> None:
    chart = subscale_chart(ONCE, ONCE.subscales[0])
    assert (chart.moments, len(chart.lines)) == (("Al inicio",), 4)
    assert texts(ChartRow((chart,), 1))[-1:] != []


def test_four_moments_stand_below_each_other_in_full_width() -> None:
    four = group((TIRED, CALM, None, CALM), (CALM, CALM, CALM, CALM), purposes=tuple(Purpose))
    assert group_charts(four).across == 1


def test_a_man_is_drawn_with_the_name_of_each_scale() -> None:
    (chart,) = man_charts(change_of(TIRED, CALM)).charts
    assert [(line.left, line.right) for line in chart.lines] == [("", "Descanso")]
    assert chart.moments == ("Al inicio, 25/11/2026", "A medio camino, 25/11/2026")


def test_the_bars_of_a_section_name_its_options() -> None:
    (section,) = item_groups(INSTRUMENT, PROFILE.items[0])
    chart = item_chart(section, 5)
    assert chart.options == ("Nada", "Poco", "Bastante", "Totalmente")
    assert {line.number: line.counts for line in chart.lines}[1] == (0, 3, 0, 2)


def test_each_sheet_begins_on_a_sheet_of_its_own() -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf(papers()["instrument_sheets"]))).pages]
    begun = [number for number, page in enumerate(pages) if "Hoja" in page and "página 1 " in page]
    assert len(begun) == 2
    assert all(number % 2 == 0 for number in begun)
