"""What is said of copies and of what was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitador.domain.dates import format_date
from facilitador.use_cases.salvaged_parts import parts

if TYPE_CHECKING:
    from facilitador.use_cases.restoring import CopyContents, Salvage


def held(contents: CopyContents) -> str:
    """What a copy holds, in numbers."""
    told = []
    if not contents.groups and not contents.men:
        return "Todavía sin grupos. La copia pasó la revisión."
    if contents.groups is not None:
        told.append("Un grupo" if contents.groups == 1 else f"{contents.groups} grupos")
    if contents.men is not None:
        told.append("un participante en ellos" if contents.men == 1 else f"{contents.men} participantes en ellos")
    if contents.last_session is not None:
        told.append(f"última sesión el {format_date(contents.last_session)}")
    return f"{', '.join(told)}. La copia pasó la revisión."


def parts_lost(done: Salvage) -> list[str]:
    """What could not be read, a line a part; that nothing is missing where nothing is."""
    missing = parts(done.tables)
    if not missing:
        return ["Se rescató todo lo que había en el cuaderno."]
    lines = [f"Se rescataron {done.rows} filas. No se pudo leer todo:"]
    for part in missing:
        told = [f"faltan {part.lost} de {part.rows + part.lost}"] if part.lost else []
        told += [f"se leyeron {part.rows} y no se sabe cuántas más había"] if part.at_least else []
        told += [f"{part.loosened} quedaron sin aquello que nombraban"] if part.loosened else []
        lines.append(f"• {part.name}: {'; '.join(told)}.")
    return lines
