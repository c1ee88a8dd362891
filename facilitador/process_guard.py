"""What this process leaves to others on the machine: no memory image when it fails, and files for its owner alone."""

from __future__ import annotations

import contextlib
import os

OTHERS = 0o077
"""What a new file gives to nobody else (POSIX; on Windows a user's folder is hers already)."""


def guard_process() -> None:
    """Call first in every process: a core file would hold keys and names in clear."""
    os.umask(OTHERS)
    try:
        import resource
    except ImportError:  # Windows: crash images are the system's to keep or not
        return
    with contextlib.suppress(ValueError, OSError):  # a limit already at zero
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
