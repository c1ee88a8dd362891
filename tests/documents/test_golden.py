"""Every paper word by word, against `tests/golden/*.txt`.

After a change that is meant, write them anew and read the difference before you commit it:
`WRITE_GOLDEN=1 python -m pytest tests/documents/test_golden.py`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.documents.samples import pages, papers

GOLDEN = Path(__file__).parent.parent / "golden"


def _shown(name: str) -> str:
    lines: list[str] = []
    for number, page in enumerate(pages(papers()[name]), start=1):
        lines += [f"--- página {number} ---", *(line.strip() for line in page.splitlines())]
    # the day of printing is not what these files are about
    return re.sub(r"Impreso el \d\d/\d\d/\d{4} \d\d:\d\d", "Impreso el dd/mm/aaaa hh:mm", "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", sorted(papers()))
def test_the_paper_reads_as_agreed(name: str) -> None:
    file = GOLDEN / f"{name}.txt"
    shown = _shown(name)
    if os.environ.get("WRITE_GOLDEN"):
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_without_its_paper() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(papers())
