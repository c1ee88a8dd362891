"""Reads: explicit columns into frozen snapshots, one module per aggregate."""
