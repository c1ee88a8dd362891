"""Whether a text that others read names a man of the group: there he is a number, never a name (6.4.5).

It is a warning and never a refusal: many surnames are words of every day, and no rule tells a rose from a Rosa.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from facilitador.domain.text import fold, words

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’‘ʼ`´-][^\W\d_]+)*")
_SHORTEST: Final = 3  # a shorter name counts only with its capital
JOINS: Final = frozenset(("de", "del", "la", "las", "el", "los", "y", "e", "da", "di", "do", "san", "santa"))

# Names that are also words of every day; in lower case, and alone, they name nobody. Folded.
_EVERYDAY_WORDS: Final = """
abad abril aguila alba alegre angel angeles arroyo aurora bello blanco bravo bueno caballero cabello calle calvo
campo campos capilla carrera casas castillo cerro cierto claro clemente conde cordero cortes cruces cruz cuesta
cura delgado dolores domingo dulce duque esperanza espino estrella feliz fiel flor flores franco fuente fuentes
gallo gloria granado guerra guerrero hermoso herrero hidalgo iglesias inocente jardin justo lagos leal leon
linda llanos lobo luna luz mar marino mayo mesa molino monte montes moreno nieves noble olivos palacios paloma
pardo paredes parra pastor paz pino placido plaza pozo prado primo puente puertas quinto ramos real reina rey
reyes rico rios rivera roca rojas rosa rosales rosario rubio sal salas salvador santo santos sastre segundo
sierra sol soto tercero toro torre torres vaca valiente valle valles vaquero velo vera verde victoria villa
"""
_EVERYDAY: Final = frozenset(_EVERYDAY_WORDS.split())


@dataclass(frozen=True, slots=True)
class NumberedMan:
    """A man of the group: his number in this log, None where he has none, and his name ("Ñahui Álvarez, José")."""

    number: int | None
    full_name: str


@dataclass(frozen=True, slots=True)
class NamedMan:
    """A word of a text that seems to name somebody, as it was typed, and the numbers of the men it may mean."""

    word: str
    numbers: tuple[int, ...]


def named_men(texts: Iterable[str], men: Sequence[NumberedMan]) -> tuple[NamedMan, ...]:
    """The words of these texts that seem to name one of `men`, each once, in order.

    Accents and apostrophes do not count. A word counts when it is part of a name, if it has a capital or is no word of
    every day; two beside each other that belong to one man count whatever they are.
    """
    parts = [(man, frozenset(words(man.full_name)) - JOINS) for man in men]
    names = [own for _, own in parts]
    known = frozenset().union(*names)
    pieces: dict[str, tuple[str, ...]] = {}
    found: dict[str, NamedMan] = {}
    for text in texts:
        typed = [one.group() for one in _WORD.finditer(unicodedata.normalize("NFC", text))]
        for word in typed:
            if word not in pieces:  # most words of a log stand in it many times
                pieces[word] = words(word)
        for place, word in enumerate(typed):
            for piece in known.intersection(pieces[word]):
                beside = [one for near in typed[max(place - 1, 0) : place + 2] for one in pieces[near]]
                if _names(word, piece) or _together(piece, beside, names):
                    numbers = {man.number for man, own in parts if piece in own and man.number is not None}
                    found.setdefault(fold(word), NamedMan(word, tuple(sorted(numbers))))
    return tuple(found.values())


def _names(word: str, piece: str) -> bool:
    """Whether a word that is part of a name is meant as one."""
    if word[:1].isupper():
        return True
    return len(piece) >= _SHORTEST and piece not in _EVERYDAY


def _together(piece: str, beside: Iterable[str], names: Iterable[frozenset[str]]) -> bool:
    """Whether one man bears both this and a word beside it."""
    near = frozenset(beside) - {piece}
    return any(piece in name and near & name for name in names)
