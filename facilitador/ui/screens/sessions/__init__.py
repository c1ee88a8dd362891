"""The sessions of a group: the plan, one session with its attendance and its log."""
