"""Instruments as files: the shipped ones, the format as it is described, and files that must be refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador import messages
from facilitador.domain.instrument_content import content_hash, encode_instrument
from facilitador.domain.instruments import (
    Component,
    Instrument,
    InstrumentKind,
    Item,
    MoreIs,
    SubscaleRule,
    Validation,
    Wording,
)
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.paths import resource
from facilitador.reference import curriculum, instruments, option_codes
from facilitador.reference.decoding import BadReferenceFile
from facilitador.reference.instrument_files import (
    LARGEST_FILE,
    parse_instrument,
    read_instrument,
    read_instruments,
)
from facilitador.reference.toml_lines import TomlLines

FORMAT = resource("reference", "instruments", "FORMATO.md").read_text(encoding="utf-8")
EXAMPLE = FORMAT.partition("```toml\n")[2].partition("```")[0]
SHIPPED = {instrument.id: instrument for instrument in instruments()}
ENTRY = [SHIPPED["prueba_de_entrada"], SHIPPED["prueba_de_entrada_adolescentes"]]
NAMED = [SHIPPED["audit"], SHIPPED["phq_9"]]


def with_(old: str, new: str) -> bytes:
    """The example with one thing written otherwise."""
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new, 1).encode()


def line_of(words: str, text: str = EXAMPLE) -> int:
    return text[: text.index(words)].count("\n") + 1


def said(content: bytes) -> list[str]:
    """What a person reads when the file is refused; nothing where it is taken."""
    try:
        parse_instrument(content)
    except InvalidInput as refused:
        return [messages.of_problem(problem).whole for problem in refused.problems]
    except UserFacingError as refused:
        return [messages.of_error(refused).whole]
    return []


def refusals(content: bytes) -> list[str]:
    texts = said(content)
    assert texts, "the file was taken"
    return texts


# ── What is shipped ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_shipped() -> None:
    assert {one.id: one.kind for one in SHIPPED.values()} == {
        "prueba_de_entrada": InstrumentKind.ENTRY_TEST,
        "prueba_de_entrada_adolescentes": InstrumentKind.ENTRY_TEST,
        "preguntas_sobre_los_temas": InstrumentKind.KNOWLEDGE,
        "audit": InstrumentKind.SCREENING,
        "phq_9": InstrumentKind.SCREENING,
    }
    assert all(one.licence and one.source for one in SHIPPED.values())


@pytest.mark.directive("6.4.3", "5.4")
@pytest.mark.parametrize("instrument", ENTRY, ids=lambda one: one.id)
def test_the_entry_test_asks_for_ideas_and_practices_in_the_six_components(instrument: Instrument) -> None:
    ideas, practices = instrument.sections
    assert {one.id for one in instrument.subscales} > {"ideas", "practicas"}
    assert instrument.subscale("ideas").items == tuple(item.id for item in ideas.items)
    assert {item.component for item in instrument.items} == set(Component)
    assert 28 <= len(instrument.items) <= 34
    assert all(any(item.reversed for item in section.items) for section in (ideas, practices))
    assert all(len(instrument.scale_of(item.id).options) == 4 for item in instrument.items)
    assert "tres meses" in practices.title


def test_the_components_are_those_of_the_curriculum() -> None:
    assert {component.value for component in Component} == curriculum().components.codes


@pytest.mark.parametrize("instrument", ENTRY, ids=lambda one: one.id)
def test_the_components_are_the_items_that_bear_them(instrument: Instrument) -> None:
    counted = {item for one in instrument.subscales for item in one.items}
    by_component = {
        frozenset(item.id for item in instrument.items if item.component is component and item.id in counted)
        for component in Component
    }
    of_parts = {"ideas", "practicas"}

    assert {frozenset(one.items) for one in instrument.subscales if one.id not in of_parts} == by_component


def test_what_is_done_to_a_boy_counts_in_none_of_his_values() -> None:
    boys = SHIPPED["prueba_de_entrada_adolescentes"]
    suffered = next(item.id for item in boys.items if "me golpeó" in item.text)

    assert suffered not in {item for one in boys.subscales for item in one.items}
    assert suffered in {critical.item for critical in boys.critical}


@pytest.mark.directive("6.6")
def test_between_them_the_entry_tests_are_for_every_age_from_fourteen() -> None:
    assert [(one.min_age, one.max_age) for one in ENTRY] == [(18, None), (14, 17)]


@pytest.mark.directive("6.4.8")
def test_each_of_the_thirteen_topics_is_asked_about() -> None:
    temas = SHIPPED["preguntas_sobre_los_temas"]

    assert {item.topic for item in temas.items} == set(range(1, 14))
    assert all(len(item.correct) == 1 for item in temas.items)
    right = [temas.scale_of(item.id).label(item.correct[0]) for item in temas.items]
    assert 8 <= right.count("Verdadero") <= 14  # saying yes to everything is no knowledge


@pytest.mark.parametrize("instrument", NAMED, ids=lambda one: one.id)
def test_screening_waits_until_the_service_names_who_applies_it(instrument: Instrument) -> None:
    assert instrument.requires_named_applier
    assert set(instrument.professions) <= option_codes("professions")
    assert instrument.professions
    assert all(one.ranges for one in instrument.subscales)


def test_our_own_say_that_they_are_not_validated_and_draw_no_lines() -> None:
    own = [one for one in SHIPPED.values() if one not in NAMED]

    assert {one.validation for one in own} == {Validation.NOT_VALIDATED}
    assert {one.wording for one in own} == {Wording.OWN}
    assert not any(subscale.ranges for one in own for subscale in one.subscales)


@pytest.mark.directive("6.4.10")
@pytest.mark.parametrize("instrument", SHIPPED.values(), ids=lambda one: one.id)
def test_every_question_that_can_alarm_leads_to_steps(instrument: Instrument) -> None:
    """What he may tell about present violence, a weapon, threats or dying is never only a number."""
    alarming = re.compile(
        r"arma|amenac|golpeé o lastim|muerto|no quería|sin que ella quisiera|me golpeó", re.IGNORECASE
    )
    of_practices = [item for item in instrument.items if item.id.startswith("p") and alarming.search(item.text)]

    assert {item.id for item in of_practices} <= {critical.item for critical in instrument.critical}
    assert all(len(critical.steps) >= 3 for critical in instrument.critical)


def test_no_step_holds_a_telephone_number() -> None:
    """Numbers change: they stand in the directory."""
    steps = [step for one in SHIPPED.values() for critical in one.critical for step in critical.steps]

    assert not any(re.search(r"\d{3}", step.replace("Línea 100", "")) for step in steps)


@pytest.mark.parametrize("instrument", SHIPPED.values(), ids=lambda one: one.id)
def test_his_copy_frightens_nobody(instrument: Instrument) -> None:
    read = " ".join([instrument.title, *(section.title for section in instrument.sections)])

    assert not re.search(r"violencia|prueba|\btest\b|puntaje|agres|paciente|víctima", read, re.IGNORECASE)
    assert "prefiero no responder" in instrument.introduction


# ── The format ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_example_of_the_description_is_a_good_instrument() -> None:
    found = parse_instrument(EXAMPLE.encode())
    total = found.subscale("total")

    assert (found.id, found.edition, found.kind, found.min_age) == ("ejemplo_descanso", "2026-1", "other", 18)
    assert found.items[1] == Item("d2", "Me desperté cansado.", "acuerdo", reversed=True)
    assert (total.rule, total.minimum_answered, total.more_is) == (SubscaleRule.SUM, 2, MoreIs.BETTER)
    assert [critical.values for critical in found.critical] == [(3, 4)]


def test_every_key_of_the_format_is_described() -> None:
    from facilitador.reference.instrument_shapes import FILE_KEYS

    described = set(re.findall(r"\w+", FORMAT))

    assert set(FILE_KEYS.values()) <= described


def test_words_are_taken_with_or_without_accents_and_capitals() -> None:
    content = with_('validacion = "no validada"', 'validacion = "Validada en el Peru"\nprofesiones = ["PSICOLOGIA"]')

    found = parse_instrument(content)

    assert (found.validation, found.professions) == (Validation.PERU, ("psychology",))


def test_texts_are_cleaned_of_what_cannot_be_seen() -> None:
    found = parse_instrument(with_("Dormí lo suficiente.", "Dormí \u202elo   suficiente."))

    assert found.items[0].text == "Dormí lo suficiente."


def test_how_a_file_is_laid_out_does_not_change_its_content() -> None:
    reordered = EXAMPLE.replace('tipo = "otro"\n', "").replace(
        'edicion = "2026-1"\n', 'edicion = "2026-1" # x\ntipo = "otro"\n'
    )

    assert content_hash(parse_instrument(reordered.encode())) == content_hash(parse_instrument(EXAMPLE.encode()))
    assert parse_instrument(EXAMPLE.replace("\n", "\r\n").encode()) == parse_instrument(EXAMPLE.encode())


@pytest.mark.parametrize("instrument", SHIPPED.values(), ids=lambda one: one.id)
def test_what_a_book_keeps_of_an_instrument_is_all_of_it(instrument: Instrument) -> None:
    assert msgspec.json.decode(encode_instrument(instrument), type=Instrument) == instrument


# ── Refused, with line and place ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ('id = "d2"', 'id = "d1"', 'id = "d2"', "pregunta «d1»: el código «d1» ya se usó antes."),
        ('["d1", "d2", "d3"]', '["d1", "d2", "d9"]', "preguntas = [", "subescala «total»: la pregunta «d9» no está"),
        ("[3, 7,", "[3, 6,", "rangos = [", "subescala «total»: entre un rango que termina en 6 y el que empieza en 8"),
        ("[3, 7,", "[3, 8,", "rangos = [", "subescala «total»: el rango que empieza en 8 pisa al que termina en 8."),
        ("valores = [3, 4]", "valores = [5]", "valores", "respuesta crítica n.º 1: la pregunta «d3» no tiene"),
        ('[4, "Totalmente', '[400, "Totalmente', "acuerdo = [", "escala «acuerdo»: el valor 400 no se acepta."),
        ('[2, "Poco', '["2", "Poco', "acuerdo = [", "escala «acuerdo»: aquí va un número entero."),
        ('escala = "acuerdo"', 'escala = "acerdo"', "[[secciones.preguntas]]", "pregunta «d1»: la escala «acerdo» no"),
        ('regla = "suma"', 'regla = "resta"', 'regla = "suma"', "subescala «total»: «resta» no es una de las palabras"),
        ('texto = "Me desperté', 'texot = "Me desperté', 'texto = "Me desp', "pregunta «d2»: «texot» no se conoce"),
        ("invertida = true", 'invertida = "sí"', "invertida", "pregunta «d2»: aquí va true o false."),
        ('tipo = "otro"\n', "", 'id = "ejemplo', "falta «tipo»."),
        ("edad_minima = 18", "edad_minima = 18.5", "edad_minima", "aquí va un número entero."),
        ('id = "total"', "", "[[subescalas]]", "subescala n.º 1: falta «id»."),
    ],
)
def test_every_fault_names_its_line_and_its_part(old: str, new: str, at: str, says: str) -> None:
    first = refusals(with_(old, new))[0]

    named = re.match(r"Línea (\d+)", first)
    if named is None:  # something missing from the file as a whole stands on no line
        assert first.startswith(f"En el archivo: {says}")
    else:
        assert int(named[1]) == line_of(at)
        assert says in first


def test_all_that_is_wrong_is_said_at_once() -> None:
    content = EXAMPLE.replace('id = "d2"', 'id = "d1"').replace('regla = "suma"', 'regla = "resta"')

    assert len(refusals(content.encode())) >= 3  # the word, the id that stands twice, the item that is gone


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            with_('titulo = "Preguntas', "titulo = Preguntas"),
            "Línea 4, columna 10: aquí el archivo deja de entenderse.",
        ),
        (with_('tipo = "otro"', 'tipo = "otro"\ntipo = "otro"'), "Línea 4, columna"),
        ((EXAMPLE + 'x = """').encode(), "El archivo termina a la mitad"),
        (EXAMPLE.encode("utf-16"), "El archivo no es un texto en UTF-8 (parece UTF-16"),
        (EXAMPLE.encode("utf-16-le"), "El archivo no es un texto en UTF-8"),
        (EXAMPLE.encode("utf-8-sig"), "El archivo empieza con una marca invisible (UTF-8 con BOM)."),
        (EXAMPLE.encode("cp1252"), f"Línea {line_of('última')}: hay una letra que no está escrita en UTF-8."),
        (b"", "En el archivo: falta «id»."),
        (b"PK\x03\x04\x00\x00", "El archivo no es un texto en UTF-8"),
        (b"a = " + b"[" * 50_000, "El archivo trae miles de corchetes"),
        (b"a = " + b"9" * 5_000, "El archivo trae miles de corchetes o de cifras"),
        (b"#" * (LARGEST_FILE + 1), "El archivo es demasiado grande"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_what_is_no_such_file_is_refused_in_plain_words(content: bytes, says: str) -> None:
    assert refusals(content)[0].startswith(says)


def test_five_hundred_questions_are_refused() -> None:
    more = "".join(f'[[secciones.preguntas]]\nid = "x{n}"\ntexto = "¿?"\n' for n in range(497))
    content = EXAMPLE.replace("[[subescalas]]", more + "[[subescalas]]").encode()

    assert refusals(content) == [
        "En el archivo: trae 500 preguntas. Se aceptan hasta 200: nadie responde más con calma."
    ]


def test_a_name_that_leads_elsewhere_is_no_id() -> None:
    assert "no sirve como código" in refusals(with_("ejemplo_descanso", "../../cuaderno"))[0]


def test_what_is_quoted_is_cut_short() -> None:
    assert all(len(text) < 400 for text in refusals(with_('regla = "suma"', f'regla = "{"x" * 100_000}"')))


@given(st.text(max_size=60), st.integers(0, len(EXAMPLE)))
def test_whatever_is_typed_into_a_file_it_is_read_or_refused(typed: str, at: int) -> None:
    assert all(said((EXAMPLE[:at] + typed + EXAMPLE[at:]).encode("utf-8", "replace")))


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_refused(content: bytes) -> None:
    assert refusals(content)


@pytest.mark.parametrize("key", re.findall(r"^(\w+) =", EXAMPLE, re.MULTILINE))
@pytest.mark.parametrize("value", ["3", "[[1]]", "{}", "2020-01-01", "nan", "true", '""'])
def test_a_value_of_another_kind_is_never_our_defect(key: str, value: str) -> None:
    content = re.sub(rf"^{key} = (\[\n(.*\n)*?\]|.*)$", f"{key} = {value}", EXAMPLE, count=1, flags=re.MULTILINE)
    assert not any("`" in text for text in said(content.encode()))


# ── From disk ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_service_brings_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mi instrumento.toml"
    path.write_text(EXAMPLE, encoding="utf-8")

    assert read_instrument(path) == parse_instrument(EXAMPLE.encode())


def test_what_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    for path in (tmp_path, tmp_path / "none.toml", pipe):
        with pytest.raises(UserFacingError, match="instrument_file_unreadable"):
            read_instrument(path)


def test_only_so_much_of_a_large_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(4 * 1024**3)  # takes no room on the disk, and would take four gigabytes of memory

    with pytest.raises(UserFacingError, match="instrument_file_too_big"):
        read_instrument(path)


@pytest.mark.parametrize(("name", "content"), [("otro", EXAMPLE), ("malo", "id = 3"), ("roto", "id = ")])
def test_a_damaged_installation_names_the_file(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / f"{name}.toml").write_text(content, encoding="utf-8")

    with pytest.raises(BadReferenceFile, match=name):
        read_instruments(tmp_path)


# ── Lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_where_things_stand_in_a_toml_text() -> None:
    text = 'a = 1\n[t]\nb = """\n[no]\nc = 2\n"""\n'
    text += '[[l]]\n[[l.m]]\nx = 1\n[[l]]\n[[l.m]]\n  [[l.m]]\n  x = 1 # x\n[l.n]\n"y" = 2\n'
    lines = TomlLines(text)

    assert lines.line(("a",)) == 1
    assert lines.line(("t", "b")) == 3
    assert lines.line(("t", "c")) == 2  # inside a text: the nearest thing around it
    assert lines.line(("no",)) is None
    assert lines.line(("l", 0, "m", 0, "x")) == 9
    assert lines.line(("l", 1, "m", 1, "x")) == 13
    assert lines.line(("l", 1, "n", "y")) == 15
    assert lines.line(()) is None
