"""The encrypted book: file, keys, lock, connection, tables and queries.

SQLAlchemy lives here and only here; only frozen snapshots leave.
"""
