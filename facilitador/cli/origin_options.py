"""The option that says whose work a view is over."""

from __future__ import annotations

from facilitador.cli.spanish_parser import SpanishParser


def add_origin(parser: SpanishParser) -> None:
    """The option that says whose work."""
    parser.add_argument(
        "--from",
        dest="origin",
        metavar="SERVICIO",
        default="",
        help="own (este servicio), all (todos) o el nombre de un servicio cuyos paquetes se recibieron",
    )
