"""The keys of an instrument's file, in Spanish because a psychologist writes it (FORMATO.md), and what they become.

Nothing is refused here but words that stand for nothing: what the whole must fulfil is `domain.instrument_checks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar

import msgspec

from facilitador.domain.instrument_checks import Fault, Place
from facilitador.domain.instruments import (
    AnswerOption,
    AnswerScale,
    Component,
    CriticalAnswer,
    Instrument,
    InstrumentKind,
    InstrumentSection,
    Item,
    MoreIs,
    Norms,
    ScoreRange,
    Subscale,
    SubscaleRule,
    Validation,
    Wording,
)
from facilitador.domain.text import clean_line, clean_text, fold

E = TypeVar("E", bound=StrEnum)
ScaleShape: TypeAlias = tuple[tuple[int, str], ...]

KINDS: Final = {
    "entrada": InstrumentKind.ENTRY_TEST,
    "conocimientos": InstrumentKind.KNOWLEDGE,
    "tamizaje": InstrumentKind.SCREENING,
    "otro": InstrumentKind.OTHER,
}
COMPONENTS: Final = {
    "cognitivo": Component.COGNITIVE,
    "emocional": Component.EMOTIONAL,
    "comunicación": Component.COMMUNICATION,
    "historia de vida": Component.LIFE_HISTORY,
    "cuerpo y sexualidad": Component.BODY_SEXUALITY,
    "conductual": Component.BEHAVIOURAL,
}
RULES: Final = {"suma": SubscaleRule.SUM, "promedio": SubscaleRule.MEAN}
MORE_IS: Final = {"mejor": MoreIs.BETTER, "peor": MoreIs.WORSE, "ninguno": MoreIs.NEITHER}
VALIDATIONS: Final = {
    "no validada": Validation.NOT_VALIDATED,
    "validada en otro país": Validation.ELSEWHERE,
    "validada en el Perú": Validation.PERU,
}
WORDINGS: Final = {"propia": Wording.OWN, "cotejada": Wording.CHECKED, "por verificar": Wording.TO_CHECK}


class _Question(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    texto: str
    escala: str = ""
    invertida: bool = False
    correctas: tuple[int, ...] = ()
    componente: str = ""
    tema: int | None = None


class _Section(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    titulo: str
    indicaciones: str = ""
    escala: str = ""
    preguntas: tuple[_Question, ...]


class _Norms(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    desviacion: float
    confiabilidad: float
    fuente: str


class _Subscale(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    titulo: str
    preguntas: tuple[str, ...]
    regla: str = "suma"
    minimo_contestadas: int | None = None
    decimales: int = 0
    mas_es: str = "ninguno"
    rangos: tuple[tuple[float, float, str], ...] = ()
    normas: _Norms | None = None


class _Critical(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    pregunta: str
    valores: tuple[int, ...]
    motivo: str
    pasos: tuple[str, ...]


class InstrumentFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A whole file as it is written."""

    id: str
    edicion: str
    tipo: str
    titulo: str
    nombre: str
    introduccion: str = ""
    edad_minima: int | None = None
    edad_maxima: int | None = None
    solo_personas_designadas: bool = False
    profesiones: tuple[str, ...] = ()
    lenguas: tuple[str, ...] = ("Castellano",)
    licencia: str
    fuente: str
    enlace: str = ""
    validacion: str = "no validada"
    nota_de_validacion: str = ""
    redaccion: str = "por verificar"
    nota_de_redaccion: str = ""
    escalas: dict[str, ScaleShape]
    secciones: tuple[_Section, ...]
    subescalas: tuple[_Subscale, ...] = ()
    criticas: tuple[_Critical, ...] = ()


FILE_KEYS: Final[Mapping[str, str]] = {
    "edition": "edicion",
    "title": "titulo",
    "name": "nombre",
    "introduction": "introduccion",
    "min_age": "edad_minima",
    "max_age": "edad_maxima",
    "professions": "profesiones",
    "languages": "lenguas",
    "licence": "licencia",
    "source": "fuente",
    "source_url": "enlace",
    "kind": "tipo",
    "validation": "validacion",
    "validation_note": "nota_de_validacion",
    "wording": "redaccion",
    "wording_note": "nota_de_redaccion",
    "scales": "escalas",
    "sections": "secciones",
    "items": "preguntas",
    "instructions": "indicaciones",
    "text": "texto",
    "scale": "escala",
    "reversed": "invertida",
    "correct": "correctas",
    "component": "componente",
    "topic": "tema",
    "subscales": "subescalas",
    "rule": "regla",
    "minimum_answered": "minimo_contestadas",
    "decimals": "decimales",
    "more_is": "mas_es",
    "ranges": "rangos",
    "norms": "normas",
    "sd": "desviacion",
    "reliability": "confiabilidad",
    "critical": "criticas",
    "item": "pregunta",
    "values": "valores",
    "reason": "motivo",
    "steps": "pasos",
}
"""What a part of an instrument is called in its file; `id` and whatever is not here is called the same."""


class Words:
    """Looks up what the file says in words, and remembers every word that stands for nothing."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def one(self, place: Place, word: str, known: Mapping[str, E], default: E) -> E:
        """What a word stands for; capitals and accents do not count."""
        for name, meaning in known.items():
            if fold(word) == fold(name):
                return meaning
        self._unknown(place, word, known)
        return default

    def codes(self, place: Place, words: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
        """The codes of some entries of a list, `known` by their words."""
        found = []
        for word in words:
            codes = [code for name, code in known.items() if fold(word) in (fold(name), fold(code))]
            found += codes[:1]
            if not codes:
                self._unknown(place, word, known)
        return tuple(dict.fromkeys(found))

    def _unknown(self, place: Place, word: str, known: Iterable[str]) -> None:
        offered = ", ".join(f"«{name}»" for name in known)
        self.faults.append(Fault(place, "instrument_word_unknown", {"word": word, "offered": offered}))


def to_instrument(
    raw: InstrumentFile, words: Words, languages: Mapping[str, str], professions: Mapping[str, str]
) -> Instrument:
    """The instrument of a file, its texts cleaned; `languages` and `professions` are codes by their words."""
    return Instrument(
        id=raw.id,
        edition=raw.edicion,
        kind=words.one(("kind",), raw.tipo, KINDS, InstrumentKind.OTHER),
        title=clean_line(raw.titulo),
        name=clean_line(raw.nombre),
        introduction=clean_text(raw.introduccion),
        sections=tuple(_section(number, section, words) for number, section in enumerate(raw.secciones)),
        scales=tuple(_scale(name, options) for name, options in raw.escalas.items()),
        subscales=tuple(_subscale(number, subscale, words) for number, subscale in enumerate(raw.subescalas)),
        critical=tuple(map(_critical, raw.criticas)),
        min_age=raw.edad_minima,
        max_age=raw.edad_maxima,
        requires_named_applier=raw.solo_personas_designadas,
        professions=words.codes(("professions",), raw.profesiones, professions),
        languages=words.codes(("languages",), raw.lenguas, languages),
        licence=clean_text(raw.licencia),
        source=clean_text(raw.fuente),
        source_url=clean_line(raw.enlace),
        validation=words.one(("validation",), raw.validacion, VALIDATIONS, Validation.NOT_VALIDATED),
        validation_note=clean_text(raw.nota_de_validacion),
        wording=words.one(("wording",), raw.redaccion, WORDINGS, Wording.TO_CHECK),
        wording_note=clean_text(raw.nota_de_redaccion),
    )


def _scale(name: str, options: Iterable[tuple[int, str]]) -> AnswerScale:
    return AnswerScale(name, tuple(AnswerOption(value, clean_line(label)) for value, label in options))


def _section(number: int, raw: _Section, words: Words) -> InstrumentSection:
    place: Place = ("sections", number, "items")
    items = tuple(_item((*place, at), question, raw.escala, words) for at, question in enumerate(raw.preguntas))
    return InstrumentSection(raw.id, clean_line(raw.titulo), clean_text(raw.indicaciones), items)


def _item(place: Place, raw: _Question, scale: str, words: Words) -> Item:
    component = None
    if raw.componente:
        component = words.one((*place, "component"), raw.componente, COMPONENTS, Component.COGNITIVE)
    return Item(
        id=raw.id,
        text=clean_line(raw.texto),
        scale=raw.escala or scale,
        reversed=raw.invertida,
        correct=raw.correctas,
        component=component,
        topic=raw.tema,
    )


def _subscale(number: int, raw: _Subscale, words: Words) -> Subscale:
    place: Place = ("subscales", number)
    return Subscale(
        id=raw.id,
        title=clean_line(raw.titulo),
        items=raw.preguntas,
        rule=words.one((*place, "rule"), raw.regla, RULES, SubscaleRule.SUM),
        minimum_answered=len(raw.preguntas) if raw.minimo_contestadas is None else raw.minimo_contestadas,
        decimals=raw.decimales,
        more_is=words.one((*place, "more_is"), raw.mas_es, MORE_IS, MoreIs.NEITHER),
        ranges=tuple(ScoreRange(low, high, clean_text(meaning)) for low, high, meaning in raw.rangos),
        norms=_norms(raw.normas) if raw.normas else None,
    )


def _norms(raw: _Norms) -> Norms:
    return Norms(raw.desviacion, raw.confiabilidad, clean_text(raw.fuente))


def _critical(raw: _Critical) -> CriticalAnswer:
    return CriticalAnswer(raw.pregunta, raw.valores, clean_text(raw.motivo), tuple(map(clean_text, raw.pasos)))
