"""The export of 6.9.2: counts of men by coded answers and by how their last stay stands. No row is one man."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from facilitador.domain.enrolments import STATUS_RULES
from facilitador.domain.report_tables import CellValue, TableSheet
from facilitador.domain.suppression import JOINED, LEAST, hidden, joined_categories

NO_ANSWER: Final = ""
NEVER: Final = "never"
SITUATIONS: Final[Mapping[str, str]] = {
    **{str(status): rule.label for status, rule in STATUS_RULES.items()},
    NEVER: "Nunca estuvo en un grupo",
    JOINED: "Otras situaciones",
}
FIELDS: Final = (
    *("education", "mother_tongue", "marital_status", "work_situation", "way_of_entry", "reads_writes"),
    *("needs_interpreter", "previous_group"),
)
"""The coded questions of the ficha that are counted; of health, justice and the person affected none is."""

AGE: Final = "age_band"
DEPARTMENT: Final = "department"
ENTRY: Final = "entry_month"
_HIDDEN: Final = "oculto"
_FEWEST_ANSWERS: Final = 2
_NO_ANSWER_TEXT: Final = "Sin respuesta"
_JOINED_TEXT: Final = "Otros (los menos frecuentes, juntos)"


@dataclass(frozen=True, slots=True)
class CountedField:
    """A field with the words of its codes, and how many men gave each answer in each situation."""

    id: str
    label: str
    texts: Mapping[str, str]
    counts: Mapping[tuple[str, str], int]
    own: bool = False


@dataclass(frozen=True, slots=True)
class AnonymisedTables:
    """The counts and what every column and code means; `left_out`: fields of which nothing could be given."""

    counts: TableSheet
    codebook: TableSheet
    left_out: tuple[str, ...]


def anonymised_tables(fields: Iterable[CountedField]) -> AnonymisedTables:
    """The fields as one long table; what is hidden says so, and nothing that is given tells it."""
    rows: list[tuple[CellValue, ...]] = []
    meanings: list[tuple[CellValue, ...]] = list(_COLUMNS)
    left_out: list[str] = []
    for field in fields:
        told = _rows(field)
        if told is None:
            left_out.append(field.label)
            continue
        rows += told
        codes = dict.fromkeys(str(row[2]) for row in told)
        meanings += [(field.id, code, f"{field.label}: {_text(field, code)}") for code in codes]
    used = dict.fromkeys(str(row[4]) for row in rows)
    meanings += [("situacion", code, SITUATIONS[code]) for code in used if code in SITUATIONS]
    meanings += [("", "", f"Sin datos que se puedan dar: {label}") for label in left_out]
    return AnonymisedTables(
        TableSheet("Conteos", ("campo", "nombre", "codigo", "texto", "situacion", "situacion_texto", "cuantos"), rows),
        TableSheet("Diccionario", ("columna_o_campo", "codigo", "significado"), meanings),
        tuple(left_out),
    )


_COLUMNS: Final[tuple[tuple[CellValue, ...], ...]] = (
    ("campo", "", "Código de lo que se preguntó; «codigo» y «texto» son la respuesta."),
    ("situacion", "", "Cómo está la última permanencia de cada varón; «total» es la suma de todas."),
    ("cuantos", "", "Cuántos varones. Cada varón cuenta una vez en cada campo."),
    (
        "cuantos",
        _HIDDEN,
        f"Menos de {LEAST} varones, quizá ninguno; o un número que se calla para que no se deduzca de los totales.",
    ),
    ("", "", "No contiene nombres, documentos, textos escritos ni identificadores. Las fechas son meses."),
    ("", "", "Entregue una sola por período: comparar la de antes y la de después de que alguien entra habla de él."),
    ("", "", "No entregue la de todos los servicios junto con la de uno: la resta dice los números pequeños del otro."),
)


def _rows(field: CountedField) -> list[tuple[CellValue, ...]] | None:
    answers = joined_categories(_sums(field.counts, 0))
    situations = joined_categories(_sums(field.counts, 1))
    if answers is None or situations is None:
        return None
    counted: Counter[tuple[str, str]] = Counter()
    for (answer, situation), count in field.counts.items():
        if count:
            counted[answers[answer], situations[situation]] += count
    lines, columns = _ordered(answers.values(), field.texts), _ordered(situations.values(), SITUATIONS)
    if len(lines) < _FEWEST_ANSWERS:  # all said the same, or all was joined: it tells of each, or nothing
        return None
    table = tuple(tuple(counted[answer, situation] for situation in columns) for answer in lines)
    shown = hidden(table)
    if shown is None:  # its totals alone would tell
        return None
    rows: list[tuple[CellValue, ...]] = []
    for answer, line, whole in zip(lines, shown, table, strict=True):
        head = (field.id, field.label, answer, _text(field, answer))
        rows += [
            (*head, situation, SITUATIONS[situation], _HIDDEN if count is None else count)
            for situation, count in zip(columns, line, strict=True)
        ]
        rows.append((*head, "total", "Todas", sum(whole)))
    return rows


def _sums(counts: Mapping[tuple[str, str], int], place: int) -> dict[str, int]:
    found: Counter[str] = Counter()
    for key, count in counts.items():
        found[key[place]] += count
    return dict(found)


def _ordered(codes: Iterable[str], texts: Mapping[str, str]) -> list[str]:
    """Codes in the order of their list, what was joined at the end."""
    places = {code: place for place, code in enumerate(texts)}
    return sorted(set(codes), key=lambda code: (code == JOINED, places.get(code, len(places)), code))


def _text(field: CountedField, code: str) -> str:
    if code == JOINED:
        return _JOINED_TEXT
    return _NO_ANSWER_TEXT if code == NO_ANSWER else field.texts.get(code, code)
