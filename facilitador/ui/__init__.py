"""The window (Qt). Holds no rule and no query; never imports db, SQLAlchemy or reportlab."""

from facilitador.ui.lasting_truth import keep_true_and_false

keep_true_and_false()
