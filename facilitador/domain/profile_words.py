"""How the numbers of applications are said, the same on screen and on paper: always with how many men they are of.

Nothing is said of a few that only many can show; what is not said has its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from facilitador.domain.applications import PURPOSE_LABELS, Purpose
from facilitador.domain.change_measures import (
    FEWEST_FOR_ALPHA,
    FEWEST_FOR_EFFECT,
    Alpha,
    Change,
    GroupChange,
    NotSaid,
    Spread,
)
from facilitador.domain.instrument_words import CHANGE_WORDS, MORE_IS_WORDS, NOT_SAID_WORDS, VALIDATION_WORDS
from facilitador.domain.instruments import Instrument, MoreIs, Subscale, Validation
from facilitador.domain.profiles import GroupProfileData, ManProfile, SubscaleChange, SubscaleProfile
from facilitador.domain.text import as_sentence

NO_VALUE: Final = "—"
NOT_ALL_OF_THE_BOOK: Final = "La confiabilidad (α) se calcula con todas las personas del cuaderno, desde 30."
ASKING_FOR_WORK: Final = (
    "Con el número en negrita: respuestas de la mitad de la escala que pide trabajo. Primero, las preguntas que más lo "
    "piden."
)
OTHER_EDITION: Final = "Lo que otra edición pregunta de otra manera no se compara."


def n_words(n: int) -> str:
    """`n = 12`, never parted at the end of a line."""
    return f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{n}"


def figure(value: float | None) -> str:
    """`1,4`; a dash where there is no value. What rounds to nothing is `0`, without a sign."""
    return NO_VALUE if value is None else f"{_shown(value):g}".replace(".", ",")


def signed(value: float | None) -> str:
    """`+0,5`, `-1`, `0`."""
    return f"+{figure(value)}" if value is not None and _shown(value) > 0 else figure(value)


def _shown(value: float) -> float:
    return round(value, 2) or 0.0  # never -0


def spread_words(spread: Spread | None) -> str:
    """`1,4 (de 0,8 a 2,1)`: the middle value and the range."""
    if spread is None:
        return NO_VALUE
    return f"{figure(spread.median)} (de {figure(spread.lowest)} a {figure(spread.highest)})"


def difference_words(spread: Spread | None) -> str:
    """`-0,4 (de -1 a +0,2)`: the middle change and the range of changes."""
    if spread is None:
        return NO_VALUE
    return f"{signed(spread.median)} (de {signed(spread.lowest)} a {signed(spread.highest)})"


def effect_words(group: GroupChange) -> str:
    """The effect size with its interval, or why it is not given."""
    if group.effect is not None:
        low, high = signed(group.effect.low), signed(group.effect.high)
        return f"{signed(group.effect.estimate)} (intervalo al 95 %: de {low} a {high})"
    if group.no_effect is NotSaid.NO_SPREAD:
        return NOT_SAID_WORDS[NotSaid.NO_SPREAD]
    return f"no se calcula con menos de {FEWEST_FOR_EFFECT}"


def alpha_words(alpha: Alpha) -> str:
    """Cronbach's α with how many it is of, or why it is not given."""
    if alpha.value is not None:
        return f"{figure(alpha.value)} ({n_words(alpha.n)})"
    if alpha.not_said is NotSaid.NO_SPREAD:
        return NOT_SAID_WORDS[NotSaid.NO_SPREAD]
    return f"no se calcula con menos de {FEWEST_FOR_ALPHA} ({n_words(alpha.n)})"


def alphas_words(alphas: Sequence[Alpha]) -> str:
    """Why no α of some subscales is given, with how few they are of."""
    few, many = (limit(alpha.n for alpha in alphas) for limit in (min, max))
    counted = n_words(many) if few == many else f"{n_words(few)} a {many}"
    return f"no se calcula con menos de {FEWEST_FOR_ALPHA} ({counted})"


def change_words(change: Change | None) -> str:
    """What can be said of one man's change; nothing where he was asked once only."""
    return "" if change is None else CHANGE_WORDS[change.says]


def changes_words(changes: Collection[Change | None]) -> str:
    """What can be said of every man's change where it is the same for all of them, or nothing."""
    said = {change_words(change) for change in changes if change is not None}
    return said.pop() if len(said) == 1 else ""


def direction_words(subscale: Subscale) -> str:
    """`Un valor más bajo es mejor.`"""
    words = MORE_IS_WORDS[subscale.more_is]
    return f"{as_sentence(words)}."


def shared_direction(instrument: Instrument) -> str:
    """`direction_words` where they are the same for every subscale, or nothing."""
    told = {direction_words(one) for one in instrument.subscales}
    return told.pop() if len(told) == 1 else ""


def direction_note(subscale: Subscale) -> str:
    """`más bajo es mejor`, in few words for a chart; nothing where the file does not say."""
    return {MoreIs.BETTER: "más alto es mejor", MoreIs.WORSE: "más bajo es mejor", MoreIs.NEITHER: ""}[subscale.more_is]


def validation_words(instrument: Instrument) -> str:
    """How far the numbers carry: the state of validation and the note of the file."""
    return " ".join(filter(None, (f"{VALIDATION_WORDS[instrument.validation]}.", instrument.validation_note)))


def is_validated(instrument: Instrument) -> bool:
    """True where the file says that it was validated somewhere."""
    return instrument.validation is not Validation.NOT_VALIDATED


def moment_words(profile: GroupProfileData) -> tuple[str, ...]:
    """`Al inicio (n = 12)` for each moment of a group's profile."""
    counted = (sum(man.applications[at] is not None for man in profile.men) for at in range(len(profile.purposes)))
    return tuple(f"{PURPOSE_LABELS[one]} ({n_words(n)})" for one, n in zip(profile.purposes, counted, strict=True))


def both_words(profile: GroupProfileData) -> str:
    """How many answered at the first and at the last moment: they are the ones compared."""
    if len(profile.purposes) < 2:
        return "Respondieron una sola vez: todavía no hay qué comparar."
    n = sum(has_both(man) for man in profile.men)
    first, last = (PURPOSE_LABELS[one].lower() for one in (profile.purposes[0], profile.purposes[-1]))
    if n == 1:
        return f"1 participante respondió {first} y {last}."
    return f"{n} participantes respondieron {first} y {last}." if n else f"Nadie respondió {first} y {last}."


def has_both(man: ManProfile) -> bool:
    """True if he answered at the first and at the last moment."""
    return man.applications[0] is not None and man.applications[-1] is not None


def answered_purposes(purposes: Collection[Purpose]) -> tuple[Purpose, ...]:
    """The moments that occur, in their order."""
    return tuple(one for one in Purpose if one in purposes)


def subscale_sentences(profile: GroupProfileData, one: SubscaleProfile) -> tuple[str, ...]:
    """What a chart of a group shows of one subscale, in words: the values, then each man's."""
    moments = [PURPOSE_LABELS[purpose].lower() for purpose in profile.purposes]
    told = [f"{one.subscale.title}. {direction_words(one.subscale)}"]
    for moment, n, spread in zip(moments, one.n, one.spreads, strict=True):
        told.append(f"Mediana {moment}: {spread_words(spread)}, {n_words(n)}.")
    if len(moments) > 1:
        told.append(f"Mediana de los cambios: {difference_words(one.group.difference)}.")
        told.append(f"Tamaño del efecto, {n_words(one.group.n)}: {effect_words(one.group)}.")
    told += [f"N.º {man.number}: {row_words(moments, row)}." for man, row in zip(profile.men, one.values, strict=True)]
    return tuple(told)


def row_words(moments: Sequence[str], values: Sequence[float | None]) -> str:
    """`al inicio 1,4; al terminar 0,9`."""
    return "; ".join(f"{moment} {figure(value)}" for moment, value in zip(moments, values, strict=True))


def man_sentence(moments: Sequence[str], one: SubscaleChange) -> str:
    """What changed of one subscale of one man."""
    told = f"{one.subscale.title}: {row_words(moments, one.values)}"
    if one.change is not None:
        difference = f"; cambio {signed(one.change.difference)}" if one.change.difference is not None else ""
        told += f"{difference}, {change_words(one.change)}"
    return f"{told}."
