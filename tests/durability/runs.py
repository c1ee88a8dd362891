"""Many kills, one after the other, and their figures."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from tests.durability.killing import LONGEST, Scenario, run_until
from tests.durability.scenarios import SCENARIOS

ACTS_ON_ONE = 25  # endless acts go on with what is left of the one before


def kill(name: str, count: int, seed: int = 7) -> dict[str, Any]:
    """Kills an act `count` times at moments drawn by chance; what was wrong, how often (nothing, if all is well)."""
    make, scenario_of = SCENARIOS[name]
    chance = random.Random(seed)
    wrong: Counter[str] = Counter()
    confirmed = finished = 0
    with tempfile.TemporaryDirectory(prefix="facilitador-") as place:
        scenario = scenario_of(make(Path(place) / "template"))
        longest = _undisturbed(scenario, Path(place) / "trial")
        folder = Path(place) / "act"
        cycle = 0
        while cycle - finished < count:
            if not scenario.endless or cycle % ACTS_ON_ONE == 0:
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                scenario.prepare(folder)
            said, killed, took = run_until(scenario, folder, chance.uniform(0, longest))
            longest = longest if killed else max(longest, took * 1.3)  # a busy machine is slower
            cycle += 1
            confirmed += len(said)
            finished += not killed
            wrong.update(_judged(scenario, folder, said, killed=killed))
    return {
        "durability": name,
        "kills": count,
        "finished_before_the_kill": finished,
        "confirmed": confirmed,
        "wrong": dict(wrong),
    }


def _judged(scenario: Scenario, folder: Path, said: list[str], *, killed: bool) -> list[str]:
    try:
        return scenario.judge(folder, said, killed=killed)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from being opened is the figure
        return [f"unusable: {error!r}"]


def _undisturbed(scenario: Scenario, place: Path) -> float:
    """How many seconds the kills are spread over: the whole act and a little more, or the first of an endless one."""
    if scenario.endless:
        return 0.6
    place.mkdir()
    for name in ("imported", "measured"):
        folder = place / name
        folder.mkdir()
        scenario.prepare(folder)
        if name == "imported":  # in this very process: who is killed must be at work, not importing
            scenario.act(folder, lambda what: None)
    return run_until(scenario, folder, LONGEST)[2] * 1.6
