"""Where the resources lie, in a checkout and in an installed wheel."""

from __future__ import annotations

import tomllib
from pathlib import Path

from facilitador import paths


def test_in_a_checkout_the_resources_lie_beside_the_package(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()

    assert paths._resources_of(tmp_path / "facilitador") == tmp_path / "resources"


def test_in_a_wheel_the_resources_lie_inside_the_package(tmp_path: Path) -> None:
    (tmp_path / "facilitador" / "resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()  # another package's folder of that name is not ours

    assert paths._resources_of(tmp_path / "facilitador") == tmp_path / "facilitador" / "resources"


def test_the_wheel_carries_the_resources_where_they_are_looked_for() -> None:
    pyproject = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))

    carried = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    assert carried == {"resources": "facilitador/resources"}


def test_the_resources_are_found() -> None:
    assert paths.resource("i18n", "messages").is_dir()
