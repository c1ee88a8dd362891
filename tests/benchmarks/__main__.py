"""`python -m tests.benchmarks [NAME …]` prints one JSON line a figure; without a name, all of them."""

from __future__ import annotations

import sys

from tests.benchmarks import (
    coverage,
    emergencies,
    enrolling,
    importing,
    logging,
    marking,
    printing,
    profiles,
    scoring,
    searching,
    starting,
)

BENCHMARKS = {
    "coverage": coverage.coverage,
    "emergency": emergencies.emergency,
    "enrol": enrolling.enrol,
    "register": enrolling.register,
    "fichas": printing.fichas,
    "import": importing.importing,
    "log-save": logging.save,
    "log-read": logging.read,
    "mark": marking.marking,
    "preview": importing.previewing,
    "profile": profiles.profiles,
    "score": scoring.scoring,
    "search": searching.search,
    "start": starting.start,
    "unlock": starting.unlock,
}


def main(names: list[str]) -> int:
    """Runs the benchmarks of these names; 2 where one is unknown. A figure that misses its target is no failure."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        for figure in BENCHMARKS[name]():
            print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
