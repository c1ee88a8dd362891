"""The window: every behaviour by real keys and clicks on real widgets."""
