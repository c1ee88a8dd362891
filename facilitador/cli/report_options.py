"""What reports and indicators may be asked with: how long a period, which one, with names or without."""

from __future__ import annotations

from facilitador.cli.spanish_parser import SpanishParser
from facilitador.domain.indicators import Span


def add_period(parser: SpanishParser, *, day: bool = False, names: bool = False) -> None:
    """The options about a period."""
    parser.add_argument(
        "--span",
        choices=tuple(Span),
        default=Span.MONTH.value,
        metavar="PERIODO",
        help="month (mes, si no se dice otra cosa), quarter (trimestre) o cycle (todo el ciclo)",
    )
    if day:
        parser.add_argument("--day", metavar="FECHA", default="", help="un día del periodo (hoy)")
    if names:
        parser.add_argument("--names", action="store_true", help="con nombres, donde se pueda; queda anotado")
