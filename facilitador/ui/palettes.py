"""The colours of the program, light and dark, and which text may stand on which ground.

Contrast is at least 4.5:1 for every pair in `TEXT_ON_GROUND` and 3:1 for edges and the focus ring (WCAG 2.2 AA); a test
computes all of them. No colour alone carries meaning: wherever one is used, a word or a shape says the same.
"""

from __future__ import annotations

from typing import NamedTuple


class Palette(NamedTuple):
    """One set of colours, each as `#rrggbb`."""

    name: str
    window: str
    surface: str
    surface_alt: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    on_accent_soft: str
    danger: str
    danger_hover: str
    on_danger: str
    danger_text: str
    danger_soft: str
    warning_text: str
    warning_soft: str
    good_text: str
    good_soft: str
    edge: str
    control_edge: str
    focus: str
    disabled: str


LIGHT = Palette(
    name="light",
    window="#f4f6f5",
    surface="#ffffff",
    surface_alt="#f1f5f4",
    text="#1c2524",
    muted="#52605d",
    accent="#12605f",
    accent_hover="#0d4b4a",
    on_accent="#ffffff",
    accent_soft="#d9eae8",
    on_accent_soft="#0d4b4a",
    danger="#9a2f2a",
    danger_hover="#7d2420",
    on_danger="#ffffff",
    danger_text="#8f2722",
    danger_soft="#fae9e7",
    warning_text="#694800",
    warning_soft="#fbf1da",
    good_text="#1d5a34",
    good_soft="#e1f1e6",
    edge="#d3dad8",
    control_edge="#7b8784",
    focus="#0b5fa5",
    disabled="#5f6b68",
)

DARK = Palette(
    name="dark",
    window="#161b1b",
    surface="#1e2525",
    surface_alt="#242c2c",
    text="#e8edeb",
    muted="#a9b5b2",
    accent="#68bdb6",
    accent_hover="#86cec8",
    on_accent="#0a1b1a",
    accent_soft="#1d3b3a",
    on_accent_soft="#b2e2de",
    danger="#ef9a92",
    danger_hover="#f6b5af",
    on_danger="#2a0b08",
    danger_text="#f6b5af",
    danger_soft="#3b2120",
    warning_text="#f0d08a",
    warning_soft="#362d17",
    good_text="#a2dbb3",
    good_soft="#1c3425",
    edge="#384343",
    control_edge="#788683",
    focus="#8ec5ff",
    disabled="#94a09d",
)

# (text, ground): every combination that the stylesheet and the palette put on screen.
TEXT_ON_GROUND: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("text", "muted") for ground in ("window", "surface", "surface_alt")),
    ("text", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent_soft", "accent_soft"),
    ("accent", "window"),
    ("accent", "surface"),
    ("accent", "surface_alt"),
    ("on_danger", "danger"),
    ("on_danger", "danger_hover"),
    ("danger_text", "danger_soft"),
    ("danger_text", "window"),
    ("danger_text", "surface"),
    ("warning_text", "warning_soft"),
    ("warning_text", "window"),
    ("warning_text", "surface"),
    ("good_text", "good_soft"),
    ("disabled", "surface"),
    ("disabled", "window"),
)

# (line, ground): edges of controls and the focus ring.
LINE_ON_GROUND: tuple[tuple[str, str], ...] = tuple(
    (line, ground) for line in ("control_edge", "focus") for ground in ("window", "surface")
)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
