"""Reads an instrument from its file: one shipped with the program, or one that a service brings and nobody has checked.

The format is described for whoever writes one in `resources/reference/instruments/FORMATO.md`. Every refusal names the
line where the file shows it, and the question, subscale or answer at fault.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from facilitador.domain.instrument_checks import Fault, Place, faults
from facilitador.domain.instruments import Instrument
from facilitador.domain.text import as_sentence
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.messages import of_problem
from facilitador.paths import resource
from facilitador.reference.decoding import BadReferenceFile
from facilitador.reference.instrument_shapes import FILE_KEYS, InstrumentFile, ScaleShape, Words, to_instrument
from facilitador.reference.list_files import read_catalogue
from facilitador.reference.toml_lines import Path as TomlPath
from facilitador.reference.toml_lines import TomlLines

LARGEST_FILE: Final = 256 * 1024
"""Bytes; an instrument of two hundred questions needs a tenth of it."""

_LONGEST_QUOTE: Final = 60
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_AT_LINE: Final = re.compile(r"at line (\d+), column (\d+)")
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_LENGTH: Final = re.compile(r"of (?:at (?:least|most) )?length (\d+)")
_EXPECTED: Final = re.compile(r"Expected `([\w |]+)`(?:, got `(\w+)`)?")
_KINDS_OF_VALUE: Final = {
    "str": "un texto entre comillas",
    "int": "un número entero",
    "float": "un número",
    "bool": "true o false",
    "array": "una lista entre corchetes",
    "object": "un grupo de datos con su encabezado",
}
_PARTS: Final = {
    "sections": "sección",
    "items": "pregunta",
    "scales": "escala",
    "subscales": "subescala",
    "critical": "respuesta crítica",
}
_FILE_PARTS: Final = {FILE_KEYS[part]: name for part, name in _PARTS.items()}


def read_instruments(folder: Path) -> tuple[Instrument, ...]:
    """The instruments of a folder, by the name of their file; BadReferenceFile names what is amiss."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            instrument = read_instrument(path)
        except InvalidInput as error:
            raise BadReferenceFile(path.name, "", of_problem(error.problems[0]).text) from error
        except UserFacingError as error:
            raise BadReferenceFile(path.name, "", error.code) from error
        if instrument.id != path.stem:
            raise BadReferenceFile(path.name, "id", f"{instrument.id!r} is not the name of the file")
        found.append(instrument)
    return tuple(found)


def read_instrument(path: Path) -> Instrument:
    """The instrument that a file holds; nothing else is read, whatever it says.

    Raises UserFacingError (`instrument_file_…`) where it is no such file, InvalidInput with every fault found.
    """
    return parse_instrument(_bytes(path))


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():  # a folder, a device or a pipe would hang or be read without end
            raise UserFacingError("instrument_file_unreadable", field="file", name=path.name)
        with path.open("rb") as source:
            return source.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UserFacingError("instrument_file_unreadable", field="file", name=path.name) from error


def parse_instrument(content: bytes) -> Instrument:
    """The instrument in the bytes of a file; refuses as `read_instrument` does."""
    text = _text(content)
    lines = TomlLines(text)
    raw = _shape(_table(text), lines)
    words = Words()
    instrument = to_instrument(raw, words, _codes_by_text("languages"), _codes_by_text("professions"))
    if found := [*words.faults, *faults(instrument)]:
        raise InvalidInput([_problem(fault, instrument, lines) for fault in found])
    return instrument


def _text(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise UserFacingError("instrument_file_too_big", field="file", maximum=LARGEST_FILE // 1024)
    if content.startswith(_WIDE) or b"\x00" in content:
        raise UserFacingError("instrument_file_not_utf8", field="file")
    if content.startswith(codecs.BOM_UTF8):
        raise UserFacingError("instrument_file_marked", field="file")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UserFacingError("instrument_file_letter", field="file", line=line) from error


def _table(text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if place := _AT_LINE.search(str(error)):
            raise UserFacingError(
                "instrument_file_syntax", field="file", line=int(place[1]), column=int(place[2])
            ) from error
        raise UserFacingError("instrument_file_cut", field="file", line=len(text.splitlines())) from error
    except (RecursionError, ValueError) as error:  # brackets or digits by the thousand
        raise UserFacingError("instrument_file_endless", field="file") from error


def _shape(table: Mapping[str, object], lines: TomlLines) -> InstrumentFile:
    try:
        return msgspec.convert(table, type=InstrumentFile)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise InvalidInput([_shape_problem(reason, _toml_path(place), table, lines)]) from error


def _shape_problem(reason: str, path: TomlPath, table: Mapping[str, object], lines: TomlLines) -> Problem:
    """What msgspec found, in words for whoever wrote the file."""
    key = reason.partition("`")[2].partition("`")[0]
    if reason.startswith("Object missing required field"):
        return _at(path, table, lines, "instrument_key_missing", key=key)
    if reason.startswith("Object contains unknown field"):
        return _at((*path, key), table, lines, "instrument_key_unknown", key=_quoted(key))
    if path == ("escalas",):
        path = (*path, *_bad_scale(table))
    if length := _LENGTH.search(reason):
        return _at(path, table, lines, "instrument_other_kind_of_value", expected=f"una lista de {length[1]} partes")
    expected = _EXPECTED.match(reason)
    kinds = expected[1].split(" | ") if expected else ()
    if words := [_KINDS_OF_VALUE[kind] for kind in kinds if kind in _KINDS_OF_VALUE]:
        return _at(path, table, lines, "instrument_other_kind_of_value", expected=" o ".join(words))
    return _at(path, table, lines, "instrument_shape_unknown")


def _bad_scale(table: Mapping[str, object]) -> TomlPath:
    """The name of the scale that has not its shape, which msgspec does not tell."""
    scales = table["escalas"]
    for name, options in scales.items() if isinstance(scales, dict) else ():
        try:
            msgspec.convert(options, type=ScaleShape)
        except msgspec.ValidationError:
            return (name,)
    return ()


def _at(path: TomlPath, table: Mapping[str, object], lines: TomlLines, code: str, **parameters: object) -> Problem:
    line = lines.line(path)
    where = _line_and_name(line, _name_in_file(path, table))
    return Problem(_dotted(path), code, {"where": where, "line": line, **parameters})


def _toml_path(place: str) -> TomlPath:
    """`.secciones[0].preguntas[1].texto` as a path; what msgspec does not name (`[...]`) ends it."""
    path: TomlPath = ()
    for key, index in _STEP.findall(place.rstrip("`")):
        if index == "...":
            break
        path = (*path, key or int(index))
    return path


def _name_in_file(path: TomlPath, table: Mapping[str, object]) -> str:
    """What the innermost part on the way is called: "pregunta «i07»"; empty for the file as a whole."""
    if path[:1] == ("escalas",):
        return f"escala «{_quoted(str(path[1]))}»" if len(path) > 1 else ""
    name, part = "", ""
    here: object = table
    for step in path:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) else None
            own = here.get("id") if isinstance(here, dict) else None
            name = _named(_FILE_PARTS[part], own if isinstance(own, str) else "", step) if part in _FILE_PARTS else name
        else:
            here, part = here.get(step) if isinstance(here, dict) else None, step
    return name


def _problem(fault: Fault, instrument: Instrument, lines: TomlLines) -> Problem:
    path = _in_file(fault.place, instrument)
    line = lines.line(path)
    where = _line_and_name(line, _name(fault.place, instrument))
    quoted = {
        name: _quoted(value) if isinstance(value, str) and name != "offered" else value
        for name, value in fault.parameters.items()
    }
    return Problem(_dotted(path), fault.code, {"where": where, "line": line, **quoted})


def _in_file(place: Place, instrument: Instrument) -> TomlPath:
    """The same place by the keys of the file, where scales are named and not counted."""
    if place[:1] == ("scales",):
        scale = place[1]
        return ("escalas", instrument.scales[scale].id) if isinstance(scale, int) else ("escalas",)
    return tuple(FILE_KEYS.get(step, step) if isinstance(step, str) else step for step in place)


def _name(place: Place, instrument: Instrument) -> str:
    """What the innermost part on the way is called: "pregunta «i07»"; empty for the file as a whole."""
    name = ""
    here: object = instrument
    for position in range(0, len(place) - 1, 2):
        part, number = place[position], place[position + 1]
        if not isinstance(part, str) or not isinstance(number, int):
            break
        here = getattr(here, part)[number]
        name = _named(_PARTS[part], getattr(here, "id", ""), number)
    return name


def _named(part: str, own: str, number: int) -> str:
    return f"{part} «{_quoted(own)}»" if own else f"{part} n.º {number + 1}"


def _line_and_name(line: int | None, name: str) -> str:
    if line is None:
        return as_sentence(name) or "En el archivo"
    return f"Línea {line}, {name}" if name else f"Línea {line}"


def _dotted(path: TomlPath) -> str:
    """`secciones[1].preguntas[4].texto`, counting from 1 as people do."""
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.lstrip(".") or "file"


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


@cache
def _codes_by_text(subject: str) -> Mapping[str, str]:
    return {item.text: item.code for item in read_catalogue(resource("reference", f"{subject}.toml")).items}
