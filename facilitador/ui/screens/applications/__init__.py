"""Asking men an instrument: who is missing, starting in three ways, what resulted, and the instruments themselves.

What the man himself sees is in `ui.self_answering`.
"""
