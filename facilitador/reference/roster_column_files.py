"""Reads the words by which the columns of people's own lists are known."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from facilitador.domain.roster_columns import SPECIAL, RosterWords
from facilitador.domain.text import fold
from facilitador.paths import resource
from facilitador.reference import registration_form
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, check_unique, decode


class _RosterWords(Header, forbid_unknown_fields=True, kw_only=True):
    unimportant: list[str]
    blanks: list[str]
    totals: list[str]
    headings: dict[str, list[str]]
    answers: dict[str, dict[str, list[str]]]


@cache
def roster_words() -> RosterWords:
    """The words of the shipped file."""
    return read_roster_words(resource("reference", "roster_columns.toml"))


def read_roster_words(path: Path) -> RosterWords:
    """The words that a file holds; every target is a field of the ficha or special, every answer is of its list."""
    raw = decode(path, _RosterWords)
    check_name(path, raw)
    form = registration_form()
    fields = {field.id: field for field in form.fields}
    for target in raw.headings:
        if target not in fields and target not in SPECIAL:
            raise BadReferenceFile(path.name, f"headings.{target}", "no field of the ficha, and not special")
    for name, codes in raw.answers.items():
        if name != "yes_no" and name not in fields:
            raise BadReferenceFile(path.name, f"answers.{name}", "no field of the ficha")
        listed = {"yes", "no"} if name == "yes_no" else {option.code for option in fields[name].options}
        if unknown := sorted(codes.keys() - listed):
            raise BadReferenceFile(path.name, f"answers.{name}", f"no answer {unknown[0]!r}")
        check_unique(path.name, f"answers.{name}", (word for words in codes.values() for word in set(map(fold, words))))
    unimportant = frozenset(map(fold, raw.unimportant))
    return RosterWords(
        provenance=raw.provenance(),
        unimportant=unimportant,
        blanks=frozenset(map(fold, raw.blanks)),
        totals=frozenset(map(fold, raw.totals)),
        headings=_by_word(raw.headings, unimportant),
        answers={
            name: {fold(word): code for code, words in codes.items() for word in words}
            for name, codes in raw.answers.items()
        },
    )


def _by_word(headings: dict[str, list[str]], unimportant: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for target, words in headings.items():
        for word in words:
            whole = fold(word)
            bare = " ".join(part for part in whole.split() if part not in unimportant)
            for key in {whole, bare} - {""}:
                if target not in found.setdefault(key, []):
                    found[key].append(target)
    return {word: tuple(targets) for word, targets in found.items()}
