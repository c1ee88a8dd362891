"""PDFs: frozen data -> typed blocks -> one writer (reportlab). Knows no database and no Qt."""
