"""Accesos: who may open the book, the half-yearly review, the recovery code, and entrega de cargo."""
