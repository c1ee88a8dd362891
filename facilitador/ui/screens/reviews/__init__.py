"""Review: the queue, and one thing with what was said of it. Nothing of the thing itself is edited here."""
