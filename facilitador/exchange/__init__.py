"""Spreadsheets, calendars and packages, in and out. Knows no database and no Qt."""
