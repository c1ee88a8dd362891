"""Numbers of applications in words: always with how many they are of, and nothing said that few cannot show."""

from __future__ import annotations

import pytest

from facilitador.domain.applications import Purpose
from facilitador.domain.change_measures import Alpha, EffectSize, GroupChange, NotSaid, Spread
from facilitador.domain.profile_words import (
    alpha_words,
    alphas_words,
    answered_purposes,
    both_words,
    changes_words,
    difference_words,
    effect_words,
    figure,
    man_sentence,
    moment_words,
    signed,
    spread_words,
    subscale_sentences,
)
from tests.documents.instrument_samples import NORMED, NORMED_PROFILE, ONCE, PROFILE, change_of, group
from tests.use_cases.answering import CALM, TIRED

FEW = GroupChange(9, None, None, None, None, NotSaid.TOO_FEW)


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "—"), (1.4, "1,4"), (2.0, "2"), (-0.5, "-0,5"), (1.005, "1"), (-0.004, "0")]
)
def test_figures_have_a_comma_and_two_decimals_at_most(value: float | None, shown: str) -> None:
    assert figure(value) == shown


def test_a_change_has_its_sign() -> None:
    assert [signed(value) for value in (0.5, 0, -1, None)] == ["+0,5", "0", "-1", "—"]
    assert [signed(value) for value in (0.004, -0.0, -0.004)] == ["0", "0", "0"]


def test_a_middle_value_never_stands_without_its_range() -> None:
    spread = Spread(1.4, 0.8, 2.1)
    assert spread_words(spread) == "1,4 (de 0,8 a 2,1)"
    assert difference_words(Spread(-0.4, -1, 0.2)) == "-0,4 (de -1 a +0,2)"
    assert spread_words(None) == "—"


@pytest.mark.directive("6.9.1")
def test_an_effect_is_told_with_its_interval_or_not_at_all() -> None:
    told = GroupChange(10, None, None, None, EffectSize(0.62, 0.1, 1.14), None)
    assert effect_words(told) == "+0,62 (intervalo al 95 %: de +0,1 a +1,14)"
    assert effect_words(FEW) == "no se calcula con menos de 10"
    assert "igual" in effect_words(GroupChange(10, None, None, None, None, NotSaid.NO_SPREAD))


def test_alpha_is_told_with_how_many_it_is_of() -> None:
    few = Alpha(None, 16, 5, NotSaid.TOO_FEW)
    assert alpha_words(Alpha(0.81, 40, 5, None)) == "0,81 (n\u00a0=\u00a040)"
    assert alpha_words(few) == "no se calcula con menos de 30 (n\u00a0=\u00a016)"
    assert alphas_words([few, Alpha(None, 20, 5, NotSaid.TOO_FEW)]).endswith("(n\u00a0=\u00a016 a 20)")


def test_every_moment_tells_how_many_and_who_is_compared() -> None:
    assert moment_words(PROFILE) == ("Al inicio (n\u00a0=\u00a05)", "Al terminar (n\u00a0=\u00a04)")
    assert both_words(PROFILE) == "4 participantes respondieron al inicio y al terminar."
    assert both_words(group((TIRED, CALM))) == "1 participante respondió al inicio y al terminar."
    assert both_words(group((TIRED, None))) == "Nadie respondió al inicio y al terminar."
    assert both_words(ONCE).startswith("Respondieron una sola vez")


def test_without_norms_there_is_no_data_to_say_it_and_with_them_each_man_is_told_apart() -> None:
    assert changes_words(PROFILE.subscales[0].changes) == ""  # one of them cannot be scored
    assert changes_words(PROFILE.subscales[0].changes[:2]) == "sin datos para decirlo"
    assert changes_words(NORMED_PROFILE.subscales[0].changes) == ""


def test_the_chart_in_words_has_every_man_by_number_and_no_name() -> None:
    told = subscale_sentences(PROFILE, PROFILE.subscales[0])
    assert "N.º 1: al inicio 8; al terminar 12." in told
    assert "N.º 4: al inicio 8; al terminar —." in told
    assert "Mediana al inicio: 8 (de 8 a 12), n\u00a0=\u00a04." in told
    assert "Nombre" not in " ".join(told)


def test_one_mans_change_in_a_sentence() -> None:
    (total,) = change_of(TIRED, CALM, instrument=NORMED).subscales
    assert man_sentence(["al inicio", "al terminar"], total) == (
        "Descanso: al inicio 8; al terminar 12; cambio +4, cambio confiable, en el sentido buscado."
    )


def test_moments_stand_in_their_order() -> None:
    assert answered_purposes({Purpose.EXIT, Purpose.ENTRY}) == (Purpose.ENTRY, Purpose.EXIT)
