from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from facilitador.domain import instrument_words as words
from facilitador.domain.change_measures import ChangeSays, NotSaid
from facilitador.domain.instruments import InstrumentKind, MoreIs, Validation, Wording
from facilitador.domain.scoring import NotScored


@pytest.mark.parametrize(
    ("terms", "texts"),
    [
        (InstrumentKind, words.KIND_WORDS),
        (Validation, words.VALIDATION_WORDS),
        (Wording, words.WORDING_WORDS),
        (MoreIs, words.MORE_IS_WORDS),
        (NotScored, words.NOT_SCORED_WORDS),
        (ChangeSays, words.CHANGE_WORDS),
        (NotSaid, words.NOT_SAID_WORDS),
    ],
)
def test_every_term_is_read_as_words_of_its_own(terms: type[StrEnum], texts: Mapping[StrEnum, str]) -> None:
    assert set(texts) == set(terms)
    assert len(set(texts.values())) == len(texts)
    assert not set(texts.values()) & set(terms)
