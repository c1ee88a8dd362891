"""Turns blocks into strips, ready to be put on pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial, singledispatch
from itertools import groupby

from facilitador.documents import blocks, field_grids, phone_lists, tables
from facilitador.documents.charts import bars, figures, marks, questions, slopes, trends
from facilitador.documents.fonts import printable
from facilitador.documents.strips import Pen, Strip, joined, space, text_strips
from facilitador.documents.typesetting import (
    BODY,
    CODE,
    LABEL,
    LARGE,
    MARGIN_NOTE,
    SECTION,
    SMALL,
    SPOKEN,
    STRONG,
    SUBSECTION,
    SUBTITLE,
    TITLE,
    Ink,
    TextStyle,
    lines,
)

_BAR = 3.0
_NOTICE_INSET = 14.0
_LIST_INDENT = 22.0
_POINT_INDENT = 13.0
_FINGERPRINT = (62.0, 72.0)
_CODE_SIDE = 170.0  # 6 cm: cameras of old phones resolve its modules at arm's length


def strips_of(sequence: Iterable[blocks.Block], width: float) -> list[Strip]:
    """All blocks as strips for a text area `width` points wide."""
    return [strip for block in sequence for strip in _strips(block, width)]


@singledispatch
def _strips(block: object, width: float) -> list[Strip]:
    raise TypeError(f"no layout for {type(block).__name__}")


@_strips.register
def _title(block: blocks.Title, width: float) -> list[Strip]:
    room = width - (110 if block.number else 0)
    head = text_strips(block.text, TITLE, room)
    if block.number:
        first, number = head[0], lines(block.number, SECTION, 110)[0]

        def draw(pen: Pen, x: float, y: float) -> None:
            first.draw(pen, x, y)
            pen.text_to(x + width, y - TITLE.size, number, SECTION)

        head[0] = replace(first, draw=draw)
    if block.subtitle:
        head += text_strips(block.subtitle, SUBTITLE, width)
    return joined([*head, Strip(8)])


@_strips.register
def _heading(block: blocks.Heading, width: float) -> list[Strip]:
    run = [space(8), *text_strips(block.text, SECTION, width), Strip(5, partial(_draw_section_rule, width))]
    if block.introduction:
        run += [*text_strips(block.introduction, SPOKEN, width), Strip(3)]
    return [replace(strip, joined=True) for strip in run]


def _draw_section_rule(width: float, pen: Pen, x: float, y: float) -> None:
    pen.rule(x, x + width, y - 1, Ink.ACCENT, 0.8)


@_strips.register
def _paragraph(block: blocks.Paragraph, width: float) -> list[Strip]:
    style = SUBSECTION if block.strong else SPOKEN if block.quiet else LARGE if block.large else BODY
    run = text_strips(block.text, style, width)
    if block.strong:
        return [space(4, join=True), *(replace(strip, joined=True) for strip in run)]
    return [*run, space(5)]


@_strips.register
def _numbered(block: blocks.NumberedList, width: float) -> list[Strip]:
    run: list[Strip] = []
    for number, item in enumerate(block.items, start=1):
        first, *rest = text_strips(item, BODY, width, _LIST_INDENT)
        run += [replace(first, draw=partial(_draw_numbered, f"{number}.", first)), *rest, space(4)]
    return run


def _draw_numbered(number: str, line: Strip, pen: Pen, x: float, y: float) -> None:
    pen.text_to(x + _LIST_INDENT - 7, y - BODY.size, number, STRONG)
    line.draw(pen, x, y)


@_strips.register
def _points(block: blocks.Points, width: float) -> list[Strip]:
    style = SMALL if block.small else BODY
    run: list[Strip] = []
    for item in block.items:
        first, *rest = text_strips(item, style, width, _POINT_INDENT)
        run += [replace(first, draw=partial(_draw_point, style, first)), *rest, space(2)]
    return [*run, space(3)]


def _draw_point(style: TextStyle, line: Strip, pen: Pen, x: float, y: float) -> None:
    pen.text(x + 2, y - style.size, "–", style)
    line.draw(pen, x, y)


@_strips.register
def _field_grid(block: blocks.FieldGrid, width: float) -> list[Strip]:
    return field_grids.strips_of(block, width)


@_strips.register
def _table(block: blocks.Table, width: float) -> list[Strip]:
    return tables.strips_of(block, width)


@_strips.register
def _legend(block: blocks.Legend, width: float) -> list[Strip]:
    return tables.legend_strips(block, width)


@_strips.register
def _notice(block: blocks.Notice, width: float) -> list[Strip]:
    inner = width - _NOTICE_INSET * 2
    title = text_strips(block.title, STRONG, inner) if block.title else []
    inside = [Strip(5), *title, *text_strips(block.text, BODY, inner), Strip(7)]
    tinted = [replace(strip, draw=partial(_draw_tinted, strip, width)) for strip in inside]
    return [space(5), *joined(tinted), space(7)]


def _draw_tinted(strip: Strip, width: float, pen: Pen, x: float, y: float) -> None:
    # half a point of overlap, or printers show a hairline between the bands
    pen.fill(x, y - strip.height - 0.5, width, strip.height + 0.5, Ink.TINT)
    pen.fill(x, y - strip.height - 0.5, _BAR, strip.height + 0.5, Ink.ACCENT)
    strip.draw(pen, x + _NOTICE_INSET, y)


@_strips.register
def _large_code(block: blocks.LargeCode, width: float) -> list[Strip]:
    per_row = block.across
    # a number tells which group is asked back; a code of one piece has none
    first = 1 if len(block.groups) > 1 else 0
    numbered = tuple(enumerate(block.groups, start=first))
    rows = [numbered[start : start + per_row] for start in range(0, len(numbered), per_row)]
    inside = [
        Strip(16),
        *(Strip(CODE.leading, partial(_draw_code_row, row, width / per_row)) for row in rows),
        Strip(6),
    ]
    return [*joined([replace(strip, draw=partial(_draw_code_band, strip, width)) for strip in inside]), space(8)]


def _draw_code_row(groups: tuple[tuple[int, str], ...], pitch: float, pen: Pen, x: float, y: float) -> None:
    for column, (number, group) in enumerate(groups):
        left = x + column * pitch + 26
        if number:
            pen.text_to(left - 6, y - CODE.size, str(number), LABEL)
        pen.text(left, y - CODE.size, printable(group), CODE)


def _draw_code_band(strip: Strip, width: float, pen: Pen, x: float, y: float) -> None:
    pen.fill(x, y - strip.height - 0.5, width, strip.height + 0.5, Ink.TINT)
    strip.draw(pen, x, y)


@_strips.register
def _camera_code(block: blocks.CameraCode, width: float) -> list[Strip]:
    side = len(block.modules)
    pitch = _CODE_SIDE / side
    # a wide light border, without which no reader finds the code
    drawn = Strip(_CODE_SIDE + 8 * pitch, partial(_draw_modules, block.modules, pitch))
    return joined([drawn, *text_strips(block.caption, SMALL, width), space(8)])


def _draw_modules(modules: tuple[tuple[bool, ...], ...], pitch: float, pen: Pen, x: float, y: float) -> None:
    for down, row in enumerate(modules):
        across = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                left, bottom = x + (across + 4) * pitch, y - (down + 5) * pitch
                pen.fill(left, bottom, length * pitch, pitch, Ink.TEXT)
            across += length


@_strips.register
def _phones(block: blocks.PhoneList, width: float) -> list[Strip]:
    return phone_lists.strips_of(block, width)


@_strips.register
def _signatures(block: blocks.SignatureRow, width: float) -> list[Strip]:
    box_width, box_height = _FINGERPRINT
    room = width - (box_width + 26 if block.fingerprint else 0)
    pitch = (room + 24) / max(len(block.places), 2 if not block.fingerprint else 1)
    texts = [
        (
            lines(place.who, STRONG, pitch - 24),
            [line for text in place.below for line in lines(text, LABEL, pitch - 24)],
        )
        for place in block.places
    ]
    below = max((len(who) * 13 + len(rest) * 15 for who, rest in texts), default=0) + 10
    space_to_sign = 44.0

    def draw(pen: Pen, x: float, y: float) -> None:
        for column, (who, rest) in enumerate(texts):
            left, at = x + column * pitch, y - space_to_sign
            pen.rule(left, left + pitch - 24, at, Ink.LINE, 0.8)
            for line in who:
                pen.text(left, at - 12, line, STRONG)
                at -= 13
            for line in rest:
                pen.text(left, at - 13, line, LABEL)
                at -= 15
        if block.fingerprint:
            left = x + width - box_width
            pen.frame(left, y - 3 - box_height, box_width, box_height, Ink.LINE, 0.8)
            pen.text(left + 5, y + 1 - box_height, "Huella digital", MARGIN_NOTE)

    height = max(space_to_sign + below, box_height + 6 if block.fingerprint else 0)
    return [Strip(height, draw)]


@_strips.register
def _chart_row(block: figures.ChartRow, width: float) -> list[Strip]:
    return slopes.row_strips(block, width)


@_strips.register
def _bar_chart(block: figures.BarChart, width: float) -> list[Strip]:
    return bars.chart_strips(block, width)


@_strips.register
def _trend_chart(block: figures.TrendChart, width: float) -> list[Strip]:
    return trends.chart_strips(block, width)


@_strips.register
def _mark_strip(block: figures.MarkStrip, width: float) -> list[Strip]:
    return marks.mark_strips(block, width)


@_strips.register
def _large_question(block: figures.LargeQuestion, width: float) -> list[Strip]:
    return questions.question_strips(block, width)


@_strips.register
def _spacer(block: blocks.Spacer, width: float) -> list[Strip]:
    return [space(block.height)]


@_strips.register
def _page_break(block: blocks.PageBreak, width: float) -> list[Strip]:
    return [Strip(0, breaks=True)]


@_strips.register
def _keep_together(block: blocks.KeepTogether, width: float) -> list[Strip]:
    return joined(strips_of(block.blocks, width))
