"""Figures, each a ratio to a floor run beside it: `python -m tests.benchmarks [NAME]`. Never part of a test."""
