"""Everything kept about a man, in words that he can read (Ley 29733): the same parts in the same order for everybody.

Nothing here tells whether the book holds anything of other people: that is no part of the answer, whether it is there
or not, and the answer says so of everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from facilitador.domain.text import fold, words

OTHERS: Final = "[otra persona]"
NOTHING: Final = "Nada anotado."
NOT_INCLUDED: Final = (
    "No forma parte de esta respuesta, exista o no, lo que protege a otras personas: sus datos, lo que ellas hayan "
    "dicho y lo que se hace por su seguridad. Esta frase es la misma para todos.",
    "Los nombres de otras personas se cambiaron por «[otra persona]». Quienes trabajan en el servicio aparecen por su "
    "función.",
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’‘ʼ`´-][^\W\d_]+)*")
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is noted: each line with what it is and what it says."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """All that is noted of one kind, oldest first; perhaps nothing."""

    title: str
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class SubjectRecord:
    """What is kept about a man, as he may read it."""

    full_name: str
    parts: tuple[Part, ...]

    def document(self) -> dict[str, Any]:
        """The same for a program."""
        parts = [{"title": part.title, "kept": [dict(one.lines) for one in part.kept]} for part in self.parts]
        return {"full_name": self.full_name, "parts": parts, "not_included": list(NOT_INCLUDED)}


def without_names(text: str, own_name: str, others: Iterable[str]) -> str:
    """The text with the names of `others` taken out; a word that is part of his own name stays.

    A word counts as a name when it has a capital and is part of one. Neighbours become one.
    """
    own = set(words(own_name))
    named = {word for name in others for word in words(name) if len(word) >= _SHORTEST} - own

    def put(found: re.Match[str]) -> str:
        word = found.group()
        return OTHERS if word[0].isupper() and fold(word) in named else word

    masked = _WORD.sub(put, text)
    return re.sub(rf"{re.escape(OTHERS)}(?:\s+(?:de\s+(?:la\s+)?)?{re.escape(OTHERS)})+", OTHERS, masked)
