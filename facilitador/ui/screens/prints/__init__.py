"""The papers of the book: preview, printing, PDF."""
