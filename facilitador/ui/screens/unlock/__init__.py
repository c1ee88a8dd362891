"""The daily opening: which book, who, and her clave. Imports as little as possible: it is painted first."""
