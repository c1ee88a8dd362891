"""What is typed, made fit to keep, to search and to sort: cleaned text, folded text, sort keys."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

APOSTROPHES: Final = "'’‘ʼʻʹ′`´ꞌ"
# Letters with a stroke do not decompose in Unicode; these are the ones of Amazonian and European names.
_STROKED: Final = str.maketrans({"ɨ": "i", "ʉ": "u", "ø": "o", "đ": "d", "ł": "l", "ŋ": "n", "ħ": "h", "ı": "i"})
_DROP_APOSTROPHES: Final = str.maketrans("", "", APOSTROPHES)
# The last private-use character: folding turns it into a space, so no typed text can hold it, and it sorts after all.
_AFTER_ALL: Final = "\U0010fffd"
_ENYE: Final = "n\u0303"
_BIDI_CONTROLS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_MANY_BREAKS: Final = re.compile(r"\n{3,}")
_SOUND_OF_I: Final = re.compile(r"h?(í|i(?![aeouáéóú]))", re.IGNORECASE)
_FIGURES: Final = re.compile(r"[0-9]+")
_MOST_FIGURES: Final = 8


def _decomposed(text: str) -> str:
    """Case-free text with its marks standing apart; stable when applied again."""
    bare = text.translate(_DROP_APOSTROPHES)
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold())


def _only_words(decomposed: str) -> str:
    """Letters and digits in words parted by one space; marks vanish, everything else parts words."""
    kept = []
    for character in decomposed.translate(_STROKED):
        kind = unicodedata.category(character)[0]
        if kind in "LN" or character == _AFTER_ALL:
            kept.append(character)
        elif kind != "M" and character not in APOSTROPHES:
            kept.append(" ")
    return " ".join("".join(kept).split())


_LATIN: Final = (*range(0xC0, 0x250), ord("ɨ"), ord("ʉ"), *range(0x1E00, 0x1F00))
"""Where the Latin letters with marks stand, those of Peru's languages among them."""


def _plain_latin() -> dict[str, str]:
    """Latin letters with marks, each as folding leaves it amid a word; those that would part the word are left out."""
    amid = {letter: _only_words(_decomposed(f"x{letter}x")) for letter in map(chr, _LATIN)}
    return {letter: folded[1:-1] for letter, folded in amid.items() if letter.isalpha() and " " not in folded}


_PLAIN_LATIN: Final = str.maketrans(_plain_latin() | dict.fromkeys(APOSTROPHES, ""))
_ASCII_WORD: Final = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """The text as it is searched: no case, marks, apostrophes or punctuation; words parted by one space.

    `Ñahui  D’Álvarez` gives `nahui dalvarez`; ɨ counts as i, ẽ as e. Folding twice changes nothing. The result holds
    letters and digits only, hence no wildcard of a LIKE pattern.
    """
    plain = text.translate(_PLAIN_LATIN)
    if plain.isascii():  # nearly every name: ten times faster than taking it apart
        return " ".join(_ASCII_WORD.findall(plain.lower()))
    return _only_words(_decomposed(text.replace(_AFTER_ALL, " ")))


@cache
def spellings(letter: str) -> str:
    """The letters that folding turns into this one: itself, its capital and those with marks."""
    marked = (chr(code) for code, folded in _PLAIN_LATIN.items() if folded == letter)
    return "".join(dict.fromkeys((letter, letter.upper(), *marked)))


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order."""
    return tuple(fold(text).split())


def sort_key(text: str) -> str:
    """The text as it is sorted in Spanish: case and accents do not count, ñ comes after every n.

    Keys compare as plain strings; by code point in Python and by bytes in SQLite and PostgreSQL (C collation) the order
    is the same. Words sort before longer words: `De la Cruz` before `Delgado`.
    """
    if "ñ" not in text and "Ñ" not in text and "\u0303" not in text:
        return fold(text)
    decomposed = _decomposed(text.replace(_AFTER_ALL, " "))
    return _only_words(decomposed.replace(_ENYE, f"n{_AFTER_ALL}"))


def list_key(text: str) -> str:
    """The text as a list on the screen is sorted: as `sort_key`, with figures as numbers, so that 9 precedes 10."""
    return sort_key(_FIGURES.sub(lambda found: found[0].zfill(_MOST_FIGURES), text))


def listed(parts: Sequence[str]) -> str:
    """`A, B y C`; `e` before the sound of i (not of ia, ie, io). Empty for none."""
    *first, last = parts or ("",)
    if not first:
        return last
    return f"{', '.join(first)} {'e' if _SOUND_OF_I.match(last) else 'y'} {last}"


def as_sentence(text: str) -> str:
    """The text with a capital at its beginning and nothing else changed: names and CEM, PDF stay as they are."""
    return text[:1].upper() + text[1:]


def _printable(text: str) -> str:
    """NFC text without control characters, lone surrogates and marks that turn the reading direction."""
    return "".join(character for character in unicodedata.normalize("NFC", text) if _is_printable(character))


def _is_printable(character: str) -> bool:
    if character in "\n\t":
        return True
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _BIDI_CONTROLS


def clean_line(text: str) -> str:
    """One line fit to keep: NFC, no control characters, spaces trimmed and single; may be empty."""
    if text.isprintable():  # nearly every line: nothing to take out
        return " ".join(unicodedata.normalize("NFC", text).split())
    flat = text.replace("\r", " ").replace("\x0b", " ").replace("\x0c", " ").replace("\x85", " ")
    return unicodedata.normalize("NFC", " ".join(_printable(flat).split()))


def clean_text(text: str) -> str:
    """Several lines fit to keep: as `clean_line`, with line breaks (\\n) kept and at most one empty line in a row."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    lines = (clean_line(line) for line in unified.split("\n"))
    return _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip("\n")


def clean_name(text: str) -> str:
    """A name fit to keep: spaces and control characters cleaned, its capitals and accents as the person gave them.

    Capitals are not mended: `de la Cruz`, `McGregor` and `Ñahui` follow no rule that a program could know.
    """
    return clean_line(text)
