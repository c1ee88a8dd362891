"""What a paper is made of: typed blocks, without a word about pages, fonts or PDF.

All texts are plain: nothing in them is read as markup. Sizes are in points (72 to the inch).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from facilitador.documents.charts.figures import BarChart, ChartRow, LargeQuestion, MarkStrip, TrendChart


class Width(Enum):
    """The share of the line that a field takes, in sixths."""

    THIRD = 2
    HALF = 3
    FULL = 6


class Writing(Enum):
    """How the empty place of a blank form is ruled."""

    LINE = "line"
    LINES = "lines"  # several lines, for what takes a few sentences
    DATE = "date"  # day / month / year
    PLACE = "place"  # district, province, department


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the paper at the head of its first page, with the number of a filled one at the right."""

    text: str
    subtitle: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Opens a section; `introduction` is what is said before it when the form is read aloud."""

    text: str
    introduction: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line feeds break the line. `large`: for who reads with effort."""

    text: str
    strong: bool = False
    quiet: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Short texts counted from 1."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Short texts, each with a dash; `small` for what is looked up rather than read through."""

    items: tuple[str, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A question and its answer; `value` None leaves a place to write by hand, ruled as `writing` says.

    `lines`: how many there are to write on, where the ruling has several.

    `mark` stands beside the label and is meant to be seen (*por completar*).
    """

    label: str
    value: str | None = None
    width: Width = Width.HALF
    writing: Writing = Writing.LINE
    hint: str = ""
    mark: str = ""
    lines: int = 2


@dataclass(frozen=True, slots=True)
class ChoiceBoxes:
    """A question with boxes to tick by hand; `ticked` holds the texts of those already chosen."""

    label: str
    options: tuple[str, ...]
    ticked: frozenset[str] = frozenset()
    width: Width = Width.FULL
    hint: str = ""


GridCell: TypeAlias = FieldLine | ChoiceBoxes


@dataclass(frozen=True, slots=True)
class FieldGrid:
    """Fields side by side as their widths allow, in reading order; one whose text is long takes whole lines."""

    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its part of the width, relative to the other columns.

    `signs`: what it holds stands in its middle, and a `Sign` is drawn there as a shape.
    """

    heading: str
    share: float
    numeric: bool = False
    signs: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings that are repeated on every page, with empty `spare_rows` at the end to write by hand.

    `row_height` is the least height of a row in points: ≥ 26 where people sign.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    spare_rows: int = 0
    row_height: float = 20


@dataclass(frozen=True, slots=True)
class Legend:
    """What signs mean, side by side as the width allows; a sign is a `Sign` or a letter."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """A line to sign on, with who signs and what to write below it (name, document…)."""

    who: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """Up to three places to sign, side by side, and a box for the fingerprint of who does not sign."""

    places: tuple[SignaturePlace, ...]
    fingerprint: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A text that must not be missed, on a tint with a bar at its side; not parted where it fits on a page."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LargeCode:
    """A code in groups, large enough to be copied by hand without a mistake; so many stand `across`."""

    groups: tuple[str, ...]
    across: int = 4


@dataclass(frozen=True, slots=True)
class CameraCode:
    """A code that a camera reads: rows of modules from the top, True is dark; `caption` stands below it."""

    modules: tuple[tuple[bool, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """Numbers to dial and whose they are; `details` are further lines. Without a number `instead` says what to do."""

    numbers: tuple[str, ...]
    name: str
    details: tuple[str, ...] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True)
class PhoneList:
    """Numbers large enough to be dialled from across a room, or, not `large`, from a page in the hand."""

    lines: tuple[PhoneLine, ...]
    large: bool = False


@dataclass(frozen=True, slots=True)
class Spacer:
    """Empty height in points; vanishes at the head of a page."""

    height: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class KeepTogether:
    """Blocks that stand on one page, where they fit on one."""

    blocks: tuple[Block, ...]


Block: TypeAlias = (
    Title
    | Heading
    | Paragraph
    | NumberedList
    | Points
    | FieldGrid
    | Table
    | Legend
    | SignatureRow
    | Notice
    | LargeCode
    | CameraCode
    | PhoneList
    | Spacer
    | PageBreak
    | KeepTogether
    | ChartRow
    | BarChart
    | TrendChart
    | MarkStrip
    | LargeQuestion
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues the paper: service and place, as they stand at the head of every page.

    `discreet`: others see the paper, and no more than this may stand there.
    """

    service: str
    place: str = ""
    discreet: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A run of blocks with its own page count, such as one man's ficha among those of the group.

    `number` is the number of a filled print ("N.º 000123") or empty; `position` names the part among the others
    ("Ficha 3 de 15") or is empty where there is only one.
    """

    blocks: tuple[Block, ...]
    number: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper, ready to be written.

    `title` and `file_name` (with its .pdf) never hold the name of a man. `foot` is the line about confidentiality at
    the foot of every page; `edition` tells which edition of a form or text was printed. `landscape`: for wide tables.
    `both_sides`: every part begins on a sheet of its own, also where sheets are printed on both sides. `code`: that of
    the entry of this printing in the audit, for the foot of a filled paper.
    """

    title: str
    subject: str
    file_name: str
    letterhead: Letterhead
    parts: tuple[Part, ...]
    foot: str
    edition: str = ""
    landscape: bool = False
    both_sides: bool = False
    code: str = ""
