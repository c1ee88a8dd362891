"""`python -m tests.benchmarks [NAME …]` prints one JSON line a figure; without a name, all of them.

Each runs in a process of its own, so that none meets another's window, caches or memory.
"""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

BENCHMARKS = {
    "coverage": "coverage:coverage",
    "emergency": "emergencies:emergency",
    "enrol": "enrolling:enrol",
    "register": "enrolling:register",
    "fichas": "printing:fichas",
    "group-progress": "progress:group_progress",
    "home": "home:home",
    "import": "importing:importing",
    "indicators": "reports:indicators",
    "log-save": "logging:save",
    "log-screen": "log_screens:log_screen",
    "log-read": "logging:read",
    "mark": "marking:marking",
    "mentions": "mentions:mentions",
    "marks-xlsx": "reports:marks_xlsx",
    "pack-file": "packing_files:pack_file",
    "pack": "packing:pack",
    "take-in": "packing:take_in",
    "unpack": "packing:unpack",
    "preview": "importing:previewing",
    "profile": "profiles:profiles",
    "score": "scoring:scoring",
    "search": "searching:search",
    "service-report": "reports:service_report",
    "start": "starting:start",
    "supervise": "supervising:supervise",
    "unlock": "starting:unlock",
    "wait": "waiting:wait",
    "unpack-file": "packing_files:unpack_file",
}
"""By name: the module of this room and its function that yields the figures."""


def main(names: list[str]) -> int:
    """Runs the benchmarks of these names; 2 where one is unknown, 1 where one broke off.

    A figure that misses its target is no failure.
    """
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    if len(names) == 1:
        return _print_figures(names[0])
    command = [sys.executable, "-m", "tests.benchmarks"]
    ended = [subprocess.run([*command, name], check=False).returncode for name in names or BENCHMARKS]
    return 1 if any(ended) else 0


def _print_figures(name: str) -> int:
    module, _, function = BENCHMARKS[name].partition(":")
    for figure in getattr(import_module(f"tests.benchmarks.{module}"), function)():
        print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
