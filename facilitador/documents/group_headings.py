"""The lines about a group that stand at the head of its papers."""

from __future__ import annotations

from dataclasses import dataclass

from facilitador.documents.blocks import FieldGrid, FieldLine, Width


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """The group's neutral name, where and when it meets ("miércoles, 19:00"), who leads it; empty where not known."""

    name: str
    venue: str = ""
    hours: str = ""
    facilitators: tuple[str, ...] = ()


def group_grid(group: GroupHeading) -> FieldGrid:
    """What is known of the group, side by side; of a group without a name nothing is, and each is a line."""
    told = (
        ("Grupo", group.name),
        ("Día y hora", group.hours),
        ("Local", group.venue),
        ("Facilitan", "\n".join(group.facilitators)),
    )
    return FieldGrid(
        tuple(FieldLine(label, value or None, Width.HALF) for label, value in told if value or not group.name)
    )
