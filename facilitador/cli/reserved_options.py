"""The options without which nothing reserved is opened from the command line."""

from __future__ import annotations

import argparse


def add_reserved_options(parser: argparse.ArgumentParser) -> None:
    """Let `show contacts` be told who confirms, or that it is an emergency, and why."""
    parser.add_argument("--second-user", metavar="NOMBRE", help="para contacts: quién confirma, con su propia clave")
    parser.add_argument(
        "--second-passphrase-file", metavar="ARCHIVO", help="la clave de quien confirma; si no, se pregunta"
    )
    parser.add_argument("--emergency", action="store_true", help="para contacts: se abre a solas; otra persona firmará")
    parser.add_argument("--reason", metavar="MOTIVO", default="", help="para contacts: por qué se abre (queda anotado)")
