"""A whole list laid beside the men of the book: who of them each man of the list looks like."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from facilitador.domain.duplicates import (
    DuplicateMatch,
    Identity,
    candidate_keys,
    likely_duplicates,
    name_words,
    word_score,
)
from facilitador.domain.participants import DuplicateCandidate
from facilitador.domain.registration_forms import Answer

# A name alone makes two records alike from 85 on, 60 parts of which are surnames: below these scores of a word its
# whole side is too unlike, however well the other side fits.
_SURNAME_WORD: Final = 75.0
_GIVEN_WORD: Final = 62.5


@dataclass(frozen=True, slots=True)
class Signs:
    """Everything by which the men of a list may be found in the book."""

    documents: frozenset[str]
    phones: frozenset[str]
    birth_dates: frozenset[date]
    surname_starts: frozenset[str]


def identity_of(answers: Mapping[str, Answer]) -> Identity:
    """The identity in answers that were checked already."""
    born = answers.get("birth_date")
    return Identity(
        paternal_surname=str(answers.get("paternal_surname", "")),
        given_names=str(answers.get("given_names", "")),
        maternal_surname=str(answers.get("maternal_surname", "")),
        document_number=str(answers.get("document_number", "")),
        phone=str(answers.get("phone", "")),
        birth_date=date.fromisoformat(born) if isinstance(born, str) else None,
    )


def signs_of(identities: Iterable[Identity]) -> Signs:
    """The signs of a whole list."""
    keys = [candidate_keys(identity) for identity in identities]
    return Signs(
        documents=frozenset(one.document_number for one in keys if one.document_number),
        phones=frozenset(one.phone for one in keys if one.phone),
        birth_dates=frozenset(one.birth_date for one in keys if one.birth_date),
        surname_starts=frozenset(start for one in keys for start in one.surname_starts),
    )


class BookMen:
    """Men of the book by their signs and by the words of their names.

    A few signs pick a man for sure: document, phone, birth date. By name he is picked where each word of the shorter of
    two names has a word of the other that it may stand for; which words may is worked out once a word, not once a man.
    Whoever is picked is then compared as when one man is typed.
    """

    def __init__(self, candidates: Iterable[DuplicateCandidate]) -> None:
        self._men = list(candidates)
        self._words_of: dict[str, tuple[str, ...]] = {}
        self._by_sign: defaultdict[Hashable, list[int]] = defaultdict(list)
        names = [Identity.of_candidate(man) for man in self._men]
        self._surnames = _Words((name_words(name.surnames) for name in names), _SURNAME_WORD)
        self._given = _Words((name_words(name.given_names) for name in names), _GIVEN_WORD)
        for place, man in enumerate(self._men):
            for sign in (("document", man.document_number), ("phone", man.phone), man.birth_date):
                if sign is not None:
                    self._by_sign[sign].append(place)

    def like(self, identity: Identity) -> tuple[DuplicateMatch, ...]:
        """The men he looks like, likeliest first."""
        if not self._men:
            return ()
        found = self._given.holding(self._split(identity.given_names), 1)
        if found:
            words = self._split(identity.paternal_surname) + self._split(identity.maternal_surname)
            found = self._surnames.holding(words, 2, among=found)
        for sign in (("document", identity.document_number), ("phone", identity.phone)):
            if sign[1]:
                found.update(self._by_sign.get(sign, ()))
        if identity.birth_date is not None:
            found.update(self._by_sign.get(identity.birth_date, ()))
        return likely_duplicates(identity, [self._men[place] for place in found]) if found else ()

    def _split(self, name: str) -> tuple[str, ...]:
        if name not in self._words_of:
            self._words_of[name] = name_words(name)
        return self._words_of[name]


class _Words:
    """The words of many names: which names hold a word, or one that it may stand for."""

    def __init__(self, names: Iterable[tuple[str, ...]], alike_from: float) -> None:
        self._alike_from = alike_from
        self._holders: defaultdict[str, set[int]] = defaultdict(set)
        self._lengths: list[int] = []
        for place, words in enumerate(names):
            self._lengths.append(len(words))
            for word in words:
                self._holders[word].add(place)
        self._known: dict[str, frozenset[int]] = {}

    def holding(self, words: tuple[str, ...], enough: int, among: set[int] | None = None) -> set[int]:
        """The names that hold so many of these words as the shorter of the two has, at most `enough`."""
        holders = [self._standing_for(word) if among is None else self._standing_for(word) & among for word in words]
        found: set[int] = set().union(*holders)
        if enough == 1 or len(words) < 2:
            return found
        held = Counter(place for some in holders for place in some)
        return {place for place in found if held[place] >= min(enough, len(words), self._lengths[place])}

    def _standing_for(self, word: str) -> frozenset[int]:
        if word not in self._known:
            alike = [other for other in self._holders if self._alike(word, other)]
            self._known[word] = frozenset().union(*(self._holders[other] for other in alike))
        return self._known[word]

    def _alike(self, word: str, other: str) -> bool:
        # a word much longer than the other cannot score enough; most pairs end here
        longer, shorter = max(len(word), len(other)), min(len(word), len(other))
        if 200 * shorter / (longer + shorter) + 100 < 2 * self._alike_from:
            return False
        return word_score(word, other) >= self._alike_from
