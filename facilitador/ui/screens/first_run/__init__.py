"""The guided making of a cuaderno; its rules are in `use_cases/first_run.py`."""
