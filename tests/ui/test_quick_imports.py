"""Modules are imported without their texts being read for a feature of PySide."""

from __future__ import annotations

import subprocess
import sys

import pytest

IMPORTS = """
import linecache
from facilitador.ui.quick_imports import leave_out_feature_search
{leave_out}
from facilitador.ui.theme import scaled
print(any(name.endswith("theme.py") for name in linecache.cache))
"""


@pytest.mark.parametrize(("leave_out", "read"), [("leave_out_feature_search()", "False"), ("", "True")])
def test_no_text_of_ours_is_read(leave_out: str, read: str) -> None:
    """The second shows that PySide still searches: once it does not, the module may go."""
    script = IMPORTS.format(leave_out=leave_out)
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == read
