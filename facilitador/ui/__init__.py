"""The window (Qt). Holds no rule and no query; never imports db, SQLAlchemy or reportlab."""
