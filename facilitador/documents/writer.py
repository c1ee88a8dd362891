"""Writes any `Document` as PDF: A4, embedded typeface, heading and foot on every page; same input, same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from facilitador.documents import fonts
from facilitador.documents.blocks import Document, Part
from facilitador.documents.layout import strips_of
from facilitador.documents.pagination import Placed, paginate
from facilitador.documents.typesetting import MARGIN_NOTE, Ink, TextStyle, lines
from facilitador.errors import UserFacingError

_A4 = (595.276, 841.89)
_SIDE = 48.0
_TOP = 72.0
_BOTTOM = 58.0
_DISC_RULE = 1.1


@dataclass(frozen=True, slots=True)
class PageSize:
    """A sheet in points, and the part of it that text may take."""

    width: float
    height: float

    @property
    def text_width(self) -> float:
        """Between the margins at the sides."""
        return self.width - 2 * _SIDE

    @property
    def text_height(self) -> float:
        """Between head and foot."""
        return self.height - _TOP - _BOTTOM


UPRIGHT, ACROSS = PageSize(*_A4), PageSize(*reversed(_A4))
TEXT_WIDTH, TEXT_HEIGHT = UPRIGHT.text_width, UPRIGHT.text_height


class PrintingCancelled(UserFacingError):
    """The person stopped the printing; nothing was written."""

    def __init__(self) -> None:
        super().__init__("printing_cancelled")


class CanvasPen:
    """The pen of a reportlab canvas; remembers what is set, so that files stay small."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.begin_page()

    def begin_page(self) -> None:
        """Forgets what was set: a new page begins with nothing set."""
        self._filling: Ink | None = None
        self._stroking: tuple[Ink, float] | None = None

    def text(self, x: float, y: float, line: str, style: TextStyle) -> None:
        """Sets one line of printable text with its baseline at y, beginning at x."""
        if not line:
            return
        self._fill_with(style.ink)
        self._canvas.setFont(str(style.face), style.size)
        self._canvas.drawString(x, y, line)

    def text_to(self, x: float, y: float, line: str, style: TextStyle) -> None:
        """Sets one line of printable text with its baseline at y, ending at x."""
        self.text(x - fonts.width(line, style.face, style.size), y, line, style)

    def rule(self, x1: float, x2: float, y: float, ink: Ink, thickness: float) -> None:
        """Draws a horizontal line."""
        self.stroke(x1, y, x2, y, ink, thickness)

    def stroke(self, x1: float, y1: float, x2: float, y2: float, ink: Ink, thickness: float) -> None:
        """Draws a line in any direction."""
        self._stroke_with(ink, thickness)
        self._canvas.line(x1, y1, x2, y2)

    def frame(self, x: float, y: float, width: float, height: float, ink: Ink, thickness: float) -> None:
        """Draws a rectangle from its lower left corner."""
        self._stroke_with(ink, thickness)
        self._canvas.rect(x, y, width, height, stroke=1, fill=0)

    def fill(self, x: float, y: float, width: float, height: float, ink: Ink) -> None:
        """Fills a rectangle from its lower left corner."""
        self._fill_with(ink)
        self._canvas.rect(x, y, width, height, stroke=0, fill=1)

    def disc(self, x: float, y: float, radius: float, ink: Ink, filled: float) -> None:
        """Draws a circle around a point, filled wholly (1), in its left half (0.5) or not at all (0)."""
        self._stroke_with(ink, _DISC_RULE)
        if filled:
            self._fill_with(ink)
        self._canvas.circle(x, y, radius, stroke=1, fill=int(filled == 1))
        if 0 < filled < 1:
            self._canvas.wedge(x - radius, y - radius, x + radius, y + radius, 90, 180, stroke=0, fill=1)

    def _fill_with(self, ink: Ink) -> None:
        if ink is not self._filling:
            self._canvas.setFillColorRGB(*ink.value)
            self._filling = ink

    def _stroke_with(self, ink: Ink, thickness: float) -> None:
        if (ink, thickness) != self._stroking:
            self._canvas.setStrokeColorRGB(*ink.value)
            self._canvas.setLineWidth(thickness)
            self._stroking = (ink, thickness)


def write(
    document: Document,
    out: BinaryIO,
    *,
    printed_at: datetime,
    progress: Callable[[int, int], None] = lambda done, of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Writes the document to `out` and returns its number of pages.

    `printed_at` is the person's local time: it stands at the foot of every page and in the metadata. `progress` is
    called after each part with the parts done and their number; `cancelled` is asked before each part, and
    `PrintingCancelled` is raised while nothing is written yet.
    """
    fonts.register()
    size = ACROSS if document.landscape else UPRIGHT
    canvas = _canvas(document, size, out, printed_at)
    pen = CanvasPen(canvas)
    written = 0
    for done, part in enumerate(document.parts):
        if cancelled():
            raise PrintingCancelled
        pages = paginate(strips_of(part.blocks, size.text_width), size.text_height)
        canvas.bookmarkPage(f"part-{done}")
        if len(document.parts) > 1:
            canvas.addOutlineEntry(fonts.printable(part.position), f"part-{done}")
        for number, page in enumerate(pages, start=1):
            _draw_head(pen, size, document, part, first=number == 1)
            _draw_page(pen, size, page)
            _draw_foot(pen, size, document, part, printed_at, f"Página {number} de {len(pages)}")
            canvas.showPage()
            pen.begin_page()
        written += len(pages)
        if document.both_sides and len(pages) % 2 and done + 1 < len(document.parts):
            canvas.showPage()  # the next part does not begin on the back of this one
            pen.begin_page()
            written += 1
        progress(done + 1, len(document.parts))
    if cancelled():
        raise PrintingCancelled
    canvas.save()
    return written


def _canvas(document: Document, size: PageSize, out: BinaryIO, printed_at: datetime) -> Canvas:
    canvas = Canvas(
        out,
        pagesize=(size.width, size.height),
        pageCompression=1,
        invariant=1,
        lang="es-PE",
        initialFontName=str(fonts.Face.REGULAR),  # else Helvetica is named and not embedded
    )
    service = fonts.printable(document.letterhead.service)
    canvas.setTitle(fonts.printable(document.title))
    canvas.setAuthor(service)
    canvas.setSubject(fonts.printable(document.subject))
    canvas.setCreator("Facilitador")
    canvas.setProducer("Facilitador")
    canvas.setKeywords("")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    # invariant alone would date every paper 1 January 2000
    canvas.setDateFormatter(lambda *_: printed_at.strftime("D:%Y%m%d%H%M%S"))
    return canvas


def _draw_page(pen: CanvasPen, size: PageSize, page: list[Placed]) -> None:
    top = size.height - _TOP
    for placed in page:
        placed.strip.draw(pen, _SIDE, top - placed.down)


def _first_line(text: str, style: TextStyle, room: float) -> str:
    """The text on one line; what does not fit ends in an ellipsis."""
    first, *rest = lines(text, style, room)
    return first if not rest else lines(first, style, room - 10)[0] + "…"


def _draw_head(pen: CanvasPen, size: PageSize, document: Document, part: Part, *, first: bool) -> None:
    right = size.width - _SIDE
    y = size.height - 44
    strong = TextStyle(MARGIN_NOTE.size, MARGIN_NOTE.leading, fonts.Face.BOLD, MARGIN_NOTE.ink)
    half = size.text_width / 2 - 8
    room = size.text_width if first else half
    pen.text(_SIDE, y, _first_line(document.letterhead.service, strong, room), strong)
    pen.text(_SIDE, y - 11, _first_line(document.letterhead.place, MARGIN_NOTE, room), MARGIN_NOTE)
    if not first:
        pen.text_to(right, y, _first_line(document.title, MARGIN_NOTE, half), MARGIN_NOTE)
        pen.text_to(
            right,
            y - 11,
            _first_line(part.number if part.number not in document.title else "", MARGIN_NOTE, half),
            MARGIN_NOTE,
        )
    pen.rule(_SIDE, right, y - 18, Ink.HAIRLINE, 0.7)


def _draw_foot(pen: CanvasPen, size: PageSize, document: Document, part: Part, printed_at: datetime, page: str) -> None:
    right = size.width - _SIDE
    pen.rule(_SIDE, right, 50, Ink.HAIRLINE, 0.7)
    facts = [
        part.number,
        f"Edición {document.edition}" if document.edition else "",
        f"Impreso el {printed_at:%d/%m/%Y %H:%M}",
    ]
    counted = f"{part.position} · {page[0].lower()}{page[1:]}" if part.position else page
    room = size.text_width - fonts.width(counted, MARGIN_NOTE.face, MARGIN_NOTE.size) - 12
    pen.text(_SIDE, 38, _first_line(" · ".join(filter(None, facts)), MARGIN_NOTE, room), MARGIN_NOTE)
    pen.text_to(right, 38, counted, MARGIN_NOTE)
    pen.text(_SIDE, 27, _first_line(document.foot, MARGIN_NOTE, size.text_width), MARGIN_NOTE)
    both = sum(fonts.width(words, MARGIN_NOTE.face, MARGIN_NOTE.size) for words in (document.foot, document.code))
    # a warning is read to its end: where the code has no room beside it, it goes below
    pen.text_to(right, 27 if both + 12 <= size.text_width else 16, document.code, MARGIN_NOTE)
