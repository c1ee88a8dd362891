"""Spanish of Peru for Qt itself: its own texts, dates as dd/mm/aaaa, weeks that begin on Monday."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator

DATE_FORMAT = "dd/MM/yyyy"  # the locale's own short date has a two-digit year
FIRST_DAY = Qt.DayOfWeek.Monday  # the locale itself says Sunday

# What qtbase_es leaves in English, by source text.
_GAPS: dict[str, str] = {
    "Folder": "Carpeta",
    "File Folder": "Carpeta",
    "Drive": "Unidad",
    "File": "Archivo",
    "%1 File": "Archivo %1",
    "Shortcut": "Acceso directo",
    "Unknown": "Desconocido",
    "&Look in:": "&Buscar en:",
    "Files of &type:": "&Tipo de archivo:",
    "Copies": "Copias",
    "Pages": "Páginas",
    "Pages &per sheet:": "Páginas &por hoja:",
    "Page &order:": "&Orden de las páginas:",
    "Page &Set:": "&Conjunto de páginas:",
    "Advanced": "Avanzado",
    "Off": "No",
    "Double Sided Printing": "Impresión por ambas caras",
    "Long side binding": "Voltear por el lado largo",
    "Short side binding": "Voltear por el lado corto",
    "Duplex Settings Conflicts": "Opciones de doble cara que se contradicen",
    "There are conflicts in duplex settings. Do you want to fix them?": (
        "Las opciones de doble cara se contradicen. ¿Desea corregirlas?"
    ),
    "Invalid Pages Definition": "Páginas mal indicadas",
    "%1 does not follow the correct syntax. Please use ',' to separate ranges and pages, '-' to define ranges and make "
    "sure ranges do not intersect with each other.": (
        "%1 no está bien escrito. Separe las páginas con comas y use guion para un intervalo, sin repetir páginas."
    ),
    "Specify pages or ranges separated by commas. Ranges are specified by two numbers separated by a hyphen. E.g: "
    "3,5-7,9 prints pages 3, 5, 6, 7 and 9.": (
        "Escriba páginas o intervalos separados por comas. Por ejemplo: 3,5-7,9 imprime las páginas 3, 5, 6, 7 y 9."
    ),
    "Page Setup Conflicts": "Opciones de página que se contradicen",
    "Advanced Option Conflicts": "Opciones avanzadas que se contradicen",
    "There are conflicts in page setup options. Do you want to fix them?": (
        "Las opciones de página se contradicen. ¿Desea corregirlas?"
    ),
    "There are conflicts in some advanced options. Do you want to fix them?": (
        "Algunas opciones avanzadas se contradicen. ¿Desea corregirlas?"
    ),
    "There are conflicts in some options. Please fix them.": "Algunas opciones se contradicen. Corríjalas.",
    "Custom value for %1": "Valor propio para %1",
    "Job &priority:": "&Prioridad del trabajo:",
    "&Billing information:": "&Datos de facturación:",
    "Scheduled &printing:": "Impresión &programada:",
    "&Start:": "&Inicio:",
    "&End:": "&Fin:",
    "Authentication Needed": "Se necesita identificación",
    "Authentication needed to use %1 on %2.": "Para usar %1 en %2 se necesita identificación.",
    "Authentication needed to use %1.": "Para usar %1 se necesita identificación.",
    "Username:": "Usuario:",
    "Password:": "Contraseña:",
    "Don't Save": "No guardar",
    "Set Focus": "Ir a este elemento",
    "Show Menu": "Mostrar el menú",
    "Show on Screen": "Mostrar en pantalla",
    "Moves the element into the visible area": "Lleva el elemento a la parte visible",
}


# What qtbase_es says wrongly or otherwise than the program does, by source text.
_MENDS: dict[str, str] = {
    "Go to the parent directory": "Ir a la carpeta superior",
    "Parent Directory": "Carpeta superior",
    "File &name:": "&Nombre del archivo:",
    "Show &hidden files": "Mostrar los archivos &ocultos",
}


class _Mends(QTranslator):
    """Asked first, for a few texts; says nothing of any other."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return _MENDS.get(source_text)  # None: let the next be asked


class _Gaps(QTranslator):
    """Asked last, for what Qt's own catalogue does not know; leaves anything else as it is."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return _GAPS.get(source_text, source_text)


def locale() -> QLocale:
    """Spanish as written in Peru."""
    return QLocale(QLocale.Language.Spanish, QLocale.Country.Peru)


def speak_spanish(app: QCoreApplication) -> None:
    """Have Qt's own dialogs and menus speak Spanish; once per application."""
    QLocale.setDefault(locale())
    app.installTranslator(_Gaps(app))  # installed first, therefore asked last
    translator = QTranslator(app)
    if translator.load("qtbase_es", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    app.installTranslator(_Mends(app))
