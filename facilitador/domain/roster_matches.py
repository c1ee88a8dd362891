"""A whole list laid beside the men of the book: who of them each man of the list looks like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from facilitador.domain.duplicates import CandidateKeys, DuplicateMatch, Identity, likely_duplicates
from facilitador.domain.participants import DuplicateCandidate
from facilitador.domain.registration_forms import Answer
from facilitador.domain.text import fold

_CLOSELY: Final = 12
"""So many candidates are compared as closely as when one man is typed; of more, those most alike at first sight."""
_AT_FIRST_SIGHT: Final = 60.0


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


def signs_of(keys: Collection[CandidateKeys]) -> Signs:
    """The signs of a whole list, from those of each man."""
    return Signs(
        documents=frozenset(one.document_number for one in keys if one.document_number),
        phones=frozenset(one.phone for one in keys if one.phone),
        birth_dates=frozenset(one.birth_date for one in keys if one.birth_date),
        surname_starts=frozenset(start for one in keys for start in one.surname_starts),
    )


class BookMen:
    """Men of the book by their signs; `candidates` come with the start of their paternal surname."""

    def __init__(self, candidates: Iterable[tuple[str, DuplicateCandidate]]) -> None:
        self._by_sign: defaultdict[Hashable, list[DuplicateCandidate]] = defaultdict(list)
        for start, man in candidates:
            for sign in (("start", start), ("document", man.document_number), ("phone", man.phone), man.birth_date):
                if sign is not None:
                    self._by_sign[sign].append(man)
        self._names: dict[str, str] = {}

    def like(self, identity: Identity, keys: CandidateKeys) -> tuple[DuplicateMatch, ...]:
        """The men he looks like, likeliest first; `keys` are his `candidate_keys`."""
        if not self._by_sign:
            return ()
        sure = {man.id: man for man in self._with("document", keys.document_number)}
        near = {man.id: man for man in self._with("phone", keys.phone)}
        if keys.birth_date is not None:
            near |= {man.id: man for man in self._by_sign.get(keys.birth_date, ())}
        for start in keys.surname_starts:
            near |= {man.id: man for man in self._with("start", start)}
        men = list(near.values())
        if len(men) > _CLOSELY:
            men = self._most_alike(identity, men)
        return likely_duplicates(identity, (sure | {man.id: man for man in men}).values()) if sure or men else ()

    def _with(self, sign: str, value: str) -> list[DuplicateCandidate]:
        return self._by_sign.get((sign, value), []) if value else []

    def _most_alike(self, identity: Identity, men: list[DuplicateCandidate]) -> list[DuplicateCandidate]:
        from rapidfuzz import fuzz, process  # loaded with the first list: start-up does not wait for it

        typed = fold(f"{identity.surnames} {identity.given_names}")
        found = process.extract(
            typed,
            [self._folded(man.full_name) for man in men],
            scorer=fuzz.token_sort_ratio,
            processor=None,
            score_cutoff=_AT_FIRST_SIGHT,
            limit=_CLOSELY,
        )
        return [men[place] for _, _, place in found]

    def _folded(self, name: str) -> str:
        if name not in self._names:
            self._names[name] = fold(name)
        return self._names[name]
