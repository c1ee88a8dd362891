"""`python -m tests.durability NAME … --count N` prints one JSON line of figures a name; exit code 1 if any is bad."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from facilitador.ui.singletons import keep_alive
from tests.durability import damaging, runs, timing
from tests.durability.scenarios import SCENARIOS

RUNS: dict[str, Callable[[int], dict[str, Any]]] = {
    **{name: partial(runs.kill, name) for name in SCENARIOS},
    "damage": damaging.damage,
    "salvage": damaging.salvage,
    "times": timing.times,
}


def main(words: list[str]) -> int:
    """Runs what is named, or all of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.durability")
    parser.add_argument("names", nargs="*", choices=[*RUNS, []], metavar="NAME")
    parser.add_argument("--count", type=int, default=20)
    parsed = parser.parse_args(words)
    keep_alive()  # thousands of locks: each is a call into Qt
    bad = False
    for name in parsed.names or RUNS:
        figures = RUNS[name](parsed.count)
        print(json.dumps(figures), flush=True)
        bad = bad or bool(figures["wrong"])
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
