"""How a group answered and what changed, without a name: men are numbers, numbers of few are not made to say more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from string import ascii_uppercase

from facilitador.documents.blocks import (
    Block,
    Column,
    Document,
    Heading,
    Letterhead,
    Notice,
    PageBreak,
    Paragraph,
    Part,
    Points,
    Table,
    Title,
)
from facilitador.documents.charts.readings import group_charts, item_chart
from facilitador.documents.confidentiality import INTERNAL_FOOT
from facilitador.domain.applications import PURPOSE_LABELS
from facilitador.domain.change_measures import NotSaid
from facilitador.domain.dates import format_date
from facilitador.domain.instrument_words import VALIDATION_WORDS
from facilitador.domain.instruments import MoreIs
from facilitador.domain.item_readings import item_groups
from facilitador.domain.profile_words import (
    ASKING_FOR_WORK,
    NOT_ALL_OF_THE_BOOK,
    alpha_words,
    alphas_words,
    both_words,
    change_words,
    changes_words,
    difference_words,
    direction_words,
    effect_words,
    figure,
    is_validated,
    moment_words,
    n_words,
    shared_direction,
    signed,
    spread_words,
)
from facilitador.domain.profiles import GroupProfileData, SubscaleProfile

TITLE = "Cómo respondió el grupo"
HOW_TO_READ = (
    "Cada línea es un participante, con el número de su ingreso al grupo. La línea gruesa es la mediana de quienes "
    "respondieron la primera y la última vez. Sirve para conversar con el grupo y preparar las sesiones, no para "
    "comparar a unos con otros."
)


@dataclass(frozen=True, slots=True)
class GroupProfilePaper:
    """A group's profile as it stood on a day."""

    letterhead: Letterhead
    profile: GroupProfileData
    on: date


def compose(paper: GroupProfilePaper) -> Document:
    """Charts, what they say in words and numbers, and how each question was answered."""
    profile = paper.profile
    subtitle = f"{profile.instrument.name} · {profile.group_name} · al {format_date(paper.on)}"
    blocks: list[Block] = [Title(TITLE, subtitle)]
    if profile.men:
        blocks += [*_standing(profile), *_charts(profile), *_figures(profile), *_men(profile), *_items(profile)]
    else:
        blocks.append(Paragraph("Nadie del grupo ha respondido todavía.", quiet=True))
    return Document(
        title=TITLE,
        subject="Respuestas de un grupo, sin nombres",
        file_name="como-respondio-el-grupo.pdf",
        letterhead=paper.letterhead,
        parts=(Part(tuple(blocks)),),
        foot=INTERNAL_FOOT,
        edition=profile.instrument.edition,
    )


def _standing(profile: GroupProfileData) -> Iterator[Block]:
    instrument = profile.instrument
    yield Paragraph(f"{'; '.join(moment_words(profile))}. {both_words(profile)}")
    if profile.other_editions:
        yield Paragraph(f"Aplicaciones de otra edición que no se muestran: {profile.other_editions}.", quiet=True)
    if not is_validated(instrument):
        yield Notice(VALIDATION_WORDS[instrument.validation], instrument.validation_note)


def _charts(profile: GroupProfileData) -> Iterator[Block]:
    yield Heading("De un momento a otro" if len(profile.purposes) > 1 else "En este momento", HOW_TO_READ)
    yield group_charts(profile)


def _figures(profile: GroupProfileData) -> Iterator[Block]:
    moments = [PURPOSE_LABELS[purpose] for purpose in profile.purposes]
    several, shared = len(moments) > 1, shared_direction(profile.instrument)
    columns = [Column("", 0.6), Column("Escala", 4.2), *(Column(f"{one}: mediana y rango", 3) for one in moments)]
    if several:
        columns += [Column("Las dos veces", 1.4, numeric=True), Column("Cambio: mediana y rango", 3.2)]
    rows = tuple(
        tuple(_figure_row(letter, one, several=several, directed=bool(shared)))
        for letter, one in zip(_letters(), profile.subscales, strict=False)
    )
    yield Heading("En números", shared)
    yield Table(tuple(columns), rows, row_height=18)
    if several:
        yield Paragraph("Tamaño del efecto", strong=True)
        yield Points(tuple(_effects(profile)), small=True)
    yield Paragraph("Confiabilidad", strong=True)
    yield Points((*_alphas(profile), NOT_ALL_OF_THE_BOOK), small=True)


def _letters() -> Iterator[str]:
    """A, B, C … Z, AA, AB …: a name for each scale that no man's number is taken for."""
    yield from ascii_uppercase
    yield from map("".join, product(ascii_uppercase, repeat=2))


def _figure_row(letter: str, one: SubscaleProfile, *, several: bool, directed: bool) -> Iterator[str]:
    yield letter
    yield one.subscale.title if directed else f"{one.subscale.title}. {direction_words(one.subscale)}"
    for n, spread in zip(one.n, one.spreads, strict=True):
        yield f"{spread_words(spread)}, {n_words(n)}" if spread else n_words(n)
    if several:
        yield str(one.group.n)
        yield difference_words(one.group.difference)


def _effects(profile: GroupProfileData) -> Iterator[str]:
    told = {f"{effect_words(one.group)} ({n_words(one.group.n)})" for one in profile.subscales}
    if len(told) == 1 and all(one.group.effect is None for one in profile.subscales):
        yield f"En todas las escalas: {told.pop()}."
        return
    for one in profile.subscales:
        yield f"{one.subscale.title}: {effect_words(one.group)} ({n_words(one.group.n)})."


def _alphas(profile: GroupProfileData) -> Iterator[str]:
    for at, purpose in enumerate(profile.purposes):
        label, alphas = PURPOSE_LABELS[purpose], [one.alphas[at] for one in profile.subscales]
        if all(alpha.not_said is NotSaid.TOO_FEW for alpha in alphas):
            yield f"{label}, en todas las escalas: {alphas_words(alphas)}."
            continue
        told = (f"{one.subscale.title}: {alpha_words(one.alphas[at])}" for one in profile.subscales)
        yield f"{label}. {'; '.join(told)}."


def _men(profile: GroupProfileData) -> Iterator[Block]:
    """The charts in words: every value of every man, by his number, and what can be said of his change."""
    letters = [letter for letter, _ in zip(_letters(), profile.subscales, strict=False)]
    columns = (Column("N.º", 1, numeric=True), Column("", 2.6), *(Column(one, 1.4, numeric=True) for one in letters))
    rows = [row for place in range(len(profile.men)) for row in _rows_of_man(profile, place)]
    yield Heading("Cada participante, por su número", "Las letras son las escalas de la tabla anterior.")
    yield Table(columns, tuple(rows), row_height=15)
    if len(profile.purposes) > 1:
        yield Paragraph("Cambio confiable", strong=True)
        yield Points(tuple(_reliable(profile, letters)), small=True)


def _rows_of_man(profile: GroupProfileData, place: int) -> Iterator[tuple[str, ...]]:
    """What he answered each time, and below it the change; his number stands at the first."""
    number = str(profile.men[place].number)
    for at, purpose in enumerate(profile.purposes):
        if profile.men[place].applications[at] is not None:
            yield number, PURPOSE_LABELS[purpose], *(figure(one.values[place][at]) for one in profile.subscales)
            number = ""
    changes = [one.changes[place] for one in profile.subscales]
    if any(change is not None for change in changes):
        yield number, "Cambio", *("" if change is None else signed(change.difference) for change in changes)


def _reliable(profile: GroupProfileData, letters: Sequence[str]) -> Iterator[str]:
    """A line for each scale, so that one man who differs does not make a line of every man."""
    changes = [change for one in profile.subscales for change in one.changes]
    same = changes_words(changes)
    if same:
        yield f"De cada participante y en cada escala: {same}."
        return
    for letter, one in zip(letters, profile.subscales, strict=True):
        numbers: dict[str, list[str]] = {}
        for man, change in zip(profile.men, one.changes, strict=True):
            if change is not None:
                numbers.setdefault(change_words(change), []).append(str(man.number))
        if numbers:
            told = (f"{words} (N.º {', '.join(of)})" for words, of in numbers.items())
            yield f"{letter}: {'; '.join(told)}."


def _items(profile: GroupProfileData) -> Iterator[Block]:
    at = max(at for at in range(len(profile.purposes)) if any(man.applications[at] for man in profile.men))
    most = sum(man.applications[at] is not None for man in profile.men)
    directed = any(one.subscale.more_is is not MoreIs.NEITHER for one in profile.subscales)
    yield PageBreak()
    yield Heading(f"Pregunta por pregunta: {PURPOSE_LABELS[profile.purposes[at]].lower()} ({n_words(most)})")
    if directed:
        yield Paragraph(ASKING_FOR_WORK, quiet=True)
    for group in item_groups(profile.instrument, profile.items[at]):
        yield Paragraph(group.title, strong=True)
        yield item_chart(group, most)
