"""Names written in one cell, taken apart: sure where a comma leaves no doubt, else a guess to confirm."""

from __future__ import annotations

from typing import Final, NamedTuple

from facilitador.domain.text import clean_name, fold

_PARTICLES: Final = frozenset({"de", "del", "la", "las", "los", "da", "di", "san", "santa", "van", "von", "y"})


class Names(NamedTuple):
    """The parts of a name; `sure` is False where they had to be guessed."""

    paternal_surname: str
    maternal_surname: str
    given_names: str
    sure: bool

    def answers(self) -> dict[str, str]:
        """The parts that are not empty, by the field they answer."""
        return {field: value for field, value in self._asdict().items() if field != "sure" and value}


def split_full_name(text: str, *, given_first: bool = False) -> Names:
    """A whole name: `Quispe Mamani, José Luis`, or without comma, surnames first unless `given_first`.

    Without a comma the last two words (surnames first: the first two) are surnames; who has three words has one given
    name. Particles go with the word after them (`De la Cruz`). Only a comma makes it sure.
    """
    before, comma, after = clean_name(text).partition(",")
    if comma and before.strip() and after.strip():
        given, surnames = (before, after) if given_first else (after, before)
        parts = split_surnames(surnames)
        return parts._replace(given_names=given.strip(" ,"))
    words = _grouped((before or after).split())
    count = _surnames_among(len(words))
    given_words, surname_words = words[count:], words[:count]
    if given_first:
        given_words, surname_words = words[: len(words) - count], words[len(words) - count :]
    paternal, maternal = [*surname_words, "", ""][:2]
    return Names(paternal, maternal, " ".join(given_words), sure=False)


def split_surnames(text: str) -> Names:
    """Both surnames in one cell; sure if they are one or two words, particles not counted."""
    words = _grouped(clean_name(text).replace(",", " ").split())
    if not words:
        return Names("", "", "", sure=True)
    return Names(words[0], " ".join(words[1:]), "", sure=len(words) <= 2)


def _surnames_among(words: int) -> int:
    if words <= 1:
        return words
    return 1 if words == 2 else 2


def _grouped(words: list[str]) -> list[str]:
    """The words with particles joined to what follows them."""
    grouped: list[str] = []
    held: list[str] = []
    for word in words:
        held.append(word)
        if fold(word) not in _PARTICLES:
            grouped.append(" ".join(held))
            held = []
    if held:
        grouped.append(" ".join(held))
    return grouped
