"""Table definitions and the statements that write them, one module per aggregate."""
