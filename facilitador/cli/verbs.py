"""Every verb of the command line and what carries it out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from facilitador.cli import (
    audit_verbs,
    book_verbs,
    command_verbs,
    copy_verbs,
    directory_verbs,
    export_verbs,
    key_verbs,
    package_verbs,
    paper_verbs,
    person_verbs,
    rights_verbs,
    roster_verbs,
    view_verbs,
)
from facilitador.cli.console import Console
from facilitador.use_cases.books import Environment

Verb: TypeAlias = Callable[[argparse.Namespace, Console, Environment], None]

VERBS: Final[Mapping[str, Verb]] = {
    "new": book_verbs.new,
    "person": person_verbs.person,
    "info": book_verbs.info,
    "check": book_verbs.check,
    "backup": book_verbs.backup,
    "restore": copy_verbs.restore,
    "salvage": copy_verbs.salvage,
    "audit": audit_verbs.audit,
    "commands": command_verbs.commands,
    "apply": command_verbs.apply,
    "show": view_verbs.show,
    "import-roster": roster_verbs.import_roster,
    "import-directory": directory_verbs.import_directory,
    "print": paper_verbs.print_paper,
    "export": export_verbs.export,
    "subject-access": rights_verbs.subject_access,
    "purge": rights_verbs.purge,
    "key": key_verbs.key,
    "pack": package_verbs.pack,
    "unpack": package_verbs.unpack,
}
