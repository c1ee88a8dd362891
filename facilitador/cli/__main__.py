"""`python -m facilitador.cli`: the command line where its script is not installed."""

from __future__ import annotations

import sys

from facilitador.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
