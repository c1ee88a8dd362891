"""How well a clave would stand against someone who has the file and tries claves by machine, told honestly.

The estimate is zxcvbn's: how many guesses a patient attacker who knows people's habits would need; words common here,
and what is personal to the person and her service, count as known to the attacker.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from facilitador.domain.common_words import COMMON_WORDS
from facilitador.errors import UserFacingError

MIN_LENGTH = 10
"""Fewest characters of an acceptable clave."""

MAX_LENGTH = 200
"""Most characters: a bound against accidents with the clipboard, not a rule about strength."""

_SEPARATORS = " -_.,;:\u00a0"
_WITHOUT_SEPARATORS = str.maketrans("", "", _SEPARATORS)
_SEPARATORS_AS_BLANKS = str.maketrans(dict.fromkeys(_SEPARATORS, " "))

_ESTIMATED_LENGTH = 72  # the estimator takes no more; a longer clave is judged by its beginning

# Decimal logarithms of guesses. One takes 64 MiB and a tenth of a second or more: 10^9 is three years of one core,
# 10^11 three years of a hundred cores, 10^13 out of reach.
_WORD = 4.0  # a word out of the ten thousand that come to people's minds
_FAIR, _GOOD, _STRONG = 9.0, 11.0, 13.0


class Level(IntEnum):
    """From `WEAK`, which is refused, to `STRONG`. The message code of each is `passphrase_level_<name>`."""

    WEAK = 0
    FAIR = 1
    GOOD = 2
    STRONG = 3

    @property
    def code(self) -> str:
        """The message code of its name on screen."""
        return f"passphrase_level_{self.name.lower()}"


@dataclass(frozen=True, slots=True)
class Strength:
    """The level, and message codes of what would make the clave better, most telling first."""

    level: Level
    hints: tuple[str, ...]
    acceptable: bool


def strength(passphrase: str, personal: Iterable[str] = ()) -> Strength:
    """How strong a clave is; `personal` are names of the person, the service, the book: anything near at hand.

    Acceptable: at least `MIN_LENGTH` characters, at most `MAX_LENGTH`, and not weak.
    """
    if not passphrase:
        return Strength(Level.WEAK, (), acceptable=False)
    known = _words(personal)
    # Attackers try words with and without accents, blanks and dashes, and names they know cost them nothing.
    typed = _lower(passphrase)
    plain = _plain(typed)
    squeezed = plain.translate(_WITHOUT_SEPARATORS)
    estimates = [_estimate(spelling, known) for spelling in (typed, plain, squeezed, _without(squeezed, known))]
    level = _level(min(_of_words(_without(plain, known)), *(guesses for guesses, _ in estimates)))
    hints = _hints(estimates[2][1], frozenset(known))
    long_enough = MIN_LENGTH <= len(passphrase) <= MAX_LENGTH
    if len(passphrase) < MIN_LENGTH:
        level = Level.WEAK
        hints = ("passphrase_hint_short", *hints)
    if level < Level.GOOD:
        hints = (*hints, "passphrase_hint_words")
    return Strength(level, hints if level < Level.STRONG else (), acceptable=long_enough and level > Level.WEAK)


def check(passphrase: str, personal: Iterable[str] = (), *, field: str = "passphrase") -> None:
    """Refuses what is not acceptable.

    UserFacingError `passphrase_short` (minimum), `passphrase_long` (maximum) or `passphrase_weak`.
    """
    if len(passphrase) < MIN_LENGTH:
        raise UserFacingError("passphrase_short", field=field, minimum=MIN_LENGTH)
    if len(passphrase) > MAX_LENGTH:
        raise UserFacingError("passphrase_long", field=field, maximum=MAX_LENGTH)
    if not strength(passphrase, personal).acceptable:
        raise UserFacingError("passphrase_weak", field=field)


def _estimate(text: str, known: list[str]) -> tuple[float, list[Mapping[str, Any]]]:
    """The decimal logarithm of the guesses needed, and the patterns that were recognised."""
    # Imported here to serve start-up: its word lists take 50 ms, and most days nobody chooses a clave.
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # it ships no types

    if not text:
        return 0.0, []
    result: Mapping[str, Any] = zxcvbn(text[:_ESTIMATED_LENGTH], user_inputs=[*known, *COMMON_WORDS])
    return float(result["guesses_log10"]), list(result["sequence"])


def _of_words(plain: str) -> float:
    """The same for a clave of words alone: the estimator knows few Spanish words and takes the others for noise."""
    words = plain.translate(_SEPARATORS_AS_BLANKS).split()
    if len(words) < 2 or not all(word.isalpha() for word in words):
        return math.inf
    return _WORD * sum(len(word) > 2 for word in words)


def _level(guesses_log10: float) -> Level:
    bounds = ((_STRONG, Level.STRONG), (_GOOD, Level.GOOD), (_FAIR, Level.FAIR))
    return next((level for bound, level in bounds if guesses_log10 >= bound), Level.WEAK)


def _hints(sequence: Iterable[Mapping[str, Any]], personal: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hint for match in sequence if (hint := _hint(match, personal)) is not None))


def _hint(match: Mapping[str, Any], personal: frozenset[str]) -> str | None:
    if match["pattern"] == "dictionary":
        return "passphrase_hint_personal" if match["matched_word"] in personal else "passphrase_hint_common"
    by_pattern = {
        "date": "passphrase_hint_date",
        "regex": "passphrase_hint_date",  # the only expression it looks for is a recent year
        "repeat": "passphrase_hint_repeat",
        "sequence": "passphrase_hint_sequence",
        "spatial": "passphrase_hint_keyboard",
    }
    return by_pattern.get(match["pattern"])


def _words(personal: Iterable[str]) -> list[str]:
    """Every word of three letters or more, as typed and without accents."""
    words = [word for text in personal for word in _lower(text).replace(",", " ").split()]
    return list(dict.fromkeys(form for word in words for form in (word, _plain(word)) if len(form) > 2))


def _without(text: str, known: list[str]) -> str:
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, "")
    return text


def _lower(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
