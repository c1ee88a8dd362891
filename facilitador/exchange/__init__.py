"""Spreadsheets, calendars and packages, in and out. Knows no database and no Qt.

Why XLSX is read here and not by a library, looked at twice: what must be known of a roster's cells, none tells while it
streams. python-calamine 0.9 (quick, MIT, wheels for all systems) knows neither hidden rows, nor formulas never
calculated, nor the format `00000000` that shows the zeros of a DNI, and lays a sheet out whole from its first to its
last cell: two cells far enough apart end the process. openpyxl takes more than a second for 5,000 rows and unfolds
joined cells of any size. Around either, the same XML would be read a second time, behind the same limits.
"""
