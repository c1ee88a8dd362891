"""A list of men brought from a spreadsheet into a group; nothing of it is kept before the person says so."""
