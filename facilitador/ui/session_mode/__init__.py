"""The session on a projector: a window without any name, and what keeps names from standing behind or beside it."""
