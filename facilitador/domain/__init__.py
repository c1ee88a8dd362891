"""Pure rules and frozen types of the field; knows no file, no Qt, no SQL."""
