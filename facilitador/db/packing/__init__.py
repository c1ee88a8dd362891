"""What of a book goes into a package and how what another book sent is taken in: rows as the tables hold them.

No file, no key and no signature here: those are of `exchange.packages`.
"""
